"""Marks and fillings that say something else than a signer saw, by people who may sign or fill."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.sign import fields
from pyhanko.sign import signers as reference
from pyhanko.stamp import StaticStampStyle

from signing.verify.pdf.document import PdfFile
from signing.verify.pdf.fields import Field, walk_fields
from signing.verify.pdf.syntax import Name, Ref
from tests.kit.forgery import papers, signers
from tests.kit.forgery.mutations import Forgery
from tests.kit.forgery.pki import Pki
from tests.kit.forgery.updates import next_number, serialise, stream, update

Box = tuple[int, int, int, int]
WHITE = b"1 g 0 0 %d %d re f 0 g 10 10 40 20 re f"
DIGITS_AT = 72 + 75  # where the amount's first digits stand on the sample paper


def covered(data: bytes, pki: Pki, box: Box, drawing: bytes) -> bytes:
    """A second officer's mark in a field of its own."""
    width, height = box[2] - box[0], box[3] - box[1]
    look = StaticStampStyle(
        background=RawContent(drawing, box=BoxConstraints(width=width, height=height)),
        border_width=0,
        background_opacity=1,
    )
    out = io.BytesIO()
    reference.PdfSigner(
        reference.PdfSignatureMetadata(
            field_name="Hai", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
        ),
        signers.signer(pki, "canbo2"),
        stamp_style=look,
        new_field_spec=fields.SigFieldSpec("Hai", box=box),
    ).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data), strict=False), output=out)
    return out.getvalue()


def _look(writer: IncrementalPdfFileWriter, drawing: bytes) -> generic.IndirectObject:
    table = {
        pdf_name("/Type"): pdf_name("/XObject"),
        pdf_name("/Subtype"): pdf_name("/Form"),
        pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 440, 180))),
        pdf_name("/Resources"): generic.DictionaryObject(),
    }
    return writer.add_object(generic.StreamObject(table, stream_data=drawing))


def _field(writer: IncrementalPdfFileWriter, name: str):
    for entry in writer.root["/AcroForm"]["/Fields"]:
        if entry.get_object().get("/T") == name:
            return entry
    raise LookupError(name)


