"""One later revision, explained object by object or not at all.

What counts as explained is a closed list: a document time stamp, a security store that only grows,
a later signature in its own field, the filling of empty fields that a certification allows.
Whatever the revision touches besides is named as a change that nothing explains.

Source: signing design section 7.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from signing.verify.pdf.compare import reachable, references, same
from signing.verify.pdf.document import View
from signing.verify.pdf.fields import (
    READ_ONLY,
    Field,
    form_of,
    pages_of,
    rectangle,
    walk_fields,
)
from signing.verify.pdf.filters import decode
from signing.verify.pdf.metadata import xmp_facts
from signing.verify.pdf.naming import name_change
from signing.verify.pdf.permissions import Permissions
from signing.verify.pdf.signatures import PdfSignature
from signing.verify.pdf.structure import grown_structure
from signing.verify.pdf.syntax import HexString, Name, PdfDict, Ref, Stream, SyntaxFault
from signing.verify.pdf.xref import FREE

Box = tuple[float, float, float, float]

_CATALOG_CODES = {
    "Pages": "change.pages",
    "OpenAction": "change.script",
    "AA": "change.script",
    "OCProperties": "change.layer",
    "AF": "change.attachment",
    "Collection": "change.attachment",
}
_TRAILER_FREE = frozenset(
    [
        "Size",
        "Prev",
        "XRefStm",
        "ID",
        "Index",
        "W",
        "Length",
        "Filter",
        "DecodeParms",
        "Type",
        "Info",
        "Root",
    ]
)
_FORM_FREE = frozenset({"Fields", "SigFlags", "DR", "NeedAppearances"})
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
_PAGE_FREE = frozenset({"Tabs", "StructParents"})
_VRI_KEY = re.compile(r"[0-9A-Fa-f]{40}\Z")
_VRI_ENTRIES = frozenset({"Cert", "CRL", "OCSP", "TU", "TS", "Type"})
_DSS_ENTRIES = frozenset({"Type", "VRI", "Certs", "OCSPs", "CRLs"})
_INFO_FREE = frozenset({"ModDate", "Producer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place where a revision may have changed what is shown.

    Attributes:
        page: index of the page from 0.
        kind: ``new`` for a field made by this revision, ``prepared`` for one signed in, ``filled``.
    """

    page: int
    box: Box
    kind: str
    field: str


