"""What a forger may change in a signed file by an update: each change gives object texts by
number."""

from __future__ import annotations

from collections.abc import Callable

from signing.verify.pdf.document import PdfFile
from signing.verify.pdf.fields import pages_of, walk_fields
from signing.verify.pdf.syntax import Name, PdfDict, Ref
from tests.kit.forgery.updates import next_number, serialise, stream

Objects = dict[int, bytes]
OVERLAY = b"q 1 1 1 rg 60 700 420 80 re f Q BT /F1 18 Tf 72 720 Td (So tien: 9.000.000) Tj ET\n"


def _page(data: bytes, index: int = 0):
    view = PdfFile(data).newest
    number = pages_of(view)[index]
    return view, number, PdfDict(view.get(number))


def _catalog(data: bytes):
    view = PdfFile(data).newest
    return view, view.trailer["Root"].number, PdfDict(view.catalog)


def replace_content(data: bytes) -> Objects:
    _view, _, page = _page(data)
    return {page["Contents"].number: stream(b"BT /F1 18 Tf 72 760 Td (GIA MAO) Tj ET\n")}


def new_content(data: bytes) -> Objects:
    _, number, page = _page(data)
    fresh = next_number(data)
    page["Contents"] = [page["Contents"], Ref(fresh, 0)]
    return {number: serialise(page), fresh: stream(OVERLAY)}


def swap_page_reference(data: bytes) -> Objects:
    view, _, catalog = _catalog(data)
    fresh = next_number(data)
    pages = PdfDict(view.resolve(catalog["Pages"]))
    _, _, page = _page(data)
    pages["Kids"] = [Ref(fresh, 0), *pages["Kids"][1:]]
    page["Contents"] = Ref(fresh + 1, 0)
    return {
        catalog["Pages"].number: serialise(pages),
        fresh: serialise(page),
        fresh + 1: stream(OVERLAY),
    }


def add_page(data: bytes) -> Objects:
    view, _, catalog = _catalog(data)
    _, _, page = _page(data)
    fresh = next_number(data)
    pages = PdfDict(view.resolve(catalog["Pages"]))
    pages["Kids"] = [*pages["Kids"], Ref(fresh, 0)]
    pages["Count"] += 1
    page.pop("Annots", None)
    return {catalog["Pages"].number: serialise(pages), fresh: serialise(page)}


def new_page_tree(data: bytes) -> Objects:
    _view, root, catalog = _catalog(data)
    _, _, page = _page(data)
    fresh = next_number(data)
    page["Contents"], page["Parent"] = Ref(fresh + 2, 0), Ref(fresh, 0)
    catalog["Pages"] = Ref(fresh, 0)
    tree = {"Type": Name("Pages"), "Count": 1, "Kids": [Ref(fresh + 1, 0)]}
    return {
        root: serialise(catalog),
        fresh: serialise(tree),
        fresh + 1: serialise(page),
        fresh + 2: stream(OVERLAY),
    }


def _annotation(kind: str, **more) -> dict:
    return {
        "Type": Name("Annot"),
        "Subtype": Name(kind),
        "Rect": [60, 700, 480, 780],
        "F": 4,
        **more,
    }


def _with_annotation(data: bytes, annotation: dict, extra: Objects | None = None) -> Objects:
    view, number, page = _page(data)
    fresh = next_number(data)
    page["Annots"] = [*view.array(page.get("Annots")), Ref(fresh, 0)]
    return {number: serialise(page), fresh: serialise(annotation), **(extra or {})}


def free_text(data: bytes) -> Objects:
    return _with_annotation(
        data, _annotation("FreeText", Contents=b"So tien: 9.000.000", DA=b"/Helv 18 Tf 0 g")
    )


def stamp_annotation(data: bytes) -> Objects:
    look = next_number(data) + 1
    form = stream(
        b"1 0 0 rg 0 0 420 80 re f",
        Type=Name("XObject"),
        Subtype=Name("Form"),
        BBox=[0, 0, 420, 80],
    )
    return _with_annotation(data, _annotation("Stamp", AP={"N": Ref(look, 0)}), {look: form})


def link_annotation(data: bytes) -> Objects:
    action = {"S": Name("URI"), "URI": b"https://example.invalid/"}
    return _with_annotation(data, _annotation("Link", A=action))


def hidden_widget(data: bytes) -> Objects:
    return _with_annotation(data, _annotation("Widget", FT=Name("Tx"), T=b"x", V=b"9.000.000"))


def script(data: bytes) -> Objects:
    _, root, catalog = _catalog(data)
    catalog["OpenAction"] = {"S": Name("JavaScript"), "JS": b"app.alert(1)"}
    return {root: serialise(catalog)}


def launch(data: bytes) -> Objects:
    _, number, page = _page(data)
    page["AA"] = {"O": {"S": Name("Launch"), "F": b"calc.exe"}}
    return {number: serialise(page)}


def named_script(data: bytes) -> Objects:
    _, root, catalog = _catalog(data)
    catalog["Names"] = {
        "JavaScript": {"Names": [b"a", {"S": Name("JavaScript"), "JS": b"app.alert(1)"}]}
    }
    return {root: serialise(catalog)}


