"""Hot-plug by polling: some modules cannot wait for an event, others hang in it."""

from dataclasses import dataclass

from signing.tokens.broker import TokenBroker

Identity = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class TokenChange:
    """What changed since the last look; identities are manufacturer, model, serial."""

    here: frozenset[Identity]
    come: frozenset[Identity]
    gone: frozenset[Identity]

    @property
    def is_quiet(self) -> bool:
        """Nothing was plugged in or pulled."""
        return not self.come and not self.gone


class TokenWatch:
    """Compares what is plugged in with the look before; call ``poll`` about once a second."""

    def __init__(self, broker: TokenBroker) -> None:
        self._broker = broker
        self._last: frozenset[Identity] = frozenset()

    def poll(self) -> TokenChange:
        """Look once; cheap, never asks for a PIN, skips a module that is signing."""
        now = self._broker.present(assumed=self._last)
        change = TokenChange(now, now - self._last, self._last - now)
        self._last = now
        return change
