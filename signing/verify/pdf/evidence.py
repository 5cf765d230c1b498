"""The document security store: certificates and revocation data kept in the file.

Source: ISO 32000-2, clause 12.8.4.3; ETSI EN 319 142-1, clause 5.4.
"""

from dataclasses import dataclass, field
from typing import Any

from cryptography import x509

from signing.trust.issued import load_certificate
from signing.verify.pdf.document import PdfFile, View
from signing.verify.pdf.filters import decode
from signing.verify.pdf.syntax import PdfDict, Ref, Stream, SyntaxFault

MAX_ITEMS = 2_000


@dataclass(slots=True)
class SecurityStore:
    """What the store of a file holds; nothing in it counts before it is checked.

    Attributes:
        damaged: whether a certificate in it cannot be read.
        revision: index of the revision that began it; ``None`` without a store.
    """

    certificates: list[x509.Certificate] = field(default_factory=list)
    lists: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)
    revision: int | None = None
    damaged: bool = False


def read_security_store(file: PdfFile) -> SecurityStore:
    """The stores of all revisions together; pieces that cannot be read are left out."""
    store = SecurityStore()
    seen: set[bytes] = set()
    done: set[object] = set()
    for revision in file.revisions:
        view = file.view(revision.index)
        try:
            entry = view.catalog.get("DSS")
            key = (
                (entry, view.defined_in(entry.number)) if isinstance(entry, Ref) else revision.index
            )
            if entry is None or key in done:
                continue
            done.add(key)
            if store.revision is None:
                store.revision = revision.index
            _read(view, view.dictionary(entry), store, seen)
        except SyntaxFault:
            continue
    return store


def _read(view: View, dss: PdfDict, store: SecurityStore, seen: set[bytes]) -> None:
    tables = [("Certs", "CRLs", "OCSPs", dss)]
    tables += [("Cert", "CRL", "OCSP", view.dictionary(v)) for v in _related(view, dss)]
    for certs, crls, ocsps, table in tables:
        for raw in _streams(view, table.get(certs), seen):
            certificate = load_certificate(raw)
            if certificate is not None:
                store.certificates.append(certificate)
            else:
                store.damaged = True
        store.lists += _streams(view, table.get(crls), seen)
        store.answers += _streams(view, table.get(ocsps), seen)


def _related(view: View, dss: PdfDict) -> list[Any]:  # PDF objects
    return list(view.dictionary(dss.get("VRI")).values())[:MAX_ITEMS]


def _streams(view: View, value: Any, seen: set[bytes]) -> list[bytes]:  # any PDF object
    found: list[bytes] = []
    for item in view.array(value)[:MAX_ITEMS]:
        try:
            stream = view.resolve(item)
            raw = decode(stream) if isinstance(stream, Stream) else b""
        except SyntaxFault:
            continue
        if raw and raw not in seen:
            seen.add(raw)
            found.append(raw)
    return found
