"""Notes on a place of a page: they live in the dossier, never in the file they speak of."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desk_app.domain.errors import NotFoundError, RuleError

RESULT = "result"
"""Name of the draft result among the papers a note may be about."""
Place = tuple[float, float, float, float]
_LEAST = 0.004


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNote:
    """What one officer asks another to look at.

    Attributes:
        paper: key of the component, or ``result``.
        sha256: the file that was looked at; the note says nothing about a later one.
        page: from 0, over all pages of the paper.
        place: x, y, width, height as parts of the upright page, 0…1, from the upper left.
        sent_at: when the dossier was sent back with it; None before.
        done_by: who ticked it done; empty while it is open.
    """

    key: str
    paper: str
    sha256: str
    page: int
    place: Place
    text: str
    by: str
    at: dt.datetime
    sent_at: dt.datetime | None = None
    done_by: str = ""
    done_at: dt.datetime | None = None

    @property
    def is_done(self) -> bool:
        """Whether somebody has dealt with it."""
        return bool(self.done_by)


def added(notes: Sequence[PageNote], note: PageNote) -> tuple[PageNote, ...]:
    """The notes with a new one.

    Raises:
        RuleError: ``notes.empty`` or ``notes.outside_page``.
    """
    if not note.text.strip():
        raise RuleError("notes.empty")
    x, y, width, height = note.place
    is_inside = x >= 0 and y >= 0 and x + width <= 1 and y + height <= 1
    if note.page < 0 or not is_inside or width < _LEAST or height < _LEAST:
        raise RuleError("notes.outside_page", {"page": note.page + 1})
    return (*notes, note)


def ticked(
    notes: Sequence[PageNote], key: str, *, is_done: bool, by: str, at: dt.datetime
) -> tuple[PageNote, ...]:
    """The notes with one dealt with, or open again; NotFoundError for an unknown one."""
    note = named(notes, key)
    changed = replace(note, done_by=by if is_done else "", done_at=at if is_done else None)
    return tuple(changed if one.key == key else one for one in notes)


def dropped(notes: Sequence[PageNote], key: str, *, by: str) -> tuple[PageNote, ...]:
    """The notes without one that was never sent.

    Raises:
        RuleError: ``notes.sent_already`` or ``notes.of_somebody_else``.
    """
    note = named(notes, key)
    if note.sent_at is not None:
        raise RuleError("notes.sent_already", {"page": note.page + 1})
    if note.by != by:
        raise RuleError("notes.of_somebody_else", {"page": note.page + 1})
    return tuple(one for one in notes if one.key != key)


def sent(notes: Sequence[PageNote], at: dt.datetime) -> tuple[PageNote, ...]:
    """The notes after the dossier was sent back with them."""
    return tuple(one if one.sent_at is not None else replace(one, sent_at=at) for one in notes)


def named(notes: Sequence[PageNote], key: str) -> PageNote:
    """The note of that key; NotFoundError ``notes.unknown``."""
    for note in notes:
        if note.key == key:
            return note
    raise NotFoundError("notes.unknown", {"note": key})
