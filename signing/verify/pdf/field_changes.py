"""Fields of a later revision: a signature in its own field, the filling of empty ones.

Source: signing design section 7.
"""

from typing import Any

from signing.verify.pdf.compare import reachable, same
from signing.verify.pdf.comparison import Comparison, Mark
from signing.verify.pdf.document import View
from signing.verify.pdf.fields import (
    NOT_ON_SCREEN,
    PUSH_BUTTON,
    READ_ONLY,
    Field,
    pages_of,
    rectangle,
    walk_fields,
)
from signing.verify.pdf.shown_text import says_value, shows_value
from signing.verify.pdf.signatures import PdfSignature
from signing.verify.pdf.syntax import HexString, Name, PdfDict, Ref, Stream

_SIGNED_KEYS = frozenset(["V", "AP", "F", "M", "MK", "P", "AS", "Type", "StructParent"])
_FILLED_KEYS = frozenset(["V", "AP", "AS", "M", "I", "RV"])
_NEW_FIELD_KEYS = frozenset(
    [
        "Type",
        "Subtype",
        "FT",
        "T",
        "TU",
        "TM",
        "V",
        "F",
        "Ff",
        "Rect",
        "P",
        "AP",
        "AS",
        "M",
        "MK",
        "DA",
        "Q",
        "Parent",
        "Kids",
        "Lock",
        "SV",
        "BS",
        "Border",
        "H",
        "NM",
        "StructParent",
        "DV",
        "DR",
    ]
)


def explain_fields(work: Comparison, pages: list[int]) -> None:
    """Compare the forms of both views, field by field."""
    before = {_key(f): f for f in walk_fields(work.old)}
    after = {_key(f): f for f in walk_fields(work.new)}
    for key in before.keys() - after.keys():
        work.fault("change.form", before[key].number)
    for key, current in after.items():
        earlier = before.get(key)
        if earlier is None:
            _new_field(work, current, pages)
        else:
            _old_field(work, earlier, current, pages)


def _signature_of(work: Comparison, entry: Field) -> PdfSignature | None:
    return None if entry.number is None else work.signatures.get(entry.number)


def _touched(work: Comparison, one: Field, two: Field) -> bool:
    numbers = {two.number, *two.widgets, *one.widgets, *two.parents}
    if numbers & work.changed or one.widgets != two.widgets:
        return True
    if isinstance(two.value, Ref) and two.value.number in work.changed:
        return True
    return two.number is None or not same(work.old, work.new, one.value, two.value)


def _new_field(work: Comparison, current: Field, pages: list[int]) -> None:
    signature = _signature_of(work, current)
    if current.kind != "Sig" or signature is None:
        work.fault("change.form", current.number)
        return
    open_form = work.permissions.certified is None and work.permissions.may_sign()
    if not signature.is_time_stamp and not open_form:
        work.fault("change.forbidden", current.number)
    for number in {current.number, *current.widgets, *current.parents}:
        if number is None:
            continue
        node = work.new.dictionary(work.new.get(number))
        if not node.keys() <= _NEW_FIELD_KEYS:
            work.fault("change.form", number)
        if work.is_new(number):
            work.explained.add(number)
            work.absorb(node)
        elif number in current.parents:
            _grown_parent(work, number)
    _take_signature(work, current, signature, pages, "new")


def _grown_parent(work: Comparison, number: int) -> None:
    """A group of fields that existed may get another kid and nothing else."""
    one, two = (
        work.old.dictionary(work.old.get(number)),
        work.new.dictionary(work.new.get(number)),
    )
    kids = work.old.array(one.get("Kids"))
    grown = work.new.array(two.get("Kids"))
    rest_same = all(work.same(one.get(k), two.get(k)) for k in (one.keys() | two.keys()) - {"Kids"})
    if rest_same and grown[: len(kids)] == kids:
        work.explained.add(number)
        work.take(one.get("Kids"), two.get("Kids"))


