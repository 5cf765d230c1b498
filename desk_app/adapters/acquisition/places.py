"""Where the pages of a dossier lie: a history of acts over the rows of the tray."""

import threading
from collections.abc import Callable, Mapping, Sequence

from desk_app.adapters.acquisition.moves import act_of
from desk_app.adapters.acquisition.pages import arranged, translated, tray_page
from desk_app.adapters.acquisition.shared_tray import SharedTray
from desk_app.application.scan_ports import (
    UNTREATED,
    Alike,
    Arranged,
    FiledPage,
    FileLimit,
    FileSize,
    GivenBefore,
    Interrupted,
    LaidBacks,
    PageMove,
    Pile,
    TrayPage,
)
from desk_app.domain.errors import RuleError
from scanner import Ended, Inspector, PageRecord, ScannerError, StackRecord
from scanner.arrangement import Act, Add, Arranger, LayBacks
from scanner.inspector import Render
from scanner.profiles import SizeLimit, size_so_far
from scanner.records import Card, Findings
from scanner.stacks import given_again, interleave, likely_duplicates, split_stack
from scanner.tray import first_missing_sheet

_CAPTURE_MARK = "#"
_WELL_ENDED = frozenset({Ended.DONE, Ended.EMPTY, Ended.CANCELLED})


def label_of(scope: str, home: str, capture: str) -> str:
    """The label of a stack: what it was scanned for."""
    return f"{scope}/{home}" + (f"{_CAPTURE_MARK}{capture}" if capture else "")


