"""Papers of a dossier at intake as the tray has them: also pages that came a moment ago."""

from collections.abc import Sequence
from dataclasses import replace

from desk_app.application.captures import INTAKE_STATES
from desk_app.application.scan_ports import UNCLEAR, Alike, Arranged, Interrupted, Scanner, TrayPage
from desk_app.domain.dossier import Dossier
from desk_app.ui import contract as c

_FAULT = "intake.note_interrupted"


def with_tray(view: c.DossierView, dossier: Dossier, scanner: Scanner) -> c.DossierView:
    """The view with pages that are still arriving, pages nobody could place, and notes."""
    if dossier.state not in INTAKE_STATES:
        return view
    arranged = scanner.arranged(dossier.id)
    loose = scanner.loose(dossier.id, is_running=True)
    alike, stopped = scanner.alike(dossier.id), scanner.interrupted(dossier.id)
    parts = []
    for part in view.components:
        fresh = [p for pile in loose if pile.home == part.id for p in pile.pages]
        here = arranged.at(part.id)
        component = dossier.component(part.id)
        blanks = component.blank.pages if component.has_unseen_blanks and component.blank else ()
        parts.append(
            replace(
                part,
                status="digitised" if fresh and part.status == "missing" else part.status,
                documents=(*part.documents, *(_document(page) for page in fresh)),
                blank_pages=len(blanks),
                notes=_notes(part.id, (*here, *fresh), alike, stopped),
                material=component.material.name,
                prepare=scanner.material(component.material.name).prepare,
            )
        )
    return replace(view, components=(*parts, *_unclear(arranged)))


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
                c.PaperNote(code="intake.note_duplicate", facts=facts, page=place[pair.later])
            )
    return tuple(sorted(notes, key=lambda note: not note.is_serious))