def _old_field(work: Comparison, one: Field, two: Field, pages: list[int]) -> None:
    if not _touched(work, one, two):
        return
    signature = _signature_of(work, two)
    if two.kind == "Sig" and signature is not None and work.old.resolve(one.value) is None:
        if not signature.is_time_stamp:
            if not work.permissions.may_sign():
                work.fault("change.forbidden", two.number)
            if work.permissions.locked(two.name):
                work.fault("change.locked_field", two.number)
        if _compare_nodes(work, one, two, _SIGNED_KEYS):
            _take_signature(work, two, signature, pages, "prepared")
        return
    if two.kind != "Sig":
        _fill(work, one, two, pages)
        return
    if not _compare_nodes(work, one, two, frozenset()):
        work.fault("change.signature_touched", two.number)


def _take_signature(
    work: Comparison, current: Field, signature: PdfSignature, pages: list[int], kind: str
) -> None:
    code = "change.time_stamp" if signature.is_time_stamp else "change.later_signature"
    work.step.allowed.append((code, current.name))
    work.absorb(current.value)
    _absorb_signature(work, signature)
    for number in current.widgets or (() if current.number is None else (current.number,)):
        widget = work.new.dictionary(work.new.get(number))
        work.widgets.add(number)
        if not _is_seen_as_drawn(work, widget):
            work.fault("change.annotation", number)
        _appearance(work, number, widget)
        if not signature.is_time_stamp:  # a time stamp is nobody's mark: it may show nothing
            _mark(work, number, widget, pages, kind, current.name)


def _is_seen_as_drawn(work: Comparison, widget: PdfDict) -> bool:
    """Whether a mark looks the same on screen, on paper and under the pointer, layers or not."""
    flags = work.new.resolve(widget.get("F"))
    looks = work.new.dictionary(widget.get("AP"))
    if not isinstance(flags, int | None) or (flags or 0) & NOT_ON_SCREEN:
        return False
    if not looks.keys() <= {"N"}:
        return False
    return not any(
        _is_layered(work.new, work.new.get(number))
        for number in reachable(work.new, looks) & work.changed
    )


def _is_layered(view: View, value: Any) -> bool:  # any PDF object
    """Whether a drawing, or a part of it, is shown or not as a layer says."""
    if not isinstance(value, Stream):
        return False
    return "OC" in value.dictionary or "Properties" in view.dictionary(
        value.dictionary.get("Resources")
    )


def _absorb_signature(work: Comparison, signature: PdfSignature) -> None:
    """Explain what a signature dictionary refers to; only new objects count."""
    for key, value in signature.dictionary.items():
        if key != "Data" and not isinstance(value, HexString):
            work.absorb(value)


def _compare_nodes(work: Comparison, one: Field, two: Field, free: frozenset[str]) -> bool:
    """Compare a field's own dictionaries except ``free`` keys; explain them when equal."""
    if one.widgets != two.widgets or one.parents != two.parents:
        work.fault("change.form", two.number)
        return False
    for number in dict.fromkeys((two.number, *two.widgets, *two.parents)):
        if number is None:
            if not work.same(one.dictionary, two.dictionary):
                work.fault("change.form", None)
                return False
            continue
        before = work.old.dictionary(work.old.get(number))
        after = work.new.dictionary(work.new.get(number))
        for key in (before.keys() | after.keys()) - free:
            if not work.same(before.get(key), after.get(key)):
                work.fault("change.form", number)
                return False
        work.explained.add(number)
    return True


