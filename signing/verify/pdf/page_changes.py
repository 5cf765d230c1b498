"""A page of a later revision: the same, but for the widgets of new signatures.

Source: signing design section 7.
"""

from typing import Any

from signing.verify.pdf.comparison import Comparison
from signing.verify.pdf.fields import pages_of
from signing.verify.pdf.syntax import Ref

_PAGE_FREE = frozenset({"Tabs", "StructParents"})


def explain_page(work: Comparison, number: int) -> None:
    """Compare a page; only widgets this revision made may come to its annotations."""
    after = work.new.dictionary(work.new.get(number))
    listed = after.get("Annots")
    array_changed = isinstance(listed, Ref) and listed.number in work.changed
    if number not in work.changed and not array_changed:
        return
    before = work.old.dictionary(work.old.get(number))
    work.explained.add(number)
    for key in before.keys() | after.keys():
        if key == "Annots" or (key in _PAGE_FREE and key not in before and work.widgets):
            continue
        if not work.same(before.get(key), after.get(key)):
            work.fault("change.page_content", number)
    old_items = work.old.array(before.get("Annots"))
    new_items = work.new.array(listed)
    kept = [item for item in new_items if not _is_new_widget(work, item, old_items)]
    if len(kept) != len(old_items) or not all(
        work.same(a, b) for a, b in zip(old_items, kept, strict=True)
    ):
        work.fault("change.annotation", number)
    work.take(before.get("Annots"), listed)


def _is_new_widget(work: Comparison, item: Any, before: list[Any]) -> bool:  # PDF objects
    """A widget of a new signature: made by this revision, or at home on no page until now."""
    if not isinstance(item, Ref) or item.number not in work.widgets or item in before:
        return False
    return work.is_new(item.number) or not _is_listed(work, item.number)


def _is_listed(work: Comparison, widget: int) -> bool:
    """Whether any page listed the widget before: a prepared field stays on its page."""
    for page in pages_of(work.old):
        listed = work.old.array(work.old.dictionary(work.old.get(page)).get("Annots"))
        if any(isinstance(item, Ref) and item.number == widget for item in listed):
            return True
    return False
