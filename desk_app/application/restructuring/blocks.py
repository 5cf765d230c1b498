"""What Part I is made of: lines and tables of words, each word with its look."""

from dataclasses import dataclass, field

from desk_app.domain.forms import FormDefinition


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one look; `changed` words are set in italics."""

    text: str
    bold: bool = False
    italic: bool = False
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of Part I."""

    runs: tuple[Run, ...]
    is_centred: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of Part I: a head of two rows, then rows; the last but one head cells are paired."""

    head: tuple[str, str, str, str]
    pair: tuple[str, str]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOne:
    """The document.

    Attributes:
        front: before the frame; `body` inside it, each row with its number (may be empty).
        back: the notes.
        has_changes: something is in italics, so the prescribed note follows.
        forms: e-forms of the procedures, each once, laid behind the content (R-RS-17).
    """

    front: tuple[Paragraph, ...]
    body: tuple[tuple[str, Block], ...]
    back: tuple[Paragraph, ...]
    has_changes: bool = field(default=False)
    forms: tuple[FormDefinition, ...] = ()
