"""Purges work copies: what the desk need not hold once the province has confirmed the dossier.

The period is the office's decision and has no default. Signed files, slips and results stay;
scanned pages, older states, and everything of a sensitive component go (images of identity cards
are sensitive personal data, NĐ 356/2025/NĐ-CP Art. 4). Each purge is an event of the chain.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from desk_app.application.ports import Office
from desk_app.application.work import Work
from desk_app.domain.components import Component, PaperRef
from desk_app.domain.dossier import Dossier
from desk_app.domain.identifiers import DossierId
from desk_app.domain.people import Actor, Role


class PurgingStore(Protocol):
    """The store of papers, as far as purging goes."""

    def has(self, digest: str) -> bool:
        """Whether the store holds the paper."""
        ...

    def purge(self, digest: str) -> bool:
        """Take a paper away for good and leave a mark; whether it was there."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    """Takes work copies away.

    Attributes:
        store: the desk's papers.
        needed: digests that dossiers outside of a set of ids still name.
    """

    office: Office
    store: PurgingStore
    needed: Callable[[frozenset[str]], frozenset[str]]

    def run(self, dossier_ids: Iterable[str], *, days: int) -> int:
        """Purge the work copies of these dossiers; how many papers went.

        The event is durable before the first paper goes: a machine that dies in between leaves a
        paper too many, never a paper too few without a word.
        """
        ids = frozenset(dossier_ids)
        needed = self.needed(ids)
        return sum(self._one(DossierId(one), needed, days) for one in sorted(ids))

    def _one(self, dossier_id: DossierId, needed: frozenset[str], days: int) -> int:
        office = self.office
        with office.unit_of_work() as uow:
            dossier = uow.dossiers.get(dossier_id)
            copies = [
                ref
                for ref in work_copies(dossier)
                if ref.sha256 not in needed and self.store.has(ref.sha256)
            ]
            if not copies:
                return 0
            work = Work(
                office=office,
                uow=uow,
                dossier=dossier,
                actor=_system(office),
                now=office.clock.now(),
                files=list(copies),
                state_before=str(dossier.state),
            )
            work.note("work_copies_purged", data={"count": len(copies), "days": days})
            work.finish()
        return sum(self.store.purge(ref.sha256) for ref in copies)


def work_copies(dossier: Dossier) -> tuple[PaperRef, ...]:
    """Papers of a dossier the desk need not hold once the province has it all, each once."""
    kept = {ref.sha256 for c in dossier.components for ref in _kept(c)}
    found: dict[str, PaperRef] = {}
    for component in dossier.components:
        text = (component.text,) if component.text is not None else ()
        for ref in (*component.pages, *component.earlier, *text, *_sensitive(component)):
            if ref.sha256 not in kept:
                found.setdefault(ref.sha256, ref)
    return tuple(found.values())


def _kept(component: Component) -> tuple[PaperRef, ...]:
    return () if component.sensitive or component.file is None else (component.file,)


def _sensitive(component: Component) -> tuple[PaperRef, ...]:
    return (component.file,) if component.sensitive and component.file is not None else ()


def _system(office: Office) -> Actor:
    facts = office.facts
    return Actor(
        user="system",
        full_name="system",
        unit=facts.unit,
        desk=facts.desk,
        roles=frozenset({Role.SYSTEM}),
    )
