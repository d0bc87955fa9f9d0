"""What is read of a file that is sent in: each document's record and the page to check it by. It keeps nothing."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, Any

from api.errors import ApiError
from api.questions import Answer
from api.service import Service

if TYPE_CHECKING:
    from loaders.limits import Limits

_LONGEST = 200
_READING = threading.BoundedSemaphore(2)  # files read at once: each may take its limit of memory


def read_upload(service: Service, data: bytes, name: str, limits: Limits | None = None) -> Answer:
    """The documents in the bytes of a file called `name`, as `zhize extract` reads them within its limits.

    `{"results": [{"record", "report", "refused", "stored"}], "errors": [{"detail", "code"}]}`: `report` is the HTML of
    the page without its frame, `refused` why it is no policy document, `stored` whether the store has it already. An
    entry of an archive that cannot be read is an error of the list; raises ApiError for the file itself.
    """
    from loaders.apart import extract_each
    from loaders.errors import LoadError

    service.use_registers()
    source = plain_name(name)
    results: list[Answer] = []
    errors: list[dict[str, str]] = []
    with _READING:
        for item in extract_each(data, source=source, limits=limits):
            if not isinstance(item, LoadError):
                results.append(_told(service, item))
            elif item.path == source:
                raise ApiError(item.code, str(item))
            else:
                errors.append({"detail": str(item), "code": item.code})
    return {"results": results, "errors": errors}


def plain_name(name: str) -> str:
    """The name of a file without folders and control characters."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(c for c in last if c.isprintable()).strip()[-_LONGEST:] or "文件"


def _told(service: Service, record: Any) -> Answer:
    from api.pages.report import report_part
    from loaders.refusing import refusal

    refused = refusal(record)
    return {
        "record": record,
        "report": report_part(record),
        "refused": None if refused is None else refused.message,
        "stored": _stored(service, record["document"]["id"]),
    }


def _stored(service: Service, document: str) -> bool:
    from graph.errors import NotFound

    try:
        found = service.entity(document)
    except NotFound:
        return False
    return bool(found["properties"].get("status") != "cited")
