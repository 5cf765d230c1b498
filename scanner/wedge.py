"""Keyboard-wedge readers: telling a reader's burst of keys from a person's typing.

A reader types an identity card's QR as keys, fast and with Enter at the end, into whatever field
has the focus. The window asks this for every key, holds back what may be a burst, and either
hands the whole text to the card handler or gives the keys back to the field.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Between two keys of a reader; people need 60 ms and more.
FAST_S = 0.030
#: A burst is at least this long: the shortest code of interest has 12 digits.
_SHORTEST = 10


@dataclass(frozen=True, slots=True)
class Burst:
    """A reader typed this."""

    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A person typed this: give it back to the field."""

    text: str


class WedgeFilter:
    """Collects keys. Times are of any clock that only goes forward, in seconds."""

    def __init__(self, *, fast_s: float = FAST_S) -> None:
        self._fast_s = fast_s
        self._held = ""
        self._last = float("-inf")

    def key(self, text: str, at_s: float) -> Burst | Typed | None:
        """One key; Enter is a line feed.

        Returns:
            None while it may still be a burst and the key is held back.
        """
        is_fast = at_s - self._last <= self._fast_s
        self._last = at_s
        if text == "\n":
            held, self._held = self._held, ""
            if is_fast and len(held) >= _SHORTEST:
                return Burst(held)
            return Typed(held + "\n")
        if not is_fast and self._held:
            before, self._held = self._held, text
            return Typed(before)
        self._held += text
        return None

    def waited(self, now_s: float) -> Typed | None:
        """Called by a timer: keys that were held for a burst that did not come."""
        if self._held and now_s - self._last > self._fast_s:
            held, self._held = self._held, ""
            return Typed(held)
        return None
