"""Signing papers of a dossier under one login, and what each signature leaves on record."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from desk_app.application.ports import Cancellation, Office, SigningGrant, SignOrder, SignOutcome
from desk_app.domain.components import PaperRef
from desk_app.domain.errors import DeskError, Fact, UnavailableError
from desk_app.domain.people import Actor
from desk_app.domain.signatures import SignatureRecord, SignatureRole

ARCHIVE_LEVEL = "b-lta"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPaper:
    """A paper in its signed state."""

    key: str
    file: PaperRef
    record: SignatureRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedBatch:
    """What a batch brought: signed papers, and the code that stopped it early, if any."""

    done: tuple[SignedPaper, ...]
    stopped_by: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def of(self, key: str) -> SignedPaper:
        """The signed paper of that key; raises what stopped the batch when it is not there."""
        for item in self.done:
            if item.key == key:
                return item
        raise UnavailableError(self.stopped_by or "signing.not_signed", self.facts)


def sign_files(
    office: Office,
    actor: Actor,
    grant: SigningGrant,
    targets: Sequence[tuple[str, PaperRef]],
    role: SignatureRole,
    *,
    dossier: str = "",
    cancelled: Cancellation | None = None,
) -> SignedBatch:
    """Sign papers of a dossier in the role's own corner."""
    orders = [
        SignOrder(
            key=key,
            file=file,
            role=role,
            name=actor.full_name,
            position=actor.position,
            agency=office.facts.agency_name,
            dossier=dossier,
        )
        for key, file in targets
    ]
    return sign_orders(office, actor, grant, orders, cancelled=cancelled)


def sign_orders(
    office: Office,
    actor: Actor,
    grant: SigningGrant,
    orders: Sequence[SignOrder],
    *,
    cancelled: Cancellation | None = None,
) -> SignedBatch:
    """Sign orders in turn under one login; the first fault ends the batch.

    What was signed stays.
    """
    if not orders:
        return SignedBatch(done=())
    orders = [with_signer(office, actor, order) for order in orders]
    outcomes = office.signer.sign(orders, grant, cancelled=cancelled)
    by_key = {o.key: o for o in orders}
    for outcome in outcomes:
        _let_wait(office, by_key[outcome.key], outcome)
    done = tuple(
        SignedPaper(key=o.key, file=o.file, record=_record(actor, by_key[o.key], o, o.file))
        for o in outcomes
        if o.file is not None
    )
    failed = [o for o in outcomes if o.file is None]
    if not failed:
        return SignedBatch(done=done)
    facts = _plain(failed[0].facts)
    if not done:
        raise UnavailableError(failed[0].code, facts)
    return SignedBatch(done=done, stopped_by=failed[0].code, facts=facts)


def sign_each(
    office: Office,
    actor: Actor,
    grant: SigningGrant,
    orders: Sequence[SignOrder],
    *,
    on_end: Callable[[str, "SignedPaper | DeskError"], None],
    cancelled: Cancellation | None = None,
) -> None:
    """Sign orders under one login and tell each as it ends, so that it can be kept at once.

    Raises:
        DeskError: the token refused before the first signature.
    """
    by_key = {o.key: with_signer(office, actor, o) for o in orders}

    def ended(outcome: SignOutcome) -> None:
        if outcome.file is not None:
            order = by_key[outcome.key]
            _let_wait(office, order, outcome)
            record = _record(actor, order, outcome, outcome.file)
            on_end(outcome.key, SignedPaper(key=outcome.key, file=outcome.file, record=record))
        else:
            on_end(outcome.key, UnavailableError(outcome.code, _plain(outcome.facts)))

    office.signer.sign(tuple(by_key.values()), grant, on_outcome=ended, cancelled=cancelled)


def _let_wait(office: Office, order: SignOrder, outcome: SignOutcome) -> None:
    """Queue a signed paper for its archive level, with what it lacks now as the reason.

    An entry for a paper that is not kept in the end does no harm: nothing has its digest.
    """
    if outcome.file is not None and order.dossier:
        office.levels.add(
            dossier=order.dossier,
            sha256=outcome.file.sha256,
            level=ARCHIVE_LEVEL,
            reason=outcome.shortfall,
        )


def _plain(facts: Mapping[str, object]) -> dict[str, Fact]:
    return {k: v for k, v in facts.items() if isinstance(v, (str, int, float, bool))}


def with_signer(office: Office, actor: Actor, order: SignOrder) -> SignOrder:
    """The order with what the office registered: the certificate, the picture of the mark."""
    if order.role in {SignatureRole.AGENCY, SignatureRole.COPY}:
        facts = office.facts
        return dataclasses.replace(order, image=facts.seal_image, image_mm=facts.seal_mm)
    officer = office.staff.officer(actor.user)
    return dataclasses.replace(
        order,
        certificate_serial=officer.certificate_serial or "",
        image=officer.signature_image,
        image_mm=officer.signature_mm,
    )


def _record(
    actor: Actor, order: SignOrder, outcome: SignOutcome, file: PaperRef
) -> SignatureRecord:
    if outcome.signed_at is None:
        raise UnavailableError("signing.not_signed", {"file": file.name})
    return SignatureRecord(
        role=order.role,
        signer=outcome.signer,
        user=actor.user,
        certificate_serial=outcome.certificate_serial,
        level=outcome.level,
        signed_at=outcome.signed_at,
        file_before=order.file.sha256,
        file_after=file.sha256,
        capacity=order.capacity,
        basis=order.basis,
    )
