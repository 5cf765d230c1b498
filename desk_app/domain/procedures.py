"""A procedure (thủ tục hành chính) as data: what is filed, how long, what it costs, what comes out.

One `ProcedureDefinition` serves the counter and the restructuring of procedures. Old dossiers
keep the version they were received under. Every datum names its source; what has none says
that it is to be confirmed, so that nobody takes a guess for law.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from desk_app.domain.definitions import DefinitionError, Node, Problem


class AgencyLevel(StrEnum):
    """Who decides, in the two tiers since 1 July 2025, and the centre above them."""

    COMMUNE = "commune"
    PROVINCE = "province"
    CENTRAL = "central"


class ApplicantKind(StrEnum):
    """Who may file."""

    CITIZEN = "citizen"
    HOUSEHOLD = "household"
    BUSINESS = "business"
    ORGANISATION = "organisation"
    AGENCY = "agency"


class SpecialResult(StrEnum):
    """Why a procedure leaves the plain five steps (R-5B-03, R-5B-04)."""

    BLANK_FORM = "result_on_blank_form"
    CARD = "result_on_card"
    SPECIAL_SIZE = "result_special_size"
    CENTRAL_AGENCY = "approved_by_central_agency"
    OTHER = "other_special_case"


class TermUnit(StrEnum):
    """How a term is counted."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    WORKING_HOURS = "working_hours"
    MONTHS = "months"


class PaymentClock(StrEnum):
    """What the clock does while a fee due before processing is open."""

    STOPS = "stops"
    RUNS = "runs"


class FeeDue(StrEnum):
    """When a fee is paid: step 1 or the last step before return."""

    BEFORE_PROCESSING = "before_processing"
    BEFORE_RETURN = "before_return"


class Digitisation(StrEnum):
    """Digitisation class of a component (R-5B-05, R-5B-25, R-5B-26)."""

    MANDATORY = "mandatory"
    ON_DEMAND = "on_demand"
    NEVER = "never"


class Need(StrEnum):
    """Whether a component must be there."""

    REQUIRED = "required"
    CONDITIONAL = "conditional"
    OPTIONAL = "optional"


class PaperForm(StrEnum):
    """In which form a component may be filed (TT 01/2023/TT-VPCP Art. 4(1))."""

    ORIGINAL = "original"
    CERTIFIED_COPY = "certified_copy"
    PLAIN_COPY = "plain_copy"
    ELECTRONIC_COPY = "electronic_copy"
    PHOTO_WITH_ORIGINAL = "photo_with_original"
    SHOWN_ONLY = "shown_only"


class Sensitivity(StrEnum):
    """Personal data on a component (NĐ 356/2025/NĐ-CP Art. 4: images of identity cards)."""

    NONE = "none"
    BASIC = "basic"
    SENSITIVE = "sensitive"


class Step(StrEnum):
    """The five electronic steps."""

    INTAKE = "intake"
    APPRAISE = "appraise"
    APPROVE = "approve"
    AGENCY_SIGN = "agency_sign"
    RETURN_RESULT = "return_result"


class Channel(StrEnum):
    """How a dossier comes in and how a result goes out."""

    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"


ROLES = frozenset(
    {
        "intake_officer",
        "appraiser",
        "coordinating_agency",
        "approver",
        "records_clerk",
        "result_officer",
        "one_stop_head",
        "agency_leader",
        "admin",
    }
)
"""Role identifiers that a step may name."""

SLIPS = (
    "receipt",
    "supplement_request",
    "refusal",
    "apology",
    "stop_notice",
    "control_slip",
    "dossier_register",
    "evaluation",
    "fee_receipt",
    "returned_originals",
    "handover",
)
"""Keys of the slips; by name, never by number (numbers changed meaning in 2025)."""

RULE_SETS = ("by_date", "2018", "2025")

_NATIONAL_CODE = re.compile(r"[1-3]\.\d{6}(\.\d{3}\.\d{2}\.\d{2}\.[HG]\d{2})?")
_KEY = re.compile(r"[a-z][a-z0-9_]*")


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


