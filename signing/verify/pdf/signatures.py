"""Signatures of a file as its form names them, with every structural claim checked.

Source: ISO 32000-2, clause 12.8.1; signing design section 7.
"""

import dataclasses
import re
from dataclasses import dataclass
from typing import Any

from signing.verify.pdf.document import PdfFile, View
from signing.verify.pdf.fields import Field, text_of, walk_fields
from signing.verify.pdf.syntax import HexString, Name, PdfDict, Ref, SyntaxFault
from signing.verify.pdf.xref import PLAIN

_ONE_CASE = re.compile(rb"(?:[0-9a-f]{2})+\Z|(?:[0-9A-F]{2})+\Z")
_BYTE_RANGE = re.compile(rb"/ByteRange")


@dataclass(slots=True, kw_only=True)
class PdfSignature:
    """One filled signature field.

    Attributes:
        revision: index of the revision that ends where the signature's range ends; ``None`` if none
            does.
        faults: codes of structural faults; any fault keeps the signature from being valid.
    """

    field: Field
    dictionary: PdfDict
    number: int | None
    sub_filter: str = ""
    is_time_stamp: bool = False
    contents: bytes = b""
    byte_range: tuple[int, int, int, int] | None = None
    revision: int | None = None
    faults: list[str] = dataclasses.field(default_factory=list)

    @property
    def end(self) -> int:
        """Place after the last byte that is signed."""
        return self.byte_range[2] + self.byte_range[3] if self.byte_range else 0

    def covered(self, data: bytes) -> tuple[memoryview, memoryview]:
        """The two signed pieces of the file."""
        if self.byte_range is None:
            raise SyntaxFault("signature.byte_range")
        view = memoryview(data)
        one, two, three, four = self.byte_range
        return view[one : one + two], view[three : three + four]


def find_signatures(file: PdfFile) -> list[PdfSignature]:
    """All filled signature fields of the newest view, in the order they were made.

    Raises:
        SyntaxFault: the form cannot be walked.
    """
    view = file.newest
    found = [
        _read(file, view, entry)
        for entry in walk_fields(view)
        if entry.kind == "Sig" and view.resolve(entry.value) is not None
    ]
    _mark_repeats(found)
    return sorted(found, key=lambda s: s.end)


def unlisted_ranges(file: PdfFile, signatures: list[PdfSignature]) -> int:
    """How many ``/ByteRange`` entries stand in the file outside the signatures found.

    Usage-rights signatures are not counted, nor what stood in the file before the first signature.
    """
    known = [span for r in file.revisions for span in _usage_rights(file, r.index)]
    for signature in signatures:
        known += _span(file, len(file.revisions) - 1, signature.number)
    first = min((s.revision for s in signatures if s.revision is not None), default=None)
    start = 0 if first is None else file.revisions[first].start
    places = [m.start() for m in _BYTE_RANGE.finditer(file.data, start)]
    return sum(1 for p in places if not any(begin <= p < end for begin, end in known))


def _usage_rights(file: PdfFile, index: int) -> list[tuple[int, int]]:
    view = file.view(index)
    root = view.trailer.get("Root")
    holder = view.catalog.get("Perms")
    rights = view.dictionary(holder)
    found: list[tuple[int, int]] = []
    for key in ("UR", "UR3"):
        value = rights.get(key)
        if value is None:
            continue
        for item in (value, holder, root):
            if isinstance(item, Ref):
                found += _span(file, index, item.number)
                break
    return found


def _span(file: PdfFile, index: int, number: int | None) -> list[tuple[int, int]]:
    view = file.view(index)
    entry = view.entry(number) if number is not None else None
    if number is None or entry is None or entry.kind != PLAIN:
        return []
    found = view.object_at(number, entry)
    return [(found.start, found.end)]


