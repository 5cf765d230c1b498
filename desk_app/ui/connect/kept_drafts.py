"""What is typed while the office's database is away stays here and is given back later."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from desk_app.ui import contract as c

AWAY = "persistence.unreachable"
KEPT_HERE = "intake.kept_here"


class Shelf(Protocol):
    """Where drafts lie on this machine; sealed."""

    def keep(self, key: str, draft: Mapping[str, Mapping[str, str]]) -> None:
        """Lay one down in the place of an older one. Errors: ``persistence.disk_full``."""
        ...

    def of(self, key: str) -> dict[str, dict[str, str]] | None:
        """The draft of a dossier."""
        ...

    def drop(self, key: str) -> None:
        """It was given back."""
        ...


class NoShelf:
    """A desk that keeps nothing beside its database."""

    def keep(self, key: str, draft: Mapping[str, Mapping[str, str]]) -> None:
        """Nothing is kept."""

    def of(self, key: str) -> dict[str, dict[str, str]] | None:
        """There is none."""
        return None

    def drop(self, key: str) -> None:
        """There was none."""


class KeptDrafts:
    """Lays drafts on the shelf and merges them with what the database says by then.

    A value goes back where the stored one is still what this desk saw last. Where somebody else has
    written meanwhile, both stand at the field as a doubt; neither is lost and none wins by itself.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._seen: dict[str, dict[str, str]] = {}

    def saw(self, view: c.DossierView) -> None:
        """What the database says now."""
        self._seen[view.key] = {name: value.value for name, value in view.values.items()}

    def keep(self, key: str, values: Mapping[str, c.FieldValue]) -> None:
        """The database is away: keep what differs from what it said last."""
        seen = self._seen.get(key, {})
        typed = {n: v.value for n, v in values.items() if v.value != seen.get(n, "")}
        self._shelf.keep(key, {"typed": typed, "seen": {n: seen.get(n, "") for n in typed}})

    def given_back(self, view: c.DossierView) -> tuple[dict[str, str], dict[str, str]]:
        """What of a kept draft may be stored as it is, and what somebody else has changed."""
        draft = self._shelf.of(view.key)
        if draft is None:
            return {}, {}
        free: dict[str, str] = {}
        disputed: dict[str, str] = {}
        for name, text in draft["typed"].items():
            stored = view.values[name].value if name in view.values else ""
            if text == stored:
                continue
            (free if stored == draft["seen"].get(name, "") else disputed)[name] = text
        return free, disputed

    def over(self, view: c.DossierView) -> c.DossierView:
        """A dossier with what is disputed in a kept draft before the officer's eyes."""
        _, disputed = self.given_back(view)
        return with_both(view, disputed) if disputed else view

    def settle(self, view: c.DossierView, confirmed: frozenset[str]) -> None:
        """The database has what was typed; what is still disputed stays on the shelf."""
        draft = self._shelf.of(view.key)
        if draft is None:
            return
        _, disputed = self.given_back(view)
        left = {name: text for name, text in disputed.items() if name not in confirmed}
        if left:
            seen = {name: draft["seen"].get(name, "") for name in left}
            self._shelf.keep(view.key, {"typed": left, "seen": seen})
        else:
            self._shelf.drop(view.key)


def with_both(view: c.DossierView, disputed: Mapping[str, str]) -> c.DossierView:
    """The dossier with both values at the fields that two desks have written."""
    values = dict(view.values)
    for name, kept in disputed.items():
        stored = values.get(name, c.FieldValue())
        reading = c.Reading(value=kept, confidence=0.0, suggestions=(stored.value, kept))
        values[name] = replace(stored, origin="kept", confirmed=False, sure=False, reading=reading)
    return replace(view, values=values)
