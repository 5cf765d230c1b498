"""Readers that play keyboard: telling a reader's burst of keys from a person's typing.

A reader types what it read, fast and with Enter at the end, into whatever has the focus. The first
keys of a burst look like anybody's and pass; from the fourth on they are held back until it is
clear whose they are. Next to no key of a person waits: nobody strikes four keys within 150 ms.
"""

from enum import Enum

FAST_S = 0.050
"""Between two keys of a reader; a person who types fast needs twice as long."""
SILENCE_S = 0.080
"""So long are keys of a person kept back at most."""
END_WITHIN_S = 1.0
"""After this long without a key a reader has ended, without Enter.

An input method on a busy machine hitches for half a second.
"""
SETTLE_S = 0.120
"""An asynchronous input method hands Enter on before words that were typed before it."""
HELD_FROM = 4
SHORTEST = 10
"""A burst is at least this long: the shortest code of interest has twelve digits."""
END, BACK = "\n", "\b"
"""Enter, and the Backspace with which some input methods put letters right."""


class Verdict(Enum):
    """What becomes of a key."""

    GO = "go"
    """It goes where it was typed."""
    HOLD = "hold"
    """It is kept back until the next word."""
    RELEASE = "release"
    """What was kept back was a person's: it goes first, then this key."""
    BURST = "burst"
    """A reader has typed ``Burst.text``; this key ends it and goes nowhere."""


class Burst:
    """Keys that followed each other fast."""

    def __init__(self) -> None:
        self._text, self._keys, self._is_over = "", 0, False

    @property
    def text(self) -> str:
        """What was typed since the last pause."""
        return self._text

    @property
    def has_begun(self) -> bool:
        """Whether the last key was the first after a pause."""
        return self._keys == 1

    @property
    def is_held(self) -> bool:
        """Whether keys are kept back."""
        return self._keys >= HELD_FROM and not self._is_over

    @property
    def is_of_reader(self) -> bool:
        """Whether this many keys so fast can only be a reader's."""
        return self.is_held and len(self._text) >= SHORTEST

    @property
    def patience_s(self) -> float:
        """How long to wait for the next key before this one was the last."""
        if self.is_of_reader:
            return END_WITHIN_S
        return SILENCE_S if self.is_held else FAST_S

    def key(self, sign: str, gap_s: float) -> Verdict:
        """One key.

        Args:
            sign: ``END``, ``BACK`` or what it puts into the text: one letter, none while an input
                method still composes, a word when it has.
            gap_s: seconds since the last one.
        """
        if sign == END and self.is_of_reader:
            self._is_over = True
            return Verdict.BURST
        was_held, goes_on = self.is_held, gap_s <= self.patience_s and not self._is_over
        if sign == END or not goes_on:
            self.end()
        if sign != END:
            self._keys += 1
            self._text = self._text[:-1] if sign == BACK else self._text + sign
            if self.is_held:
                return Verdict.HOLD
        return Verdict.RELEASE if was_held else Verdict.GO

    def late(self, word: str) -> None:
        """A word typed before the key that ended the burst comes behind it."""
        self._text += word

    def end(self) -> None:
        """Nothing came for a while, or something else did: the next key is a first one."""
        self._text, self._keys, self._is_over = "", 0, False
