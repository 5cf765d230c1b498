"""Papers of a dossier at intake as the tray has them: also pages that came a moment ago."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from desk_app.application.across import found_across
from desk_app.application.paper_starts import place_for
from desk_app.application.scan_ports import (
    UNCLEAR,
    Alike,
    Arranged,
    FileLimit,
    FileSize,
    GivenBefore,
    Interrupted,
    Scanner,
    TrayPage,
)
from desk_app.domain.across import Difference
from desk_app.domain.dossier import Dossier
from desk_app.domain.form_versions import Drift, FormDrift
from desk_app.domain.workflow import INTAKE_STATES
from desk_app.ui import contract as c
from desk_app.ui.common.sizes import megabytes

Given = Callable[[], Sequence[tuple[GivenBefore, str]]]
Drifts = Mapping[str, FormDrift]
_FAULT = "intake.note_interrupted"
_NO_DRIFTS: Drifts = {}


def with_tray(
    view: c.DossierView,
    dossier: Dossier,
    scanner: Scanner,
    limit: FileLimit,
    given: Given = lambda: (),
    drifts: Drifts = _NO_DRIFTS,
) -> c.DossierView:
    """The view with pages that are still arriving, pages nobody could place, sizes and notes.

    Args:
        view: as the dossier alone makes it.
        dossier: the dossier.
        scanner: its tray.
        limit: of one filed document.
        given: asks for pages the applicant gave with another dossier, with that one's name.
        drifts: components on another form than the one in force.
    """
    if dossier.state not in INTAKE_STATES:
        return view
    arranged = scanner.arranged(dossier.id)
    loose = scanner.loose(dossier.id, is_running=True)
    alike, stopped = scanner.alike(dossier.id), scanner.interrupted(dossier.id)
    again = {found.page: (found, name) for found, name in given()}
    differing = found_across(dossier)
    parts = []
    for part in view.components:
        fresh = [p for pile in loose if pile.home == part.id for p in pile.pages]
        here = arranged.at(part.id)
        component = dossier.component(part.id)
        sizes = [ref.size for ref in component.pages] + [page.size for page in fresh]
        size = scanner.size_of(sizes, limit) if sizes else None
        blanks = component.blank.pages if component.has_unseen_blanks and component.blank else ()
        parts.append(
            replace(
                part,
                status="digitised" if fresh and part.status == "missing" else part.status,
                documents=(*part.documents, *(_document(page) for page in fresh)),
                blank_pages=len(blanks),
                notes=(
                    *_too_large(size),
                    *_notes(part.id, (*here, *fresh), alike, stopped),
                    *_given(here, again),
                    *_differing(part.id, differing, dossier),
                    *_drift(drifts.get(part.id)),
                    *_starts(dossier, part.id),
                    *_cards(here),
                ),
                size=_size(size),
                may_ask_original=scanner.material(component.material.name).asks_original,
                original_asked=component.material.original_asked_at is not None,
                material=component.material.name,
                prepare=scanner.material(component.material.name).prepare,
            )
        )
    return replace(view, components=(*parts, *_unclear(arranged)))


def _size(size: FileSize | None) -> c.PaperSize | None:
    if size is None:
        return None
    return c.PaperSize(
        used_bytes=size.used_bytes,
        most_bytes=size.limit.most_bytes,
        is_from_province=size.limit.is_from_province,
        pages_left=size.pages_left,
    )


def _too_large(size: FileSize | None) -> tuple[c.PaperNote, ...]:
    if size is None or not size.is_over:
        return ()
    facts = {
        "used": megabytes(size.used_bytes, rounds_up=True),
        "most": megabytes(size.limit.most_bytes),
    }
    return (c.PaperNote(code="intake.note_too_large", facts=facts, is_serious=True),)


def _given(
    pages: Sequence[TrayPage], again: Mapping[str, tuple[GivenBefore, str]]
) -> tuple[c.PaperNote, ...]:
    """Pages the applicant may have given before: to be compared, never decided here."""
    notes = []
    for number, page in enumerate(pages):
        if page.id in again:
            found, name = again[page.id]
            other = c.DocumentRef(id=found.sha256, name=name, pages=1, sha256=found.sha256)
            notes.append(
                c.PaperNote(
                    code="intake.note_given_before",
                    facts={"dossier": name},
                    page=number,
                    other=other,
                )
            )
    return tuple(notes)


def _differing(home: str, found: Sequence[Difference], dossier: Dossier) -> Iterator[c.PaperNote]:
    """Facts another paper of the dossier tells differently, with both places."""
    for each in found:
        sides = (each.here, each.there)
        for (mine, here), (theirs, there) in (sides, sides[::-1]):
            other = dossier.component(theirs)
            if mine != home or there.page >= len(other.pages):
                continue
            page = other.pages[there.page]
            yield c.PaperNote(
                code=f"intake.note_differs_{each.fact}",
                facts={
                    "who": each.who,
                    "here": here.value,
                    "there": there.value,
                    "paper": other.name,
                },
                page=here.page,
                is_serious=each.is_sure,
                other=c.DocumentRef(id=page.sha256, name=other.name, pages=1, sha256=page.sha256),
                boxes=(here.box, there.box),
            )


def _drift(drift: FormDrift | None) -> tuple[c.PaperNote, ...]:
    """One finding about the version of the form; it bars nothing."""
    if drift is None:
        return ()
    now = drift.in_force
    facts = {
        "appears": drift.appears,
        "signs": "; ".join(f"“{sign}”" for sign in drift.signs),
        "in_force": now.name if now else "",
        "since": f"{now.valid_from:%d/%m/%Y}" if now else "",
    }
    unlisted = drift.drift is Drift.UNLISTED
    code = f"intake.note_form_{drift.drift}" + ("" if now or unlisted else "_alone")
    return (c.PaperNote(code=code, facts=facts, page=drift.page),)


def _starts(dossier: Dossier, home: str) -> Iterator[c.PaperNote]:
    """Pages at which another paper seems to begin; the officer splits, or leaves it."""
    for start in dossier.component(home).starts:
        place = place_for(dossier, home, start)
        facts = {
            "page": start.page + 1,
            "title": start.title,
            "component": dossier.component(place).name if place else "",
        }
        code = f"intake.note_start_{'fits' if place else start.signs[0]}"
        yield c.PaperNote(code=code, facts=facts, page=start.page)


def _cards(pages: Sequence[TrayPage]) -> tuple[c.PaperNote, ...]:
    """Pages with small cards that are still filed with all the white around them."""
    return tuple(
        c.PaperNote(code="intake.note_cards", facts={"count": page.cards}, page=number)
        for number, page in enumerate(pages)
        if page.cards and "cards" not in page.recipe
    )


def _document(page: TrayPage) -> c.DocumentRef:
    return c.DocumentRef(
        id=page.sha256,
        name=page.id,
        media_type=page.media_type,
        pages=1,
        size_bytes=page.size,
        sha256=page.sha256,
    )


def _unclear(arranged: Arranged) -> tuple[c.ComponentView, ...]:
    pages = arranged.at(UNCLEAR)
    if not pages:
        return ()
    card = c.ComponentView(
        id=c.UNCLEAR,
        name="",
        requirement="optional",
        status="unclear",
        documents=tuple(_document(page) for page in pages),
        notes=(
            c.PaperNote(code="intake.note_unclear", page=0, is_serious=True),
            *_notes(UNCLEAR, pages, (), ()),
        ),
    )
    return (card,)


def _notes(
    home: str,
    pages: Sequence[TrayPage],
    alike: Sequence[Alike],
    stopped: Sequence[Interrupted],
) -> tuple[c.PaperNote, ...]:
    """What is worth a look in one component, the serious first."""
    place = {page.id: number for number, page in enumerate(pages)}
    notes = [
        c.PaperNote(code=_FAULT, facts={"sheet": stop.next_sheet}, is_serious=True)
        for stop in stopped
        if stop.home == home
    ]
    for page in pages:
        notes += [
            c.PaperNote(
                code=note.code, facts=note.facts, page=place[page.id], is_serious=note.is_serious
            )
            for note in page.notes
        ]
    for pair in alike:
        if pair.later in place and pair.earlier in place:
            facts = {"page": place[pair.later] + 1, "other": place[pair.earlier] + 1}
            notes.append(
                c.PaperNote(
                    code="intake.note_duplicate",
                    facts=facts,
                    page=place[pair.later],
                    other=_document(pages[place[pair.earlier]]),
                )
            )
    return tuple(sorted(notes, key=lambda note: not note.is_serious))
