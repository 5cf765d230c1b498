"""The second screen, turned to the citizen: their own data, large, and nothing else.

What may be shown is listed here and nowhere else; a note, an opinion, a confidence or another
dossier has no way onto this window. The citizen answers block by block; what they said is kept with
the digest of exactly what stood there, so a block that changes afterwards asks again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.domain.accounts import shown_digest
from desk_app.ui.common import theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.columns import scrolled
from desk_app.ui.common.labels import Text
from desk_app.ui.common.words import View, Words
from desk_app.ui.contract import ConfirmedBlock, DossierView, FieldDefinition, FieldValue

MOST_LINES = 24
DECLARATION = "declaration"
"""The block with the citizen's responsibility for what was declared (R-PR-57)."""
Said = Literal["", "yes", "no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenBlock:
    """One block the citizen answers for; ``said`` is their answer to what stands there now."""

    id: str
    title: str
    lines: tuple[tuple[str, str], ...]
    said: Said = ""

    @property
    def shown(self) -> dict[str, str]:
        """What stands there, as it is kept."""
        return dict(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenState:
    """All the citizen sees."""

    office: str = ""
    procedure: str = ""
    code: str = ""
    due: str = ""
    blocks: tuple[CitizenBlock, ...] = ()


def for_citizen(
    office: str,
    dossier: DossierView | None,
    values: Mapping[str, FieldValue],
    declaration: tuple[str, str] = ("", ""),
) -> CitizenState:
    """The citizen's own data out of a dossier: procedure, code, due time, the filled form.

    Args:
        office: name of the office.
        dossier: the one at intake.
        values: of its form, as the officer has them now.
        declaration: title and sentence of the last block.
    """
    if dossier is None:
        return CitizenState(office=office)
    blocks = []
    room = MOST_LINES
    for section in dossier.form.sections if dossier.form else ():
        filled = [item for item in section.fields if item.id in values and values[item.id].value]
        lines = tuple((item.label, _said(item, values[item.id].value)) for item in filled[:room])
        if lines:
            room -= len(lines)
            blocks.append(_block(dossier.confirmations, section.id, section.title, lines))
    if blocks and declaration[1]:
        lines = (("", declaration[1]),)
        blocks.append(_block(dossier.confirmations, DECLARATION, declaration[0], lines))
    return CitizenState(
        office=office,
        procedure=dossier.procedure,
        code=dossier.code,
        due=f"{dossier.due_at:%H:%M %d/%m/%Y}" if dossier.due_at else "",
        blocks=tuple(blocks),
    )


def _said(field: FieldDefinition, value: str) -> str:
    """A value as the citizen reads it: a choice by its words."""
    return dict(field.choices).get(value, value)


def _block(
    known: tuple[ConfirmedBlock, ...], block: str, title: str, lines: tuple[tuple[str, str], ...]
) -> CitizenBlock:
    last = next((said for said in reversed(known) if said.block == block), None)
    said: Said = ""
    if last is not None and last.sha256 == shown_digest(dict(lines)):
        said = "yes" if last.agrees else "no"
    return CitizenBlock(id=block, title=title, lines=lines, said=said)


def second_screen(own: QScreen | None) -> QScreen | None:
    """A screen other than the officer's; None when there is only one."""
    return next((screen for screen in QGuiApplication.screens() if screen is not own), None)


class BlockCard(QFrame):
    """One block with its two answers.

    Signals:
        answered: whether the citizen agrees.
    """

    answered = Signal(bool)

    def __init__(self, words: Words, block: CitizenBlock) -> None:
        super().__init__()
        look, say = theme.current(), words.label
        self.setObjectName(f"block_{block.id}")
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(20), look.px(14), look.px(20), look.px(14))
        column.setSpacing(look.px(8))
        title = Text("h2", wrap=True)
        title.setText(block.title)
        column.addWidget(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(24))
        grid.setColumnStretch(1, 1)
        for row, (label, value) in enumerate(block.lines):
            name, said = Text("muted", wrap=True), Text("h1", wrap=True)
            name.setText(label)
            said.setText(value)
            if label:
                grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(said, row, 1)
            else:
                grid.addWidget(said, row, 0, 1, 2)
        column.addLayout(grid)
        answers = QHBoxLayout()
        self.said = Text("ok" if block.said == "yes" else "err")
        self.said.say(say(f"ui.citizen.said_{block.said}") if block.said else "")
        answers.addWidget(self.said, 1)
        self.yes = self._answer("yes", say("ui.citizen.yes"), primary=True)
        self.no = self._answer("no", say("ui.citizen.no"), primary=False)
        for button in (self.no, self.yes):
            button.setVisible(button.property("said") != block.said)
            answers.addWidget(button)
        column.addLayout(answers)

    def _answer(self, said: str, words: str, *, primary: bool) -> KeyButton:
        button = KeyButton(f"btn_{said}", "primary" if primary else "secondary")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setProperty("said", said)
        button.set_words(words)
        button.clicked.connect(self._pressed)
        return button

    def _pressed(self) -> None:
        self.answered.emit(self.sender() is self.yes)


class CitizenScreen(View):
    """A window without focus or frame on the second screen; its only controls are the answers.

    Signals:
        answered: (block id, what was shown, whether the citizen agrees).
    """

    answered = Signal(str, object, bool)

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self.setObjectName("CitizenScreen")
        self.setWindowFlags(
            Qt.WindowType.Window
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
        )
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
        self._body = QVBoxLayout()
        self._body.setSpacing(look.px(12))
        column.addLayout(self._body)
        column.addStretch(1)
        self._shown: tuple[CitizenBlock, ...] = ()

    def render_state(self, state: CitizenState) -> None:
        """Show what is the citizen's own."""
        say = self.words.label
        self.office.say(state.office)
        self.procedure.say(state.procedure or say("ui.citizen.welcome"))
        self.code.say(say("ui.citizen.code", code=state.code) if state.code else "")
        self.due.say(say("ui.citizen.due", due=state.due) if state.due else "")
        self.ask.say(say("ui.citizen.check") if state.blocks else "")
        if state.blocks == self._shown:
            return
        self._shown = state.blocks
        while self._body.count():
            old = self._body.takeAt(0)
            widget = old.widget() if old is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for block in state.blocks:
            card = BlockCard(self.words, block)
            card.answered.connect(self._took)
            self._body.addWidget(card)

    def _took(self, agrees: bool) -> None:  # noqa: FBT001  a signal's payload
        card = self.sender()
        for block in self._shown:
            if isinstance(card, QWidget) and card.objectName() == f"block_{block.id}":
                self.answered.emit(block.id, block.shown, agrees)

    def show_on(self, screen: QScreen) -> None:
        """Fill a screen."""
        self.setGeometry(screen.geometry())
        self.show()

    def texts(self) -> tuple[str, ...]:
        """Everything that can be read on it, for tests."""
        return tuple(text.text() for text in self.findChildren(Text) if text.text())
