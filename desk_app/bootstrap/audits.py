"""Checks the audit chains and the papers of a desk, and keeps what was found for the next look.

It opens no desk, only its data, so it may run in a process beside the window.
"""

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.bootstrap.data import load_settings, wall_clock
from desk_app.bootstrap.desk import keys_of, open_database_of
from desk_app.config.keys import write_private
from desk_app.config.settings import Settings

if TYPE_CHECKING:
    from desk_app.adapters.papers import PapersStore
    from desk_app.adapters.persistence import Database
    from desk_app.application.enquiries import ChainReport
    from desk_app.bootstrap.signature_rounds import SignaturesRound

logger = logging.getLogger(__name__)

LAST_AUDIT = "last-audit.json"
ROUND = "chores.json"
MOST_KEPT = 50
Tell = Callable[[int, int], None]


def _nobody(_done: int, _total: int) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class PapersRound:
    """One part of the round over all papers.

    Attributes:
        checked: papers opened and compared with their names this time.
        left: papers that wait for the next time; 0 when the round is complete.
        damaged: digests of papers that are not what they claim to be, of this round.
    """

    checked: int
    left: int
    damaged: tuple[str, ...]


def audit(
    profile: Path | None,
    *,
    tell: Tell = _nobody,
    papers_s: float = 0.0,
    signatures_s: float = 0.0,
) -> dict[str, object]:
    """Check every chain of a profile, then papers and signatures for so many seconds; as JSON.

    Raises:
        UnavailableError: ``profile.*``, ``keys.*``, ``persistence.*``.
    """
    settings = load_settings(profile)
    keys = keys_of(settings)
    database = open_database_of(settings, keys)
    try:
        found = audit_of(settings, database, tell)
        answer: dict[str, object] = {
            "whole": found.is_whole,
            "dossiers": found.dossiers,
            "events": found.events,
            "anchors": found.anchors,
            "problems": _lines(found),
        }
        if (papers_s or signatures_s) and not settings.papers_url:
            from desk_app.adapters.papers import PapersStore

            store = PapersStore(settings.within("papers"), keys.papers, keys.recovery)
            part = check_papers(settings, store, _clock(papers_s))
            signed = signatures_of(settings, database, store, _clock(signatures_s))
            answer |= {
                "papers": part.checked,
                "papers_left": part.left,
                "damaged": list(part.damaged),
                "signatures": signed.checked,
                "signatures_left": signed.left,
                "broken": [one.sha256 for one in signed.broken],
                "undecided": signed.undecided,
                "whole": found.is_whole and not part.damaged and not signed.broken,
            }
    finally:
        database.close()
    return answer


def _clock(seconds: float) -> Callable[[], bool]:
    """Whether so many seconds are over, counted from now."""
    until = time.monotonic() + seconds
    return lambda: time.monotonic() >= until


def signatures_of(
    settings: Settings, database: "Database", store: "PapersStore", is_over: Callable[[], bool]
) -> "SignaturesRound":
    """Go on with the round over the signatures, with a verifier of its own."""
    from desk_app.adapters.signatures.desk_verifier import DeskVerifier
    from desk_app.bootstrap.signature_rounds import check_signatures
    from desk_app.bootstrap.signatures import CACHE

    judge = DeskVerifier(store, settings.trust_folder, settings.within(CACHE))
    try:
        return check_signatures(settings, database, store, judge, is_over)
    finally:
        judge.close()


def audit_of(settings: Settings, database: "Database", tell: Tell = _nobody) -> "ChainReport":
    """Check every chain; the finding is kept in the profile."""
    found = database.index.check_chain(tell=tell)
    for code, facts in found.problems[:20]:
        logger.error("audit: %s %s", code, facts)
    note = {
        "at": wall_clock().now().isoformat(),
        "dossiers": found.dossiers,
        "events": found.events,
        "count": len(found.problems),
        "problems": _lines(found)[:MOST_KEPT],
    }
    write_private(settings.within(LAST_AUDIT), json.dumps(note).encode())
    return found


def _lines(found: "ChainReport") -> list[dict[str, object]]:
    return [{"code": code, "facts": dict(facts)} for code, facts in found.problems]


def check_papers(
    settings: Settings, store: "PapersStore", is_over: Callable[[], bool]
) -> PapersRound:
    """Go on with the round where the last one stopped; digests are the order."""
    state = read_note(settings.within(ROUND))
    after = str(state.get("after", ""))
    known = state.get("damaged", [])
    damaged = [str(d) for d in known] if after and isinstance(known, list) else []
    waiting = [d for d in store.digests() if d > after]
    checked = 0
    for digest in waiting:
        if is_over():
            break
        if not store.is_sound(digest):
            damaged.append(digest)
            logger.error("paper %s is damaged", digest)
        checked += 1
        after = digest
    left = len(waiting) - checked
    found = PapersRound(checked, left, tuple(sorted(set(damaged))))
    body = {
        "after": after if left else "",
        "damaged": list(found.damaged),
        "finished_at": state.get("finished_at", "") if left else wall_clock().now().isoformat(),
    }
    write_private(settings.within(ROUND), json.dumps(body).encode())
    return found


def read_note(path: Path) -> Mapping[str, object]:
    """A small JSON file of the profile; empty when there is none that can be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
