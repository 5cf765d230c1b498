"""Guards of the state machine: each is one named rule that holds, or refuses with facts.

A refusal is ``RuleError("rule.<name>")``; its facts name the row and arc of the legal table.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desk_app.domain.components import Presence
from desk_app.domain.errors import Fact
from desk_app.domain.money import FeeWhen
from desk_app.domain.people import Actor, Role
from desk_app.domain.procedures import Digitisation
from desk_app.domain.records import CheckState
from desk_app.domain.signatures import SignatureRole, Verdict
from desk_app.domain.workflow import State, Transition

if TYPE_CHECKING:
    from desk_app.domain.dossier import Dossier

Refusal = Mapping[str, Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One attempt to take an arc.

    Attributes:
        overdue_opinions: keys of opinions whose time is over, as the calendar says.
        last_extension_day: last day on which an extension may be asked.
        term_days: the procedure's term in days, 0 when it is no term in days.
        due_at: due moment as the calendar says.
        given_up: the applicant gave up, or the configured time is over.
        tolerated: files whose unknown verdict was accepted with a reason.
    """

    arc: Transition
    by: Actor
    at: dt.datetime
    reason: str = ""
    points: int = 0
    overdue_opinions: frozenset[str] = frozenset()
    last_extension_day: dt.date | None = None
    new_due_on: dt.date | None = None
    new_due_is_working_day: bool = False
    term_days: int = 0
    due_at: dt.datetime | None = None
    given_up: bool = False
    failing_file: str = ""
    unsigned_reason: str = ""
    tolerated: Mapping[str, str] = field(default_factory=dict)
    recipient_checked: bool = False
    archive_due_on: dt.date | None = None


Rule = Callable[["Dossier", Move], Refusal | None]
RULES: dict[str, Rule] = {}


def _rule(check: Rule) -> Rule:
    RULES[check.__name__] = check
    return check


def _names(items: list[str]) -> Refusal | None:
    return {"items": tuple(items), "count": len(items)} if items else None


@_rule
def components_complete(dossier: "Dossier", _: Move) -> Refusal | None:
    """Every required component is there, none is wrong (T01; NĐ 61/2018/NĐ-CP Art. 17)."""
    return _names(
        [
            c.name
            for c in dossier.components
            if c.presence is Presence.WRONG
            or (c.required and not c.is_there and c.presence is not Presence.NOT_NEEDED)
        ]
    )


@_rule
def identity_checked(dossier: "Dossier", _: Move) -> Refusal | None:
    """The applicant is named and their identity was checked (R-5B-17, R-5B-18)."""
    if dossier.applicant is None or not dossier.applicant.full_name:
        return {"missing": "applicant"}
    if dossier.identity is None or dossier.identity.outcome == "differs":
        return {"missing": "identity"}
    if dossier.representative is not None and not dossier.authorisation_paper:
        return {"missing": "authorisation"}
    return None


@_rule
def components_signed(dossier: "Dossier", move: Move) -> Refusal | None:
    """Mandatory papers are digitised and every digitised one carries its personal signature.

    When the token cannot be used the officer accepts with the reason; the scans stay unsigned work
    copies (T01).
    """
    if move.unsigned_reason:
        return None
    return _names(
        [
            c.name
            for c in dossier.components
            if (c.is_in_scope and c.digitisation is Digitisation.MANDATORY and c.file is None)
            or (c.file is not None and not c.is_signed_personally)
        ]
    )


@_rule
def blank_sides_seen(dossier: "Dossier", _: Move) -> Refusal | None:
    """Sides that look blank were confirmed by an officer (R-5B-60)."""
    return _names([c.name for c in dossier.components if c.has_unseen_blanks])


@_rule
def materials_settled(dossier: "Dossier", _: Move) -> Refusal | None:
    """What fragile, historical, audio-visual papers and overlays ask for is written down.

    (R-5B-63, R-5B-66, R-5B-67, R-5B-69.)
    """
    return _names([c.name for c in dossier.components if c.open_needs])


@_rule
def form_verified(dossier: "Dossier", _: Move) -> Refusal | None:
    """No value read by machine stays unseen, and no required value is empty (R-5B-29)."""
    return _names(dossier.unverified_fields() + dossier.missing_fields())


@_rule
def points_listed(_: "Dossier", move: Move) -> Refusal | None:
    """The applicant is told everything, once and in full, with reasons.

    (NĐ 61/2018/NĐ-CP Art. 17(1)(a)).
    """
    return (
        None
        if move.points > 0 and move.reason
        else {"missing": "points" if not move.points else "reason"}
    )


