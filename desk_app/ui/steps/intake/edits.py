"""One undo stack for a dossier at intake.

Edits of fields and acts on papers, in the order they were made.
"""

from dataclasses import dataclass

from desk_app.ui.contract import FieldValue


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """A field had one value and got another."""

    field: str
    before: FieldValue
    after: FieldValue


@dataclass(frozen=True, slots=True)
class PaperAct:
    """An act on papers; the application keeps what it takes to undo it."""

    component: str


Edit = FieldEdit | PaperAct


class Edits:
    """What can be taken back, and what can be done again."""

    def __init__(self) -> None:
        self._done: list[Edit] = []
        self._undone: list[Edit] = []

    def add(self, edit: Edit) -> None:
        """Something new was done; what was undone cannot be done again."""
        self._done.append(edit)
        self._undone.clear()

    def undo(self) -> Edit | None:
        """The newest act, to be taken back."""
        if not self._done:
            return None
        edit = self._done.pop()
        self._undone.append(edit)
        return edit

    def redo(self) -> Edit | None:
        """The act that was taken back last."""
        if not self._undone:
            return None
        edit = self._undone.pop()
        self._done.append(edit)
        return edit

    def clear(self) -> None:
        """Another dossier."""
        self._done.clear()
        self._undone.clear()