class Places:
    """Reads and changes where pages lie; never their bytes.

    Args:
        tray: of this desk.
        cover_key: with which the office's cover sheets are made.
        taken_over: gives the bytes of a capture that the tray no longer holds, by digest.
    """

    def __init__(
        self, tray: SharedTray, cover_key: bytes, taken_over: Callable[[str], bytes]
    ) -> None:
        self._tray, self._cover_key, self._taken_over = tray, cover_key, taken_over
        self._renderer = Inspector()
        self._rendering = threading.Lock()
        self._running: set[str] = set()

    def close(self) -> None:
        """End the child process."""
        self._renderer.close()

    def loose(self, scope: str, *, is_running: bool = False) -> tuple[Pile, ...]:
        """See `Scanner`."""
        known = Arranger(self._tray.ledger, scope).known
        piles: list[Pile] = []
        for stack, records in self._stacks(scope).items():
            listed = sorted(
                (r for r in records if not r.superseded), key=lambda r: (r.sheet, r.side, r.number)
            )
            is_waiting = any(r.id not in known for r in listed)
            if is_waiting and (is_running or stack.label not in self._running):
                piles += self._piles(stack, listed, known)
        return tuple(piles)

    def _piles(
        self, stack: StackRecord, records: Sequence[PageRecord], known: frozenset[str]
    ) -> list[Pile]:
        home, _, capture = stack.label.partition("/")[2].partition(_CAPTURE_MARK)
        key = self._cover_key

        def fresh(pages: Sequence[PageRecord]) -> tuple[TrayPage, ...]:
            return tuple(tray_page(p, None, key) for p in pages if p.id not in known)

        split = split_stack(records, key)
        piles = [
            Pile(
                home=home,
                capture=capture,
                pages=fresh(pile.pages),
                dossier=pile.cover.dossier if pile.cover else "",
                component=pile.cover.component if pile.cover else "",
                is_unclear=pile.is_unclear,
            )
            for pile in split.piles
        ]
        covers = Pile(home=home, capture=capture, pages=fresh(split.separators), is_covers=True)
        return [pile for pile in (*piles, covers) if pile.pages]

    def put(
        self,
        scope: str,
        places: Sequence[tuple[TrayPage, str]],
        capture: str = "",
        *,
        treatments: Mapping[str, tuple[str, ...]] = UNTREATED,
    ) -> None:
        """See `Scanner`."""
        if not places:
            return
        records = self._records(scope)
        turns, skews = [], []
        for page, home in places:
            record = records.get(page.id)
            seen = (record.findings if record else None) or Findings()
            turns.append(seen.turn_deg)
            skews.append(seen.skew_deg if "level" in treatments.get(home, ()) else 0.0)
        act = Add(
            pages=tuple(page.id for page, _ in places),
            homes=tuple(home for _, home in places),
            turns=tuple(turns),
            skews=tuple(skews),
            capture=capture,
            treatments=tuple(treatments.get(home, ()) for _, home in places) if treatments else (),
        )
        self._do(scope, act)

    def arranged(self, scope: str) -> Arranged:
        """See `Scanner`."""
        ledger = self._tray.ledger
        return arranged(Arranger(ledger, scope), self._records(scope), self._cover_key)

    def arrange(
        self,
        scope: str,
        move: PageMove,
        pages: Sequence[str],
        *,
        home: str = "",
        box: tuple[int, int, int, int] | None = None,
    ) -> Arranged:
        """See `Scanner`."""
        cards: Sequence[Card] = ()
        if move == "cards":
            cards = (self._records(scope)[pages[0]].findings or Findings()).cards
            if not cards:
                raise RuleError("intake.no_cards")
        act = act_of(Arranger(self._tray.ledger, scope).now, move, pages, home, box, cards)
        if act is not None:
            self._do(scope, act)
        return self.arranged(scope)

    def undo(self, scope: str) -> Arranged:
        """See `Scanner`."""
        return self._turn_back(scope, Arranger.undo)

    def redo(self, scope: str) -> Arranged:
        """See `Scanner`."""
        return self._turn_back(scope, Arranger.redo)

    def _turn_back(self, scope: str, act: Callable[[Arranger], object]) -> Arranged:
        try:
            act(Arranger(self._tray.ledger, scope))
        except ScannerError as error:
            raise translated(error) from error
        return self.arranged(scope)

    def _do(self, scope: str, act: Act) -> None:
        try:
            Arranger(self._tray.ledger, scope).do(act)
        except ScannerError as error:
            raise translated(error) from error

    def captured(self, scope: str, page: TrayPage) -> bytes:
        """See `Scanner`."""
        record = self._records(scope)[page.id]
        if record.is_released:
            return self._taken_over(record.sha256)
        try:
            with self._tray.opened() as tray:
                return tray.read(record)
        except ScannerError as error:
            raise translated(error) from error

    def held(self, scope: str) -> frozenset[str]:
        """See `Scanner`."""
        return frozenset(r.sha256 for r in self._records(scope).values() if not r.is_released)

    def release(self, scope: str, digests: Sequence[str]) -> None:
        """See `Scanner`."""
        safe = [r for r in self._records(scope).values() if r.sha256 in digests]
        try:
            with self._tray.opened() as tray:
                tray.release(safe)
        except ScannerError as error:
            raise translated(error) from error

    def size_of(self, page_sizes: Sequence[int], limit: FileLimit) -> FileSize:
        """See `Scanner`."""
        so_far = size_so_far(page_sizes, SizeLimit(limit.most_bytes, limit.is_from_province))
        return FileSize(used_bytes=so_far.used_bytes, limit=limit, pages_left=so_far.pages_left)

    def by_digest(self, digest: str) -> bytes | None:
        """See `Scanner`."""
        record = self._tray.ledger.with_digest(digest)
        if record is None:
            return None
        try:
            with self._tray.opened() as tray:
                return tray.read(record)
        except ScannerError as error:
            raise translated(error) from error

    def shown(self, scope: str, page: TrayPage) -> bytes:
        """See `Scanner`."""
        placed = next(p for p in Arranger(self._tray.ledger, scope).now.pages if p.page == page.id)
        order = Render(
            data=self.captured(scope, page),
            mime=page.media_type,
            dpi=page.dpi,
            turn_deg=placed.turn_deg,
            skew_deg=placed.skew_deg,
            crop=placed.crop,
            cards=tuple(Card(corners, 0.0, 0.0, 0.0) for corners in placed.cards),
            treatments=placed.treatments,
        )
        try:
            with self._rendering:
                return self._renderer.render(order).data
        except ScannerError as error:
            raise translated(error) from error

    def interrupted(self, scope: str) -> tuple[Interrupted, ...]:
        """See `Scanner`."""
        last: dict[str, StackRecord] = {}
        for stack in self._tray.ledger.stacks(under=f"{scope}/"):
            if stack.label not in self._running and stack.source.is_feeder:
                last[stack.label] = stack
        found = []
        for label, stack in last.items():
            if stack.ended in _WELL_ENDED:
                continue
            home = label.partition("/")[2].partition(_CAPTURE_MARK)[0]
            records = self._tray.ledger.pages(stack.id)
            found.append(
                Interrupted(home=home, next_sheet=first_missing_sheet(records, stack.source.sides))
            )
        return tuple(found)

    def alike(self, scope: str) -> tuple[Alike, ...]:
        """See `Scanner`."""
        records = self._records(scope)
        lying = {page.page for page in Arranger(self._tray.ledger, scope).now.pages}
        pairs = likely_duplicates([r for r in records.values() if r.id in lying])
        return tuple(
            Alike(earlier=pair.earlier, later=pair.later, is_identical=pair.is_identical)
            for pair in pairs
        )

    def given_before(self, scope: str, filed: Sequence[FiledPage]) -> tuple[GivenBefore, ...]:
        """See `Scanner`."""
        here = self._lying(scope)
        if not here:
            return ()
        places = {page.sha256: page for page in reversed(filed)}  # the newest stays
        earlier = self._tray.ledger.seen(tuple(places))
        digests = {record.id: record.sha256 for record in earlier}
        return tuple(
            GivenBefore(
                page=again.page,
                scope=places[digests[again.earlier]].scope,
                home=places[digests[again.earlier]].home,
                sha256=digests[again.earlier],
                is_identical=again.is_identical,
            )
            for again in given_again(here, earlier)
        )

    def _lying(self, scope: str) -> list[PageRecord]:
        """Pages that lie in a component of the scope."""
        records = self._records(scope)
        return [
            records[p.page]
            for p in Arranger(self._tray.ledger, scope).now.pages
            if p.page in records and p.home and not p.home.startswith("~")
        ]

    def lay_backs(self, scope: str, home: str) -> LaidBacks:
        """See `Scanner`."""
        one_sided = {
            s.id
            for s in self._tray.ledger.stacks(under=f"{scope}/")
            if s.source.is_feeder and s.source.sides == 1
        }
        passes: dict[str, list[str]] = {}
        for placed in Arranger(self._tray.ledger, scope).now.at(home):
            stack = placed.page.rpartition("-")[0]
            if stack in one_sided and not placed.is_back:
                passes.setdefault(stack, []).append(placed.page)
        if len(passes) < 2:
            raise RuleError("intake.no_fronts")
        fronts, backs = list(passes.values())[-2:]
        laid = interleave(fronts, backs)
        self._do(scope, LayBacks(laid.order, tuple(backs)))
        return LaidBacks(fronts=len(fronts), backs=len(backs))

    def _stacks(self, scope: str) -> dict[StackRecord, Sequence[PageRecord]]:
        ledger = self._tray.ledger
        return {s: ledger.pages(s.id) for s in ledger.stacks(under=f"{scope}/")}

    def _records(self, scope: str) -> dict[str, PageRecord]:
        """Rows of the scope, and of pages that a cover sheet sent here from another scope."""
        ledger = self._tray.ledger
        records = {r.id: r for many in self._stacks(scope).values() for r in many}
        foreign = Arranger(ledger, scope).known - records.keys()
        for stack in {page.rpartition("-")[0] for page in foreign}:
            records |= {r.id: r for r in ledger.pages(stack) if r.id in foreign}
        return records
