"""A flat folder of certificates and revocation lists, read into one value.

Self-signed certificates are anchors, for time stamps too; the others are intermediates. Files may
be PEM, with several objects each, or DER.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from cryptography import x509

from signing.trust.issued import load_certificate, signed_by

CERTIFICATE_SUFFIXES = frozenset({".pem", ".crt", ".cer", ".der"})
LIST_SUFFIXES = frozenset({".crl"})
MAX_FILE = 256 * 1024 * 1024
_PEM = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----", re.DOTALL)
_CERTIFICATE_LABELS = frozenset({b"CERTIFICATE", b"X509 CERTIFICATE", b"TRUSTED CERTIFICATE"})


class TrustError(Exception):
    """The trust material itself cannot be used.

    Attributes:
        code: stable slug, ``trust.*``.
        facts: typed facts for the message.
    """

    def __init__(self, code: str, **facts: object) -> None:
        """Keep the code and the facts."""
        super().__init__(f"{code} {facts}" if facts else code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustStore:
    """Trusted and helpful material as DER bytes, so that it travels between processes.

    Attributes:
        anchors: certificates trusted by decision.
        intermediates: certificates that help to build a path.
        lists: certificate revocation lists.
        skipped: names of files in which nothing usable was found.
    """

    anchors: tuple[bytes, ...] = ()
    intermediates: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()
    skipped: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    certificates: list[bytes] = field(default_factory=list)
    lists: list[bytes] = field(default_factory=list)


def load_trust(source: Path | str | TrustStore) -> TrustStore:
    """The trust store of a flat folder; a store is given back as it is.

    Raises:
        TrustError: the folder is missing or cannot be read.
    """
    if isinstance(source, TrustStore):
        return source
    folder = Path(source)
    if not folder.is_dir():
        raise TrustError("trust.folder_missing", folder=str(folder))
    try:
        files = {
            path.name: path.read_bytes()
            for path in sorted(folder.iterdir())
            if path.is_file() and _is_trust_file(path.name) and path.stat().st_size <= MAX_FILE
        }
    except OSError as error:
        raise TrustError("trust.folder_unreadable", folder=str(folder)) from error
    return store_from_files(files)


def store_from_files(files: Mapping[str, bytes]) -> TrustStore:
    """The store of files by name; names that are no certificate or list are passed over."""
    found = _Found()
    skipped = [
        name for name, data in files.items() if _is_trust_file(name) and not _read(data, found)
    ]
    return store_of(found.certificates, found.lists, tuple(skipped))


def _is_trust_file(name: str) -> bool:
    return PurePath(name).suffix.lower() in CERTIFICATE_SUFFIXES | LIST_SUFFIXES


def store_of(
    certificates: list[bytes], lists: list[bytes], skipped: tuple[str, ...] = ()
) -> TrustStore:
    """A store of certificates sorted into anchors and intermediates, each kept once."""
    anchors: dict[bytes, None] = {}
    intermediates: dict[bytes, None] = {}
    for raw in certificates:
        target = anchors if is_self_signed(x509.load_der_x509_certificate(raw)) else intermediates
        target[raw] = None
    return TrustStore(
        anchors=tuple(anchors),
        intermediates=tuple(intermediates),
        lists=tuple(dict.fromkeys(lists)),
        skipped=skipped,
    )


def is_self_signed(certificate: x509.Certificate) -> bool:
    """Whether a certificate's own key signed it."""
    return signed_by(certificate, certificate)


def _read(data: bytes, found: _Found) -> bool:
    """Take every certificate and list out of one file; tells whether there was any."""
    return sum(_take(piece, found) for piece in ders_of(data)) > 0


def ders_of(data: bytes) -> list[bytes]:
    """The DER objects in a file: those of its PEM blocks, or the file itself."""
    pieces: list[bytes] = []
    for match in _PEM.finditer(data):
        label = match.group(1)
        if label in _CERTIFICATE_LABELS or label == b"X509 CRL":
            try:
                pieces.append(base64.b64decode(b"".join(match.group(2).split()), validate=True))
            except (binascii.Error, ValueError):
                continue
    if not pieces and not data.lstrip().startswith(b"-----BEGIN"):
        pieces = [data]
    return pieces


def _take(raw: bytes, found: _Found) -> bool:
    if load_certificate(raw) is not None:
        found.certificates.append(raw)
        return True
    try:
        x509.load_der_x509_crl(raw)
    except (ValueError, TypeError):
        return False
    found.lists.append(raw)
    return True