def attachment(data: bytes) -> Objects:
    _, root, catalog = _catalog(data)
    fresh = next_number(data)
    spec = {"Type": Name("Filespec"), "F": b"a.exe", "EF": {"F": Ref(fresh, 0)}}
    catalog["Names"] = {"EmbeddedFiles": {"Names": [b"a", spec]}}
    return {root: serialise(catalog), fresh: stream(b"MZ", Type=Name("EmbeddedFile"))}


def layer(data: bytes) -> Objects:
    _, root, catalog = _catalog(data)
    fresh = next_number(data)
    catalog["OCProperties"] = {"OCGs": [Ref(fresh, 0)], "D": {"OFF": [Ref(fresh, 0)]}}
    return {
        root: serialise(catalog),
        fresh: serialise({"Type": Name("OCG"), "Name": b"x"}),
    }


def font(data: bytes) -> Objects:
    view, _, page = _page(data)
    fonts = view.dictionary(view.dictionary(page["Resources"]).get("Font"))
    number = fonts["F1"].number
    return {
        number: serialise(
            {"Type": Name("Font"), "Subtype": Name("Type1"), "BaseFont": Name("Symbol")}
        )
    }


def resources(data: bytes) -> Objects:
    _, number, page = _page(data)
    page["Resources"] = {
        "Font": {
            "F1": {"Type": Name("Font"), "Subtype": Name("Type1"), "BaseFont": Name("ZapfDingbats")}
        }
    }
    return {number: serialise(page)}


def crop(data: bytes) -> Objects:
    _, number, page = _page(data)
    page["CropBox"] = [0, 0, 300, 500]
    return {number: serialise(page)}


def rotate(data: bytes) -> Objects:
    _, number, page = _page(data)
    page["Rotate"] = 180
    return {number: serialise(page)}


def drop_form(data: bytes) -> Objects:
    _, root, catalog = _catalog(data)
    catalog.pop("AcroForm", None)
    return {root: serialise(catalog)}


def empty_form(data: bytes) -> Objects:
    _, root, catalog = _catalog(data)
    catalog["AcroForm"] = {"Fields": [], "SigFlags": 3}
    return {root: serialise(catalog)}


def need_appearances(data: bytes) -> Objects:
    view, root, catalog = _catalog(data)
    catalog["AcroForm"] = {**view.dictionary(catalog["AcroForm"]), "NeedAppearances": True}
    return {root: serialise(catalog)}


def xfa(data: bytes) -> Objects:
    view, root, catalog = _catalog(data)
    fresh = next_number(data)
    catalog["AcroForm"] = {**view.dictionary(catalog["AcroForm"]), "XFA": Ref(fresh, 0)}
    return {root: serialise(catalog), fresh: stream(b"<xdp/>")}


def _signature(data: bytes, last: bool = True):
    view = PdfFile(data).newest
    signed = [f for f in walk_fields(view) if f.kind == "Sig" and view.resolve(f.value) is not None]
    return view, signed[-1 if last else 0]


def empty_contents(data: bytes) -> Objects:
    view, field = _signature(data)
    table = PdfDict(view.resolve(field.value))
    table["Contents"] = b""
    return {field.value.number: serialise(table)}


def no_byte_range(data: bytes) -> Objects:
    view, field = _signature(data)
    table = PdfDict(view.resolve(field.value))
    table.pop("ByteRange")
    return {field.value.number: serialise(table)}


def no_contents(data: bytes) -> Objects:
    view, field = _signature(data)
    table = PdfDict(view.resolve(field.value))
    table.pop("Contents")
    return {field.value.number: serialise(table)}


def wrong_ranges(*ranges: int) -> Callable[[bytes], Objects]:
    def change(data: bytes) -> Objects:
        view, field = _signature(data)
        table = PdfDict(view.resolve(field.value))
        table["ByteRange"] = list(ranges)
        return {field.value.number: serialise(table)}

    return change


def copied_signature(data: bytes) -> Objects:
    """The signature dictionary copied word for word behind a new page."""
    view, field = _signature(data)
    return {**replace_content(data), field.value.number: serialise(view.resolve(field.value))}


def other_reason(data: bytes) -> Objects:
    view, field = _signature(data)
    table = PdfDict(view.resolve(field.value))
    table["Reason"] = b"Dong y tat ca"
    return {field.value.number: serialise(table)}


def shared_signature(data: bytes) -> Objects:
    """A second field that points to the same signature."""
    view, field = _signature(data)
    _, root, catalog = _catalog(data)
    fresh = next_number(data)
    form = PdfDict(view.dictionary(catalog["AcroForm"]))
    form["Fields"] = [*view.array(form["Fields"]), Ref(fresh, 0)]
    twin = {
        "FT": Name("Sig"),
        "T": b"Khac",
        "V": field.value,
        "Type": Name("Annot"),
        "Subtype": Name("Widget"),
        "Rect": [0, 0, 0, 0],
    }
    if isinstance(catalog["AcroForm"], Ref):
        return {catalog["AcroForm"].number: serialise(form), fresh: serialise(twin)}
    catalog["AcroForm"] = form
    return {root: serialise(catalog), fresh: serialise(twin)}


