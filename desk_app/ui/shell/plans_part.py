"""One part of a restructuring file: what it is for, its lines, its fields, what was reckoned."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.check_list import CheckList
from desk_app.ui.common.columns import pane_column
from desk_app.ui.common.form_view import FormView
from desk_app.ui.common.labels import Banner, Text
from desk_app.ui.common.pages import PageSource
from desk_app.ui.common.tables import Table
from desk_app.ui.common.tokens import HEADER, ROW
from desk_app.ui.common.words import Words
from desk_app.ui.shell.plans_form import form_state, note_lines, notes_of, table_of, title_of
from desk_app.ui.shell.plans_state import PlansState
from desk_app.ui.shell.plans_view_model import PlansViewModel

_TABLE_PX, _SMALL_TABLE_PX = 250, 142


class PlanPartPane(QFrame):
    """The pane in the middle; the page renders it and ties its words."""

    def __init__(
        self,
        words: Words,
        model: PlansViewModel,
        source: PageSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "pane")
        self._words, self._model = words, model
        self.about = Text("muted", wrap=True)
        self.lock = Banner("plansLock")
        self.rows = Table("tblPlanRows")
        self.rows.chosen.connect(model.choose_row)
        self.rows.ticked.connect(model.filling.turn_tick)
        self.row_title = Text("bold", wrap=True)
        self.form = FormView(words, source)
        self.form.committed.connect(self._committed)
        self.findings = CheckList("lstPlanFindings")
        inner: QVBoxLayout = pane_column(self)
        for widget in (self.about, self.lock, self.rows, self.row_title):
            inner.addWidget(widget)
        inner.addWidget(self.form, 1)
        inner.addWidget(self.findings, 1)

    def _committed(self, field: str, value: str) -> None:
        place, _, name = field.partition(".")
        self._model.filling.edit(place, name, value)

    def show_part(self, state: PlansState, *, is_wide: bool) -> bool:
        """Show the part in sight; whether it left the room beside it for what was reckoned."""
        part = state.part
        if part is None:
            return True
        say = self._words.label
        has_room = is_wide or not part.rows
        self.about.say(say(f"ui.plan.about.{part.id}") if has_room else "")
        self._show_lock(state)
        self._show_rows(state, is_wide=is_wide)
        is_fixed = state.row < len(part.rows) and part.is_fixed
        self.row_title.say(title_of(self._words, part, part.rows[state.row]) if is_fixed else "")
        form = form_state(state, self._words, 2 if is_wide else 1)
        self.form.show_state(form)
        self.form.setVisible(bool(form.sections))
        is_filled = bool(form.sections) or bool(part.rows)
        self.findings.setVisible(not is_filled)
        self.findings.show_lines(() if is_filled else note_lines(notes_of(state), self._words))
        return is_filled

    def _show_lock(self, state: PlansState) -> None:
        code, facts = state.lock
        if not code:
            self.lock.clear()
            return
        said = self._words.message(code, facts)
        self.lock.show_message(
            "info", "info", f"{said.body} {said.action}".strip(), title=said.title
        )

    def _show_rows(self, state: PlansState, *, is_wide: bool) -> None:
        """As many lines as there is room for; the one in hand stays in sight."""
        columns, rows = table_of(state, self._words, 3 if is_wide else 1)
        self.rows.setVisible(bool(rows))
        if not rows:
            return
        look = theme.current()
        most = look.px(_TABLE_PX if is_wide else _SMALL_TABLE_PX)
        content = look.px(HEADER) + len(rows) * look.px(ROW) + look.px(4)
        least = look.px(HEADER) + min(len(rows), 2) * look.px(ROW) + look.px(4)
        self.rows.setMinimumHeight(least)
        self.rows.setMaximumHeight(max(least, min(content, most)))
        before = self.rows.current_id()
        self.rows.show_rows(columns, rows, str(state.row))
        if self.rows.current_id() != before:
            self.rows.scrollTo(self.rows.currentIndex())
