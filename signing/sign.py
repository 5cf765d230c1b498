"""One signature on one file: prepared, signed, checked, put in place.

The work comes in two halves around the token: ``prepare`` copies, hashes and lays out,
``finish`` stamps, writes, checks and replaces. A batch prepares the next file while the token
works on this one.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from signing.chain import Trust, build_chain
from signing.clock import Clock, utc_now
from signing.cms.signed_data import (
    SignerCertificate,
    room_needed,
    signed_attributes,
    signed_data,
    signer_certificate,
)
from signing.cms.time_stamp import TimeStamp, TimeStampService
from signing.errors import SigningError
from signing.files import (
    append_bytes,
    copy_bytes,
    discard,
    explained,
    hash_start,
    put_in_place,
    temporary_beside,
)
from signing.layout import seal, signature_entries
from signing.longterm import LongTerm
from signing.marks.form import format_time
from signing.marks.plan import FieldPlan, common_name, plan_signature
from signing.pdf.document import PdfDocument
from signing.pdf.permissions import refuse_forbidden
from signing.pdf.signature import SealedRevision
from signing.request import Level, Seconds, SignedFile, SignRequest
from signing.selfcheck import check_revision, field_values, signature_fits
from signing.tokens.broker import SigningKey

if TYPE_CHECKING:
    import datetime as dt
    from hashlib import _Hash as Hasher


@dataclass(slots=True)
class PreparedFile:
    """A file copied beside its target, its new revision laid out and hashed.

    Attributes:
        attributes: what the token is to sign.
        level: what is still aimed at; ``shortfall`` says why it is less than was asked for.
    """

    request: SignRequest
    temporary: Path
    sealed: SealedRevision
    plan: FieldPlan
    attributes: bytes
    signer: SignerCertificate
    certificates: tuple[bytes, ...]
    source_hash: "Hasher"
    earlier: dict[str, tuple[object, ...]]
    page_count: int
    signed_at: "dt.datetime"
    source_state: tuple[int, int, int]
    level: Level
    shortfall: str = ""
    seconds: Seconds = field(default_factory=Seconds)


class FileSigner:
    """Signs files with one certificate.

    Args:
        certificate: DER of the signer's certificate.
        others: certificates found on the token, used to complete the chain.
        tsa: wanted for every level but B-B.
        trust: anchors; with them the chain to the root is carried in the signature.
        long_term: revocation data for B-LT and B-LTA.
    """

    def __init__(
        self,
        certificate: bytes,
        *,
        others: Iterable[bytes] = (),
        tsa: TimeStampService | None = None,
        trust: Trust | None = None,
        long_term: LongTerm | None = None,
        clock: Clock = utc_now,
    ) -> None:
        self.certificate = certificate
        self._signer = signer_certificate(certificate)
        self._tsa, self._trust, self._long_term, self._clock = tsa, trust, long_term, clock
        self._certificates = _carried(certificate, tuple(others), trust, clock)

    @property
    def hash_name(self) -> str:
        """Digest the token is to use."""
        return self._signer.hash_name

    def prepare(self, request: SignRequest, *, batch: str | None = None) -> PreparedFile:
        """Copy the file beside its target, lay out the revision, hash what will be signed.

        Raises:
            SigningError: every reason why this file cannot be signed; nothing is left behind.
        """
        started = time.perf_counter()
        level, shortfall = self._reachable(request)
        temporary = temporary_beside(request.target, batch)
        try:
            with explained(request.source):
                source_state = _state(request.source)
                copy_bytes(request.source, temporary)
            copied = time.perf_counter()
            prepared = self._lay_out(request, temporary, copied, source_state, level)
        except BaseException:
            discard(temporary)
            raise
        prepared.shortfall = shortfall
        prepared.seconds.write += copied - started
        prepared.seconds.total += time.perf_counter() - started
        return prepared

    def _reachable(self, request: SignRequest) -> tuple[Level, str]:
        """The level to aim at, and the code of what forbids the one that was asked for."""
        try:
            self._refuse_unreachable_level(request)
        except SigningError as error:
            if not request.accepts_lower:
                raise
            lower = Level.B_T if error.code == "signing.revocation_missing" else Level.B_B
            return lower, error.code
        return request.level, ""

    def _refuse_unreachable_level(self, request: SignRequest) -> None:
        if request.level.wants_time_stamp:
            if self._tsa is None:
                raise SigningError("signing.tsa_missing", level=request.level.value)
            self._tsa.get_to_know()
        if request.level.wants_revocation and self._long_term is None:
            raise SigningError("signing.revocation_missing", level=request.level.value)

    def _lay_out(
        self,
        request: SignRequest,
        temporary: Path,
        copied: float,
        source_state: tuple[int, int, int],
        level: Level,
    ) -> PreparedFile:
        signed_at = request.at or self._clock()
        with PdfDocument(temporary) as document:
            source_hash = hash_start(temporary, document.size)
            hashed = time.perf_counter()
            _refuse_other_file(request, source_hash.hexdigest())
            plan = plan_signature(document, request, self.certificate, format_time(signed_at))
            refuse_forbidden(document, plan.name, is_new_field=plan.existing is None)
            earlier, page_count = field_values(document), document.page_count
            sealed = seal(
                document, request, plan, self._entries(request, signed_at), self._room(level)
            )
        before, after = sealed.signed_parts()
        digest = source_hash.copy()
        digest.update(before)
        digest.update(after)
        if self.hash_name == "sha256":
            value = digest.digest()
        else:
            value = _digest_again(temporary, sealed, self.hash_name)
        prepared = PreparedFile(
            request,
            temporary,
            sealed,
            plan,
            signed_attributes(self._signer, value),
            self._signer,
            self._certificates,
            source_hash,
            earlier,
            page_count,
            signed_at,
            source_state,
            level,
        )
        prepared.seconds.hash = hashed - copied
        return prepared

    def _entries(self, request: SignRequest, signed_at: "dt.datetime") -> bytes:
        return signature_entries(
            request, request.signer_name or common_name(self.certificate), signed_at
        )

    def _room(self, level: Level) -> int:
        stamping = self._tsa if level.wants_time_stamp else None
        return room_needed(
            self._signer, self._certificates, stamping.token_bytes if stamping else 0
        )

    def finish(
        self,
        prepared: PreparedFile,
        signature: bytes,
        token_seconds: float,
        *,
        before_replace: Callable[[str], None] | None = None,
    ) -> SignedFile:
        """Stamp, write, check and put in place.

        Args:
            prepared: from ``prepare``.
            signature: the token's answer to ``prepared.attributes``.
            token_seconds: how long the token took.
            before_replace: told the new file's SHA-256 just before it takes the target's name.

        Raises:
            SigningError: the file at the target is untouched and nothing is left beside it.
        """
        started = time.perf_counter()
        request, seconds = prepared.request, prepared.seconds
        try:
            stamp = self._complete(prepared, signature)
            stamped = time.perf_counter()
            with explained(request.target):
                append_bytes(prepared.temporary, prepared.sealed.data)
            check_revision(
                prepared.temporary,
                prepared.sealed,
                earlier=prepared.earlier,
                field_name=prepared.plan.name,
                page_count=prepared.page_count,
            )
            level, sha256, added = self._reach_level(prepared, stamp)
            if before_replace is not None:
                before_replace(sha256)
            with explained(request.target):
                _refuse_overtaken(prepared)
                put_in_place(prepared.temporary, request.target)
        except BaseException:
            discard(prepared.temporary)
            raise
        ended = time.perf_counter()
        seconds.token += token_seconds
        seconds.tsa += stamped - started
        seconds.write += ended - stamped
        seconds.total += token_seconds + ended - started
        return SignedFile(
            file=request.target,
            sha256=sha256,
            source_sha256=prepared.source_hash.hexdigest(),
            level=level,
            signer=common_name(self.certificate),
            certificate_sha256=_fingerprint(self.certificate),
            field=prepared.plan.name,
            place=prepared.plan.place,
            signed_at=prepared.signed_at,
            stamped_at=stamp.time if stamp else None,
            time_stamp_serial=stamp.serial if stamp else None,
            bytes_added=added,
            seconds=seconds,
            shifted_mm=prepared.plan.shifted_mm,
            is_crowded=prepared.plan.is_crowded,
            shortfall=prepared.shortfall,
        )

    def _complete(self, prepared: PreparedFile, signature: bytes) -> TimeStamp | None:
        """Check the signature value, stamp it and put the CMS into its place."""
        if not signature_fits(self.certificate, prepared.attributes, signature, self.hash_name):
            raise SigningError("signing.key_mismatch", certificate=common_name(self.certificate))
        stamp = self._stamp(prepared, signature)
        der = signed_data(
            prepared.signer,
            prepared.attributes,
            signature,
            certificates=prepared.certificates,
            time_stamp=stamp.token if stamp else None,
        )
        prepared.sealed.fill(der)
        return stamp

    def _stamp(self, prepared: PreparedFile, signature: bytes) -> TimeStamp | None:
        if not prepared.level.wants_time_stamp or self._tsa is None:
            return None
        try:
            return self._tsa.stamp(signature)
        except SigningError as error:
            if not prepared.request.accepts_lower:
                raise
            prepared.level, prepared.shortfall = Level.B_B, error.code
            return None

    def _reach_level(
        self, prepared: PreparedFile, stamp: TimeStamp | None
    ) -> tuple[Level, str, int]:
        whole = prepared.source_hash.copy()
        whole.update(prepared.sealed.data)
        added = len(prepared.sealed.data)
        level = prepared.level
        if not level.wants_revocation or self._long_term is None or stamp is None:
            return level, whole.hexdigest(), added
        chain = (self.certificate, *prepared.certificates)
        reached = Level.B_T
        try:
            for step, data in self._long_term.extend(
                prepared.temporary, level, chain, stamp, self._tsa
            ):
                whole.update(data)
                added += len(data)
                reached = step
        except SigningError as error:
            if not prepared.request.accepts_lower or error.code == "signing.certificate_revoked":
                raise
            prepared.shortfall = error.code
        return reached, whole.hexdigest(), added


def sign_file(
    request: SignRequest,
    key: SigningKey,
    *,
    tsa: TimeStampService | None = None,
    trust: Trust | None = None,
    long_term: LongTerm | None = None,
    clock: Clock = utc_now,
) -> SignedFile:
    """Sign one file with a key that is logged in.

    Raises:
        SigningError: the target is as it was before.
    """
    signer = FileSigner(
        key.certificate,
        others=key.others,
        tsa=tsa,
        trust=trust,
        long_term=long_term,
        clock=clock,
    )
    prepared = signer.prepare(request)
    before = key.token_seconds
    try:
        signature = key.sign(prepared.attributes, signer.hash_name)
    except BaseException:
        discard(prepared.temporary)
        raise
    return signer.finish(prepared, signature, key.token_seconds - before)


def _carried(
    certificate: bytes, others: tuple[bytes, ...], trust: Trust | None, clock: Clock
) -> tuple[bytes, ...]:
    """The issuing CAs between the certificate and its root; the root itself stays out."""
    if trust is not None:
        return build_chain(certificate, trust, clock(), others)[1:-1]
    from signing.chain import issuer_of

    chain: list[bytes] = []
    issuer = issuer_of(certificate, others)
    while issuer is not None and issuer not in chain:
        chain.append(issuer)
        issuer = issuer_of(issuer, others)
    return tuple(chain)


def _refuse_other_file(request: SignRequest, sha256: str) -> None:
    if request.expected_sha256 and request.expected_sha256.lower() != sha256:
        raise SigningError("signing.file_changed", file=request.source.name)


def _state(path: Path) -> tuple[int, int, int]:
    """What changes when somebody else writes or replaces a file."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _refuse_overtaken(prepared: PreparedFile) -> None:
    """Refuse to replace a file that another desk signed while this one was at work."""
    request = prepared.request
    if request.target == request.source and _state(request.source) != prepared.source_state:
        raise SigningError("signing.file_changed", file=request.source.name)


def _digest_again(path: Path, sealed: SealedRevision, hash_name: str) -> bytes:
    """Digest for keys that want another hash than SHA-256."""
    import hashlib

    digest = hashlib.new(hash_name)
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    for part in sealed.signed_parts():
        digest.update(part)
    return digest.digest()


def _fingerprint(certificate: bytes) -> str:
    import hashlib

    return hashlib.sha256(certificate).hexdigest()
