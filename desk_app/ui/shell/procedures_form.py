"""From a section of a procedure to what the form and the table of its rows show."""

from collections.abc import Mapping

from desk_app.ui.common.fields import FieldState, FormState, Mood, SectionState
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.tables import Cell, Column, Row
from desk_app.ui.common.words import Words
from desk_app.ui.contract import ProcedureFault, ProcedureField, ProcedureSection
from desk_app.ui.shell.procedures_view_model import ProceduresState

TICK = "|"
"""Between the column and the value of one tick of a field with several."""

_COLUMNS = {
    "term.variations": ("when", "amount", "unit"),
    "components": ("name", "need", "digitisation"),
    "steps": ("duty", "agency", "amount"),
    "checks": ("text", "legal_basis"),
    "fees": ("name", "amount", "due"),
    "sources": ("instrument", "dated"),
    "provenance": ("(name)", "source", "to_confirm"),
}
_GROUPS = (
    "step", "role", "digitisation", "need", "paper_form", "channel", "agency_level",
    "applicant_kind", "special_result", "term_unit", "fee_due", "slip", "sensitivity",
    "payment_clock", "rule_set",
)  # fmt: skip
"""Where the words of the fixed values stand."""
_LONG = frozenset({"name", "duty", "text", "conditions", "formula", "citation", "note", "when"})


def label_of(words: Words, field: str, section: str = "") -> str:
    """A field in words: as its part names it, by its whole column, or by the last part of that."""
    plain = field.removesuffix("[]").replace("(name)", "named").replace(".", "_")
    last = field.removesuffix("[]").rpartition(".")[2]
    for key in (f"{section.removesuffix('s')}_{plain}", plain, last):
        found = f"ui.catalogue.field.{key}"
        if words.has(found):
            return words.label(found)
    return plain


def value_of(words: Words, value: str) -> str:
    """A value of a choice in words; anything else as it is."""
    for group in _GROUPS:
        if value and words.has(f"{group}.{value}"):
            return words.label(f"{group}.{value}")
    return value


def form_state(state: ProceduresState, words: Words, columns: int) -> FormState:
    """The form of the row in sight."""
    section, rows = state.shown, state.rows
    if section is None or state.row >= len(rows):
        return FormState()
    row = rows[state.row]
    wrong = {
        fault.field: fault
        for fault in reversed(state.faults)
        if (fault.section, fault.row) == (section.id, state.row)
    }
    plain = tuple(
        _field(each, row, wrong.get(each.id), words, state)
        for each in section.fields
        if each.kind != "choices"
    )
    parts = [SectionState(words.label(f"ui.catalogue.section.{section.id}"), plain)]
    parts += [
        _ticks(each, row, wrong.get(each.id), words, state)
        for each in section.fields
        if each.kind == "choices"
    ]
    return FormState(
        sections=tuple(part for part in parts if part.fields),
        focus=_focus(section, state.focus),
        focus_turn=state.focus_turn,
        columns=columns,
    )


def _focus(section: ProcedureSection, field: str) -> str:
    several = {each.id: each.choices[0] for each in section.fields if each.kind == "choices"}
    return f"{field}{TICK}{several[field]}" if field in several else field


def _field(
    field: ProcedureField,
    row: Mapping[str, str],
    fault: ProcedureFault | None,
    words: Words,
    state: ProceduresState,
) -> FieldState:
    value = row.get(field.id, "")
    is_long = field.kind == "lines" or field.id.rpartition(".")[2] in _LONG
    kinds = {"lines": "multiline", "text": "text", "check": "check", "choice": "choice"}
    offered = (*field.choices, *((value,) if value and value not in field.choices else ()))
    return FieldState(
        id=field.id,
        label=label_of(words, field.id, state.section),
        kind=kinds.get(field.kind, field.kind),
        required=field.required,
        width=1.0 if is_long else 0.5,
        choices=tuple((each, value_of(words, each)) for each in offered),
        value=value,
        mood=_mood(fault),
        message=_sentence(fault, words, label_of(words, field.id, state.section)),
        read_only=not state.is_draft,
    )


def _ticks(
    field: ProcedureField,
    row: Mapping[str, str],
    fault: ProcedureFault | None,
    words: Words,
    state: ProceduresState,
) -> SectionState:
    ticked = row.get(field.id, "").split("\n")
    fields = tuple(
        FieldState(
            id=f"{field.id}{TICK}{each}",
            label=value_of(words, each),
            kind="check",
            width=0.5,
            value="true" if each in ticked else "false",
            mood=_mood(fault),
            read_only=not state.is_draft,
        )
        for each in field.choices
    )
    label = label_of(words, field.id, state.section)
    return SectionState(label, fields, _sentence(fault, words, label))


def _mood(fault: ProcedureFault | None) -> Mood:
    if fault is None:
        return "quiet"
    return "error" if fault.forbids else "doubt"


def _sentence(fault: ProcedureFault | None, words: Words, label: str) -> str:
    return words.label(fault.code, path=label, detail=fault.detail) if fault is not None else ""


def said(fault: ProcedureFault, words: Words) -> str:
    """A fault as a sentence, with its place in words before it."""
    return _sentence(fault, words, place_in_words(fault, words))


def place_in_words(fault: ProcedureFault, words: Words) -> str:
    """Section, line and field of a fault."""
    parts = [words.label(f"ui.catalogue.section.{fault.section}")]
    if fault.row > 0 or (fault.row == 0 and fault.section in _COLUMNS):
        parts.append(str(fault.row + 1))
    if fault.field:
        parts.append(label_of(words, fault.field, fault.section))
    return " · ".join(parts)


def ticked(row: Mapping[str, str], column: str, value: str, *, on: bool) -> str:
    """The text of a field with several values after one was ticked or cleared."""
    kept = [each for each in row.get(column, "").split("\n") if each and each != value]
    return "\n".join([*kept, value] if on else kept)


def table_of(
    state: ProceduresState, words: Words, most: int
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Columns and rows of a section that is a table, with at most so many fields beside."""
    section = state.shown
    if section is None or not section.is_table:
        return (), ()
    shown = _COLUMNS[section.id][:most]
    titles = [label_of(words, name, section.id) for name in shown]
    columns = (
        Column("", 34),
        *(Column(title.upper(), 130 if at else 0) for at, title in enumerate(titles)),
        *((Column("", 84),) if state.is_draft else ()),
    )
    wrong = {f.row for f in state.wrong if f.section == section.id}
    rows = tuple(
        Row(
            str(at),
            (
                Cell(str(at + 1)),
                *(Cell(_written(words, section, name, row)) for name in shown),
                *((_mark(words) if at in wrong else Cell(),) if state.is_draft else ()),
            ),
        )
        for at, row in enumerate(state.rows)
    )
    return columns, rows


def _written(words: Words, section: ProcedureSection, field: str, row: Mapping[str, str]) -> str:
    kind = next((each.kind for each in section.fields if each.id == field), "text")
    value = row.get(field, "")
    if kind == "check":
        return words.label("ui.catalogue.to_confirm") if value == "true" else ""
    return value_of(words, value) if kind == "choice" else value


def _mark(words: Words) -> Cell:
    return Cell(chip=ChipText(words.label("ui.catalogue.wrong"), "err", "alert-circle"))
