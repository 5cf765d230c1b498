"""Ports of an office of many desks: who works on what, what moved, and which desk sends."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from desk_app.domain.people import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Somebody works on a dossier; a word to colleagues, not a lock.

    Attributes:
        until: when it ends by itself unless it is renewed.
    """

    dossier_id: str
    user: str
    full_name: str
    desk: str
    device_id: str
    since: dt.datetime
    until: dt.datetime


class Claims(Protocol):
    """Soft claims (15 minutes, renewed while the dossier is open)."""

    def take(self, dossier_id: str, actor: Actor, *, at: dt.datetime) -> Claim:
        """Claim or renew; another officer's running claim is given back unchanged."""
        ...

    def release(self, dossier_id: str, actor: Actor) -> None:
        """Give a claim back."""
        ...

    def release_all(self) -> None:
        """Give back all claims of this desk."""
        ...

    def of(self, dossier_ids: Iterable[str], *, at: dt.datetime) -> Mapping[str, Claim]:
        """Running claims of these dossiers."""
        ...


class Seat(Protocol):
    """The right to send for the office; one desk holds it."""

    def take(self) -> bool:
        """Whether this desk sends now."""
        ...

    def holder(self) -> str:
        """Name of the desk that sends."""
        ...

    def give_back(self) -> None:
        """Let another desk send."""
        ...


Follow = Callable[[Callable[[frozenset[str]], None], Callable[[str], None]], Callable[[], None]]
"""Begin to follow the office's news: (what moved, ``there`` or ``away``) → stop."""


def follow_nobody(
    _on_news: Callable[[frozenset[str]], None], _on_line: Callable[[str], None]
) -> Callable[[], None]:
    """A desk of its own has no colleagues to hear from."""
    return lambda: None
