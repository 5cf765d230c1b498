"""What no page may exceed, and the verdicts on bytes that are no page."""

from __future__ import annotations

#: A0 at 300 dpi is 139 million pixels; more is a mistake or an attack.
MAX_PIXELS = 200_000_000


class Unreadable(Exception):
    """These bytes are not a whole page; the text says why, for the log."""


class TooLarge(Unreadable):
    """More pixels than any paper has."""
