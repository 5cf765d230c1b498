"""Rules of values with their sentences and what they rest on, as data (``rules/values.toml``)."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import resources
from desk_app.domain.definitions import DefinitionError, Node, Problem
from desk_app.domain.forms import Basis

SHIPPED = "rules/values.toml"
NO_BASIS = Basis(to_confirm=True)
"""Of a rule whose article nobody has named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRule:
    """One rule of values.

    Attributes:
        keyword: of JSON Schema.
        argument: which rule of that keyword; empty for all others.
        says: its sentence under ``form.rule``; empty where the keyword's own sentence says it all.
    """

    keyword: str
    argument: str
    says: str
    basis: Basis


@functools.lru_cache(maxsize=1)
def shipped_rules() -> tuple[ValueRule, ...]:
    """The rules this program knows."""
    return rules_from_data(resources.toml(SHIPPED))


def rules_from_data(data: Mapping[str, object]) -> tuple[ValueRule, ...]:
    """Parse rules.

    Raises:
        DefinitionError: with every fault and its path; a rule has an article or is to be confirmed.
    """
    problems: list[Problem] = []
    root = Node(data, "", problems)
    instruments = {}
    for key, node in root.tables("sources").items():
        instruments[key] = node.text("instrument")
        node.finish()
    rules = tuple(_rule(node, instruments) for node in root.nodes("rules"))
    root.finish()
    if problems:
        raise DefinitionError("rules of values", problems)
    return rules


def _rule(node: Node, instruments: Mapping[str, str]) -> ValueRule:
    source, at = node.text("source", ""), node.text("at", "")
    to_confirm = node.flag("to_confirm")
    if source and source not in instruments:
        node.fault("source", "procedure.source_unknown", source)
    if bool(source) != bool(at):
        node.fault("at", "procedure.source_without_place", source or at)
    if not source and not to_confirm:
        node.fault("source", "definition.missing")
    rule = ValueRule(
        keyword=node.text("keyword"),
        argument=node.text("argument", ""),
        says=node.text("says", ""),
        basis=Basis(instrument=instruments.get(source, ""), at=at, to_confirm=to_confirm),
    )
    node.finish()
    return rule


def rule_of(keyword: str, argument: object) -> ValueRule | None:
    """The rule a schema applies; the one for this very argument goes before the general one."""
    of_keyword = [rule for rule in shipped_rules() if rule.keyword == keyword]
    exact = next((rule for rule in of_keyword if rule.argument == argument), None)
    return exact or next((rule for rule in of_keyword if not rule.argument), None)
