"""E-forms: what they ask, and the values with where they came from."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from desk_app.ui.contract.codes import Origin
from desk_app.ui.contract.papers import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDefinition:
    """One field of an e-form. ``kind`` picks the control; ``width`` is its share of a row (0–1)."""

    id: str
    label: str
    kind: Literal["text", "number", "date", "choice", "multiline", "money", "phone", "check"] = (
        "text"
    )
    required: bool = False
    width: float = 1.0
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionDefinition:
    """A titled group of fields."""

    id: str
    title: str
    fields: tuple[FieldDefinition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDefinition:
    """The e-form of a procedure in reading order."""

    id: str
    title: str
    sections: tuple[SectionDefinition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierValue:
    """What a field said before.

    Attributes:
        who: who typed or confirmed it; empty when nobody did.
        at: when it came; None where that is not known.
        replaced_by: who put another value in its place.
    """

    value: str
    origin: Origin
    who: str
    at: dt.datetime | None
    replaced_by: str
    replaced_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValue:
    """A value with where it came from, whether the officer has confirmed it, and what is wrong.

    Attributes:
        sure: the reader would fill it without asking and nothing speaks against it.
        is_unfinished: it is still being typed.
        earlier: what the field said before, the newest first.
    """

    value: str = ""
    origin: Origin = "none"
    confirmed: bool = False
    sure: bool = True
    reading: Reading | None = None
    problem: str = ""
    problem_facts: Mapping[str, object] = field(default_factory=dict)
    is_unfinished: bool = False
    earlier: tuple[EarlierValue, ...] = ()
