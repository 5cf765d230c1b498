"""Re-typing a dossier into a site that has no interface."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyLine:
    """One box of the site, in its order, with the value in its format; empty stays empty there."""

    number: int
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistyped:
    """A box of the site that shows something else than the dossier says."""

    label: str
    wanted: str
    seen: str


class Retyping(Protocol):
    """The copy list of a dossier for a site, and what was typed compared with it."""

    def sites(self) -> tuple[str, ...]:
        """Names of the sites the office has listed."""
        ...

    def lines(self, key: str, site: str) -> tuple[CopyLine, ...]:
        """What to copy. Lane ``db``. Errors: ``retype.*``, ``dossier.not_found``."""
        ...

    def compare(self, lines: tuple[CopyLine, ...], page: str) -> tuple[Mistyped, ...]:
        """Boxes that differ, by the text copied from the site's page afterwards."""
        ...
