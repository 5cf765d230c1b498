"""What the office's long work does with one dossier that is over: read once more, or packed.

Each may be done again for the same dossier without harm: nothing of it is changed.
"""

from pathlib import Path

from desk_app.application import papers_of
from desk_app.application.evidence import Evidence
from desk_app.application.ports import Office, no_progress
from desk_app.application.work import look_at
from desk_app.domain.components import Component
from desk_app.domain.dossier import Dossier
from desk_app.domain.forms import FilledValue, values_from_reading

AGREES, DIFFERS, UNREADABLE, UNCONFIRMED = "agrees", "differs", "unreadable", "unconfirmed"
PACKED = "packed"


def read_again(office: Office, dossier_id: str) -> str:
    """Read a dossier's papers with the reader of today; compare with what officers confirmed.

    Returns:
        ``differs`` when a confirmed value is surely read in another way now, ``unreadable`` when a
        paper with confirmed values gives none any more, ``agrees``, or ``unconfirmed`` when no
        paper of it has confirmed values.
    """
    dossier = look_at(office, dossier_id)
    words = {
        _compared(office, dossier, component, confirmed)
        for component in dossier.components
        if component.pages and (confirmed := _confirmed_of(dossier, component.key))
    }
    return next((word for word in (DIFFERS, UNREADABLE, AGREES) if word in words), UNCONFIRMED)


def pack(evidence: Evidence, folder: Path, dossier_id: str) -> str:
    """Write a dossier's evidence package into a folder, named by its code.

    Raises:
        IntegrityError: ``papers.damaged``, ``evidence.chain_broken``.
        UnavailableError: ``evidence.not_written``.
    """
    dossier = look_at(evidence.office, dossier_id)
    evidence.export(dossier_id, folder / f"{dossier.code or dossier.id}.zip")
    return PACKED


def _compared(
    office: Office, dossier: Dossier, component: Component, confirmed: dict[str, FilledValue]
) -> str:
    form = office.catalogue.form(dossier.terms.form)
    now: dict[str, FilledValue] = {}
    for page in papers_of.read_pages(office, component, no_progress, None):
        now |= values_from_reading(
            form, page.document_type, page.fields, component=component.key, page=page.index
        )
    if not now:
        return UNREADABLE
    is_other = any(
        name in now and now[name].sure and now[name].value != value.value
        for name, value in confirmed.items()
    )
    return DIFFERS if is_other else AGREES


def _confirmed_of(dossier: Dossier, component_key: str) -> dict[str, FilledValue]:
    return {
        name: value
        for name, value in dossier.form.values.items()
        if value.component == component_key and value.is_verified
    }
