"""Procedures with dead papers, unused fields and idle steps planted in them, and what evidence found."""

from desk_app.domain.procedures import Digitisation
from desk_app.domain.restructuring.evidence import evidence_of
from tests.kit.histories import Kind, Paper, Year, histories

KINDS = 6


def planted(number: int) -> Kind:
    """A procedure of nine papers and seven fields, three of each dead, the approval idle or not."""
    papers = tuple(
        Paper(f"p{n}", f"Giấy {n}", Digitisation.MANDATORY, dead=n % 3 == number % 3)
        for n in range(9)
    )
    fields = tuple(f"f{n}" for n in range(7))
    dead = tuple(f for n, f in enumerate(fields) if n % 3 == number % 3)
    idle = "approve" if number % 2 else ""
    return Kind(
        "1.001193", "1", "Thủ tục", 3, papers, fields=fields, dead_fields=dead, idle_step=idle
    )


def found_and_planted(count: int) -> dict[str, tuple[set[object], set[object]]]:
    """What evidence calls dead beside what was planted, over `KINDS` procedures.

    Args:
        count: dossiers of each procedure.
    """
    answer: dict[str, tuple[set[object], set[object]]] = {
        name: (set(), set()) for name in ("papers", "fields", "steps")
    }
    for number in range(KINDS):
        kind = planted(number)
        year = Year(kinds=(kind,))
        lives = [(d, list(d.events)) for d in histories(count, seed=number, year=year) if d.code]
        found = evidence_of(lives, fields_of_form=kind.fields, used_fields=frozenset())
        answer["papers"][0].update((number, p.key) for p in found.parts if p.is_dead)
        answer["papers"][1].update((number, p.key) for p in kind.papers if p.dead)
        answer["fields"][0].update((number, f.name) for f in found.fields if f.is_unused)
        answer["fields"][1].update((number, name) for name in kind.dead_fields)
        answer["steps"][0].update((number, s.step) for s in found.steps if s.is_idle)
        answer["steps"][1].update({(number, "approve")} if kind.idle_step else set())
        asked = sum(len(s.points) for d, _ in lives for s in d.supplements)
        assert sum(times for _, times in found.causes) == asked
    return answer


def rates(found: set[object], wanted: set[object]) -> tuple[float, float]:
    """Precision and recall; nothing found of nothing planted is right."""
    hits = len(found & wanted)
    return (hits / len(found) if found else 1.0), (hits / len(wanted) if wanted else 1.0)
