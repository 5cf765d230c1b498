"""A dated, signed package of anchors, intermediates and revocation lists.

A zip with the files of a flat trust folder, a manifest that names them with their digests and the
dates, and a signature over the manifest by the publisher's pinned key. An office takes a package
only when the signature holds, the date fits, and it is not older than the one it has.
"""

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from signing.trust.store import TrustError, TrustStore, store_from_files

MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
FORMAT = 1
MAX_BYTES = 512 * 1024 * 1024
PublisherKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey


def build_package(
    folder: Path,
    target: Path,
    key: PublisherKey,
    *,
    issued_at: dt.datetime,
    valid_for: dt.timedelta,
) -> None:
    """Write a package of the certificates and lists in a flat folder.

    Args:
        folder: flat folder of ``*.pem`` and ``*.crl``.
        target: the package to write.
        key: the publisher's key, Ed25519 or elliptic curve.
        issued_at: aware time of issue; packages are ordered by it.
        valid_for: how long the package may be taken.
    """
    files = {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file()}
    manifest = {
        "format": FORMAT,
        "issued_at": issued_at.isoformat(),
        "valid_until": (issued_at + valid_for).isoformat(),
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    }
    text = json.dumps(manifest, indent=1, sort_keys=True).encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, text)
        archive.writestr(SIGNATURE, _sign(key, text))
        for name, data in files.items():
            archive.writestr(name, data)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustPackage:
    """A package whose signature, dates and digests hold.

    Attributes:
        files: what belongs into the flat trust folder, by name.
        valid_until: after it the office should have a newer one.
    """

    files: Mapping[str, bytes]
    issued_at: dt.datetime
    valid_until: dt.datetime


def open_package(
    source: Path,
    publisher: bytes,
    *,
    now: dt.datetime,
    newer_than: dt.datetime | None = None,
) -> tuple[TrustStore, dt.datetime]:
    """The trust store of a package, and when it was issued; see ``read_package``."""
    package = read_package(source, publisher, now=now, newer_than=newer_than)
    return store_from_files(package.files), package.issued_at


def read_package(
    source: Path,
    publisher: bytes,
    *,
    now: dt.datetime,
    newer_than: dt.datetime | None = None,
) -> TrustPackage:
    """A package that may be taken into use.

    Args:
        source: the package.
        publisher: the publisher's public key, PEM; pinned by the program.
        now: aware time of the check.
        newer_than: the issue time of the package in use; an older one is refused.

    Raises:
        TrustError: damaged, not by the publisher, out of date, or older than the one in use.
    """
    try:
        files = _read(source)
        text = files.pop(MANIFEST)
        signature = files.pop(SIGNATURE)
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError) as error:
        raise TrustError("trust.package_damaged", file=source.name) from error
    _check_signature(publisher, signature, text)
    issued_at, valid_until, digests = _manifest(text)
    if {n: hashlib.sha256(d).hexdigest() for n, d in files.items()} != digests:
        raise TrustError("trust.package_damaged", file=source.name)
    if not issued_at <= now + dt.timedelta(minutes=5):
        raise TrustError("trust.package_from_future", issued_at=issued_at.isoformat())
    if now > valid_until:
        raise TrustError("trust.package_expired", valid_until=valid_until.isoformat())
    if newer_than is not None and issued_at < newer_than:
        raise TrustError("trust.package_older", issued_at=issued_at.isoformat())
    if not all(PurePath(name).name == name for name in files):
        raise TrustError("trust.package_damaged", file=source.name)
    return TrustPackage(files=files, issued_at=issued_at, valid_until=valid_until)


def _read(source: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(source.read_bytes())) as archive:
        entries = archive.infolist()
        names = [e.filename for e in entries]
        if len(set(names)) != len(names) or sum(e.file_size for e in entries) > MAX_BYTES:
            raise zipfile.BadZipFile
        return {e.filename: archive.read(e) for e in entries}


def _sign(key: PublisherKey, text: bytes) -> bytes:
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.sign(text)
    return key.sign(text, ec.ECDSA(hashes.SHA256()))


def _check_signature(publisher: bytes, signature: bytes, text: bytes) -> None:
    try:
        key = serialization.load_pem_public_key(publisher)
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, text)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, text, ec.ECDSA(hashes.SHA256()))
        else:
            raise TrustError("trust.publisher_key")
    except InvalidSignature as error:
        raise TrustError("trust.package_not_by_publisher") from error
    except ValueError as error:
        raise TrustError("trust.publisher_key") from error


def _manifest(text: bytes) -> tuple[dt.datetime, dt.datetime, dict[str, Any]]:
    try:
        table = json.loads(text)
        if table["format"] != FORMAT:
            raise TrustError("trust.package_format", format=table["format"])
        issued = dt.datetime.fromisoformat(table["issued_at"])
        until = dt.datetime.fromisoformat(table["valid_until"])
        if issued.tzinfo is None or until.tzinfo is None:
            raise TrustError("trust.package_damaged")
        return issued, until, dict(table["files"])
    except (ValueError, KeyError, TypeError) as error:
        raise TrustError("trust.package_damaged") from error
