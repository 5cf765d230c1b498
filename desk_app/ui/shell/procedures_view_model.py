"""The catalogue of procedures: which version is shown, the draft in hand, its faults, undo."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject

from desk_app.ui.common.asking import Model
from desk_app.ui.common.failures import Failure, failure_of
from desk_app.ui.contract import (
    ProcedureCatalogue,
    ProcedureFault,
    ProcedureSection,
    ProcedureSheets,
    ProcedureVersion,
    ProcessPicture,
)
from desk_app.ui.task_runner import TaskRunner

_MOST_UNDO = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceduresState:
    """All the page shows.

    Attributes:
        chosen: id of the version under the cursor, ``key.version``.
        sheets: what the form shows: the chosen version, or the draft.
        is_draft: the form can be edited.
        row: line of the section's table under the cursor.
        focus: field that is to have the focus, once per `focus_turn`.
        diagram: where the process is drawn, from `pictures`.
        told: catalogue key of what was done, with `told_facts`.
    """

    sections: tuple[ProcedureSection, ...] = ()
    versions: tuple[ProcedureVersion, ...] = ()
    chosen: str = ""
    sheets: ProcedureSheets | None = None
    is_draft: bool = False
    section: str = "general"
    row: int = 0
    faults: tuple[ProcedureFault, ...] = ()
    focus: str = ""
    focus_turn: int = 0
    is_busy: bool = False
    diagram: Literal["none", "below", "alone"] = "none"
    pictures: tuple[ProcessPicture, ...] = ()
    told: str = ""
    told_facts: tuple[tuple[str, object], ...] = ()
    failure: Failure | None = None

    @property
    def shown(self) -> ProcedureSection | None:
        """The section in sight."""
        return next((s for s in self.sections if s.id == self.section), None)

    @property
    def rows(self) -> tuple[Mapping[str, str], ...]:
        """Rows of the section in sight; a section that is no table has one."""
        section = self.shown
        found = self.sheets.get(section.sheet, ()) if section and self.sheets is not None else ()
        return found if section is None or section.is_table else (found or ({},))

    @property
    def wrong(self) -> tuple[ProcedureFault, ...]:
        """Faults that forbid to keep the draft."""
        return tuple(fault for fault in self.faults if fault.forbids)


class ProceduresViewModel(Model[ProceduresState]):
    """Shows versions, makes drafts, keeps them as new versions."""

    def __init__(
        self, catalogue: ProcedureCatalogue, runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(runner, parent)
        self._catalogue = catalogue
        self._before: ProcedureSheets = {}
        self._past: tuple[ProcedureSheets, ...] = ()
        self._future: tuple[ProcedureSheets, ...] = ()
        self.state = ProceduresState()

    # -- looking

    def begin(self) -> None:
        """The page has come into sight; a draft in hand stays."""
        if not self.state.sections:
            self._show(sections=self._catalogue.sections())
        if not self.state.is_draft:
            self._ask_versions()

    def _ask_versions(self) -> None:
        catalogue = self._catalogue
        self.ask("db", lambda task: catalogue.versions(), self._take_versions, self._refuse)

    def _take_versions(self, versions: tuple[ProcedureVersion, ...]) -> None:
        self._show(versions=versions)
        known = {version_id(each) for each in versions}
        first = version_id(versions[0]) if versions else ""
        self.choose(self.state.chosen if self.state.chosen in known else first, again=True)

    def choose(self, chosen: str, *, again: bool = False) -> None:
        """Another version is under the cursor."""
        if self.state.is_draft or not chosen or (chosen == self.state.chosen and not again):
            return
        self._show(chosen=chosen, row=0, told=self.state.told if again else "", failure=None)
        catalogue, (key, version) = self._catalogue, _parts(chosen)

        def take(sheets: ProcedureSheets) -> None:
            if chosen == self.state.chosen and not self.state.is_draft:
                self._show(sheets=sheets)
                self._look(sheets)

        self._before = {}
        self.ask("db", lambda task: catalogue.sheets(key, version), take, self._refuse)

    def choose_section(self, section: str) -> None:
        """Another part of the form."""
        if section != self.state.section:
            self._show(section=section, row=0)

    def choose_row(self, row: str) -> None:
        """Another line of the part's table."""
        if row.isdigit() and int(row) != self.state.row:
            self._show(row=int(row))

    def turn_diagram(self) -> None:
        """Draw the process below the form, then over the whole page, then not at all."""
        after: dict[str, Literal["none", "below", "alone"]]
        after = {"none": "below", "below": "alone", "alone": "none"}
        self._show(diagram=after[self.state.diagram])
        if self.state.sheets is not None:
            self._draw(self.state.sheets)

    def _draw(self, sheets: ProcedureSheets) -> None:
        """Ask for the pictures of what the form shows, when they are in sight."""
        if self.state.diagram == "none":
            return
        catalogue, before = self._catalogue, self._before or sheets

        def take(pictures: tuple[ProcessPicture, ...]) -> None:
            if self.state.sheets is sheets:
                self._show(pictures=pictures)

        self.ask("db", lambda task: catalogue.pictures(sheets, before), take, self._refuse)

    # -- drafts

    def new_version(self) -> None:
        """A draft of the next version, from the one under the cursor."""
        sheets = self.state.sheets
        if sheets is not None and not self.state.is_draft:
            self._begin_draft(sheets, sheets)

    def import_file(self, path: str) -> None:
        """A file as a draft; nothing is kept yet."""
        catalogue = self._catalogue

        def read() -> ProcedureSheets:
            catalogue.permit()
            return catalogue.read(path)

        def take(sheets: ProcedureSheets) -> None:
            self._take_draft(sheets, sheets)

        self._show(is_busy=True, failure=None, told="")
        self.ask("io", lambda task: read(), take, self._refuse)

    def _begin_draft(self, sheets: ProcedureSheets, before: ProcedureSheets) -> None:
        catalogue = self._catalogue
        self.ask(
            "db",
            lambda task: catalogue.permit(),
            lambda _: self._take_draft(sheets, before),
            self._refuse,
        )

    def _take_draft(self, sheets: ProcedureSheets, before: ProcedureSheets) -> None:
        self._before, self._past, self._future = before, (), ()
        self._show(
            sheets=sheets, is_draft=True, is_busy=False, section="general", row=0, told="",
            failure=None, focus="valid_from", focus_turn=self.state.focus_turn + 1,
        )  # fmt: skip
        self._look(sheets)

    def leave_draft(self) -> None:
        """Put the draft away; the versions are as they were."""
        if self.state.is_draft:
            self._show(is_draft=False, faults=(), failure=None)
            self._ask_versions()

    def edit(self, field: str, text: str) -> None:
        """A value was entered into the row in sight; a field of another part is not one of it."""
        section, row = self.state.shown, self.state.row
        rows = [dict(each) for each in self.state.rows]
        if section is None or not self.state.is_draft or not 0 <= row < len(rows):
            return
        if field not in {each.id for each in section.fields}:
            return
        if rows[row].get(field, "") != text:
            rows[row][field] = text
            self._change(section.sheet, tuple(rows), row)

    def add_row(self) -> None:
        """An empty line under the one in sight."""
        section = self.state.shown
        if section is not None and section.is_table and self.state.is_draft:
            rows = self.state.rows
            place = min(self.state.row + 1, len(rows))
            self._change(section.sheet, (*rows[:place], {}, *rows[place:]), place)
            self._show(focus=section.fields[0].id, focus_turn=self.state.focus_turn + 1)

    def remove_row(self) -> None:
        """Take the line in sight out; undo brings it back."""
        section, row = self.state.shown, self.state.row
        rows = self.state.rows
        if section is not None and section.is_table and self.state.is_draft and row < len(rows):
            left = (*rows[:row], *rows[row + 1 :])
            self._change(section.sheet, left, max(0, min(row, len(left) - 1)))

    def undo(self) -> None:
        """The draft as it was before the last change."""
        if self.state.is_draft and self._past and self.state.sheets is not None:
            self._future = (self.state.sheets, *self._future)
            self._past, sheets = self._past[:-1], self._past[-1]
            self._return_to(sheets)

    def redo(self) -> None:
        """The change taken back, done again."""
        if self.state.is_draft and self._future and self.state.sheets is not None:
            self._past = (*self._past, self.state.sheets)
            sheets, self._future = self._future[0], self._future[1:]
            self._return_to(sheets)

    def _return_to(self, sheets: ProcedureSheets) -> None:
        self._show(sheets=sheets)
        last = max(len(self.state.rows) - 1, 0)
        self._show(row=min(self.state.row, last))
        self._look(sheets)

    def _change(self, sheet: str, rows: tuple[Mapping[str, str], ...], row: int) -> None:
        present = self.state.sheets
        if present is not None:
            self._past, self._future = (*self._past, present)[-_MOST_UNDO:], ()
            sheets = {**present, sheet: rows}
            self._show(sheets=sheets, row=row, told="", failure=None)
            self._look(sheets)

    def _look(self, sheets: ProcedureSheets) -> None:
        """Ask what is wrong; an answer about another draft than the present one is dropped."""
        catalogue, before = self._catalogue, self._before or sheets

        def take(answer: tuple[ProcedureSheets, tuple[ProcedureFault, ...]]) -> None:
            if self.state.sheets is sheets:
                followed, faults = answer
                self._show(sheets=followed if self.state.is_draft else sheets, faults=faults)
                if self.state.sheets is not None:
                    self._draw(self.state.sheets)

        self.ask("db", lambda task: catalogue.look(sheets, before), take, self._refuse)

    def go_to_fault(self, place: int) -> None:
        """The field of a fault, by its place in the list."""
        if 0 <= place < len(self.state.faults):
            fault = self.state.faults[place]
            self._show(
                section=fault.section,
                row=max(fault.row, 0),
                focus=fault.field,
                focus_turn=self.state.focus_turn + 1,
            )

    def next_fault(self) -> None:
        """The next fault that forbids, after the field in sight; the first at the end."""
        wrong = self.state.wrong
        if wrong:
            here = (self.state.section, self.state.row, self.state.focus)
            places = [(f.section, max(f.row, 0), f.field) for f in wrong]
            at = places.index(here) + 1 if here in places else 0
            self.go_to_fault(self.state.faults.index(wrong[at % len(wrong)]))

    def save(self) -> None:
        """Keep the draft as a new version; with faults, go to the first instead."""
        sheets, catalogue = self.state.sheets, self._catalogue
        if sheets is None or not self.state.is_draft or self.state.is_busy:
            return
        if self.state.wrong:
            self._show(focus="")
            self.next_fault()
            return
        self._show(is_busy=True, failure=None)
        self.ask("db", lambda task: catalogue.save(sheets), self._saved, self._refuse)

    def _saved(self, version: ProcedureVersion) -> None:
        facts = (("name", version.name), ("version", version.version),
                 ("since", f"{version.valid_from:%d/%m/%Y}"))  # fmt: skip
        self._show(
            is_draft=False, is_busy=False, faults=(), chosen=version_id(version),
            told="ui.catalogue.saved", told_facts=facts,
        )  # fmt: skip
        self._ask_versions()

    def export(self) -> None:
        """Write the version under the cursor as JSON and as a workbook."""
        if self.state.is_draft or not self.state.chosen:
            return
        catalogue, (key, version) = self._catalogue, _parts(self.state.chosen)
        self._show(is_busy=True, failure=None, told="")
        self.ask("io", lambda task: catalogue.export(key, version), self._exported, self._refuse)

    def _exported(self, paths: tuple[str, ...]) -> None:
        facts = (("paths", ", ".join(paths)),)
        self._show(is_busy=False, told="ui.catalogue.exported", told_facts=facts)

    def _refuse(self, error: Exception) -> None:
        self._show(is_busy=False, failure=failure_of(error))


def version_id(version: ProcedureVersion) -> str:
    """The id a version has in the list."""
    return f"{version.key}.{version.version}"


def _parts(chosen: str) -> tuple[str, int]:
    key, _, version = chosen.rpartition(".")
    return key, int(version)
