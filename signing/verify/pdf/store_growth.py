"""The security store of a file may grow: certificates and revocation data, nothing else.

Source: signing design section 7.
"""

import re
from typing import Any

from signing.verify.pdf.compare import reachable
from signing.verify.pdf.comparison import Comparison
from signing.verify.pdf.document import View
from signing.verify.pdf.filters import decode
from signing.verify.pdf.syntax import PdfDict, Ref, Stream, SyntaxFault

_VRI_KEY = re.compile(r"[0-9A-Fa-f]{40}\Z")
_STORE_ENTRIES = frozenset({"Type", "VRI", "Certs", "OCSPs", "CRLs"})
_VRI_ENTRIES = frozenset({"Cert", "CRL", "OCSP", "TU", "TS", "Type"})


def explain_security_store(work: Comparison, before: Any, after: Any) -> None:  # PDF objects
    """Explain a store that brings something new and holds nothing but evidence."""
    old_pieces = _pieces(work.old, before)
    table = work.new.resolve(after)
    if not isinstance(table, PdfDict):
        work.fault("change.security_store", None)
        return
    pieces = _pieces(work.new, after)
    lost = not old_pieces <= pieces
    # Pieces of older stores still count as evidence, so a store that was written anew does no
    # harm; one that only shrank has no honest purpose.
    if (lost and pieces <= old_pieces) or not _store_is_plain(work, table):
        work.fault("change.security_store", None)
        return
    touched = bool(work.changed & (reachable(work.new, after)))
    work.absorb(after)
    older = _containers(work.old, before)
    for number in _containers(work.new, after):
        if work.is_new(number) or (number in older and work.has_one_role(number)):
            work.explained.add(number)
        work.absorb(work.new.get(number))
    if touched:
        work.step.allowed.append(("change.security_store_grew", None))


def _store_is_plain(work: Comparison, table: PdfDict) -> bool:
    view = work.new
    if not table.keys() <= _STORE_ENTRIES:
        return False
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


def _looks_der(view: View, item: Any) -> bool:  # any PDF object
    stream = view.resolve(item)
    return isinstance(stream, Stream) and _is_der(stream)


def _is_der(stream: Stream) -> bool:
    try:
        return decode(stream)[:1] == b"\x30"
    except SyntaxFault:
        return False
