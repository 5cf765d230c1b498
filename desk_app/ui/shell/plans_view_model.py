"""Restructuring files: which is in hand, which part of it is in sight, its acts, counts, papers."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from desk_app.ui.common.asking import Model
from desk_app.ui.common.failures import failure_of, was_cancelled
from desk_app.ui.contract import (
    PlanFault,
    PlanLine,
    PlanNote,
    PlanView,
    ProcessPicture,
    Progress,
    RestructuringFiles,
)
from desk_app.ui.shell.plans_choosing import PlanChoosing
from desk_app.ui.shell.plans_filling import PlanFilling
from desk_app.ui.shell.plans_state import KINDS, Kind, PlanDraft, PlansState, Running
from desk_app.ui.task_runner import Task, TaskRunner

_ACTS = frozenset({"list", "approval", "test"})
"""Parts whose act is the file's own."""
_Left = tuple[Mapping[str, PlanDraft], Mapping[str, tuple[PlanFault, ...]]]


class PlansViewModel(Model[PlansState]):
    """Leads through the list, a new file, and the parts of one.

    Attributes:
        choosing: the procedures of a new file.
        filling: what is typed into the file in hand.
    """

    def __init__(
        self, files: RestructuringFiles, runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(runner, parent)
        self._files = files
        self._task: Task | None = None
        self._left: dict[str, _Left] = {}
        self.state = PlansState()
        self.choosing = PlanChoosing(self, files)
        self.filling = PlanFilling(self, files)

    def show(self, **changes: object) -> None:
        """Show the state with some of its values changed."""
        self._show(**changes)

    # -- the list

    def begin(self) -> None:
        """The page has come into sight."""
        files = self._files
        self.ask("db", lambda task: files.lines(), self._take_lines, self.refuse)
        if self.state.mode == "file" and self.state.view is not None:
            self._ask_file(self.state.view.line.code)

    def _take_lines(self, lines: tuple[PlanLine, ...]) -> None:
        codes = [line.code for line in lines]
        kept = self.state.chosen if self.state.chosen in codes else ""
        self._show(lines=lines, is_loaded=True, chosen=kept or next(iter(codes), ""))

    def choose(self, code: str) -> None:
        """Another file is under the cursor."""
        if code != self.state.chosen:
            self._show(chosen=code, failure=None)

    def filter_by(self, kind: Kind) -> None:
        """Only single procedures, only linked groups, or all."""
        if kind != self.state.kind:
            self._show(kind=kind)
            codes = [line.code for line in self.state.shown_lines]
            if self.state.chosen not in codes:
                self._show(chosen=next(iter(codes), ""))

    def turn_filter(self, by: int) -> None:
        """The next filter in turn."""
        if self.state.mode == "list":
            self.filter_by(KINDS[(KINDS.index(self.state.kind) + by) % len(KINDS)])

    # -- a file in hand

    def open(self, code: str, *, is_new: bool = False) -> None:
        """Take a file in hand; what was typed into it and not kept is there again."""
        if code:
            told = self.state.told if is_new else ""
            self.filling.begin()
            self._show(told=told, failure=None, is_busy=True)
            self._ask_file(code)

    def _ask_file(self, code: str) -> None:
        files = self._files
        self.ask("db", lambda task: files.file(code), self._take_file, self.refuse)

    def _take_file(self, view: PlanView) -> None:
        held = self.state.view
        if self.state.mode == "file" and held is not None and held.line.code == view.line.code:
            self._show(view=view, is_busy=False)
            return
        drafts, faults = self._left.pop(view.line.code, ({}, {}))
        self._show(
            mode="file", view=view, is_busy=False, section="list", row=0, drafts=drafts,
            faults=faults, asked={}, counted=(), pictures=(), diagram="none",
        )  # fmt: skip
        if self.state.candidates is None:
            self.choosing.count()

    def leave(self) -> bool:
        """End the work, else go back to the list; whether there was something to leave."""
        if self.stop():
            return True
        if self.state.mode == "list":
            return False
        view = self.state.view
        if self.state.mode == "file" and view is not None and self.state.drafts:
            self._left[view.line.code] = (self.state.drafts, self.state.faults)
        self._show(mode="list", view=None, drafts={}, faults={}, told="", failure=None)
        self.begin()
        return True

    def choose_section(self, section: str) -> None:
        """Another part."""
        if section != self.state.section:
            self._show(section=section, row=0, failure=None, told="")

    def turn_section(self, by: int) -> None:
        """The next part in turn."""
        parts = [part.id for part in self.state.view.sections] if self.state.view else []
        if self.state.mode == "file" and self.state.section in parts:
            place = min(max(parts.index(self.state.section) + by, 0), len(parts) - 1)
            self.choose_section(parts[place])

    def choose_row(self, row: str) -> None:
        """Another line of the part's table."""
        if row.isdigit() and int(row) != self.state.row:
            self._show(row=int(row))

    # -- acts

    def do_next(self) -> None:
        """What F12 does in the mode and the part in sight."""
        part, view = self.state.part, self.state.view
        if self.state.mode == "new":
            self.choosing.create()
        elif self.state.mode == "list":
            self.open(self.state.chosen)
        elif part is not None and view is not None and part.has_act and not self.state.is_busy:
            if part.id == "evidence":
                self._count()
            elif part.id == "document":
                self.write(".docx")
            elif part.id in _ACTS:
                self._act(view.line.code, part.id)

    def _act(self, code: str, part: str) -> None:
        files, asked = self._files, self.state.asked_now

        def take(view: PlanView) -> None:
            left = {name: typed for name, typed in self.state.asked.items() if name != part}
            told = f"ui.plan.done.{part}"
            self._show(view=view, asked=left, is_busy=False, told=told, told_facts=())

        self._show(is_busy=True, failure=None, told="")
        self.ask("db", lambda task: files.act(code, part, asked), take, self.refuse)

    def write(self, suffix: str) -> None:
        """Part I as a document that is kept."""
        view, files = self.state.view, self._files
        if view is not None and self.state.section == "document":
            code = view.line.code
            self.run(
                "document", lambda task: files.write(code, suffix, task.report, task), self._written
            )

    def write_list(self) -> None:
        """The office's list that belongs to what is in sight, as a workbook."""
        files, part, view = self._files, self.state.part, self.state.view
        if self.state.mode == "new" or (part is not None and not part.has_list):
            return
        name = part.id if part is not None else ""
        code = view.line.code if view is not None else ""
        self.run("write", lambda task: files.write_list(name, code), self._written)

    def _written(self, path: str) -> None:
        self._show(running="", told="ui.plan.done.document", told_facts=(("path", path),))
        if self.state.view is not None:
            self._ask_file(self.state.view.line.code)

    # -- counting and drawing

    def refresh(self) -> None:
        """Count what is in sight again."""
        if self.state.mode == "list":
            self.begin()
        elif self.state.section == "evidence" and self.state.mode == "file":
            self._count()
        else:
            self.choosing.count()

    def _count(self) -> None:
        view, files = self.state.view, self._files
        if view is None:
            return
        code = view.line.code

        def take(found: tuple[PlanNote, ...]) -> None:
            held = self.state.view
            is_same = held is not None and held.line.code == code
            self._show(running="", counted=found if is_same else self.state.counted)

        self.run("evidence", lambda task: files.evidence(code, task.report, task), take)

    def run(self, name: Running, work: Callable[[Task], object], done: Callable[..., None]) -> None:
        """Begin work of seconds; one at a time."""
        if not self.state.running:
            self._show(running=name, done=0, total=0, failure=None, told="")
            self._task = self.ask("io", work, done, self.refuse, self._told)

    def _told(self, progress: object) -> None:
        if isinstance(progress, Progress):
            self._show(done=progress.done, total=progress.total)

    def stop(self) -> bool:
        """End the work; whether it went on. One question to the database is only forgotten."""
        if self._task is None or self.state.running in ("", "write"):
            return False
        if self.state.running in ("evidence", "document"):
            self._task.stop()
        else:
            self._task.abandon()
            self._show(running="")
        return True

    def turn_diagram(self, *, has_room: bool = True) -> None:
        """Draw the processes below the form where there is room, then alone, then not at all."""
        if self.state.mode == "file":
            after = {"none": "below" if has_room else "alone", "below": "alone", "alone": "none"}
            self._show(diagram=after[self.state.diagram])
            self.draw()

    def draw(self) -> None:
        """Ask for the pictures of the file in hand, when they are in sight."""
        view, files = self.state.view, self._files
        if view is None or self.state.diagram == "none":
            return
        code = view.line.code

        def take(pictures: tuple[ProcessPicture, ...]) -> None:
            self._show(pictures=pictures)

        self.ask("db", lambda task: files.pictures(code), take, self.refuse)

    def refuse(self, error: Exception) -> None:
        """Show why something was not done; nothing for who changed their mind."""
        failure = None if was_cancelled(error) else failure_of(error)
        self._show(is_busy=False, running="", failure=failure)
