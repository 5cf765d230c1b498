"""From safe pages of the tray to the papers of a dossier.

The tray's history says which pages a component has, in which order and how each is turned and cut.
The dossier follows it: whatever happened in between, bringing it up to date again gives the same.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desk_app.application import papers_of
from desk_app.application.commands.intake import Scan
from desk_app.application.ports import Office
from desk_app.application.scan_ports import COVERS, ELSEWHERE, UNCLEAR, CaptureOrder, Pile, TrayPage
from desk_app.application.work import Work, look_at
from desk_app.domain.components import Component, PaperRef
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import DeskError, NotFoundError, RuleError
from desk_app.domain.workflow import INTAKE_STATES

logger = logging.getLogger(__name__)

MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".xml": "application/xml",
    ".p7s": "application/pkcs7-signature",
    ".p7m": "application/pkcs7-mime",
    ".asice": "application/vnd.etsi.asic-e+zip",
}
"""Kinds of signed data that are no scan, by suffix; their content is proved by the verifier."""

SIGNED_DATA = frozenset(MEDIA_TYPES) - {".pdf"}
"""Suffixes of files that are taken whole or not at all."""

_SUFFIX = {"image/jpeg": ".jpg", "image/png": ".png", "image/tiff": ".tif"}


def at_intake(dossier: Dossier) -> None:
    """Refuse to change the papers of a dossier that has left the counter."""
    if dossier.state not in INTAKE_STATES:
        raise RuleError(
            "workflow.state", {"transition": "", "arc": "edit", "state": str(dossier.state)}
        )


def may_digitise(dossier: Dossier) -> None:
    """Refuse papers under state secrecy, and dossiers that have left the counter (R-PR-02)."""
    if dossier.contains_secret:
        raise RuleError("intake.secret_papers", {"dossier": dossier.shown_code})
    at_intake(dossier)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A component as its pages now make it.

    Attributes:
        file: the one PDF bound from the pages; None when every page was taken out.
        blanks: digests of the captured sides that look blank.
    """

    component: str
    file: PaperRef | None
    pages: tuple[PaperRef, ...]
    blanks: tuple[str, ...]


def take_in(office: Office, scope: str) -> tuple[str, ...]:
    """Give every loose page of a dossier its place; ids of all dossiers that got pages.

    A page goes to the component its cover sheet names, else to the one it was scanned for. What
    nobody can know is kept apart for the officer. Called again it changes nothing.
    """
    touched: dict[str, None] = {scope: None}
    own: dict[str, list[tuple[TrayPage, str]]] = {}
    for pile in office.scanner.loose(scope):
        to, home = _place_of(office, scope, pile)
        if to != scope:
            there = [(page, home) for page in pile.pages]
            office.scanner.put(to, there, pile.capture, treatments=_treatments(office, to))
            touched[to] = None
            home = ELSEWHERE
        own.setdefault(pile.capture, []).extend((page, home) for page in pile.pages)
    for capture, places in own.items():
        office.scanner.put(scope, places, capture, treatments=_treatments(office, scope))
    return tuple(touched)


def _treatments(office: Office, dossier: str) -> dict[str, tuple[str, ...]]:
    """How pages of difficult paper are treated for filing, by component (R-5B-61, R-5B-62)."""
    materials = {
        component.key: office.scanner.material(component.material.name)
        for component in look_at(office, dossier).components
    }
    return {key: found.treatments for key, found in materials.items() if found.treatments}


def _place_of(office: Office, scope: str, pile: Pile) -> tuple[str, str]:
    """Scope and home of a pile."""
    if pile.is_covers:
        return scope, COVERS
    if pile.is_unclear:
        return scope, UNCLEAR
    if not pile.dossier:
        return scope, pile.home
    try:
        named = look_at(office, pile.dossier)
    except NotFoundError:
        return scope, UNCLEAR
    if named.state not in INTAKE_STATES:
        return scope, UNCLEAR
    keys = {component.key for component in named.components}
    return named.id, pile.component if pile.component in keys else UNCLEAR


def order_of(command: Scan, scope: str, component: Component, capture: str) -> CaptureOrder:
    """The order to the scanner for one component."""
    return CaptureOrder(
        device=command.device,
        scope=scope,
        home=component.key,
        capture=capture,
        document_type=component.document_type,
        material=component.material.name,
        source=command.source,
        dpi=command.dpi,
        colour=command.colour,
    )


def captures_of(office: Office, dossier: Dossier) -> list[Capture]:
    """The components whose pages changed since the dossier was saved, stored and bound.

    A component none of whose pages came through the tray (a signed original, a paper from the
    portal) is left alone until pages are put into it.
    """
    arranged = office.scanner.arranged(dossier.id)
    changed = []
    for component in dossier.components:
        pages = arranged.at(component.key)
        if not pages and not any(_capture_of(ref) in arranged.known for ref in component.pages):
            continue
        if _is_same(component, pages):
            continue
        changed.append(_store(office, dossier.id, component, pages))
    return changed


def _capture_of(ref: PaperRef) -> str:
    return ref.derived_from or ref.sha256


def _is_same(component: Component, pages: tuple[TrayPage, ...]) -> bool:
    """Whether the dossier holds these captures under these recipes, in this order."""
    return [(page.sha256, page.recipe) for page in pages] == [
        (_capture_of(ref), ref.recipe) for ref in component.pages
    ]


