"""The signatures a file carries before we add ours: do they hold, how far do they reach.

A quick look for the signer, not the verdict of step 4: integrity and certificate binding of each
signature, one at a time, and the level reached. Trust and page content belong to the verifier.
"""

import datetime as dt
import hashlib
import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

import pikepdf

from signing.cms.der import DerError
from signing.cms.reader import SignedDataView
from signing.cms.time_stamp import StampToken
from signing.errors import SigningError
from signing.pdf.document import PdfDocument, SignatureField
from signing.request import Level

_STAMP_FILTER = "/ETSI.RFC3161"
_CADES_FILTER = "/ETSI.CAdES.detached"
_KNOWN_FILTERS = {_STAMP_FILTER, _CADES_FILTER, "/adbe.pkcs7.detached"}
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Standing:
    """One signature or document time stamp of a file.

    Attributes:
        is_sound: its bytes, its certificate and its signature value fit together; ``None`` when
            that cannot be told here (an older kind of signature, a digest no longer accepted).
        end: where the revision it covers ends.
        stamped_at: time of the stamp inside it, or of the document time stamp itself.
    """

    field: str
    is_sound: bool | None
    is_document_stamp: bool
    end: int
    view: SignedDataView | None
    stamped_at: dt.datetime | None

    @property
    def certificates(self) -> tuple[bytes, ...]:
        """Certificates it carries."""
        return () if self.view is None else self.view.certificates


def standing_signatures(path: Path) -> tuple[Standing, ...]:
    """Every filled signature field, oldest first."""
    with PdfDocument(path) as document:
        found = [_standing(path, field) for field in document.signed_fields]
    return tuple(sorted(found, key=lambda item: item.end))


def refuse_broken(path: Path) -> None:
    """Refuse to sign on top of a signature that no longer holds.

    Raises:
        SigningError: ``signing.earlier_signature_broken``.
    """
    for item in standing_signatures(path):
        if not item.is_sound:
            raise SigningError("signing.earlier_signature_broken", file=path.name, field=item.field)


def level_of(path: Path) -> Level | None:
    """The level that every signature of the file reaches; ``None`` without a signature."""
    found = standing_signatures(path)
    signatures = [item for item in found if not item.is_document_stamp]
    stamps = [item for item in found if item.is_document_stamp and item.is_sound]
    if not signatures:
        return None
    last = max(item.end for item in signatures)
    covered = any(item.end > last for item in stamps)
    if not covered and any(item.stamped_at is None for item in signatures):
        return Level.B_B
    if not _has_store(path, path.stat().st_size):
        return Level.B_T
    sealed = any(item.end > last and _has_store(path, item.end) for item in stamps)
    return Level.B_LTA if sealed else Level.B_LT


class _Beginning(io.RawIOBase):
    """The first ``size`` bytes of a file, as if it ended there."""

    def __init__(self, path: Path, size: int) -> None:
        self._file, self._size = path.open("rb", buffering=0), size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence == io.SEEK_END:
            return self._file.seek(self._size + offset)
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: Any) -> int:
        left = max(0, self._size - self._file.tell())
        return self._file.readinto(memoryview(buffer)[:left])

    def close(self) -> None:
        self._file.close()
        super().close()


def _has_store(path: Path, size: int) -> bool:
    """Whether the revision that ends at ``size`` has a security store."""
    with _Beginning(path, size) as file:
        try:
            with pikepdf.open(
                cast("BinaryIO", file), attempt_recovery=False, suppress_warnings=True
            ) as pdf:
                return "/DSS" in pdf.Root
        except (pikepdf.PdfError, ValueError, RuntimeError):
            return False


def _standing(path: Path, field: SignatureField) -> Standing:
    """One field; what cannot be read is told apart from what does not fit."""
    unknown = Standing(
        field.name, is_sound=None, is_document_stamp=False, end=0, view=None, stamped_at=None
    )
    try:
        value = field.field["/V"]
        kind = str(value.get("/SubFilter"))
        span = [int(number) for number in list(value["/ByteRange"])]
        contents = bytes(value["/Contents"])
    except (KeyError, TypeError, ValueError, AttributeError, pikepdf.PdfError):
        return replace(unknown, is_sound=False)
    end = span[2] + span[3] if len(span) == 4 else 0
    unknown = replace(unknown, end=end, is_document_stamp=kind == _STAMP_FILTER)
    if kind not in _KNOWN_FILTERS:
        return unknown
    try:
        view = SignedDataView(contents, allow_padding=True)
        sound = _holds(path, view, span, contents, kind)
        stamped_at = _stamp_time(view, is_stamp=kind == _STAMP_FILTER)
    except (DerError, IndexError, ValueError, OSError):
        return unknown
    return replace(unknown, is_sound=sound, view=view, stamped_at=stamped_at)


def _holds(
    path: Path, view: SignedDataView, span: list[int], contents: bytes, kind: str
) -> bool | None:
    size = path.stat().st_size
    if len(span) != 4 or span[0] != 0 or not _is_gap(path, span, contents):
        return False
    if min(span) < 0 or span[1] > span[2] or span[2] + span[3] > size:
        return False
    if kind == _STAMP_FILTER:
        token = StampToken(view.raw)
        algorithm, imprint = token.imprint
        return token.is_sound() and _digest(path, span, algorithm) == imprint
    if view.hash_name is None:
        return None
    digest = _digest(path, span, view.hash_name)
    return view.holds(digest, needs_binding=kind == _CADES_FILTER)


def _is_gap(path: Path, span: list[int], contents: bytes) -> bool:
    """The gap holds this ``/Contents`` and nothing else."""
    with path.open("rb") as file:
        file.seek(span[1])
        gap = file.read(max(0, span[2] - span[1]))
    try:
        return (
            gap[:1] == b"<" and gap[-1:] == b">" and bytes.fromhex(gap[1:-1].decode()) == contents
        )
    except (ValueError, UnicodeDecodeError):
        return False


def _digest(path: Path, span: list[int], name: str) -> bytes:
    digest = hashlib.new(name)
    with path.open("rb") as file:
        for start, left in ((span[0], span[1]), (span[2], span[3])):
            file.seek(start)
            remaining = left
            while remaining > 0:
                chunk = file.read(min(_CHUNK_BYTES, remaining))
                if not chunk:
                    return b""
                digest.update(chunk)
                remaining -= len(chunk)
    return digest.digest()


def _stamp_time(view: SignedDataView, *, is_stamp: bool) -> dt.datetime | None:
    if is_stamp:
        return StampToken(view.raw).info.time
    if view.time_stamp is None:
        return None
    token = StampToken(view.time_stamp)
    algorithm, imprint = token.imprint
    fits = hashlib.new(algorithm, view.signature).digest() == imprint
    return token.info.time if fits and token.is_sound() else None
