"""What is read of a file that is sent in: each document's record and the page to check it by. It keeps nothing."""

from __future__ import annotations

import re
from typing import Any

from api.errors import ApiError
from api.questions import Answer
from api.service import Service

_LONGEST = 200


def read_upload(service: Service, data: bytes, name: str) -> Answer:
    """The documents in the bytes of a file called `name`, as `zhize extract` reads them.

    `{"results": [{"record", "report", "refused", "stored"}], "errors": [{"detail", "code"}]}`: `report` is the HTML of
    the page without its frame, `refused` why it is no policy document, `stored` whether the store has it already. An
    entry of an archive that cannot be read is an error of the list; raises ApiError for the file itself.
    """
    from loaders.errors import LoadError
    from loaders.pipeline import extract_each

    service.use_registers()
    results: list[Answer] = []
    errors: list[dict[str, str]] = []
    try:
        for item in extract_each(data, source=plain_name(name)):
            if isinstance(item, LoadError):
                errors.append({"detail": str(item), "code": item.code})
            else:
                results.append(_told(service, item))
    except LoadError as error:
        raise ApiError(error.code, str(error)) from None
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
