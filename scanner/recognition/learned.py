"""Labels an office has taught its own reader; the data files of types stay as they ship."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LearnedLabel:
    """One wording, as printed, of what a field of a type is asked by."""

    document_type: str
    field: str
    text: str


_LABELS: list[LearnedLabel] = []


def use(labels: Sequence[LearnedLabel]) -> None:
    """The office's labels of this process; to be said before the first page is read.

    What is taught about a type or field nobody knows is left alone.
    """
    _LABELS[:] = labels


def labels_of(document_type: str, field: str) -> tuple[str, ...]:
    """Wordings taught for one field."""
    return tuple(
        label.text
        for label in _LABELS
        if label.document_type == document_type and label.field == field
    )