def _fill(work: Comparison, one: Field, two: Field, pages: list[int]) -> None:
    unchanged = same(work.old, work.new, one.value, two.value)
    if unchanged and _appearances_same(work, one, two):
        _compare_nodes(work, one, two, frozenset({"M"}))
        return
    allowed = work.permissions.may_fill() and not one.flags & READ_ONLY
    if work.permissions.locked(two.name):
        work.fault("change.locked_field", two.number)
        return
    if two.kind == "Btn" and one.flags & PUSH_BUTTON:  # it holds no value: there is nothing to fill
        work.fault("change.form", two.number)
        return
    if not _empty(work.old.resolve(one.value)):
        work.fault("change.value_replaced", two.number)
        return
    if one.flags != two.flags or not _compare_nodes(work, one, two, _FILLED_KEYS):
        work.fault("change.form", two.number)
        return
    if allowed:
        work.step.allowed.append(("change.field_filled", two.name))
    else:
        work.fault("change.filled_without_leave", two.number)
    work.absorb(two.value)
    is_filled = not _empty(work.new.resolve(two.value))
    for number in two.widgets:
        widget = work.new.dictionary(work.new.get(number))
        _appearance(work, number, widget)
        if is_filled:  # a field without a value may show nothing new
            _mark(work, number, widget, pages, "filled", two.name)
    if is_filled and not _says_its_value(work, two):
        work.fault("change.shown_otherwise_than_value", two.number)


def _says_its_value(work: Comparison, field: Field) -> bool:
    """Whether all that a filled field shows, in any way a viewer may show it, is its value."""
    view = work.new
    widgets = [view.dictionary(view.get(number)) for number in field.widgets]
    if field.kind == "Btn":
        state = view.resolve(field.value)
        shown = [view.resolve(widget.get("AS")) for widget in widgets]
        old = [work.old.dictionary(work.old.get(number)).get("AP") for number in field.widgets]
        return state in shown and all(
            state_shown in (state, "Off", None) and (one is None or work.same(one, two.get("AP")))
            for state_shown, one, two in zip(shown, old, widgets, strict=True)
        )
    options = view.resolve(field.dictionary.get("Opt"))
    rich = view.resolve(field.dictionary.get("RV"))
    return says_value(rich, view.resolve(field.value)) and all(
        view.dictionary(widget.get("AP")).keys() <= {"N"}
        and shows_value(view, widget, field.value, vouched=work.stood, options=options)
        for widget in widgets
    )


def _appearances_same(work: Comparison, one: Field, two: Field) -> bool:
    for number in two.widgets:
        before = work.old.dictionary(work.old.get(number))
        after = work.new.dictionary(work.new.get(number))
        if not same(work.old, work.new, before.get("AP"), after.get("AP")):
            return False
        touched = reachable(work.new, after.get("AP"), frozenset(pages_of(work.new)))
        if touched & work.changed:
            return False
    return one.widgets == two.widgets


def _appearance(work: Comparison, number: int, widget: PdfDict) -> None:
    """Explain the appearance of a widget: new objects, and older ones that only it uses."""
    work.absorb(widget.get("AP"))
    work.absorb(widget.get("MK"))
    pending = (reachable(work.new, widget.get("AP")) & work.changed) - work.explained
    for target in pending:
        if _only_used_by(work, target, number):
            work.explained.add(target)
            work.absorb(work.new.get(target))


def _only_used_by(work: Comparison, target: int, widget: int) -> bool:
    """Whether, before this revision, the way to ``target`` always led through ``widget``."""
    root = work.old.trailer.get("Root")
    return target not in reachable(work.old, root, frozenset({widget}))


def _mark(
    work: Comparison, number: int, widget: PdfDict, pages: list[int], kind: str, name: str
) -> None:
    box = rectangle(work.new, widget)
    if box is None:
        return
    for index, page in enumerate(pages):
        annotations = work.new.array(work.new.dictionary(work.new.get(page)).get("Annots"))
        if any(isinstance(a, Ref) and a.number == number for a in annotations):
            work.step.marks.append(Mark(page=index, box=box, kind=kind, field=name))


def _key(entry: Field) -> object:
    return entry.number if entry.number is not None else entry.name


def _empty(value: Any) -> bool:  # any PDF object
    if value is None or (isinstance(value, Name) and value == "Off"):
        return True
    return isinstance(value, bytes | list) and (not value or value == b"\xfe\xff")
