"""One feed, many papers: where covers split it, and how two one-sided passes become one stack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scanner.covers import Cover, ForgedCover, read_cover
from scanner.errors import ScannerError
from scanner.records import Findings, PageRecord, QualityNote


@dataclass(frozen=True, slots=True)
class Pile:
    """Pages that belong together.

    Attributes:
        cover: what the sheet before them said; None before the first cover and behind a separator
            that could not be read.
        pages: in order; blank backs included, folded by the screen.
        is_unclear: an unreadable or contradictory separator stands before them: the officer says
            where they belong.
    """

    cover: Cover | None
    pages: tuple[PageRecord, ...]
    is_unclear: bool = False


@dataclass(frozen=True, slots=True)
class Split:
    """A feed taken apart.

    Attributes:
        separators: cover sheets and their blank backs: kept as evidence, not part of any document.
        forged: pages with a cover of the right shape and a wrong check value; they stay where they
            lie and split nothing.
    """

    piles: tuple[Pile, ...]
    separators: tuple[PageRecord, ...]
    forged: tuple[PageRecord, ...]


def split_stack(pages: Sequence[PageRecord], key: bytes, *, heeds_patch_t: bool = True) -> Split:
    """Split a stack at its cover sheets. Every page is in exactly one place of the answer.

    Args:
        pages: of one stack, in order, looked at.
        key: the office's own, with which its covers are made.
        heeds_patch_t: a Patch-T without a readable cover begins a pile of its own.
    """
    piles: list[Pile] = []
    separators: list[PageRecord] = []
    forged: list[PageRecord] = []
    cover: Cover | None = None
    is_unclear, current = False, list[PageRecord]()
    for page in pages:
        seen = page.findings or Findings()
        said = [c for code in seen.codes if (c := read_cover(code.text, key)) is not None]
        covers = {c for c in said if isinstance(c, Cover)}
        if any(isinstance(c, ForgedCover) for c in said):
            forged.append(page)
        has_sign = bool(covers) or (heeds_patch_t and seen.is_separator and not said)
        if has_sign:
            if current or cover or is_unclear:
                piles.append(Pile(cover, tuple(current), is_unclear))
            cover = next(iter(covers)) if len(covers) == 1 else None
            is_unclear, current = len(covers) != 1, []
            separators.append(page)
        elif seen.blank and separators and _is_back_of(page, separators[-1]) and not current:
            separators.append(page)
        else:
            current.append(page)
    if current or cover or is_unclear:
        piles.append(Pile(cover, tuple(current), is_unclear))
    return Split(tuple(piles), tuple(separators), tuple(forged))


def notes_of(page: PageRecord, key: bytes) -> tuple[QualityNote, ...]:
    """Everything about a page that is worth a person's look, the serious first.

    Args:
        page: looked at or not.
        key: the office's own, with which its covers are made.
    """
    seen = page.findings or Findings()
    notes = [*seen.notes, *(QualityNote(code, {}, is_serious=False) for code in page.warnings)]
    if any(isinstance(read_cover(code.text, key), ForgedCover) for code in seen.codes):
        notes.append(QualityNote("scanner.note.cover_forged", {}, is_serious=True))
    return tuple(sorted(notes, key=lambda note: not note.is_serious))


def _is_back_of(page: PageRecord, front: PageRecord) -> bool:
    return page.stack == front.stack and page.sheet == front.sheet and page.side == "b"


@dataclass(frozen=True, slots=True)
class Interleaved:
    """Two passes of a one-sided feeder as one stack.

    Attributes:
        order: page ids, 1a 1b 2a 2b ….
        problem: set when the passes do not match; the order then leaves nothing out, and the
            officer must say which sheet stuck.
    """

    order: tuple[str, ...]
    problem: ScannerError | None = None


def interleave(
    fronts: Sequence[str], backs: Sequence[str], *, is_reversed: bool = True
) -> Interleaved:
    """Lay the backs behind their fronts. Blank pages must still be there: they hold the count.

    Args:
        fronts: ids of the first pass, in order.
        backs: ids of the second pass, in order of arrival.
        is_reversed: the pile was turned over as a whole, so the last sheet's back came first.
    """
    turned = list(reversed(backs)) if is_reversed else list(backs)
    order: list[str] = []
    for number, front in enumerate(fronts):
        order.append(front)
        if number < len(turned):
            order.append(turned[number])
    order += turned[len(fronts) :]
    if len(fronts) == len(backs):
        return Interleaved(tuple(order))
    problem = ScannerError("scanner.duplex_uneven", fronts=len(fronts), backs=len(backs))
    return Interleaved(tuple(order), problem)


@dataclass(frozen=True, slots=True)
class Alike:
    """Two pages to be shown side by side. The officer says whether one is too many.

    Attributes:
        is_identical: byte for byte: the device sent it twice, or a file was given twice.
        distance: bits, of 256, in which their fingerprints differ.
    """

    earlier: str
    later: str
    is_identical: bool
    distance: int


@dataclass(frozen=True, slots=True)
class Again:
    """A page that looks like one that came earlier, in another place.

    Attributes:
        page: id of the page in hand.
        earlier: id of the earlier one.
    """

    page: str
    earlier: str
    is_identical: bool


#: The same page scanned again differs in 10 to 48 bits, another citizen's copy of a form in 10 to
#: 52: below this it is worth a look, and never more than that.
_WORTH_A_LOOK = 24


def likely_duplicates(pages: Sequence[PageRecord]) -> tuple[Alike, ...]:
    """Pairs worth a look, the most alike first; blank pages and separators are left out."""
    found = []
    candidates = [p for p in pages if p.findings is None or not p.findings.blank]
    for index, later in enumerate(candidates):
        for earlier in candidates[:index]:
            apart = _apart(earlier, later)
            if apart is not None:
                same = earlier.sha256 == later.sha256
                found.append(Alike(earlier.id, later.id, is_identical=same, distance=apart))
    return tuple(sorted(found, key=lambda a: (not a.is_identical, a.distance)))


def given_again(pages: Sequence[PageRecord], earlier: Sequence[PageRecord]) -> tuple[Again, ...]:
    """For each page, the most alike one of those that came before; one line a page at most.

    Only a reason to look: the same form of the same person, filled in anew, is alike too.
    """
    found = []
    for page in pages:
        if page.findings is not None and page.findings.blank:
            continue
        known = [(apart, e) for e in earlier if (apart := _apart(e, page)) is not None]
        if known:
            best = min(known, key=lambda each: (each[1].sha256 != page.sha256, each[0]))[1]
            found.append(Again(page.id, best.id, is_identical=best.sha256 == page.sha256))
    return tuple(found)


def _apart(earlier: PageRecord, later: PageRecord) -> int | None:
    """Bits in which two pages differ; None when they are not worth a look."""
    if earlier.sha256 == later.sha256:
        return 0
    seen = [p.findings or Findings() for p in (earlier, later)]
    if any(each.is_separator or not each.likeness for each in seen):
        return None
    apart = (int(seen[0].likeness, 16) ^ int(seen[1].likeness, 16)).bit_count()
    return apart if apart <= _WORTH_A_LOOK else None
