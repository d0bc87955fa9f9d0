"""Containers: what a ZIP or OLE file holds by its table of contents, checked against bombs before unpacking."""

from __future__ import annotations

import io
import struct
import zipfile

from loaders.errors import LoadError
from loaders.limits import MAX_ENTRIES, MAX_RATIO, MEGABYTE, in_megabytes, limits

ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
_ODF = {"text": "ODT", "spreadsheet": "ODS", "presentation": "ODP"}


def open_zip(data: bytes, path: str) -> zipfile.ZipFile:
    """The archive of the bytes; LoadError for a broken one and for one that would unpack to more than the limits."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, EOFError, struct.error, NotImplementedError, UnicodeError, OSError):
        raise LoadError(path, "broken", "压缩包损坏或不完整") from None
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise LoadError(path, "too_large", f"压缩包里有 {len(entries)} 个文件，最多 {MAX_ENTRIES} 个")
    if sum(entry.file_size for entry in entries) > limits().unpacked:
        raise LoadError(path, "too_large", f"压缩包展开后超过 {in_megabytes(limits().unpacked)}")
    return archive


def unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str) -> bytes:
    """The bytes of an entry; LoadError for an encrypted, damaged, too large or suspiciously well packed one.

    `zipfile` never reads beyond the size an entry states, so the stated sizes are what the limits are held to.
    """
    if entry.flag_bits & _ENCRYPTED_FLAG:
        raise LoadError(path, "encrypted", "压缩包里的这个文件加了密")
    if entry.file_size > limits().bytes:
        raise LoadError(path, "too_large", f"展开后超过 {in_megabytes(limits().bytes)}")
    if entry.file_size > MEGABYTE and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise LoadError(path, "too_large", f"压缩比超过 {MAX_RATIO}，像压缩炸弹")
    try:
        return archive.read(entry)
    except MemoryError:
        raise
    except Exception:  # whatever a damaged stream makes zlib, lzma, bz2 or zipfile raise
        raise LoadError(path, "broken", "压缩包里的这个文件损坏") from None


def check_parts(data: bytes, path: str) -> None:
    """LoadError when the parts of an Office or OFD file break the limits of an archive."""
    with open_zip(data, path) as archive:
        for entry in archive.infolist():
            if entry.flag_bits & _ENCRYPTED_FLAG:
                raise LoadError(path, "encrypted", "文件加了密，请先去掉口令")
            packed = max(entry.compress_size, 1)
            if entry.file_size > limits().bytes or entry.file_size > max(MAX_RATIO * packed, MEGABYTE):
                raise LoadError(path, "too_large", "文件的一部分展开后过大，像压缩炸弹")


def name_of(entry: zipfile.ZipInfo) -> str:
    """The name of an entry: UTF-8 where it says so, else UTF-8 without saying so or GBK, as Chinese Windows writes."""
    if entry.flag_bits & _UTF8_FLAG:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for charset in ("utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return entry.filename


def kind_of_zip(data: bytes) -> str:
    """docx, ofd, or zip for any other archive; the name of an Office format that is not read. "" for a broken one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.lstrip("/").lower() for name in archive.namelist()}
            if "ofd.xml" in names:
                return "ofd"
            if "mimetype" in names and "content.xml" in names:
                with archive.open("mimetype") as told:
                    return _ODF.get(told.read(200).decode("ascii", "ignore").rpartition(".")[2], "ODF")
    except MemoryError:
        raise
    except Exception:  # a damaged archive may raise nearly anything; opening it again tells the reason
        return ""
    if "[content_types].xml" not in names:
        return "zip"
    folders = {name.partition("/")[0] for name in names}
    return next(
        (kind for folder, kind in (("word", "docx"), ("xl", "XLSX"), ("ppt", "PPTX")) if folder in folders), "zip"
    )


def kind_of_ole(data: bytes) -> str:
    """doc, encrypted, or the name of an Office format that is not read; "" for a broken file."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            for stream, kind in (
                ("EncryptedPackage", "encrypted"),
                ("WordDocument", "doc"),
                ("Workbook", "XLS"),
                ("Book", "XLS"),
                ("PowerPoint Document", "PPT"),
            ):
                if ole.exists(stream):
                    return kind
    except MemoryError:
        raise
    except Exception:  # olefile raises many kinds of errors for damaged files
        return ""
    return "OLE"
