"""The facts of one dossier that reports add up, flat: days, sums of đồng, and yes-or-no flags.

A report over a year cannot read a hundred thousand whole dossiers; so each dossier leaves one
narrow line beside itself, written in the transaction that changes it. Every flag is defined here
once, and in words beside the number it goes into (resources/reports/measures.toml).
"""

import datetime as dt
from dataclasses import dataclass, fields

from desk_app.domain.components import Component
from desk_app.domain.dossier import Dossier
from desk_app.domain.moments import VIETNAM
from desk_app.domain.money import FeeDue
from desk_app.domain.procedures import Digitisation
from desk_app.domain.signatures import SignatureRole, Verdict
from desk_app.domain.workflow import State

_NOT_PENDING = frozenset({State.DRAFT, State.SUBMITTED, State.REJECTED_AT_INTAKE})
_ELECTRONIC_IDENTITY = frozenset({"account", "chip"})
_ONLINE_PAYMENT = frozenset({"online", "bank_transfer", "national_portal", "qr"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFacts:
    """One dossier as reports see it.

    Attributes:
        received_on: ordinal of the Vietnamese day of acceptance; None before it. Other `_on`
            likewise.
        due_min: due moment in minutes since 1970 (UTC); None while the clock stands still.
        receiver: who issued the receipt.
        components: those that count as filed; `in_scope` of R-5B-06, `digitised` of these;
            `reused` taken from a store.
        contacts: requests to come back (indicator 3); `agencies` asked for an opinion.
        fee_due: đồng asked in all; `fee_paid` of it, `fee_online` of that, `fee_refunded`.
    """

    unit: str
    procedure: str
    procedure_version: str
    channel: str
    receiver: str
    received_on: int | None
    due_min: int | None
    finished_on: int | None
    returned_on: int | None
    components: int
    in_scope: int
    digitised: int
    reused: int
    contacts: int
    agencies: int
    fee_due: int
    fee_paid: int
    fee_online: int
    fee_refunded: int
    online: bool
    post: bool
    early: bool
    on_time: bool
    late: bool
    undated: bool
    legal_shorter: bool
    legal_equal: bool
    legal_longer: bool
    refused: bool
    stopped: bool
    extended: bool
    supplemented: bool
    supplemented_once_at_most: bool
    no_contact: bool
    one_contact: bool
    no_agency: bool
    has_scope: bool
    fully_digitised: bool
    has_digitised: bool
    has_reused: bool
    e_result: bool
    has_fee: bool
    has_paid: bool
    paid_online: bool
    electronic_identity: bool
    digital_delivery: bool
    reusable: bool
    bad_signature: bool
    unsigned_intake: bool
    evaluated: bool


_WORDS = frozenset({"unit", "procedure", "procedure_version", "channel", "receiver"})
_DAYS = frozenset({"received_on", "due_min", "finished_on", "returned_on"})
FLAGS: tuple[str, ...] = tuple(f.name for f in fields(DossierFacts) if f.type is bool)
SUMS: tuple[str, ...] = tuple(
    f.name for f in fields(DossierFacts) if f.name not in _WORDS | _DAYS and f.name not in FLAGS
)


def facts_of(dossier: Dossier) -> DossierFacts:
    """The facts of a dossier as it stands."""
    there = [c for c in dossier.components if c.is_there]
    scope = [c for c in there if c.is_in_scope]
    done = [c for c in scope if _is_digitised(c)]
    reused = [c for c in there if c.reuse is not None]
    contacts = len(dossier.supplements)
    agencies = len({o.agency for o in dossier.opinions})
    money = _money(dossier.fees)
    received = dossier.is_received and dossier.state not in _NOT_PENDING
    return DossierFacts(
        unit=dossier.unit,
        procedure=dossier.terms.code,
        procedure_version=dossier.terms.version,
        channel=dossier.channel,
        receiver=_receiver(dossier),
        received_on=_day(dossier.received_at) if received else None,
        due_min=_minutes(dossier.due_at),
        finished_on=_day(dossier.finished_at) if received else None,
        returned_on=_day(_returned_at(dossier)),
        components=len(there),
        in_scope=len(scope),
        digitised=len(done),
        reused=len(reused),
        contacts=contacts,
        agencies=agencies,
        fee_due=money.due,
        fee_paid=money.paid,
        fee_online=money.online,
        fee_refunded=money.refunded,
        online=dossier.channel == "online",
        post=dossier.channel == "post",
        **_timing(dossier),
        **_legal_timing(dossier),
        refused=dossier.state is State.REFUSED
        or (dossier.outcome == "refusal" and dossier.finished_at is not None),
        stopped=dossier.state is State.STOPPED,
        extended=dossier.extension is not None,
        supplemented=contacts > 0,
        supplemented_once_at_most=contacts <= 1,
        no_contact=contacts == 0,
        one_contact=contacts == 1,
        no_agency=agencies == 0,
        has_scope=bool(scope),
        fully_digitised=bool(scope) and len(done) == len(scope),
        has_digitised=bool(done),
        has_reused=bool(reused),
        e_result=_has_electronic_result(dossier),
        has_fee=money.due > 0,
        has_paid=money.paid > 0,
        paid_online=money.online > 0,
        electronic_identity=bool(dossier.account)
        or (dossier.identity is not None and dossier.identity.method in _ELECTRONIC_IDENTITY),
        digital_delivery=any(d.channel == "electronic" for d in dossier.deliveries),
        reusable=any(_is_reusable(c) for c in done) and _has_electronic_result(dossier),
        bad_signature=any(
            c.verdict is not None and c.verdict.verdict is Verdict.INVALID for c in there
        ),
        unsigned_intake=bool(dossier.unsigned_reason),
        evaluated=bool(dossier.evaluations),
    )


def _is_digitised(component: Component) -> bool:
    return component.file is not None and component.is_signed_personally


def _is_reusable(component: Component) -> bool:
    """Digitised in full and signed as a true copy (R-5B-70); the result's part is the caller's."""
    return component.digitisation is Digitisation.MANDATORY and component.is_copy_signed


def _has_electronic_result(dossier: Dossier) -> bool:
    result = dossier.result
    if result is None or result.file is None or dossier.finished_at is None:
        return False
    if result.central:
        return True
    return result.has(SignatureRole.APPROVER) and (
        result.has(SignatureRole.AGENCY) or not dossier.terms.needs_agency_signature
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Money:
    """Sums of đồng over the fees of a dossier."""

    due: int
    paid: int
    online: int
    refunded: int


def _money(fees: tuple[FeeDue, ...]) -> _Money:
    paid = [fee for fee in fees if fee.paid_at is not None]
    return _Money(
        due=sum(fee.amount for fee in fees),
        paid=sum(fee.amount for fee in paid),
        online=sum(fee.amount for fee in paid if fee.method in _ONLINE_PAYMENT),
        refunded=sum(fee.refunded for fee in fees),
    )


def _timing(dossier: Dossier) -> dict[str, bool]:
    """Against the due date the applicant was given: before its day, by its moment, after it."""
    end, due = dossier.finished_at, dossier.due_at
    if end is None or due is None or dossier.received_at is None:
        undated = end is not None and dossier.received_at is not None
        return {"early": False, "on_time": False, "late": False, "undated": undated}
    late = end > due
    early = end.astimezone(VIETNAM).date() < due.astimezone(VIETNAM).date()
    return {"early": early, "on_time": not late and not early, "late": late, "undated": False}


def _legal_timing(dossier: Dossier) -> dict[str, bool]:
    """Against the limit of the law, whatever the office promised (R-PR-62, indicator 1)."""
    end, due = dossier.finished_at, dossier.legal_due_at or dossier.due_at
    if end is None or due is None or dossier.received_at is None:
        return {"legal_shorter": False, "legal_equal": False, "legal_longer": False}
    shorter = end.astimezone(VIETNAM).date() < due.astimezone(VIETNAM).date()
    return {
        "legal_shorter": shorter,
        "legal_equal": not shorter and end <= due,
        "legal_longer": end > due,
    }


def _receiver(dossier: Dossier) -> str:
    receipts = [slip for slip in dossier.slips if slip.key == "receipt"]
    return receipts[0].issued_by if receipts else ""


def _returned_at(dossier: Dossier) -> dt.datetime | None:
    times = [d.at for d in dossier.deliveries if d.at is not None]
    return min(times) if times else None


def _day(at: dt.datetime | None) -> int | None:
    return at.astimezone(VIETNAM).date().toordinal() if at is not None else None


def _minutes(at: dt.datetime | None) -> int | None:
    return int(at.timestamp() // 60) if at is not None else None
