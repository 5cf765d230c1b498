"""Papers at intake: scanning, files, order of pages, what they are made of, reading."""

import dataclasses
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar

from desk_app.application.captures import SIGNED_DATA
from desk_app.application.commands import intake as acts
from desk_app.application.paper_starts import place_for
from desk_app.application.work import Done
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import RuleError, UnavailableError
from desk_app.domain.held_papers import best_for
from desk_app.ui import contract as c
from desk_app.ui.connect.intake_side import IntakeSide
from desk_app.ui.connect.paper_views import document
from desk_app.ui.connect.sitting import Sitting, held_of


class OfDossier(Protocol):
    """An order about one dossier."""

    @property
    def dossier(self) -> str:
        """Its key."""
        ...


Order = TypeVar("Order", bound=OfDossier)
AnyScan = TypeVar("AnyScan", acts.Scan, acts.ScanBacks)


def _told(progress: c.ProgressCall) -> Callable[[int, int, str], None]:
    """How far work is, in the window's words."""
    return lambda done, total, note: progress(c.Progress(done=done, total=total, note=note))


class PapersAtIntake(IntakeSide):
    """Components and their pages."""

    def __init__(self, sitting: Sitting, device: Callable[[], str] = lambda: "") -> None:
        super().__init__(sitting)
        self._device = device

    def reuse(self, key: str, component_id: str) -> c.DossierView:
        """Link the paper a store holds; whoever files has seen it and says that it is right."""
        sitting = self._sitting
        dossier = sitting.desk.enquiries.dossier(key)
        who = dossier.representative or dossier.applicant
        held = held_of(sitting, dossier)
        paper = best_for(dossier.component(component_id).document_type, held)
        if paper is None or who is None:
            raise UnavailableError("intake.no_store", {"component": component_id})
        order = acts.Reuse(
            dossier=key,
            actor=sitting.officer,
            component=component_id,
            source=str(paper.store),
            source_id=paper.paper_id,
            confirmed_by=who.full_name or who.identifier,
        )
        sitting.act(key, lambda seen: self._reusing.reuse(dataclasses.replace(order, version=seen)))
        return sitting.view(key)

    def mark(self, key: str, component_id: str, *, is_there: bool) -> c.DossierView:
        """Tick a component that stays on paper."""
        sitting = self._sitting
        presence = "present" if is_there else "unmarked"
        sitting.act(
            key,
            lambda version: self._step.mark(
                acts.MarkComponent(
                    dossier=key, actor=sitting.officer, version=version, component=component_id,
                    presence=presence,
                )
            ),
        )  # fmt: skip
        return sitting.view(key)

    def device(self) -> str:
        """The scanner to use: the chosen one, else the first that answered last."""
        chosen = self._device()
        if chosen:
            return chosen
        found = self._office.scanner.devices()
        if not found:
            raise UnavailableError("scanner.none")
        return str(found[0].get("uri", ""))

    def devices(self, *, is_fresh: bool) -> tuple[c.DeviceChoice, ...]:
        """Devices as remembered, or as they answer now."""
        return tuple(
            c.DeviceChoice(uri=str(each.get("uri", "")), name=str(each.get("name", "")))
            for each in self._office.scanner.devices(fresh=is_fresh)
        )

    def scan(
        self, key: str, component_id: str, progress: c.ProgressCall, cancelled: c.Cancellation
    ) -> c.ScanEnd:
        """Scan into a component; after a fault it goes on with the sheet that was named."""
        order = self._order(acts.Scan, key, component_id)
        done = self._step.scan(order, progress=_told(progress), cancelled=cancelled)
        return self._ended(key, done)

    def scan_backs(
        self, key: str, component_id: str, progress: c.ProgressCall, cancelled: c.Cancellation
    ) -> c.ScanEnd:
        """The second pass of a one-sided feeder, laid behind the first."""
        order = self._order(acts.ScanBacks, key, component_id)
        done = self._step.scan_backs(order, progress=_told(progress), cancelled=cancelled)
        return self._ended(key, done)

    def _order(self, kind: type[AnyScan], key: str, component_id: str) -> AnyScan:
        return kind(
            dossier=key, actor=self._sitting.officer, component=component_id, device=self.device()
        )

    def _ended(self, key: str, done: Done) -> c.ScanEnd:
        self._see(key, done.version)
        pages = done.facts.get("pages", 0)
        return c.ScanEnd(
            pages=pages if isinstance(pages, int) else 0,
            ending=str(done.facts.get("ended", "done")),
            problem=str(done.facts.get("problem", "")),
            facts=done.facts,
        )

    def add_file(self, key: str, component_id: str, path: Path) -> c.DossierView:
        """Take over a file as further pages of a component; a signed file stays whole.

        Signed data that is no paper at all (XML, CMS, ASiC) counts once its signature is proved.
        """
        if path.suffix.lower() in SIGNED_DATA:
            return self._do(
                self._step.take_signed_original,
                acts.TakeSignedOriginal(
                    dossier=key,
                    actor=self._sitting.officer,
                    component=component_id,
                    file=path,
                ),
            )
        return self._do(
            self._step.digitise,
            acts.Digitise(
                dossier=key,
                actor=self._sitting.officer,
                component=component_id,
                files=(path,),
            ),
        )

    def arrange(self, key: str, component_id: str, page: int, move: c.PageMove) -> c.DossierView:
        """Remove, move, turn or split at a page; the file is bound anew from the captures."""
        dossier = self._sitting.desk.enquiries.dossier(key)
        home = "" if component_id == c.UNCLEAR else component_id
        count = len(self._office.scanner.arranged(dossier.id).at(home))
        pages: tuple[int, ...] = (page + 1,)
        to = ""
        if move == "split":
            to = _split_to(dossier, home, page)
            if not to or not 0 <= page < count:
                raise RuleError("intake.cannot_split", {"component": component_id})
            pages = tuple(range(page + 1, count + 1))
        return self._do(
            self._step.arrange,
            acts.ArrangePages(
                dossier=key,
                actor=self._sitting.officer,
                component=home,
                move="rehome" if to else move,
                pages=pages,
                to=to,
            ),
        )

    def covers(self, key: str) -> c.DocumentRef:
        """Cover sheets of every component."""
        order = acts.PrintCovers(dossier=key, actor=self._sitting.officer)
        return replace(document(self._step.print_covers(order).files[-1]), form="cover_sheets")

    def claim(self, key: str, component_id: str) -> c.DossierView:
        """Pages that nobody could place go behind those of this component."""
        dossier = self._sitting.desk.enquiries.dossier(key)
        count = len(self._office.scanner.arranged(dossier.id).at(""))
        if not count or component_id == c.UNCLEAR:
            raise RuleError("intake.nothing_unclear")
        return self._do(
            self._step.arrange,
            acts.ArrangePages(
                dossier=key,
                actor=self._sitting.officer,
                component="",
                move="rehome",
                pages=tuple(range(1, count + 1)),
                to=component_id,
            ),
        )

    def materials(self) -> tuple[str, ...]:
        """Names of the classes of material."""
        return tuple(each.name for each in self._office.scanner.materials())

    def set_material(
        self, key: str, component_id: str, material: str, note: str = ""
    ) -> c.DossierView:
        """Mark what a component is made of; for a fragile paper the note is the decision."""
        needs = self._office.scanner.material(material).needs
        view = self._do(
            self._step.set_material,
            acts.SetMaterial(
                dossier=key,
                actor=self._sitting.officer,
                component=component_id,
                material=material,
                preservation_note=note if "note" in needs else "",
                medium=note if "medium" in needs else "",
            ),
        )
        if "decision" not in needs or not note:
            return view
        return self._do(
            self._step.decide_not_to_digitise,
            acts.DecideNotToDigitise(
                dossier=key,
                actor=self._sitting.officer,
                component=component_id,
                reason=note,
            ),
        )

    def ask_original(self, key: str, component_id: str) -> c.DossierView:
        """Write down that the applicant was asked for the signed electronic file (R-5B-64)."""
        material = self._sitting.desk.enquiries.dossier(key).component(component_id).material
        return self._do(
            self._step.set_material,
            acts.SetMaterial(
                dossier=key,
                actor=self._sitting.officer,
                component=component_id,
                material=material.name,
                preservation_note=material.preservation_note,
                medium=material.medium,
                asks_original=True,
            ),
        )

    def confirm_blank(self, key: str, component_id: str) -> c.DossierView:
        """The blank sides were seen."""
        return self._do(
            self._step.confirm_blank,
            acts.ConfirmBlank(dossier=key, actor=self._sitting.officer, component=component_id),
        )

    def undo(self, key: str) -> c.DossierView:
        """Take back the last act on papers."""
        order = acts.UndoPages(dossier=key, actor=self._sitting.officer)
        return self._do(self._step.undo, order)

    def redo(self, key: str) -> c.DossierView:
        """Do it again."""
        order = acts.RedoPages(dossier=key, actor=self._sitting.officer)
        return self._do(self._step.redo, order)

    def _do(self, act: Callable[[Order], Done], order: Order) -> c.DossierView:
        """Give an order; the dossier as it is then."""
        self._see(order.dossier, act(order).version)
        return self._sitting.view(order.dossier)

    def read(
        self, key: str, component_id: str, progress: c.ProgressCall, cancelled: c.Cancellation
    ) -> c.DossierView:
        """Recognise a component into the form."""
        sitting = self._sitting
        file = sitting.desk.enquiries.dossier(key).component(component_id).file
        if file is not None and Path(file.name).suffix.lower() in SIGNED_DATA:
            return sitting.view(key)  # data, no paper: there are no letters to recognise

        done = self._step.read(
            acts.ReadComponent(dossier=key, actor=sitting.officer, component=component_id),
            progress=_told(progress),
            cancelled=cancelled,
        )
        self._see(key, done.version)
        return sitting.view(key)


def _split_to(dossier: Dossier, home: str, page: int) -> str:
    """Where the pages from one on go: as was proposed there, else the next without a file."""
    keys = [part.key for part in dossier.components]
    if home in keys:
        starts = dossier.component(home).starts
        proposed = next((start for start in starts if start.page == page), None)
        place = place_for(dossier, home, proposed) if proposed else ""
        if place:
            return place
    behind = keys[keys.index(home) + 1 :] if home in keys else keys
    return next((k for k in behind if dossier.component(k).file is None), "")
