"""The user's additions to the registry, kept beside a store and put in force when it is used.

They are kept as the texts the user gave, in one file: `registry.json` in the folder of an embedded store, and for a
server's in the user's data folder under a digest of its address and database. Only the process at hand knows them:
whoever uses the same server from elsewhere loads the files there too.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ontology.registry import Additions

FILE = "registry.json"
_SEEN: list[Additions] = []
MAX_BYTES = 16 * 1024 * 1024
_FORMS = {".yaml": "yaml", ".yml": "yaml", ".csv": "csv", ".tsv": "csv"}


@dataclass(frozen=True, slots=True)
class Register:
    """A file of additions: its name, form (yaml, csv) and text."""

    name: str
    form: str
    text: str


def read_register(path: Path) -> Register:
    """The register of a file; raises ApiError when it cannot be read."""
    from loaders.errors import LoadError
    from loaders.readers.charset import decode

    form = _FORMS.get(path.suffix.lower())
    if form is None:
        raise bad(str(path), "应是 .yaml、.yml 或 .csv 文件")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise bad(str(path), f"文件超过 {MAX_BYTES // 1024 // 1024} MB")
        return Register(path.name, form, decode(data, str(path)))
    except OSError as error:
        why = "没有这个文件" if isinstance(error, FileNotFoundError) else f"读不了文件（{error.strerror}）"
        raise bad(str(path), why) from None
    except LoadError as error:
        raise bad(str(path), error.message) from None


def bad(name: str, *problems: str) -> ApiError:
    """The error of a file that cannot be used: a line a problem."""
    return ApiError("bad_registry", "\n".join(f"{name}：{problem}" for problem in problems))


def additions_of(registers: Iterable[Register], *, check: bool = True, trusted: int = 0) -> Additions:
    """What files add together, each read with those before it in force; raises ApiError. Puts nothing in force.

    The first `trusted` of them were checked when they came.
    """
    from ontology import registry
    from ontology.registry.additions import trying

    found = registry.Additions()
    with trying():
        for number, one in enumerate(registers):
            registry.extend(found)
            try:
                found += registry.read_additions(one.text, one.form, check=check and number >= trusted)
            except registry.BadRegistry as error:
                raise bad(one.name, *error.problems) from None
    return found


class Kept:
    """The registers of one store, in the order in which they came."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def read(self) -> tuple[Register, ...]:
        """All of them; none where nothing was kept. Raises ApiError for a file that is none of ours."""
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            return tuple(Register(str(r["name"]), str(r["form"]), str(r["text"])) for r in found)
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, KeyError, TypeError):
            raise bad(str(self._path), "读不了，可删去后重新载入注册表文件") from None

    def write(self, registers: Iterable[Register]) -> None:
        """Keep these and no others; whole or not at all."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            scratch = self._path.with_name(f"{FILE}.{os.getpid()}")
            with scratch.open("w", encoding="utf-8") as out:
                json.dump([asdict(one) for one in registers], out, ensure_ascii=False)
                out.flush()
                os.fsync(out.fileno())
            scratch.replace(self._path)
        except OSError as error:
            with contextlib.suppress(OSError):
                scratch.unlink()
            raise bad(str(self._path), f"不能写入（{error.strerror}）") from None


def folder_of(location: str, database: str) -> Path:
    """Where the registers of a store are kept: a folder's own, else one of the user's for the address."""
    if "://" not in location:
        return Path(location)
    from platformdirs import user_data_path

    key = hashlib.sha256(f"{location} {database}".encode()).hexdigest()[:16]
    return user_data_path("zhize", appauthor=False) / "registries" / key


def put_in_force(registers: Iterable[Register]) -> Additions:
    """Extend the registry by registers that were checked when they came.

    One that today's registry no longer goes with is left out, and told of on stderr.
    """
    from api.options import complain
    from ontology import registry

    good: list[Register] = []
    found = registry.Additions()
    for one in registers:
        try:
            found = additions_of([*good, one], check=False)
            good.append(one)
        except ApiError as error:
            complain(f"注册表文件与现在的注册表不合，未采用：{error.message}")
    registry.extend(found)
    return found


def keep_in_force(found: Additions) -> None:
    """Put additions that were read before in force, where others are now."""
    from ontology import registry

    registry.extend(found)


def additions_in_force() -> int:
    """How often other additions have been put in force in this process, as far as anyone asked."""
    from ontology.registry.additions import additions

    if not _SEEN or additions() is not _SEEN[-1]:
        _SEEN.append(additions())
    return len(_SEEN)


def use_of_store(url: str | Path) -> None:
    """Put the additions of the store at an address in force."""
    from api.settings import settings, store_location

    put_in_force(Kept(folder_of(store_location(url), settings().neo4j_database)).read())


def as_rows(registers: Iterable[Register]) -> list[dict[str, Any]]:
    """What there is to tell of each: name, form, and how many lines, bodies and aliases it adds."""
    from ontology import registry

    rows: list[dict[str, Any]] = []
    before: list[Register] = []
    counted = registry.Additions()
    for one in registers:
        row: dict[str, Any] = {"name": one.name, "form": one.form, "lines": 0, "bodies": 0, "aliases": 0, "error": None}
        try:
            found = additions_of([*before, one], check=False)
            row["lines"] = len(found.lines) - len(counted.lines)
            row["bodies"] = len(found.entries) - len(counted.entries)
            row["aliases"] = sum(len(a.names) for a in found.aliases) - sum(len(a.names) for a in counted.aliases)
            before, counted = [*before, one], found
        except ApiError as error:
            row["error"] = error.message
        rows.append(row)
    return rows
