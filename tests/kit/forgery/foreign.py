"""Signing by hand in the manner of other programs: what they write around a signature differs.

The manners were observed on files of those programs; nothing of them runs here.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7

from signing.verify.crypto import der
from signing.verify.pdf.document import PdfFile
from signing.verify.pdf.fields import pages_of
from signing.verify.pdf.syntax import Name, PdfDict, Ref
from tests.kit.forgery.pki import Pki
from tests.kit.forgery.updates import next_number, serialise, stream

ROOM = 8192


@dataclass(frozen=True)
class Manner:
    """How a program writes its update.

    Attributes:
        note: a comment line before the pointer, as iText leaves one.
        stream: the cross-reference is a stream.
        ber: the message has indefinite lengths, as Bouncy Castle writes it.
        rewrite_tree: the page tree root is written again with the maker's mark.
    """

    name: str
    note: bytes = b""
    stream: bool = False
    ber: bool = False
    upper: bool = False
    inline_form: bool = False
    indirect_annotations: bool = False
    information: bool = False
    rewrite_tree: bool = False
    widget_resources: bool = False
    line_end: bytes = b"\n"
    last_line_end: bool = True


MANNERS = (
    Manner(
        "itext 5",
        information=True,
        widget_resources=True,
        inline_form=True,
        rewrite_tree=True,
        note=b"%iText-5.5.13\n",
    ),
    Manner("itext 8", information=True, stream=True, note=b""),
    Manner("pdfbox", ber=True, upper=True, indirect_annotations=True),
    Manner("podofo", information=True, upper=True, line_end=b"\n"),
    Manner("node-signpdf", inline_form=True, last_line_end=False),
    Manner("windows", line_end=b"\r\n", note=b"%note\r\n"),
)


def message(pki: Pki, name: str, content: bytes, *, ber: bool = False) -> bytes:
    """A detached PKCS#7 message by another library."""
    raw = (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(content)
        .add_signer(pki.certs[name], pki.keys[name], hashes.SHA256())
        .add_certificate(pki.certs[pki.specs[name].issuer])
        .sign(
            serialization.Encoding.DER,
            [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary],
        )
    )
    return indefinite(raw) if ber else raw


def indefinite(raw: bytes) -> bytes:
    """The outer layers of a message rewritten with indefinite lengths."""
    outer = der.read(raw)
    oid, wrapped = outer.children()
    (body,) = wrapped.children()
    inner = b"\x30\x80" + body.content + b"\0\0"
    return b"\x30\x80" + oid.raw + b"\xa0\x80" + inner + b"\0\0" + b"\0\0"


