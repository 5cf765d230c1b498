"""The filters above the work list: the program's own, then those kept under a name."""

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.keys import action
from desk_app.ui.common.labels import Text
from desk_app.ui.common.words import View, Words
from desk_app.ui.common.wrapping import WrappingRow
from desk_app.ui.contract import Scope
from desk_app.ui.shell.dashboard_view_model import FILTERS, DashboardState


class FilterRow(View):
    """Passive.

    Signals:
        scope_asked: one of the program's filters.
        saved_asked: name of one of the officer's own.
        keep_asked, forget_asked: keep the list in sight under a name; forget the one in use.
    """

    scope_asked = Signal(str)
    saved_asked = Signal(str)
    keep_asked = Signal()
    forget_asked = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setObjectName("filterRow")
        self._row = WrappingRow(theme.current().px(6))
        self._row.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._row)
        self.scopes: dict[Scope, KeyButton] = {}
        for scope in FILTERS:
            self.scopes[scope] = self._chip(f"filter_{scope}", "scope", scope)
        self.saved: list[KeyButton] = []
        self.keep = KeyButton("btnKeepFilter", "link", key=action("keep_filter").key)
        self.keep.clicked.connect(self.keep_asked)
        self.forget = KeyButton("btnForgetFilter", "link", key=action("forget_filter").key)
        self.forget.clicked.connect(self.forget_asked)
        self.note = Text("small")
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for widget in (self.keep, self.forget, self.note):
            self._row.addWidget(widget)
        self.tie(action("keep_filter").label_key, self.keep.set_words)
        self.tie(action("forget_filter").label_key, self.forget.set_words)

    def _chip(self, name: str, kind: str, value: str) -> KeyButton:
        chip = KeyButton(name, "filter")
        chip.setCheckable(True)
        chip.setProperty(kind, value)
        chip.clicked.connect(self._press)
        self._row.addWidget(chip)
        return chip

    def _press(self) -> None:
        sender = self.sender()
        if sender.property("scope"):
            self.scope_asked.emit(str(sender.property("scope")))
        else:
            self.saved_asked.emit(str(sender.property("saved")))

    def render_state(self, state: DashboardState) -> None:
        """Show a state."""
        say = self.words.label
        query, in_use = state.query, state.in_use
        for scope, chip in self.scopes.items():
            chip.set_words(
                say(
                    "ui.dashboard.filter_count",
                    name=say(f"ui.filter.{scope}"),
                    count=state.counts.scopes.get(scope, 0),
                )
            )
            chip.setChecked(query.scope == scope and query.step is None and not query.text)
        self._show_saved(state)
        self.keep.setVisible(not in_use and bool(query.step or query.text))
        self.forget.setVisible(bool(in_use))

    def show_note(self, text: str, widest: str = "") -> None:
        """A remark at the end of the row, with room for the widest it may be next."""
        self.note.setText(text)
        self.note.setMinimumWidth(
            math.ceil(theme.current().metrics("small").horizontalAdvance(widest))
        )

    def _show_saved(self, state: DashboardState) -> None:
        say = self.words.label
        last = (self.keep, self.forget, self.note)
        if len(self.saved) < len(state.saved):
            for widget in last:
                self._row.removeWidget(widget)
            while len(self.saved) < len(state.saved):
                self.saved.append(self._chip(f"saved_{len(self.saved)}", "saved", ""))
            for widget in last:
                self._row.addWidget(widget)
        for place, chip in enumerate(self.saved):
            saved = state.saved[place] if place < len(state.saved) else None
            chip.setVisible(saved is not None)
            if saved is not None:
                count = state.saved_totals.get(saved.name, 0)
                chip.setProperty("saved", saved.name)
                chip.set_words(say("ui.dashboard.filter_count", name=saved.name, count=count))
                chip.setChecked(state.in_use == saved.name)
