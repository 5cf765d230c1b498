"""Filters of the work list that an officer keeps under a name."""

from dataclasses import dataclass
from typing import Protocol

from desk_app.ui.contract.lists import WorkQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFilter:
    """A list asked for, under a name of the officer's own."""

    name: str
    query: WorkQuery


class Filters(Protocol):
    """The signed-in officer's own filters at this desk; sealed: words searched for may be names."""

    def mine(self) -> tuple[SavedFilter, ...]:
        """All of them, in the order in which they were made."""
        ...

    def keep(self, saved: SavedFilter) -> tuple[SavedFilter, ...]:
        """Keep one; the same name takes its place. Errors: ``filters.too_many``."""
        ...

    def forget(self, name: str) -> tuple[SavedFilter, ...]:
        """Keep it no longer."""
        ...
