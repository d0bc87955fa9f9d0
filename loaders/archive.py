"""The documents of a ZIP archive, one after the other, held to the limits before anything is unpacked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaders import readers
from loaders.errors import LoadError
from loaders.readers.container import name_of, open_zip, unpack

# What packing programs leave beside the files.
_FURNITURE = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Entry:
    """A file of an archive: its name there, folders parted by "/", and its bytes."""

    name: str
    data: bytes


def path_of(source: str, member: str) -> str:
    """How errors name an entry of an archive."""
    return f"{source}/{member}"


def entries(data: bytes, source: str) -> Iterator[Entry | LoadError]:
    """The files of an archive in the order of their names, hidden ones left out; an error stands for one that cannot be
    unpacked and for an archive in the archive, which is not opened. LoadError is raised for the archive as a whole.
    """
    found = False
    with open_zip(data, source) as archive:
        named = sorted(((name_of(info), info) for info in archive.infolist()), key=lambda pair: pair[0])
        for name, info in named:
            if info.is_dir() or name.startswith(_FURNITURE) or name.rpartition("/")[2].startswith((".", *_FURNITURE)):
                continue
            found = True
            path = path_of(source, name)
            try:
                content = unpack(archive, info, path)
                if readers.is_archive(content):
                    raise LoadError(path, "too_deep", "压缩包里又有压缩包，不再打开")
            except LoadError as error:
                yield error
            else:
                yield Entry(name, content)
    if not found:
        raise LoadError(source, "empty", "压缩包里没有文件")
