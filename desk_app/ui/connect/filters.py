"""Saved filters on the sealed shelf of this machine, each officer's apart."""

from typing import get_args

from desk_app.domain.errors import RuleError
from desk_app.ui import contract as c
from desk_app.ui.connect.kept_drafts import Shelf
from desk_app.ui.connect.sitting import Sitting

MOST = 12


class FiltersPart:
    """Keeps the filters of whoever is signed in."""

    def __init__(self, sitting: Sitting, shelf: Shelf) -> None:
        self._sitting, self._shelf = sitting, shelf

    @property
    def _key(self) -> str:
        return f"filters of {self._sitting.officer.user}"

    def mine(self) -> tuple[c.SavedFilter, ...]:
        """All of them; a line of another version that makes no sense is left out."""
        kept = self._shelf.of(self._key) or {}
        scopes = get_args(c.Scope)
        return tuple(
            c.SavedFilter(
                name=name,
                query=c.WorkQuery(
                    scope=line["scope"],  # type: ignore[arg-type]  # asked below
                    step=next((step for step in c.STEPS if step == line.get("step")), None),
                    text=line.get("text", ""),
                ),
            )
            for name, line in kept.items()
            if line.get("scope") in scopes
        )

    def keep(self, saved: c.SavedFilter) -> tuple[c.SavedFilter, ...]:
        """Keep one; the same name takes its place."""
        others = [each for each in self.mine() if each.name != saved.name]
        if len(others) >= MOST:
            raise RuleError("filters.too_many", {"most": MOST})
        return self._put((*others, saved))

    def forget(self, name: str) -> tuple[c.SavedFilter, ...]:
        """Keep it no longer."""
        return self._put(tuple(each for each in self.mine() if each.name != name))

    def _put(self, filters: tuple[c.SavedFilter, ...]) -> tuple[c.SavedFilter, ...]:
        lines = {
            each.name: {
                "scope": str(each.query.scope),
                "step": each.query.step or "",
                "text": each.query.text,
            }
            for each in filters
        }
        if lines:
            self._shelf.keep(self._key, lines)
        else:
            self._shelf.drop(self._key)
        return filters
