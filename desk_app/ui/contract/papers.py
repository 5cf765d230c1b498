"""Stored papers, their pages as pictures, and what was read from them."""

from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRef:
    """A stored file (page image or PDF) the screens may ask pages of.

    Attributes:
        form: what it is when it goes to a printer: key of a slip, or ``cover_sheets``.
        copies: how many the printer makes of it.
    """

    id: str
    name: str
    media_type: str = "application/pdf"
    pages: int = 1
    size_bytes: int = 0
    sha256: str = ""
    form: str = ""
    copies: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """One page ready to show.

    An encoded image (JPEG, PNG) and the page's own size in units of boxes.

    Attributes:
        width: 0 for a picture whose boxes are in its own pixels.
    """

    data: bytes
    width: float
    height: float
    unit: Literal["px", "pt"] = "px"


class PageImages(Protocol):
    """Pages as pictures; PDF pages are rasterised behind this port."""

    def page(self, document_id: str, page: int, width_px: int) -> PageImage:
        """Page ``page`` (from 0) not much wider than ``width_px``. Errors: ``papers.*``.

        ``papers.reason_needed``: a sensitive paper nobody here has opened yet.
        """
        ...

    def open(self, document_id: str, reason: str) -> None:
        """Open a sensitive paper until sign-out; recorded. Lane ``db``.

        Errors: ``papers.reason_missing``, ``workflow.*``.
        """
        ...


Box = tuple[float, float, float, float]
"""x, y, width, height in page units (pixels of the upright page)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where another paper of the dossier says something else: value, page picture, box."""

    value: str
    document_id: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the reader saw for a field: value, confidence 0–1, where, and other likely values.

    Attributes:
        doubts: why it is not sure, heaviest first; each is a text `ui.doubt.<slug>`.
        elsewhere: name of another paper of the dossier that says something else.
        places: where other papers say something else.
    """

    value: str
    confidence: float
    document_id: str = ""
    page: int = 0
    box: Box | None = None
    suggestions: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    elsewhere: str = ""
    places: tuple[Place, ...] = ()
