"""The bytes of files, and why there are none."""

from __future__ import annotations

from pathlib import Path

from loaders.errors import LoadError


def read_bytes(path: str | Path, most: int) -> bytes:
    """The bytes of a file, one more than `most` if it has them; LoadError says why there are none."""
    try:
        with Path(path).open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        raise LoadError(str(path), "missing", "没有这个文件") from None
    except IsADirectoryError:
        if not any(Path(path).iterdir()):
            raise LoadError(str(path), "empty", "文件夹里没有文件") from None
        raise LoadError(str(path), "unreadable", "是文件夹，不是文件") from None
    except OSError as error:
        raise LoadError(str(path), "unreadable", f"读不了文件（{error.strerror}）") from None
