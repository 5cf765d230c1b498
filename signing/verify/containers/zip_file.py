"""The entries of a zip, every byte of the file accounted for.

Programs find the entries in two ways, by the directory at the end or one after the other from the
start; a file that shows the two different things is refused, and so is a name that may land on
another file's place.

Source: PKWARE APPNOTE 6.3, clauses 4.3.6 to 4.3.16.
"""

import io
import posixpath
import re
import struct
import zipfile

from signing.verify.errors import VerifyError

MAX_FILES = 2_000
MAX_TOTAL = 512 * 1024 * 1024
_LOCAL = struct.Struct("<4s2xHH16xHH")
_DESCRIBED = 0x08
_KINDS = re.compile(rb"application/[\w.+-]{1,80}\Z")
_UNSAFE = re.compile(r"[\\:\x00-\x1f]")


class ZipFault(VerifyError):
    """A zip that may mean different things to different programs."""


def read_zip(data: bytes) -> dict[str, bytes]:
    """The files of a zip by name; directories and the kind of the container are left out.

    Raises:
        ZipFault: ``asic.foreign_bytes``, ``asic.name_twice``, ``asic.malformed`` or
            ``file.too_large``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_FILES or sum(e.file_size for e in entries) > MAX_TOTAL:
                raise ZipFault("file.too_large")
            _account(data, archive)
            return _files(archive)
    except (
        zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError,
        struct.error,
    ) as error:  # fmt: skip
        raise ZipFault("asic.malformed") from error


def _account(data: bytes, archive: zipfile.ZipFile) -> None:
    """Entries stand one after the other from the first byte on; the directory ends the file."""
    place = 0
    for entry in sorted(archive.infolist(), key=lambda e: e.header_offset):
        if entry.header_offset != place:
            raise ZipFault("asic.foreign_bytes")
        _, flags, method, name_size, extra_size = _LOCAL.unpack_from(data, place)
        if method != entry.compress_type:
            raise ZipFault("asic.malformed")
        place += 30 + name_size + extra_size + entry.compress_size
        if flags & _DESCRIBED:
            place = _after_descriptor(data, place, entry)
    end = data.rfind(b"PK\x05\x06")
    is_named = archive.comment == b"" or archive.comment.startswith(b"mimetype=")
    if place != archive.start_dir or not is_named or end + 22 + len(archive.comment) != len(data):
        raise ZipFault("asic.foreign_bytes")


def _after_descriptor(data: bytes, place: int, entry: zipfile.ZipInfo) -> int:
    """The place after a data descriptor, with or without its mark, for small or large files."""
    for mark in (b"PK\x07\x08", b""):
        for sizes in ("<LLL", "<LQQ"):
            told = struct.pack(sizes, entry.CRC, entry.compress_size, entry.file_size)
            if data.startswith(mark + told, place):
                return place + len(mark + told)
    raise ZipFault("asic.malformed")


def _files(archive: zipfile.ZipFile) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    seen: set[str] = set()
    for entry in archive.infolist():
        name = entry.filename
        if name.casefold() in seen:
            raise ZipFault("asic.name_twice")
        seen.add(name.casefold())
        plain = name.removesuffix("/")
        if _UNSAFE.search(name) or plain.startswith("/") or posixpath.normpath(plain) != plain:
            raise ZipFault("asic.malformed")
        if ".." in plain.split("/"):
            raise ZipFault("asic.malformed")
        content = archive.read(entry)
        if name == "mimetype":
            if not _KINDS.match(content.strip()):
                raise ZipFault("asic.foreign_bytes")
        elif entry.is_dir():
            if content:
                raise ZipFault("asic.foreign_bytes")
        else:
            files[name] = content
    return files
