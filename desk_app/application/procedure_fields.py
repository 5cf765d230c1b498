"""Fields of the form in which a procedure is edited, read off the published schema.

A field that the schema gains appears in the form by itself. Values travel as the texts a person
types and reads: 26/01/2021, 0,5, ``true``; a text that does not fit its field is kept as it was
typed, so that the check names the field and nothing is lost.
"""

import datetime as dt
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import resources
from desk_app.domain.definition_sheets import FIRST, NAME, NAMED, data_of, sheets_of

Kind = Literal["text", "number", "date", "check", "choice", "choices", "lines"]
Texts = Mapping[str, tuple[Mapping[str, str], ...]]
"""Sheets whose cells are texts; an empty text is an absent value."""

_DATE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_NUMBER = re.compile(r"\d+([.,]\d+)?")
_SECTION_OF = {
    "term": "term", "result": "result", "roles": "roles", "five_step": "five_step",
    "legal_bases": "bases", "conditions": "bases",
}  # fmt: skip
_ORDER = (
    "general", "term", "term.variations", "components", "steps", "checks", "fees", "result",
    "roles", "five_step", "bases", "sources", "provenance",
)  # fmt: skip
_GIVEN = frozenset({"schema", "version"})
"""What the program writes itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditField:
    """One field.

    Attributes:
        path: column of its sheet, as in `definition_sheets`.
        choices: values of a choice, in the order of the schema.
    """

    path: str
    kind: Kind
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EditSection:
    """Fields that are edited together; `is_table`: any number of rows of them."""

    key: str
    sheet: str
    fields: tuple[EditField, ...]
    is_table: bool = False


@functools.cache
def sections() -> tuple[EditSection, ...]:
    """Sections of the form in the order in which a procedure is read."""
    import json

    schema = json.loads(resources.text("schemas/procedure.schema.json"))
    singles: dict[str, list[EditField]] = {}
    tables: dict[str, EditSection] = {}
    for field in _fields(schema, schema, "", tables, required=True):
        top = field.path.partition(".")[0].removesuffix("[]")
        if top not in _GIVEN:
            singles.setdefault(_SECTION_OF.get(top, "general"), []).append(field)
    for name in NAMED:
        shape = _resolved(schema, schema["properties"][name]["additionalProperties"])
        named = EditField(path=NAME, kind="text", required=True)
        rows = (named, *_fields(schema, shape, "", {}, required=True))
        tables[name] = EditSection(key=name, sheet=name, fields=rows, is_table=True)
    found = tables | {
        key: EditSection(key=key, sheet=FIRST, fields=tuple(fields))
        for key, fields in singles.items()
    }
    return tuple(sorted(found.values(), key=lambda s: _ORDER.index(s.key)))


def _fields(
    schema: Mapping[str, Any],
    shape: Mapping[str, Any],
    prefix: str,
    tables: dict[str, EditSection],
    *,
    required: bool,
) -> Iterator[EditField]:
    for name, raw in shape["properties"].items():
        path, each = f"{prefix}{name}", _resolved(schema, raw)
        needed = required and name in shape.get("required", ())
        items = _resolved(schema, each.get("items", {}))
        if not prefix and name in NAMED:
            continue
        if each.get("type") == "object":
            yield from _fields(schema, each, f"{path}.", tables, required=needed)
        elif "properties" in items:
            rows = tuple(_fields(schema, items, "", {}, required=True))
            tables[path] = EditSection(key=path, sheet=path, fields=rows, is_table=True)
        elif each.get("type") == "array":
            allowed = tuple(items.get("enum", ()))
            kind: Kind = "choices" if allowed else "lines"
            yield EditField(path=f"{path}[]", kind=kind, choices=allowed, required=needed)
        else:
            allowed = tuple(str(choice) for choice in each.get("enum", ()))
            yield EditField(path=path, kind=_kind(each), choices=allowed, required=needed)


def _kind(shape: Mapping[str, Any]) -> Kind:
    if "enum" in shape:
        return "choice"
    if shape.get("format") == "date":
        return "date"
    kinds: dict[str, Kind] = {"integer": "number", "number": "number", "boolean": "check"}
    return kinds.get(str(shape.get("type")), "text")


def _resolved(schema: Mapping[str, Any], shape: Mapping[str, Any]) -> Mapping[str, Any]:
    name = str(shape.get("$ref", "")).removeprefix("#/$defs/")
    return schema["$defs"][name] if name else shape


@functools.cache
def _kinds() -> Mapping[tuple[str, str], Kind]:
    return {(s.sheet, field.path): field.kind for s in sections() for field in s.fields}


def texts_of(data: Mapping[str, object]) -> Texts:
    """A definition as the texts of the form; every table section is there, if only empty.

    The number of the version is left out: the program gives it when the draft is kept.
    """
    sheets = sheets_of({key: value for key, value in data.items() if key not in _GIVEN})
    names = dict.fromkeys((*(section.sheet for section in sections()), *sheets))
    return {
        name: tuple(
            {path: _shown(value) for path, value in row.items() if value is not None}
            for row in sheets.get(name, [])
        )
        for name in names
    }


def data_of_texts(texts: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, object]:
    """The definition of the texts of the form."""
    kinds = _kinds()
    typed = {
        sheet: [
            {path: _typed(kinds.get((sheet, path), "text"), text) for path, text in row.items()}
            for row in rows
        ]
        for sheet, rows in texts.items()
        if rows
    }
    return data_of(typed)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return "/".join(reversed(value.split("-")))
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(value)


def _typed(kind: Kind, text: str) -> object:
    if not text:
        return "" if kind in {"lines", "choices"} else None
    if kind == "check" and text in {"true", "false"}:
        return text == "true"
    if kind == "number" and _NUMBER.fullmatch(text):
        number = float(text.replace(",", "."))
        return int(number) if number.is_integer() else number
    found = _DATE.fullmatch(text) if kind == "date" else None
    if found:
        return _day(int(found[3]), int(found[2]), int(found[1])) or text
    return text


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the form a fault stands; `row` is -1 and `field` empty for the whole of it."""

    section: str
    row: int = -1
    field: str = ""