@_rule
def asked_once(dossier: "Dossier", _: Move) -> Refusal | None:
    """An online dossier is asked to supplement at intake only once.

    (NĐ 61/2018/NĐ-CP Art. 17(2)(a)).
    """
    asked = [s for s in dossier.supplements if s.origin == "intake"]
    return {"count": len(asked)} if asked else None


@_rule
def reason_given(_: "Dossier", move: Move) -> Refusal | None:
    """A refusal, a return or an extension says why."""
    return None if move.reason.strip() else {"missing": "reason"}


@_rule
def supplement_from_intake(dossier: "Dossier", _: Move) -> Refusal | None:
    """The open request to supplement was made at intake."""
    return None if dossier.supplement_origin == "intake" else {"origin": dossier.supplement_origin}


@_rule
def supplement_from_appraisal(dossier: "Dossier", _: Move) -> Refusal | None:
    """The open request to supplement was made at appraisal."""
    return (
        None if dossier.supplement_origin == "appraisal" else {"origin": dossier.supplement_origin}
    )


@_rule
def supplement_given_up(_: "Dossier", move: Move) -> Refusal | None:
    """The configured time is over or the applicant gave up (T07)."""
    return (
        None
        if move.given_up and move.reason
        else {"missing": "given_up" if not move.given_up else "reason"}
    )


@_rule
def fee_before_processing_paid(dossier: "Dossier", _: Move) -> Refusal | None:
    """What is due before processing is paid."""
    return _names(
        [f.name for f in dossier.fees if f.when is FeeWhen.BEFORE_PROCESSING and f.is_open]
    )


@_rule
def fee_before_return_paid(dossier: "Dossier", _: Move) -> Refusal | None:
    """What is due before hand-over is paid."""
    return _names([f.name for f in dossier.fees if f.when is FeeWhen.BEFORE_RETURN and f.is_open])


@_rule
def fees_paid(dossier: "Dossier", _: Move) -> Refusal | None:
    """Nothing is owed when the result is handed over."""
    return _names([f.name for f in dossier.fees if f.is_open])


@_rule
def fee_due_before_processing(dossier: "Dossier", _: Move) -> Refusal | None:
    """There is a fee to ask for before processing."""
    due = any(f.when is FeeWhen.BEFORE_PROCESSING and f.is_open for f in dossier.fees)
    return None if due else {"missing": "fee"}


@_rule
def fee_due_before_return(dossier: "Dossier", _: Move) -> Refusal | None:
    """There is a fee to ask for before hand-over."""
    return None if any(f.is_open for f in dossier.fees) else {"missing": "fee"}


@_rule
def payment_was_before_processing(dossier: "Dossier", _: Move) -> Refusal | None:
    """The payment was asked for before processing, so the dossier goes back there."""
    return None if dossier.came_from is State.ACCEPTED else {"came_from": str(dossier.came_from)}


@_rule
def payment_was_before_return(dossier: "Dossier", _: Move) -> Refusal | None:
    """The payment was asked for before hand-over, so the dossier goes back there."""
    ready = dossier.came_from in {State.RESULT_READY, State.REFUSED}
    return None if ready else {"came_from": str(dossier.came_from)}


@_rule
def opinion_named(dossier: "Dossier", _: Move) -> Refusal | None:
    """An opinion that is asked for names agency, question and time."""
    asked = dossier.opinions and all(
        o.agency and o.question and o.amount > 0 for o in dossier.opinions
    )
    return None if asked else {"missing": "opinion"}


@_rule
def opinions_in_or_overdue(dossier: "Dossier", move: Move) -> Refusal | None:
    """Every opinion has come, or its time is over (T10)."""
    return _names(
        [
            o.agency
            for o in dossier.opinions
            if o.answered_at is None and o.key not in move.overdue_opinions
        ]
    )


@_rule
def before_due_if_short_term(_: "Dossier", move: Move) -> Refusal | None:
    """Terms under three days: a supplement is asked for at the latest when the term ends (T11)."""
    if 0 < move.term_days < 3 and move.due_at is not None and move.at > move.due_at:
        return {"due_at": move.due_at.isoformat()}
    return None


@_rule
def checks_concluded(dossier: "Dossier", _: Move) -> Refusal | None:
    """Every criterion was judged and passed before a grant is submitted."""
    return _names([c.name for c in dossier.checks if c.state is not CheckState.PASSED])