def sign_by_hand(
    data: bytes, pki: Pki, name: str, manner: Manner, field: str = "Signature1"
) -> bytes:
    """``data`` with a signature in the manner of another program."""
    view = PdfFile(data).newest
    root = view.trailer["Root"]
    catalog = PdfDict(view.catalog)
    page_number = pages_of(view)[0]
    page = PdfDict(view.get(page_number))
    fresh = next_number(data)
    widget, value, look, form_number, array_number = (Ref(fresh + i, 0) for i in range(5))
    form = PdfDict(view.dictionary(catalog.get("AcroForm")))
    form["Fields"] = [*view.array(form.get("Fields")), widget]
    form["SigFlags"] = 3
    objects: dict[int, bytes] = {}
    if manner.widget_resources:
        form["DR"] = {"XObject": {"FRM": look}}
    holder = catalog.get("AcroForm")
    if isinstance(holder, Ref):
        objects[holder.number] = serialise(form)
    elif manner.inline_form:
        catalog["AcroForm"] = form
        objects[root.number] = serialise(catalog)
    else:
        catalog["AcroForm"] = form_number
        objects[form_number.number] = serialise(form)
        objects[root.number] = serialise(catalog)
    annotations = [*view.array(page.get("Annots")), widget]
    if isinstance(page.get("Annots"), Ref):
        objects[page["Annots"].number] = serialise(annotations)
    elif manner.indirect_annotations:
        page["Annots"] = array_number
        objects[array_number.number] = serialise(annotations)
        objects[page_number] = serialise(page)
    else:
        page["Annots"] = annotations
        objects[page_number] = serialise(page)
    left = 60 if field.endswith("1") else 260
    objects[widget.number] = serialise(
        {
            "Type": Name("Annot"), "Subtype": Name("Widget"), "FT": Name("Sig"), "F": 132,
            "T": field.encode(), "V": value, "P": Ref(page_number, 0),
            "Rect": [left, 400, left + 150, 450], "AP": {"N": look},
            **({"DR": {}} if manner.widget_resources else {}),
        }
    )  # fmt: skip
    objects[look.number] = stream(
        b"0 0 1 RG 2 2 140 40 re S",
        Type=Name("XObject"),
        Subtype=Name("Form"),
        BBox=[0, 0, 150, 50],
    )
    trailer: dict[str, object] = {}
    if manner.information:
        info = view.trailer.get("Info")
        number = info.number if isinstance(info, Ref) else fresh + 6
        table = PdfDict(view.dictionary(info))
        table["ModDate"] = b"D:20261124000000Z"
        table["Producer"] = manner.name.encode()
        objects[number] = serialise(table)
        trailer["Info"] = Ref(number, 0)
    if manner.rewrite_tree:
        tree = catalog["Pages"]
        objects[tree.number] = serialise({**view.dictionary(tree), "ITXT": b"5.5.13"})
    placeholder = b"/ByteRange [0 0000000000 0000000000 0000000000]"
    objects[value.number] = (
        b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached "
        b"/M (D:20261124000000Z) " + placeholder + b" /Contents <" + b"0" * (2 * ROOM) + b"> >>"
    )
    out = _write(data, objects, trailer, manner)
    start = out.index(b"/Contents <" + b"0" * 64, len(data)) + len(b"/Contents ")
    end = start + 2 * ROOM + 2
    ranges = b"/ByteRange [0 %d %d %d]" % (start, end, len(out) - end)
    out = out.replace(placeholder, ranges.ljust(len(placeholder)))
    raw = message(pki, name, out[:start] + out[end:], ber=manner.ber)
    digits = raw.ljust(ROOM, b"\0").hex()
    return out[: start + 1] + (digits.upper() if manner.upper else digits).encode() + out[end - 1 :]


def _write(data: bytes, objects: dict[int, bytes], trailer: dict, manner: Manner) -> bytes:
    before = PdfFile(data).revisions[-1]
    eol = manner.line_end
    out = bytearray(data)
    if not out.endswith((b"\n", b"\r")):
        out += eol
    places: dict[int, int] = {}
    for number, body in sorted(objects.items(), reverse=True):
        places[number] = len(out)
        out += b"%d 0 obj" % number + eol + body + eol + b"endobj" + eol
    table = {
        "Size": max([*places, before.trailer["Size"] - 1]) + 1,
        "Root": before.trailer["Root"],
        "Prev": before.sections[0].start,
        **{k: before.trailer[k] for k in ("Info", "ID") if k in before.trailer},
        **trailer,
    }
    at = len(out)
    if manner.stream:
        number = table["Size"]
        places[number] = at
        rows = b"".join(b"\x01" + places[n].to_bytes(4, "big") + b"\0\0" for n in sorted(places))
        index = [part for n in sorted(places) for part in (n, 1)]
        table = {**table, "Size": number + 1, "Type": Name("XRef"), "W": [1, 4, 2], "Index": index}
        out += b"%d 0 obj\n" % number + stream(rows, **table) + b"\nendobj\n"
    else:
        free = b"0000000000 65535 f" + (b"\r\n" if eol == b"\r\n" else b" \n")
        out += b"xref" + eol + b"0 1" + eol + free
        for number in sorted(places):
            out += b"%d 1" % number + eol + b"%010d 00000 n" % places[number]
            out += b"\r\n" if eol == b"\r\n" else b" \n"
        out += b"trailer" + eol + serialise(table) + eol
    out += manner.note + b"startxref" + eol + b"%d" % at + eol + b"%%EOF"
    return bytes(out) + (eol if manner.last_line_end else b"")
