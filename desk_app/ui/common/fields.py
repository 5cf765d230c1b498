"""What a form shows, field by field."""

from dataclasses import dataclass
from typing import Literal

from desk_app.ui.common.painting import ChipText
from desk_app.ui.contract import Box

Mood = Literal["quiet", "doubt", "error"]


@dataclass(frozen=True, slots=True)
class Crop:
    """The region of a page a value was read from."""

    document: str
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class FieldState:
    """All that one field shows."""

    id: str
    label: str
    kind: str = "text"
    required: bool = False
    width: float = 1.0
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""
    mood: Mood = "quiet"
    chip: ChipText | None = None
    crop: Crop | None = None
    message: str = ""
    hint: str = ""
    offers: tuple[str, ...] = ()
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class SectionState:
    """A titled group of fields."""

    title: str
    fields: tuple[FieldState, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class FormState:
    """The whole form; ``focus`` names the field that should have the focus.

    Once per ``focus_turn``; ``columns`` is how many fields may share a row.
    """

    sections: tuple[SectionState, ...] = ()
    focus: str = ""
    focus_turn: int = 0
    summary_title: str = ""
    summary: tuple[tuple[str, str], ...] = ()
    columns: int = 3
