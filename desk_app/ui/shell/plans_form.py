"""From a part of a restructuring file to the form, the table of its lines, the sentences beside."""

from collections.abc import Mapping

from desk_app.ui.common.check_list import CheckLine
from desk_app.ui.common.fields import FieldState, FormState, SectionState
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.tables import Cell, Column, Row
from desk_app.ui.common.tokens import Tone
from desk_app.ui.common.words import Words
from desk_app.ui.contract import (
    PlanField,
    PlanLine,
    PlanNote,
    PlanRow,
    PlanSection,
)
from desk_app.ui.shell.plans_state import PlansState

_COLUMNS: Mapping[str, tuple[tuple[str, int], ...]] = {
    "components": (("choice", 158),),
    "steps": (("choice", 158),),
    "levels": (("met", 126),),
    "assessment": (("answer", 126),),
    "costs": (("side", 126), ("hours", 76), ("spent", 96)),
    "roadmap": (("kind", 126),),
    "law": (("owner", 150),),
    "abolished": (("code", 160),),
    "texts": (("sentence", 170),),
    "build": (("due", 110), ("done_on", 110)),
    "test": (("passed", 126),),
}
_TONES: Mapping[str, Tone] = {
    "drop": "warn", "merge": "warn", "replace_by_data": "info", "parallel": "info",
    "automate": "info", "yes": "ok", "partly": "warn", "no": "err", "legal": "err",
    "technical": "warn", "after": "info",
}  # fmt: skip
_TESTS: Mapping[str, Tone] = {
    "passed": "ok", "failed": "err", "publication_stopped": "err", "sent_back": "warn",
    "requested": "info", "on_display": "info", "summary_sent": "info",
}  # fmt: skip
_LOOKS: Mapping[str, tuple[str, str]] = {
    "plain": ("circle", "muted"), "ok": ("check-circle", "ok"), "warn": ("warning", "warn"),
    "err": ("x-circle", "err"),
}  # fmt: skip
_NAMED: Mapping[str, str] = {
    "unit": "restructuring.unit", "step": "step", "event": "ui.plan.value.event",
    "state": "restructuring.state", "now": "ui.plan.value.place", "field": "ui.plan.field",
}  # fmt: skip
"""Facts that are codes, and where their words stand."""
_SHORT = frozenset({"choice", "number", "date"})
_HALVES = frozenset(
    {"system", "owner", "connection", "state", "dossier_code", "number", "level_3", "level_4", "at",
     "province", "national", "name", "code"}
)  # fmt: skip
"""Fields that stand two in a line where there is room."""
_WORDS_OF_PLACE = "restructuring.list_order"
_TITLES: Mapping[str, str] = {
    "levels": "restructuring.criterion.c", "test": "restructuring.case.c",
    "texts": "ui.plan.text.",
}  # fmt: skip
_NUMBERED = frozenset({"levels", "test"})


def facts_in_words(words: Words, facts: Mapping[str, object], code: str = "") -> dict[str, object]:
    """Facts of a sentence with codes said in words."""
    groups = dict(_NAMED)
    if code == _WORDS_OF_PLACE:
        groups["state"] = groups["now"]
    found = dict(facts)
    for name, group in groups.items():
        key = f"{group}.{found.get(name)}"
        if name in found and words.has(key):
            found[name] = words.label(key)
    if "parts" in found:
        parts = str(found["parts"]).split("|")
        found["parts"] = ", ".join(words.label(f"ui.plan.deed.{part}") for part in parts)
    return found


def label_of(words: Words, field: str, section: str = "") -> str:
    """A field in words, as its part names it or as every part does."""
    own = f"ui.plan.field.{section}_{field}"
    return words.label(own if words.has(own) else f"ui.plan.field.{field}")


def value_of(words: Words, field: str, value: str) -> str:
    """A value of a choice in words; anything else as it is."""
    key = f"ui.plan.value.{field}.{value}"
    return words.label(key) if value and words.has(key) else value


def title_of(words: Words, part: PlanSection, row: PlanRow) -> str:
    """What a line is about."""
    if part.id in _TITLES:
        return words.label(f"{_TITLES[part.id]}{row['key']}")
    return row.get("title", "") or (row.get(part.columns[0].id, "") if part.columns else "")


