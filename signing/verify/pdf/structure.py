"""The logical structure of a tagged file may grow by the element of a new signature field.

Nothing here is drawn; it tells a screen reader where the new field stands.

Source: ISO 32000-2, clause 14.7.
"""

from typing import Any

from signing.verify.pdf.compare import reachable, same
from signing.verify.pdf.document import View
from signing.verify.pdf.syntax import PdfDict, Ref

_GROWING = frozenset({"K", "Nums", "Kids", "Limits", "ParentTree", "ParentTreeNextKey"})
_ELEMENT = frozenset({"Type", "S", "P", "Pg", "K", "T", "Alt", "Lang"})


def grown_structure(
    old: View, new: View, changed: set[int], widgets: set[int], stop: frozenset[int]
) -> set[int]:
    """Numbers of changed objects that only make the structure tree grow by ``widgets``."""
    root = new.catalog.get("StructTreeRoot")
    if not widgets or root is None:
        return set()
    found = reachable(new, root, stop | frozenset(widgets)) & changed
    accepted = {n for n in found if _accepted(old, new, n, changed, widgets)}
    return accepted if accepted == found else set()


def _accepted(old: View, new: View, number: int, changed: set[int], widgets: set[int]) -> bool:
    after = new.get(number)
    if old.in_use(number):
        return _grew(old, new, old.get(number), after)
    if isinstance(after, list):
        return all(isinstance(item, Ref) for item in after)
    if not isinstance(after, PdfDict):
        return False
    if "S" in after:
        return after.keys() <= _ELEMENT and _points_to(new, after.get("K"), widgets)
    return after.keys() <= _GROWING | {"Type"}


def _points_to(view: View, value: Any, widgets: set[int]) -> bool:  # any PDF object
    items = view.array(value) or [value]
    for item in items:
        target = view.dictionary(item).get("Obj")
        if not (isinstance(target, Ref) and target.number in widgets):
            return False
    return True


def _grew(old: View, new: View, before: Any, after: Any) -> bool:  # PDF objects
    if isinstance(before, list) and isinstance(after, list):
        rest = iter(after)
        return all(any(same(old, new, item, other) for other in rest) for item in before)
    if not (isinstance(before, PdfDict) and isinstance(after, PdfDict)):
        return False
    for key in before.keys() | after.keys():
        one, two = before.get(key), after.get(key)
        if key in ("K", "Nums", "Kids"):
            if not _grew(old, new, old.array(one) or [one], new.array(two) or [two]):
                return False
        elif key not in _GROWING and not same(old, new, one, two):
            return False
    return True
