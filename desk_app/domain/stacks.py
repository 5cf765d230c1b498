"""Several papers scanned in one go: where another paper seems to begin, and why.

Only ever proposed. A page that goes on under the same numbering, a page without a heading of its
own and a blank back stay with the paper before them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desk_app.domain.identity.vietnamese import search_key

_MOTTO = "cong hoa xa hoi chu nghia viet nam"
_HEAD_LINES = 6
_EDGE_LINES = 2
_OF = re.compile(r"(?:trang|tr\.?|page)?\s*(\d{1,3})\s*(?:/|tren|cua|of)\s*(\d{1,3})")
_ALONE = re.compile(r"(?:(?:trang|tr\.?|page)\s*)?[-–—\s]*(\d{1,3})[-–—\s]*")
_CERTAIN = 0.9


class Sign(StrEnum):
    """What says that another paper begins."""

    KIND = "kind"
    TITLE = "title"
    HEADING = "heading"
    NUMBERING = "numbering"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSeen:
    """What a page was read to be.

    Attributes:
        document_type: a type's name; empty when none was told.
        certainty: of the type, 0 to 1.
        title: its printed title; empty without one.
        text: its lines.
        is_empty: blank, or nothing could be read.
    """

    document_type: str
    certainty: float
    title: str
    text: str
    is_empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperStart:
    """A page at which another paper seems to begin.

    Attributes:
        page: of the component, from 0; never its first.
        document_type: of that paper; empty when none was told.
        title: as printed; empty without one.
        signs: what says so, the strongest first.
    """

    page: int
    document_type: str
    title: str
    signs: tuple[Sign, ...]


def paper_starts(pages: Sequence[PageSeen]) -> tuple[PaperStart, ...]:
    """Where further papers of a stack seem to begin.

    Args:
        pages: in the order in which they lie.
    """
    found: list[PaperStart] = []
    kind, number = "", None
    is_first = True
    for index, page in enumerate(pages):
        if page.is_empty:
            continue
        own = _page_number(page.text)
        signs = () if is_first else tuple(_signs(page, kind, number, own))
        if signs:
            found.append(
                PaperStart(
                    page=index, document_type=page.document_type, title=page.title, signs=signs
                )
            )
        if is_first or signs:
            kind = page.document_type
        number, is_first = own, False
    return tuple(found)


_Number = tuple[int, int]
"""(page, of how many; 0 when that is not printed)."""


def _signs(
    page: PageSeen, kind: str, before: _Number | None, own: _Number | None
) -> Iterator[Sign]:
    other = bool(page.document_type and kind and page.document_type != kind)
    titled = bool(page.title)
    goes_on = before is not None and own == (before[0] + 1, before[1])
    if goes_on and not (other and titled):
        return
    if other and (titled or page.certainty >= _CERTAIN):
        yield Sign.KIND
    if titled:
        yield Sign.TITLE
    if _has_motto(page.text):
        yield Sign.HEADING
    if before is not None and own is not None and own[0] == 1:
        yield Sign.NUMBERING


def _has_motto(text: str) -> bool:
    """The national motto above a page begins a paper."""
    return any(_MOTTO in search_key(line) for line in _lines(text)[:_HEAD_LINES])


def _page_number(text: str) -> _Number | None:
    """The number at a page's upper or lower edge; None without one."""
    lines = [search_key(line) for line in _lines(text)]
    edges = dict.fromkeys([*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]])
    for line in edges:
        found = _OF.fullmatch(line)
        if found and 1 <= int(found[1]) <= int(found[2]):
            return int(found[1]), int(found[2])
    for line in edges:
        alone = _ALONE.fullmatch(line)
        if alone and int(alone[1]) >= 1:
            return int(alone[1]), 0
    return None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
