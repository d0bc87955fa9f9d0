"""Finding the character set of a file of Chinese text."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from loaders.errors import LoadError
from loaders.readers.radicals import unified

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
# Pages that say GB2312 or GBK use characters of GB18030, the superset the standard asks for since 2000.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes, path: str, *, declared: bool = False) -> str:
    """The text of the bytes; LoadError for empty or binary ones. `declared`: look for a charset in the first 2 KB."""
    if not data.strip():
        raise LoadError(path, "empty", "文件是空的")
    for bom, name in _BOMS:
        if data.startswith(bom):
            return unified(_tried(data, name) or _refuse(path))
    if _CONTROL.search(data[:65536]):
        raise LoadError(path, "binary", "文件不是文本")
    for name in _candidates(data, declared):
        text = _tried(data, name)
        if text is not None:
            return unified(text)
    best = from_bytes(data).best()
    return unified(str(best)) if best is not None else _refuse(path)


def _candidates(data: bytes, declared: bool) -> list[str]:
    names = ["utf-8"]
    if declared and (match := _DECLARED.search(data[:2048])):
        name = match[1].decode("ascii").lower()
        names.append(_WIDER.get(name, name))
    return [*names, "gb18030"]


def _tried(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _refuse(path: str) -> str:
    raise LoadError(path, "binary", "认不出文件的字符编码")
