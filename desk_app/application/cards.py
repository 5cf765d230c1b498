"""What a read identity card changes in a dossier at intake (R-5B-17, R-5B-24).

Proven values outrank every other reading; values nobody could prove are taken as doubtful; of a
card that is not genuine nothing is taken. The event names what was proven and never the person.
"""

from dataclasses import dataclass

from desk_app.application.work import Work
from desk_app.domain.errors import Fact
from desk_app.domain.forms import FormDefinition, values_from_reading
from desk_app.domain.identity import ChipReport, ChipVerdict
from desk_app.domain.identity.chip import PAPER
from desk_app.domain.people import IdentityCheck, Person


@dataclass(frozen=True, slots=True)
class _Said:
    """One value of the card, as a reading of a paper."""

    value: str
    sure: bool
    confidence: float
    box: tuple[int, int, int, int] = (0, 0, 0, 0)
    source: str = "chip"
    suggestions: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def take_card(work: Work, form: FormDefinition, report: ChipReport) -> dict[str, Fact]:
    """Put a reading into the dossier and its events; gives the facts of the answer.

    Returns:
        ``verdict``, ``reasons``, the fields filled, and those in which the card differs from what
        was there; each of them is doubtful now and shows both values.
    """
    filled: tuple[str, ...] = ()
    if report.verdict is not ChipVerdict.NOT_GENUINE:
        filled = _fill(work, form, report)
        _person(work, report)
    differing = tuple(n for n in filled if work.dossier.form.values[n].rivals)
    work.note(
        "card_read",
        data={
            "verdict": str(report.verdict),
            "reasons": report.reasons,
            "access": report.access,
            "proven": report.proven,
            "digests": tuple(f"{name}:{value}" for name, value in report.digests.items()),
            "signer": report.signer,
            "country": report.country,
            "chip_proven": report.is_chip_proven,
        },
    )
    return {
        "verdict": str(report.verdict),
        "reasons": report.reasons,
        "fields": filled,
        "differing": differing,
        "disagreements": report.disagreements,
    }


def _fill(work: Work, form: FormDefinition, report: ChipReport) -> tuple[str, ...]:
    is_proven = report.verdict is ChipVerdict.GENUINE
    said = {
        name: _Said(value, is_proven, 1.0 if is_proven else 0.5)
        for name, value in report.person.paper_fields().items()
    }
    found = values_from_reading(form, PAPER, said, component="")
    work.dossier.form = work.dossier.form.read(found, by=work.actor.user, at=work.now)
    return tuple(found)


def _person(work: Work, report: ChipReport) -> None:
    """The applicant as the card says; the identity counts as checked only when it is proven."""
    person, dossier = report.person, work.dossier
    if not person.number or not person.full_name:
        return
    before = dossier.applicant
    dossier.applicant = Person(
        full_name=person.full_name,
        identifier=person.number,
        birth=person.birth,
        sex=person.sex,
        address=person.residence,
        phone=before.phone if before is not None else "",
        email=before.email if before is not None else "",
    )
    if report.verdict is ChipVerdict.GENUINE:
        dossier.identity = IdentityCheck(
            method="chip", outcome="agrees", at=work.now, by=work.actor.user
        )
