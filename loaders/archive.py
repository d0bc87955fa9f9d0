"""The documents of a ZIP archive, one after the other, held to the limits before anything is unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from loaders import readers
from loaders.errors import LoadError
from loaders.readers.container import name_of, open_zip, unpack

# What packing programs leave beside the files.
_FURNITURE = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Entry:
    """A file of an archive: its name there, folders parted by "/", and what unpacks it.

    `read` raises LoadError for one that cannot be unpacked and for an archive in the archive, which is not opened.
    """

    name: str
    read: Callable[[], bytes]


def path_of(source: str, member: str) -> str:
    """How errors name an entry of an archive."""
    return f"{source}/{member}"


def entries(data: bytes, source: str) -> Iterator[Entry]:
    """The files of an archive in the order of their names, hidden ones left out; each can be read until the next is
    taken. LoadError is raised for the archive as a whole.
    """
    found = False
    with open_zip(data, source) as archive:
        named = sorted(((name_of(info), info) for info in archive.infolist()), key=lambda pair: pair[0])
        for name, info in named:
            plain = name.rpartition("/")[2]
            if name.endswith("/") or name.startswith(_FURNITURE) or plain.startswith((".", *_FURNITURE)):
                continue
            found = True
            yield Entry(name, partial(_unpacked, archive, info, path_of(source, name)))
    if not found:
        raise LoadError(source, "empty", "压缩包里没有文件")


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str) -> bytes:
    content = unpack(archive, info, path)
    if readers.is_archive(content):
        raise LoadError(path, "too_deep", "压缩包里又有压缩包，不再打开")
    return content
