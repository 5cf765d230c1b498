"""Parts that are made when they are first asked something: opening a desk pays for what it uses."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")


class _Late:
    """Stands in for a part; the first question makes it, whichever thread asks.

    Only named attributes pass through: a part that is called, counted or compared is no late part.
    """

    def __init__(self, make: Callable[[], Any]) -> None:
        set_own = object.__setattr__
        set_own(self, "_late_make", make)
        set_own(self, "_late_turn", threading.Lock())
        set_own(self, "_late_made", None)

    def _late_part(self) -> Any:
        with self._late_turn:
            if self._late_made is None:
                object.__setattr__(self, "_late_made", self._late_make())
            return self._late_made

    def __getattr__(self, name: str) -> Any:
        return getattr(self._late_part(), name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self._late_part(), name, value)


def late(make: Callable[[], T]) -> T:
    """A stand-in for what ``make`` makes; ``make`` runs once, at the first question."""
    return cast("T", _Late(make))


def when_made(part: Any, end: str = "close") -> Callable[[], None]:
    """What ends a late part by a call of its own; one that nobody asked has nothing to end."""

    def close() -> None:
        made = part._late_made  # noqa: SLF001  the stand-in is of this module
        if made is not None:
            getattr(made, end)()

    return close
