"""Trailer, catalogue and form dictionary: what a later revision may write anew in them.

Source: signing design section 7.
"""

import re
from typing import Any

from signing.verify.pdf.comparison import Comparison
from signing.verify.pdf.fields import form_of
from signing.verify.pdf.filters import decode
from signing.verify.pdf.metadata import xmp_facts
from signing.verify.pdf.store_growth import explain_security_store
from signing.verify.pdf.syntax import PdfDict, Stream

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
_INFO_FREE = frozenset({"ModDate", "Producer"})


def explain_trailer(work: Comparison) -> None:
    """Compare the trailers and the document information."""
    before, after = work.old.trailer, work.new.trailer
    for key in (before.keys() | after.keys()) - _TRAILER_FREE:
        if not work.same(before.get(key), after.get(key)) and key in after:
            work.fault("change.unclassified", None)
    _information(work, before.get("Info"), after.get("Info", before.get("Info")))


def _information(work: Comparison, before: Any, after: Any) -> None:  # PDF objects
    one, two = work.old.dictionary(before), work.new.dictionary(after)
    for key in (one.keys() | two.keys()) - _INFO_FREE:
        if not work.same(one.get(key), two.get(key)):
            work.fault("change.information", None)
    if isinstance(work.new.resolve(after), PdfDict):
        work.take(before, after)
    work.absorb(after)


def explain_catalog(work: Comparison) -> None:
    """Compare the catalogues entry by entry."""
    before, after = work.old.catalog, work.new.catalog
    work.take(work.old.trailer.get("Root"), work.new.trailer.get("Root"))
    for key in before.keys() | after.keys():
        one, two = before.get(key), after.get(key)
        if key == "AcroForm":
            _form(work, one, two)
        elif key == "DSS":
            explain_security_store(work, one, two)
        elif key == "Metadata":
            _metadata(work, one, two)
        elif key == "Extensions":
            _extensions(work, one, two)
        elif key == "Version":
            if not re.fullmatch(r"[12]\.\d", str(two)):
                work.fault("change.catalog", None)
        elif not work.same(one, two):
            work.fault(_CATALOG_CODES.get(key, "change.catalog"), None)


def _extensions(work: Comparison, before: Any, value: Any) -> None:  # PDF objects
    table = work.new.resolve(value)
    plain = isinstance(table, PdfDict) and not any(isinstance(v, Stream) for v in table.values())
    if not plain:
        work.fault("change.catalog", None)
    work.take(before, value)
    work.absorb(value)


def _metadata(work: Comparison, before: Any, after: Any) -> None:  # PDF objects
    one, two = work.old.resolve(before), work.new.resolve(after)
    facts_before = xmp_facts(decode(one)) if isinstance(one, Stream) else frozenset()
    facts_after = xmp_facts(decode(two)) if isinstance(two, Stream) else None
    if facts_after is None or facts_before != facts_after:
        if not work.same(before, after) or facts_before is not None:
            work.fault("change.information", None)
        return
    work.take(before, after)
    work.absorb(after)


def _form(work: Comparison, before: Any, after: Any) -> None:  # PDF objects
    one, two = form_of(work.old), form_of(work.new)
    for key in (one.keys() | two.keys()) - _FORM_FREE:
        if key == "DA" and key not in one:
            continue
        if not work.same(one.get(key), two.get(key)):
            work.fault("change.form", None)
    if two.get("NeedAppearances") is True and one.get("NeedAppearances") is not True:
        work.fault("change.form", None)
    _form_resources(work, one.get("DR"), two.get("DR"))
    work.take(before, after)
    work.take(one.get("Fields"), two.get("Fields"))


def _form_resources(work: Comparison, before: Any, after: Any) -> None:  # PDF objects
    """Default resources may grow; nothing they named before may mean something else."""
    one, two = work.old.dictionary(before), work.new.dictionary(after)
    for kind, table in one.items():
        if kind == "XObject":
            # iText keeps the form of the last signature here; no field is drawn from it.
            continue
        old_table, new_table = work.old.resolve(table), work.new.resolve(two.get(kind))
        if not (isinstance(old_table, PdfDict) and isinstance(new_table, PdfDict)):
            if not work.same(table, two.get(kind)):
                work.fault("change.form", None)
            continue
        for key, value in old_table.items():
            if not work.same(value, new_table.get(key)):
                work.fault("change.form", None)
        work.take(table, two.get(kind))
    work.take(before, after)
    work.absorb(after)
