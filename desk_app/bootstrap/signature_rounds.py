"""Verifies the signatures of a desk's papers again, in rounds that resume, and keeps the finding.

A signature that held when it was made may hold no longer: its certificate was revoked for the time
of signing, the trust list changed, the archive stamp ran out. Who keeps the dossier must know.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Protocol, Self

from desk_app.application.ports import VerdictOnFile
from desk_app.application.signed_papers import signed_papers
from desk_app.bootstrap.audits import read_note
from desk_app.bootstrap.data import wall_clock
from desk_app.config.keys import write_private
from desk_app.config.settings import Settings
from desk_app.domain.components import PaperRef
from desk_app.domain.errors import IntegrityError, NotFoundError
from desk_app.domain.identifiers import DossierId
from desk_app.domain.signatures import Verdict

if TYPE_CHECKING:
    from desk_app.adapters.papers import PapersStore
    from desk_app.adapters.persistence import Database

logger = logging.getLogger(__name__)

SIGNATURES = "signatures.json"
AT_ONCE = 20


class Judge(Protocol):
    """What gives a verdict on one paper of the store."""

    def verify(self, file: PaperRef) -> VerdictOnFile:
        """The verdict now, with the trust and the lists this desk holds."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenSignature:
    """A paper whose signature no longer holds.

    Attributes:
        dossier: code of its dossier, or the provisional number.
        paper: name of the file.
        reasons: codes of the verdict, at most five.
    """

    dossier: str
    paper: str
    sha256: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignaturesRound:
    """One part of the round over all signed papers.

    Attributes:
        checked: papers judged this time.
        left: dossiers that wait for the next time; 0 when the round is complete.
        broken: of the whole round so far.
        undecided: papers of the whole round so far that cannot be judged here and now.
    """

    checked: int
    left: int
    broken: tuple[BrokenSignature, ...]
    undecided: int


def check_signatures(
    settings: Settings,
    database: "Database",
    store: "PapersStore",
    judge: Judge,
    is_over: Callable[[], bool],
) -> SignaturesRound:
    """Go on with the round where the last part stopped; ids of dossiers are the order.

    The place is kept after every few dossiers: a machine that is switched off loses no more. What
    the round before found stands until this one is complete.
    """
    state = _Round.read(settings)
    state.begin()
    checked = 0
    while (ids := database.index.ids_after(state.after, AT_ONCE)) and not is_over():
        for dossier_id in ids:
            if is_over():
                break
            checked += _judged(database, dossier_id, store, judge, state)
            state.after = dossier_id
        state.keep(settings)
    left = database.index.count_after(state.after)
    if not left:
        state.complete()
        state.keep(settings)
    return SignaturesRound(
        checked=checked, left=left, broken=tuple(state.broken), undecided=state.undecided
    )


def broken_signatures(settings: Settings) -> tuple[BrokenSignature, ...]:
    """What the last complete round and the one under way found, each paper once."""
    state = _Round.read(settings)
    return tuple({one.sha256: one for one in (*state.known, *state.broken)}.values())


def _judged(
    database: "Database", dossier_id: str, store: "PapersStore", judge: Judge, state: "_Round"
) -> int:
    """Judge the signed papers of one dossier; how many there were."""
    try:
        with database.unit_of_work() as work:
            dossier = work.dossiers.get(DossierId(dossier_id))
    except NotFoundError:
        return 0  # a draft that was thrown away meanwhile
    checked = 0
    for paper in signed_papers(dossier):
        if not store.has(paper.sha256):
            continue  # purged, or missing: the round over the papers tells which
        try:
            said = judge.verify(paper)
        except IntegrityError:
            continue  # damaged: that round names it
        checked += 1
        if said.verdict is Verdict.UNKNOWN:
            state.undecided += 1
        elif said.verdict is not Verdict.VALID:
            found = BrokenSignature(
                dossier=str(dossier.code or dossier.id),
                paper=paper.name,
                sha256=paper.sha256,
                reasons=said.reasons[:5],
            )
            logger.error("signature of %s: %s", paper.sha256, " ".join(found.reasons))
            state.broken.append(found)
    return checked


@dataclass(slots=True, kw_only=True)
class _Round:
    """The note between two parts of the round.

    Attributes:
        after: last dossier that was judged; empty between two rounds.
        known: what the last complete round found.
    """

    after: str = ""
    broken: list[BrokenSignature] = field(default_factory=list)
    known: list[BrokenSignature] = field(default_factory=list)
    undecided: int = 0
    finished_at: str = ""

    @classmethod
    def read(cls, settings: Settings) -> Self:
        note = read_note(settings.within(SIGNATURES))
        if not note:
            return cls()
        undecided = note.get("undecided")
        return cls(
            after=str(note.get("after", "")),
            broken=_lines(note.get("broken")),
            known=_lines(note.get("known")),
            undecided=undecided if isinstance(undecided, int) else 0,
            finished_at=str(note.get("finished_at", "")),
        )

    def keep(self, settings: Settings) -> None:
        note = json.dumps(asdict(self), ensure_ascii=False)
        write_private(settings.within(SIGNATURES), note.encode())

    def begin(self) -> None:
        """Forget the last round's counts, unless that round is still under way."""
        if not self.after:
            self.broken, self.undecided = [], 0

    def complete(self) -> None:
        """Every signed paper was judged."""
        self.after, self.known = "", list(self.broken)
        self.finished_at = wall_clock().now().isoformat()


def _lines(value: object) -> list[BrokenSignature]:
    lines = value if isinstance(value, list) else []
    return [
        BrokenSignature(
            dossier=str(line["dossier"]),
            paper=str(line["paper"]),
            sha256=str(line["sha256"]),
            reasons=tuple(str(one) for one in line["reasons"]),
        )
        for line in lines
    ]
