"""Notes on places of pages, as the steps after intake show them."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from desk_app.ui.contract.dossier import DossierView

DRAFT = "result"
"""Id of the draft result among the papers of a dossier."""
Spot = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNote:
    """What an officer wrote at a place of a page.

    Attributes:
        paper: id of the component, or ``DRAFT``.
        page: from 0, over all pages of the paper.
        place: x, y, width, height as parts of the upright page, 0…1.
        is_mine: written by the officer at this desk and not sent yet: it can be taken back.
        is_of_this_file: the paper is still the one that was looked at.
    """

    id: str
    paper: str
    title: str
    page: int
    place: Spot
    text: str
    who: str
    at: dt.datetime
    is_sent: bool = False
    done_by: str = ""
    is_mine: bool = False
    is_of_this_file: bool = True


class Notes(Protocol):
    """Notes on pages."""

    def add(
        self, key: str, paper: str, document_id: str, page: int, place: Spot, text: str
    ) -> "DossierView":
        """Write one. Errors: ``notes.*``."""
        ...

    def tick(self, key: str, note: str, *, is_done: bool) -> "DossierView":
        """It is dealt with, or open again."""
        ...

    def drop(self, key: str, note: str) -> "DossierView":
        """Take back one's own note before it was sent. Errors: ``notes.*``."""
        ...
