"""The second screen, turned to the citizen: their own data, large, and nothing else.

What may be shown is listed here and nowhere else; a note, an opinion, a confidence or another
dossier has no way onto this window.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.labels import Text
from desk_app.ui.common.panes import scrolled
from desk_app.ui.common.words import View, Words
from desk_app.ui.contract import DossierView, FieldValue

MOST_LINES = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenState:
    """All the citizen sees."""

    office: str = ""
    procedure: str = ""
    code: str = ""
    due: str = ""
    lines: tuple[tuple[str, str], ...] = ()


def for_citizen(
    office: str, dossier: DossierView | None, values: dict[str, FieldValue]
) -> CitizenState:
    """The citizen's own data out of a dossier: procedure, code, due time, the filled form."""
    if dossier is None:
        return CitizenState(office=office)
    fields = (
        tuple(item for section in dossier.form.sections for item in section.fields)
        if dossier.form
        else ()
    )
    filled = ((item.label, values[item.id].value) for item in fields if item.id in values)
    return CitizenState(
        office=office,
        procedure=dossier.procedure,
        code=dossier.code,
        due=f"{dossier.due_at:%H:%M %d/%m/%Y}" if dossier.due_at else "",
        lines=tuple((label, value) for label, value in filled if value)[:MOST_LINES],
    )


def second_screen(own: QScreen | None) -> QScreen | None:
    """A screen other than the officer's; None when there is only one."""
    return next((screen for screen in QGuiApplication.screens() if screen is not own), None)


class CitizenScreen(View):
    """A window without focus, frame or control on the second screen."""

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self.setObjectName("CitizenScreen")
        self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look = theme.current()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(look.px(40), look.px(32), look.px(40), look.px(32))
        outer.setSpacing(look.px(10))
        self.office, self.procedure = Text("muted"), Text("product", wrap=True)
        self.code, self.due, self.ask = Text("big"), Text("big"), Text("h1", wrap=True)
        for text in (self.office, self.procedure, self.code, self.due, self.ask):
            outer.addWidget(text)
        column = scrolled(outer)
        self._body = QWidget()
        self._grid = QGridLayout(self._body)
        self._grid.setHorizontalSpacing(look.px(24))
        self._grid.setColumnStretch(1, 1)
        column.addWidget(self._body)
        column.addStretch(1)
        self._shown: tuple[tuple[str, str], ...] = ()

    def render_state(self, state: CitizenState) -> None:
        """Show what is the citizen's own."""
        say = self.words.label
        self.office.say(state.office)
        self.procedure.say(state.procedure or say("ui.citizen.welcome"))
        self.code.say(say("ui.citizen.code", code=state.code) if state.code else "")
        self.due.say(say("ui.citizen.due", due=state.due) if state.due else "")
        self.ask.say(say("ui.citizen.check") if state.lines else "")
        if state.lines == self._shown:
            return
        self._shown = state.lines
        while self._grid.count():
            old = self._grid.takeAt(0)
            widget = old.widget() if old is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, (label, value) in enumerate(state.lines):
            name, said = Text("muted"), Text("h1", wrap=True)
            name.setText(label)
            said.setText(value)
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(said, row, 1)

    def show_on(self, screen: QScreen) -> None:
        """Fill a screen."""
        self.setGeometry(screen.geometry())
        self.show()

    def texts(self) -> tuple[str, ...]:
        """Everything that can be read on it, for tests."""
        return tuple(text.text() for text in self.findChildren(Text) if text.text())
