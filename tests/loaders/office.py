"""Office, PDF and OFD files for tests: made by LibreOffice, or (OFD) from what a PDF file prints."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pdfplumber
import pytest

from tests.loaders.test_archive import archive

FILTERS = {"docx": "docx:MS Word 2007 XML", "doc": "doc:MS Word 97", "pdf": "pdf:writer_pdf_Export"}
_MILLIMETRES = 25.4 / 72
_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def converted(page: str, form: str, folder: Path, options: str = "") -> bytes:
    """An HTML page as a file of another form; skips the test without LibreOffice, fails it in CI."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing (Debian: libreoffice-writer-nogui)")
        pytest.skip("needs LibreOffice (Debian: libreoffice-writer-nogui)")
    source = folder / "page.html"
    source.write_text(page, encoding="utf-8")
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += [
        "--infilter=HTML (StarWriter)",
        "--convert-to",
        FILTERS[form] + options,
        "--outdir",
        str(folder),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return (folder / f"page.{form}").read_bytes()


def ofd_of(pdf: bytes) -> bytes:
    """An OFD file that prints the same letters and rules in the same places."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        pages = ["".join((*_texts(page), *_paths(page))) for page in document.pages]
        sides = (float(side) * _MILLIMETRES for side in (document.pages[0].width, document.pages[0].height))
        box = "0 0 " + " ".join(f"{side:.2f}" for side in sides)
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/{n}/Content.xml"/>' for n in range(len(pages)))
    area = f"<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
    parts = {
        "OFD.xml": "<ofd:OFD {0}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {{0}}>{area}<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for number, content in enumerate(pages):
        layer = (
            f'<ofd:Content><ofd:Layer ID="1">{content.replace("{", "{{").replace("}", "}}")}</ofd:Layer></ofd:Content>'
        )
        parts[f"Doc_0/Pages/{number}/Content.xml"] = f"<ofd:Page {{0}}>{layer}</ofd:Page>"
    return archive({name: xml.format(_SPACE).encode() for name, xml in parts.items()})


def _texts(page: Any) -> Iterator[str]:
    """The letters of a page, neighbours on a line as one object."""
    runs: list[list[Any]] = []
    for char in page.chars:
        last = runs[-1][-1] if runs and runs[-1] else None
        if not char["text"].strip():
            runs.append([])
        elif last is not None and abs(last["top"] - char["top"]) < 1 and 0 <= char["x0"] - last["x1"] < 2:
            runs[-1].append(char)
        else:
            runs.append([char])
    for run in filter(None, runs):
        size = run[0]["size"] * _MILLIMETRES
        steps = " ".join(f"{(b['x0'] - a['x0']) * _MILLIMETRES:.3f}" for a, b in pairwise(run))
        words = escape("".join(char["text"] for char in run))
        code = f'<ofd:TextCode X="0" Y="{0.86 * size:.3f}" DeltaX="{steps}">{words}</ofd:TextCode>'
        place = f"{run[0]['x0'] * _MILLIMETRES:.3f} {run[0]['top'] * _MILLIMETRES:.3f}"
        yield f'<ofd:TextObject Boundary="{place} {size:.3f} {size:.3f}" Size="{size:.3f}">{code}</ofd:TextObject>'


def _paths(page: Any) -> Iterator[str]:
    for edge in page.edges:
        width, height = (edge["x1"] - edge["x0"]) * _MILLIMETRES, (edge["bottom"] - edge["top"]) * _MILLIMETRES
        box = f"{edge['x0'] * _MILLIMETRES:.3f} {edge['top'] * _MILLIMETRES:.3f} {width:.3f} {height:.3f}"
        data = f"<ofd:AbbreviatedData>M 0 0 L {width:.3f} {height:.3f}</ofd:AbbreviatedData>"
        yield f'<ofd:PathObject Boundary="{box}">{data}</ofd:PathObject>'
