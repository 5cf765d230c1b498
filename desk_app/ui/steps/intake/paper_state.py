"""The page in sight with the places the form was read from."""

from desk_app.ui.common.paper import Mark, Paper
from desk_app.ui.common.words import Words
from desk_app.ui.steps.intake.state import SURE, IntakeState, Sheet, is_doubtful


def paper_state(state: IntakeState, words: Words) -> Paper:
    """What the document pane shows."""
    sheets, part = state.sheets, state.part
    name = part.name if part else ""
    if part is not None and part.status == "unclear":
        name = words.label("ui.intake.unclear")
    if not sheets:
        key = "ui.document.none" if state.dossier else "ui.intake.papers_later"
        return Paper(title=name, empty=words.label(key))
    sheet = sheets[min(state.sheet, len(sheets) - 1)]
    at_focus = state.values.get(state.focus)
    reading = at_focus.reading if at_focus else None
    return Paper(
        document=sheet.document.id,
        title=name,
        page=sheet.page,
        pages=len(sheets),
        number=state.sheet,
        marks=_marks(state, sheet),
        focus=reading.box if reading and reading.document_id == sheet.document.id else None,
        empty=words.label("ui.document.loading"),
    )


def _marks(state: IntakeState, sheet: Sheet) -> tuple[Mark, ...]:
    """Amber where the reader doubts, green where it is sure, nothing where the officer typed."""
    marks = []
    for field_id, value in state.values.items():
        reading = value.reading
        if reading is None or reading.box is None or reading.document_id != sheet.document.id:
            continue
        if reading.page != sheet.page:
            continue
        doubtful = is_doubtful(value)
        if field_id == state.focus:
            marks.append(
                Mark(reading.box, "chosen" if doubtful else "picked", reading.page, field_id)
            )
        elif not (reading.confidence >= SURE and value.confirmed and value.origin == "typed"):
            marks.append(Mark(reading.box, "doubt" if doubtful else "read", reading.page, field_id))
    return tuple(marks)
