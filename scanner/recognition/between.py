"""Labels in the middle of rows, which ask two persons at once: each answers on his side."""

import re
from typing import TYPE_CHECKING

from scanner.recognition.beneath import first_segment
from scanner.recognition.layout import Segment

if TYPE_CHECKING:
    from scanner.recognition.values import Surroundings

_BOTH_SIDES = 3  # stretches of a row with a label between two answers
_LEAST = 3  # rows of a page that is made so
_ROW_NUMBER = re.compile(r"\W*(?:\d{1,3}|[IVX]{1,4}|[a-zđ])\W*$")


def labels_between(around: "Surroundings") -> frozenset[int]:
    """Ids of the lines that are labels with answers at both sides; none where few stand so."""
    found = [
        row[1]
        for row in around.layout.rows
        if len(row) == _BOTH_SIDES
        and _asks(around, row[1])
        and not _ROW_NUMBER.match(row[0].text)
        and not any(around.starts_with_label(side) for side in (row[0], row[2]))
    ]
    return frozenset(map(id, found)) if len(found) >= _LEAST else frozenset()


def _asks(around: "Surroundings", segment: Segment) -> bool:
    """Whether a stretch is a label, or the first line of one."""
    return any(
        match.attribute is not None and match.start == 0 and first_segment(match) is segment
        for match in around.matches_in(around.stream_of(segment))
    )
