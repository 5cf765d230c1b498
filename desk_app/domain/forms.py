"""E-forms (biểu mẫu điện tử): their definition, and values that remember where they came from.

A form is JSON Schema 2020-12 plus a `ui` section (order, groups, widgets) and a `read` section
that says which field of which paper fills which field of the form. Field names are those of the
papers (`ho_ten`, `me_ho_ten`, …), so that paper, form and result speak one vocabulary.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

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


class Origin(StrEnum):
    """Where a value came from."""

    CHIP = "chip"
    QR = "qr"
    MRZ = "mrz"
    PORTAL = "portal"
    STORE = "store"
    OCR = "ocr"
    COMPUTED = "computed"
    TYPED = "typed"


_RANK = {
    Origin.TYPED: 9,
    Origin.CHIP: 8,
    Origin.QR: 7,
    Origin.MRZ: 6,
    Origin.PORTAL: 5,
    Origin.STORE: 4,
    Origin.OCR: 2,
    Origin.COMPUTED: 1,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRule:
    """Which field of a paper fills a form field, and how its text is converted."""

    field: str
    convert: Convert = Convert.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field as the screen needs it."""

    name: str
    label: str
    widget: Widget
    required: bool = False
    choices: tuple[str, ...] = ()
    help: str | None = None
    max_length: int | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledValue:
    """A value with its origin.

    Attributes:
        confidence: chance of being right as the reader states it, 0…1; None when nobody read it.
        sure: the reader would fill it without asking.
        component: key of the component it was read from; `page` counts from 0.
        box: x, y, w, h in pixels of the upright page.
        rivals: other readings of the same field that differ.
        verified_by: who confirmed it, and when; a typed value is confirmed by its typist.
    """

    value: Scalar
    origin: Origin
    confidence: float | None = None
    sure: bool = False
    component: str | None = None
    page: int | None = None
    box: tuple[int, int, int, int] | None = None
    rivals: tuple["FilledValue", ...] = ()
    verified_by: str | None = None
    verified_at: dt.datetime | None = None

    @property
    def is_verified(self) -> bool:
        """Whether a person confirmed the value."""
        return self.verified_by is not None

    @property
    def is_doubtful(self) -> bool:
        """Whether an officer must look before the value counts."""
        return not self.is_verified and (not self.sure or bool(self.rivals))


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """The values of one dossier's form; every change gives a new object."""

    definition_key: str
    definition_version: int
    values: Mapping[str, FilledValue] = field(default_factory=dict)

    def data(self) -> dict[str, Scalar]:
        """Plain values for the schema check, templates and payloads; empty ones left out."""
        return {
            name: filled.value
            for name, filled in self.values.items()
            if filled.value not in (None, "")
        }

    def typed(self, name: str, value: Scalar, *, by: str, at: dt.datetime) -> "FilledForm":
        """The officer typed or corrected a value; it is verified by that."""
        before = self.values.get(name)
        filled = FilledValue(
            value=value,
            origin=Origin.TYPED,
            sure=True,
            component=before.component if before else None,
            page=before.page if before else None,
            box=before.box if before else None,
            verified_by=by,
            verified_at=at,
        )
        return self._with({name: filled})

    def verified(self, names: Sequence[str], *, by: str, at: dt.datetime) -> "FilledForm":
        """The officer confirmed values as they stand; KeyError for a name without a value."""
        return self._with(
            {n: replace(self.values[n], verified_by=by, verified_at=at) for n in names}
        )

    def read(self, found: Mapping[str, FilledValue]) -> "FilledForm":
        """Take in readings; what a person typed or confirmed is never overwritten.

        Where two papers disagree the more trustworthy origin stays in front, the other becomes
        a rival, and the value is doubtful until an officer decides (R-5B-24: a difference is
        never lost in silence).
        """
        return self._with({name: self._settled(name, new) for name, new in found.items()})

    def doubtful(self) -> tuple[str, ...]:
        """Names of the values an officer must look at, in form order of their reading."""
        return tuple(name for name, filled in self.values.items() if filled.is_doubtful)

    def unverified(self) -> tuple[str, ...]:
        """Names of the values nobody confirmed yet."""
        return tuple(
            name
            for name, filled in self.values.items()
            if not filled.is_verified and filled.value not in (None, "")
        )

    def missing(self, definition: FormDefinition) -> tuple[str, ...]:
        """Names of required fields without a value."""
        have = self.data()
        return tuple(name for name in definition.required if name not in have)

    def _settled(self, name: str, new: FilledValue) -> FilledValue:
        old = self.values.get(name)
        if old is None or old.value in (None, ""):
            return new
        if _same(old.value, new.value):
            if old.is_verified:
                return old
            front = max(old, new, key=_trust)
            return replace(front, rivals=old.rivals)
        if old.is_verified:
            return replace(old, rivals=(*old.rivals, new))
        front, other = (old, new) if _trust(old) >= _trust(new) else (new, old)
        return replace(front, rivals=(*old.rivals, replace(other, rivals=())))

    def _with(self, changes: Mapping[str, FilledValue]) -> "FilledForm":
        return replace(self, values=MappingProxyType({**self.values, **changes}))


