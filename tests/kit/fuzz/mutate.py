"""Seeded changes of bytes: bits, runs, lengths, numbers, words of the format, pieces of other inputs."""

import random
import re
from collections.abc import Callable, Sequence

EDGES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
NUMBERS = (
    b"0",
    b"-1",
    b"65536",
    b"4294967295",
    b"99999999999999999999",
    b"1e400",
    b"NaN",
    b"9" * 400,
)
MOST_BYTES = 1 << 20
_NUMBER = re.compile(rb"-?\d+")
Change = Callable[[bytearray], None]


class Mutator:
    """Makes inputs; the same seed and seeds make the same inputs.

    Args:
        seed: of the generator.
        words: pieces of the format that mean something to its reader.
    """

    def __init__(self, seed: int, words: Sequence[bytes] = ()) -> None:
        self.choice = random.Random(seed)
        self._words = words
        self._changes: tuple[Change, ...] = (
            self._flip, self._flip, self._edge, self._cut, self._drop, self._repeat,
            self._noise, self._number, self._word, self._swap,
        )  # fmt: skip

    def next(self, corpus: Sequence[bytes]) -> bytes:
        """One changed input, at most a megabyte."""
        data = bytearray(self.choice.choice(corpus))
        if self.choice.random() < 0.1:
            self._splice(data, self.choice.choice(corpus))
        for _ in range(self.choice.choice((1, 1, 1, 2, 2, 4, 8, 16))):
            self.choice.choice(self._changes)(data)
        return bytes(data[:MOST_BYTES])

    def _at(self, data: bytearray) -> int:
        # Heads decide more than bodies do.
        room = len(data) if self.choice.random() < 0.6 else min(len(data), 512)
        return self.choice.randrange(room + 1)

    def _span(self, data: bytearray) -> slice:
        at = self._at(data)
        return slice(at, at + self.choice.choice((1, 2, 4, 8, 64, 512, 4096)))

    def _flip(self, data: bytearray) -> None:
        at = self._at(data)
        if at < len(data):
            data[at] ^= 1 << self.choice.randrange(8)

    def _edge(self, data: bytearray) -> None:
        size = self.choice.choice((1, 2, 4))
        value = self.choice.choice(EDGES) % (1 << 8 * size)
        at = self._at(data)
        data[at : at + size] = value.to_bytes(size, self.choice.choice(("big", "little")))

    def _cut(self, data: bytearray) -> None:
        if self.choice.random() < 0.2:
            del data[self._at(data) :]

    def _drop(self, data: bytearray) -> None:
        del data[self._span(data)]

    def _repeat(self, data: bytearray) -> None:
        piece = bytes(data[self._span(data)])
        at = self._at(data)
        data[at:at] = piece * self.choice.choice((1, 2, 16, 300))

    def _noise(self, data: bytearray) -> None:
        at = self._at(data)
        data[at:at] = self.choice.randbytes(self.choice.choice((1, 4, 32)))

    def _number(self, data: bytearray) -> None:
        found = list(_NUMBER.finditer(bytes(data[:65536])))
        if found:
            hit = self.choice.choice(found)
            data[hit.start() : hit.end()] = self.choice.choice(NUMBERS)

    def _word(self, data: bytearray) -> None:
        if self._words:
            at = self._at(data)
            data[at:at] = self.choice.choice(self._words)

    def _swap(self, data: bytearray) -> None:
        one, other = self._span(data), self._span(data)
        piece = bytes(data[other])
        data[one] = piece

    def _splice(self, data: bytearray, other: bytes) -> None:
        data[self._at(data) :] = other[self.choice.randrange(len(other) + 1) :]
