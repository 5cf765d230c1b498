"""The form of the dossier in hand: values, doubts, and the draft that keeps them."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QTimer

from desk_app.ui.common.spoken import spoken
from desk_app.ui.contract import DossierView, FieldValue
from desk_app.ui.steps.intake.edits import FieldEdit
from desk_app.ui.steps.intake.hand import Hand, Part
from desk_app.ui.steps.intake.state import is_doubtful, sheets_of

SAVE_AFTER_MS = 500
SAVE_AGAIN_MS = 5000
TRY_AGAIN = frozenset({"intake.kept_here", "persistence.busy", "persistence.unreachable"})
"""Refusals of a database that will be there again by itself."""


class FormModel(Part):
    """Edits, acceptance of doubtful values, the way from doubt to doubt, the draft."""

    def __init__(self, hand: Hand) -> None:
        super().__init__(hand)
        self._typed: dict[str, str] = {}
        self._save_timer = QTimer(hand)
        self._save_timer.setSingleShot(True)
        self._save_timer.setInterval(SAVE_AFTER_MS)
        self._save_timer.timeout.connect(self.save)
        self._again = QTimer(hand)
        self._again.setSingleShot(True)
        self._again.setInterval(SAVE_AGAIN_MS)
        self._again.timeout.connect(self.save)

    def forget(self) -> None:
        """Another dossier: nothing is typed yet."""
        self._hand.is_dirty = False
        self._typed.clear()

    def focus_field(self, field_id: str) -> None:
        """The officer is at a field: the paper follows."""
        changes = self._at_field(field_id)
        if any(getattr(self.state, name) != new for name, new in changes.items()):
            self._hand.show(**changes)

    def _at_field(self, field_id: str) -> dict[str, object]:
        """What the state says when the officer is at a field: the field, and its place on paper."""
        value = self.state.values.get(field_id)
        changes: dict[str, object] = {"focus": field_id}
        reading = value.reading if value else None
        if reading is not None and reading.document_id:
            for part in self.state.parts:
                for place, sheet in enumerate(sheets_of(part)):
                    if sheet.document.id == reading.document_id and sheet.page == reading.page:
                        changes |= {"component": part.id, "sheet": place}
        return changes

    def keep(self, field_id: str, value: str) -> None:
        """A value while it is typed: for the draft alone, neither checked nor undone by itself."""
        self._typed[field_id] = value
        self._hand.is_dirty = True
        self._save_soon()

    def _save_soon(self) -> None:
        """The draft is never older than this after a change, however long the typing lasts."""
        if not self._save_timer.isActive():
            self._save_timer.start()

    def edit(self, field_id: str, value: str) -> None:
        """The officer typed a value; it is theirs from now on."""
        self._typed.pop(field_id, None)
        before = self.state.values.get(field_id, FieldValue())
        if value == before.value and (before.confirmed or not before.reading):
            return
        self._put(
            field_id, replace(before, value=value, origin="typed", confirmed=True, problem="")
        )

    def take_back(self, field_id: str, value: str) -> None:
        """An earlier value stands in its field again: an edit like any other."""
        self.edit(field_id, value)
        self.jump(field_id)

    def _put(self, field_id: str, after: FieldValue) -> None:
        before = self.state.values.get(field_id, FieldValue())
        self._hand.edits.add(FieldEdit(field_id, before, after))
        self.set_value(field_id, after)

    def set_value(self, field_id: str, value: FieldValue) -> None:
        """Give a field a value, without a word to the undo stack."""
        self._hand.is_dirty = True
        self._hand.show(
            values={**self.state.values, field_id: value}, touched=self.state.touched | {field_id}
        )
        self._save_soon()

    def accept(self) -> None:
        """Accept the doubtful value of the field in focus and go to the next one."""
        value = self.state.values.get(self.state.focus)
        if value is not None and is_doubtful(value) and value.reading is not None:
            origin = value.origin if value.origin != "none" else "reader"
            accepted = replace(
                value, value=value.value or value.reading.value, origin=origin, confirmed=True
            )
            self._put(self.state.focus, accepted)
        self.go_to_attention(1)

    def read_aloud(self, language: str) -> None:
        """Say the value of the field in focus, in groups, while the officer looks at the paper."""
        value = self.state.values.get(self.state.focus)
        if value is None or not value.value:
            return
        speech, text = self._hand.desk.speech, spoken(value.value)
        self._hand.ask("io", lambda task: speech.say(text, language), _said, self._hand.fail)

    def suggest(self, by: int) -> None:
        """The next likely reading of the field in focus."""
        value = self.state.values.get(self.state.focus)
        if value is None or value.reading is None or not value.reading.suggestions:
            return
        choices = value.reading.suggestions
        place = choices.index(value.value) if value.value in choices else -1
        self._put(
            self.state.focus, replace(value, value=choices[(place + by) % len(choices)], problem="")
        )

    def go_to_attention(self, by: int) -> None:
        """F7: the next field that needs a look, round the form."""
        wanted = self.state.attention
        if not wanted:
            return
        order = [item.id for item in self.state.fields]
        here = (
            order.index(self.state.focus)
            if self.state.focus in order
            else -1
            if by > 0
            else len(order)
        )
        ahead = [name for name in wanted if (order.index(name) - here) * by > 0]
        pick = (
            (ahead[0] if by > 0 else ahead[-1]) if ahead else (wanted[0] if by > 0 else wanted[-1])
        )
        self.jump(pick)

    def jump(self, field_id: str) -> None:
        """Move the focus into a field (field and turn change together)."""
        self._hand.show(focus_turn=self.state.focus_turn + 1, **self._at_field(field_id))

    def save(self) -> None:
        """Keep the draft now if anything changed."""
        self._save_timer.stop()
        self._again.stop()
        if not self._hand.is_dirty or self.state.dossier is None:
            return
        self._store(self.saved)

    def keep_draft(self) -> None:
        """The officer asks to keep the draft now, and is told that it is kept."""
        if self._hand.is_dirty and self.state.dossier is not None:
            self._save_timer.stop()
            self._again.stop()
            self._store(self._kept)
        elif self.state.saved_at:
            self._hand.show(saved_turn=self.state.saved_turn + 1)

    def _kept(self, dossier: DossierView) -> None:
        self.saved(dossier)
        self._hand.show(saved_turn=self.state.saved_turn + 1)

    def save_all(self, then: Callable[[DossierView], None]) -> None:
        """Keep the draft now, changed or not; ``then`` gets the dossier as it was checked."""
        self._save_timer.stop()
        self._store(then)

    def _store(self, then: Callable[[DossierView], None]) -> None:
        dossier = self.state.dossier
        if dossier is None:
            return
        self._hand.is_dirty = False
        intake, values = self._hand.intake, dict(self.state.values)
        for field_id, text in self._typed.items():
            before = values.get(field_id, FieldValue())
            values[field_id] = replace(
                before, value=text, origin="typed", confirmed=True, is_unfinished=True
            )
        key, version = dossier.key, dossier.version
        self._hand.ask(
            "db", lambda task: intake.save_draft(key, version, values), then, self._not_saved
        )

    def saved(self, dossier: DossierView) -> None:
        """The draft is kept and checked: what is wrong stands at the fields."""
        if dossier.key == self._hand.key:
            failure = self.state.failure
            if failure is not None and failure.code in TRY_AGAIN:
                failure = None
            self._hand.show(
                failure=failure,
                dossier=replace(dossier, components=self.state.parts),
                values=_with_problems(self.state.values, dossier.values),
                saved_at=self._hand.clock(dossier.saved_at),
            )

    def _not_saved(self, error: Exception) -> None:
        """What was typed is not lost; the database is asked again until it answers."""
        self._hand.is_dirty = True
        if getattr(error, "code", "") in TRY_AGAIN:
            self._again.start()
        self._hand.fail(error)


def _said(result: None) -> None:
    """A value said aloud needs nothing more."""


def _with_problems(
    mine: Mapping[str, FieldValue], checked: Mapping[str, FieldValue]
) -> dict[str, FieldValue]:
    """My values with what they said before, and what the check found where they are its own."""
    result = dict(mine)
    for name, value in checked.items():
        own = replace(mine.get(name, FieldValue()), earlier=value.earlier)
        if own.value == value.value:
            own = replace(own, problem=value.problem, problem_facts=value.problem_facts)
        if name in mine or own != FieldValue():
            result[name] = own
    return result
