"""Filling a restructuring file in: every value goes into the file as it is entered.

What the file refuses stays as it was typed, with its faults at their fields, until it is mended.
"""

from typing import TYPE_CHECKING

from desk_app.ui.contract import PlanAnswer, PlanFault, PlanRow, RestructuringFiles
from desk_app.ui.shell.plans_state import PlanDraft
from desk_app.ui.task_runner import Task

if TYPE_CHECKING:
    from desk_app.ui.shell.plans_view_model import PlansViewModel

_MOST_UNDO = 100
_FINAL = frozenset({"workflow.role", "restructuring.approved", "restructuring.list_not_approved"})
"""Refusals after which what was typed can never be taken."""


class PlanFilling:
    """What is typed into the part in sight, and taken back."""

    def __init__(self, model: "PlansViewModel", files: RestructuringFiles) -> None:
        self._model, self._files = model, files
        self._past: tuple[tuple[str, PlanDraft], ...] = ()

    def begin(self) -> None:
        """Another file is in hand: nothing of it was changed yet."""
        self._past = ()

    def edit(self, place: str, field: str, text: str) -> None:
        """A value was entered: into the line in sight, the part itself, or for its act."""
        state = self._model.state
        part, row = state.part, state.row
        if part is None or state.mode != "file":
            return
        if place == "ask":
            asked = {**state.asked.get(part.id, {}), field: text}
            self._model.show(asked={**state.asked, part.id: asked}, failure=None)
        elif state.lock[0]:
            return
        elif place == "own" and part.values.get(field, "") != text:
            self._change(PlanDraft(part.rows, {**part.values, field: text}))
        elif place == "row" and row < len(part.rows) and part.rows[row].get(field, "") != text:
            rows = [dict(each) for each in part.rows]
            rows[row][field] = text
            self._change(PlanDraft(tuple(rows), part.values))

    def turn_tick(self, row: str) -> None:
        """Set or clear the first tick of a line."""
        part = self._model.state.part
        tick = next((each.id for each in part.columns if each.kind == "check"), "") if part else ""
        if part is not None and tick and row.isdigit() and int(row) < len(part.rows):
            self._model.choose_row(row)
            is_on = part.rows[int(row)].get(tick) == "true"
            self.edit("row", tick, "" if is_on else "true")

    def add_row(self) -> None:
        """An empty line under the one in sight."""
        state = self._model.state
        part = state.part
        if part is not None and state.is_table:
            place = min(state.row + 1, len(part.rows))
            rows: tuple[PlanRow, ...] = (*part.rows[:place], {}, *part.rows[place:])
            first, turn = f"row.{part.columns[0].id}", state.focus_turn + 1
            self._change(PlanDraft(rows, part.values))
            self._model.show(row=place, focus=first, focus_turn=turn)

    def remove_row(self) -> None:
        """Take the line in sight out; undo brings it back."""
        state = self._model.state
        part, row = state.part, state.row
        if part is not None and state.is_table and row < len(part.rows):
            rows = (*part.rows[:row], *part.rows[row + 1 :])
            self._model.show(row=max(0, min(row, len(rows) - 1)))
            self._change(PlanDraft(rows, part.values))

    def undo(self) -> None:
        """The part as it was before the last change."""
        state = self._model.state
        if self._past and state.mode == "file":
            self._past, (section, draft) = self._past[:-1], self._past[-1]
            self._model.show(section=section, row=min(state.row, max(len(draft.rows) - 1, 0)))
            self._keep(section, draft)

    def next_fault(self) -> None:
        """The next field that keeps a part from being kept."""
        state = self._model.state
        found = [
            (section, max(fault.row, 0), _field_of(fault))
            for section, faults in state.faults.items()
            for fault in faults
        ]
        if not found:
            return
        here = (state.section, state.row, state.focus)
        at = (found.index(here) + 1) % len(found) if here in found else 0
        section, row, name = found[at]
        self._model.show(section=section, row=row, focus=name, focus_turn=state.focus_turn + 1)

    def _change(self, draft: PlanDraft) -> None:
        part = self._model.state.part
        if part is not None:
            before = PlanDraft(part.rows, part.values)
            self._past = (*self._past, (part.id, before))[-_MOST_UNDO:]
            self._keep(part.id, draft)

    def _keep(self, section: str, draft: PlanDraft) -> None:
        """Put a part into the file; an answer about an older text than the present ends nothing."""
        model, files = self._model, self._files
        view = model.state.view
        if view is None:
            return
        code = view.line.code
        model.show(drafts={**model.state.drafts, section: draft}, told="", failure=None)

        def take(answer: PlanAnswer) -> None:
            state = model.state
            if state.view is None or state.view.line.code != code:
                return
            drafts, faults = dict(state.drafts), {**state.faults, section: answer.faults}
            is_kept = not answer.faults
            if is_kept and drafts.get(section) == draft:
                del drafts[section]
            told = "ui.plan.done.kept" if is_kept else ""
            faults = {name: found for name, found in faults.items() if found}
            model.show(view=answer.view, drafts=drafts, faults=faults, told=told, told_facts=())
            model.draw()

        def refused(error: Exception) -> None:
            if getattr(error, "code", "") in _FINAL:
                left = {name: each for name, each in model.state.drafts.items() if name != section}
                model.show(drafts=left)
            model.refuse(error)

        def change(task: Task) -> PlanAnswer:
            return files.change(code, section, draft.rows, draft.values)

        model.ask("db", change, take, refused)


def _field_of(fault: PlanFault) -> str:
    return f"{'own' if fault.row < 0 else 'row'}.{fault.field}"
