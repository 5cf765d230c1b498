"""The catalogue of procedures as a page: versions or faults, parts of the form, rows, fields."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.check_list import CheckLine, CheckList
from desk_app.ui.common.columns import pane
from desk_app.ui.common.form_view import FormView
from desk_app.ui.common.keys import Scope
from desk_app.ui.common.labels import Banner, Text
from desk_app.ui.common.page import ButtonState, Chrome, Page, did
from desk_app.ui.common.pages import PageSource
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.tables import Cell, Column, Row, Table
from desk_app.ui.common.tokens import LayoutClass
from desk_app.ui.common.words import Words
from desk_app.ui.contract import ProcedureFault, ProcedureVersion
from desk_app.ui.shell.procedures_form import TICK, form_state, said, table_of, ticked
from desk_app.ui.shell.procedures_view_model import (
    ProceduresState,
    ProceduresViewModel,
    version_id,
)
from desk_app.ui.shell.process_pictures import PicturePane


class ProceduresPage(Page):
    """Passive page of ``ProceduresViewModel``."""

    scope: Scope = "procedures"

    def __init__(
        self,
        words: Words,
        model: ProceduresViewModel,
        source: PageSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self.setObjectName("ProceduresPage")
        self._model = model
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(14), look.px(12), look.px(14), look.px(10))
        column.setSpacing(look.px(8))
        self.banner = Banner("proceduresBanner")
        column.addWidget(self.banner)
        self.body = QWidget()
        body = QHBoxLayout(self.body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(look.px(8))
        self.versions = Table("tblProcedures")
        self.versions.chosen.connect(model.choose)
        self.sections = Table("tblProcedureParts")
        self.sections.chosen.connect(model.choose_section)
        self.middle, inner = pane()
        self.rows = Table("tblProcedureRows")
        self.rows.chosen.connect(model.choose_row)
        self.none = Text("muted", wrap=True)
        self.form = FormView(words, source)
        self.form.committed.connect(self._committed)
        for widget in (self.rows, self.none):
            inner.addWidget(widget)
        inner.addWidget(self.form, 1)
        self.side, faults = pane()
        self.fault_title = Text("section")
        self.faults = CheckList("lstProcedureFaults", quiet=True)
        self.faults.chosen.connect(self._to_fault)
        faults.addWidget(self.fault_title)
        faults.addWidget(self.faults, 1)
        for part in (self.versions, self.sections):
            body.addWidget(part)
        body.addWidget(self.middle, 1)
        body.addWidget(self.side)
        column.addWidget(self.body, 3)
        self.diagram = PicturePane("boxProcessDiagram", words)
        column.addWidget(self.diagram, 2)
        self.tie("ui.catalogue.versions", self.versions.setAccessibleName)
        self.tie("ui.catalogue.parts", self.sections.setAccessibleName)
        self.tie("ui.catalogue.rows", self.rows.setAccessibleName)
        self.tie("ui.catalogue.no_row", self.none.setText)
        self.tie("ui.catalogue.faults", self.faults.setAccessibleName)
        model.state_changed.connect(self.show_state)
        self.show_state(model.state)

    def _committed(self, field: str, value: str) -> None:
        column, tick, choice = field.partition(TICK)
        state = self._model.state
        if tick and state.row < len(state.rows):
            value = ticked(state.rows[state.row], column, choice, on=value == "true")
        self._model.edit(column, value)

    def _to_fault(self, place: str) -> None:
        self._model.go_to_fault(int(place))

    def render_state(self, state: ProceduresState) -> None:
        """Show a state."""
        say = self.words.label
        self._show_versions(state)
        self._show_sections(state)
        section = state.shown
        has_rows = section is not None and section.is_table
        wide = self._is_wide
        columns, rows = table_of(state, self.words, self._room(state))
        self.rows.setVisible(has_rows and bool(rows))
        self.none.setVisible(has_rows and not rows)
        if rows:
            self.rows.show_rows(columns, rows, str(state.row))
        self.form.show_state(form_state(state, self.words, 2 if wide else 1))
        self.form.setVisible(state.row < len(state.rows))
        self._show_faults(state)
        self.diagram.setVisible(state.diagram != "none")
        self.body.setVisible(state.diagram != "alone")
        if state.diagram != "none":
            self.diagram.show_pictures(state.pictures)
        self._show_banner(state)
        subtitle = say("ui.catalogue.draft") if state.is_draft else ""
        self.set_chrome(
            Chrome(
                say("ui.page.procedures"),
                subtitle,
                hints=("next_fault", "undo", "show_diagram")
                if state.is_draft
                else ("open_restructuring", "show_diagram", "next_pane"),
                buttons=self._draft_buttons(state) if state.is_draft else self._buttons(state),
            )
        )

    def _room(self, state: ProceduresState) -> int:
        """How many fields of a row the table has room for."""
        if self.layout_class == "wide":
            return 3
        if self.layout_class == "compact":
            return 1 if state.is_draft else 2
        return 2 if self.layout_class == "normal" else 1

    def _buttons(self, state: ProceduresState) -> tuple[ButtonState, ...]:
        say, can = self.words.label, bool(state.chosen) and not state.is_busy
        return (
            ButtonState("import_procedure", say("ui.act.import_procedure"), icon="file-add"),
            ButtonState("export_procedure", say("ui.act.export_procedure"), is_enabled=can),
            ButtonState(
                "new_version", say("ui.act.new_version"), "primary", "plus", is_enabled=can
            ),
        )

    def _draft_buttons(self, state: ProceduresState) -> tuple[ButtonState, ...]:
        say = self.words.label
        is_table = state.shown is not None and state.shown.is_table
        return (
            ButtonState("remove_row", say("ui.act.remove_row"), is_enabled=is_table),
            ButtonState("add_row", say("ui.act.add_row"), icon="plus", is_enabled=is_table),
            ButtonState(
                "save_version", say("ui.act.save_version"), "primary", "check",
                is_enabled=not state.is_busy,
            ),
        )  # fmt: skip

    def _show_versions(self, state: ProceduresState) -> None:
        say = self.words.label
        self.versions.setVisible(not state.is_draft)
        columns = (
            Column(say("ui.catalogue.name").upper()),
            Column(say("ui.catalogue.version"), 44),
            *((Column(say("ui.catalogue.since").upper(), 96),) if self._is_wide else ()),
        )
        rows = tuple(_row(version, len(columns)) for version in state.versions)
        self.versions.show_rows(columns, rows, state.chosen)

    def _show_sections(self, state: ProceduresState) -> None:
        say = self.words.label
        counts: dict[str, int] = {}
        for fault in state.wrong:
            counts[fault.section] = counts.get(fault.section, 0) + 1
        rows = tuple(
            Row(
                section.id,
                (
                    Cell(say(f"ui.catalogue.section.{section.id}")),
                    *([self._count(counts.get(section.id, 0))] if counts else ()),
                ),
            )
            for section in state.sections
        )
        columns = (
            Column(say("ui.catalogue.parts").upper()),
            *((Column("", 44),) if counts else ()),
        )
        narrow = 214 if state.is_draft else 184
        self.sections.setFixedWidth(theme.current().px(196 if self._is_wide else narrow))
        self.sections.show_rows(columns, rows, state.section)

    @staticmethod
    def _count(faults: int) -> Cell:
        return Cell(chip=ChipText(str(faults), "err")) if faults else Cell()

    def _show_faults(self, state: ProceduresState) -> None:
        say = self.words.label
        self.side.setVisible(state.is_draft)
        wrong, all_ = len(state.wrong), len(state.faults)
        self.fault_title.setText(say("ui.catalogue.count", wrong=wrong, open=all_ - wrong))
        lines = tuple(
            self._fault_line(at, fault)
            for at, fault in sorted(enumerate(state.faults), key=lambda each: not each[1].forbids)
        )
        self.faults.show_lines(lines)

    def _fault_line(self, at: int, fault: ProcedureFault) -> CheckLine:
        icon, ink = ("alert-circle", "err") if fault.forbids else ("info", "warn")
        spoken = self.words.label(
            "ui.catalogue.wrong" if fault.forbids else "ui.catalogue.to_confirm"
        )
        return CheckLine(str(at), said(fault, self.words), icon, ink, spoken_state=spoken)

    def _show_banner(self, state: ProceduresState) -> None:
        if state.failure is not None:
            message = self.words.message(state.failure.code, state.failure.facts)
            self.banner.show_failure(message)
        elif state.told:
            words = self.words.label(state.told, **dict(state.told_facts))
            self.banner.show_message("ok", "check-circle", words)
        else:
            self.banner.clear()

    def act(self, action_id: str) -> bool:
        """Acts of this page."""
        model = self._model
        acts: dict[str, Callable[[], object]] = {
            "new_version": model.new_version, "save_version": model.save,
            "add_row": model.add_row, "remove_row": model.remove_row,
            "next_fault": model.next_fault, "undo": model.undo, "redo": model.redo,
            "show_diagram": model.turn_diagram,
            "import_procedure": self._ask_file, "export_procedure": model.export,
        }  # fmt: skip
        if action_id == "escape" and model.state.is_draft:
            model.leave_draft()
            return True
        return did(acts, action_id)

    def _ask_file(self) -> None:
        if self._model.state.is_draft:
            return
        dialog = QFileDialog(self, self.words.label("ui.act.import_procedure"))
        dialog.setNameFilter("*.json *.xlsx *.toml")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._model.import_file)
        dialog.open()

    def panes(self) -> tuple[QWidget, ...]:
        """Versions, parts, rows, fields, faults, the picture."""
        return (self.versions, self.sections, self.rows, self.form, self.faults, self.diagram)

    @property
    def _is_wide(self) -> bool:
        return self.layout_class in ("wide", "normal")

    def apply_layout(self, layout: LayoutClass) -> None:
        """The lists give way first."""
        super().apply_layout(layout)
        look = theme.current()
        is_wide = self._is_wide
        self.versions.setFixedWidth(look.px(400 if is_wide else 250 if layout == "narrow" else 290))
        self.side.setFixedWidth(look.px(280 if is_wide else 210))
        self.rows.setMaximumHeight(look.px(176 if is_wide else 108))
        self.show_state(self._model.state)

    def enter(self) -> None:
        """Ask what there is when the page comes into sight."""
        first = self.sections if self._model.state.is_draft else self.versions
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._model.begin()


def _row(version: ProcedureVersion, columns: int) -> Row:
    chip = ChipText(str(version.version), "ok" if version.is_in_force else "info")
    since = f"{version.valid_from:%d/%m/%Y}"
    cells = (
        Cell(version.name, tooltip=f"{version.code} · {version.name}"),
        Cell(chip=chip),
        Cell(since),
    )
    return Row(version_id(version), cells[:columns])
