"""Forgeries by generator: every change in every syntax, bit flips, wrapped ranges, foreign
messages."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from signing.verify.pdf.document import PdfFile
from signing.verify.pdf.signatures import find_signatures
from tests.kit.forgery.changes import CHANGES, OVERLAY, replace_content
from tests.kit.forgery.updates import SYNTAXES, update

HONEST = frozenset({("certified", "fill_field")})
"""A certification with P = 2 lets an empty field be filled: that is no forgery."""


@dataclass(frozen=True)
class Forgery:
    """A file that must never be shown as valid."""

    name: str
    data: bytes


def updates(base: str, data: bytes) -> Iterator[Forgery]:
    """Every change in every syntax of the update."""
    for name, change in CHANGES.items():
        if (base, name) in HONEST:
            continue
        try:
            objects = change(data)
        except (KeyError, AttributeError, TypeError, IndexError):
            continue
        for syntax in SYNTAXES:
            yield Forgery(f"{base}/{name}/{syntax.name}", update(data, objects, syntax))


def double_updates(base: str, data: bytes, rng: random.Random, count: int) -> Iterator[Forgery]:
    """Hide and replace: one update after another, each in a random syntax."""
    names = list(CHANGES)
    for index in range(count):
        one, two = rng.choice(names), rng.choice(names)
        try:
            first = update(data, CHANGES[one](data))
            result = update(first, CHANGES[two](first), rng.choice(SYNTAXES))
        except Exception:  # noqa: BLE001 - some pairs do not fit one another
            continue
        yield Forgery(f"{base}/double-{index}/{one}+{two}", result)


def flips(base: str, data: bytes, rng: random.Random, count: int) -> Iterator[Forgery]:
    """One bit turned over inside what the newest signature covers, or inside its message."""
    signature = find_signatures(PdfFile(data))[-1]
    one, two, three, four = signature.byte_range or (0, 0, 0, 0)
    for index in range(count):
        place = rng.choice(
            (rng.randrange(one, two), rng.randrange(three, three + four), rng.randrange(two, three))
        )
        changed = bytearray(data)
        changed[place] ^= 1 << rng.randrange(8)
        yield Forgery(f"{base}/flip-{index}@{place}", bytes(changed))


def cuts(base: str, data: bytes, rng: random.Random, count: int) -> Iterator[Forgery]:
    """Bytes cut out, doubled, or overwritten."""
    for index in range(count):
        place = rng.randrange(len(data) - 40)
        length = rng.randrange(1, 40)
        piece = data[place : place + length]
        kind = rng.choice(("cut", "double", "blank", "swap"))
        if kind == "cut":
            changed = data[:place] + data[place + length :]
        elif kind == "double":
            changed = data[:place] + piece + piece + data[place + length :]
        elif kind == "blank":
            changed = data[:place] + b" " * length + data[place + length :]
        else:
            changed = data[:place] + piece[::-1] + data[place + length :]
        if changed != data:
            yield Forgery(f"{base}/{kind}-{index}@{place}+{length}", changed)


def tails(base: str, data: bytes) -> Iterator[Forgery]:
    """Something after the end."""
    for name, tail in {
        "newline": b"\n",
        "space": b" ",
        "null": b"\0",
        "text": b"GIA MAO",
        "comment": b"% comment\n",
        "marker": b"%%EOF\n",
        "second file": data,
        "second header": b"%PDF-1.7\n",
        "zip": b"PK\x05\x06" + bytes(18),
        "pointer": b"startxref\n0\n%%EOF\n",
        "kilobyte": bytes(1024),
    }.items():
        yield Forgery(f"{base}/tail {name}", data + tail)
    for name, head in {
        "space": b" ",
        "newline": b"\n",
        "text": b"GIF89a",
        "zip": b"PK\3\4",
    }.items():
        yield Forgery(f"{base}/head {name}", head + data)


def ranges(base: str, data: bytes) -> Iterator[Forgery]:
    """The signed ranges rewritten in place, in the same number of bytes."""
    signature = find_signatures(PdfFile(data))[-1]
    one, two, three, four = signature.byte_range or (0, 0, 0, 0)
    match = re.search(rb"/ByteRange \[%d %d %d %d\]\s*" % (one, two, three, four), data)
    if match is None:
        return
    size = match.end() - match.start()
    for name, values in {
        "shorter gap": (one, two + 2, three, four),
        "longer gap": (one, two - 20, three + 20, four - 20),
        "starts later": (one + 5, two - 5, three, four),
        "overlap": (one, three, two, four),
        "ends early": (one, two, three, four - 10),
        "zero": (0, 0, 0, 0),
        "one pair": (one, two),
        "three pairs": (one, 10, 10, two - 10, three, four),
        "no start": (one, two, 0, 0),
        "beyond": (one, two, three, four + 50),
        "huge": (one, two, three, 2**40),
        "negative": (one, -two, three, four),
    }.items():
        text = b"/ByteRange [%s]" % b" ".join(b"%d" % v for v in values)
        if len(text) <= size:
            changed = data[: match.start()] + text.ljust(size) + data[match.end() :]
            yield Forgery(f"{base}/range {name}", changed)
    for name, text in {
        "absent": b"",
        "real": b"/ByteRange [0.0 1.0 2.0 3.0]",
        "name": b"/ByteRange /X",
        "null": b"/ByteRange null",
    }.items():
        changed = data[: match.start()] + text.ljust(size) + data[match.end() :]
        yield Forgery(f"{base}/range {name}", changed)


def messages(base: str, data: bytes, foreign: dict[str, bytes]) -> Iterator[Forgery]:
    """The message replaced by another one of the same room."""
    signature = find_signatures(PdfFile(data))[-1]
    _, start, end, _ = signature.byte_range or (0, 0, 0, 0)
    room = (end - start - 2) // 2
    own = signature.contents
    size = 4 + int.from_bytes(own[2:4], "big")
    for name, message in {
        **foreign,
        "zero": b"",
        "ones": b"\xff" * room,
        "null tag": b"\x05\x00",
        "cut": own[: room // 3],
        "padding": own[:size] + b"\0\0\1",
        "twice": (own[:size] * 2)[:room],
        "deep": (b"\x30\x80" * 400)[:room],
        "long length": b"\x30\x84\xff\xff\xff\xff" + own[4:200],
    }.items():
        body = message[:room].ljust(room, b"\0").hex().encode()
        changed = data[: start + 1] + body + data[end - 1 :]
        if changed.lower() != data.lower():
            yield Forgery(f"{base}/message {name}", changed)


def wrapped(base: str, data: bytes) -> Iterator[Forgery]:
    """Signature wrapping: other bytes put between the two signed pieces."""
    signature = find_signatures(PdfFile(data))[-1]
    one, two, three, four = signature.byte_range or (0, 0, 0, 0)
    evil = update(data, replace_content(data))[len(data) :]
    old = re.search(rb"/ByteRange \[[^\]]*\]\s*", data)
    if old is None:
        return
    for name, insert in {"revision": evil, "overlay": OVERLAY, "spaces": b" " * 500}.items():
        moved = three + len(insert)
        text = b"/ByteRange [%d %d %d %d]" % (one, two, moved, four)
        body = data[:three] + insert + data[three:]
        size = old.end() - old.start()
        if len(text) <= size:
            changed = body[: old.start()] + text.ljust(size) + body[old.end() :]
            yield Forgery(f"{base}/wrapped {name}", changed)


def all_forgeries(
    bases: dict[str, bytes], foreign: dict[str, bytes], seed: int
) -> Iterator[Forgery]:
    """The whole campaign over signed bases; the same seed gives the same files."""
    rng = random.Random(seed)
    for name, data in bases.items():
        yield from updates(name, data)
        yield from double_updates(name, data, rng, 60)
        yield from flips(name, data, rng, 120)
        yield from cuts(name, data, rng, 60)
        yield from tails(name, data)
        yield from ranges(name, data)
        yield from messages(name, data, foreign)
        yield from wrapped(name, data)
