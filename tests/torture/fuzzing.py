"""Fuzzing of the readers and the grammar: seeded changes of files of ours, each read or refused, nothing else.

    python -m tests.torture.fuzzing FAMILY SECONDS SEED [FOLDER]

reads changed files of a family for that long and prints one line of JSON (`Found`); FOLDER takes the files at which
the program failed. The same seed gives the same files.
"""

from __future__ import annotations

import io
import json
import random
import re
import resource
import sys
import time
import traceback
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache, partial
from pathlib import Path
from xml.sax.saxutils import escape

import yaml

from loaders.errors import LoadError
from loaders.pipeline import extract_bytes
from ontology.records import DocumentRecord
from tests.torture.bombs import PLAN, docx, ofd, packed, printing

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
SLOW_SECONDS = 10.0  # of the processor, for files that are all under a megabyte
_MEMORY = 3 << 30
_LONGEST = 200_000

# What the grammar listens to, and what trips programs: put in anywhere.
_READ = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
_WORDS: tuple[str, ...] = tuple(_READ["grammar"])
_MARKS: tuple[str, ...] = tuple(_READ["marks"])


@dataclass
class Found:
    """What a run came to: files tried, read and refused (by code), the slowest, and where the program failed."""

    family: str
    seed: int
    tried: int = 0
    read: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    slowest: float = 0.0
    failures: list[str] = field(default_factory=list)


def words(text: str, chance: random.Random) -> str:
    """A text with a few changes: pieces taken out, doubled, moved, words of the grammar put in."""
    for _ in range(chance.choice((1, 2, 4, 8, 30))):
        at, other = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        other = min(other, at + chance.choice((1, 3, 20, 300)))
        piece = text[at:other]
        match chance.randrange(6):
            case 0:
                text = text[:at] + text[other:]
            case 1:
                text = text[:at] + piece * chance.choice((2, 3, 50)) + text[other:]
            case 2:
                text = text[:at] + chance.choice(_WORDS) * chance.choice((1, 1, 1, 2, 40)) + text[at:]
            case 3:
                text = text[:at] + chance.choice(_MARKS) + text[at:]
            case 4:
                text = text[:at] + text[other:] + piece
            case _:
                text = text[:at] + piece[::-1] + text[other:]
        text = text[:_LONGEST] or "x"
    return text