@_rule
def draft_attached(dossier: "Dossier", _: Move) -> Refusal | None:
    """The draft result is there (T13)."""
    if dossier.terms.result_is_physical or (
        dossier.result is not None and dossier.result.file is not None
    ):
        return None
    return {"missing": "draft"}


@_rule
def no_component_unsigned(dossier: "Dossier", _: Move) -> Refusal | None:
    """No digitised component is left unsigned (T13)."""
    return _names(
        [
            c.name
            for c in dossier.components
            if (c.file is not None and not c.is_signed_personally)
            or (c.is_in_scope and c.digitisation is Digitisation.MANDATORY and c.file is None)
        ]
        + [o.agency for o in dossier.opinions if o.file is not None and not o.signatures]
    )


@_rule
def result_personally_signed(dossier: "Dossier", _: Move) -> Refusal | None:
    """The approver signed the result personally (R-5B-48)."""
    signed = dossier.result is not None and dossier.result.has(SignatureRole.APPROVER)
    return None if signed else {"missing": "approver_signature"}


@_rule
def holds_agency_token(_: "Dossier", move: Move) -> Refusal | None:
    """The clerk, or a result officer holding the token by written order (R-5B-55.

    NĐ 30/2020/NĐ-CP Art. 32(2)).
    """
    if Role.RECORDS_CLERK in move.by.roles or move.by.holds_agency_token:
        return None
    return {"user": move.by.user}


@_rule
def failing_file_named(_: "Dossier", move: Move) -> Refusal | None:
    """A return from the clerk names the failing file and says why (T16)."""
    return (
        None
        if move.failing_file and move.reason
        else {"missing": "file" if not move.failing_file else "reason"}
    )


@_rule
def outcome_is_grant(dossier: "Dossier", _: Move) -> Refusal | None:
    """The dossier leads to what was asked for."""
    return None if dossier.outcome == "grant" else {"outcome": dossier.outcome}


@_rule
def outcome_is_refusal(dossier: "Dossier", _: Move) -> Refusal | None:
    """The dossier leads to a refusal with reasons."""
    return None if dossier.outcome == "refusal" else {"outcome": dossier.outcome}


@_rule
def signatures_verified(dossier: "Dossier", move: Move) -> Refusal | None:
    """No signature is invalid; unknown only with a recorded reason (T17)."""
    return _names(
        [
            name
            for name, verdict in dossier.verdicts_needed()
            if verdict is None
            or verdict.verdict in {Verdict.INVALID, Verdict.UNSIGNED}
            or (verdict.verdict is Verdict.UNKNOWN and not move.tolerated.get(name))
        ]
    )


@_rule
def result_numbered(dossier: "Dossier", _: Move) -> Refusal | None:
    """The clerk gave number and date (R-5B-53)."""
    numbered = dossier.result is not None and dossier.result.number and dossier.result.number_on
    return None if numbered else {"missing": "number"}


@_rule
def result_sealed(dossier: "Dossier", _: Move) -> Refusal | None:
    """The agency signed the result where the procedure asks for it."""
    if not dossier.terms.needs_agency_signature:
        return None
    sealed = dossier.result is not None and dossier.result.has(SignatureRole.AGENCY)
    return None if sealed else {"missing": "agency_signature"}


@_rule
def copies_sealed(dossier: "Dossier", _: Move) -> Refusal | None:
    """Components digitised by duty are agency-signed as true copies (R-5B-54)."""
    return _names([c.name for c in dossier.components_to_copy() if not c.is_copy_signed])


@_rule
def extension_in_time(_: "Dossier", move: Move) -> Refusal | None:
    """At the latest on the last working day before the due date (NĐ 61/2018/NĐ-CP Art. 19(9))."""
    if move.last_extension_day is not None and move.at.date() <= move.last_extension_day:
        return None
    return {"last_day": move.last_extension_day.isoformat() if move.last_extension_day else None}


@_rule
def extended_once(dossier: "Dossier", _: Move) -> Refusal | None:
    """Once per dossier; a restart gives no second one (T19)."""
    return {"new_due_on": dossier.extension.new_due_on.isoformat()} if dossier.extension else None


