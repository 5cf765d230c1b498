"""What the strip says after an act that can be taken back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Undo:
    """What the undo strip says.

    A catalogue key with facts; ``turn`` tells a new one from the same.
    """

    key: str = ""
    turn: int = 0
    facts: tuple[tuple[str, object], ...] = ()


NO_UNDO = Undo()
