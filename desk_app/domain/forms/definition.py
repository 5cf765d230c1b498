"""What an e-form asks: fields, order, widgets, and which paper fills which field."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from desk_app.domain.definitions import DefinitionError, Node, Problem

Scalar = str | int | float | bool | None


class Widget(StrEnum):
    """How a field is shown."""

    TEXT = "text"
    MULTILINE = "multiline"
    DATE = "date"
    NUMBER = "number"
    MONEY = "money"
    CHOICE = "choice"
    CHECKBOX = "checkbox"
    PERSON_ID = "person_id"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"


class Convert(StrEnum):
    """How the text of a paper becomes the value of a form field."""

    TEXT = "text"
    UPPER = "upper"
    DATE = "date"
    NUMBER = "number"
    WHOLE = "whole"
    DIGITS = "digits"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRule:
    """Which field of a paper fills a form field, and how its text is converted."""

    field: str
    convert: Convert = Convert.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a rule of values rests on.

    Attributes:
        instrument: law, decree or decision with its number; empty while nobody has named one.
        at: article and clause.
        to_confirm: the office must check it before it relies on it.
    """

    instrument: str = ""
    at: str = ""
    to_confirm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field as the screen needs it.

    Attributes:
        basis: what the rules of this very field rest on; None where the general rules say it.
    """

    name: str
    label: str
    widget: Widget
    required: bool = False
    choices: tuple[str, ...] = ()
    help: str | None = None
    max_length: int | None = None
    basis: Basis | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSection:
    """A titled group of fields, in the order of the paper form."""

    key: str
    title: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDefinition:
    """One version of an e-form.

    Attributes:
        schema: the JSON Schema 2020-12 object that the values must satisfy.
        reads: document type → form field → how to read it.
    """

    key: str
    version: int
    valid_from: dt.date
    title: str
    schema: Mapping[str, object]
    sections: tuple[FormSection, ...]
    reads: Mapping[str, Mapping[str, ReadRule]]

    @property
    def fields(self) -> tuple[FormField, ...]:
        """All fields in screen order."""
        return tuple(each for section in self.sections for each in section.fields)

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the fields that must be filled."""
        return tuple(each.name for each in self.fields if each.required)

    def field(self, name: str) -> FormField:
        """The field of that name; KeyError when there is none."""
        for each in self.fields:
            if each.name == name:
                return each
        raise KeyError(name)


def form_from_data(data: Mapping[str, object]) -> FormDefinition:
    """Parse an e-form; structure only, the schema itself is checked by the catalogue.

    Raises:
        DefinitionError: with every fault and its path.
    """
    problems: list[Problem] = []
    root = Node(data, "", problems)
    key = root.text("key")
    version = root.number("version", least=1)
    valid_from = root.date("valid_from")
    title = root.text("title")
    schema = root.raw("schema")
    if not isinstance(schema, Mapping) or not isinstance(schema.get("properties"), Mapping):
        root.fault("schema", "form.schema_without_properties")
        schema = {"properties": {}}
    definition = FormDefinition(
        key=key,
        version=version,
        valid_from=valid_from,
        title=title,
        schema=MappingProxyType(dict(schema)),
        sections=_sections(root, schema),
        reads=_reads(root, schema),
    )
    root.finish()
    if problems:
        raise DefinitionError(f"e-form {key}", problems)
    return definition


def _sections(root: Node, schema: Mapping[str, object]) -> tuple[FormSection, ...]:
    properties = _properties(schema)
    required = schema.get("required", ())
    names = set(required) if isinstance(required, Sequence) else set()
    sections, shown = [], []
    ui = root.node("ui")
    for node in ui.nodes("sections"):
        fields = []
        for child in node.nodes("fields"):
            name = child.text("name")
            shown.append(name)
            if name not in properties:
                child.fault("name", "form.field_not_in_schema", name)
                continue
            fields.append(_field(child, name, properties[name], required=name in names))
            child.finish()
        sections.append(
            FormSection(key=node.text("key"), title=node.text("title"), fields=tuple(fields))
        )
        node.finish()
    ui.finish()
    for name in properties:
        if name not in shown:
            root.fault("ui", "form.field_not_shown", name)
    for name in {name for name in shown if shown.count(name) > 1}:
        root.fault("ui", "form.field_shown_twice", name)
    return tuple(sections)


def _field(node: Node, name: str, spec: Mapping[str, object], *, required: bool) -> FormField:
    label = spec.get("title")
    if not isinstance(label, str) or not label:
        node.fault("title", "form.field_without_label", name)
    choices = spec.get("enum", ())
    length = spec.get("maxLength")
    return FormField(
        name=name,
        label=str(label),
        widget=node.choice("widget", Widget, _usual_widget(spec)),
        required=required,
        choices=tuple(str(c) for c in choices) if isinstance(choices, Sequence) else (),
        help=node.optional_text("help"),
        max_length=length if isinstance(length, int) else None,
        basis=_basis(node),
    )


def _basis(node: Node) -> Basis | None:
    child = node.optional_node("basis")
    if child is None:
        return None
    basis = Basis(
        instrument=child.text("instrument"),
        at=child.text("at"),
        to_confirm=child.flag("to_confirm"),
    )
    child.finish()
    return basis


def _usual_widget(spec: Mapping[str, object]) -> Widget:
    if "enum" in spec:
        return Widget.CHOICE
    if spec.get("format") == "date":
        return Widget.DATE
    if spec.get("format") == "email":
        return Widget.EMAIL
    if spec.get("type") == "boolean":
        return Widget.CHECKBOX
    return Widget.NUMBER if spec.get("type") in {"number", "integer"} else Widget.TEXT


def _reads(root: Node, schema: Mapping[str, object]) -> Mapping[str, Mapping[str, ReadRule]]:
    properties = _properties(schema)
    reads = {}
    for document_type, node in root.tables("read").items():
        rules = {}
        for name in properties:
            child = node.optional_node(name)
            if child is not None:
                rules[name] = ReadRule(
                    field=child.text("field", name),
                    convert=child.choice("convert", Convert, Convert.TEXT),
                )
                child.finish()
        node.finish()
        reads[document_type] = MappingProxyType(rules)
    return MappingProxyType(reads)


def _properties(schema: Mapping[str, object]) -> Mapping[str, Mapping[str, object]]:
    properties = schema.get("properties")
    if not isinstance(properties, Mapping):
        return {}
    return {str(name): spec for name, spec in properties.items() if isinstance(spec, Mapping)}
