"""One label found on a page."""

from dataclasses import dataclass

from scanner.recognition.atoms import Stream


@dataclass(frozen=True, slots=True)
class Match:
    """One label, or one heading that says whose facts follow.

    Attributes:
        stream: where it stands.
        start: first atom, list mark included.
        stop: first atom of what follows (after colon, brackets, role).
        attribute: what it asks for; None for a heading.
        role: whose fact, when the words themselves say so.
        score: 0 to 1, how well the words fit.
        weight: what it adds to the explanation.
        colon: a colon ends it.
        whole: it fills its stream, as in a table's cell.
        also: other things the same words ask for.
        opens: persons whose facts may follow, when the label is also a noun for one.
    """

    stream: Stream
    start: int
    stop: int
    attribute: str | None
    role: tuple[str, ...]
    score: float
    weight: float
    colon: bool
    whole: bool
    also: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()

    def attributes(self) -> tuple[str, ...]:
        """Everything the same words may ask for."""
        return () if self.attribute is None else (self.attribute, *self.also)


COLONS = {":", "：", ";"}
