"""The bridge to a site without an interface: a narrow window that stays beside the browser.

Enter copies the value of a line and goes to the next; the page of the site, pasted back, is
compared with the dossier. What it put into the clipboard it takes away when it is closed.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import ChoiceBox, KeyButton
from desk_app.ui.common.labels import Banner, Text
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.tables import Cell, Column, Row, Table
from desk_app.ui.common.text_area import ViTextEdit
from desk_app.ui.common.tokens import HEADER, ROW
from desk_app.ui.common.words import View, Words
from desk_app.ui.shell.retype_view_model import RetypeState, RetypeViewModel

SIZE = (520, 640)
MOST_WRONG = 4
"""Boxes that differ in sight at once; the rest scrolls."""


class RetypeWindow(View):
    """A window of its own, passive over ``RetypeViewModel``."""

    def __init__(self, words: Words, model: RetypeViewModel, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._model = model
        self._copied_text = ""
        self.setObjectName("RetypeWindow")
        self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look = theme.current()
        self.resize(look.px(SIZE[0]), look.px(SIZE[1]))
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(14), look.px(12), look.px(14), look.px(12))
        column.setSpacing(look.px(8))
        head = QHBoxLayout()
        self.title, self.count = Text("h2", wrap=True), Text("small")
        head.addWidget(self.title, 1)
        head.addWidget(self.count)
        self.site = ChoiceBox("cbSite")
        self.site.currentIndexChanged.connect(self._site_chosen)
        self.help, self.banner = Text("muted", wrap=True), Banner("retypeBanner")
        self.lines = Table("tblCopyLines")
        self.lines.opened.connect(self._copy)
        self.lines.ticked.connect(self._copy)
        self.page_label, self.page = Text(), ViTextEdit("edReadBack")
        self.page.setFixedHeight(look.px(92))
        self.compare = KeyButton("btnCompare", "primary", icon="check-circle", key="F12")
        self.compare.clicked.connect(self._compare)
        self.wrong = Table("tblMistyped")
        column.addLayout(head)
        above: tuple[QWidget, ...] = (self.site, self.help, self.banner)
        below: tuple[QWidget, ...] = (self.page_label, self.page, self.wrong, self.compare)
        for widget in above:
            column.addWidget(widget)
        column.addWidget(self.lines, 1)
        for widget in below:
            column.addWidget(widget)
        self.tie("ui.retype.title", self.setWindowTitle, self.title.setText)
        self.tie("ui.retype.site", self.site.setAccessibleName)
        self.tie("ui.retype.help", self.help.setText)
        self.tie("ui.retype.lines", self.lines.setAccessibleName)
        self.tie("ui.retype.page", self.page_label.setText, self.page.setAccessibleName)
        self.tie("ui.retype.compare", self.compare.set_words)
        self.tie("ui.retype.wrong", self.wrong.setAccessibleName)
        model.state_changed.connect(self.show_state)
        self.show_state(model.state)

    def render_state(self, state: RetypeState) -> None:
        """Show a state."""
        say = self.words.label
        self.site.set_choices(tuple((name, name) for name in state.sites))
        self.site.choose(state.site)
        self.site.setVisible(len(state.sites) > 1)
        filled = [line for line in state.lines if line.value]
        done = sum(1 for line in filled if line.number in state.copied)
        self.count.say(say("ui.retype.count", done=done, total=len(filled)) if filled else "")
        self._show_lines(state)
        self._show_wrong(state)

    def _show_lines(self, state: RetypeState) -> None:
        say = self.words.label
        columns = (
            Column(say("ui.column.field"), 170),
            Column(say("ui.column.value"), 0),
            Column(say("ui.column.copied"), 110),
        )
        copied = ChipText(say("ui.retype.copied"), "ok", "check-circle")
        rows = tuple(
            Row(
                str(line.number),
                (
                    Cell(f"{line.number}. {line.label}"),
                    Cell(line.value or say("ui.retype.empty")),
                    Cell(chip=copied if line.number in state.copied else None),
                ),
            )
            for line in state.lines
        )
        self.lines.show_rows(columns, rows)

    def _show_wrong(self, state: RetypeState) -> None:
        say = self.words.label
        wrong, bare = state.wrong or (), say("ui.retype.bare")
        self.wrong.setVisible(bool(wrong))
        columns = (
            Column(say("ui.column.field"), 140),
            Column(say("ui.column.wanted"), 0),
            Column(say("ui.column.seen"), 0),
        )
        rows = tuple(
            Row(
                one.label,
                (Cell(one.label), Cell(one.wanted), Cell(one.seen or bare)),
            )
            for one in wrong
        )
        self.wrong.show_rows(columns, rows)
        tall = HEADER + min(len(rows), MOST_WRONG) * ROW
        self.wrong.setFixedHeight(theme.current().px(tall) + 4)
        if state.failure is not None:
            message = self.words.message(state.failure.code, state.failure.facts)
            self.banner.show_failure(message)
        elif wrong:
            self.banner.show_message("warn", "warning", say("ui.retype.differs", count=len(wrong)))
        elif state.wrong is not None:
            text = say("ui.retype.same", count=len(state.lines))
            self.banner.show_message("info", "check-circle", text)
        else:
            self.banner.clear()

    def _site_chosen(self) -> None:
        self._model.choose(str(self.site.currentData()))

    def _copy(self, row_id: str) -> None:
        """The value goes to the clipboard, the cursor to the next line."""
        value = self._model.copy(int(row_id))
        self._copied_text = value
        QGuiApplication.clipboard().setText(value)
        self.lines.choose(
            str(int(row_id) + 1) if int(row_id) < len(self._model.state.lines) else row_id
        )

    def _compare(self) -> None:
        self.page.commit()
        self._model.compare(self.page.toPlainText())

    def open_on(self, key: str) -> None:
        """Come into sight with the list of a dossier."""
        self.page.show_value("")
        self._model.open(key)
        self.show()
        self.raise_()
        self.activateWindow()
        self.lines.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F12 compares, Esc closes."""
        if event.key() == Qt.Key.Key_F12:
            self._compare()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The clipboard keeps nothing of the dossier."""
        clipboard = QGuiApplication.clipboard()
        if self._copied_text and clipboard.text() == self._copied_text:
            clipboard.clear()
        self._copied_text = ""
        super().closeEvent(event)