def stamped(data: bytes, pki: Pki, drawing: bytes, *, flags: int = 4, hover: bytes = b"") -> bytes:
    """A document time stamp whose field shows something."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    fields.append_signature_field(writer, fields.SigFieldSpec("Tem", box=(60, 200, 500, 380)))
    field = _field(writer, "Tem").get_object()
    looks = generic.DictionaryObject({pdf_name("/N"): _look(writer, drawing)})
    if hover:
        looks[pdf_name("/R")] = _look(writer, hover)
    field[pdf_name("/AP")], field[pdf_name("/F")] = looks, generic.NumberObject(flags)
    writer.update_container(field)
    out = io.BytesIO()
    machine = reference.PdfTimeStamper(signers.stamper(pki), field_name="Tem")
    machine.timestamp_pdf(writer, "sha256", None, output=out)
    return out.getvalue()


def on_another_page(pki: Pki) -> bytes:
    """A prepared field, signed by its owner, shown on a page it was not prepared for."""

    def hook(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][1].get_object()
        page[pdf_name("/Annots")] = generic.ArrayObject([_field(writer, "ConDau")])
        writer.update_container(page)

    data = signers.prepare(papers.plain(pages=2), ("LanhDao", "ConDau"))
    data = signers.sign(data, pki, "canbo1", field="LanhDao")
    return signers.sign(data, pki, "canbo2", field="ConDau", writer_hook=hook)


def print_only(pki: Pki) -> bytes:
    """A mark on empty paper that is there on paper but not on the screen."""

    def hook(writer: IncrementalPdfFileWriter) -> None:
        spec = fields.SigFieldSpec("Hai", box=(60, 200, 500, 380))
        fields.append_signature_field(writer, spec)
        field = _field(writer, "Hai").get_object()
        field[pdf_name("/F")] = generic.NumberObject(4 | 32)
        writer.update_container(field)

    data = signers.sign(papers.plain(), pki, "canbo1", field="Mot")
    return signers.sign(data, pki, "canbo2", field="Hai", writer_hook=hook)


def _named(data: bytes, name: str) -> Field:
    return next(field for field in walk_fields(PdfFile(data).newest) if field.name == name)


def filled(pki: Pki, value: bytes | None, drawing: bytes, *, certify: int = 2) -> bytes:
    """A text field of a certified form, filled so that it holds one thing and shows another."""
    data = signers.sign(papers.plain(form=True), pki, "canbo1", field="Mot", certify=certify)
    field, number = _named(data, "HoTen"), next_number(data)
    view = PdfFile(data).newest
    resources = view.resolve(view.dictionary(view.catalog.get("AcroForm")).get("DR"))
    table = {**field.dictionary, "AP": {"N": Ref(number, 0)}}
    if value is not None:
        table["V"] = value
    look = stream(
        b"/Tx BMC q BT /Helv 12 Tf 2 5 Td " + drawing + b" ET Q EMC",
        Type=Name("XObject"),
        Subtype=Name("Form"),
        BBox=[0, 0, 228, 20],
        Resources=resources,
    )
    assert field.number is not None
    return update(data, {field.number: serialise(table), number: look})


def pushed(pki: Pki) -> bytes:
    """A push button of a certified form, with another picture."""

    def button(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        look = pdf.make_stream(
            b"0 1 0 rg 0 0 200 60 re f",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 200, 60],
        )
        widget = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Btn,
            Ff=1 << 16,
            T=pikepdf.String("Anh"),
            Rect=[72, 500, 272, 560],
            F=4,
            P=page,
            AP=pikepdf.Dictionary(N=look),
        )
        page.Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(widget)]))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(list(page.Annots)))

    data = signers.sign(papers.plain(extra=button), pki, "canbo1", field="Mot", certify=2)
    field, number = _named(data, "Anh"), next_number(data)
    look = stream(
        b"1 0 0 rg 0 0 200 60 re f",
        Type=Name("XObject"),
        Subtype=Name("Form"),
        BBox=[0, 0, 200, 60],
    )
    assert field.number is not None
    table = serialise({**field.dictionary, "AP": {"N": Ref(number, 0)}})
    return update(data, {field.number: table, number: look})


def cloaked(pki: Pki, role: str) -> bytes:
    """The page's font changed while it is made to serve as another object, too."""
    data = signers.sign(papers.plain(), pki, "canbo1", field="Mot")
    view = PdfFile(data).newest
    page = view.dictionary(view.array(view.dictionary(view.catalog.get("Pages")).get("Kids"))[0])
    font = view.dictionary(view.dictionary(page.get("Resources")).get("Font"))["F1"]
    table = {**view.dictionary(font), "ToUnicode": Name("Identity-H")}
    catalog = serialise({**view.catalog, role: font})
    return update(data, {view.trailer["Root"].number: catalog, font.number: serialise(table)})


def all_marks(pki: Pki) -> Iterator[Forgery]:
    """Every one of them."""
    sparse = signers.sign(papers.plain(text="CHAP THUAN"), pki, "canbo1", field="Mot")
    for box in ((0, 0, 595, 842), (20, 20, 575, 822), (60, 600, 500, 830)):
        white = WHITE % (box[2] - box[0], box[3] - box[1])
        yield Forgery(f"white over {box}", covered(sparse, pki, box, white))
    for box in ((DIGITS_AT, 716, DIGITS_AT + 11, 736), (20, 300, 575, 740)):
        digit = b"1 g %d %d 11 20 re f" % (DIGITS_AT - box[0], 716 - box[1])
        yield Forgery(f"one digit covered from {box}", covered(sparse, pki, box, digit))
    red = b"1 0 0 rg 10 10 300 100 re f"
    makers: dict[str, Callable[[], bytes]] = {
        "time stamp that shows something": lambda: stamped(sparse, pki, red),
        "time stamp for paper only": lambda: stamped(sparse, pki, red, flags=4 | 32),
        "time stamp under the pointer": lambda: stamped(sparse, pki, b"", hover=red),
        "prepared field on another page": lambda: on_another_page(pki),
        "mark for paper only": lambda: print_only(pki),
        "push button redrawn": lambda: pushed(pki),
        "shows another value": lambda: filled(pki, b"1.000", b"(9.000) Tj"),
        "shows without a value": lambda: filled(pki, None, b"(9.000) Tj"),
        "shows with an empty value": lambda: filled(pki, b"", b"(9.000) Tj"),
        "value without ink": lambda: filled(pki, b"1.000", b"3 Tr (1.000) Tj"),
        "value drawn by lines": lambda: filled(pki, b"1.000", b"(1.000) Tj 0 0 m 9 9 l S"),
        "font as extensions": lambda: cloaked(pki, "Extensions"),
        "font as metadata": lambda: cloaked(pki, "Metadata"),
        "font as security store": lambda: cloaked(pki, "DSS"),
    }
    for name, make in makers.items():
        yield Forgery(name, make())
