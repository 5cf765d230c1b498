"""Re-typing a dossier into a site that has no interface."""

from typing import Protocol

from desk_app.application.retyping import CopyLine, Mistyped

__all__ = ["CopyLine", "Mistyped", "Retyping"]


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
