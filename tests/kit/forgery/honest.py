"""Honest signed files: every file structure times every flow, each of which must be shown as
valid."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields

from tests.kit.forgery import papers, signers
from tests.kit.forgery.foreign import MANNERS, sign_by_hand
from tests.kit.forgery.pki import Pki


@dataclass(frozen=True)
class Honest:
    """A file that must be shown as valid."""

    name: str
    data: bytes


STRUCTURES: dict[str, Callable[[], bytes]] = {
    "1.4": lambda: papers.plain(version="1.4"),
    "1.5 object streams": lambda: papers.plain(version="1.5", object_streams=True),
    "1.6 linearised": lambda: papers.plain(version="1.6", linearize=True),
    "1.7": papers.plain,
    "1.7 linearised object streams": lambda: papers.plain(linearize=True, object_streams=True),
    "2.0": lambda: papers.plain(version="2.0"),
    "three pages": lambda: papers.plain(3),
    "rotated": lambda: papers.plain(extra=_rotate),
    "hybrid": lambda: hybrid(papers.plain()),
}


def _rotate(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Rotate = 90
    pdf.pages[0].obj.CropBox = [20, 20, 560, 800]


def hybrid(data: bytes) -> bytes:
    """A hybrid file: one object more, hidden in an object stream that only the stream half
    names."""
    prev = int(data.rsplit(b"startxref", 1)[1].split()[0])
    size = int(data.rsplit(b"/Size", 1)[1].split()[0])
    out = bytearray(data)
    packed = b"%d 0 (hidden)" % size
    first = packed.index(b"(")
    at_stream = len(out)
    out += b"%d 0 obj\n<</Type/ObjStm/N 1/First %d/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (
        size + 1, first, len(packed), packed,
    )  # fmt: skip
    at_xref_stream = len(out)
    rows = b"\x02" + (size + 1).to_bytes(4, "big") + b"\0"
    rows += b"\x01" + at_stream.to_bytes(4, "big") + b"\0"
    rows += b"\x01" + at_xref_stream.to_bytes(4, "big") + b"\0"
    head = (
        b"%d 0 obj\n<</Type/XRef/W[1 4 1]/Index[%d 3]"
        b"/Size %d/Root 1 0 R/Length %d>>\nstream\n%b\nendstream\nendobj\n"
    )
    out += head % (
        size + 2, size, size + 3, len(rows), rows,
    )  # fmt: skip
    at = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n%d 3\n" % size
    out += b"0000000000 65535 f \n%010d 00000 n \n%010d 00000 n \n" % (at_stream, at_xref_stream)
    out += b"trailer\n<</Size %d/Root 1 0 R/Prev %d/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        size + 3, prev, at_xref_stream, at,
    )  # fmt: skip
    return bytes(out)


def _one(level: str, **more) -> Callable[[bytes, Pki], bytes]:
    return lambda data, pki: signers.sign(data, pki, level=level, **more)


def _visible(data: bytes, pki: Pki) -> bytes:
    return signers.sign(data, pki, "canbo3", box=(60, 300, 260, 360))


def _officers(data: bytes, pki: Pki) -> bytes:
    data = signers.prepare(data)
    data = signers.sign(data, pki, "canbo1", field="CanBo", box=(60, 300, 200, 350))
    data = signers.sign(data, pki, "lanhdao", field="LanhDao", level="b-t")
    data = signers.sign(data, pki, "condau", field="ConDau", level="b-t")
    return signers.sign(data, pki, "canbo3", field="SaoY")


def _new_fields(data: bytes, pki: Pki) -> bytes:
    data = signers.sign(data, pki, "canbo1", field="Mot", box=(60, 300, 200, 350))
    return signers.sign(data, pki, "canbo2", field="Hai", box=(260, 300, 400, 350))


def _stamped_later(data: bytes, pki: Pki) -> bytes:
    data = signers.sign(data, pki)
    return signers.stamp_document(signers.stamp_document(data, pki), pki)


def _long_then_again(data: bytes, pki: Pki) -> bytes:
    data = signers.sign(data, pki, level="b-lta", field="Mot")
    data = signers.sign(data, pki, "canbo2", level="b-lt", field="Hai")
    return signers.stamp_document(data, pki)


def _pkcs7(data: bytes, pki: Pki) -> bytes:
    return signers.sign(data, pki, subfilter=fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED)


def _pss(data: bytes, pki: Pki) -> bytes:
    return signers.sign(data, pki, signer_options={"prefer_pss": True}, digest="sha512")


def _certified_then_signed(data: bytes, pki: Pki) -> bytes:
    data = signers.prepare(data, ("LanhDao", "ConDau"))
    data = signers.sign(data, pki, field="CanBo", certify=2, box=(60, 300, 200, 350))
    return signers.sign(data, pki, "lanhdao", field="LanhDao")


def _locked_alone(data: bytes, pki: Pki) -> bytes:
    lock = fields.FieldMDPSpec(fields.FieldMDPAction.INCLUDE, fields=["GhiChu"])
    data = signers.prepare(data, ("LanhDao", "ConDau"), lock={"LanhDao": lock})
    data = signers.sign(data, pki, "lanhdao", field="LanhDao")
    return signers.sign(data, pki, "condau", field="ConDau")


FLOWS: dict[str, Callable[[bytes, Pki], bytes]] = {
    "b-b": _one("b-b"),
    "b-t": _one("b-t"),
    "b-lt": _one("b-lt"),
    "b-lta": _one("b-lta"),
    "visible": _visible,
    "four officers": _officers,
    "two new fields": _new_fields,
    "stamped later": _stamped_later,
    "long, then again": _long_then_again,
    "pkcs7": _pkcs7,
    "pss sha512": _pss,
    "certified then signed": _certified_then_signed,
    "locked and left alone": _locked_alone,
}


def fill(data: bytes, name: str, text: str) -> bytes:
    """Fill a text field as an honest program does: value and appearance, nothing else."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    for reference in writer.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        if field.get("/T") == name:
            left, low, right, high = (float(n) for n in field["/Rect"])
            look = generic.StreamObject(
                {
                    pdf_name("/Type"): pdf_name("/XObject"),
                    pdf_name("/Subtype"): pdf_name("/Form"),
                    pdf_name("/BBox"): generic.ArrayObject(
                        generic.NumberObject(n) for n in (0, 0, int(right - left), int(high - low))
                    ),
                    pdf_name("/Resources"): generic.DictionaryObject(
                        {pdf_name("/Font"): writer.root["/AcroForm"]["/DR"]["/Font"]}
                    ),
                },
                stream_data=f"/Tx BMC BT /Helv 12 Tf 2 5 Td ({text}) Tj ET EMC".encode(),
            )
            field[pdf_name("/V")] = pdf_string(text)
            field[pdf_name("/AP")] = generic.DictionaryObject(
                {pdf_name("/N"): writer.add_object(look)}
            )
            writer.update_container(field)
            writer.mark_update(reference)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def forms(pki: Pki) -> Iterator[Honest]:
    """Forms that a certification allows to be filled."""
    for level in (2, 3):
        base = signers.prepare(papers.plain(form=True), ("LanhDao",))
        data = signers.sign(base, pki, certify=level, field="CanBo", box=(60, 300, 200, 350))
        yield Honest(f"certified {level}", data)
        data = fill(data, "HoTen", "Nguyen Van A")
        yield Honest(f"certified {level}, filled", data)
        data = fill(data, "DiaChi", "So 1")
        yield Honest(f"certified {level}, filled twice", data)
        yield Honest(
            f"certified {level}, filled, signed",
            signers.sign(data, pki, "lanhdao", field="LanhDao"),
        )
        yield Honest(f"certified {level}, filled, stamped", signers.stamp_document(data, pki))


