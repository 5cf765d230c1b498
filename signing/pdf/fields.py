"""New and filled signature fields of one revision."""

from collections.abc import Sequence

import pikepdf

from signing.pdf.document import PdfDocument, Rectangle, SignatureField
from signing.pdf.revision import (
    Revision,
    array_with,
    numbers,
    reference,
    text_string,
    with_entries,
)

NOWHERE: Rectangle = (0.0, 0.0, 0.0, 0.0)
_PRINT_AND_LOCKED = 132
_SIGNATURES_EXIST_APPEND_ONLY = 3


class FormEdit:
    """Collects fields and writes form and pages once."""

    def __init__(self, document: PdfDocument, revision: Revision) -> None:
        self._document, self._revision = document, revision
        self._added: list[tuple[int, int]] = []

    def add(
        self,
        name: str,
        page_index: int,
        rectangle: Rectangle,
        *,
        appearance: bytes | None,
        value: bytes | None,
    ) -> None:
        """A new field with its widget in one dictionary; ``value`` is ``None`` when prepared."""
        page = self._document.page(page_index)
        parts = [
            b"<</Type/Annot/Subtype/Widget/FT/Sig/T %b" % text_string(name),
            b"/Rect[%b]/P %b" % (numbers(*rectangle), reference(*page.objgen)),
            b"/F %d" % _PRINT_AND_LOCKED,
        ]
        if value is not None:
            parts.append(b"/V %b" % value)
        if appearance is not None:
            parts.append(b"/AP<</N %b>>" % appearance)
        number = self._revision.reserve()
        self._revision.put(b"".join(parts) + b">>", number)
        self._added.append((number, page_index))

    def fill(self, field: SignatureField, *, appearance: bytes | None, value: bytes) -> None:
        """Sign a field that is there already; its rectangle stays."""
        entries = {} if appearance is None else {b"AP": b"<</N %b>>" % appearance}
        if field.widget.objgen == field.field.objgen:
            self._revision.change(field.field, {b"V": value, **entries})
            return
        self._revision.change(field.field, {b"V": value})
        if entries:
            self._revision.change(field.widget, entries)

    def write(self, root_entries: dict[bytes, bytes] | None = None) -> None:
        """Write the form, the pages' lists of annotations and, where needed, the catalogue."""
        for page_index in sorted({page_index for _, page_index in self._added}):
            added = [reference(number) for number, at in self._added if at == page_index]
            self._write_annotations(self._document.page(page_index), added)
        fields = [reference(number) for number, _ in self._added]
        entries = dict(root_entries or {})
        form = self._write_form(fields)
        if form is not None:
            entries[b"AcroForm"] = form
        if entries:
            self._revision.change(self._document.pdf.Root, entries)

    def _write_annotations(self, page: pikepdf.Object, added: Sequence[bytes]) -> None:
        present = page.get("/Annots")
        if present is not None and present.is_indirect:
            self._revision.replace(present, array_with(present, *added))
        else:
            self._revision.change(page, {b"Annots": array_with(present, *added)})

    def _write_form(self, fields: Sequence[bytes]) -> bytes | None:
        """Entry for the catalogue when the form is new or lies inside it."""
        form = self._document.pdf.Root.get("/AcroForm")
        if form is None:
            body = b"<</Fields[%b]/SigFlags %d>>" % (
                b" ".join(fields),
                _SIGNATURES_EXIST_APPEND_ONLY,
            )
            return self._revision.put(body)
        entries: dict[bytes, bytes] = {}
        if int(form.get("/SigFlags", 0)) != _SIGNATURES_EXIST_APPEND_ONLY:
            entries[b"SigFlags"] = b"%d" % _SIGNATURES_EXIST_APPEND_ONLY
        present = form.get("/Fields")
        if fields:
            if present is not None and present.is_indirect:
                self._revision.replace(present, array_with(present, *fields))
            else:
                entries[b"Fields"] = array_with(present, *fields)
        if not entries:
            return None
        if form.is_indirect:
            self._revision.change(form, entries)
            return None
        return with_entries(form, entries)
