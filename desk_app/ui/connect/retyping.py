"""Re-typing in the shape of the window."""

from collections.abc import Callable

from desk_app.application import retyping
from desk_app.ui import contract as c

Listed = Callable[[str, str], tuple[retyping.CopyLine, ...]]


class RetypingPart:
    """Copy lists of the sites an office has listed.

    Args:
        sites: names of the tables of the profile.
        listed: (dossier, site) → the list.
    """

    def __init__(self, sites: Callable[[], tuple[str, ...]], listed: Listed) -> None:
        self.sites = sites
        self._listed = listed

    def lines(self, key: str, site: str) -> tuple[c.CopyLine, ...]:
        """What to copy."""
        return tuple(
            c.CopyLine(number=line.number, label=line.label, value=line.value)
            for line in self._listed(key, site)
        )

    def compare(self, lines: tuple[c.CopyLine, ...], page: str) -> tuple[c.Mistyped, ...]:
        """Boxes that differ."""
        wanted = [
            retyping.CopyLine(number=line.number, label=line.label, value=line.value)
            for line in lines
        ]
        seen = retyping.read_back(page, [line.label for line in lines])
        return tuple(
            c.Mistyped(label=one.label, wanted=one.wanted, seen=one.seen)
            for one in retyping.compare(wanted, seen)
        )