def older(pki: Pki) -> Iterator[Honest]:
    """Certificates that ended or were revoked after a trusted time stamp."""
    day = dt.timedelta(days=1)
    yield Honest(
        "expired after its stamp",
        signers.sign(papers.plain(), pki, "hethan", level="b-t", when=pki.now - 10 * day),
    )
    yield Honest(
        "revoked after its stamp",
        signers.sign(papers.plain(), pki, "thuhoi", level="b-t", when=pki.now - 10 * day),
    )
    yield Honest("no revocation published", signers.sign(papers.plain(), pki, "khongcrl"))


def all_honest(pki: Pki) -> Iterator[Honest]:
    """The whole campaign."""
    for kind, paper in STRUCTURES.items():
        for flow, run in FLOWS.items():
            yield Honest(f"{kind}, {flow}", run(paper(), pki))
    yield from forms(pki)
    yield from older(pki)
    yield from by_other_hands(pki)


def by_other_hands(pki: Pki) -> Iterator[Honest]:
    """Signatures in the manner of other programs, alone, twice, and after one another."""
    for index, manner in enumerate(MANNERS):
        once = sign_by_hand(papers.plain(), pki, "canbo1", manner)
        yield Honest(f"{manner.name}, once", once)
        yield Honest(
            f"{manner.name}, twice", sign_by_hand(once, pki, "canbo2", manner, "Signature2")
        )
        other = MANNERS[(index + 1) % len(MANNERS)]
        mixed = sign_by_hand(once, pki, "lanhdao", other, "Signature2")
        yield Honest(f"{manner.name}, then {other.name}", mixed)
        yield Honest(f"{manner.name}, then stamped", signers.stamp_document(once, pki))
        ours = signers.sign(once, pki, "canbo3", field="CanBo", level="b-lta")
        yield Honest(f"{manner.name}, then ours", ours)
        late = sign_by_hand(signers.sign(papers.plain(), pki), pki, "condau", manner)
        yield Honest(f"ours, then {manner.name}", late)
