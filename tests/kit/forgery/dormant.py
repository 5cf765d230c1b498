"""What lies asleep in a file when it is signed and is woken by an update that looks harmless.

The forger writes the file, so he may leave names without objects, objects without names, and tables
that are two things at once. The update that wakes them is one that anybody may make: a security
store, a document time stamp, the filling of a field of a certified form.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign import signers as pyhanko_signers

from signing.verify.pdf.document import PdfFile
from signing.verify.pdf.fields import walk_fields
from signing.verify.pdf.syntax import Name, Ref
from tests.kit.forgery import papers, signers
from tests.kit.forgery.changes import Objects, _catalog, _page
from tests.kit.forgery.mutations import Forgery
from tests.kit.forgery.pki import Pki
from tests.kit.forgery.updates import next_number, serialise, stream, update

SLEEPER = 500
SCRIPT = {"S": Name("JavaScript"), "JS": b"app.alert(1)"}
LOOK = {"Type": Name("XObject"), "Subtype": Name("Form")}


def with_catalog(data: bytes, objects: Objects, **entries) -> bytes:
    """An update of the catalogue, before anything is signed."""
    _, root, catalog = _catalog(data)
    return update(data, {root: serialise({**catalog, **entries}), **objects})


def with_store(pki: Pki, data: bytes, objects: Objects, **named: Ref) -> bytes:
    """A security store, which anybody may bring, and ``objects`` beside it.

    Args:
        named: further entries of the store's certificate stream.
    """
    _, root, catalog = _catalog(data)
    number = max(next_number(data), SLEEPER + 1)
    store = {
        root: serialise({**catalog, "DSS": {"Certs": [Ref(number, 0)]}}),
        number: stream(pki.der("sub"), **named),
    }
    return update(data, {**store, **objects})


def stamped(pki: Pki, data: bytes, hook: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """A document time stamp in an update that does one thing more."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    hook(writer)
    out = io.BytesIO()
    pyhanko_signers.PdfTimeStamper(signers.stamper(pki), field_name="Stamp").timestamp_pdf(
        writer, "sha256", None, output=out
    )
    return out.getvalue()


def names_without_objects(pki: Pki) -> Iterator[Forgery]:
    """The file names an object that the update brings."""
    note = {
        "Type": Name("Annot"), "Subtype": Name("FreeText"), "Rect": [60, 700, 480, 780],
        "F": 4 | 32, "Contents": b"So tien: 9.000.000", "DA": b"/Helv 18 Tf 0 g",
    }  # fmt: skip
    plain = papers.plain()
    _, number, page = _page(plain)
    sleepers = {
        "action": (with_catalog(plain, {}, OpenAction=Ref(SLEEPER, 0)), SCRIPT),
        "scripts": (
            with_catalog(plain, {}, Names={"JavaScript": Ref(SLEEPER, 0)}),
            {"Names": [b"a", SCRIPT]},
        ),
        "printed note": (
            update(plain, {number: serialise({**page, "Annots": [Ref(SLEEPER, 0)]})}),
            note,
        ),
        "page action": (
            update(plain, {number: serialise({**page, "AA": {"O": Ref(SLEEPER, 0)}})}),
            SCRIPT,
        ),
    }
    for name, (data, woken) in sleepers.items():
        base = signers.sign(data, pki)
        objects = {SLEEPER: serialise(woken)}
        named = {"Foo": Ref(SLEEPER, 0)}
        yield Forgery(f"sleeping {name}/store", with_store(pki, base, objects, **named))
        yield Forgery(f"sleeping {name}/loose", with_store(pki, base, objects))


def other_generation(pki: Pki) -> Iterator[Forgery]:
    """A name of a generation the object does not have, until it is written again word for word."""
    plain = papers.plain()
    number = next_number(plain)
    base = with_catalog(plain, {number: serialise(SCRIPT)}, OpenAction=Ref(number, 1))
    woken = with_store(pki, signers.sign(base, pki), {number: serialise(SCRIPT)})
    at = woken.rindex(b"%d 0 obj" % number)
    entry = b"%d 1\n%010d 0000%d n"
    head, tail = woken[:at], woken[at:].replace(b"%d 0 obj" % number, b"%d 1 obj" % number, 1)
    yield Forgery(
        "another generation", head + tail.replace(entry % (number, at, 0), entry % (number, at, 1))
    )


