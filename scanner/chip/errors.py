"""What can stand between a card on the reader and its data, as one tree with stable codes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Fact = str | int | float | bool | None

#: Every code with the facts it always carries; the catalogue of texts is checked against it.
CODES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        code: frozenset(facts.split())
        for code, facts in {
            # the reader
            "chip.service_down": "",
            "chip.no_reader": "",
            "chip.reader_unknown": "reader",
            "chip.no_card": "",
            "chip.busy": "reader",
            # the card
            "chip.moved": "",
            "chip.foreign_card": "reader",
            "chip.key_missing": "",
            "chip.key_invalid": "field",
            "chip.wrong_key": "access",
            "chip.file_unreadable": "file reason",
            "chip.protocol": "step status",
            # the act
            "chip.too_long": "seconds",
            "chip.reader_failed": "reason",
        }.items()
    }
)


class ChipError(Exception):
    """Something a person must know about, named by a stable code.

    Attributes:
        code: slug such as ``chip.moved``; the key of its words in the catalogue.
        facts: what the words need; never data of the card.
    """

    def __init__(self, code: str, **facts: Fact) -> None:
        missing = CODES[code] - facts.keys()
        if missing:
            raise TypeError(f"{code} lacks {sorted(missing)}")
        super().__init__(code, facts)
        self.code = code
        self.facts: Mapping[str, Fact] = MappingProxyType(facts)

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({facts})"

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.code, dict(self.facts))


class SessionLost(Exception):
    """The protected session ended; a fresh one may work."""


def _again(code: str, facts: dict[str, Fact]) -> ChipError:
    return ChipError(code, **facts)
