"""A procedure (thủ tục hành chính) as data: what is filed, how long, what it costs, what comes out.

One `ProcedureDefinition` serves the counter and the restructuring of procedures. Old dossiers
keep the version they were received under. Every datum names its source; what has none says
that it is to be confirmed, so that nobody takes a guess for law.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from desk_app.domain.procedure_kinds import (
    ROLES,
    RULE_SETS,
    SLIPS,
    AgencyLevel,
    ApplicantKind,
    Channel,
    Digitisation,
    FeeDue,
    Need,
    PaperForm,
    PaymentClock,
    Sensitivity,
    SpecialResult,
    Step,
    TermUnit,
)

__all__ = [
    "ROLES",
    "RULE_SETS",
    "SLIPS",
    "AgencyLevel",
    "ApplicantKind",
    "AppraisalCheck",
    "Channel",
    "ComponentDefinition",
    "Condition",
    "Digitisation",
    "Fee",
    "FeeDue",
    "FiveStep",
    "Need",
    "PaperForm",
    "PaymentClock",
    "ProcedureDefinition",
    "ProcessStep",
    "Provenance",
    "Publication",
    "ResultDefinition",
    "Retention",
    "Sector",
    "Sensitivity",
    "Source",
    "SpecialResult",
    "Step",
    "Term",
    "TermUnit",
    "TermVariation",
    "is_national_code",
    "sourced_paths",
]

_NATIONAL_CODE = re.compile(r"[1-3]\.\d{6}(\.\d{3}\.\d{2}\.\d{2}\.[HG]\d{2})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An instrument that a datum rests on, cited without an address."""

    instrument: str
    dated: dt.date | None
    citation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where one datum comes from.

    Attributes:
        source: key of a source of the procedure; None when there is none.
        at: article and clause.
        to_confirm: true when the office must check the value before it goes live.
        note: what is uncertain.
    """

    source: str | None = None
    at: str | None = None
    to_confirm: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """Field of administration (lĩnh vực)."""

    name: str
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Decision that publishes the procedure."""

    number: str
    dated: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FiveStep:
    """Whether the procedure runs as five electronic steps, and by which decision (R-5B-02)."""

    eligible: bool
    decision: str | None = None
    valid_from: dt.date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermVariation:
    """Another term under a condition, such as online filing or field verification."""

    when: str
    unit: TermUnit
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Time limit of the procedure.

    Attributes:
        amount: by law; compared in indicator 1 of TT 01/2018/TT-VPCP Art. 13.
        local_amount: shortened by the office; the due date follows it (R-PR-62).
        same_day: the result is due on the day of receipt.
        cutoff: after this hour a same-day result is due the next working day.
        cutoff_shifts_start: a dossier later than the cut-off counts from the next working day.
        payment_clock: see `PaymentClock`.
        variations: other terms under conditions, in the order in which they are tried.
    """

    unit: TermUnit
    amount: int
    local_amount: int | None = None
    same_day: bool = False
    cutoff: dt.time | None = None
    cutoff_shifts_start: bool = False
    payment_clock: PaymentClock = PaymentClock.STOPS
    variations: tuple[TermVariation, ...] = ()

    @property
    def due_amount(self) -> int:
        """The amount the due date follows: the local one where the office shortened it."""
        return self.amount if self.local_amount is None else self.local_amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """A fee or charge; `amount` in đồng, or a formula in words where the law sets no sum."""

    key: str
    name: str
    due: FeeDue
    amount: int | None = None
    formula: str | None = None
    legal_basis: str | None = None
    waived_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """When a conditional component is needed.

    Attributes:
        text: for the officer.
        field: e-form field the program looks at; None leaves the decision to the officer.
        any_of: values of the field that make the component needed; empty means any value.
    """

    text: str
    field: str | None = None
    any_of: tuple[str, ...] = ()

    def holds(self, facts: Mapping[str, object]) -> bool | None:
        """Whether the component is needed, None when the officer decides."""
        if self.field is None:
            return None
        value = facts.get(self.field)
        if value in (None, ""):
            return None
        return not self.any_of or str(value) in self.any_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentDefinition:
    """A paper of the dossier (thành phần hồ sơ).

    Attributes:
        key: name inside the procedure.
        code: code of the component in the national data, when known.
        document_type: type that recognition knows, `khac` when it knows none.
        digitisation_reason: why the class was chosen; required for `never`.
        originals: standard number of originals; `copies` of copies.
        feeds_form: its fields fill the e-form.
        needs_original_check: an online copy is compared with the original (R-5B-38).
        standard: what the paper must be, per channel, in words.
    """

    key: str
    name: str
    document_type: str
    digitisation: Digitisation
    need: Need
    code: str | None = None
    digitisation_reason: str | None = None
    condition: Condition | None = None
    originals: int = 0
    copies: int = 0
    feeds_form: bool = False
    needs_original_check: bool = False
    accepted: tuple[PaperForm, ...] = ()
    sensitivity: Sensitivity = Sensitivity.BASIC
    standard: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalCheck:
    """A question of the appraiser's check list; what it looks at is shown beside it."""

    key: str
    text: str
    components: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    legal_basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessStep:
    """One step of the internal process: who does what in how much of the term.

    Attributes:
        amount: share of the term in its own unit; parts of a unit allowed (half a day = 0.5).
        following: keys of the steps that may come next; empty ends the process.
    """

    key: str
    step: Step
    agency: str
    role: str
    duty: str
    amount: float
    following: tuple[str, ...]
    takes_in: str | None = None
    gives_out: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDefinition:
    """What the procedure ends with.

    Attributes:
        template: key of the result template; None when the result is made elsewhere.
        refusal_template: key of the template of the refusal in writing.
        book: numbering book; numbers are unique per book and year.
        number_pattern: such as `{number}/GPXD`; `{year}` and `{agency}` are known too.
        validity: period in words, None without one.
    """

    name: str
    document_type: str
    template: str | None
    refusal_template: str
    book: str
    number_pattern: str
    code: str | None = None
    needs_agency_signature: bool = True
    validity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long the dossier is kept; archiving is refused while nothing is set."""

    years: int | None = None
    is_permanent: bool = False

    @property
    def is_set(self) -> bool:
        """Whether a period is known."""
        return self.is_permanent or self.years is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureDefinition:
    """One version of a procedure; see the module text.

    Attributes:
        key: stable name in files and code, such as `birth_registration`.
        code: national code, None while it is to be confirmed.
        form: key of the e-form.
        shows_card_picture: the face in the chip of the card is read and shown, never kept.
        rule_set: deadline rules; `by_date` takes those in force on the day of receipt.
        provenance: dotted path of a datum → its source.
    """

    key: str
    name: str
    version: int
    valid_from: dt.date
    agency_level: AgencyLevel
    sector: Sector
    applicants: tuple[ApplicantKind, ...]
    five_step: FiveStep
    term: Term
    components: tuple[ComponentDefinition, ...]
    form: str
    result: ResultDefinition
    code: str | None = None
    valid_to: dt.date | None = None
    publication: Publication | None = None
    special_results: frozenset[SpecialResult] = frozenset()
    rule_set: str = "by_date"
    set_count: int = 1
    shows_card_picture: bool = False
    fees: tuple[Fee, ...] = ()
    checks: tuple[AppraisalCheck, ...] = ()
    steps: tuple[ProcessStep, ...] = ()
    slips: tuple[str, ...] = ()
    roles: Mapping[Step, tuple[str, ...]] = field(default_factory=dict)
    channels_in: tuple[Channel, ...] = ()
    channels_out: tuple[Channel, ...] = ()
    retention: Retention = field(default_factory=Retention)
    target_system: str = "province"
    legal_bases: tuple[str, ...] = ()
    conditions: str | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)
    provenance: Mapping[str, Provenance] = field(default_factory=dict)

    def is_valid_on(self, day: dt.date) -> bool:
        """Whether this version is the one in force on a day, as far as its own dates say."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def component(self, key: str) -> ComponentDefinition:
        """The component of that key; KeyError when there is none."""
        for component in self.components:
            if component.key == key:
                return component
        raise KeyError(key)

    def needed_components(self, facts: Mapping[str, object]) -> tuple[ComponentDefinition, ...]:
        """Components that must be there, given the e-form's values so far.

        A conditional component counts when its condition holds; one that the officer decides
        is left out here and offered by the screen.
        """
        return tuple(
            component
            for component in self.components
            if component.need is Need.REQUIRED
            or (component.condition is not None and component.condition.holds(facts) is True)
        )

    def origin(self, path: str) -> Provenance:
        """Where a datum comes from; a datum nobody sourced is to be confirmed."""
        return self.provenance.get(path, Provenance(to_confirm=True))

    def to_confirm(self) -> tuple[str, ...]:
        """Paths of all data that the office must still check."""
        return tuple(path for path in sourced_paths(self) if self.origin(path).to_confirm)


def sourced_paths(procedure: ProcedureDefinition) -> tuple[str, ...]:
    """Paths of the data that must name a source or say that it is to be confirmed."""
    return (
        "code",
        "publication",
        "term",
        "five_step",
        "retention",
        "result",
        *(f"fees.{fee.key}" for fee in procedure.fees),
        *(f"components.{component.key}" for component in procedure.components),
    )


def is_national_code(code: str) -> bool:
    """Whether a code has the form of the national data, such as 1.008895.

    A local copy with its agency group (2.000815.000.00.00.H55) counts too.
    """
    return _NATIONAL_CODE.fullmatch(code) is not None