def same_bytes_read_otherwise(pki: Pki) -> Iterator[Forgery]:
    """The bytes of the page stay; the keys that tell how to read them change."""
    plain = papers.plain()
    view, _, page = _page(plain)
    content = page["Contents"].number
    raw = zlib.compress(view.get(content).raw)

    def written(**more) -> bytes:
        table = {"Filter": Name("FlateDecode"), **more, "Length": len(raw)}
        return serialise(table) + b"\nstream\n" + raw + b"\nendstream"

    base = signers.sign(update(plain, {content: written()}), pki)
    for name, more in {
        "external file": {"F": b"khac.txt"},
        "predictor": {"DecodeParms": {"Predictor": 12, "Columns": 7}},
        "colours": {"DecodeParms": {"Predictor": 1, "Colors": 3}},
    }.items():
        yield Forgery(f"read otherwise, {name}", with_store(pki, base, {content: written(**more)}))


def tree_of_two_kinds(pki: Pki) -> Iterator[Forgery]:
    """A tree of scripts that is the tree of structure as well, which may grow with a new field."""
    plain = papers.plain()
    number = next_number(plain)
    base = with_catalog(
        plain,
        {
            number: serialise({"Kids": [Ref(number + 1, 0)]}),
            number + 1: serialise({"Names": []}),
            number + 2: serialise({"Type": Name("StructTreeRoot"), "K": Ref(number, 0)}),
        },
        Names={"JavaScript": Ref(number, 0)},
        StructTreeRoot=Ref(number + 2, 0),
    )
    base = signers.sign(base, pki)

    def grow(writer: IncrementalPdfFileWriter) -> None:
        script = generic.DictionaryObject(
            {
                pdf_name("/S"): pdf_name("/JavaScript"),
                pdf_name("/JS"): generic.pdf_string("app.alert(1)"),
            }
        )
        leaf = generic.DictionaryObject(
            {pdf_name("/Names"): generic.ArrayObject([generic.pdf_string("a"), script])}
        )
        kids = generic.ArrayObject([generic.IndirectObject(number + 1, 0, writer), leaf])
        writer.objects[0, number] = generic.DictionaryObject({pdf_name("/Kids"): kids})

    yield Forgery("tree of two kinds/stamp", stamped(pki, base, grow))
    signed = signers.sign(base, pki, "canbo2", field="Hai", writer_hook=grow)
    yield Forgery("tree of two kinds/signature", signed)