@dataclass(slots=True)
class Step:
    """What one revision did.

    Attributes:
        allowed: (code, field) of what is explained.
        faults: (code, object number or None) of what is not.
    """

    allowed: list[tuple[str, str | None]] = field(default_factory=list)
    faults: list[tuple[str, int | None]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


class StepReader:
    """Compares two neighbouring views."""

    def __init__(
        self, old: View, new: View, permissions: Permissions, signatures: list[PdfSignature]
    ) -> None:
        """Compare ``old`` with ``new``; ``signatures`` are those made by the new revision."""
        self.old = old
        self.new = new
        self.permissions = permissions
        self.signatures = {s.field.number: s for s in signatures if s.field.number is not None}
        self.step = Step()
        self.changed = self._changed()
        self.explained: set[int] = set()
        self.widgets: set[int] = set()

    def read(self) -> Step:
        """Explain everything the revision touched."""
        self._skip_containers()
        self._trailer()
        self._catalog()
        old_pages, new_pages = pages_of(self.old), pages_of(self.new)
        if old_pages != new_pages:
            self._fault("change.pages", None)
        self._fields(new_pages)
        for number in new_pages:
            self._page(number)
        self.explained |= grown_structure(
            self.old,
            self.new,
            self.changed - self.explained,
            self.widgets | set(self.signatures),
            frozenset(new_pages),
        )
        self._leftovers()
        if not self.step.allowed and not self.step.faults:
            self._fault("change.unclassified", None)
        return self.step

    # What changed at all.

    def _changed(self) -> set[int]:
        revision = self.new.file.revisions[self.new.index]
        found: set[int] = set()
        for number, entry in revision.entries.items():
            before = self.old.entry(number)
            if entry == before or (entry.kind == FREE and (before is None or before.kind == FREE)):
                continue
            found.add(number)
        return found

    def _skip_containers(self) -> None:
        for number in self.changed:
            if self.old.in_use(number):
                continue
            value = self.new.get(number)
            if isinstance(value, Stream) and value.dictionary.get("Type") in ("ObjStm", "XRef"):
                self.explained.add(number)

    def _is_new(self, number: int) -> bool:
        return number in self.changed and not self.old.in_use(number)

    def _fault(self, code: str, number: int | None) -> None:
        if (code, number) not in self.step.faults:
            self.step.faults.append((code, number))

    def _absorb(self, value: Any) -> None:  # any PDF object
        """Explain objects of this revision that hang from ``value``; older ones stay."""
        stack = [r.number for r in references(value)]
        seen: set[int] = set()
        while stack:
            number = stack.pop()
            if number in seen or not self._is_new(number):
                continue
            seen.add(number)
            self.explained.add(number)
            stack.extend(r.number for r in references(self.new.get(number)))

    def _same(self, before: Any, after: Any) -> bool:  # PDF objects
        if not same(self.old, self.new, before, after):
            return False
        self._absorb(after)
        return True

    # Trailer, catalogue, form dictionary.

    def _trailer(self) -> None:
        before, after = self.old.trailer, self.new.trailer
        for key in (before.keys() | after.keys()) - _TRAILER_FREE:
            if not self._same(before.get(key), after.get(key)) and key in after:
                self._fault("change.unclassified", None)
        self._information(before.get("Info"), after.get("Info", before.get("Info")))

    def _information(self, before: Any, after: Any) -> None:  # PDF objects
        one, two = self.old.dictionary(before), self.new.dictionary(after)
        for key in (one.keys() | two.keys()) - _INFO_FREE:
            if not self._same(one.get(key), two.get(key)):
                self._fault("change.information", None)
        if isinstance(after, Ref):
            self._explain_dictionary(after.number)
        self._absorb(after)

    def _explain_dictionary(self, number: int) -> None:
        if isinstance(self.new.get(number), PdfDict):
            self.explained.add(number)

    def _catalog(self) -> None:
        before, after = self.old.catalog, self.new.catalog
        root = self.new.trailer.get("Root")
        if isinstance(root, Ref):
            self.explained.add(root.number)
        for key in before.keys() | after.keys():
            one, two = before.get(key), after.get(key)
            if key == "AcroForm":
                self._form(two)
            elif key == "DSS":
                self._security_store(one, two)
            elif key == "Metadata":
                self._metadata(one, two)
            elif key == "Extensions":
                self._extensions(two)
            elif key == "Version":
                if not re.fullmatch(r"[12]\.\d", str(two)):
                    self._fault("change.catalog", None)
            elif not self._same(one, two):
                self._fault(_CATALOG_CODES.get(key, "change.catalog"), None)

    def _extensions(self, value: Any) -> None:  # any PDF object
        table = self.new.resolve(value)
        plain = isinstance(table, PdfDict) and not any(
            isinstance(v, Stream) for v in table.values()
        )
        if not plain:
            self._fault("change.catalog", None)
        if isinstance(value, Ref):
            self._explain_dictionary(value.number)
        self._absorb(value)

    def _metadata(self, before: Any, after: Any) -> None:  # PDF objects
        one, two = self.old.resolve(before), self.new.resolve(after)
        facts_before = xmp_facts(decode(one)) if isinstance(one, Stream) else frozenset()
        facts_after = xmp_facts(decode(two)) if isinstance(two, Stream) else None
        if facts_after is None or facts_before != facts_after:
            if not self._same(before, after) or facts_before is not None:
                self._fault("change.information", None)
            return
        if isinstance(after, Ref):
            self.explained.add(after.number)
        self._absorb(after)

    def _form(self, after: Any) -> None:  # any PDF object
        one, two = form_of(self.old), form_of(self.new)
        for key in (one.keys() | two.keys()) - _FORM_FREE:
            if key == "DA" and key not in one:
                continue
            if not self._same(one.get(key), two.get(key)):
                self._fault("change.form", None)
        if two.get("NeedAppearances") is True and one.get("NeedAppearances") is not True:
            self._fault("change.form", None)
        self._form_resources(one.get("DR"), two.get("DR"))
        fields = two.get("Fields")
        for value in (after, fields):
            if isinstance(value, Ref):
                self.explained.add(value.number)

    def _form_resources(self, before: Any, after: Any) -> None:  # PDF objects
        """Default resources may grow; nothing they named before may mean something else."""
        one, two = self.old.dictionary(before), self.new.dictionary(after)
        for kind, table in one.items():
            if kind == "XObject":
                # iText keeps the form of the last signature here; no field is drawn from it.
                continue
            old_table, new_table = self.old.resolve(table), self.new.resolve(two.get(kind))
            if not (isinstance(old_table, PdfDict) and isinstance(new_table, PdfDict)):
                if not self._same(table, two.get(kind)):
                    self._fault("change.form", None)
                continue
            for key, value in old_table.items():
                if not self._same(value, new_table.get(key)):
                    self._fault("change.form", None)
            holder = two.get(kind)
            if isinstance(holder, Ref):
                self.explained.add(holder.number)
        if isinstance(after, Ref):
            self.explained.add(after.number)
        self._absorb(after)

    # The security store.

    def _security_store(self, before: Any, after: Any) -> None:  # PDF objects
        old_pieces = _pieces(self.old, before)
        table = self.new.resolve(after)
        if not isinstance(table, PdfDict):
            self._fault("change.security_store", None)
            return
        pieces = _pieces(self.new, after)
        lost = not old_pieces <= pieces
        # Pieces of older stores still count as evidence, so a store that was written anew does no
        # harm; one that only shrank has no honest purpose.
        if (lost and pieces <= old_pieces) or not self._store_is_plain(table):
            self._fault("change.security_store", None)
            return
        touched = bool(self.changed & (reachable(self.new, after)))
        self._absorb(after)
        for number in _containers(self.new, after):
            self.explained.add(number)
            self._absorb(self.new.get(number))
        if touched:
            self.step.allowed.append(("change.security_store_grew", None))

    def _store_is_plain(self, table: PdfDict) -> bool:
        view = self.new
        for key in ("Certs", "CRLs", "OCSPs"):
            if not all(_looks_der(view, item) for item in view.array(table.get(key))):
                return False
        for key, value in view.dictionary(table.get("VRI")).items():
            entry = view.resolve(value)
            if key == "Type":
                continue
            if not (isinstance(entry, PdfDict) and entry.keys() <= _VRI_ENTRIES):
                return False
            if not _VRI_KEY.match(key):
                return False
            for name in ("Cert", "CRL", "OCSP"):
                if not all(_looks_der(view, item) for item in view.array(entry.get(name))):
                    return False
        return True

    # Fields.

    def _fields(self, pages: list[int]) -> None:
        before = {_key(f): f for f in walk_fields(self.old)}
        after = {_key(f): f for f in walk_fields(self.new)}
        for key in before.keys() - after.keys():
            self._fault("change.form", before[key].number)
        for key, current in after.items():
            earlier = before.get(key)
            if earlier is None:
                self._new_field(current, pages)
            else:
                self._old_field(earlier, current, pages)

    def _signature_of(self, entry: Field) -> PdfSignature | None:
        return None if entry.number is None else self.signatures.get(entry.number)

    def _touched(self, one: Field, two: Field) -> bool:
        numbers = {two.number, *two.widgets, *one.widgets, *two.parents}
        if numbers & self.changed or one.widgets != two.widgets:
            return True
        if isinstance(two.value, Ref) and two.value.number in self.changed:
            return True
        return two.number is None or not same(self.old, self.new, one.value, two.value)

    def _new_field(self, current: Field, pages: list[int]) -> None:
        signature = self._signature_of(current)
        if current.kind != "Sig" or signature is None:
            self._fault("change.form", current.number)
            return
        open_form = self.permissions.certified is None and self.permissions.may_sign()
        if not signature.is_time_stamp and not open_form:
            self._fault("change.forbidden", current.number)
        for number in {current.number, *current.widgets, *current.parents}:
            if number is None:
                continue
            node = self.new.dictionary(self.new.get(number))
            if not node.keys() <= _NEW_FIELD_KEYS:
                self._fault("change.form", number)
            if self._is_new(number):
                self.explained.add(number)
                self._absorb(node)
            elif number in current.parents:
                self._grown_parent(number)
        self._take_signature(current, signature, pages, "new")

    def _grown_parent(self, number: int) -> None:
        """A group of fields that existed may get another kid and nothing else."""
        one, two = (
            self.old.dictionary(self.old.get(number)),
            self.new.dictionary(self.new.get(number)),
        )
        kids = self.old.array(one.get("Kids"))
        grown = self.new.array(two.get("Kids"))
        rest_same = all(
            self._same(one.get(k), two.get(k)) for k in (one.keys() | two.keys()) - {"Kids"}
        )
        if rest_same and grown[: len(kids)] == kids:
            self.explained.add(number)
            if isinstance(two.get("Kids"), Ref):
                self.explained.add(two["Kids"].number)

    def _old_field(self, one: Field, two: Field, pages: list[int]) -> None:
        if not self._touched(one, two):
            return
        signature = self._signature_of(two)
        if two.kind == "Sig" and signature is not None and self.old.resolve(one.value) is None:
            if not signature.is_time_stamp:
                if not self.permissions.may_sign():
                    self._fault("change.forbidden", two.number)
                if self.permissions.locked(two.name):
                    self._fault("change.locked_field", two.number)
            if self._compare_nodes(one, two, _SIGNED_KEYS):
                self._take_signature(two, signature, pages, "prepared")
            return
        if two.kind != "Sig":
            self._fill(one, two, pages)
            return
        if not self._compare_nodes(one, two, frozenset()):
            self._fault("change.signature_touched", two.number)

    def _take_signature(
        self, current: Field, signature: PdfSignature, pages: list[int], kind: str
    ) -> None:
        code = "change.time_stamp" if signature.is_time_stamp else "change.later_signature"
        self.step.allowed.append((code, current.name))
        self._absorb(current.value)
        self._absorb_signature(signature)
        for number in current.widgets or (() if current.number is None else (current.number,)):
            widget = self.new.dictionary(self.new.get(number))
            self.widgets.add(number)
            self._appearance(number, widget)
            self._mark(number, widget, pages, kind, current.name)

    def _absorb_signature(self, signature: PdfSignature) -> None:
        """Explain what a signature dictionary refers to; only new objects count."""
        for key, value in signature.dictionary.items():
            if key != "Data" and not isinstance(value, HexString):
                self._absorb(value)

    def _compare_nodes(self, one: Field, two: Field, free: frozenset[str]) -> bool:
        """Compare a field's own dictionaries except ``free`` keys; explain them when equal."""
        if one.widgets != two.widgets or one.parents != two.parents:
            self._fault("change.form", two.number)
            return False
        for number in dict.fromkeys((two.number, *two.widgets, *two.parents)):
            if number is None:
                if not self._same(one.dictionary, two.dictionary):
                    self._fault("change.form", None)
                    return False
                continue
            before = self.old.dictionary(self.old.get(number))
            after = self.new.dictionary(self.new.get(number))
            for key in (before.keys() | after.keys()) - free:
                if not self._same(before.get(key), after.get(key)):
                    self._fault("change.form", number)
                    return False
            self.explained.add(number)
        return True

    def _fill(self, one: Field, two: Field, pages: list[int]) -> None:
        unchanged = same(self.old, self.new, one.value, two.value)
        if unchanged and self._appearances_same(one, two):
            self._compare_nodes(one, two, frozenset({"M"}))
            return
        allowed = self.permissions.may_fill() and not one.flags & READ_ONLY
        if self.permissions.locked(two.name):
            self._fault("change.locked_field", two.number)
            return
        if not _empty(self.old.resolve(one.value)):
            self._fault("change.value_replaced", two.number)
            return
        if one.flags != two.flags or not self._compare_nodes(one, two, _FILLED_KEYS):
            self._fault("change.form", two.number)
            return
        if allowed:
            self.step.allowed.append(("change.field_filled", two.name))
        else:
            self._fault("change.filled_without_leave", two.number)
        self._absorb(two.value)
        for number in two.widgets:
            widget = self.new.dictionary(self.new.get(number))
            self._appearance(number, widget)
            self._mark(number, widget, pages, "filled", two.name)

    def _appearances_same(self, one: Field, two: Field) -> bool:
        for number in two.widgets:
            before = self.old.dictionary(self.old.get(number))
            after = self.new.dictionary(self.new.get(number))
            if not same(self.old, self.new, before.get("AP"), after.get("AP")):
                return False
            touched = reachable(self.new, after.get("AP"), frozenset(pages_of(self.new)))
            if touched & self.changed:
                return False
        return one.widgets == two.widgets

    def _appearance(self, number: int, widget: PdfDict) -> None:
        """Explain the appearance of a widget: new objects, and older ones that only it uses."""
        self._absorb(widget.get("AP"))
        self._absorb(widget.get("MK"))
        pending = (reachable(self.new, widget.get("AP")) & self.changed) - self.explained
        for target in pending:
            if self._only_used_by(target, number):
                self.explained.add(target)
                self._absorb(self.new.get(target))

    def _only_used_by(self, target: int, widget: int) -> bool:
        """Whether, before this revision, the way to ``target`` always led through ``widget``."""
        root = self.old.trailer.get("Root")
        return target not in reachable(self.old, root, frozenset({widget}))

    def _mark(self, number: int, widget: PdfDict, pages: list[int], kind: str, name: str) -> None:
        box = rectangle(self.new, widget)
        if box is None:
            return
        for index, page in enumerate(pages):
            annotations = self.new.array(self.new.dictionary(self.new.get(page)).get("Annots"))
            if any(isinstance(a, Ref) and a.number == number for a in annotations):
                self.step.marks.append(Mark(page=index, box=box, kind=kind, field=name))

    # Pages.

    def _page(self, number: int) -> None:
        after = self.new.dictionary(self.new.get(number))
        listed = after.get("Annots")
        array_changed = isinstance(listed, Ref) and listed.number in self.changed
        if number not in self.changed and not array_changed:
            return
        before = self.old.dictionary(self.old.get(number))
        self.explained.add(number)
        for key in before.keys() | after.keys():
            if key == "Annots" or (key in _PAGE_FREE and key not in before and self.widgets):
                continue
            if not self._same(before.get(key), after.get(key)):
                self._fault("change.page_content", number)
        old_items = self.old.array(before.get("Annots"))
        new_items = self.new.array(listed)
        kept = [
            item
            for item in new_items
            if not (isinstance(item, Ref) and item.number in self.widgets)
        ]
        kept_before = [
            item
            for item in old_items
            if not (isinstance(item, Ref) and item.number in self.widgets)
        ]
        if len(kept) != len(kept_before) or not all(
            self._same(a, b) for a, b in zip(kept_before, kept, strict=True)
        ):
            self._fault("change.annotation", number)
        if isinstance(listed, Ref):
            self.explained.add(listed.number)

    # What is left.

    def _leftovers(self) -> None:
        for number in sorted(self.changed - self.explained):
            before = self.old.get(number) if self.old.in_use(number) else None
            after = self.new.get(number) if self.new.in_use(number) else None
            if before is not None and same(self.old, self.new, _plain(before), _plain(after)):
                continue
            code = name_change(self.old, self.new, number)
            if code == "change.unreferenced" and self.step.allowed:
                # Nothing leads to it and it hides nothing: some writers leave such pieces behind.
                continue
            self._fault(code, number)


def _key(entry: Field) -> object:
    return entry.number if entry.number is not None else entry.name


def _empty(value: Any) -> bool:  # any PDF object
    if value is None or (isinstance(value, Name) and value == "Off"):
        return True
    return isinstance(value, bytes | list) and (not value or value == b"\xfe\xff")


def _pieces(view: View, value: Any) -> set[bytes]:  # any PDF object
    """The contents of all streams of a security store."""
    found: set[bytes] = set()
    table = view.dictionary(value)
    tables = [table, *(view.dictionary(v) for v in view.dictionary(table.get("VRI")).values())]
    for entry in tables:
        for key in ("Certs", "CRLs", "OCSPs", "Cert", "CRL", "OCSP"):
            for item in view.array(entry.get(key)):
                stream = view.resolve(item)
                if isinstance(stream, Stream):
                    found.add(decode(stream))
    return found


def _containers(view: View, value: Any) -> set[int]:  # any PDF object
    """Object numbers of the dictionaries and arrays of a store; never of a stream."""
    found: set[int] = set()
    table = view.dictionary(value)
    related = view.dictionary(table.get("VRI"))
    entries = [view.dictionary(v) for v in related.values()]
    values = [value, table.get("VRI"), *related.values()]
    for entry in (table, *entries):
        values += [entry.get(k) for k in ("Certs", "CRLs", "OCSPs", "Cert", "CRL", "OCSP")]
    for item in values:
        if isinstance(item, Ref) and not isinstance(view.resolve(item), Stream):
            found.add(item.number)
    return found


def _plain(value: Any) -> Any:  # any PDF object
    """A value without the maker's note that iText leaves in the page tree."""
    if isinstance(value, PdfDict) and value.get("Type") == "Pages" and "ITXT" in value:
        return PdfDict({k: v for k, v in value.items() if k != "ITXT"})
    return value


def _looks_der(view: View, item: Any) -> bool:  # any PDF object
    stream = view.resolve(item)
    return isinstance(stream, Stream) and _is_der(stream)


def _is_der(stream: Stream) -> bool:
    try:
        return decode(stream)[:1] == b"\x30"
    except SyntaxFault:
        return False
