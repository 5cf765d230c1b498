"""The list of restructuring files, and the procedures in force a new one is made of."""

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.columns import column_of, pane
from desk_app.ui.common.labels import EmptyState, Text
from desk_app.ui.common.list_or_empty import ListOrEmpty
from desk_app.ui.common.tables import Column, Table
from desk_app.ui.common.text_entry import ViLineEdit
from desk_app.ui.common.tokens import LayoutClass
from desk_app.ui.common.words import View, Words
from desk_app.ui.shell.plans_form import candidate_rows, line_cells
from desk_app.ui.shell.plans_state import KINDS, PlansState
from desk_app.ui.shell.plans_view_model import PlansViewModel

_LIST: dict[LayoutClass, tuple[str, ...]] = {
    "wide": ("name", "code", "kind", "state", "group", "steps", "test"),
    "normal": ("name", "code", "kind", "state", "group", "steps", "test"),
    "compact": ("name", "state", "group", "steps", "test"),
    "narrow": ("name", "state", "steps"),
}
_NEW: dict[LayoutClass, tuple[str, ...]] = {
    "wide": ("name", "received", "online", "digitised", "priorities", "tick"),
    "normal": ("name", "received", "online", "digitised", "priorities", "tick"),
    "compact": ("name", "received", "priorities", "tick"),
    "narrow": ("name", "received", "tick"),
}
_WIDTHS = {
    "code": 120, "kind": 130, "state": 190, "group": 82, "steps": 70, "test": 240,
    "received": 90, "online": 96, "digitised": 96, "priorities": 84, "tick": 100,
}  # fmt: skip


def _columns(words: Words, names: tuple[str, ...]) -> tuple[Column, ...]:
    say = words.label
    return tuple(Column(say(f"ui.plan.column.{n}").upper(), _WIDTHS.get(n, 0)) for n in names)


class PlanListPane(View):
    """Filters by group over the files; without files, how to begin one."""

    def __init__(self, words: Words, model: PlansViewModel, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._model = model
        self.layout_class: LayoutClass = "normal"
        self.list, self.empty = Table("tblPlans"), EmptyState("plansEmpty")
        self.list.chosen.connect(model.choose)
        self.list.opened.connect(model.open)
        self.empty.acted.connect(model.choosing.begin)
        self._files = ListOrEmpty(self.list, self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px(8))
        column.addLayout(self._make_filters())
        column.addWidget(self._files, 1)
        self.tie("ui.plan.list", self.list.setAccessibleName)

    def _make_filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.current().px(6))
        self.filters: dict[str, KeyButton] = {}
        self._group = QButtonGroup(self)
        for kind in KINDS:
            button = KeyButton(f"kind_{kind}", "filter")
            button.setCheckable(True)
            self.filters[kind] = button
            self._group.addButton(button)
            row.addWidget(button)
            self.tie(f"ui.plan.filter.{kind}", button.set_words)
        self._group.buttonClicked.connect(self._filter)
        row.addStretch(1)
        return row

    def _filter(self, button: QPushButton) -> None:
        for kind in KINDS:
            if self.filters[kind] is button:
                self._model.filter_by(kind)

    def render_state(self, state: PlansState) -> None:
        """Show the files of the chosen kind."""
        say, names = self.words.label, _LIST[self.layout_class]
        self.filters[state.kind].setChecked(True)
        lines = state.shown_lines
        self._files.show_empty(is_empty=not lines)
        rows = tuple(line_cells(self.words, line, names) for line in lines)
        self.list.show_rows(_columns(self.words, names), rows, state.chosen)
        if not state.is_loaded:
            self.empty.show_state("list", say("ui.plan.loading"))
            return
        key, act = ("none_of_kind", "") if state.lines else ("none", say("ui.act.new_plan"))
        self.empty.show_state(
            "list", say(f"ui.plan.{key}"), say(f"ui.plan.{key}_help"), act=act,
            key="Ctrl+N" if act else "",
        )  # fmt: skip


class PlanChoicePane(View):
    """Procedures in force with the desk's own figures; several ticked make a linked group."""

    def __init__(self, words: Words, model: PlansViewModel, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.layout_class: LayoutClass = "normal"
        frame, column = pane()
        outer = column_of()
        self.setLayout(outer)
        outer.addWidget(frame)
        self.about = Text("muted", wrap=True)
        self.candidates = Table("tblPlanCandidates")
        self.candidates.chosen.connect(model.choosing.choose)
        self.candidates.ticked.connect(model.choosing.tick)
        self.naming = QWidget()
        row = QHBoxLayout(self.naming)
        row.setContentsMargins(0, 0, 0, 0)
        caption, self.name = Text(), ViLineEdit("edPlanName")
        self.name.committed.connect(model.choosing.call)
        row.addWidget(caption)
        row.addWidget(self.name, 1)
        column.addWidget(self.about)
        column.addWidget(self.candidates, 1)
        column.addWidget(self.naming)
        self.tie("ui.plan.candidates", self.candidates.setAccessibleName)
        self.tie("ui.plan.field.group_name", caption.setText, self.name.setAccessibleName)

    def render_state(self, state: PlansState) -> None:
        """Show the procedures, and the name once there are several."""
        say, names = self.words.label, _NEW[self.layout_class]
        found = state.candidates
        if found is None:
            self.about.setText(say("ui.plan.loading"))
        else:
            days = {"first": f"{found.first:%d/%m/%Y}", "last": f"{found.last:%d/%m/%Y}"}
            self.about.setText(say("ui.plan.new_about", **days))
        rows = candidate_rows(state, self.words, names)
        self.candidates.show_rows(_columns(self.words, names), rows, state.candidate)
        self.naming.setVisible(len(state.ticked) > 1)
        self.name.show_value(state.name)