def layer_on_paper(pki: Pki) -> Iterator[Forgery]:
    """The mark of a time stamp that a layer shows on paper only."""
    plain = papers.plain()
    number = next_number(plain)
    layers = [Ref(number, 0)]
    printing = {"Event": Name("Print"), "Category": [Name("Print")], "OCGs": layers}
    group = {
        "Type": Name("OCG"), "Name": b"x", "Usage": {"Print": {"PrintState": Name("ON")}},
    }  # fmt: skip
    base = with_catalog(
        plain,
        {number: serialise(group)},
        OCProperties={"OCGs": layers, "D": {"ON": [], "OFF": layers, "AS": [printing]}},
    )

    def draw(writer: IncrementalPdfFileWriter) -> None:
        spec = fields.SigFieldSpec("Stamp", box=(60, 700, 480, 780))
        fields.append_signature_field(writer, spec)
        look = generic.StreamObject(
            stream_data=b"/OC /L BDC 1 1 1 rg 0 0 420 80 re f EMC",
            dict_data={
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 420, 80))),
                pdf_name("/Resources"): generic.DictionaryObject(
                    {
                        pdf_name("/Properties"): generic.DictionaryObject(
                            {pdf_name("/L"): generic.IndirectObject(number, 0, writer)}
                        )
                    }
                ),
            },
        )
        widget = writer.root["/AcroForm"]["/Fields"][-1].get_object()
        widget["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(look)})

    yield Forgery("layer on paper", stamped(pki, signers.sign(base, pki), draw))


def resources_of_two(pki: Pki) -> Iterator[Forgery]:
    """The form's default resources are the page's as well; a drawing that no name led to gets one."""
    plain = papers.plain()
    view, page_number, page = _page(plain)
    number = next_number(plain)
    shared, group, sleeper = number, number + 1, number + 2
    layers = [Ref(group, 0)]
    printing = {"Event": Name("Print"), "Category": [Name("Print")], "OCGs": layers}
    content = page["Contents"].number
    base = with_catalog(
        plain,
        {
            shared: serialise(view.dictionary(page["Resources"])),
            group: serialise(
                {
                    "Type": Name("OCG"),
                    "Name": b"x",
                    "Usage": {"Print": {"PrintState": Name("ON")}},
                }
            ),
            sleeper: stream(
                b"1 1 1 rg 60 700 420 80 re f", **LOOK, BBox=[0, 0, 595, 842], OC=Ref(group, 0)
            ),
            page_number: serialise({**page, "Resources": Ref(shared, 0)}),
            content: stream(view.get(content).raw + b"/X9 Do\n"),
        },
        AcroForm={"Fields": [], "DR": Ref(shared, 0)},
        OCProperties={"OCGs": layers, "D": {"ON": [], "OFF": layers, "AS": [printing]}},
    )

    def name(writer: IncrementalPdfFileWriter) -> None:
        table = generic.DictionaryObject(writer.get_object(generic.Reference(shared, 0, writer)))
        form = generic.IndirectObject(sleeper, 0, writer)
        table["/XObject"] = generic.DictionaryObject({pdf_name("/X9"): form})
        writer.objects[0, shared] = table

    yield Forgery("resources of two", stamped(pki, signers.sign(base, pki), name))


def evidence_drawn(pki: Pki) -> Iterator[Forgery]:
    """The list of certificates is the list of what the page draws; a certificate may begin with 0."""
    plain = papers.plain()
    view, page_number, page = _page(plain)
    number = next_number(plain)
    layers = [Ref(number + 1, 0)]
    base = with_catalog(
        plain,
        {
            number: serialise([page["Contents"]]),
            number + 1: serialise({"Type": Name("OCG"), "Name": b"x"}),
            page_number: serialise(
                {
                    **page,
                    "Contents": Ref(number, 0),
                    "Resources": {
                        **view.dictionary(page["Resources"]),
                        "Properties": {"L": layers[0]},
                    },
                }
            ),
            page["Contents"].number: stream(b"0 g " + view.get(page["Contents"].number).raw),
        },
        OCProperties={"OCGs": layers, "D": {"OFF": layers}},
        DSS={"Certs": Ref(number, 0)},
    )
    base = signers.sign(base, pki)
    drawn = next_number(base)
    grown = [page["Contents"], Ref(drawn, 0)]
    look = stream(b"0 g /OC /L BDC 60 700 420 80 re f EMC")
    yield Forgery("evidence drawn", update(base, {number: serialise(grown), drawn: look}))


# Fields of a certified form, filled so that a reader sees one thing and a program reads another.


def text_field(data: bytes):
    """The first text field and its view."""
    view = PdfFile(data).newest
    return view, next(f for f in walk_fields(view) if f.kind == "Tx")


def filled(data: bytes, look: bytes, value: bytes, *, resources: dict | None = None, **more):
    """The first text field filled with ``value`` and drawn by the operators of ``look``.

    Args:
        resources: instead of the form's own font.
        more: further entries of the field; ``R`` is a second look for the pointer above it.
    """
    view, field = text_field(data)
    number = next_number(data)
    font = view.dictionary(view.dictionary(view.catalog["AcroForm"])["DR"])["Font"]
    table = {**LOOK, "BBox": [0, 0, 228, 20], "Resources": resources or {"Font": font}}
    objects = {number: stream(look, **table)}
    looks = {"N": Ref(number, 0)}
    if "R" in more:
        objects[number + 1] = stream(more.pop("R"), **table)
        looks["R"] = Ref(number + 1, 0)
    entries = {**field.dictionary, "V": value, "AP": looks, **more}
    return update(data, {field.number: serialise(entries), **objects})


def plain_look(shown: bytes, before: bytes = b"0 g", after: bytes = b"") -> bytes:
    """The operators that honest programs write."""
    return b"/Tx BMC q BT /Helv 12 Tf %s 2 5 Td (%s) Tj ET Q EMC %s" % (before, shown, after)


def filled_otherwise(pki: Pki) -> Iterator[Forgery]:
    """The value is one thing, what a reader sees another."""
    base = signers.sign(papers.plain(form=True), pki, certify=2, field="Ky")
    value = b"KHONG DONG Y"
    font = {
        "Type": Name("Font"), "Subtype": Name("Type1"), "BaseFont": Name("ZapfDingbats"),
    }  # fmt: skip
    looks = {
        "white": plain_look(value, b"1 g"),
        "covered": plain_look(value, after=b"1 g 0 0 228 20 re f"),
        "covered by a line": plain_look(value, after=b"1 G 40 w 0 10 m 228 10 l S"),
        "clipped": b"q 0 0 1 1 re W n " + plain_look(value) + b" Q",
        "outside": b"BT /Helv 12 Tf 0 g 2 50 Td (KHONG ) Tj 0 -45 Td (DONG Y) Tj ET",
        "tiny": b"BT /Helv 12 Tf 0 g 2 5 Td (DONG Y) Tj /Helv 0.1 Tf (KHONG) Tj ET",
        "shrunk": b"q 0.01 0 0 0.01 0 0 cm " + plain_look(value) + b" Q",
        "torn apart": b"BT /Helv 12 Tf 0 g 2 5 Td [(KHONG) -90000 (DONG Y)] TJ ET",
        "in a comment": b"BT /Helv 12 Tf 0 g 2 5 Td %(KHONG DONG Y) Tj\n(DONG Y) Tj ET",
        "in a layer": b"/OC /L BDC " + plain_look(value) + b" EMC",
        "see-through": b"/G gs " + plain_look(value),
        "without ink": plain_look(value, b"3 Tr 0 g"),
        "upside down": b"BT /Helv 12 Tf 0 g 1 0 0 -1 2 15 Tm (KHONG DONG Y) Tj ET",
    }
    for name, look in looks.items():
        yield Forgery(f"filled, {name}", filled(base, look, value))
    honest = plain_look(value)
    rich = b"<body><p>DONG Y</p></body>"
    yield Forgery("filled, other rich text", filled(base, honest, value, RV=rich))
    yield Forgery("filled, other look", filled(base, honest, value, R=plain_look(b"DONG Y")))
    for name, more in {
        "signs": {},
        "lying": {"BaseFont": Name("Helvetica"), "ToUnicode": 0},
    }.items():
        number = next_number(base) + 5
        table = {**font, **more}
        objects: Objects = {}
        if "ToUnicode" in more:
            table["ToUnicode"] = Ref(number, 0)
            codes = b"1 beginbfrange <20> <7e> <0020> endbfrange"
            objects[number] = stream(codes)
        data = filled(base, honest, value, resources={"Font": {"Helv": table}})
        yield Forgery(f"filled, font of {name}", update(data, objects) if objects else data)


def packed_elsewhere(pki: Pki) -> Iterator[Forgery]:
    """The look of a field is an object stream too: who fills the field changes what is packed."""
    plain = papers.plain(form=True)
    _, field = text_field(plain)
    action, holder = next_number(plain), next_number(plain) + 1
    _, root, catalog = _catalog(plain)

    def pack(value: dict) -> bytes:
        head = b"%d 0 " % action
        kind = {"Type": Name("ObjStm"), "N": 1, "First": len(head)}
        return stream(head + serialise(value), **kind, Subtype=Name("Form"), BBox=[0, 0, 9, 9])

    widget = {**field.dictionary, "AP": {"N": Ref(holder, 0)}}
    objects = {
        root: serialise({**catalog, "OpenAction": Ref(action, 0)}),
        field.number: serialise(widget),
        holder: pack({"S": Name("GoTo"), "D": [0]}),
    }
    base = signers.sign(
        _with_xref_stream(plain, objects, {action: (holder, 0)}), pki, certify=2, field="Ky"
    )
    assert PdfFile(base).newest.get(action)["S"] == "GoTo"
    woken = {field.number: serialise({**widget, "V": b" "}), holder: pack(SCRIPT)}
    yield Forgery("packed elsewhere/filled", _with_xref_stream(base, woken, {}))
    yield Forgery("packed elsewhere/store", with_store(pki, base, {holder: pack(SCRIPT)}))


def _with_xref_stream(data: bytes, objects: Objects, packed: dict[int, tuple[int, int]]) -> bytes:
    before = PdfFile(data).revisions[-1]
    out = bytearray(data) + (b"" if data.endswith(b"\n") else b"\n")
    places = {number: (2, *where) for number, where in packed.items()}
    for number, body in objects.items():
        places[number] = (1, len(out), 0)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    fresh = max([*places, before.trailer["Size"]]) + 1
    at = len(out)
    places[fresh] = (1, at, 0)
    rows = b"".join(
        bytes([kind]) + place.to_bytes(4, "big") + index.to_bytes(2, "big")
        for kind, place, index in (places[n] for n in sorted(places))
    )
    table = {
        "Type": Name("XRef"), "W": [1, 4, 2], "Size": fresh + 1,
        "Index": [part for n in sorted(places) for part in (n, 1)],
        "Root": before.trailer["Root"], "Prev": before.sections[0].start,
        **{key: before.trailer[key] for key in ("Info", "ID") if key in before.trailer},
    }  # fmt: skip
    out += b"%d 0 obj\n" % fresh + stream(rows, **table) + b"\nendobj\n"
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % at


def woken(pki: Pki) -> Iterator[Forgery]:
    """All of it."""
    for kind in (
        names_without_objects, other_generation, same_bytes_read_otherwise, tree_of_two_kinds,
        layer_on_paper, resources_of_two, evidence_drawn, filled_otherwise, packed_elsewhere,
    ):  # fmt: skip
        yield from kind(pki)


def honest_fillings(pki: Pki) -> Iterator[tuple[str, bytes]]:
    """The same field filled as honest programs do."""
    base = signers.sign(papers.plain(form=True), pki, certify=2, field="Ky")
    value = b"DONG Y"
    yield "plain", filled(base, plain_look(value), value)
    yield (
        "clipped to the box",
        filled(base, b"q 1 1 226 18 re W n " + plain_look(value, b"0 0 0.5 rg") + b" Q", value),
    )
    yield (
        "background and border",
        filled(
            base, b"0.9 g 0 0 228 20 re f 0 G 1 w 0.5 0.5 227 19 re S " + plain_look(value), value
        ),
    )
    yield (
        "two lines",
        filled(base, b"BT /Helv 8 Tf 0 g 9 TL 2 11 Td (DONG) Tj T* (Y) Tj ET", b"DONG\nY"),
    )
    yield "kerned", filled(base, b"BT /Helv 12 Tf 0 g 1 0 0 1 2 5 Tm [(DO) 20 (NG Y)] TJ ET", value)
    rich = b'<?xml version="1.0"?><body><p>DONG Y</p></body>'
    yield "with rich text", filled(base, plain_look(value), value, RV=rich)
    font = {"Type": Name("Font"), "Subtype": Name("Type1"), "BaseFont": Name("Helvetica")}
    resources = {"Font": {"Helv": {**font, "Encoding": Name("WinAnsiEncoding")}}}
    yield "a font of its own", filled(base, plain_look(value), value, resources=resources)