# -- the form


def form_state(state: PlansState, words: Words, columns: int) -> FormState:
    """Fields of the line in sight, of the part itself, and of its act."""
    part = state.part
    if part is None:
        return FormState()
    sections = []
    if state.row < len(part.rows):
        row = part.rows[state.row]
        fields = [f for f in part.columns if not f.only_for or row.get("key") in f.only_for]
        title = words.label("ui.plan.row", number=state.row + 1, count=len(part.rows))
        sections.append(_section(state, words, "row", title, fields, row))
    ask = words.label(f"ui.plan.ask.{part.id}") if part.asks else ""
    sections.append(_section(state, words, "ask", ask, part.asks, state.asked_now))
    own = words.label(f"ui.plan.own.{part.id}") if part.fields else ""
    sections.append(_section(state, words, "own", own, part.fields, part.values))
    return FormState(
        sections=tuple(section for section in sections if section.fields),
        focus=_focus(state.focus, part),
        focus_turn=state.focus_turn,
        columns=columns,
    )


def _focus(focus: str, part: PlanSection) -> str:
    place, _, field = focus.partition(".")
    return focus if field or not part.columns else f"{place}.{part.columns[0].id}"


def _section(
    state: PlansState,
    words: Words,
    place: str,
    title: str,
    fields: "list[PlanField] | tuple[PlanField, ...]",
    row: PlanRow,
) -> SectionState:
    at = state.row if place == "row" else -1
    wrong = {f.field: f for f in reversed(state.part_faults) if f.row == at and place != "ask"}
    is_fixed = place != "ask" and bool(state.lock[0])
    made = []
    for each in fields:
        label, fault = label_of(words, each.id, state.section), wrong.get(each.id)
        message = words.label(fault.code, path=label, detail=fault.detail) if fault else ""
        made.append(
            FieldState(
                id=f"{place}.{each.id}",
                label=label,
                kind={"lines": "multiline"}.get(each.kind, each.kind),
                required=each.required,
                width=0.5 if each.kind in _SHORT or each.id in _HALVES else 1.0,
                choices=tuple(
                    (c.value, c.name or value_of(words, each.id, c.value)) for c in each.choices
                ),
                value=row.get(each.id, ""),
                mood="error" if fault else "quiet",
                message=message,
                hint=_hint(words, each.id, place),
                read_only=is_fixed,
            )
        )
    return SectionState(title, tuple(made))


def _hint(words: Words, field: str, place: str) -> str:
    key = f"ui.plan.hint.{place}_{field}"
    return words.label(key) if words.has(key) else ""


# -- tables


