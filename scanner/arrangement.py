"""What people do to scanned pages: recipes that never touch a page's file, all of them undoable.

A scope, such as one component of a dossier, has a history of acts. Its state is the history
replayed, so undo survives the end of the program and deletion is only a place among others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Protocol

from scanner.errors import TrayError

Box = tuple[int, int, int, int]
#: Four corners, clockwise from the top left, in page pixels.
Corners = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A page in its place.

    Attributes:
        page: id in the tray.
        home: what it belongs to inside its scope, such as a component; empty when nobody knows yet.
        capture: which of several captures of one sheet it is, such as ``with_note``.
        turn_deg: clockwise quarter turns to show and file it with.
        skew_deg: clockwise turn that levels it.
        crop: x, y, width, height on the turned page, or None for the whole.
        cards: small cards that are shown and filed instead of the page, in order.
        treatments: of difficult paper, on what is shown and filed; the capture keeps its light.
        is_back: it came as a front in a pass of its own and is the back of the page before it.
        begins: a new document begins with this page.
    """

    page: str
    turn_deg: int = 0
    skew_deg: float = 0.0
    crop: Box | None = None
    begins: bool = False
    home: str = ""
    capture: str = ""
    cards: tuple[Corners, ...] = ()
    is_back: bool = False
    treatments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Pages in order, and the bin they can come back from."""

    pages: tuple[Placed, ...] = ()
    bin: tuple[Placed, ...] = ()

    def at(self, home: str) -> tuple[Placed, ...]:
        """The pages of one home, in order."""
        return tuple(placed for placed in self.pages if placed.home == home)

    def documents(self) -> tuple[tuple[Placed, ...], ...]:
        """The pages, cut before each page that begins a document."""
        cuts = [i for i, placed in enumerate(self.pages) if placed.begins and i]
        edges = [0, *cuts, len(self.pages)]
        return tuple(self.pages[a:b] for a, b in pairwise(edges) if a < b)


class Act(Protocol):
    """One act of a person."""

    def apply(self, now: Arrangement) -> Arrangement:
        """What it makes of the state before it; an act on a page that is gone changes nothing."""


@dataclass(frozen=True, slots=True)
class Add:
    """New pages come, behind `after` or at the end.

    Attributes:
        homes: one for each page; empty leaves them all without a home.
        turns: clockwise quarter turns that set each page upright; empty turns none.
        skews: clockwise turns that level each page; empty levels none.
        capture: of all of them.
        treatments: names of each page's; empty treats none.
    """

    pages: tuple[str, ...]
    after: str | None = None
    homes: tuple[str, ...] = ()
    turns: tuple[int, ...] = ()
    skews: tuple[float, ...] = ()
    capture: str = ""
    treatments: tuple[tuple[str, ...], ...] = ()

    def apply(self, now: Arrangement) -> Arrangement:
        """See `Act`."""
        known = {p.page for p in (*now.pages, *now.bin)}
        homes = self.homes or ("",) * len(self.pages)
        turns = self.turns or (0,) * len(self.pages)
        skews = self.skews or (0.0,) * len(self.pages)
        treatments = self.treatments or ((),) * len(self.pages)
        fresh = tuple(
            Placed(
                page,
                turn_deg=turn,
                skew_deg=skew,
                home=home,
                capture=self.capture,
                treatments=tuple(treated),
            )
            for page, home, turn, skew, treated in zip(
                self.pages, homes, turns, skews, treatments, strict=True
            )
            if page not in known
        )
        at = _index(now.pages, self.after)
        at = len(now.pages) if at is None else at + 1
        return replace(now, pages=(*now.pages[:at], *fresh, *now.pages[at:]))


@dataclass(frozen=True, slots=True)
class Remove:
    """Pages go to the bin; nothing is deleted."""

    pages: tuple[str, ...]

    def apply(self, now: Arrangement) -> Arrangement:
        """See `Act`."""
        gone = tuple(p for p in now.pages if p.page in self.pages)
        return Arrangement(tuple(p for p in now.pages if p not in gone), (*now.bin, *gone))


@dataclass(frozen=True, slots=True)
class Restore:
    """Pages come back from the bin, to the end or behind `after`."""

    pages: tuple[str, ...]
    after: str | None = None

    def apply(self, now: Arrangement) -> Arrangement:
        """See `Act`."""
        back = tuple(p for p in now.bin if p.page in self.pages)
        at = _index(now.pages, self.after)
        at = len(now.pages) if at is None else at + 1
        rest = tuple(p for p in now.bin if p not in back)
        return Arrangement((*now.pages[:at], *back, *now.pages[at:]), rest)


@dataclass(frozen=True, slots=True)
class Rehome:
    """Pages go to another home, behind what is there; also out of the bin."""

    pages: tuple[str, ...]
    home: str

    def apply(self, now: Arrangement) -> Arrangement:
        """See `Act`."""
        wanted = set(self.pages)
        moved = tuple(
            replace(p, home=self.home) for p in (*now.pages, *now.bin) if p.page in wanted
        )
        return Arrangement(
            (*(p for p in now.pages if p.page not in wanted), *moved),
            tuple(p for p in now.bin if p.page not in wanted),
        )


@dataclass(frozen=True, slots=True)
class Order:
    """The pages in a new order; pages it does not name keep theirs behind the named ones."""

    pages: tuple[str, ...]

    def apply(self, now: Arrangement) -> Arrangement:
        """See `Act`."""
        place = {page: number for number, page in enumerate(self.pages)}
        last = len(place)
        return replace(now, pages=tuple(sorted(now.pages, key=lambda p: place.get(p.page, last))))


@dataclass(frozen=True, slots=True)
class Turn:
    """Pages are turned by quarter turns, clockwise, on top of what was."""

    pages: tuple[str, ...]
    degrees: int

    def apply(self, now: Arrangement) -> Arrangement:
        """See `Act`."""
        return _changed(
            now, self.pages, lambda p: replace(p, turn_deg=(p.turn_deg + self.degrees) % 360)
        )


@dataclass(frozen=True, slots=True)
class Level:
    """A page's lines are levelled."""

    page: str
    degrees: float

    def apply(self, now: Arrangement) -> Arrangement:
        """See `Act`."""
        return _changed(now, (self.page,), lambda p: replace(p, skew_deg=self.degrees))