def procedure_from_data(data: Mapping[str, object]) -> ProcedureDefinition:
    """Parse a definition; structure only, meaning is `check_procedure`'s.

    Args:
        data: as read from TOML or JSON; resources/schemas/procedure.schema.json describes it.

    Raises:
        DefinitionError: with every fault and its path.
    """
    problems: list[Problem] = []
    root = Node(data, "", problems)
    root.number("schema", 1, least=1)
    procedure = ProcedureDefinition(
        key=_key(root),
        code=root.optional_text("code"),
        name=root.text("name"),
        version=root.number("version", least=1),
        valid_from=root.date("valid_from"),
        valid_to=root.optional_date("valid_to"),
        agency_level=root.choice("agency_level", AgencyLevel),
        sector=_sector(root.node("sector")),
        publication=_publication(root.optional_node("publication")),
        applicants=root.choices("applicants", ApplicantKind),
        five_step=_five_step(root.node("five_step")),
        special_results=frozenset(root.choices("special_results", SpecialResult)),
        term=_term(root.node("term")),
        rule_set=root.text("rule_set", "by_date"),
        set_count=root.number("set_count", 1, least=1),
        fees=tuple(_fee(node) for node in root.nodes("fees")),
        components=tuple(_component(node) for node in root.nodes("components")),
        form=root.text("form"),
        checks=tuple(_check(node) for node in root.nodes("checks")),
        steps=tuple(_step(node) for node in root.nodes("steps")),
        result=_result(root.node("result")),
        slips=root.texts("slips"),
        roles=_roles(root.optional_node("roles")),
        channels_in=root.choices("channels_in", Channel),
        channels_out=root.choices("channels_out", Channel),
        retention=_retention(root.optional_node("retention")),
        target_system=root.text("target_system", "province"),
        legal_bases=root.texts("legal_bases"),
        conditions=root.optional_text("conditions"),
        sources=_sources(root),
        provenance=_provenance(root),
    )
    root.finish()
    if problems:
        what = data.get("key", "procedure") if isinstance(data, Mapping) else "procedure"
        raise DefinitionError(str(what), problems)
    return procedure


def is_national_code(code: str) -> bool:
    """Whether a code has the form of the national data, such as 1.008895.

    A local copy with its agency group (2.000815.000.00.00.H55) counts too.
    """
    return _NATIONAL_CODE.fullmatch(code) is not None


def _key(node: Node) -> str:
    key = node.text("key")
    if key and not _KEY.fullmatch(key):
        node.fault("key", "definition.not_a_key", key)
    return key


def _sector(node: Node) -> Sector:
    sector = Sector(name=node.text("name"), code=node.optional_text("code"))
    node.finish()
    return sector


def _publication(node: Node | None) -> Publication | None:
    if node is None:
        return None
    publication = Publication(number=node.text("number"), dated=node.optional_date("dated"))
    node.finish()
    return publication


def _five_step(node: Node) -> FiveStep:
    five_step = FiveStep(
        eligible=node.flag("eligible"),
        decision=node.optional_text("decision"),
        valid_from=node.optional_date("valid_from"),
        reason=node.optional_text("reason"),
    )
    node.finish()
    return five_step


def _term(node: Node) -> Term:
    term = Term(
        unit=node.choice("unit", TermUnit),
        amount=node.number("amount"),
        local_amount=node.optional_number("local_amount"),
        same_day=node.flag("same_day"),
        cutoff=node.optional_time("cutoff"),
        cutoff_shifts_start=node.flag("cutoff_shifts_start"),
        payment_clock=node.choice("payment_clock", PaymentClock, PaymentClock.STOPS),
        variations=tuple(_variation(child) for child in node.nodes("variations")),
    )
    node.finish()
    return term


def _variation(node: Node) -> TermVariation:
    variation = TermVariation(
        when=node.text("when"),
        unit=node.choice("unit", TermUnit),
        amount=node.number("amount", least=1),
    )
    node.finish()
    return variation


def _fee(node: Node) -> Fee:
    fee = Fee(
        key=_key(node),
        name=node.text("name"),
        due=node.choice("due", FeeDue),
        amount=node.optional_number("amount"),
        formula=node.optional_text("formula"),
        legal_basis=node.optional_text("legal_basis"),
        waived_for=node.texts("waived_for"),
    )
    node.finish()
    return fee


