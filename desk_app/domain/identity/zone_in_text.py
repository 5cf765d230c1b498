"""The machine-readable zone of a citizen card in what a reader of papers saw on its back.

The key of a chip is the card's number, birth and expiry with their check digits; these must hold.
Letters open nothing: the document code is known, and a letter misread elsewhere is left as it is.
Source: ICAO Doc 9303-5 section 4.2 (TD1), 9303-11 section 4.3.2 (what opens a chip).
"""

import re
from itertools import pairwise

from desk_app.domain.identity.mrz import check_digit

_WIDTH = 30
_FIRST = re.compile(r"[A-Z0-9]DVNM([0-9]{9})([0-9])[0-9<]{12,}")
_SECOND = re.compile(r"([0-9]{6})([0-9])[A-Z<]([0-9]{6})([0-9])VNM.*")


def zone_in(text: str) -> tuple[str, ...]:
    """The three lines of a zone whose cells hold; empty when there are none.

    Args:
        text: of a page, one line a line, as read.
    """
    rows = [re.sub(r"\s", "", row).upper() for row in text.splitlines()]
    rows = [row for row in rows if row]
    for at, (one, two) in enumerate(pairwise(rows)):
        first, second = _FIRST.fullmatch(one), _SECOND.fullmatch(two)
        if first and second and _hold(first.groups()) and _hold(second.groups()):
            third = rows[at + 2] if at + 2 < len(rows) else ""
            return tuple(row[:_WIDTH].ljust(_WIDTH, "<") for row in ("ID" + one[2:], two, third))
    return ()


def _hold(cells: tuple[str, ...]) -> bool:
    return all(
        check_digit(cell) == int(printed)
        for cell, printed in zip(cells[::2], cells[1::2], strict=True)
    )
