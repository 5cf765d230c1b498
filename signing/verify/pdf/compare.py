"""Equality of PDF values across two views, and what can be reached from a value."""

from collections.abc import Iterator
from typing import Any

from signing.verify.pdf.document import View
from signing.verify.pdf.filters import decode
from signing.verify.pdf.syntax import PdfDict, Ref, Stream, SyntaxFault

MAX_DEPTH = 60


def same(  # noqa: PLR0911 - one return for each kind of value
    old: View, new: View, before: Any, after: Any, depth: int = 0
) -> bool:  # PDF objects
    """Whether two values mean the same.

    Equal references count as equal: a change of the object itself is accounted for on its own.
    """
    if depth > MAX_DEPTH:
        return False
    if isinstance(before, Ref) and before == after:
        return True
    if isinstance(before, Ref) or isinstance(after, Ref):
        return same(old, new, old.resolve(before), new.resolve(after), depth + 1)
    if isinstance(before, dict) and isinstance(after, dict):
        return before.keys() == after.keys() and all(
            same(old, new, value, after[key], depth + 1) for key, value in before.items()
        )
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(
            same(old, new, one, two, depth + 1) for one, two in zip(before, after, strict=True)
        )
    if isinstance(before, Stream) and isinstance(after, Stream):
        return _same_stream(old, new, before, after, depth)
    if isinstance(before, bool) or isinstance(after, bool):
        return before is after
    if isinstance(before, int | float) and isinstance(after, int | float):
        return before == after
    return type(before) is type(after) and bool(before == after)


def _same_stream(old: View, new: View, before: Stream, after: Stream, depth: int) -> bool:
    packing = ("Length", "Filter", "DecodeParms")
    one = PdfDict({k: v for k, v in before.dictionary.items() if k not in packing})
    two = PdfDict({k: v for k, v in after.dictionary.items() if k not in packing})
    if not same(old, new, one, two, depth + 1):
        return False
    if before.raw == after.raw:
        return all(
            same(old, new, before.dictionary.get(key), after.dictionary.get(key), depth + 1)
            for key in ("Filter", "DecodeParms")
        )
    try:
        return decode(before) == decode(after)
    except SyntaxFault:
        return False


def references(value: Any) -> Iterator[Ref]:  # any PDF object
    """References that stand in a value, streams' dictionaries included."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, Ref):
            yield item
        elif isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, Stream):
            stack.extend(item.dictionary.values())


def reachable(view: View, start: Any, stop: frozenset[int] = frozenset()) -> set[int]:
    """Numbers of all objects that can be reached from a value without passing ``stop``."""
    found: set[int] = set()
    stack = [r.number for r in references(start)]
    while stack:
        number = stack.pop()
        if number in found or number in stop:
            continue
        found.add(number)
        try:
            value = view.get(number)
        except SyntaxFault:
            continue
        stack.extend(r.number for r in references(value))
    return found
