"""The aggregate: one dossier with its papers, its state, and who did what."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from desk_app.domain.accounts import AccountCheck, Confirmation, Consent, Mismatch
from desk_app.domain.agencies import AgencyLeg
from desk_app.domain.components import Component, PaperRef
from desk_app.domain.deadlines import ClockEvent, Term
from desk_app.domain.errors import Fact, NotFoundError, RuleError
from desk_app.domain.events import Event
from desk_app.domain.forms import FilledForm
from desk_app.domain.identifiers import DossierCode, DossierId, provisional_number
from desk_app.domain.money import FeeDue, PaymentState, payment_state
from desk_app.domain.notices import Notice, Release
from desk_app.domain.page_notes import PageNote
from desk_app.domain.people import Actor, IdentityCheck, Person
from desk_app.domain.procedures import Digitisation
from desk_app.domain.records import (
    Check,
    Delivery,
    Extension,
    HandOver,
    Opinion,
    Result,
    Slip,
    Supplement,
    Withdrawal,
)
from desk_app.domain.rules import RULES, Move
from desk_app.domain.signatures import FileVerdict, SignatureRole
from desk_app.domain.voices import Evaluation, Feedback
from desk_app.domain.workflow import TERMINAL, TRANSITIONS, State, Step, Target, step_of

_REMEMBERS_ORIGIN = frozenset({State.PAYMENT_REQUESTED, State.WITHDRAWAL_REQUESTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureTerms:
    """What a dossier keeps of its procedure for life, in the version it was received under.

    Attributes:
        form: key of the e-form.
        required_fields: names of e-form values that must not be empty at receipt.
        term: processing time limit and how it is counted; the office's own where it is shorter.
        legal_amount: limit of the law in the term's unit, where the office's own differs (R-PR-62).
        retention: retention period in words; empty while the procedure leaves it unset.
    """

    code: str
    version: str
    name: str
    form: str = ""
    required_fields: tuple[str, ...] = ()
    term: Term
    legal_amount: Fraction | None = None
    rule_set: str = "by_date"
    needs_agency_signature: bool = True
    result_is_physical: bool = False
    approved_by_central_agency: bool = False
    result_template: str = ""
    result_document_type: str = ""
    retention: str = ""
    target_system: str = "reference"


@dataclass(slots=True, kw_only=True)
class Dossier:
    """One dossier; every change goes through its methods, every change of state through ``take``.

    Attributes:
        code: dossier code; given once and never changed. None until it is received, and after that
            while the system that gives codes has not answered.
        coded_at_version: the version that brought a code that came later; 0 when none did.
        version: optimistic version; the store raises it by one with every save.
        origins: states before open payment and withdrawal requests, the newest last.
        clock: clock events in order; the due date is computed from them.
        due_at: due moment as last computed, None while the clock stands still or has not started.
        legal_due_at: due moment by the limit of the law, where the office promised an earlier one.
        outcome: ``grant`` or ``refusal``.
        unsigned_reason: why the dossier was accepted with unsigned scans, if so (T01).
        position: the agency that has the dossier now (R-5B-74).
        carrier: who brought a dossier that came by post, hired service or representative (R-PR-21).
        paper_reason: why an agency that should file online filed on paper (R-PR-59).
        contains_secret: papers under state secrecy never enter the desk (R-PR-02).
        register_book: book of the year the dossier is entered in; ``register_no`` is its line.
        claimed_by: officer who took the dossier from a shared list.
        events: events of this unit of work, not yet stored.
    """

    id: DossierId
    terms: ProcedureTerms
    unit: str
    desk: str
    channel: str
    created_at: dt.datetime
    code: DossierCode | None = None
    state: State = State.DRAFT
    version: int = 0
    origins: tuple[State, ...] = ()
    applicant: Person | None = None
    representative: Person | None = None
    authorisation_paper: str = ""
    identity: IdentityCheck | None = None
    account: str = ""
    components: list[Component] = field(default_factory=list)
    form: FilledForm = field(
        default_factory=lambda: FilledForm(definition_key="", definition_version=0)
    )
    fees: tuple[FeeDue, ...] = ()
    checks: tuple[Check, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    opinion_text: str = ""
    supplements: tuple[Supplement, ...] = ()
    slips: tuple[Slip, ...] = ()
    hand_overs: tuple[HandOver, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    result: Result | None = None
    outcome: str = "grant"
    extension: Extension | None = None
    withdrawal: Withdrawal | None = None
    clock: tuple[ClockEvent, ...] = ()
    received_at: dt.datetime | None = None
    due_at: dt.datetime | None = None
    legal_due_at: dt.datetime | None = None
    finished_at: dt.datetime | None = None
    unsigned_reason: str = ""
    position: str = ""
    corrects: str = ""
    archive_due_on: dt.date | None = None
    rule_set: str = ""
    delivery_choice: str = "paper_and_electronic"
    notes: dict[str, str] = field(default_factory=dict)
    account_checks: tuple[AccountCheck, ...] = ()
    consents: tuple[Consent, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()
    agencies: tuple[AgencyLeg, ...] = ()
    notices: tuple[Notice, ...] = ()
    releases: tuple[Release, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    page_notes: tuple[PageNote, ...] = ()
    carrier: str = ""
    set_count: int = 1
    delivery_place: str = ""
    paper_reason: str = ""
    contains_secret: bool = False
    register_book: str = ""
    register_no: int = 0
    claimed_by: str = ""
    claimed_at: dt.datetime | None = None
    coded_at_version: int = 0
    events: list[Event] = field(default_factory=list)

    @property
    def is_received(self) -> bool:
        """Whether an acceptance was recorded, with a code or under a provisional number."""
        return self.code is not None or self.received_at is not None

    @property
    def shown_code(self) -> str:
        """Code, or provisional number of a received dossier without one; empty for a draft."""
        if self.code is not None:
            return str(self.code)
        return provisional_number(self.id) if self.is_received else ""

    @property
    def came_from(self) -> State | None:
        """State before the open payment or withdrawal request."""
        return self.origins[-1] if self.origins else None

    @property
    def step(self) -> Step:
        """Step on whose screen the dossier is worked on."""
        if self.state is State.SUPPLEMENT_REQUESTED and self.supplement_origin == "appraisal":
            return Step.APPRAISE
        if self.state is State.PAYMENT_REQUESTED and self.came_from in {
            State.RESULT_READY,
            State.REFUSED,
        }:
            return Step.RETURN_RESULT
        return step_of(self.state)

    @property
    def is_open(self) -> bool:
        """Whether work is left."""
        return self.state not in TERMINAL and self.state is not State.RETURNED

    @property
    def waiting_for(self) -> str:
        """Whom the dossier waits for when not for an officer of this office; else empty."""
        waiting = {
            State.SUPPLEMENT_REQUESTED: "applicant",
            State.PAYMENT_REQUESTED: "payment",
            State.OPINION_PENDING: "opinion",
            State.WITHDRAWAL_REQUESTED: "decision",
        }
        if self.state in waiting:
            return waiting[self.state]
        return "agency" if any(leg.is_open for leg in self.agencies) else ""

    @property
    def payment(self) -> PaymentState:
        """Facet ``payment``."""
        return payment_state(self.fees)

    @property
    def digitisation(self) -> str:
        """Facet ``digitisation``: ``pending``.

        ``partial`` or ``complete`` over the components in scope (R-5B-06).
        """
        scope = [c for c in self.components if c.is_in_scope]
        done = [c for c in scope if c.file is not None and c.is_signed_personally]
        if len(done) == len(scope):
            return "complete"
        return "partial" if done else "pending"

    @property
    def supplement_origin(self) -> str:
        """``intake`` or ``appraisal`` while a request to supplement is open, else empty."""
        if not self.supplements or self.supplements[-1].completed_at is not None:
            return ""
        return self.supplements[-1].origin

    def component(self, key: str) -> Component:
        """The component of that key.

        Raises:
            NotFoundError: ``dossier.component`` when the dossier has none.
        """
        for component in self.components:
            if component.key == key:
                return component
        raise NotFoundError(
            "dossier.component", {"component": key, "dossier": str(self.code or self.id)}
        )

    def unverified_fields(self) -> list[str]:
        """Names of e-form values that no officer has confirmed."""
        return list(self.form.unverified())

    def missing_fields(self) -> list[str]:
        """Names of required e-form values that are empty."""
        have = self.form.data()
        return [name for name in self.terms.required_fields if name not in have]

    def components_to_copy(self) -> list[Component]:
        """Components the agency signs as true copies: digitised by duty, not reused (R-5B-54)."""
        return [
            c
            for c in self.components
            if c.digitisation is Digitisation.MANDATORY and c.file is not None and c.reuse is None
        ]

    def verdicts_needed(self) -> list[tuple[str, FileVerdict | None]]:
        """Every file whose signatures the clerk must see verified, with the verdict so far.

        R-5B-51.
        """
        files: list[tuple[str, FileVerdict | None]] = []
        if self.result is not None and self.result.file is not None:
            files.append(("result", self.result.verdict))
        files += [
            (c.key, c.verdict) for c in self.components if c.file is not None and c.reuse is None
        ]
        return files

    def missing_signatures(self) -> list[str]:
        """Signatures without which the dossier must never reach RETURNED."""
        if self.terms.approved_by_central_agency:
            return []
        missing = []
        result = self.result
        by_hand = (
            self.terms.result_is_physical and result is not None and result.physical is not None
        )
        if not by_hand and (result is None or not result.has(SignatureRole.APPROVER)):
            missing.append("approver_signature")
        wants_seal = self.terms.needs_agency_signature and not self.terms.result_is_physical
        if wants_seal and (result is None or not result.has(SignatureRole.AGENCY)):
            missing.append("agency_signature")
        return missing

    def refusal_of(self, move: Move) -> RuleError | None:
        """Why the arc cannot be taken now, or None when it can.

        The state is asked first, then the role, then each guard in the order of the table; the
        first that says no is
        named in the code: ``workflow.state``, ``workflow.role`` or ``rule.<name>``.
        """
        arc = move.arc
        where: dict[str, Fact] = {"transition": arc.row, "arc": arc.arc, "state": str(self.state)}
        if self.state not in arc.sources:
            return RuleError("workflow.state", where)
        if not move.by.may_act_as(arc.roles):
            return RuleError(
                "workflow.role", where | {"roles": tuple(sorted(arc.roles)), "user": move.by.user}
            )
        for name in arc.rules:
            refusal = RULES[name](self, move)
            if refusal is not None:
                return RuleError(f"rule.{name}", where | dict(refusal))
        return None

    def take(
        self,
        move: Move,
        *,
        kind: str,
        files: tuple[PaperRef, ...] = (),
        data: Mapping[str, Fact] | None = None,
    ) -> None:
        """Take one arc of the state machine and record the event.

        Raises:
            RuleError: the refusal of ``refusal_of``; nothing has changed then.
        """
        refusal = self.refusal_of(move)
        if refusal is not None:
            raise refusal
        before = self.state
        target = move.arc.to
        if target is Target.CAME_FROM:
            after = self.came_from or before
        elif target is Target.SAME:
            after = before
        else:
            after = State(target)
        if target is not Target.CAME_FROM and after in _REMEMBERS_ORIGIN:
            self.origins = (*self.origins, before)
        elif before in _REMEMBERS_ORIGIN and target is not Target.SAME:
            self.origins = self.origins[:-1]
        self.state = after
        self.note_event(
            kind,
            by=move.by,
            at=move.at,
            reason=move.reason,
            transition=move.arc.row,
            before=before,
            files=files,
            data=data,
        )

    def note_event(
        self,
        kind: str,
        *,
        by: Actor,
        at: dt.datetime,
        reason: str = "",
        transition: str = "",
        before: State | None = None,
        files: tuple[PaperRef, ...] = (),
        data: Mapping[str, Fact] | None = None,
    ) -> None:
        """Record an event that leaves the state alone, or the one of a transition."""
        self.events.append(
            Event(
                kind=kind,
                dossier_id=self.id,
                at=at,
                user=by.user,
                unit=by.unit,
                desk=by.desk,
                transition=transition,
                from_state=str(before if before is not None else self.state),
                to_state=str(self.state),
                reason=reason,
                files=tuple((f.name, f.sha256) for f in files),
                data=dict(data or {}),
            )
        )


def move_of(arc: str, by: Actor, at: dt.datetime, **known: object) -> Move:
    """A move along the arc of that name; ``known`` are fields of ``Move``."""
    return Move(arc=TRANSITIONS[arc], by=by, at=at, **known)  # type: ignore[arg-type] # names are checked by Move
