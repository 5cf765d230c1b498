"""Work of seconds on a restructuring file, done by the program's own commands beside the window.

Reading a year of dossiers and writing Word hold the interpreter: in a thread of the window they
left its own thread without a turn for 100-200 ms at a time. A process of its own can also be
ended in the middle, with nothing left behind.
"""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.application.restructuring.findings import findings_from_data
from desk_app.bootstrap.errands import Tell, run_errand
from desk_app.bootstrap.restructuring import papers_of_plans, unfinished
from desk_app.domain.moments import VIETNAM

if TYPE_CHECKING:
    from desk_app.application.desk import Desk
    from desk_app.application.restructuring.study import Findings

_PART_ONE = "-phan-1-"
_SUFFIXES = frozenset({".docx", ".pdf"})
LIMIT_S = 1800.0
Stopped = Callable[[], bool]


def _never() -> bool:
    return False


def _unheard(_done: int, _total: int) -> None:
    """Nobody listens."""


def study_beside(
    desk: "Desk",
    code: str,
    period: tuple[dt.date, dt.date],
    tell: Tell = _unheard,
    is_stopped: Stopped = _never,
) -> "Findings":
    """Evidence of every procedure of a file, and its replay.

    Args:
        desk: the opened profile.
        code: the restructuring file.
        period: first and last day on which the dossiers were received.
        tell: dossiers looked at; how many there are is not known (0).
        is_stopped: asked a few times a second.

    Raises:
        DeskError: the refusal of the command.
        UnavailableError: ``program.errand_lost``.
        Cancelled: it was stopped.
    """
    first, last = period
    days = ("--from", first.isoformat(), "--to", last.isoformat())
    said = run_errand(
        ("restructure", "study", code, *days, "--profile", str(desk.profile)),
        tell=tell, is_stopped=is_stopped, limit_s=LIMIT_S,
    )  # fmt: skip
    return findings_from_data(said)


def keep_part_one(
    desk: "Desk", code: str, suffix: str, tell: Tell = _unheard, is_stopped: Stopped = _never
) -> Path:
    """Part I written beside those written before; its file.

    Args:
        desk: the opened profile.
        code: the restructuring file.
        suffix: ``.docx`` or ``.pdf``.
        tell: parts of the work done, of all.
        is_stopped: asked a few times a second; nothing is left of a file that was begun.

    Raises:
        DeskError: the refusal of the command.
        UnavailableError: ``program.errand_lost``.
        Cancelled: it was stopped.
    """
    folder = papers_of_plans(desk)
    folder.mkdir(parents=True, exist_ok=True)
    moment = desk.office.clock.now().astimezone(VIETNAM)
    out = folder / f"{code}{_PART_ONE}{moment:%Y%m%d-%H%M%S}{suffix}"
    try:
        run_errand(
            ("restructure", "part1", code, "--out", str(out), "--profile", str(desk.profile)),
            tell=tell, is_stopped=is_stopped, limit_s=LIMIT_S,
        )  # fmt: skip
    finally:
        unfinished(out).unlink(missing_ok=True)
    return out


def kept_parts(desk: "Desk", code: str) -> tuple[Path, ...]:
    """Papers of Part I that were kept of a file, the newest first."""
    found = papers_of_plans(desk).glob(f"{code}{_PART_ONE}*")
    whole = (file for file in found if file.suffix in _SUFFIXES)
    return tuple(sorted(whole, key=lambda file: file.name, reverse=True))