def _read(file: PdfFile, view: View, entry: Field) -> PdfSignature:
    value = view.resolve(entry.value)
    number = entry.value.number if isinstance(entry.value, Ref) else entry.number
    dictionary = value if isinstance(value, PdfDict) else PdfDict()
    signature = PdfSignature(field=entry, dictionary=dictionary, number=number)
    faults = signature.faults
    if not isinstance(value, PdfDict):
        faults.append("signature.malformed")
        return signature
    if value.repeated:
        faults.append("signature.repeated_key")
    sub_filter = view.resolve(value.get("SubFilter"))
    signature.sub_filter = str(sub_filter) if isinstance(sub_filter, Name) else ""
    kind = view.resolve(value.get("Type"))
    signature.is_time_stamp = kind == "DocTimeStamp" or signature.sub_filter == "ETSI.RFC3161"
    if kind not in (None, "Sig", "DocTimeStamp"):
        faults.append("signature.malformed")
    if (kind == "DocTimeStamp") != (signature.sub_filter == "ETSI.RFC3161"):
        faults.append("signature.malformed")
    _check_place(view, signature)
    _check_range(file, view, signature)
    return signature


def _check_place(view: View, signature: PdfSignature) -> None:
    """The dictionary must be a plain object, so that its bytes are where the file shows them."""
    entry = view.entry(signature.number) if signature.number is not None else None
    if entry is None or entry.kind != PLAIN:
        signature.faults.append("signature.malformed")


def _check_range(file: PdfFile, view: View, signature: PdfSignature) -> None:
    data, faults = file.data, signature.faults
    contents = signature.dictionary.get("Contents")
    ranges = signature.dictionary.get("ByteRange")
    if isinstance(ranges, Ref):
        ranges = view.resolve(ranges)
    if not isinstance(ranges, list) or not _four_integers(ranges):
        faults.append("signature.byte_range")
        return
    first, before, second, after = ranges
    if not isinstance(contents, HexString):
        faults.append("signature.contents")
        return
    if (
        first != 0
        or before <= 0
        or after <= 0
        or second <= before
        or second + after > len(data)
        or contents.start != before
        or contents.end != second
    ):
        faults.append("signature.byte_range")
        return
    signature.byte_range = (first, before, second, after)
    signature.contents = bytes(contents)
    digits = data[before + 1 : second - 1]
    if not any(contents) or not _ONE_CASE.match(digits):
        # Writers keep to one case and leave no space; anything else means that someone touched it.
        faults.append("signature.contents")
    _check_revision(file, view, signature)


def _check_revision(file: PdfFile, view: View, signature: PdfSignature) -> None:
    """The range must end with a revision, and the dictionary must be part of that very revision."""
    for revision in file.revisions:
        if revision.ends_at(signature.end):
            signature.revision = revision.index
    if signature.revision is None:
        signature.faults.append("signature.range_ends_inside")
        return
    home = view.defined_in(signature.number) if signature.number is not None else None
    if home is None or home > signature.revision:
        signature.faults.append("signature.defined_later")
    elif home < signature.revision:
        # A rewritten dictionary would be defined later; an earlier one signs what it did not see
        # made.
        signature.faults.append("signature.defined_earlier")


def _four_integers(value: Any) -> bool:  # any PDF object
    return (
        isinstance(value, list)
        and len(value) == 4
        and all(isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in value)
    )


def _mark_repeats(signatures: list[PdfSignature]) -> None:
    """One signature dictionary, one field; one range end, one signature."""
    for index, one in enumerate(signatures):
        for other in signatures[index + 1 :]:
            same_object = one.number is not None and one.number == other.number
            same_range = one.byte_range is not None and one.byte_range == other.byte_range
            if same_object or same_range:
                one.faults.append("signature.shared")
                other.faults.append("signature.shared")


def claimed_time(view: View, dictionary: PdfDict) -> str:
    """The entry ``M`` as text; empty when absent."""
    return text_of(view.resolve(dictionary.get("M")))
