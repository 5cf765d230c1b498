"""Papers of the dossier in hand: components, scanning, reading, order of pages."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desk_app.ui.common.failures import Failure, failure_of, was_cancelled
from desk_app.ui.common.jobs import JobState
from desk_app.ui.common.prompts import TextPrompt
from desk_app.ui.contract import DossierView, PageMove, Progress, ScanEnd
from desk_app.ui.steps.intake.edits import PaperAct
from desk_app.ui.steps.intake.hand import Hand, Part
from desk_app.ui.task_runner import Task

Feed = Callable[[str, str, Callable[[Progress], None], Task], ScanEnd]
"""One run of a device: dossier, component, progress, and what asks whether to stop."""
ASKS = {"heritage": "material_note", "audiovisual": "material_note", "fragile": "not_digitised"}
"""Classes of material that ask for something written down (R-5B-63, R-5B-66, R-5B-67)."""


class Papers(Part):
    """Components and their pages; one job of the scanner or the reader at a time."""

    def __init__(self, hand: Hand) -> None:
        super().__init__(hand)
        self._job: Task | None = None

    def choose_component(self, component: str) -> None:
        """Show another component."""
        if component != self.state.component:
            self._hand.show(component=component, sheet=0, turns_pile=False)

    def move_sheet(self, by: int) -> None:
        """Another page, over the edge into the next component."""
        sheets = self.state.sheets
        place = self.state.sheet + by
        if 0 <= place < len(sheets):
            self._hand.show(sheet=place)
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
        self._feed(self._hand.intake.scan, "ui.intake.scanning", "scan")

    def scan_backs(self) -> None:
        """The second pass of a one-sided feeder: say how to turn the pile, then scan it."""
        if self._job is None and self.state.sheets and not self.state.turns_pile:
            self._hand.show(turns_pile=True, failure=None)
        elif self.state.turns_pile:
            self._feed(self._hand.intake.scan_backs, "ui.intake.scanning_backs", "scan_backs")

    def _feed(self, call: Feed, sentence: str, act: str) -> None:
        key, component = self._hand.key, self.state.component
        if not key or not component or self._job is not None:
            return
        self._hand.show(
            failure=None,
            turns_pile=False,
            job=JobState(sentence, (("page", len(self.state.sheets) + 1),), icon="scan"),
        )
        self._job = self._hand.ask(
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
            self._hand.show(job=job)
            self._reload()

    def _reload(self) -> None:
        key, enquiries = self._hand.key, self._hand.desk.enquiries
        self._hand.change(lambda: enquiries.dossier(key))

    def _scanned(self, end: ScanEnd, component: str, act: str) -> None:
        self._job = None
        failure = Failure(end.problem, {"pages": end.pages, **end.facts}) if end.problem else None
        self._hand.show(job=None, failure=failure)
        if end.pages:
            part = next((p for p in self.state.parts if p.id == component), None)
            self._hand.edits.add(PaperAct(component))
            if act == "scan_backs" and end.ending == "done":
                self._hand.edits.add(
                    PaperAct(component)
                )  # the laying of the backs behind their fronts
            self._hand.offer_undo(act, component=part.name if part else "")
        key, enquiries = self._hand.key, self._hand.desk.enquiries

        def go_on(dossier: DossierView) -> None:
            self._hand.renew(dossier)
            if failure is None:
                self.read(component)
            else:
                self._hand.show(failure=failure)

        self._hand.ask("db", lambda task: enquiries.dossier(key), go_on, self._hand.fail)

    def add_file(self, path: Path) -> None:
        """Take over a file as pages of the chosen component."""
        key, component = self._hand.key, self.state.component
        if not key or not component:
            return
        intake = self._hand.intake

        def added(dossier: DossierView) -> None:
            self._hand.edits.add(PaperAct(component))
            self._hand.renew(dossier)
            self.read(component)

        self._hand.ask(
            "io", lambda task: intake.add_file(key, component, path), added, self._hand.fail
        )

    def read(self, component: str) -> None:
        """Recognise a component; the form fills while the officer goes on."""
        key = self._hand.key
        part = next((part for part in self.state.parts if part.id == component), None)
        if part is None or not part.pages or self._job is not None:
            return
        total = part.pages
        self._hand.show(
            job=JobState("ui.intake.reading", (("done", 0), ("total", total)), total=total)
        )
        intake = self._hand.intake
        job = self._hand.ask(
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
            self._hand.show(
                job=replace(self.state.job, facts=facts, done=progress.done, total=total)
            )

    def _read_done(self, dossier: DossierView) -> None:
        self._job = None
        self._hand.show(job=None)
        self._hand.renew(dossier)
        self.choose_next_missing()

    def choose_next_missing(self) -> None:
        """Go on with a component that has no paper yet."""
        missing = [part.id for part in self.state.parts if part.status in ("missing", "rescan")]
        if missing and self.state.component not in missing:
            self._hand.show(component=missing[0], sheet=0)

    def _job_failed(self, error: Exception) -> None:
        self._job = None
        self._hand.show(job=None, failure=None if was_cancelled(error) else failure_of(error))

    def stop_job(self) -> bool:
        """Stop what runs; whether something did."""
        if self._job is None or self.state.job is None:
            return False
        self._job.stop()
        self._hand.show(job=replace(self.state.job, is_stopping=True))
        return True

    def arrange(self, move: PageMove) -> None:
        """Remove, move or split at the page in sight; undo takes it back."""
        key, component, sheet = self._hand.key, self.state.component, self.state.sheet
        if not key or not self.state.sheets:
            return
        self._paper_act(lambda: self._hand.intake.arrange(key, component, sheet, move), component)
        name = self.state.part.name if self.state.part else ""
        sentences = {"remove": "remove_page", "split": "split", "cards": "cut_cards"}
        sentences |= dict.fromkeys(("left", "right"), "turn_page")
        sentence = sentences.get(move, "move_page")
        self._hand.offer_undo(sentence, page=sheet + 1, component=name)

    def claim(self) -> None:
        """The pages nobody could place belong to the chosen component."""
        key, part = self._hand.key, self.state.part
        if key and part is not None and part.status != "unclear":
            self._paper_act(lambda: self._hand.intake.claim(key, part.id), part.id)
            self._hand.offer_undo("claim", component=part.name)

    def print_covers(self) -> None:
        """Cover sheets to lay into the feeder."""
        key, desk = self._hand.key, self._hand.desk
        if key:
            code = self._hand.state.dossier.code if self._hand.state.dossier else ""
            self._hand.ask(
                "io",
                lambda task: desk.printing.print_document(desk.intake.covers(key), code),
                lambda done: None,
                self._hand.fail,
            )

    def materials(self) -> tuple[str, ...]:
        """Classes of material."""
        return self._hand.intake.materials()

    def set_material(self, material: str) -> None:
        """Mark what the chosen component is made of; some classes ask for a note."""
        key, part = self._hand.key, self.state.part
        if not key or part is None:
            return
        chosen = part.id

        def mark(note: str | None) -> None:
            if note is not None:
                set_material = self._hand.intake.set_material
                self._hand.change(lambda: set_material(key, chosen, material, note))

        if material in ASKS:
            self._hand.prompts.ask_text(TextPrompt(act=ASKS[material]), mark)
        else:
            mark("")

    def ask_original(self) -> None:
        """The applicant was asked for the signed electronic file of the chosen component."""
        key, part = self._hand.key, self.state.part
        if key and part is not None:
            chosen = part.id
            self._hand.change(lambda: self._hand.intake.ask_original(key, chosen))

    def reuse(self) -> None:
        """Space: use the stored paper again as the officer confirmed, or tick a paper as filed."""
        key, part = self._hand.key, self.state.part
        if part is not None and part.status == "in_store":
            self._paper_act(lambda: self._hand.intake.reuse(key, part.id), part.id)
            self._hand.offer_undo("reuse", component=part.name)
            self.choose_next_missing()
        elif part is not None and part.status in ("missing", "paper_only"):
            there = part.status == "missing"
            mark = self._hand.intake.mark
            self._hand.change(lambda: mark(key, part.id, is_there=there))

    def confirm_blank(self) -> None:
        """The blank sides were seen."""
        key, component = self._hand.key, self.state.component
        if self.state.part is not None and self.state.part.blank_pages:
            self._hand.change(lambda: self._hand.intake.confirm_blank(key, component))

    def _paper_act(self, call: Callable[[], DossierView], component: str) -> None:
        self._hand.edits.add(PaperAct(component))
        self._hand.change(call)