def moved_mark(data: bytes) -> Objects:
    """The mark of a signature moved or enlarged over the text."""
    view, field = _signature(data)
    number = field.widgets[0] if field.widgets else field.number
    table = PdfDict(view.get(number))
    table["Rect"] = [60, 600, 500, 800]
    return {number: serialise(table)}


def other_mark(data: bytes) -> Objects:
    view, field = _signature(data)
    number = field.widgets[0] if field.widgets else field.number
    table = PdfDict(view.get(number))
    fresh = next_number(data)
    table["AP"] = {"N": Ref(fresh, 0)}
    return {
        number: serialise(table),
        fresh: stream(b"0 g 0 0 500 500 re f", Type=Name("XObject"), Subtype=Name("Form"), BBox=[0,
            0, 500, 500]),
    }  # fmt: skip


def fake_signature_mark(data: bytes) -> Objects:
    """A new 'signature' field whose signature is rubbish, as an excuse for an overlay."""
    view, _, catalog = _catalog(data)
    root = view.trailer["Root"].number
    fresh = next_number(data)
    form = PdfDict(view.dictionary(catalog["AcroForm"]))
    form["Fields"] = [*view.array(form["Fields"]), Ref(fresh, 0)]
    widget = _annotation(
        "Widget", FT=Name("Sig"), T=b"Them", V=Ref(fresh + 1, 0), AP={"N": Ref(fresh + 2, 0)}
    )
    rubbish = {
        "Type": Name("Sig"),
        "Filter": Name("Adobe.PPKLite"),
        "SubFilter": Name("ETSI.CAdES.detached"),
        "Contents": b"x",
        "ByteRange": [0, 10, 20, 10],
    }
    look = stream(OVERLAY, Type=Name("XObject"), Subtype=Name("Form"), BBox=[0, 0, 420, 80])
    catalog["AcroForm"] = form
    number, page = _page(data)[1:]
    page["Annots"] = [*view.array(page.get("Annots")), Ref(fresh, 0)]
    return {
        root: serialise(catalog),
        number: serialise(page),
        fresh: serialise(widget),
        fresh + 1: serialise(rubbish),
        fresh + 2: look,
    }


def nothing(data: bytes) -> Objects:
    """An update that only brings an object nobody uses."""
    return {next_number(data): b"(nothing)"}


def information(data: bytes) -> Objects:
    view = PdfFile(data).newest
    info = view.trailer.get("Info")
    number = info.number if isinstance(info, Ref) else next_number(data)
    return {number: serialise({"Title": b"Quyet dinh khac"})}


def security_store(data: bytes) -> Objects:
    """A store with page content smuggled in as a certificate."""
    _, root, catalog = _catalog(data)
    fresh = next_number(data)
    catalog["DSS"] = {"Certs": [Ref(fresh, 0)], "Extra": Ref(fresh + 1, 0)}
    return {root: serialise(catalog), fresh: stream(OVERLAY), fresh + 1: b"(x)"}


def emptied_store(data: bytes) -> Objects:
    _, root, catalog = _catalog(data)
    catalog["DSS"] = {"Type": Name("DSS")}
    return {root: serialise(catalog)}


def delete_object(data: bytes) -> Objects:
    _view, _, page = _page(data)
    return {page["Contents"].number: b"null"}


def fill_field(data: bytes) -> Objects:
    view = PdfFile(data).newest
    for entry in walk_fields(view):
        if entry.kind == "Tx" and entry.number is not None:
            table = PdfDict(entry.dictionary)
            table["V"] = b"9.000.000"
            return {entry.number: serialise(table)}
    return nothing(data)


def outlines(data: bytes) -> Objects:
    _, root, catalog = _catalog(data)
    catalog["PageLabels"] = {"Nums": [0, {"P": b"GIA"}]}
    catalog["Outlines"] = {"Type": Name("Outlines")}
    return {root: serialise(catalog)}


CHANGES: dict[str, Callable[[bytes], Objects]] = {
    f.__name__: f
    for f in (
        replace_content, new_content, swap_page_reference, add_page, new_page_tree, free_text,
        stamp_annotation, link_annotation, hidden_widget, script, launch, named_script, attachment,
        layer, font, resources, crop, rotate, drop_form, empty_form, need_appearances, xfa,
        empty_contents, no_byte_range, no_contents, copied_signature, other_reason,
        shared_signature, moved_mark, other_mark, fake_signature_mark, nothing, information,
        security_store, emptied_store, delete_object, fill_field, outlines,
    )
}  # fmt: skip
CHANGES["ranges_zero"] = wrong_ranges(0, 0, 0, 0)
CHANGES["ranges_one_pair"] = wrong_ranges(0, 1000)
CHANGES["ranges_negative"] = wrong_ranges(0, -1, 10, 10)
CHANGES["ranges_overlap"] = wrong_ranges(0, 2000, 1000, 500)
CHANGES["ranges_huge"] = wrong_ranges(0, 10, 99999999, 10)