def _component(node: Node) -> ComponentDefinition:
    component = ComponentDefinition(
        key=_key(node),
        code=node.optional_text("code"),
        name=node.text("name"),
        document_type=node.text("document_type", "khac"),
        digitisation=node.choice("digitisation", Digitisation),
        digitisation_reason=node.optional_text("digitisation_reason"),
        need=node.choice("need", Need, Need.REQUIRED),
        condition=_condition(node.optional_node("condition")),
        originals=node.number("originals", 0),
        copies=node.number("copies", 0),
        feeds_form=node.flag("feeds_form"),
        needs_original_check=node.flag("needs_original_check"),
        accepted=node.choices("accepted", PaperForm),
        sensitivity=node.choice("sensitivity", Sensitivity, Sensitivity.BASIC),
        standard=_standard(node.optional_node("standard")),
    )
    node.finish()
    return component


def _condition(node: Node | None) -> Condition | None:
    if node is None:
        return None
    condition = Condition(
        text=node.text("text"), field=node.optional_text("field"), any_of=node.texts("any_of")
    )
    node.finish()
    return condition


def _standard(node: Node | None) -> Mapping[str, str]:
    if node is None:
        return {}
    found = {str(channel): node.text(str(channel)) for channel in Channel if node.has(str(channel))}
    node.finish()
    return MappingProxyType(found)


def _check(node: Node) -> AppraisalCheck:
    check = AppraisalCheck(
        key=_key(node),
        text=node.text("text"),
        components=node.texts("components"),
        fields=node.texts("fields"),
        legal_basis=node.optional_text("legal_basis"),
    )
    node.finish()
    return check


def _step(node: Node) -> ProcessStep:
    amount = node.raw("amount")
    if isinstance(amount, bool) or not isinstance(amount, (int, float)) or amount < 0:
        node.fault("amount", "definition.not_a_number", repr(amount))
        amount = 0
    step = ProcessStep(
        key=_key(node),
        step=node.choice("step", Step),
        agency=node.text("agency"),
        role=node.text("role"),
        duty=node.text("duty"),
        amount=float(amount),
        following=node.texts("following"),
        takes_in=node.optional_text("takes_in"),
        gives_out=node.optional_text("gives_out"),
    )
    node.finish()
    return step


def _result(node: Node) -> ResultDefinition:
    result = ResultDefinition(
        name=node.text("name"),
        code=node.optional_text("code"),
        document_type=node.text("document_type", "khac"),
        template=node.optional_text("template"),
        refusal_template=node.text("refusal_template"),
        book=node.text("book"),
        number_pattern=node.text("number_pattern"),
        needs_agency_signature=node.flag("needs_agency_signature", default=True),
        validity=node.optional_text("validity"),
    )
    node.finish()
    return result


def _roles(node: Node | None) -> Mapping[Step, tuple[str, ...]]:
    if node is None:
        return {}
    found = {step: node.texts(str(step)) for step in Step if node.has(str(step))}
    node.finish()
    return MappingProxyType(found)


def _retention(node: Node | None) -> Retention:
    if node is None:
        return Retention()
    retention = Retention(
        years=node.optional_number("years", least=1), is_permanent=node.flag("permanent")
    )
    node.finish()
    return retention


def _sources(root: Node) -> Mapping[str, Source]:
    found = {}
    for key, node in root.tables("sources").items():
        found[key] = Source(
            instrument=node.text("instrument"),
            dated=node.optional_date("dated"),
            citation=node.optional_text("citation"),
        )
        node.finish()
    return MappingProxyType(found)


def _provenance(root: Node) -> Mapping[str, Provenance]:
    found = {}
    for path, node in root.tables("provenance").items():
        found[path] = Provenance(
            source=node.optional_text("source"),
            at=node.optional_text("at"),
            to_confirm=node.flag("to_confirm"),
            note=node.optional_text("note"),
        )
        node.finish()
    return MappingProxyType(found)