def place_of(path: str, texts: Texts) -> Place:
    """The place of a dotted path of a definition, such as ``components.2.name``."""
    for section in sorted(sections(), key=lambda s: -len(s.sheet)):
        if section.is_table and (path == section.sheet or path.startswith(f"{section.sheet}.")):
            rest = path.removeprefix(section.sheet).removeprefix(".")
            return _in_table(section, rest, texts.get(section.sheet, ()))
    for section in sections():
        field = "" if section.is_table else _field_of(section, path)
        if field:
            return Place(section=section.key, row=0, field=field)
    top = path.partition(".")[0]
    return Place(section=_SECTION_OF.get(top, "general"))


def _in_table(section: EditSection, rest: str, rows: Sequence[Mapping[str, str]]) -> Place:
    head, _, tail = rest.partition(".")
    if head.isdigit():
        return Place(section=section.key, row=int(head), field=_field_of(section, tail))
    column = NAME if section.sheet in NAMED else "key"
    fitting = [
        (len(key), place)
        for place, row in enumerate(rows)
        if (key := row.get(column, "")) and (rest == key or rest.startswith(f"{key}."))
    ]
    if not fitting:
        return Place(section=section.key)
    length, place = max(fitting)
    tail = rest[length:].removeprefix(".")
    return Place(section=section.key, row=place, field=_field_of(section, tail))


def _field_of(section: EditSection, path: str) -> str:
    for field in section.fields:
        plain = field.path.removesuffix("[]")
        if path == plain or path.startswith(f"{plain}."):
            return field.path
    return ""


_SOURCED = ("code", "publication", "term", "five_step", "retention", "result")
_SOURCED_TABLES = ("fees", "components")


def with_sources(texts: Texts, before: Texts) -> Texts:
    """A draft whose provenance follows what was edited since `before`.

    A source vouches for the value it was written for. Where a datum that needs one differs and
    its provenance does not, the provenance says that it is to be confirmed; what was added gets
    such a line, and the line of what was taken out goes.
    """
    now, then = _sourced(texts), _sourced(before)
    known = {row.get(NAME, ""): row for row in before.get("provenance", ())}
    rows = []
    for row in texts.get("provenance", ()):
        name = row.get(NAME, "")
        is_gone = name in then and name not in now
        is_stale = row == known.get(name) and now.get(name) != then.get(name)
        if not is_gone:
            rows.append({**row, "to_confirm": "true"} if is_stale else row)
    named = {row.get(NAME, "") for row in rows}
    added = [
        {NAME: name, "to_confirm": "true"} for name in now if name not in then and name not in named
    ]
    return {**texts, "provenance": (*rows, *added)}


def _sourced(texts: Texts) -> dict[str, object]:
    """The data that need a source, by the path their provenance names."""
    head = next(iter(texts.get(FIRST, ())), {})
    found: dict[str, object] = {}
    for name in _SOURCED:
        found[name] = (
            {path: text for path, text in head.items() if text and path.partition(".")[0] == name},
            tuple(texts.get(f"{name}.variations", ())),
        )
    for sheet in _SOURCED_TABLES:
        for row in texts.get(sheet, ()):
            if key := row.get("key"):
                found[f"{sheet}.{key}"] = {path: text for path, text in row.items() if text}
    return found
