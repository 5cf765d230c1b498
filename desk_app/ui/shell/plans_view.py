"""Restructuring files as a page: the list, a new file, and one file led through its parts."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.check_list import CheckList
from desk_app.ui.common.columns import pane
from desk_app.ui.common.jobs import JobCard, JobState
from desk_app.ui.common.keys import Scope
from desk_app.ui.common.labels import Banner, ElidedText
from desk_app.ui.common.page import ButtonState, Chrome, Page, did, focus_first
from desk_app.ui.common.pages import PageSource
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.tables import Cell, Column, Row, Table
from desk_app.ui.common.tokens import LayoutClass
from desk_app.ui.common.words import Words
from desk_app.ui.shell.plans_form import facts_in_words, note_lines, notes_of
from desk_app.ui.shell.plans_list import PlanChoicePane, PlanListPane
from desk_app.ui.shell.plans_part import PlanPartPane
from desk_app.ui.shell.plans_state import PlansState
from desk_app.ui.shell.plans_view_model import PlansViewModel
from desk_app.ui.shell.process_pictures import PicturePane

_PARTS_PX: dict[LayoutClass, int] = {"wide": 236, "normal": 236, "compact": 200, "narrow": 176}
_SIDE_PX: dict[LayoutClass, int] = {"wide": 320, "normal": 320, "compact": 234, "narrow": 190}
_DRAWN = frozenset({"components", "steps"})


class PlansPage(Page):
    """Passive page of ``PlansViewModel``."""

    scope: Scope = "restructuring"

    def __init__(
        self,
        words: Words,
        model: PlansViewModel,
        source: PageSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self.setObjectName("PlansPage")
        self._model, self._mode = model, ""
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(14), look.px(12), look.px(14), look.px(10))
        column.setSpacing(look.px(8))
        self.head, self.banner = ElidedText("bold"), Banner("plansBanner")
        self.job = JobCard(words, "plansJob")
        self.job.stopped.connect(model.stop)
        for widget in (self.head, self.banner, self.job):
            column.addWidget(widget)
        self.body = QWidget()
        body = QHBoxLayout(self.body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(look.px(8))
        self.files, self.choice = PlanListPane(words, model), PlanChoicePane(words, model)
        self.sections = Table("tblPlanParts")
        self.sections.chosen.connect(model.choose_section)
        self.part = PlanPartPane(words, model, source)
        self.side, inner = pane()
        self.notes = CheckList("lstPlanNotes")
        inner.addWidget(self.notes, 1)
        body.addWidget(self.files, 1)
        body.addWidget(self.choice, 1)
        body.addWidget(self.sections)
        body.addWidget(self.part, 1)
        body.addWidget(self.side)
        column.addWidget(self.body, 3)
        self.diagram = PicturePane("boxPlanDiagram", words, "ui.plan.diagram")
        column.addWidget(self.diagram, 2)
        self.tie("ui.plan.parts", self.sections.setAccessibleName)
        self.tie("ui.plan.lines", self.part.rows.setAccessibleName)
        named = (self.notes.setAccessibleName, self.part.findings.setAccessibleName)
        self.tie("ui.plan.notes", *named)
        model.state_changed.connect(self.show_state)
        self.show_state(model.state)

    # -- showing

    def render_state(self, state: PlansState) -> None:
        """Show a state."""
        is_list, is_new, is_file = (state.mode == mode for mode in ("list", "new", "file"))
        self.files.setVisible(is_list)
        self.choice.setVisible(is_new)
        for widget in (self.head, self.sections, self.part):
            widget.setVisible(is_file)
        has_side = is_new
        if is_list:
            self.files.show_state(state)
        elif is_new:
            self.choice.show_state(state)
        else:
            self._show_sections(state)
            has_side = self.part.show_part(state, is_wide=self._is_wide)
        lines = note_lines(notes_of(state), self.words) if has_side else ()
        self.side.setVisible(is_new or bool(lines))
        self.notes.show_lines(lines)
        is_drawn = is_file and state.diagram != "none"
        self.diagram.setVisible(is_drawn)
        self.body.setVisible(not is_drawn or state.diagram != "alone")
        if is_drawn:
            self.diagram.show_pictures(state.pictures)
        self._show_job(state)
        self._show_banner(state)
        self.set_chrome(self._chrome(state))
        self._follow_mode(state)

    def _follow_mode(self, state: PlansState) -> None:
        """The focus goes along when the page shows something else."""
        if state.mode != self._mode:
            self._mode = state.mode
            if self.isVisible():
                self._focus_main()

    def _focus_main(self) -> None:
        state = self._model.state
        mains = {"list": self.files.list, "new": self.choice.candidates, "file": self.sections}
        if state.mode == "list" and not state.shown_lines:
            focus_first(self.files.empty)
        else:
            mains[state.mode].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_sections(self, state: PlansState) -> None:
        if state.view is None:
            return
        say, line = self.words.label, state.view.line
        self.head.say(f"{line.code} · {line.name}")
        waits = bool(state.faults)
        rows = []
        for at, part in enumerate(state.view.sections, 1):
            faults = len(state.faults.get(part.id, ()))
            mark = Cell(chip=ChipText(str(faults), "err")) if faults else Cell()
            title = say(f"ui.plan.part.{part.id}")
            name = Cell(title if self.layout_class == "narrow" else f"{at}. {title}")
            rows.append(Row(part.id, (name, mark) if waits else (name,)))
        columns = (Column(say("ui.plan.parts").upper()), *((Column("", 44),) if waits else ()))
        wide = _PARTS_PX[self.layout_class] + (40 if waits and not self._is_wide else 0)
        self.sections.setFixedWidth(theme.current().px(wide))
        self.sections.show_rows(columns, rows, state.section)

    def _show_job(self, state: PlansState) -> None:
        job = None
        if state.running:
            can_stop = state.running != "write"
            key = f"ui.plan.running.{state.running}"
            facts = (("count", state.done),)
            job = JobState(key, facts, state.done, state.total, can_stop=can_stop)
        self.job.show_job(job)

    def _show_banner(self, state: PlansState) -> None:
        if state.failure is not None:
            code = state.failure.code
            facts = facts_in_words(self.words, state.failure.facts, code)
            self.banner.show_failure(self.words.message(code, facts))
        elif state.told:
            words = self.words.label(state.told, **dict(state.told_facts))
            self.banner.show_message("ok", "check-circle", words)
        else:
            self.banner.clear()

    # -- what the window shows around

    def _chrome(self, state: PlansState) -> Chrome:
        say = self.words.label
        title = say("ui.page.restructuring")
        if state.mode == "list":
            has_lines = bool(state.shown_lines)
            opens = ButtonState(
                "plan_next", say("ui.plan.next.open"), "primary" if has_lines else "secondary",
                is_enabled=has_lines,
            )  # fmt: skip
            new = ButtonState(
                "new_plan", say("ui.act.new_plan"), "secondary" if has_lines else "primary", "plus"
            )
            lists = ButtonState(
                "write_plan_list", say("ui.act.write_plan_list"),
                is_enabled=has_lines and not state.running,
            )  # fmt: skip
            hints = ("choose_row", "next_filter", "refresh")
            last = (new, opens) if has_lines else (opens, new)  # what F12 does stands last
            return Chrome(title, hints=hints, buttons=(lists, *last))
        if state.mode == "new":
            can = bool(state.candidate) and not state.is_busy
            label = say("ui.plan.next.group" if len(state.ticked) > 1 else "ui.plan.next.new")
            begin = ButtonState("plan_next", label, "primary", "check", is_enabled=can)
            hints = ("tick", "next_pane", "escape")
            return Chrome(title, say("ui.plan.new"), hints=hints, buttons=(begin,))
        hints = ("next_part", "undo", "next_fault" if state.faults else "escape")
        return Chrome(title, hints=hints, buttons=self._file_buttons(state))

    def _file_buttons(self, state: PlansState) -> tuple[ButtonState, ...]:
        say, part = self.words.label, state.part
        if part is None:
            return ()
        found = []
        is_free = not state.is_busy and not state.running
        if part.id in _DRAWN:
            found.append(ButtonState("show_diagram", say("ui.act.show_diagram")))
        if part.has_list:
            label = say("ui.act.write_plan_list")
            found.append(ButtonState("write_plan_list", label, is_enabled=is_free))
        if part.columns and not part.is_fixed:
            can, takes = state.is_table, state.is_table and bool(part.rows)
            found.append(ButtonState("remove_row", say("ui.act.remove_row"), is_enabled=takes))
            found.append(ButtonState("add_row", say("ui.act.add_row"), icon="plus", is_enabled=can))
        if part.id == "document":
            label = say("ui.act.write_plan_pdf")
            found.append(ButtonState("write_plan_pdf", label, is_enabled=is_free))
        if part.id == "approval" and part.has_act:
            label = say("ui.act.choose_decision")
            found.append(ButtonState("choose_decision", label, icon="file-search"))
        if part.has_act:
            label = say(f"ui.plan.next.{part.id}")
            found.append(ButtonState("plan_next", label, "primary", "check", is_enabled=is_free))
        return tuple(found)

    # -- acts

    def act(self, action_id: str) -> bool:
        """Acts of this page."""
        model = self._model
        if action_id == "escape":
            if not model.leave():
                self.navigated.emit("procedures")
            return True
        acts: dict[str, Callable[[], object]] = {
            "new_plan": model.choosing.begin, "plan_next": model.do_next, "refresh": model.refresh,
            "next_filter": lambda: model.turn_filter(1),
            "previous_filter": lambda: model.turn_filter(-1),
            "next_part": lambda: model.turn_section(1),
            "previous_part": lambda: model.turn_section(-1),
            "add_row": model.filling.add_row, "remove_row": model.filling.remove_row,
            "undo": model.filling.undo, "next_fault": model.filling.next_fault,
            "show_diagram": lambda: model.turn_diagram(has_room=self._is_wide),
            "write_plan_pdf": lambda: model.write(".pdf"), "choose_decision": self._ask_file,
            "write_plan_list": model.write_list,
        }  # fmt: skip
        return did(acts, action_id)

    def _ask_file(self) -> None:
        if self._model.state.section != "approval":
            return
        dialog = QFileDialog(self, self.words.label("ui.act.choose_decision"))
        dialog.setNameFilter("*.pdf")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._chosen_file)
        dialog.open()

    def _chosen_file(self, path: str) -> None:
        self._model.filling.edit("ask", "file", path)

    def panes(self) -> tuple[QWidget, ...]:
        """List, or procedures and name; parts, lines, fields, what was reckoned, picture."""
        return (
            self.files.list, self.choice.candidates, self.choice.name, self.sections,
            self.part.rows, self.part.form, self.part.findings, self.notes, self.diagram,
        )  # fmt: skip

    @property
    def _is_wide(self) -> bool:
        return self.layout_class in ("wide", "normal")

    def apply_layout(self, layout: LayoutClass) -> None:
        """The sentences beside give way first."""
        super().apply_layout(layout)
        self.files.layout_class = self.choice.layout_class = layout
        self.side.setFixedWidth(theme.current().px(_SIDE_PX[layout]))
        self.show_state(self._model.state)

    def enter(self) -> None:
        """Ask what there is when the page comes into sight."""
        self._model.begin()
        self._focus_main()
