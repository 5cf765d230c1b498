"""Step 1 as the officer drives it: papers, reading, form, acceptance."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app.domain.identity import opens_a_chip
from desk_app.ui.common.asking import Model, PinTalk, print_slips
from desk_app.ui.common.failures import Failure, failure_of, was_cancelled
from desk_app.ui.common.jobs import JobState
from desk_app.ui.common.page import Undo
from desk_app.ui.common.prompts import Prompts, TextPrompt
from desk_app.ui.common.spoken import spoken
from desk_app.ui.common.text_entry import tidy
from desk_app.ui.contract import (
    Desk,
    DossierView,
    FieldValue,
    Issued,
    PageMove,
    PinEntry,
    ProcedureChoice,
    Progress,
    ScanEnd,
)
from desk_app.ui.steps.intake.edits import Edits, FieldEdit, PaperAct
from desk_app.ui.steps.intake.state import IntakeState, is_doubtful, sheets_of
from desk_app.ui.task_runner import Task, TaskRunner

SAVE_AFTER_MS = 500
Feed = Callable[[str, str, Callable[[Progress], None], Task], ScanEnd]
"""One run of a device: dossier, component, progress, and what asks whether to stop."""
ASKS = {"heritage": "material_note", "audiovisual": "material_note", "fragile": "not_digitised"}
"""Classes of material that ask for something written down (R-5B-63, R-5B-66, R-5B-67)."""
UNSIGNED_BECAUSE = frozenset(
    {
        "signing.token_absent",
        "signing.library_missing",
        "signing.pin_locked",
        "signing.certificate_expired",
        "signing.no_token",
        "staff.no_certificate",
    }
)


class IntakeViewModel(Model):
    """Holds one dossier at intake.

    Signals:
        finished: the ``Issued`` of an act that ended the step.
    """

    finished = Signal(object)

    def __init__(
        self, desk: Desk, runner: TaskRunner, prompts: Prompts, parent: QObject | None = None
    ) -> None:
        super().__init__(runner, parent)
        self._desk, self._intake, self._prompts = desk, desk.intake, prompts
        self._pin = PinTalk(runner, desk.tokens, prompts, self)
        self._edits = Edits()
        self._job: Task | None = None
        self._dirty = False
        self._typed: dict[str, str] = {}
        self._save_timer = QTimer(self)
        self._save_timer.setSingleShot(True)
        self._save_timer.setInterval(SAVE_AFTER_MS)
        self._save_timer.timeout.connect(self.save)
        self.state = IntakeState()

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # names are the state's own
        self.state_changed.emit(self.state)

    def _key(self) -> str:
        return self.state.dossier.key if self.state.dossier else ""

    # -- beginning and opening

    def start(self) -> None:
        """A clean page: choose a procedure."""
        self.save()
        self._edits.clear()
        self.state = IntakeState(
            procedures=self.state.procedures, focus_turn=self.state.focus_turn + 1
        )
        self.state_changed.emit(self.state)
        if not self.state.procedures:
            self.ask(
                "db", lambda task: self._intake.procedures(), self._take_procedures, self._refuse
            )

    def _take_procedures(self, found: tuple[ProcedureChoice, ...]) -> None:
        self._show(procedures=found)

    def begin(self, procedure_code: str) -> None:
        """A new draft of a procedure."""
        self.ask("db", lambda task: self._intake.begin(procedure_code), self._opened, self._refuse)

    def open(self, key: str) -> None:
        """Go on with a dossier."""
        self.save()
        self._edits.clear()
        intake = self._intake
        self.ask("io", lambda task: intake.resume(key), self._opened, self._refuse)

    def _opened(self, dossier: DossierView) -> None:
        self._dirty = False
        self._typed.clear()
        first = dossier.components[0].id if dossier.components else ""
        self.state = IntakeState(
            procedures=self.state.procedures,
            dossier=dossier,
            component=first,
            values=dict(dossier.values),
            focus_turn=self.state.focus_turn,
            saved_at=self._clock(dossier.saved_at),
        )
        self.state_changed.emit(self.state)

    def identify(self, text: str) -> None:
        """The ID number, what a wedge scanner typed from the card's QR, or what opens its chip."""
        key = self._key()
        if key and tidy(text):
            self.save()
            self.ask(
                "device" if opens_a_chip(text) else "db",
                lambda task: self._intake.identify(key, tidy(text)),
                self._identified,
                self._refuse,
            )

    def _identified(self, dossier: DossierView) -> None:
        """Who files is known: what stores hold of them is offered instead of a scan."""
        self._renewed(dossier)
        key, intake = dossier.key, self._intake
        self.ask("io", lambda task: intake.ask_stores(key), self._renewed, self._refuse)

    def confirm_block(self, block: str, shown: Mapping[str, str], *, agrees: bool) -> None:
        """The citizen said yes or no to a block on their own screen."""
        key, intake = self._key(), self._intake
        self.save()
        self.ask(
            "db",
            lambda task: intake.confirm_block(key, block, shown, agrees=agrees),
            self._renewed,
            self._refuse,
        )

    def _renewed(self, dossier: DossierView) -> None:
        """The application changed papers or values; what the officer typed meanwhile stays."""
        if dossier.key != self._key():
            return
        values = dict(dossier.values)
        if self._dirty:
            mine = self.state.values
            values |= {name: value for name, value in mine.items() if value.origin == "typed"}
        chosen = (
            self.state.component
            if any(p.id == self.state.component for p in dossier.components)
            else ""
        )
        sheets = sheets_of(next((p for p in dossier.components if p.id == chosen), None))
        self._show(
            dossier=dossier,
            values=values,
            component=chosen,
            sheet=min(self.state.sheet, max(len(sheets) - 1, 0)),
            portrait=dossier.portrait or self.state.portrait,
            failure=None,
        )

    def put_portrait_away(self) -> None:
        """The officer has compared the face with the person."""
        self._show(portrait=b"")

    # -- papers

    def choose_component(self, component: str) -> None:
        """Show another component."""
        if component != self.state.component:
            self._show(component=component, sheet=0, turns_pile=False)

    def move_sheet(self, by: int) -> None:
        """Another page, over the edge into the next component."""
        sheets = self.state.sheets
        place = self.state.sheet + by
        if 0 <= place < len(sheets):
            self._show(sheet=place)
        else:
            self.move_component(by)

    def move_component(self, by: int) -> None:
        """The next or previous component."""
        ids = [part.id for part in self.state.parts]
        if self.state.component in ids:
            place = ids.index(self.state.component) + by
            if 0 <= place < len(ids):
                self.choose_component(ids[place])

    def scan(self) -> None:
        """Scan into the chosen component."""
        self._feed(self._intake.scan, "ui.intake.scanning", "scan")

    def scan_backs(self) -> None:
        """The second pass of a one-sided feeder: say how to turn the pile, then scan it."""
        if self._job is None and self.state.sheets and not self.state.turns_pile:
            self._show(turns_pile=True, failure=None)
        elif self.state.turns_pile:
            self._feed(self._intake.scan_backs, "ui.intake.scanning_backs", "scan_backs")

    def _feed(self, call: Feed, sentence: str, act: str) -> None:
        key, component = self._key(), self.state.component
        if not key or not component or self._job is not None:
            return
        self._show(
            failure=None,
            turns_pile=False,
            job=JobState(sentence, (("page", len(self.state.sheets) + 1),), icon="scan"),
        )
        self._job = self.ask(
            "device",
            lambda task: call(key, component, task.announce, task),
            lambda end: self._scanned(end, component, act),
            self._job_failed,
            self._scan_progress,
        )
        if self.state.job is None:
            self._job = None

    def _scan_progress(self, progress: object) -> None:
        if isinstance(progress, Progress) and self.state.job is not None:
            job = replace(self.state.job, facts=(("page", progress.done + 1),), note=progress.note)
            self._show(job=job)
            self._reload()

    def _reload(self) -> None:
        key, enquiries = self._key(), self._desk.enquiries
        self.ask("db", lambda task: enquiries.dossier(key), self._renewed, self._refuse)

    def _scanned(self, end: ScanEnd, component: str, act: str) -> None:
        self._job = None
        self._show(job=None)
        if end.pages:
            part = next((p for p in self.state.parts if p.id == component), None)
            self._edits.add(PaperAct(component))
            if act == "scan_backs" and end.ending == "done":
                self._edits.add(PaperAct(component))  # the laying of the backs behind their fronts
            self._offer_undo(act, component=part.name if part else "")
        key, enquiries = self._key(), self._desk.enquiries

        def go_on(dossier: DossierView) -> None:
            self._renewed(dossier)
            if not end.problem:
                self.read(component)
            else:
                self._show(failure=Failure(end.problem, {"pages": end.pages, **end.facts}))

        self.ask("db", lambda task: enquiries.dossier(key), go_on, self._refuse)

    def add_file(self, path: Path) -> None:
        """Take over a file as pages of the chosen component."""
        key, component = self._key(), self.state.component
        if not key or not component:
            return
        intake = self._intake

        def added(dossier: DossierView) -> None:
            self._edits.add(PaperAct(component))
            self._renewed(dossier)
            self.read(component)

        self.ask("io", lambda task: intake.add_file(key, component, path), added, self._refuse)

    def read(self, component: str) -> None:
        """Recognise a component; the form fills while the officer goes on."""
        key = self._key()
        part = next((part for part in self.state.parts if part.id == component), None)
        if part is None or not part.pages or self._job is not None:
            return
        total = part.pages
        self._show(job=JobState("ui.intake.reading", (("done", 0), ("total", total)), total=total))
        intake = self._intake
        job = self.ask(
            "io",
            lambda task: intake.read(key, component, task.report, task),
            self._read_done,
            self._job_failed,
            self._read_progress,
        )
        if self.state.job is not None:
            self._job = job

    def _read_progress(self, progress: object) -> None:
        if isinstance(progress, Progress) and self.state.job is not None:
            total = progress.total or self.state.job.total
            facts = (("done", progress.done), ("total", total))
            self._show(job=replace(self.state.job, facts=facts, done=progress.done, total=total))

    def _read_done(self, dossier: DossierView) -> None:
        self._job = None
        self._show(job=None)
        self._renewed(dossier)
        self._choose_next_missing()

    def _choose_next_missing(self) -> None:
        missing = [part.id for part in self.state.parts if part.status in ("missing", "rescan")]
        if missing and self.state.component not in missing:
            self._show(component=missing[0], sheet=0)

    def _job_failed(self, error: Exception) -> None:
        self._job = None
        self._show(job=None, failure=None if was_cancelled(error) else failure_of(error))

    def stop_job(self) -> bool:
        """Stop what runs; whether something did."""
        if self._job is None or self.state.job is None:
            return False
        self._job.stop()
        self._show(job=replace(self.state.job, is_stopping=True))
        return True

    def arrange(self, move: PageMove) -> None:
        """Remove, move or split at the page in sight; undo takes it back."""
        key, component, sheet = self._key(), self.state.component, self.state.sheet
        if not key or not self.state.sheets:
            return
        self._paper_act(lambda: self._intake.arrange(key, component, sheet, move), component)
        name = self.state.part.name if self.state.part else ""
        sentences = {"remove": "remove_page", "split": "split", "cards": "cut_cards"}
        sentences |= dict.fromkeys(("left", "right"), "turn_page")
        sentence = sentences.get(move, "move_page")
        self._offer_undo(sentence, page=sheet + 1, component=name)

    def claim(self) -> None:
        """The pages nobody could place belong to the chosen component."""
        key, part = self._key(), self.state.part
        if key and part is not None and part.status != "unclear":
            self._paper_act(lambda: self._intake.claim(key, part.id), part.id)
            self._offer_undo("claim", component=part.name)

    def print_covers(self) -> None:
        """Cover sheets to lay into the feeder."""
        key, desk = self._key(), self._desk
        if key:
            self.ask(
                "io",
                lambda task: desk.printing.print_document(desk.intake.covers(key), 1),
                lambda done: None,
                self._refuse,
            )

    def materials(self) -> tuple[str, ...]:
        """Classes of material."""
        return self._intake.materials()

    def set_material(self, material: str) -> None:
        """Mark what the chosen component is made of; some classes ask for a note."""
        key, part = self._key(), self.state.part
        if not key or part is None:
            return
        chosen = part.id

        def mark(note: str | None) -> None:
            if note is not None:
                self.ask(
                    "db",
                    lambda task: self._intake.set_material(key, chosen, material, note),
                    self._renewed,
                    self._refuse,
                )

        if material in ASKS:
            self._prompts.ask_text(TextPrompt(act=ASKS[material]), mark)
        else:
            mark("")

    def ask_original(self) -> None:
        """The applicant was asked for the signed electronic file of the chosen component."""
        key, part = self._key(), self.state.part
        if key and part is not None:
            chosen = part.id
            self.ask(
                "db",
                lambda task: self._intake.ask_original(key, chosen),
                self._renewed,
                self._refuse,
            )

    def reuse(self) -> None:
        """Space: use the stored paper again as the officer confirmed, or tick a paper as filed."""
        key, part = self._key(), self.state.part
        if part is not None and part.status == "in_store":
            self._paper_act(lambda: self._intake.reuse(key, part.id), part.id)
            self._offer_undo("reuse", component=part.name)
            self._choose_next_missing()
        elif part is not None and part.status in ("missing", "paper_only"):
            there = part.status == "missing"
            mark = self._intake.mark
            self.ask(
                "db", lambda task: mark(key, part.id, is_there=there), self._renewed, self._refuse
            )

    def confirm_blank(self) -> None:
        """The blank sides were seen."""
        key, component = self._key(), self.state.component
        if self.state.part is not None and self.state.part.blank_pages:
            self.ask(
                "db",
                lambda task: self._intake.confirm_blank(key, component),
                self._renewed,
                self._refuse,
            )

    def _paper_act(self, call: Callable[[], DossierView], component: str) -> None:
        self._edits.add(PaperAct(component))
        self.ask("db", lambda task: call(), self._renewed, self._refuse)

    def _offer_undo(self, key: str, **facts: object) -> None:
        self._show(undo=Undo(f"ui.undo.{key}", self.state.undo.turn + 1, tuple(facts.items())))

    # -- form

    def focus_field(self, field_id: str) -> None:
        """The officer is at a field: the paper follows."""
        changes = self._at_field(field_id)
        if any(getattr(self.state, name) != new for name, new in changes.items()):
            self._show(**changes)

    def _at_field(self, field_id: str) -> dict[str, object]:
        """What the state says when the officer is at a field: the field, and its place on paper."""
        value = self.state.values.get(field_id)
        changes: dict[str, object] = {"focus": field_id}
        reading = value.reading if value else None
        if reading is not None and reading.document_id:
            for part in self.state.parts:
                for place, sheet in enumerate(sheets_of(part)):
                    if sheet.document.id == reading.document_id and sheet.page == reading.page:
                        changes |= {"component": part.id, "sheet": place}
        return changes

    def keep(self, field_id: str, value: str) -> None:
        """A value while it is typed: for the draft alone, neither checked nor undone by itself."""
        self._typed[field_id] = value
        self._dirty = True
        self._save_soon()

    def _save_soon(self) -> None:
        """The draft is never older than this after a change, however long the typing lasts."""
        if not self._save_timer.isActive():
            self._save_timer.start()

    def edit(self, field_id: str, value: str) -> None:
        """The officer typed a value; it is theirs from now on."""
        self._typed.pop(field_id, None)
        before = self.state.values.get(field_id, FieldValue())
        if value == before.value and (before.confirmed or not before.reading):
            return
        self._put(
            field_id, replace(before, value=value, origin="typed", confirmed=True, problem="")
        )

    def _put(self, field_id: str, after: FieldValue) -> None:
        before = self.state.values.get(field_id, FieldValue())
        self._edits.add(FieldEdit(field_id, before, after))
        self._set(field_id, after)

    def _set(self, field_id: str, value: FieldValue) -> None:
        self._dirty = True
        self._show(
            values={**self.state.values, field_id: value}, touched=self.state.touched | {field_id}
        )
        self._save_soon()

    def accept(self) -> None:
        """Accept the doubtful value of the field in focus and go to the next one."""
        value = self.state.values.get(self.state.focus)
        if value is not None and is_doubtful(value) and value.reading is not None:
            origin = value.origin if value.origin != "none" else "reader"
            accepted = replace(
                value, value=value.value or value.reading.value, origin=origin, confirmed=True
            )
            self._put(self.state.focus, accepted)
        self.go_to_attention(1)

    def read_aloud(self, language: str) -> None:
        """Say the value of the field in focus, in groups, while the officer looks at the paper."""
        value = self.state.values.get(self.state.focus)
        if value is None or not value.value:
            return
        speech, text = self._desk.speech, spoken(value.value)
        self.ask("io", lambda task: speech.say(text, language), _said, self._refuse)

    def suggest(self, by: int) -> None:
        """The next likely reading of the field in focus."""
        value = self.state.values.get(self.state.focus)
        if value is None or value.reading is None or not value.reading.suggestions:
            return
        choices = value.reading.suggestions
        place = choices.index(value.value) if value.value in choices else -1
        self._put(
            self.state.focus, replace(value, value=choices[(place + by) % len(choices)], problem="")
        )

    def go_to_attention(self, by: int) -> None:
        """F7: the next field that needs a look, round the form."""
        wanted = self.state.attention
        if not wanted:
            return
        order = [item.id for item in self.state.fields]
        here = (
            order.index(self.state.focus)
            if self.state.focus in order
            else -1
            if by > 0
            else len(order)
        )
        ahead = [name for name in wanted if (order.index(name) - here) * by > 0]
        pick = (
            (ahead[0] if by > 0 else ahead[-1]) if ahead else (wanted[0] if by > 0 else wanted[-1])
        )
        self.jump(pick)

    def jump(self, field_id: str) -> None:
        """Move the focus into a field (field and turn change together)."""
        self._show(focus_turn=self.state.focus_turn + 1, **self._at_field(field_id))

    # -- undo

    def undo(self) -> None:
        """Take back the newest edit or act on papers."""
        edit = self._edits.undo()
        if isinstance(edit, FieldEdit):
            self._set(edit.field, edit.before)
            self.jump(edit.field)
        elif edit is not None:
            key = self._key()
            self.ask("db", lambda task: self._intake.undo(key), self._renewed, self._refuse)

    def redo(self) -> None:
        """Do it again."""
        edit = self._edits.redo()
        if isinstance(edit, FieldEdit):
            self._set(edit.field, edit.after)
            self.jump(edit.field)
        elif edit is not None:
            key = self._key()
            self.ask("db", lambda task: self._intake.redo(key), self._renewed, self._refuse)

    # -- draft

    def save(self) -> None:
        """Keep the draft now if anything changed."""
        self._save_timer.stop()
        if not self._dirty or self.state.dossier is None:
            return
        self._save(self._saved)

    def _save(self, then: Callable[[DossierView], None]) -> None:
        dossier = self.state.dossier
        if dossier is None:
            return
        self._dirty = False
        intake, values = self._intake, dict(self.state.values)
        for field_id, text in self._typed.items():
            before = values.get(field_id, FieldValue())
            values[field_id] = replace(before, value=text, origin="typed", confirmed=True)
        key, version = dossier.key, dossier.version
        self.ask(
            "db", lambda task: intake.save_draft(key, version, values), then, self._save_failed
        )

    def _saved(self, dossier: DossierView) -> None:
        if dossier.key == self._key():
            self._show(
                dossier=replace(dossier, components=self.state.parts),
                values=_with_problems(self.state.values, dossier.values),
                saved_at=self._clock(dossier.saved_at),
            )

    def _save_failed(self, error: Exception) -> None:
        self._dirty = True
        self._refuse(error)

    def _clock(self, at: dt.datetime | None) -> str:
        return f"{at.astimezone(self._desk.now().tzinfo):%H:%M}" if at else ""

    # -- finishing

    def receive(self) -> None:
        """F12: check everything, sign, accept, print."""
        if self.state.dossier is None or self.state.is_busy:
            return
        self._save_timer.stop()
        self._save(self._checked)

    def _checked(self, dossier: DossierView) -> None:
        self._saved(dossier)
        self._show(shows_problems=True)
        if self.state.attention or self.state.missing:
            if self.state.attention:
                self.jump(self.state.attention[0])
            return
        self._ask_pin()

    def _ask_pin(self, problem: str = "", facts: dict[str, object] | None = None) -> None:
        count = sum(
            1
            for part in self.state.parts
            if part.status == "digitised" and part.verdict == "unsigned"
        )
        if not count:
            self._receive(None, "")
            return
        self._pin.begin(
            act="receive",
            count=count,
            purpose="personal",
            problem=problem,
            facts=facts,
            sign=self._sign,
            failed=self._no_token,
            gave_up=self._back,
        )

    def _sign(self, pin: PinEntry) -> None:
        self._receive(pin, "")

    def _no_token(self, error: Exception) -> None:
        """Without a token: accept now and sign later, with the reason on record (T01)."""
        if getattr(error, "code", "") in UNSIGNED_BECAUSE:
            self._prompts.ask_text(TextPrompt(act="unsigned"), self._accept_unsigned)
        else:
            self._refuse(error)

    def _accept_unsigned(self, reason: str | None) -> None:
        if reason:
            self._receive(None, reason)

    def _receive(self, pin: PinEntry | None, reason: str) -> None:
        dossier = self.state.dossier
        if dossier is None:
            return
        self._show(
            is_busy=True,
            failure=None,
            job=JobState("ui.intake.signing", can_stop=False, icon="approve"),
        )
        intake, values = self._intake, dict(self.state.values)
        key, version = dossier.key, dossier.version
        self.ask(
            "token",
            lambda task: intake.receive(key, version, values, pin and pin.during(task), reason),
            self._finish,
            self._not_received,
        )

    def _not_received(self, error: Exception) -> None:
        failure = failure_of(error)
        self._show(is_busy=False, job=None)
        if failure.code == "signing.pin_incorrect":
            self._ask_pin(failure.code, failure.facts)
        else:
            self._show(failure=failure)

    def _back(self) -> None:
        self._show(is_busy=False, job=None)

    def _finish(self, issued: Issued) -> None:
        self._dirty = False
        self._edits.clear()
        gone = Undo("", self.state.undo.turn + 1)
        self._show(is_busy=False, job=None, issued=issued, failure=None, undo=gone)
        self._print(issued)
        self.finished.emit(issued)

    def _print(self, issued: Issued) -> None:
        print_slips(self, self._desk, issued, self._refuse)

    def reprint(self) -> None:
        """Print the slips of the last act again."""
        if self.state.issued is not None:
            self._print(self.state.issued)

    def ask_to_supplement(self) -> None:
        """F11: what is missing, in full, once."""
        names = [part.name for part in self.state.missing]
        self._ask_reason("supplement", "\n".join(names))

    def refuse(self) -> None:
        """Ctrl+F11: refuse with a reason."""
        self._ask_reason("refuse", "")

    def _ask_reason(self, act: str, text: str) -> None:
        dossier = self.state.dossier
        if dossier is None or self.state.is_busy:
            return
        self.save()
        intake, key = self._intake, dossier.key

        def go_on(reason: str | None) -> None:
            if reason is None or self.state.dossier is None:
                return
            version = self.state.dossier.version
            call = intake.ask_to_supplement if act == "supplement" else intake.refuse
            self.ask("io", lambda task: call(key, version, reason), self._finish, self._refuse)

        self._prompts.ask_text(TextPrompt(act=act, text=text), go_on)

    def tell(self, code: str) -> None:
        """Say something that stands in the way, by its code."""
        self._show(failure=Failure(code))

    def _refuse(self, error: Exception) -> None:
        if not was_cancelled(error):
            self._show(is_busy=False, failure=failure_of(error))


def _said(result: None) -> None:
    """A value said aloud needs nothing more."""


def _with_problems(
    mine: Mapping[str, FieldValue], checked: Mapping[str, FieldValue]
) -> dict[str, FieldValue]:
    """My values with what the check found, where they are still the checked ones."""
    result = dict(mine)
    for name, value in checked.items():
        own = mine.get(name, FieldValue())
        if own.value == value.value:
            result[name] = replace(own, problem=value.problem, problem_facts=value.problem_facts)
    return result
