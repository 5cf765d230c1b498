"""Things of a dossier that are counted one by one: fees, papers asked for again, what went wrong.

Each leaves a narrow line beside the dossier, as the facts do, in the transaction that changes it.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from desk_app.domain.dossier import Dossier
from desk_app.domain.forms import Origin
from desk_app.domain.moments import VIETNAM
from desk_app.domain.records import DeliveryState
from desk_app.domain.signatures import Verdict

_READ = frozenset({Origin.OCR, Origin.QR, Origin.MRZ})
SLIP = "slip"
"""Key of the item that stands for a whole evaluation slip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing of a dossier that is counted on its own.

    Attributes:
        kind: ``fee``, ``supplement`` (a paper asked for again), ``wrong`` (a paper ticked as
            wrong), ``correction`` (a read value that an officer replaced), ``left_on_paper``,
            ``evaluation`` (an answer of a slip, or the slip), ``incident`` (what went wrong).
        key: what: name of the fee, key of the component, name of the form's field, number of the
            question, kind of the incident.
        amount: đồng of a fee, else 1.
        on: ordinal of the day; None while a fee is open.
        note: method of payment, where the supplement was asked for, the answer, the component.
        mark: receipt of a fee; what was written down about an incident.
    """

    kind: str
    key: str
    amount: int = 1
    on: int | None = None
    note: str = ""
    mark: str = ""


def items_of(dossier: Dossier) -> tuple[Item, ...]:
    """What of a dossier is counted on its own."""
    makers = (_fees, _supplements, _wrong, _left_on_paper, _corrections, _evaluations, _incidents)
    return tuple(item for make in makers for item in make(dossier))


def _fees(dossier: Dossier) -> Iterator[Item]:
    for fee in dossier.fees:
        if fee.amount > 0:
            yield Item(
                kind="fee", key=fee.name, amount=fee.amount - fee.refunded,
                on=_day(fee.paid_at), note=fee.method, mark=fee.receipt,
            )  # fmt: skip


def _supplements(dossier: Dossier) -> Iterator[Item]:
    for asked in dossier.supplements:
        for point in asked.points:
            on = _day(asked.asked_at)
            yield Item(kind="supplement", key=point.component, on=on, note=asked.origin)


def _wrong(dossier: Dossier) -> Iterator[Item]:
    for component in dossier.components:
        if component.presence == "wrong":
            yield Item(kind="wrong", key=component.key, on=_day(dossier.received_at))


def _left_on_paper(dossier: Dossier) -> Iterator[Item]:
    for component in dossier.components:
        if component.not_digitised is not None:
            on = _day(component.not_digitised.decided_at)
            yield Item(kind="left_on_paper", key=component.key, on=on)


def _corrections(dossier: Dossier) -> Iterator[Item]:
    for name, value in dossier.form.values.items():
        if value.origin is Origin.TYPED and any(rival.origin in _READ for rival in value.rivals):
            yield Item(kind="correction", key=name, on=_day(value.verified_at))


def _evaluations(dossier: Dossier) -> Iterator[Item]:
    """Each slip, then each answer on it; free words are in the dossier alone."""
    for slip in dossier.evaluations:
        yield Item(kind="evaluation", key=SLIP, on=_day(slip.at), note=slip.channel)
        for question, answer in slip.answers.items():
            yield Item(kind="evaluation", key=question, on=_day(slip.at), note=answer[:40])


def _incidents(dossier: Dossier) -> Iterator[Item]:
    """What went wrong with a received dossier, for the office's written report (R-PR-51)."""
    if not dossier.is_received:
        return
    if dossier.unsigned_reason:
        yield _incident("unsigned_intake", dossier.received_at, mark=dossier.unsigned_reason)
    for component in dossier.components:
        key, left, verdict = component.key, component.not_digitised, component.verdict
        if verdict is not None and verdict.verdict is Verdict.INVALID:
            yield _incident("bad_signature", verdict.checked_at, key, verdict.sentence)
        if left is not None:
            yield _incident("left_on_paper", left.decided_at, key, left.reason)
    for differs in dossier.mismatches:
        yield _incident("mismatch", differs.at, differs.component, differs.field)
    for told in dossier.feedback:
        yield _incident(f"feedback_{told.about}", told.received_at, mark=told.text)
    for sent in (*dossier.notices, *dossier.releases):
        if sent.state is DeliveryState.FAILED:
            yield _incident("not_delivered", sent.done_at or sent.created_at, mark=sent.fault)


def _incident(key: str, at: dt.datetime | None, note: str = "", mark: str = "") -> Item:
    return Item(kind="incident", key=key, on=_day(at), note=note[:40], mark=mark)


def _day(at: dt.datetime | None) -> int | None:
    return at.astimezone(VIETNAM).date().toordinal() if at is not None else None
