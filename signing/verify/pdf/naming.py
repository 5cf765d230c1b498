"""A name for a change that nothing explains, as close as the objects allow."""

from typing import Any

from signing.verify.pdf.compare import reachable, references
from signing.verify.pdf.document import View
from signing.verify.pdf.fields import pages_of
from signing.verify.pdf.syntax import PdfDict, Stream, SyntaxFault

_BY_TYPE = {
    "Page": "change.pages",
    "Pages": "change.pages",
    "Font": "change.font",
    "FontDescriptor": "change.font",
    "CMap": "change.font",
    "Filespec": "change.attachment",
    "EmbeddedFile": "change.attachment",
    "OCG": "change.layer",
    "OCMD": "change.layer",
    "Annot": "change.annotation",
    "Action": "change.script",
    "Sig": "change.signature_touched",
    "DocTimeStamp": "change.signature_touched",
    "Outlines": "change.catalog",
}
_ACTIONS = frozenset(
    {"JavaScript", "Launch", "SubmitForm", "ImportData", "GoToR", "URI", "Rendition"}
)


def name_change(old: View, new: View, number: int) -> str:
    """The code that fits an unexplained change of one object best."""
    try:
        after = new.get(number) if new.in_use(number) else None
        before = old.get(number) if old.in_use(number) else None
        value = after if after is not None else before
        if before is None and number not in reachable(new, new.trailer):
            return "change.unreferenced"
        by_type = _by_type(value)
        if by_type:
            return by_type
        return _by_use(new if after is not None else old, number)
    except SyntaxFault:
        return "change.unclassified"


def _by_type(value: Any) -> str | None:  # any PDF object
    table = value.dictionary if isinstance(value, Stream) else value
    if not isinstance(table, PdfDict):
        return None
    code = _BY_TYPE.get(str(table.get("Type", "")))
    if code:
        return code
    if table.get("S") in _ACTIONS or "JS" in table:
        return "change.script"
    if "Rect" in table and "Subtype" in table:
        return "change.annotation"
    if "BaseFont" in table or "FontFile2" in table:
        return "change.font"
    return None


def _by_use(view: View, number: int) -> str:
    """By how pages use the object: their content, their resources, or nothing at all."""
    for page in pages_of(view):
        table = view.dictionary(view.get(page))
        if any(r.number == number for r in references(table.get("Contents"))):
            return "change.page_content"
        resources = reachable(view, table.get("Resources"))
        if number in resources:
            return "change.page_content"
        if number in reachable(view, table.get("Contents")):
            return "change.page_content"
    return "change.unclassified"
