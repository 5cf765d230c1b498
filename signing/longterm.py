"""B-LT and B-LTA: certificates and revocation data in the file, a document time stamp over all.

Each is one more appended revision (ETSI EN 319 142-1, sections 5.4 and 5.5): the signature itself
and everything before it stay byte for byte what they were.
"""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import pikepdf

from signing.chain import Trust, build_chain, load_certificate
from signing.clock import Clock, utc_now
from signing.cms.time_stamp import TimeStamp, TimeStampService
from signing.errors import SigningError
from signing.files import append_bytes, explained, hash_start
from signing.pdf.document import PdfDocument
from signing.pdf.fields import NOWHERE, FormEdit
from signing.pdf.revision import Revision, reference
from signing.pdf.signature import SealedRevision, signature_body
from signing.request import Level
from signing.revocation import RevocationState, RevocationStore
from signing.selfcheck import check_revision, field_values

STAMP_FIELD = "DauThoiGian"


class LongTerm:
    """Collects what a later reader needs and appends it.

    Args:
        trust: anchors of signers and time-stamping services.
        store: revocation data; it decides whether the network may be used.
    """

    def __init__(self, trust: Trust, store: RevocationStore, *, clock: Clock = utc_now) -> None:
        self.trust, self.store, self._clock = trust, store, clock

    def extend(
        self,
        path: Path,
        level: Level,
        chain: Iterable[bytes],
        stamp: TimeStamp,
        tsa: TimeStampService | None,
    ) -> Iterator[tuple[Level, bytes]]:
        """Append the security store and, for B-LTA, a document time stamp.

        Args:
            path: a temporary file that nobody else sees.
            level: B-LT or B-LTA.
            chain: the signer's certificate and the CAs known so far.
            stamp: the signature's time stamp, whose service must be provable too.
            tsa: for the document time stamp.

        Yields:
            Each level once it is reached, with the bytes appended for it.

        Raises:
            SigningError: ``signing.revocation_unavailable``, ``signing.certificate_revoked``, or
                the codes of the time-stamping service.
        """
        signer, *others = chain
        stamp_signer = stamp.chain[0] if stamp.chain else stamp.certificates[0]
        signers = [(signer, tuple(others)), (stamp_signer, stamp.certificates)]
        yield Level.B_LT, self.append_store(path, signers)
        if level is Level.B_LTA and tsa is not None:
            yield Level.B_LTA, append_time_stamp(path, tsa)[0]

    def append_store(self, path: Path, signers: Iterable[tuple[bytes, tuple[bytes, ...]]]) -> bytes:
        """Append ``/DSS`` with chains and revocation data of the given signers."""
        certificates: dict[bytes, None] = {}
        lists: dict[bytes, None] = {}
        answers: dict[bytes, None] = {}
        now = self._clock()
        for signer, others in signers:
            chain = build_chain(signer, self.trust, now, others)
            certificates.update(dict.fromkeys(chain))
            self._collect(chain, certificates, lists, answers)
        with PdfDocument(path) as document:
            revision = Revision(document)
            store = _store_body(document, revision, certificates, lists, answers)
            FormEdit(document, revision).write({b"DSS": revision.put(store)})
            data, _ = revision.render()
            earlier, pages = field_values(document), document.page_count
        with explained(path):
            append_bytes(path, data)
        with PdfDocument(path) as document:
            if field_values(document) != earlier or document.page_count != pages:
                raise SigningError(
                    "signing.self_check_failed", file=path.name, reason="earlier_signature"
                )
        return data

    def _collect(
        self,
        chain: tuple[bytes, ...],
        certificates: dict[bytes, None],
        lists: dict[bytes, None],
        answers: dict[bytes, None],
    ) -> None:
        for der, issuer in pairwise(chain):
            found = self.store.ensure(der, issuer)
            if found.state is RevocationState.REVOKED:
                raise SigningError(
                    "signing.certificate_revoked",
                    subject=load_certificate(der).subject.rfc4514_string(),
                    revoked_on=f"{found.revoked_at:%d/%m/%Y}" if found.revoked_at else "",
                    source=found.source,
                )
            (answers if found.source == "ocsp" else lists)[found.der] = None
            certificates.update(dict.fromkeys(found.helpers))


def append_time_stamp(path: Path, tsa: TimeStampService) -> tuple[bytes, TimeStamp]:
    """Append a document time stamp over the whole file and check it.

    Raises:
        SigningError: codes of the service; ``signing.self_check_failed``.
    """
    for _ in range(2):
        with PdfDocument(path) as document:
            name = _free_name(document)
            sealed = _stamp_revision(document, name, tsa.token_bytes)
            earlier, pages = field_values(document), document.page_count
        digest = hash_start(path, sealed.base)
        for part in sealed.signed_parts():
            digest.update(part)
        stamp = tsa.stamp_digest(digest.digest())
        try:
            sealed.fill(stamp.token)
        except SigningError:
            continue  # the service's token outgrew the room; now its size is known
        with explained(path):
            append_bytes(path, sealed.data)
        check_revision(path, sealed, earlier=earlier, field_name=name, page_count=pages)
        return bytes(sealed.data), stamp
    raise SigningError("signing.tsa_untrusted", url=tsa.url, reason="size")


def _stamp_revision(document: PdfDocument, name: str, room: int) -> SealedRevision:
    revision = Revision(document)
    number = revision.reserve()
    form = FormEdit(document, revision)
    form.add(name, 0, NOWHERE, appearance=None, value=reference(number))
    form.write()
    entries = b"/Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161"
    revision.put(signature_body(entries, room), number)
    return SealedRevision(revision, number, document.size)


def _free_name(document: PdfDocument) -> str:
    taken = {field.name for field in document.signature_fields}
    number = 1
    while f"{STAMP_FIELD}{number}" in taken:
        number += 1
    return f"{STAMP_FIELD}{number}"


def _store_body(
    document: PdfDocument,
    revision: Revision,
    certificates: Iterable[bytes],
    lists: Iterable[bytes],
    answers: Iterable[bytes],
) -> bytes:
    """Entries of an earlier store stay; what it holds already is not stored again."""
    earlier = document.pdf.Root.get("/DSS")
    parts = []
    for name, ders in ((b"Certs", certificates), (b"CRLs", lists), (b"OCSPs", answers)):
        kept: list[bytes] = []
        known: set[bytes] = set()
        for item in _earlier_streams(earlier, "/" + name.decode()):
            kept.append(reference(*item.objgen))
            known.add(hashlib.sha256(item.read_bytes()).digest())
        kept += [
            revision.put_stream(b"/Filter/FlateDecode", zlib.compress(der, 9))
            for der in ders
            if hashlib.sha256(der).digest() not in known
        ]
        if kept:
            parts.append(b"/%b[%b]" % (name, b" ".join(kept)))
    if earlier is not None and "/VRI" in earlier:
        parts.append(b"/VRI " + earlier["/VRI"].unparse())
    return b"<<%b>>" % b"".join(parts)


def _earlier_streams(store: pikepdf.Object | None, name: str) -> list[pikepdf.Object]:
    if store is None or name not in store:
        return []
    return [item for item in list(store[name]) if item.is_indirect]