@dataclass(frozen=True, slots=True)
class Crop:
    """A page is shown and filed in part; None shows the whole again."""

    page: str
    box: Box | None

    def apply(self, now: Arrangement) -> Arrangement:
        """See `Act`."""
        return _changed(now, (self.page,), lambda p: replace(p, crop=self.box, cards=()))


@dataclass(frozen=True, slots=True)
class CutCards:
    """The cards on a page are shown and filed, level and at true scale, in place of the page."""

    page: str
    cards: tuple[Corners, ...]

    def apply(self, now: Arrangement) -> Arrangement:
        """See `Act`."""
        cards = tuple(tuple((x, y) for x, y in corners) for corners in self.cards)
        return _changed(now, (self.page,), lambda p: replace(p, crop=None, cards=cards))


@dataclass(frozen=True, slots=True)
class LayBacks:
    """Pages of a second pass are laid behind their fronts; blank ones hold the count.

    Attributes:
        order: pages of both passes, 1a 1b 2a 2b …
        backs: those of the second pass.
    """

    order: tuple[str, ...]
    backs: tuple[str, ...]

    def apply(self, now: Arrangement) -> Arrangement:
        """See `Act`."""
        here = {p.page: p for p in now.pages if p.page in self.order}
        laid = [
            replace(here[page], is_back=page in self.backs) for page in self.order if page in here
        ]
        if not laid:
            return now
        at = next(i for i, p in enumerate(now.pages) if p.page in here)
        rest = [p for p in now.pages if p.page not in here]
        return replace(now, pages=(*rest[:at], *laid, *rest[at:]))


@dataclass(frozen=True, slots=True)
class Cut:
    """A document begins with this page, or no longer does."""

    page: str
    begins: bool = True

    def apply(self, now: Arrangement) -> Arrangement:
        """See `Act`."""
        return _changed(now, (self.page,), lambda p: replace(p, begins=self.begins))


_ACTS = (Add, Remove, Restore, Rehome, Order, Turn, Level, Crop, Cut, CutCards, LayBacks)
_KINDS: dict[str, type] = {c.__name__: c for c in _ACTS}


class ActLedger(Protocol):
    """Where histories are kept; part of `scanner.PageLedger`."""

    def append_act(self, scope: str, act: str) -> None:
        """Add one act."""

    def acts(self, scope: str) -> Sequence[str]:
        """All acts of a scope, oldest first."""


class Arranger:
    """The history of one scope: do, undo, do again.

    Args:
        ledger: where the history is kept.
        scope: for example a dossier and one of its components.
    """

    def __init__(self, ledger: ActLedger, scope: str) -> None:
        self._ledger, self._scope = ledger, scope
        self._done: list[Act] = []
        self._undone: list[Act] = []
        self._known: set[str] = set()
        for text in ledger.acts(scope):
            self._take(json.loads(text))

    @property
    def now(self) -> Arrangement:
        """The pages as the history leaves them."""
        state = Arrangement()
        for act in self._done:
            state = act.apply(state)
        return state

    @property
    def known(self) -> frozenset[str]:
        """Every page that was ever added, also where that was taken back."""
        return frozenset(self._known)

    @property
    def can_undo(self) -> bool:
        """Whether there is an act to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether an act was taken back last."""
        return bool(self._undone)

    def do(self, act: Act) -> Arrangement:
        """Carry out an act; what was undone before can no longer be done again."""
        return self._write({"act": type(act).__name__, **asdict(act)})  # type: ignore[call-overload]  # every act is a dataclass

    def undo(self) -> Arrangement:
        """Take back the last act.

        Raises:
            TrayError: ``scanner.nothing_to_undo``.
        """
        if not self._done:
            raise TrayError("scanner.nothing_to_undo")
        return self._write({"act": "undo"})

    def redo(self) -> Arrangement:
        """Do again what was undone last.

        Raises:
            TrayError: ``scanner.nothing_to_undo``.
        """
        if not self._undone:
            raise TrayError("scanner.nothing_to_undo")
        return self._write({"act": "redo"})

    def _write(self, entry: dict[str, object]) -> Arrangement:
        self._ledger.append_act(self._scope, json.dumps(entry, ensure_ascii=False))
        self._take(json.loads(json.dumps(entry)))
        return self.now

    def _take(self, entry: dict[str, object]) -> None:
        kind = str(entry.pop("act"))
        if kind == "undo":
            self._undone.append(self._done.pop())
        elif kind == "redo":
            self._done.append(self._undone.pop())
        else:
            values = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
            act: Act = _KINDS[kind](**values)
            if isinstance(act, Add):
                self._known |= set(act.pages)
            self._done.append(act)
            self._undone.clear()


def _index(pages: Sequence[Placed], page: str | None) -> int | None:
    return next((i for i, p in enumerate(pages) if p.page == page), None)


def _changed(
    now: Arrangement, pages: Iterable[str], change: Callable[[Placed], Placed]
) -> Arrangement:
    wanted = set(pages)
    return replace(now, pages=tuple(change(p) if p.page in wanted else p for p in now.pages))
