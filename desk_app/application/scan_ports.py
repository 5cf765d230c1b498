"""Acquisition of papers as the use cases need it: pages are safe in a tray before anything else.

A scope is one dossier; a home is one of its components. Every act on pages is kept as history, so
it can be undone at any time; the captured bytes never change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, Protocol

from desk_app.domain.errors import Fact

if TYPE_CHECKING:
    from desk_app.application.ports import Cancellation, ProgressCall

UNCLEAR = ""
"""Home of pages of which nobody knows yet where they belong."""
COVERS = "~covers"
"""Home of cover sheets: kept as evidence, no part of any paper."""
ELSEWHERE = "~elsewhere"
"""Home, in the scope of its scan, of a page that a cover sheet sent to another dossier."""

UNTREATED: Mapping[str, tuple[str, ...]] = MappingProxyType({})
"""Treatments of pages of plain paper: none, in any home."""

PageMove = Literal[
    "remove", "restore", "up", "down", "left", "right", "rehome", "whole", "crop", "cards"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNote:
    """One reason to look at a page: a key of the catalogue and the facts of its text."""

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    is_serious: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrayPage:
    """One safe side of paper where it lies now.

    Attributes:
        sha256: of the captured bytes.
        side: a for the front, b for the back.
        capture: which of several captures of one sheet it is.
        cards: how many cards of identity-card size lie on it.
        recipe: how it is turned, levelled and cut to be shown and filed; empty as captured.
    """

    id: str
    sha256: str
    media_type: str
    size: int
    width: int
    height: int
    dpi: int
    side: str = "a"
    home: str = UNCLEAR
    capture: str = ""
    blank: bool = False
    codes: tuple[str, ...] = ()
    notes: tuple[PageNote, ...] = ()
    cards: int = 0
    recipe: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """The pages of one dossier in order, and the bin they can come back from.

    Attributes:
        known: digests of every capture of the scope, also of those whose scan was taken back.
    """

    pages: tuple[TrayPage, ...] = ()
    bin: tuple[TrayPage, ...] = ()
    known: frozenset[str] = frozenset()
    can_undo: bool = False
    can_redo: bool = False

    def at(self, home: str) -> tuple[TrayPage, ...]:
        """The pages of one component."""
        return tuple(page for page in self.pages if page.home == home)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """Pages that came together and have no place yet.

    Attributes:
        home: component the scan was ordered for.
        dossier: code or id that a cover sheet before them names; empty without a cover.
        component: component that the cover names.
        is_unclear: a separator that cannot be read stands before them.
        is_covers: these are the cover sheets themselves.
    """

    home: str
    capture: str
    pages: tuple[TrayPage, ...]
    dossier: str = ""
    component: str = ""
    is_unclear: bool = False
    is_covers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """A stack that did not end well: feed again from this sheet."""

    home: str
    next_sheet: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Two pages to be looked at side by side; the officer says whether one is too many."""

    earlier: str
    later: str
    is_identical: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPage:
    """A page as another dossier holds it.

    Attributes:
        scope: that dossier.
        home: component there.
        sha256: digest of the capture.
    """

    scope: str
    home: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBefore:
    """A page that looks like one of another dossier; the officer says whether it is the same.

    Attributes:
        page: id of the page in hand.
        scope: the other dossier.
        home: component there.
        sha256: digest of the earlier capture.
    """

    page: str
    scope: str
    home: str
    sha256: str
    is_identical: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidBacks:
    """How two one-sided passes came together; an odd count drops nothing and is said."""

    fronts: int
    backs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureOrder:
    """One press of the button. What is None is as the profile of the component and material says.

    Attributes:
        document_type: chooses the capture profile.
        material: class of material; changes the profile.
    """

    device: str
    scope: str
    home: str
    capture: str = ""
    document_type: str = ""
    material: str = "plain"
    source: str | None = None
    dpi: int | None = None
    colour: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanEnd:
    """How one run of a device ended.

    Attributes:
        pages: how many pages became safe.
        ended: ``done``, ``empty``, ``jam``, ``cover``, ….
        expected_next_sheet: sheet to feed again; None when nothing is missing.
        problem: code of what to tell the officer; empty when all is well.
        facts: values its text names.
    """

    pages: int
    ended: str
    expected_next_sheet: int | None = None
    problem: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What a file is, proved to its end.

    Attributes:
        is_signed: it carries a digital signature: it is kept whole and never taken apart.
    """

    media_type: str
    pages: int
    is_signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLimit:
    """How large one filed document may become.

    Attributes:
        most_bytes: of one file.
        is_from_province: False when it comes from the settings because the target was not heard.
    """

    most_bytes: int
    is_from_province: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSize:
    """How large the file of a component will be, against what its target takes.

    Attributes:
        pages_left: how many more pages of this kind fit; None before the first page.
    """

    used_bytes: int
    limit: FileLimit
    pages_left: int | None = None

    @property
    def is_over(self) -> bool:
        """Whether the target will not take it."""
        return self.used_bytes > self.limit.most_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialClass:
    """What a class of material changes (R-5B-61 to R-5B-69).

    Attributes:
        prepare: catalogue keys of what to do before the scan, in order.
        captures: how each sheet is taken: once, or in a pair.
        needs: what must be written down before the component counts; see `MaterialNeed`.
        asks_original: the applicant may be asked for the signed electronic original instead.
        treatments: of its filed pages, in order, made from the untouched captures.
    """

    name: str
    rule: str
    prepare: tuple[str, ...] = ()
    captures: tuple[str, ...] = ("once",)
    needs: tuple[str, ...] = ()
    asks_original: bool = False
    treatments: tuple[str, ...] = ()


class Scanner(Protocol):
    """Devices, and the tray of this desk."""

    def devices(self, *, fresh: bool = False) -> Sequence[Mapping[str, object]]:
        """Devices as the command line lists them; the remembered list unless a fresh one is asked.

        A list that was never made is made now.
        """
        ...

    def materials(self) -> Sequence[MaterialClass]:
        """Classes of material, the plain one first."""
        ...

    def material(self, name: str) -> MaterialClass:
        """One class; RuleError ``scanner.material_unknown``."""
        ...

    def capture(
        self, order: CaptureOrder, *, progress: ProgressCall, cancelled: Cancellation | None = None
    ) -> ScanEnd:
        """Scan a stack into the tray; goes on with a stack of this home that a fault stopped.

        Each page is whole, on disk and in the books before it is told. Its place is decided by
        ``put``; until then it is loose.
        """
        ...

    def examine(self, path: Path) -> FileFacts:
        """What a file is.

        Raises RuleError ``scanner.file_not_a_page`` and the like.
        """
        ...

    def import_file(self, path: Path, scope: str, home: str, capture: str = "") -> int:
        """Take the pages of a file into the tray; how many there were.

        Raises RuleError ``scanner.file_not_a_page`` and the like; then nothing was taken.
        """
        ...

    def loose(self, scope: str, *, is_running: bool = False) -> tuple[Pile, ...]:
        """Pages of the scope that never got a place, split at cover sheets.

        Args:
            scope: the dossier.
            is_running: also those of a stack that is being scanned now.
        """
        ...

    def put(
        self,
        scope: str,
        places: Sequence[tuple[TrayPage, str]],
        capture: str = "",
        *,
        treatments: Mapping[str, tuple[str, ...]] = UNTREATED,
    ) -> None:
        """Give pages their homes, as one act of the scope's history.

        Args:
            scope: the dossier.
            places: pages with their homes.
            capture: of all of them.
            treatments: of the filed pages, by home.
        """
        ...

    def arranged(self, scope: str) -> Arranged:
        """Where the pages of a scope lie."""
        ...

    def arrange(
        self,
        scope: str,
        move: PageMove,
        pages: Sequence[str],
        *,
        home: str = "",
        box: tuple[int, int, int, int] | None = None,
    ) -> Arranged:
        """One act on pages, undone by ``undo``."""
        ...

    def undo(self, scope: str) -> Arranged:
        """Take back the last act; RuleError ``scanner.nothing_to_undo``."""
        ...

    def redo(self, scope: str) -> Arranged:
        """Do it again; RuleError ``scanner.nothing_to_undo``."""
        ...

    def captured(self, scope: str, page: TrayPage) -> bytes:
        """The bytes as they came, proved by their digest; also after they were taken over."""
        ...

    def held(self, scope: str) -> frozenset[str]:
        """Digests of the captures whose files still lie in the tray."""
        ...

    def release(self, scope: str, digests: Sequence[str]) -> None:
        """Clear the tray of captures the papers store is proved to hold; what was seen stays."""
        ...

    def size_of(self, page_sizes: Sequence[int], limit: FileLimit) -> FileSize:
        """How large the file bound from pages of these sizes will be."""
        ...

    def by_digest(self, digest: str) -> bytes | None:
        """The bytes of a captured page of any scope; None when this tray has none like it."""
        ...

    def shown(self, scope: str, page: TrayPage) -> bytes:
        """The page as its recipe shows it, made from the capture; a JPEG."""
        ...

    def interrupted(self, scope: str) -> tuple[Interrupted, ...]:
        """Stacks of the scope that must be fed again from a sheet."""
        ...

    def alike(self, scope: str) -> tuple[Alike, ...]:
        """Pairs of pages worth a look, the most alike first; nothing is decided."""
        ...

    def given_before(self, scope: str, filed: Sequence[FiledPage]) -> tuple[GivenBefore, ...]:
        """Pages of the scope that look like filed ones, the newest first; nothing is decided."""
        ...

    def lay_backs(self, scope: str, home: str) -> LaidBacks:
        """Lay the last one-sided stack of a home, turned over as a pile, behind the one before it.

        One act of the history. RuleError ``intake.no_fronts`` when there are not two such stacks.
        """
        ...

    def cover_text(self, dossier: str, component: str) -> str:
        """What the code on a cover sheet says."""
        ...

    def cover_picture(self, dossier: str, component: str) -> str:
        """The code of a cover sheet as SVG."""
        ...
