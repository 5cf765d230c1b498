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
    if not found or found & _used_elsewhere(old):
        return set()
    accepted = {n for n in found if _accepted(old, new, n, changed, widgets)}
    return accepted if accepted == found else set()


def _used_elsewhere(old: View) -> set[int]:
    """Objects that something else than the structure leads to, such as a tree of names.

    Outlines may name elements of the structure; all else has no reason to.
    """
    root = old.catalog.get("StructTreeRoot")
    stop = frozenset({root.number}) if isinstance(root, Ref) else frozenset()
    others = [v for k, v in old.catalog.items() if k not in ("StructTreeRoot", "Outlines")]
    return reachable(old, others, stop)


def _accepted(old: View, new: View, number: int, changed: set[int], widgets: set[int]) -> bool:
    after = new.get(number)
    if old.in_use(number):
        return _grew(old, new, old.get(number), after, widgets)
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


def _grew(old: View, new: View, before: Any, after: Any, widgets: set[int]) -> bool:  # PDF objects
    if isinstance(before, list) and isinstance(after, list):
        return _list_grew(old, new, before, after, widgets)
    if not (isinstance(before, PdfDict) and isinstance(after, PdfDict)):
        return False
    for key in before.keys() | after.keys():
        one, two = before.get(key), after.get(key)
        if key in ("K", "Nums", "Kids"):
            if not _grew(old, new, old.array(one) or [one], new.array(two) or [two], widgets):
                return False
        elif key not in _GROWING and not same(old, new, one, two):
            return False
    return True


def _list_grew(
    old: View, new: View, before: list[Any], after: list[Any], widgets: set[int]
) -> bool:  # PDF objects
    """All items of before in their order; what came between them only points to ``widgets``."""
    position = 0
    for item in after:
        if position < len(before) and same(old, new, before[position], item):
            position += 1
        elif not isinstance(item, Ref | int) and not _points_to(new, item, widgets):
            return False
    return position == len(before)
