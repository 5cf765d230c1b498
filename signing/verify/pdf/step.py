"""One later revision, explained object by object or not at all.

What counts as explained is a closed list: a document time stamp, a security store that only grows,
a later signature in its own field, the filling of empty fields that a certification allows.
Whatever the revision touches besides is named as a change that nothing explains.

Source: signing design section 7.
"""

from typing import Any

from signing.verify.pdf.compare import same
from signing.verify.pdf.comparison import Comparison, Step
from signing.verify.pdf.field_changes import explain_fields
from signing.verify.pdf.fields import pages_of
from signing.verify.pdf.frame import explain_catalog, explain_trailer
from signing.verify.pdf.naming import name_change
from signing.verify.pdf.page_changes import explain_page
from signing.verify.pdf.structure import grown_structure
from signing.verify.pdf.syntax import PdfDict, Stream
from signing.verify.pdf.xref import FREE, generation


def read_step(work: Comparison) -> Step:
    """Explain everything the revision touched."""
    _identities(work)
    _skip_containers(work)
    explain_trailer(work)
    explain_catalog(work)
    old_pages, new_pages = pages_of(work.old), pages_of(work.new)
    if old_pages != new_pages:
        work.fault("change.pages", None)
    explain_fields(work, new_pages)
    for number in new_pages:
        explain_page(work, number)
    work.explained |= grown_structure(
        work.old,
        work.new,
        work.changed - work.explained,
        work.widgets | set(work.signatures),
        frozenset(new_pages),
    )
    _leftovers(work)
    if not work.step.allowed and not work.step.faults:
        work.fault("change.unclassified", None)
    return work.step


def _identities(work: Comparison) -> None:
    """An object keeps its generation, and what holds packed objects is not made anew.

    Either would change what other objects mean without touching them.
    """
    for number in work.changed & work.old.containers():
        work.fault("change.unclassified", number)
    for number in work.changed:
        before, after = work.old.entry(number), work.new.entry(number)
        if before is None or after is None or FREE in (before.kind, after.kind):
            continue
        if generation(before) != generation(after):
            work.fault("change.unclassified", number)


def _skip_containers(work: Comparison) -> None:
    for number in work.changed:
        if not work.is_new(number):
            continue
        value = work.new.get(number)
        if isinstance(value, Stream) and value.dictionary.get("Type") in ("ObjStm", "XRef"):
            work.explained.add(number)


def _leftovers(work: Comparison) -> None:
    for number in sorted(work.changed - work.explained):
        before = work.old.get(number) if work.old.in_use(number) else None
        after = work.new.get(number) if work.new.in_use(number) else None
        if before is not None and same(work.old, work.new, _plain(before), _plain(after)):
            continue
        code = name_change(work.old, work.new, number)
        if code == "change.unreferenced" and work.step.allowed:
            # Nothing leads to it and it hides nothing: some writers leave such pieces behind.
            continue
        work.fault(code, number)


def _plain(value: Any) -> Any:  # any PDF object
    """A value without the maker's note that iText leaves in the page tree."""
    if isinstance(value, PdfDict) and value.get("Type") == "Pages" and "ITXT" in value:
        return PdfDict({k: v for k, v in value.items() if k != "ITXT"})
    return value
