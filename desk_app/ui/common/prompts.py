"""Questions that stop the officer.

PIN, a reason. Asked through a port, answered later by a call.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from desk_app.ui.contract import PinEntry, TokenCertificate


@dataclass(frozen=True, slots=True, kw_only=True)
class PinPrompt:
    """What the officer is told before entering the PIN.

    ``act`` is the catalogue key of what will be signed (label and button take ``count``);
    ``problem`` is a catalogue code with facts when the last try failed; ``turn`` counts the
    signatures of a key that wants its PIN each time, 0 is the login before them.
    """

    act: str
    count: int
    certificate: TokenCertificate
    problem: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    turn: int = 0

    @property
    def pins(self) -> int:
        """How often a PIN is asked at least: the login, and each signature where the key says."""
        return 1 + (self.count if self.certificate.asks_each_time else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPrompt:
    """A reason asked in a dialog; ``act`` is the catalogue key of title, sentence and button."""

    act: str
    text: str = ""
    facts: dict[str, object] = field(default_factory=dict)


class Prompts(Protocol):
    """Asks the officer; ``None`` is the answer when the officer goes back."""

    def ask_pin(self, prompt: PinPrompt, answer: Callable[[PinEntry | None], None]) -> None:
        """Ask the PIN."""
        ...

    def ask_text(self, prompt: TextPrompt, answer: Callable[[str | None], None]) -> None:
        """Ask for a reason; never empty."""
        ...
