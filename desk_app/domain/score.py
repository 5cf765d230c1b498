"""Why a dossier does not yet count for the national score: one table of rules for every reader.

The desk asks it of a dossier before it is closed, the national export of a payload before it is
sent; both bring the same facts.

Source: formulas of index 766 (Decision 766/QĐ-TTg) as read in a public application
(national portal catalogue, section 10); what the desk can know of them.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from desk_app.domain.dossier import Dossier
from desk_app.domain.moments import local


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One indicator a dossier does not count for, and what is missing.

    Attributes:
        indicator: number in the national catalogue, such as ``4.2``.
        code: key of the sentence.
    """

    indicator: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreFacts:
    """What the score asks of a dossier.

    Attributes:
        received: a day of receipt is known.
        due_on, ended_on: Vietnamese days, None while unknown.
        supplements: how often the applicant was asked.
        is_online: filed online.
        owes: something is to be paid.
        paid_online: all of it was paid online.
        has_result_file: the result is a file.
        has_component_file: a component is digitised or taken from a store.
        reuses: a component was taken from a store.
        from_national_store: from the national one.
        population_known: the applicant's account is authenticated against the population database.
    """

    received: bool
    due_on: dt.date | None
    ended_on: dt.date | None
    supplements: int
    is_online: bool
    owes: bool
    paid_online: bool
    has_result_file: bool
    has_component_file: bool
    reuses: bool
    from_national_store: bool
    population_known: bool


def gaps(dossier: Dossier) -> tuple[Gap, ...]:
    """Every indicator the dossier misses as it stands, in the order of the catalogue."""
    return gaps_of(facts_of(dossier))


def gaps_of(facts: ScoreFacts) -> tuple[Gap, ...]:
    """Every indicator these facts miss, in the order of the catalogue."""
    found = ((number, check(facts)) for number, check in _CHECKS)
    return tuple(
        Gap(indicator=number, code=f"score.{reason}") for number, reason in found if reason
    )


def facts_of(dossier: Dossier) -> ScoreFacts:
    """The facts of a dossier of the desk."""
    owed = [fee for fee in dossier.fees if fee.amount]
    reused = [c.reuse for c in dossier.components if c.reuse is not None]
    result = dossier.result
    return ScoreFacts(
        received=dossier.received_at is not None,
        due_on=local(dossier.due_at).date() if dossier.due_at is not None else None,
        ended_on=local(dossier.finished_at).date() if dossier.finished_at is not None else None,
        supplements=len(dossier.supplements),
        is_online=dossier.channel == "online",
        owes=bool(owed),
        paid_online=all(fee.method == "online" for fee in owed),
        has_result_file=result is not None and result.file is not None,
        has_component_file=bool(reused) or any(c.file is not None for c in dossier.components),
        reuses=bool(reused),
        from_national_store=any(each.source.startswith("national") for each in reused),
        population_known=any(
            check.outcome == "authenticated" and check.method == "vneid"
            for check in dossier.account_checks
        ),
    )


def _on_time(facts: ScoreFacts) -> str:
    if facts.supplements > 1:
        return "asked_twice"
    if facts.due_on is None:
        return "no_due_date"
    if facts.ended_on is None:
        return "not_finished"
    return "late" if facts.ended_on > facts.due_on else ""


def _electronic_result(facts: ScoreFacts) -> str:
    return "" if facts.has_result_file else "no_result_file"


def _digitised(facts: ScoreFacts) -> str:
    return _electronic_result(facts) if facts.has_component_file else "no_component_file"


_CHECKS: tuple[tuple[str, Callable[[ScoreFacts], str]], ...] = (
    ("1.4", lambda facts: "" if facts.received else "not_received"),
    ("2.1", _on_time),
    # An online dossier counts only with an electronic result (3.3).
    ("3.3", lambda facts: _electronic_result(facts) if facts.is_online else ""),
    ("3.6", lambda facts: "" if not facts.owes or facts.paid_online else "not_paid_online"),
    ("4.1", _electronic_result),
    ("4.2", _digitised),
    ("4.3", lambda facts: "" if facts.reuses else "nothing_reused"),
    ("4.4", lambda facts: "" if facts.from_national_store else _electronic_result(facts)),
    ("4.5", lambda facts: "" if facts.population_known else "account_not_authenticated"),
)
INDICATORS = tuple(number for number, _ in _CHECKS)
"""Numbers of all indicators the desk can tell about, in the order of the catalogue."""
