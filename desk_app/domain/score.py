"""Why a dossier does not yet count for the national score, told before it is closed.

Source: formulas of index 766 (Decision 766/QĐ-TTg) as read in a public application
(national portal catalogue, section 10); what the desk can know of them.
"""

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


def gaps(dossier: Dossier) -> tuple[Gap, ...]:
    """Every indicator the dossier misses as it stands, in the order of the catalogue."""
    found = ((number, check(dossier)) for number, check in _CHECKS)
    return tuple(
        Gap(indicator=number, code=f"score.{reason}") for number, reason in found if reason
    )


def _received(dossier: Dossier) -> str:
    return "" if dossier.received_at is not None else "not_received"


def _on_time(dossier: Dossier) -> str:
    if len(dossier.supplements) > 1:
        return "asked_twice"
    end, due = dossier.finished_at, dossier.due_at
    if due is None:
        return "no_due_date"
    is_late = end is not None and local(end).date() > local(due).date()
    return "late" if is_late else ""


def _channel(dossier: Dossier) -> str:
    """An online dossier counts only with an electronic result (3.3)."""
    return _electronic_result(dossier) if dossier.channel == "online" else ""


def _paid_online(dossier: Dossier) -> str:
    owed = [fee for fee in dossier.fees if fee.amount]
    return "" if all(fee.method == "online" for fee in owed) else "not_paid_online"


def _electronic_result(dossier: Dossier) -> str:
    result = dossier.result
    return "" if result is not None and result.file is not None else "no_result_file"


def _digitised(dossier: Dossier) -> str:
    if not any(c.file is not None or c.reuse is not None for c in dossier.components):
        return "no_component_file"
    return _electronic_result(dossier)


def _reused(dossier: Dossier) -> str:
    return "" if any(c.reuse is not None for c in dossier.components) else "nothing_reused"


def _connected(dossier: Dossier) -> str:
    national = any(
        c.reuse is not None and c.reuse.source.startswith("national") for c in dossier.components
    )
    return "" if national else _electronic_result(dossier)


def _population(dossier: Dossier) -> str:
    known = any(
        check.outcome == "authenticated" and check.method == "vneid"
        for check in dossier.account_checks
    )
    return "" if known else "account_not_authenticated"


_CHECKS: tuple[tuple[str, Callable[[Dossier], str]], ...] = (
    ("1.4", _received),
    ("2.1", _on_time),
    ("3.3", _channel),
    ("3.6", _paid_online),
    ("4.1", _electronic_result),
    ("4.2", _digitised),
    ("4.3", _reused),
    ("4.4", _connected),
    ("4.5", _population),
)
