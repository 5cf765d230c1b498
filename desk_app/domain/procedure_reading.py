"""Reads a procedure's definition out of data; structure only, meaning is `check_procedure`'s."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from desk_app.domain.definitions import DefinitionError, Node, Problem
from desk_app.domain.procedure_kinds import (
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
from desk_app.domain.procedures import (
    AppraisalCheck,
    ComponentDefinition,
    Condition,
    Fee,
    FiveStep,
    ProcedureDefinition,
    ProcessStep,
    Provenance,
    Publication,
    ResultDefinition,
    Retention,
    Sector,
    Source,
    Term,
    TermVariation,
)

_KEY = re.compile(r"[a-z][a-z0-9_]*")


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
        shows_card_picture=root.flag("shows_card_picture"),
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
    step = ProcessStep(
        key=_key(node),
        step=node.choice("step", Step),
        agency=node.text("agency"),
        role=node.text("role"),
        duty=node.text("duty"),
        amount=node.amount("amount"),
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
