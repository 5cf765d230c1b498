"""What use cases ask of readers: the recogniser of papers and the chip of a citizen's card."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desk_app.domain.errors import UnavailableError
from desk_app.domain.form_versions import FormVersion
from desk_app.domain.identity import ChipKey, ChipReport


class Cancellation(Protocol):
    """Asked by long work at its safe points."""

    def is_cancelled(self) -> bool:
        """Whether the officer pressed stop."""
        ...


class NeverCancelled:
    """For work nobody can stop."""

    def is_cancelled(self) -> bool:
        """Never."""
        return False


ProgressCall = Callable[[int, int, str], None]
"""(done, total or 0, note); called from the thread that works."""


PictureCall = Callable[[bytes], None]
"""Takes a small PNG that is looked at and kept nowhere."""


def no_picture(picture: bytes) -> None:
    """Nobody looks."""


def no_progress(done: int, total: int, note: str) -> None:
    """Nobody is waiting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFound:
    """One field read from a page.

    Attributes:
        suggestions: other likely readings, best first.
        doubts: why it is not sure, heaviest first, as slugs of the texts `ui.doubt.*`.
    """

    value: str
    confidence: float
    sure: bool
    box: tuple[int, int, int, int]
    source: str
    suggestions: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """The words of a page with their places.

    Attributes:
        words: (line, text, (x, y, width, height)) in reading order; NFC; pixels of the upright
            page.
        width: of the upright page in pixels; likewise height.
        turned_deg: clockwise degrees that made the picture upright, a multiple of 90.
    """

    words: tuple[tuple[int, str, tuple[int, int, int, int]], ...]
    width: int
    height: int
    turned_deg: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFound:
    """What a page says of the version of its form.

    Attributes:
        act: of the version it appears to be; empty when its head names one nobody listed.
        named: the act in its head; empty when labels told.
        labels: labels of that version alone that stand on the page.
        known: versions of the form, oldest first.
    """

    act: str
    named: str
    labels: tuple[str, ...]
    known: tuple[FormVersion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """What the reader found on one page."""

    page: str
    index: int
    document_type: str
    document_type_confidence: float
    fields: Mapping[str, FieldFound]
    text: str
    quality: Mapping[str, object]
    seconds: float
    problem: str = ""
    form: FormFound | None = None
    words: PageWords | None = None


class PaperReader(Protocol):
    """Recognition of papers."""

    def read(
        self, path: Path, *, document_type: str | None = None, cancelled: Cancellation | None = None
    ) -> Iterator[PageRead]:
        """Read each page of a file.

        Raises UnavailableError ``recognition.model_missing`` and the like.
        """
        ...


@dataclass(frozen=True, slots=True)
class CardSlot:
    """One slot of a card reader.

    Attributes:
        kind: ``contactless``, ``contact`` or ``unknown``.
    """

    name: str
    kind: str
    has_card: bool


class IdentityCards(Protocol):
    """The chip of a citizen's card."""

    def slots(self) -> Sequence[CardSlot]:
        """Slots of this machine; UnavailableError ``chip.service_down`` without a card service."""
        ...

    def read(
        self,
        key: ChipKey,
        *,
        reader: str = "",
        wants_picture: bool = False,
        progress: ProgressCall = no_progress,
        cancelled: Cancellation | None = None,
    ) -> ChipReport:
        """Read the card that lies on a reader; UnavailableError ``chip.*``, Cancelled."""
        ...


class NoCards:
    """A desk without a card reader."""

    def slots(self) -> Sequence[CardSlot]:
        """None."""
        return ()

    def read(
        self,
        key: ChipKey,
        *,
        reader: str = "",
        wants_picture: bool = False,
        progress: ProgressCall = no_progress,
        cancelled: Cancellation | None = None,
    ) -> ChipReport:
        """Say so."""
        raise UnavailableError("chip.no_reader", {"reader": reader})
