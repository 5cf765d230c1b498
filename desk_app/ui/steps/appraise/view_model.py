"""Step 2: the checks, the opinion, and what becomes of the dossier."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app.ui.common.asking import Model, print_slips
from desk_app.ui.common.failures import failure_of, was_cancelled
from desk_app.ui.common.notes import InSight, NotesOnPages, sheets_of
from desk_app.ui.common.prompts import Prompts, TextPrompt
from desk_app.ui.contract import (
    Check,
    Desk,
    DossierView,
    Issued,
    PageNote,
)
from desk_app.ui.steps.appraise.state import AppraiseState
from desk_app.ui.task_runner import TaskRunner

SAVE_AFTER_MS = 800
OPINION_DAYS = 3


class AppraiseViewModel(Model[AppraiseState]):
    """Holds one dossier at appraisal.

    Attributes:
        notes: on pages of its papers.

    Signals:
        finished: the ``Issued`` of an act that ended the step.
    """

    finished = Signal(object)

    def __init__(
        self, desk: Desk, runner: TaskRunner, prompts: Prompts, parent: QObject | None = None
    ) -> None:
        super().__init__(runner, parent)
        self._desk, self._appraise, self._prompts = desk, desk.appraise, prompts
        self.notes = NotesOnPages(self, desk, prompts)
        self._dirty = False
        self._before: list[tuple[tuple[Check, ...], str]] = []
        self._after: list[tuple[tuple[Check, ...], str]] = []
        self._save_timer = QTimer(self)
        self._save_timer.setSingleShot(True)
        self._save_timer.setInterval(SAVE_AFTER_MS)
        self._save_timer.timeout.connect(self.save)
        self._seen: dict[str, None] = {}
        self.state = AppraiseState()

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # names are the state's own
        self._seen[self.state.component] = None
        self.state_changed.emit(self.state)

    def open(self, key: str) -> None:
        """Take a dossier in hand."""
        self.save()
        self._before, self._after = [], []
        enquiries = self._desk.enquiries
        self.ask("db", lambda task: enquiries.dossier(key), self._opened, self._refuse)

    def _opened(self, dossier: DossierView) -> None:
        self._dirty = False
        first = next((check.id for check in dossier.checks if check.result == "open"), "")
        opinion = dossier.opinion_text or self._draft(dossier.checks)
        self.state = AppraiseState(
            dossier=dossier,
            component=dossier.components[0].id if dossier.components else "",
            checks=dossier.checks,
            check=first or (dossier.checks[0].id if dossier.checks else ""),
            opinion=opinion,
            opinion_is_own=bool(dossier.opinion_text),
            now=self._desk.now(),
            undo=replace(self.state.undo, key=""),
        )
        self._seen = {self.state.component: None}
        self.state_changed.emit(self.state)

    def _draft(self, checks: tuple[Check, ...]) -> str:
        return "\n".join(check.note for check in checks if check.result == "failed" and check.note)

    # -- papers

    def choose_component(self, component: str) -> None:
        """Show another paper."""
        if component != self.state.component:
            self._show(component=component, sheet=0)

    def move_sheet(self, by: int) -> None:
        """Another page of the paper, over the edge into the next."""
        pages = self.state.part.pages if self.state.part else 0
        if 0 <= self.state.sheet + by < pages:
            self._show(sheet=self.state.sheet + by)
        else:
            self.move_component(by)

    def move_component(self, by: int) -> None:
        """The next or previous paper."""
        ids = [part.id for part in self.state.parts]
        if self.state.component in ids and 0 <= ids.index(self.state.component) + by < len(ids):
            self.choose_component(ids[ids.index(self.state.component) + by])

    # -- notes on pages

    @property
    def in_sight(self) -> InSight | None:
        """The page in sight."""
        state, sheets = self.state, sheets_of(self.state.part)
        if state.dossier is None:
            return None
        at = min(state.sheet, len(sheets) - 1)
        return InSight(
            key=state.dossier.key,
            paper=state.component,
            document=sheets[at].id if sheets else "",
            page=state.sheet,
        )

    @property
    def noted(self) -> tuple[tuple[PageNote, ...], str]:
        """The notes, and which is under the cursor."""
        return self.state.notes, self.state.note

    def show_note(self, note: PageNote) -> None:
        """Show the place a note speaks of."""
        self._show(note=note.id, component=note.paper, sheet=note.page, field="")

    def change_notes(self, call: Callable[[], DossierView]) -> None:
        """Change the notes; what was judged is kept first."""
        self.save()
        self.ask("db", lambda task: call(), self._noted, self._refuse)

    def _noted(self, dossier: DossierView) -> None:
        self._show(failure=None)
        self._saved(dossier)

    # -- checks

    def choose_check(self, check_id: str) -> None:
        """The cursor is on a criterion; the field it names is shown on the paper."""
        if check_id == self.state.check:
            return
        self._show(check=check_id, asks_note="")
        self._point_at(check_id)

    def _point_at(self, check_id: str) -> None:
        check = next((item for item in self.state.checks if item.id == check_id), None)
        dossier = self.state.dossier
        if check is None or dossier is None:
            return
        value = dossier.values.get(check.field_id)
        changes: dict[str, object] = {"field": check.field_id if check.result == "failed" else ""}
        if value is not None and value.reading is not None and changes["field"]:
            for part in self.state.parts:
                ids = [document.id for document in part.documents]
                if value.reading.document_id in ids:
                    sheet = ids.index(value.reading.document_id)
                    changes |= {"component": part.id, "sheet": sheet}
        self._show(**changes)

    def move_check(self, by: int) -> None:
        """The next or previous criterion."""
        ids = [check.id for check in self.state.checks]
        if self.state.check in ids and 0 <= ids.index(self.state.check) + by < len(ids):
            self.choose_check(ids[ids.index(self.state.check) + by])

    def next_attention(self, by: int) -> None:
        """F7: the next criterion that is open or failed."""
        ids = [check.id for check in self.state.checks]
        wanted = [ids.index(check.id) for check in self.state.problems]
        here = ids.index(self.state.check) if self.state.check in ids else -1
        ahead = [place for place in wanted if (place - here) * by > 0]
        if wanted:
            place = (
                (min(ahead) if by > 0 else max(ahead))
                if ahead
                else (min(wanted) if by > 0 else max(wanted))
            )
            self.choose_check(ids[place])

    def pass_check(self) -> None:
        """F8: the criterion is met; the cursor goes to the next open one."""
        self._judge("passed", "")
        self._go_on()

    def fail_check(self) -> None:
        """F9: the criterion is not met; one line of reason is asked in place."""
        if self.state.check:
            self._judge("failed", self._note())
            self._show(asks_note=self.state.check)

    def note_check(self, note: str) -> None:
        """The reason why a criterion is not met."""
        if self.state.asks_note:
            self._judge("failed", note)
            self._show(asks_note="")
            self._point_at(self.state.check)
            if not self.state.opinion_is_own:
                self._show(opinion=self._draft(self.state.checks))

    def _note(self) -> str:
        check = next((item for item in self.state.checks if item.id == self.state.check), None)
        return check.note if check else ""

    def _judge(self, result: Literal["passed", "failed"], note: str) -> None:
        if not self.state.check or self.state.dossier is None:
            return
        self._remember()
        checks = tuple(
            replace(check, result=result, note=note, automatic=False)
            if check.id == self.state.check
            else check
            for check in self.state.checks
        )
        self._change(checks=checks, asks_note="")

    def _go_on(self) -> None:
        ids = [check.id for check in self.state.checks]
        if self.state.check not in ids:
            return
        place = ids.index(self.state.check)
        later = [check.id for check in self.state.checks[place + 1 :] if check.result == "open"]
        rest = [check.id for check in self.state.checks if check.result == "open"]
        target = later or rest
        if target:
            self.choose_check(target[0])

    def write_opinion(self, text: str) -> None:
        """The officer's own words."""
        if text != self.state.opinion:
            self._remember()
            self._change(opinion=text, opinion_is_own=bool(text))

    def _remember(self) -> None:
        self._before.append((self.state.checks, self.state.opinion))
        self._after.clear()

    def _change(self, **changes: object) -> None:
        self._dirty = True
        self._show(**changes)
        self._save_timer.start()

    def undo(self) -> None:
        """Take back the last judgement or edit."""
        if self._before:
            self._after.append((self.state.checks, self.state.opinion))
            checks, opinion = self._before.pop()
            self._change(checks=checks, opinion=opinion, asks_note="")

    def redo(self) -> None:
        """Do it again."""
        if self._after:
            self._before.append((self.state.checks, self.state.opinion))
            checks, opinion = self._after.pop()
            self._change(checks=checks, opinion=opinion, asks_note="")

    def save(self) -> None:
        """Keep checks and opinion now."""
        self._save_timer.stop()
        if self._dirty:
            self._record(self._saved)

    def keep(self) -> None:
        """The officer asks to keep checks and opinion now, and is told that they are kept."""
        self._save_timer.stop()
        if self._dirty:
            self._record(self._kept)
        elif self.state.dossier is not None:
            self._tell("ui.appraise.saved", time=f"{self._desk.now():%H:%M}")

    def _kept(self, dossier: DossierView) -> None:
        self._saved(dossier)
        self._tell("ui.appraise.saved", time=f"{self._desk.now():%H:%M}")

    def _tell(self, key: str, **facts: object) -> None:
        turn = self.state.told_turn + 1
        self._show(told=key, told_facts=tuple(facts.items()), told_turn=turn)

    def _record(self, then: Callable[[DossierView], None]) -> None:
        dossier = self.state.dossier
        if dossier is None:
            return
        self._dirty = False
        appraise, checks, opinion = self._appraise, self.state.checks, self.state.opinion
        key, version = dossier.key, dossier.version
        self.ask(
            "db", lambda task: appraise.record(key, version, checks, opinion), then, self._refuse
        )

    def _saved(self, dossier: DossierView) -> None:
        if self.state.dossier is not None and dossier.key == self.state.dossier.key:
            self._show(dossier=dossier)

    # -- finishing

    def submit(self) -> None:
        """F12: submit for approval; open or failed criteria are listed instead."""
        if self.state.dossier is None or self.state.is_busy:
            return
        if self.state.problems:
            self._show(shows_problems=True)
            self.choose_check(self.state.problems[0].id)
            return
        self._save_timer.stop()
        self._show(is_busy=True, failure=None)
        self._record(self._submit)

    def _submit(self, dossier: DossierView) -> None:
        self._saved(dossier)
        appraise, key, version, seen = self._appraise, dossier.key, dossier.version, self.seen
        self.ask(
            "io",
            lambda task: appraise.submit(key, version, seen),
            self._finisher("submitted"),
            self._refuse,
        )

    def _finisher(self, done_as: str) -> Callable[[Issued], None]:
        def finish(issued: Issued) -> None:
            self._dirty = False
            self._show(is_busy=False, issued=issued, issued_as=done_as, failure=None)
            print_slips(self, self._desk, issued, self._refuse)
            self.finished.emit(issued)

        return finish

    def ask_to_supplement(self) -> None:
        """F11: ask the applicant, with all points at once."""
        self._ask("supplement", "supplement_sent", self._appraise.ask_to_supplement)

    def refuse(self) -> None:
        """Ctrl+F11: propose a refusal."""
        appraise = self._appraise

        def refuse(key: str, version: int, text: str) -> Issued:
            return appraise.refuse(key, version, text, self.seen)

        self._ask("refuse_result", "refused", refuse)

    @property
    def seen(self) -> tuple[str, ...]:
        """Papers that were shown since the dossier came: evidence for restructuring."""
        known = {part.id for part in self.state.dossier.components} if self.state.dossier else ()
        return tuple(component for component in self._seen if component in known)

    def _ask(self, act: str, done_as: str, call: Callable[[str, int, str], Issued]) -> None:
        dossier = self.state.dossier
        if dossier is None or self.state.is_busy:
            return
        self.save()

        def go_on(text: str | None) -> None:
            if text is None or self.state.dossier is None:
                return
            key, version = self.state.dossier.key, self.state.dossier.version
            self.ask(
                "io", lambda task: call(key, version, text), self._finisher(done_as), self._refuse
            )

        self._prompts.ask_text(TextPrompt(act=act, text=self._draft(self.state.checks)), go_on)

    def ask_opinion(self) -> None:
        """Ask another agency; its first line is the name."""
        dossier = self.state.dossier
        if dossier is None:
            return

        def go_on(text: str | None) -> None:
            if text is None or self.state.dossier is None:
                return
            agency, _, question = text.partition("\n")
            key, version = self.state.dossier.key, self.state.dossier.version
            due_on = self._desk.now().date() + dt.timedelta(days=OPINION_DAYS)
            appraise = self._appraise

            def asked(dossier: DossierView) -> None:
                self._saved(dossier)
                self._tell("ui.appraise.asked", agency=agency)

            self.ask(
                "db",
                lambda task: appraise.ask_opinion(key, version, agency, question or agency, due_on),
                asked,
                self._refuse,
            )

        self._prompts.ask_text(TextPrompt(act="opinion"), go_on)

    def _refuse(self, error: Exception) -> None:
        if not was_cancelled(error):
            self._show(is_busy=False, failure=failure_of(error))