def noise(data: bytes, chance: random.Random) -> bytes:
    """Bytes with a few changes: flipped, cut, doubled, numbers made extreme."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 3, 10, 60))):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(5):
            case 0 | 1:
                made[at : at + 1] = bytes((chance.randrange(256),))
            case 2:
                made[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\xff\xff\xff\x7f"))
            case 3:
                made[at:at] = made[at : at + chance.choice((1, 16, 512))]
            case _:
                del made[at : at + chance.choice((1, 4, 100))]
    if chance.random() < 0.1:
        del made[chance.randrange(len(made) + 1) :]
    return bytes(made)


def sentences(chance: random.Random) -> str:
    """A text of nothing but words of the grammar, in no order."""
    return "".join(chance.choice(_WORDS) for _ in range(chance.choice((5, 50, 500))))


def _followed(words: str, match: re.Match[str]) -> str:
    return f">{match[1]}{words}<"


def elements(xml: str, chance: random.Random) -> str:
    """XML that stays well formed: elements taken out, doubled, put in each other, words and numbers changed."""
    for _ in range(chance.choice((1, 2, 5, 20))):
        found = list(re.finditer(r"<([\w:]+)[^<>]*>(?:[^<]|<(?!/?\1[ />]))*</\1>", xml[100:]))
        if not found:
            break
        match = chance.choice(found)
        start, end = match.start() + 100, match.end() + 100
        whole, name = match[0], match[1]
        said = escape("".join(c for c in chance.choice(_WORDS) if c >= " "))
        whole = chance.choice(
            (
                "",
                whole * chance.choice((2, 3, 60)),
                f"<{name}>{whole}</{name}>" * chance.choice((1, 2)),
                re.sub(r">[^<>]+<", f">{said}<", whole),
                re.sub(r'"[^"<>]*"', lambda m: chance.choice(('"-1"', '"99999999999"', '"x"', '""', m[0])), whole),
                re.sub(r">([^<>]+)<", partial(_followed, said * 30), whole),
            )
        )
        xml = (xml[:start] + whole + xml[end:])[:_LONGEST]
    return xml


def repacked(data: bytes, chance: random.Random) -> bytes:
    """A ZIP file with one of its parts changed; sometimes its own bytes instead."""
    if chance.random() < 0.2:
        return noise(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    name = chance.choice(sorted(parts, key=len)[-3:])
    try:
        text = parts[name].decode()
        changed = elements(text, chance) if text.startswith("<") and chance.random() < 0.8 else words(text, chance)
        parts[name] = changed.encode("utf-8", "replace")
    except UnicodeDecodeError:
        parts[name] = noise(parts[name], chance)
    return packed(parts)


@cache
def _texts() -> tuple[str, ...]:
    files = sorted(path for path in EXAMPLES.iterdir() if path.suffix == ".txt")
    return (PLAN, *(path.read_text(encoding="utf-8")[:6000] for path in files))


@cache
def _pages() -> tuple[str, ...]:
    head = "<table><tr><th>序号<th>任务<th>牵头单位</tr>"
    table = f"{head}<tr><td rowspan=2>1<td>建设<td>市科技局</tr><tr><td>x<td>y</tr></table>"
    page = next(iter(EXAMPLES.glob("*.html"))).read_text(encoding="gb18030")
    return (page[:20_000], f"<html><body><h1>方案</h1>{PLAN.replace(chr(10), '<p>')}{table}</body></html>")


@cache
def _office() -> tuple[bytes, ...]:
    lines = "".join(
        f"<w:p><w:pPr><w:ind/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>{x}</w:t></w:r></w:p>" for x in PLAN.split("\n")
    )
    merged = '<w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr>'
    cell = f"<w:tc>{merged}<w:p><w:r><w:t>市科技局</w:t></w:r></w:p></w:tc>"
    return (docx(f"{lines}<w:tbl><w:tr>{cell * 3}</w:tr><w:tr>{cell * 3}</w:tr></w:tbl>"),)


@cache
def _printed() -> tuple[bytes, ...]:
    lines = "".join(
        f'<TextObject Boundary="20 {20 + 8 * n} 100 6" Size="5">'
        f'<TextCode X="0" Y="4" DeltaX="5 5 5">{x}</TextCode></TextObject>'
        for n, x in enumerate(PLAN.split("\n"))
    )
    rules = '<PathObject Boundary="0 0 99 99"><AbbreviatedData>M 0 0 L 90 0 L 90 90 C</AbbreviatedData></PathObject>'
    return (ofd(f"<Page><Content><Layer>{lines}{rules}</Layer></Content></Page>"),)


def _written(chance: random.Random) -> bytes:
    charset = chance.choice(("utf-8", "gb18030", "utf-16", "big5hkscs", "shift_jis", "utf-32"))
    made = words(chance.choice(_texts()), chance).encode(charset, "replace")
    return noise(made, chance) if chance.random() < 0.4 else made


def _letters(chance: random.Random) -> bytes:
    lines = b"".join(b"BT /F 12 Tf 72 %d Td (%d. plan (a) text) Tj ET " % (800 - 14 * n, n) for n in range(30))
    content = words((lines + b"10 10 m 300 10 l S 10 10 100 50 re S").decode(), chance).encode("utf-8", "replace")
    made = printing(content)
    return noise(made, chance) if chance.random() < 0.5 else made


def _old_word(chance: random.Random) -> bytes:
    """A DOC file by hand: the least a compound file needs, with the parts of the text changed."""
    return noise(_compound(), chance)


@cache
def _compound() -> bytes:
    from tests.torture.compound import word

    return word(PLAN)


# Family → what makes one file of it, and the name it has.
FAMILIES: Mapping[str, tuple[str, Callable[[random.Random], bytes]]] = {
    "plain": (
        "a.txt",
        _written,
    ),
    "grammar": (
        "b.txt",
        lambda c: (sentences(c) if c.random() < 0.3 else words(c.choice(_texts()), c)).encode("utf-8", "replace"),
    ),
    "html": ("c.html", lambda c: words(c.choice(_pages()), c).encode("utf-8", "replace")),
    "docx": ("d.docx", lambda c: repacked(c.choice(_office()), c)),
    "doc": ("e.doc", _old_word),
    "pdf": ("f.pdf", _letters),
    "ofd": ("g.ofd", lambda c: repacked(c.choice(_printed()), c)),
    "zip": ("h.zip", lambda c: repacked(packed({"甲.txt": PLAN.encode(), "乙.html": _pages()[1].encode()}), c)),
}


def check(record: DocumentRecord) -> None:
    """Raises AssertionError where a record breaks what every record promises."""
    text = record["document"]["text"]
    assert re.fullmatch(r"[A-Za-z0-9_-]+", record["document"]["id"])
    owners = [*record["measures"], *record["plan_systems"]]
    for owner in owners:
        assert 0 <= owner["start"] <= owner["end"] <= len(text)
    quoted = [r for m in record["measures"] for r in (*m["responsibilities"], *m["targets"])]
    for item in (*quoted, *record["targets"], *record["citations"]):
        assert text[item["start"] : item["end"]] == item["quote"], "a quote that is not the text of its span"
    json.dumps(record)


def one(family: str, seed: int) -> bytes:
    """The file of a family with this seed."""
    return FAMILIES[family][1](random.Random(seed))


def attempt(family: str, data: bytes, found: Found) -> str:
    """Read one file and count it; the failure in words, empty where there was none."""
    name = FAMILIES[family][0]
    began = time.process_time()
    found.tried += 1
    try:
        for record in extract_bytes(data, source=name):
            check(record)
        found.read += 1
    except LoadError as error:
        found.refused[error.code] = found.refused.get(error.code, 0) + 1
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} at {Path(at.filename).name}:{at.lineno}: {str(error)[:80]}"
    spent = time.process_time() - began
    found.slowest = max(found.slowest, spent)
    return f"took {spent:.1f} s" if spent > SLOW_SECONDS else ""


def run(family: str, seconds: float, first: int) -> Iterator[tuple[Found, bytes]]:
    """Read files for that long: what was found so far, and the file, after each failure and at the end."""
    found = Found(family, first)
    until = time.monotonic() + seconds
    seed = first
    while time.monotonic() < until:
        data = one(family, seed)
        if told := attempt(family, data, found):
            found.failures.append(f"seed {seed}: {told}")
            yield found, data
        seed += 1
    yield found, b""


def main(family: str, seconds: str, seed: str, folder: str = "") -> None:
    """The program of the page above."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    found = Found(family, int(seed))
    for told, data in run(family, float(seconds), int(seed)):
        found = told
        if data and folder:
            place = Path(folder) / f"{family}-{zlib.crc32(data):08x}-{FAMILIES[family][0]}"
            place.write_bytes(data)
    print(json.dumps(asdict(found)))


if __name__ == "__main__":
    main(*sys.argv[1:])
