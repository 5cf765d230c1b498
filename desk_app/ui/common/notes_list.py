"""The notes of a dossier beside its paper: chosen, ticked done, taken back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.check_list import CheckLine, CheckList
from desk_app.ui.common.labels import Text
from desk_app.ui.common.notes import NotesOnPages
from desk_app.ui.common.paper import NoteMark
from desk_app.ui.common.words import Words
from desk_app.ui.contract import PageNote

_MOST_HEIGHT = 190


class _Lines(CheckList):
    """Signals: ``dropped``, id of a note (Del)."""

    dropped = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del takes back one's own note."""
        note = self.current_id()
        if event.key() == Qt.Key.Key_Delete and note is not None:
            self.dropped.emit(note)
        else:
            super().keyPressEvent(event)


class NotesList(QWidget):
    """Hidden where there is no note. Enter ticks the note under the cursor, Del takes it back."""

    def __init__(self, words: Words, model: NotesOnPages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(2))
        self.title, self.help = Text("section", wrap=True), Text("small", wrap=True)
        self.lines = _Lines("lstNotes")
        self.lines.chosen.connect(model.choose)
        self.lines.opened.connect(model.tick)
        self.lines.dropped.connect(model.drop)
        for widget in (self.title, self.lines, self.help):
            column.addWidget(widget)

    def show_notes(self, notes: Sequence[PageNote], chosen: str) -> None:
        """Show the notes with one chosen."""
        say = self._words.label
        self.setVisible(bool(notes))
        left = sum(1 for note in notes if not note.done_by)
        title = say("ui.notes.title", left=left, count=len(notes))
        self.title.setText(title)
        self.lines.setAccessibleName(title)
        self.help.say(say("ui.notes.keys"))
        lines = tuple(self._line(number, note) for number, note in enumerate(notes, start=1))
        self.lines.show_lines(lines, chosen)
        height = min(self.lines.content_height(), theme.current().px(_MOST_HEIGHT))
        self.lines.setFixedHeight(max(height, 1))

    def _line(self, number: int, note: PageNote) -> CheckLine:
        say = self._words.label
        at = f"{note.at:%H:%M %d/%m}"
        said = [say("ui.notes.where", paper=note.title, page=note.page + 1), f"{note.who} {at}"]
        if note.done_by:
            said.append(say("ui.notes.done_by", who=note.done_by))
        elif not note.is_sent:
            said.append(say("ui.notes.not_sent"))
        if not note.is_of_this_file:
            said.append(say("ui.notes.other_file"))
        return CheckLine(
            note.id,
            f"{number}. {note.text}",
            "check-filled" if note.done_by else "circle",
            "ok" if note.done_by else "warn",
            remark=" · ".join(said),
            remark_ink="muted",
            spoken_state=say("ui.notes.done" if note.done_by else "ui.notes.open"),
        )


def note_marks(
    notes: Sequence[PageNote], paper: str, page: int, chosen: str
) -> tuple[NoteMark, ...]:
    """Marks of the notes on the page in sight, with their numbers in the list."""
    return tuple(
        NoteMark(note.place, number, is_done=bool(note.done_by), is_chosen=note.id == chosen)
        for number, note in enumerate(notes, start=1)
        if (note.paper, note.page) == (paper, page) and note.is_of_this_file
    )
