"""Plain text files, among them the text layers of PDF files with markers between the pages."""

from __future__ import annotations

import re

from loaders.readers.base import Reading
from loaders.readers.charset import decode

_PAGE = re.compile(r"^[ \t]*#\s*Page\s+(\d{1,6})\s*:?[ \t]*$", re.IGNORECASE | re.MULTILINE)


def read(data: bytes, path: str) -> Reading:
    """The reading of a text file; a line `# Page 12:` begins page 12."""
    text = decode(data, path)
    marks = [(m.start(), int(m[1])) for m in _PAGE.finditer(text)]
    if marks and marks[0][0] > 0:
        marks.insert(0, (0, max(marks[0][1] - 1, 0)))
    return Reading(text, page_starts=tuple(marks))