def table_of(
    state: PlansState, words: Words, most: int
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Lines of the part in sight, with at most so many fields beside their title."""
    part = state.part
    if part is None or not part.rows:
        return (), ()
    wrong = {fault.row for fault in state.part_faults if fault.row >= 0}
    shown = _COLUMNS.get(part.id, ())[: most - 1 if wrong else most]
    columns = (
        Column("", 34),
        Column(words.label(f"ui.plan.rows.{part.id}").upper()),
        *(Column(label_of(words, name, part.id).upper(), width) for name, width in shown),
        *((Column("", 92),) if wrong else ()),
    )
    kinds = {field.id: field for field in part.columns}
    rows = []
    for at, row in enumerate(part.rows):
        title = title_of(words, part, row)
        cells = [
            Cell(row["key"] if part.id in _NUMBERED else str(at + 1)),
            Cell(title, tooltip=title),
        ]
        cells += [_cell(words, kinds[name], row.get(name, "")) for name, _ in shown]
        if wrong:
            chip = ChipText(words.label("ui.plan.lacking"), "err", "alert-circle")
            cells.append(Cell(chip=chip) if at in wrong else Cell())
        rows.append(Row(str(at), tuple(cells)))
    return columns, tuple(rows)


def _cell(words: Words, field: PlanField, value: str) -> Cell:
    if field.kind == "check":
        is_on = value == "true"
        text = words.label(f"ui.plan.{'held' if is_on else 'not_held'}")
        return Cell(chip=ChipText(text, "ok" if is_on else "plain", "check" if is_on else ""))
    if field.kind == "choice":
        text = value_of(words, field.id, value)
        return Cell(chip=ChipText(text, _TONES.get(value, "plain"))) if text else Cell()
    return Cell(value)


def line_cells(words: Words, line: PlanLine, names: tuple[str, ...]) -> Row:
    """A file in the list."""
    if line.is_damaged:
        chip = ChipText(words.label("ui.plan.damaged"), "err", "alert-circle")
        found = {"name": Cell(line.name), "state": Cell(chip=chip)}
        return Row(line.code, tuple(found.get(name, Cell()) for name in names))
    say = words.label
    place: Tone = "ok" if line.is_approved else "info" if line.place == "approved" else "plain"
    state = say("ui.plan.approved") if line.is_approved else value_of(words, "place", line.place)
    left = f" · {say('ui.plan.left', count=line.days_left)}" if line.days_left is not None else ""
    test = say(f"ui.plan.test.{line.test}") + left
    tone: Tone = "warn" if line.warns else _TESTS.get(line.test, "plain")
    cells = {
        "name": Cell(line.name, tooltip=f"{line.code} · {line.name}"),
        "code": Cell(line.code),
        "kind": Cell(say(f"ui.plan.kind.{line.kind}")),
        "state": Cell(chip=ChipText(state, place)),
        "group": Cell(say("restructuring.roadmap.group", number=line.group)),
        "steps": Cell(f"{line.done}/6"),
        "test": Cell(
            chip=ChipText(
                test, tone, "warning" if line.warns else "x-circle" if tone == "err" else ""
            )
        ),
    }
    return Row(line.code, tuple(cells[name] for name in names))


def candidate_rows(state: PlansState, words: Words, names: tuple[str, ...]) -> tuple[Row, ...]:
    """Procedures in force with their figures; those ticked by their place in the link."""
    found = state.candidates.rows if state.candidates is not None else ()
    rows = []
    for each in found:
        order = state.ticked.index(each.code) + 1 if each.code in state.ticked else 0
        tick = ChipText(words.label("ui.plan.ticked", number=order), "ok", "check")
        cells = {
            "name": Cell(each.name, tooltip=f"{each.code} · {each.name}"),
            "received": Cell(each.received),
            "online": Cell(each.online),
            "digitised": Cell(f"{each.digitised} %" if each.digitised else "–"),
            "priorities": Cell(f"{each.priorities}/6"),
            "tick": Cell(chip=tick) if order else Cell(),
        }
        rows.append(Row(each.code, tuple(cells[name] for name in names)))
    return tuple(rows)


# -- the sentences beside


def notes_of(state: PlansState) -> tuple[PlanNote, ...]:
    """What stands beside the part in sight, or beside the procedure under the cursor."""
    if state.mode == "new":
        row = state.candidate_row
        return row.notes if row is not None else ()
    part, view = state.part, state.view
    if part is None or view is None:
        return ()
    if part.id == "evidence":
        return state.counted or (PlanNote(key="ui.plan.note.not_counted"),)
    if part.id != "list" or state.candidates is None:
        return part.notes
    notes = list(part.notes)
    for row in state.candidates.rows:
        if row.code in view.procedures:
            if len(view.procedures) > 1:
                notes.append(
                    PlanNote(key="ui.plan.note.of", facts=(("name", row.name),), is_head=True)
                )
            notes += row.notes
    return tuple(notes)


def note_lines(notes: tuple[PlanNote, ...], words: Words) -> tuple[CheckLine, ...]:
    """Sentences as lines; a title has no icon."""
    lines = []
    for at, note in enumerate(notes):
        icon, ink = ("", "muted") if note.is_head else _LOOKS[note.tone]
        text = words.label(note.key, **facts_in_words(words, dict(note.facts)))
        if note.key.startswith("restructuring."):  # written as parts of a printed line
            text = text[:1].upper() + text[1:]
        spoken = "" if note.is_head else words.label(f"ui.plan.tone.{note.tone}")
        lines.append(CheckLine(str(at), text, icon, ink, spoken_state=spoken))
    return tuple(lines)
