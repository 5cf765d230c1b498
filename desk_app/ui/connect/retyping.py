"""Re-typing in the shape of the window."""

from collections.abc import Callable

from desk_app.application import retyping
from desk_app.ui import contract as c

Listed = Callable[[str, str], tuple[c.CopyLine, ...]]


class RetypingPart:
    """Copy lists of the sites an office has listed.

    Args:
        sites: names of the tables of the profile.
        lines: (dossier, site) → the list.
    """

    def __init__(self, sites: Callable[[], tuple[str, ...]], lines: Listed) -> None:
        self.sites, self.lines = sites, lines

    def compare(self, lines: tuple[c.CopyLine, ...], page: str) -> tuple[c.Mistyped, ...]:
        """Boxes that differ."""
        seen = retyping.read_back(page, [line.label for line in lines])
        return tuple(retyping.compare(lines, seen))
