"""Whether the form a citizen filed is the one in force on the day it is received.

Never a bar: an older form is one finding with what to do, and the officer decides.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class FormVersion:
    """One version of a form.

    Attributes:
        act: the act that issued it.
        name: for people.
        valid_from: first day of use.
        valid_to: last day of use; None: still in force.
    """

    act: str
    name: str
    valid_from: dt.date
    valid_to: dt.date | None = None

    def is_in_force(self, on: dt.date) -> bool:
        """Whether it is the form of a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSeen:
    """What a page was read to say of the version of its form.

    Attributes:
        page: of the component, from 0.
        act: of the version it appears to be; empty when its head names one nobody listed.
        signs: what told: the act in its head, or labels only that version has.
        known: versions known when it was read, oldest first.
    """

    page: int
    act: str
    signs: tuple[str, ...]
    known: tuple[FormVersion, ...]


class Drift(StrEnum):
    """How a filed form stands to the one in force."""

    OLDER = "older"
    NEWER = "newer"
    UNLISTED = "unlisted"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDrift:
    """A form that is not the one in force.

    Attributes:
        drift: how it stands to that one.
        page: of the component, from 0.
        appears: the version it appears to be, or the act in its head.
        signs: what told.
        in_force: the version of the day; None when none is known.
    """

    drift: Drift
    page: int
    appears: str
    signs: tuple[str, ...]
    in_force: FormVersion | None


def form_drift(seen: FormSeen | None, on: dt.date) -> FormDrift | None:
    """How the form of a paper stands to the one in force on a day; None when it is that one.

    Args:
        seen: what the paper was read to say; None: it says nothing.
        on: the Vietnamese day of receipt, or today before it.
    """
    if seen is None:
        return None
    appears = next((v for v in seen.known if v.act == seen.act), None) if seen.act else None
    if appears is not None and appears.is_in_force(on):
        return None
    drift = Drift.UNLISTED
    if appears is not None:
        drift = Drift.NEWER if appears.valid_from > on else Drift.OLDER
    return FormDrift(
        drift=drift,
        page=seen.page,
        appears=appears.name if appears else ", ".join(seen.signs),
        signs=seen.signs,
        in_force=_in_force(seen.known, on),
    )


def _in_force(known: Sequence[FormVersion], on: dt.date) -> FormVersion | None:
    return next((version for version in known if version.is_in_force(on)), None)
