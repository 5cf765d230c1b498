"""Acts of step 1 on papers: scan, bring in, arrange, confirm, and what materials ask for."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desk_app.application import captures, results
from desk_app.application.captures import may_digitise
from desk_app.application.commands.intake import (
    ArrangePages,
    ConfirmBlank,
    Digitise,
    PrintCovers,
    RedoPages,
    Scan,
    ScanBacks,
    SetMaterial,
    TakeInPages,
    TakeSignedOriginal,
    UndoPages,
)
from desk_app.application.ports import Cancellation, Office, ProgressCall, no_progress
from desk_app.application.scan_ports import PageMove, ScanEnd, TrayPage
from desk_app.application.work import Act, Done, Work, look_at, look_before, working_on
from desk_app.domain.components import BlankSides, Component, Material, MaterialNeed, PaperRef
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import Fact, RuleError
from desk_app.domain.signatures import Verdict

_MOVES: dict[str, PageMove] = {
    "remove": "remove",
    "restore": "restore",
    "up": "up",
    "down": "down",
    "left": "left",
    "right": "right",
    "rehome": "rehome",
    "whole": "whole",
    "crop": "crop",
    "cards": "cards",
}
_CONTENT_APART = "file.content_missing"
_PAIR = ("with_note", "without_note")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperActs:
    """Pages are safe in the tray first; the dossier follows the tray in one commit."""

    office: Office

    def digitise(self, command: Digitise) -> Done:
        """Files as further pages of a component; a signed file stays whole and is the component."""
        office = self.office
        dossier = self._look(command)
        component = dossier.component(command.component)
        signed = [path for path in command.files if office.scanner.examine(path).is_signed]
        if signed:
            if len(command.files) > 1 or office.scanner.arranged(dossier.id).at(component.key):
                raise RuleError("intake.signed_file_alone", {"file": signed[0].name})
            return self._take_original(command, component.key, self._store(command.files[0]))
        capture = self._capture(dossier, component, "")
        try:
            count = sum(
                office.scanner.import_file(path, dossier.id, component.key, capture)
                for path in command.files
            )
        finally:
            done = self._bring_in(command, dossier.id)
        return dataclasses.replace(done, facts={"ended": "done", "pages": count})

    def scan(
        self,
        command: Scan,
        *,
        progress: ProgressCall = no_progress,
        cancelled: Cancellation | None = None,
    ) -> Done:
        """Scan a component; the pages that came whole are kept whatever ends the stack."""
        dossier = self._look(command)
        component = dossier.component(command.component)
        end = self.office.scanner.capture(
            captures.order_of(
                command, dossier.id, component, self._capture(dossier, component, command.capture)
            ),
            progress=progress,
            cancelled=cancelled,
        )
        done = self._bring_in(command, dossier.id, ended=end.ended)
        if end.problem and not end.pages:
            raise RuleError(end.problem, end.facts)
        return dataclasses.replace(done, facts=_facts(end))

    def scan_backs(
        self,
        command: ScanBacks,
        *,
        progress: ProgressCall = no_progress,
        cancelled: Cancellation | None = None,
    ) -> Done:
        """Scan the second pass of a one-sided feeder; once it is whole, each back gets its front.

        A pass that stopped on the way is gone on with by the same act.
        """
        order = Scan(
            dossier=command.dossier,
            actor=command.actor,
            component=command.component,
            device=command.device,
            source="adf",
            dpi=command.dpi,
            colour=command.colour,
        )
        done = self.scan(order, progress=progress, cancelled=cancelled)
        if done.facts.get("ended") != "done":
            return done
        laid = self.office.scanner.lay_backs(done.dossier_id, command.component)
        facts = dict(done.facts)
        if laid.fronts != laid.backs:
            facts |= {"problem": "scanner.duplex_uneven", "fronts": laid.fronts}
            facts["backs"] = laid.backs
        followed = self._follow(command, done.dossier_id)
        return dataclasses.replace(followed, facts=facts)

    def take_in(self, command: TakeInPages) -> Done:
        """Pages that a crash or a fault left without a place get one; nothing happens twice."""
        return self._bring_in(command, self._look(command).id)

    def print_covers(self, command: PrintCovers) -> Done:
        """Cover sheets as one PDF; the dossier itself does not change."""
        office = self.office
        dossier = self._look(command)
        keys = command.components or tuple(each.key for each in dossier.components)
        chosen = [dossier.component(key) for key in keys]
        data = {
            "dossier": dossier.shown_code,
            "procedure": dossier.terms.name,
            "applicant": dossier.applicant.full_name if dossier.applicant else "",
            "covers": [
                {"component": each.name, "svg": office.scanner.cover_picture(dossier.id, each.key)}
                for each in chosen
            ],
        }
        now = office.clock.now()
        printed = office.printer.sheet("cover_sheets", data, issued_at=now)
        file = office.papers.put(
            printed.pdf,
            name="cover_sheets.pdf",
            media_type="application/pdf",
            pages=printed.pages,
        )
        with working_on(office, command) as work:
            work.files.append(file)
            return work.done()

    def arrange(self, command: ArrangePages) -> Done:
        """One act on pages; the file of every component it touches is bound anew."""
        office = self.office
        dossier = self._look(command)
        move = _MOVES.get(command.move)
        if move is None or not command.pages or (move == "crop" and command.box is None):
            raise RuleError("usage.page_move", {"move": command.move})
        if command.to:
            dossier.component(command.to)
        arranged = office.scanner.arranged(dossier.id)
        place = arranged.bin if move == "restore" else arranged.pages
        chosen = _numbered(
            [page for page in place if page.home == command.component], command.pages
        )
        office.scanner.arrange(dossier.id, move, chosen, home=command.to, box=command.box)
        return self._follow(command, dossier.id)

    def undo(self, command: UndoPages) -> Done:
        """Take back the last act on papers; nothing to take back changes nothing."""
        scope = self._look(command).id
        self.office.scanner.undo(scope)
        return self._follow(command, scope)

    def redo(self, command: RedoPages) -> Done:
        """Do it again."""
        scope = self._look(command).id
        self.office.scanner.redo(scope)
        return self._follow(command, scope)

    def confirm_blank(self, command: ConfirmBlank) -> Done:
        """The blank sides were seen.

        Both sides of every sheet are filed, unless all sheets are blank on one side: then that
        side goes to the bin, from where ``undo`` brings it back (R-5B-60).
        """
        office = self.office
        dossier = self._look(command)
        component = dossier.component(command.component)
        if component.blank is None:
            raise RuleError("intake.no_blank_sides", {"component": component.name})
        backs = captures.blank_side(office.scanner.arranged(dossier.id).at(component.key))
        if backs:
            office.scanner.arrange(dossier.id, "remove", backs)

        def confirm(work: Work) -> None:
            seen = work.dossier.component(component.key)
            if seen.blank is None:
                return
            seen.blank = BlankSides(
                pages=seen.blank.pages, confirmed_by=work.actor.user, confirmed_at=work.now
            )
            work.note(
                "blank_sides_confirmed",
                data={
                    "component": seen.key,
                    "sides": len(seen.blank.pages),
                    "left_out": len(backs),
                },
            )

        return self._follow(command, dossier.id, first=confirm)

    def set_material(self, command: SetMaterial) -> Done:
        """Mark the class of material; its needs must be met before the dossier is received."""
        self._look(command)
        found = self.office.scanner.material(command.material)
        with working_on(self.office, command) as work:
            may_digitise(work.dossier)
            component = work.dossier.component(command.component)
            asked = component.material.original_asked_at
            component.material = Material(
                name=found.name,
                needs=tuple(MaterialNeed(need) for need in found.needs),
                preservation_note=command.preservation_note,
                medium=command.medium,
                original_asked_at=work.now if command.asks_original else asked,
            )
            work.note("material_marked", data={"component": component.key, "material": found.name})
            work.finish()
            return work.done(
                facts={"prepare": found.prepare, "captures": found.captures, "rule": found.rule}
            )

    def take_signed_original(self, command: TakeSignedOriginal) -> Done:
        """Take what the applicant signed, PDF or not, once its signature is proved."""
        dossier = self._look(command)
        component = dossier.component(command.component)
        if self.office.scanner.arranged(dossier.id).at(component.key):
            raise RuleError("intake.signed_file_alone", {"file": command.file.name})
        if not command.file.is_file():
            raise RuleError("scanner.file_missing", {"file": command.file.name})
        media_type = captures.MEDIA_TYPES.get(
            command.file.suffix.lower(), "application/octet-stream"
        )
        stored = self.office.papers.put_file(
            command.file, name=command.file.name, media_type=media_type
        )
        return self._take_original(command, component.key, stored)

    # -- what they share

    def _look(self, command: Act) -> Dossier:
        dossier = look_before(self.office, command)
        may_digitise(dossier)
        return dossier

    def _store(self, path: Path) -> PaperRef:
        facts = self.office.scanner.examine(path)
        return self.office.papers.put_file(
            path, name=path.name, media_type=facts.media_type, pages=facts.pages
        )

    def _take_original(self, command: Act, key: str, file: PaperRef) -> Done:
        """Keep a signed file whole; a signature that does not hold is refused."""
        verdict = results.file_verdict(
            key, self.office.verifier.verify(file), self.office.clock.now()
        )
        if verdict.verdict is Verdict.UNSIGNED:
            raise RuleError("intake.original_unsigned", {"file": file.name})
        if _CONTENT_APART in verdict.reasons:
            raise RuleError("intake.original_apart", {"file": file.name})
        if verdict.verdict is Verdict.INVALID or not any(verdict.signers):
            raise RuleError(
                "intake.original_invalid", {"file": file.name, "reasons": verdict.reasons}
            )
        with working_on(self.office, command) as work:
            may_digitise(work.dossier)
            work.dossier.component(key).put_original(file, verdict)
            work.files.append(file)
            work.note(
                "signed_original_taken", data={"component": key, "verdict": str(verdict.verdict)}
            )
            work.finish()
            return work.done(facts={"ended": "done", "pages": file.pages})

    def _capture(self, dossier: Dossier, component: Component, asked: str) -> str:
        """Which capture of a pair comes next (R-5B-69); empty for other material."""
        wanted = self.office.scanner.material(component.material.name).captures
        if tuple(wanted) != _PAIR:
            return ""
        if asked:
            if asked not in _PAIR:
                raise RuleError("usage.capture", {"capture": asked})
            return asked
        taken = [p.capture for p in self.office.scanner.arranged(dossier.id).at(component.key)]
        first, second = _PAIR
        return second if taken.count(first) > taken.count(second) else first

    def _bring_in(self, command: Act, scope: str, *, ended: str = "done") -> Done:
        """Place what is loose, then bring every dossier that got pages up to date."""
        own, *others = captures.take_in(self.office, scope)
        for other in others:
            self._follow(TakeInPages(dossier=other, actor=command.actor), other)
        return self._follow(command, own, ended=ended)

    def _follow(
        self,
        command: Act,
        scope: str,
        *,
        ended: str = "done",
        first: Callable[[Work], None] | None = None,
    ) -> Done:
        """The dossier as the tray's history now has it; without a change nothing is saved."""
        made = captures.captures_of(self.office, look_at(self.office, scope))
        with working_on(self.office, dataclasses.replace(command, dossier=scope)) as work:
            may_digitise(work.dossier)
            if first is not None:
                first(work)
            if captures.put_in(work, made, ended=ended) or first is not None:
                work.finish()
            done = work.done()
        captures.hand_over(self.office, look_at(self.office, scope))
        return done


def _numbered(pages: list[TrayPage], numbers: tuple[int, ...]) -> list[str]:
    if any(not 1 <= number <= len(pages) for number in numbers):
        raise RuleError("intake.no_such_page", {"page": max(numbers), "pages": len(pages)})
    return [pages[number - 1].id for number in numbers]


def _facts(end: ScanEnd) -> dict[str, Fact]:
    facts: dict[str, Fact] = {"ended": end.ended, "pages": end.pages}
    if end.expected_next_sheet is not None:
        facts["next_sheet"] = end.expected_next_sheet
    if end.problem:
        facts["problem"] = end.problem
    return {**end.facts, **facts}
