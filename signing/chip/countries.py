"""Certificates of the countries that sign chips, as a dated, signed package or a flat folder.

The same package as for signatures carries them (``signing.trust.package``); its certificates are
kept as they are, since many country certificates cannot be opened by a strict library.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from asn1crypto import crl, x509

from signing.trust.package import read_package
from signing.trust.store import TrustError, ders_of

_SUFFIXES = frozenset({".pem", ".crt", ".cer", ".der", ".crl"})
_MOST_FILES, _MOST_BYTES = 4096, 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CountryStore:
    """Country certificates as DER bytes, so that they travel between processes.

    Attributes:
        certificates: self-signed authorities and link certificates.
        lists: revocation lists.
        issued_at: date of the package they came in.
    """

    certificates: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()
    issued_at: dt.datetime | None = field(default=None)


def load_countries(
    source: Path | None, publisher: bytes | None = None, *, now: dt.datetime
) -> CountryStore:
    """The store of a package or of a flat folder; an empty one for None.

    Args:
        source: package file or folder of ``*.pem``, ``*.cer``, ``*.crl``, PEM or DER.
        publisher: public key that a package must be signed with.
        now: aware time of the check.

    Raises:
        TrustError: the package or folder cannot be used.
    """
    if source is None:
        return CountryStore()
    if source.is_file():
        if publisher is None:
            raise TrustError("trust.publisher_key")
        package = read_package(source, publisher, now=now)
        return country_store(package.files, package.issued_at)
    if not source.is_dir():
        raise TrustError("trust.folder_missing", folder=str(source))
    found = {
        path.name: path.read_bytes()
        for path in sorted(source.iterdir())[:_MOST_FILES]
        if path.suffix.lower() in _SUFFIXES and path.stat().st_size <= _MOST_BYTES
    }
    return country_store(found)


def country_store(files: Mapping[str, bytes], issued_at: dt.datetime | None = None) -> CountryStore:
    """The certificates and lists in files by name; what is neither is passed over."""
    certificates, lists = [], []
    for data in files.values():
        for raw in ders_of(data):
            if _is(x509.Certificate, raw):
                certificates.append(raw)
            elif _is(crl.CertificateList, raw):
                lists.append(raw)
    return CountryStore(tuple(dict.fromkeys(certificates)), tuple(dict.fromkeys(lists)), issued_at)


def _is(kind: type[x509.Certificate] | type[crl.CertificateList], raw: bytes) -> bool:
    try:
        found = kind.load(raw, strict=True)
        return bool(found.native)
    except (ValueError, TypeError, KeyError):
        return False