@_rule
def new_date_later(_: "Dossier", move: Move) -> Refusal | None:
    """The new date is a working day after the old one (T19)."""
    later = (
        move.new_due_on is not None
        and move.due_at is not None
        and move.new_due_on > move.due_at.date()
    )
    return (
        None
        if later and move.new_due_is_working_day
        else {"new_due_on": str(move.new_due_on or "")}
    )


@_rule
def code_issued(dossier: "Dossier", _: Move) -> Refusal | None:
    """Only a dossier that was received can be withdrawn."""
    return (
        None
        if dossier.is_received and dossier.supplement_origin != "intake"
        else {"missing": "code"}
    )


@_rule
def no_result_decision(dossier: "Dossier", _: Move) -> Refusal | None:
    """Nobody has signed a result yet (T20)."""
    signed = dossier.result is not None and dossier.result.has(SignatureRole.APPROVER)
    return {"signed": True} if signed else None


@_rule
def originals_returned(dossier: "Dossier", _: Move) -> Refusal | None:
    """The applicant has the originals back (T21)."""
    back = dossier.withdrawal is not None and dossier.withdrawal.originals_returned
    return None if back else {"missing": "originals"}


@_rule
def fee_rule_stated(dossier: "Dossier", _: Move) -> Refusal | None:
    """What happens to paid fees is stated, with its basis; there is no default (T21)."""
    paid = sum(f.amount for f in dossier.fees if f.paid_at)
    if not paid:
        return None
    asked = dossier.withdrawal
    treatment = asked.fee_treatment if asked is not None else ""
    back = asked.fee_refund if asked is not None else 0
    fits = {"all": back == paid, "part": 0 < back < paid, "none": back == 0}
    if not fits.get(treatment, False):
        return {"missing": "fee_rule", "paid": paid}
    return None if asked is not None and asked.fee_basis else {"missing": "fee_basis", "paid": paid}


@_rule
def recipient_identified(_: "Dossier", move: Move) -> Refusal | None:
    """The identity of who takes the result was checked (R-5B-58)."""
    return None if move.recipient_checked else {"missing": "recipient"}


@_rule
def originals_seen(dossier: "Dossier", _: Move) -> Refusal | None:
    """Originals promised for later were shown before the result changes hands (R-5B-38)."""
    return _names(
        [c.name for c in dossier.components if c.original_pending and c.original_check is None]
    )


@_rule
def result_signed_as_required(dossier: "Dossier", _: Move) -> Refusal | None:
    """No return without the approver's and, where asked, the agency's signature (the invariant).

    Exceptions: results on forms or cards need no agency signature (R-5B-03), results of a central
        agency neither (R-5B-04).
    """
    missing = dossier.missing_signatures()
    return {"missing": missing[0]} if missing else None


@_rule
def retention_set(dossier: "Dossier", _: Move) -> Refusal | None:
    """The procedure says how long the dossier is kept."""
    return None if dossier.terms.retention else {"missing": "retention"}


@_rule
def archive_due_set(_: "Dossier", move: Move) -> Refusal | None:
    """The day of hand-over to the archive is known and has come (T25)."""
    if move.archive_due_on is not None and move.at.date() >= move.archive_due_on:
        return None
    return {"archive_due_on": move.archive_due_on.isoformat() if move.archive_due_on else None}


@_rule
def result_is_physical(dossier: "Dossier", _: Move) -> Refusal | None:
    """The procedure's result is made on a form or card (R-5B-03)."""
    return None if dossier.terms.result_is_physical else {"procedure": dossier.terms.code}


@_rule
def physical_result_recorded(dossier: "Dossier", _: Move) -> Refusal | None:
    """Number and signer of the physical result are recorded (T27)."""
    physical = dossier.result.physical if dossier.result else None
    return (
        None
        if physical is not None and physical.number and physical.signed_by
        else {"missing": "physical_result"}
    )


@_rule
def approved_centrally(dossier: "Dossier", _: Move) -> Refusal | None:
    """A central agency decides this procedure (R-5B-04)."""
    return None if dossier.terms.approved_by_central_agency else {"procedure": dossier.terms.code}


@_rule
def central_answer_recorded(dossier: "Dossier", _: Move) -> Refusal | None:
    """The central agency's document is here: digitised and signed.

    Or with its signature verified (T28).
    """
    result = dossier.result
    if result is None or not result.central or result.file is None:
        return {"missing": "central_answer"}
    verified = result.verdict is not None and result.verdict.verdict is Verdict.VALID
    return None if verified or result.has(SignatureRole.OFFICER) else {"missing": "signature"}
