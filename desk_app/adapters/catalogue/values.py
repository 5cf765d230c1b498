"""Checks the values of an e-form against its JSON Schema and says by code what is wrong."""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk_app.adapters.catalogue.value_rules import NO_BASIS, rule_of
from desk_app.domain.forms import FormDefinition, FormField

if TYPE_CHECKING:
    from jsonschema import FormatChecker
    from jsonschema.exceptions import ValidationError


@functools.cache
def _formats() -> "FormatChecker":
    """Formats our forms use; made with the first values, not with the catalogue."""
    from jsonschema import FormatChecker

    formats = FormatChecker(formats=())
    formats.checks("date", raises=ValueError)(_is_date)
    formats.checks("email")(_is_email)
    return formats


def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(dt.date.fromisoformat(value))


def _is_email(value: object) -> bool:
    if not isinstance(value, str):
        return True
    name, at, host = value.rpartition("@")
    return bool(name and at) and "." in host.strip(".") and " " not in value


_CODES = {
    "required": "form.value_missing",
    "pattern": "form.value_form",
    "format": "form.value_form",
    "enum": "form.value_not_a_choice",
    "type": "form.value_kind",
    "minimum": "form.value_too_small",
    "maximum": "form.value_too_large",
    "minLength": "form.value_missing",
    "maxLength": "form.value_too_long",
    "additionalProperties": "form.value_unknown",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueProblem:
    """One field that does not satisfy its form; `code` is a key of the text catalogue.

    The facts hold what the rule rests on: `instrument`, `article`, and `to_confirm` where nobody
    has made sure of it.
    """

    field: str
    code: str
    facts: Mapping[str, object]


def check_values(form: FormDefinition, data: Mapping[str, object]) -> list[ValueProblem]:
    """Everything that is wrong with the values, in the order of the form."""
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(dict(form.schema), format_checker=_formats())
    order = {each.name: place for place, each in enumerate(form.fields)}
    fields = {each.name: each for each in form.fields}
    problems = [
        _problem(error, name, fields.get(name))
        for error in validator.iter_errors(dict(data))
        for name in _names(error, data)
    ]
    return sorted(problems, key=lambda p: (order.get(p.field, len(order)), p.code))


def _problem(error: "ValidationError", name: str, field: FormField | None) -> ValueProblem:
    rule = rule_of(str(error.validator), error.validator_value)
    code = _CODES.get(str(error.validator), "form.value_form")
    basis = (field.basis if field else None) or (rule.basis if rule else NO_BASIS)
    return ValueProblem(
        field=name,
        code=f"form.rule.{rule.says}" if rule is not None and rule.says else code,
        facts={
            "label": field.label if field else name,
            "limit": _limit(error),
            "instrument": basis.instrument,
            "article": basis.at,
            "to_confirm": basis.to_confirm,
        },
    )


def _names(error: "ValidationError", data: Mapping[str, object]) -> list[str]:
    """The fields that one schema error is about."""
    if error.path:
        return [str(error.path[0])]
    if error.validator == "required":
        wanted = error.validator_value if isinstance(error.validator_value, list) else []
        return [name for name in wanted if name not in data and f"'{name}'" in error.message]
    known = error.schema.get("properties", {}) if isinstance(error.schema, Mapping) else {}
    return sorted(name for name in data if name not in known)


def _limit(error: "ValidationError") -> str:
    value = error.validator_value
    return ", ".join(str(v) for v in value) if isinstance(value, list) else str(value)