class Reading(Protocol):
    """What a recogniser says about one field of a page."""

    @property
    def value(self) -> str:
        """The corrected text."""

    @property
    def confidence(self) -> float:
        """Chance of being exactly right."""

    @property
    def sure(self) -> bool:
        """May be filled without asking."""

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Place on the upright page."""

    @property
    def source(self) -> str:
        """`ocr`, `qr` or `mrz`."""


def values_from_reading(
    definition: FormDefinition,
    document_type: str,
    readings: Mapping[str, Reading],
    *,
    component: str,
    page: int = 0,
) -> dict[str, FilledValue]:
    """Turn the fields of one page into values of the form.

    A text that cannot be converted is kept as it was read and is doubtful, so that the officer
    sees what the paper says instead of an empty field.
    """
    found = {}
    for name, rule in definition.reads.get(document_type, {}).items():
        reading = readings.get(rule.field)
        if reading is None or not reading.value.strip():
            continue
        value = convert(reading.value, rule.convert)
        found[name] = FilledValue(
            value=reading.value.strip() if value is None else value,
            origin=Origin(reading.source),
            confidence=reading.confidence,
            sure=reading.sure and value is not None,
            component=component,
            page=page,
            box=reading.box,
        )
    return found


def convert(text: str, how: Convert) -> Scalar:
    """Convert the text of a paper; None when it does not fit."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    match how:
        case Convert.TEXT:
            return text
        case Convert.UPPER:
            return text.upper()
        case Convert.DIGITS:
            digits = re.sub(r"[\s.\-]", "", text)
            return digits if digits.isdigit() else None
        case Convert.DATE:
            return _iso_date(text)
        case Convert.NUMBER:
            return _number(text)
        case Convert.WHOLE:
            number = _number(text)
            return int(number) if number is not None and number == int(number) else None


_DATE_FORMS = (
    re.compile(r"(?P<d>\d{1,2})\s*[/.\-]\s*(?P<m>\d{1,2})\s*[/.\-]\s*(?P<y>\d{4})"),
    re.compile(
        r"ngày\s+(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s+năm\s+(?P<y>\d{4})", re.IGNORECASE
    ),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"),
)
_NUMBER = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?|-?\d+(?:[.,]\d+)?")


def _iso_date(text: str) -> str | None:
    for form in _DATE_FORMS:
        found = form.search(text)
        if found:
            try:
                day = dt.date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
            return day.isoformat()
    return None


def _number(text: str) -> float | int | None:
    found = _NUMBER.search(text)
    if not found:
        return None
    digits = found.group()
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", digits):
        digits = digits.replace(".", "")
    digits = digits.replace(",", ".")
    return float(digits) if "." in digits else int(digits)


def _same(one: Scalar, other: Scalar) -> bool:
    def fold(value: Scalar) -> str:
        return " ".join(unicodedata.normalize("NFC", str(value)).casefold().split())

    return fold(one) == fold(other)


def _trust(filled: FilledValue) -> tuple[int, bool, float]:
    return (_RANK[filled.origin], filled.sure, filled.confidence or 0.0)


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
    )


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
