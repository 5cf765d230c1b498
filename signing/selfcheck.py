"""The last look at a signed file before it is put in place, from the bytes on disk.

Not the verdict of a verifier: it proves that the earlier bytes are untouched, that this signature
covers everything but itself, that it fits its certificate, and that every earlier signature field
still holds exactly what it held.
"""

import hashlib
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from signing.chain import load_certificate
from signing.errors import SigningError
from signing.pdf.document import PdfDocument
from signing.pdf.signature import SealedRevision

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


def signature_fits(certificate: bytes, data: bytes, signature: bytes, hash_name: str) -> bool:
    """Whether the token signed with the key of this very certificate."""
    key = load_certificate(certificate).public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), _HASHES[hash_name])
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(_HASHES[hash_name]))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def field_values(document: PdfDocument) -> dict[str, tuple[object, ...]]:
    """What each signed field refers to: value object, byte range, place."""
    values: dict[str, tuple[object, ...]] = {}
    for field in document.signed_fields:
        value = field.field["/V"]
        span = value.get("/ByteRange")
        numbers = () if span is None else tuple(int(number) for number in list(span))
        contents = value.get("/Contents")
        digest = b"" if contents is None else hashlib.sha256(bytes(contents)).digest()
        values[field.name] = (value.objgen, numbers, digest, field.page_index, field.rectangle)
    return values


def check_revision(
    path: Path,
    sealed: SealedRevision,
    *,
    earlier: dict[str, tuple[object, ...]],
    field_name: str,
    page_count: int,
) -> None:
    """Compare the file on disk with what was meant.

    Raises:
        SigningError: ``signing.self_check_failed`` with ``reason``; the file must not be released.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(sealed.base)
        tail = file.read()
    if tail != bytes(sealed.data) or size != sealed.base + len(sealed.data):
        raise _failed(path, "bytes")
    try:
        with PdfDocument(path) as document:
            now = field_values(document)
            pages = document.page_count
    except SigningError as error:
        raise _failed(path, "structure") from error
    for name, value in earlier.items():
        if now.get(name) != value:
            raise _failed(path, "earlier_signature")
    start, end = sealed.gap
    wanted = (0, sealed.base + start, sealed.base + end, len(sealed.data) - end)
    if field_name not in now or now[field_name][1] != wanted:
        raise _failed(path, "byte_range")
    if set(now) != {*earlier, field_name} or pages != page_count:
        raise _failed(path, "structure")


def _failed(path: Path, reason: str) -> SigningError:
    return SigningError("signing.self_check_failed", file=path.name, reason=reason)