def _store(
    office: Office, scope: str, component: Component, pages: tuple[TrayPage, ...]
) -> Capture:
    """Keep each capture, each changed page, and the PDF/A bound from them."""
    refs = tuple(
        _keep(office, scope, component.name, number, page)
        for number, page in enumerate(pages, start=1)
    )
    blanks = tuple(dict.fromkeys(page.sha256 for page in pages if page.blank))
    if not refs:
        return Capture(component=component.key, file=None, pages=(), blanks=())
    file = _bind(office, component.name, refs, pages[0].dpi)
    return Capture(component=component.key, file=file, pages=refs, blanks=blanks)


def _keep(office: Office, scope: str, name: str, number: int, page: TrayPage) -> PaperRef:
    suffix = _SUFFIX.get(page.media_type, "")
    label = f"{name} - {number}" + (f" - {page.capture}" if page.capture else "")
    if not office.papers.has(page.sha256):
        data = office.scanner.captured(scope, page)
        office.papers.put(data, name=f"{label}{suffix}", media_type=page.media_type, pages=1)
    if not page.recipe:
        return PaperRef(
            sha256=page.sha256,
            name=f"{label}{suffix}",
            media_type=page.media_type,
            size=page.size,
            pages=1,
            capture=page.capture,
        )
    made = office.papers.put(
        office.scanner.shown(scope, page),
        name=f"{label}.jpg",
        media_type="image/jpeg",
        pages=1,
        derived_from=page.sha256,
    )
    return PaperRef(
        sha256=made.sha256,
        name=made.name,
        media_type=made.media_type,
        size=made.size,
        pages=1,
        derived_from=page.sha256,
        capture=page.capture,
        recipe=page.recipe,
    )


def _bind(office: Office, name: str, pages: Iterable[PaperRef], dpi: int) -> PaperRef:
    with papers_of.scratch() as folder:
        files = []
        for number, ref in enumerate(pages):
            file = folder / f"{number:04d}{_SUFFIX.get(ref.media_type, '')}"
            file.write_bytes(office.papers.read(ref.sha256))
            files.append(file)
        pdf = office.printer.bind(files, title=name, created_at=office.clock.now(), dpi=dpi or None)
        return office.papers.put(
            pdf, name=f"{name}.pdf", media_type="application/pdf", pages=len(files)
        )


def put_in(work: Work, captures: Iterable[Capture], *, ended: str = "done") -> int:
    """Bring the dossier up to date with its captures; how many components changed."""
    changed = 0
    for capture in captures:
        component = work.dossier.component(capture.component)
        if capture.file is None:
            component.clear_scan()
        elif [p.sha256 for p in component.pages] == [p.sha256 for p in capture.pages]:
            continue
        else:
            component.put_scan(capture.file, capture.pages)
            component.see_blanks(capture.blanks)
            work.files.append(capture.file)
        papers_of.forget_readings(work.dossier, component.key, by=work.actor.user, at=work.now)
        work.note(
            "component_digitised",
            data={"component": component.key, "pages": len(capture.pages), "ended": ended},
        )
        changed += 1
    return changed


def hand_over(office: Office, dossier: Dossier) -> None:
    """Clear the tray of what is safe in the papers store, and never before.

    Safe is a capture that the saved dossier names and that the store gives back whole. What lies in
    the bin, is unclear, or serves as evidence stays in the tray.
    """
    held = office.scanner.held(dossier.id)
    named = {_capture_of(ref) for c in dossier.components for ref in c.pages}
    safe = [digest for digest in sorted(held & named) if _gives_back(office, digest)]
    if safe:
        office.scanner.release(dossier.id, safe)


def _gives_back(office: Office, digest: str) -> bool:
    try:
        office.papers.read(digest)
    except DeskError as error:
        logger.warning("capture %s stays in the tray: %s", digest, error)
        return False
    return True


def blank_side(pages: Iterable[TrayPage]) -> tuple[str, ...]:
    """Pages that need not be filed: one side of every sheet, when all of them are blank there.

    Source: rule on digitising at one-stop counters, R-5B-60 (both sides of every sheet, unless all
    sheets are blank on one side).
    """
    backs = [page for page in pages if page.side == "b"]
    return tuple(page.id for page in backs) if all(page.blank for page in backs) else ()


def one_file(office: Office, scope: str, name: str, files: Iterable[Path]) -> PaperRef:
    """Files as one paper: a single signed file byte for byte, anything else taken in and bound.

    Raises:
        RuleError: ``intake.signed_file_alone``, ``scanner.file_not_a_page`` and the like.
    """
    paths = list(files)
    facts = [office.scanner.examine(path) for path in paths]
    if any(each.is_signed for each in facts):
        if len(paths) > 1:
            raise RuleError("intake.signed_file_alone", {"file": paths[0].name})
        return office.papers.put_file(
            paths[0], name=paths[0].name, media_type=facts[0].media_type, pages=facts[0].pages
        )
    home = f"~{name}"
    known = len(office.scanner.arranged(scope).at(home))
    for path in paths:
        office.scanner.import_file(path, scope, home)
    take_in(office, scope)
    pages = office.scanner.arranged(scope).at(home)[known:]
    refs = [_keep(office, scope, name, number, page) for number, page in enumerate(pages, start=1)]
    return _bind(office, name, refs, pages[0].dpi)
