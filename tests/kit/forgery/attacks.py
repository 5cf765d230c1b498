"""Attacks beyond plain updates: other kinds of cross-reference, shadow contents, crooked signature
dictionaries, loops, encryption, layers and flags switched after signing."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

import pikepdf

from signing.verify.pdf.document import PdfFile
from signing.verify.pdf.syntax import HexString, Name, PdfDict, Ref
from tests.kit.forgery import dormant, papers, signers
from tests.kit.forgery.changes import CHANGES, OVERLAY, Objects, _catalog, _page, _signature
from tests.kit.forgery.mutations import HONEST, Forgery
from tests.kit.forgery.pki import Pki
from tests.kit.forgery.updates import next_number, serialise, stream, update

# Updates in the other kinds of cross-reference.


def stream_update(data: bytes, objects: Objects, *, packed: bool, prev: int | None = None) -> bytes:
    """An update whose cross-reference is a stream; ``packed`` hides the objects in a stream."""
    before = PdfFile(data).revisions[-1]
    out = bytearray(data) + (b"" if data.endswith((b"\n", b"\r")) else b"\n")
    places: dict[int, tuple[int, int, int]] = {}
    fresh = max([*objects, next_number(data) - 1]) + 1
    streams = {n: body for n, body in objects.items() if b"stream\n" in body}
    plain = {n: body for n, body in objects.items() if n not in streams}
    for number, body in {**streams, **({} if packed else plain)}.items():
        places[number] = (1, len(out), 0)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    if packed and plain:
        heads, bodies = [], b""
        for at, (number, body) in enumerate(plain.items()):
            heads.append(b"%d %d" % (number, len(bodies)))
            bodies += body + b" "
            places[number] = (2, fresh, at)
        first = b" ".join(heads) + b" "
        places[fresh] = (1, len(out), 0)
        text = stream(first + bodies, Type=Name("ObjStm"), N=len(plain), First=len(first))
        out += b"%d 0 obj\n" % fresh + text + b"\nendobj\n"
        fresh += 1
    at = len(out)
    places[fresh] = (1, at, 0)
    rows = b"".join(
        bytes([kind]) + where.to_bytes(4, "big") + index.to_bytes(2, "big")
        for kind, where, index in (places[n] for n in sorted(places))
    )
    table = {
        "Type": Name("XRef"),
        "W": [1, 4, 2],
        "Index": [part for n in sorted(places) for part in (n, 1)],
        "Size": fresh + 1,
        "Root": before.trailer["Root"],
        "Prev": before.sections[0].start if prev is None else prev,
        **{key: before.trailer[key] for key in ("Info", "ID") if key in before.trailer},
    }
    out += b"%d 0 obj\n" % fresh + stream(rows, **table) + b"\nendobj\n"
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % at


def hybrid_update(data: bytes, objects: Objects) -> bytes:
    """A table that changes nothing beside a stream that changes everything (``/XRefStm``)."""
    before = PdfFile(data).revisions[-1]
    out = bytearray(data) + b"\n"
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    fresh = max([*objects, next_number(data) - 1]) + 1
    at_stream = len(out)
    places[fresh] = at_stream
    rows = b"".join(b"\x01" + places[n].to_bytes(4, "big") + b"\0\0" for n in sorted(places))
    index = [part for n in sorted(places) for part in (n, 1)]
    root = before.trailer["Root"]
    text = stream(rows, Type=Name("XRef"), W=[1, 4, 2], Index=index, Size=fresh + 1, Root=root)
    out += b"%d 0 obj\n" % fresh + text + b"\nendobj\n"
    at = len(out)
    table = {
        "Size": fresh + 1,
        "Root": root,
        "Prev": before.sections[0].start,
        "XRefStm": at_stream,
    }
    out += b"xref\n0 1\n0000000000 65535 f \ntrailer\n" + serialise(table)
    return bytes(out) + b"\nstartxref\n%d\n%%%%EOF\n" % at


WRITERS: dict[str, Callable[[bytes, Objects], bytes]] = {
    "stream": lambda data, objects: stream_update(data, objects, packed=False),
    "packed": lambda data, objects: stream_update(data, objects, packed=True),
    "hybrid": hybrid_update,
    "hybrid, then nothing": lambda data, objects: update(hybrid_update(data, objects), {}),
    "packed, then a table": lambda data, objects: update(
        stream_update(data, objects, packed=True), {}
    ),
}


def other_structures(base: str, data: bytes) -> Iterator[Forgery]:
    """Every change again, written in the kinds of cross-reference viewers disagree about."""
    for name, change in CHANGES.items():
        if (base, name) in HONEST:
            continue
        try:
            objects = change(data)
        except (KeyError, AttributeError, TypeError, IndexError):
            continue
        for kind, write in WRITERS.items():
            yield Forgery(f"{base}/{name}/{kind}", write(data, objects))


# The signature's own dictionary.


def _value(data: bytes) -> tuple[int, PdfDict]:
    view, field = _signature(data)
    return field.value.number, PdfDict(view.resolve(field.value))


def crooked_values(base: str, data: bytes) -> Iterator[Forgery]:
    """The signature dictionary written anew: keys twice, behind references, of another kind."""
    try:
        number, value = _value(data)
    except (KeyError, AttributeError, TypeError):
        return
    fresh = next_number(data)
    text = serialise(value)
    contents, ranges = value["Contents"], value["ByteRange"]
    evil = HexString(b"\0" * 64)
    forms: dict[str, Objects] = {
        "contents twice": {number: text[:-2] + b"/Contents " + serialise(evil) + b" >>"},
        "contents twice, first": {number: b"<< /Contents " + serialise(evil) + text[2:]},
        "range twice": {number: text[:-2] + b"/ByteRange [0 10 20 30] >>"},
        "contents behind a reference": {
            number: serialise({**value, "Contents": Ref(fresh, 0)}),
            fresh: serialise(contents),
        },
        "range behind a reference": {
            number: serialise({**value, "ByteRange": Ref(fresh, 0)}),
            fresh: serialise(ranges),
        },
        "numbers behind references": {
            number: serialise({**value, "ByteRange": [Ref(fresh + i, 0) for i in range(4)]}),
            **{fresh + i: serialise(n) for i, n in enumerate(ranges)},
        },
        "contents as text": {number: serialise({**value, "Contents": bytes(contents)})},
        "contents as a stream": {
            number: serialise({**value, "Contents": Ref(fresh, 0)}),
            fresh: stream(bytes(contents)),
        },
        "range of reals": {number: serialise({**value, "ByteRange": [float(n) for n in ranges]})},
        "range with a fifth": {number: serialise({**value, "ByteRange": [*ranges, 0]})},
        "range of one file": {number: serialise({**value, "ByteRange": [0, len(data), 0, 0]})},
        "gap grown": {
            number: serialise({**value, "ByteRange": [0, ranges[1] - 40, ranges[2], ranges[3]]})
        },
        "overflowing": {number: serialise({**value, "ByteRange": [0, 2**63, 2**64, 2**31]})},
        "other sub filter": {number: serialise({**value, "SubFilter": Name("adbe.x509.rsa_sha1")})},
        "stamp's sub filter": {number: serialise({**value, "SubFilter": Name("ETSI.RFC3161")})},
        "no sub filter": {number: serialise({k: v for k, v in value.items() if k != "SubFilter"})},
        "vendor's filter": {number: serialise({**value, "Filter": Name("Evil.PPK")})},
        "another name": {number: serialise({**value, "Name": b"CHU TICH"})},
        "another time": {number: serialise({**value, "M": b"D:20200101000000Z"})},
    }
    for name, objects in forms.items():
        yield Forgery(f"{base}/value {name}", update(data, objects))
        for kind in ("packed", "hybrid"):
            yield Forgery(f"{base}/value {name}/{kind}", WRITERS[kind](data, objects))


# Loops and encryption in the trailer.


def crooked_trailers(base: str, data: bytes) -> Iterator[Forgery]:
    """Pointers that lead in circles or outside, an encryption dictionary from nowhere."""
    objects = CHANGES["replace_content"](data)
    honest = update(data, objects)
    at = int(honest.rsplit(b"startxref", 1)[1].split()[0])
    loops = {
        "prev to itself": at,
        "prev beyond the end": len(honest) + 1000,
        "prev into text": 15,
        "prev zero": 0,
        "prev negative": -1,
        "prev huge": 2**40,
    }
    for name, prev in loops.items():
        changed = re.sub(rb"/Prev \d+(?!.*/Prev)", b"/Prev %d" % prev, honest, flags=re.DOTALL)
        yield Forgery(f"{base}/{name}", changed)
        yield Forgery(
            f"{base}/{name}, stream", stream_update(data, objects, packed=True, prev=prev)
        )
    table = {
        "Filter": Name("Standard"), "V": 5, "R": 6, "Length": 256, "P": -4,
        "O": bytes(48), "U": bytes(48), "OE": bytes(32), "UE": bytes(32), "Perms": bytes(16),
    }  # fmt: skip
    yield Forgery(f"{base}/encrypted from now on", update(data, objects, Encrypt=table))
    yield Forgery(f"{base}/other root", update(data, objects, Root=Ref(2, 0)))
    yield Forgery(f"{base}/no root", update(data, objects, Root=None))


# Shadow contents: what the forger puts in before the signature and shows after it.


def _layers(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("x")))
    page = pdf.pages[0].obj
    page.Resources.Properties = pikepdf.Dictionary(L=layer)
    hidden = b"/OC /L BDC " + OVERLAY + b" EMC\n"
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + hidden)
    pdf.Root.OCProperties = pdf.make_indirect(
        pikepdf.Dictionary(
            OCGs=[layer], D=pikepdf.Dictionary(ON=pikepdf.Array([]), OFF=pikepdf.Array([layer]))
        )
    )


def _cover(pdf: pikepdf.Pdf) -> None:
    """A white picture over text that is to come out later, and a spare content beside it."""
    page = pdf.pages[0].obj
    cover = pdf.make_stream(b"1 1 1 rg 0 0 420 80 re f")
    cover.Type, cover.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    cover.BBox = pikepdf.Array([0, 0, 420, 80])
    page.Resources.XObject = pikepdf.Dictionary(C=cover)
    shown = page.Contents.read_bytes() + OVERLAY + b"q 1 0 0 1 60 700 cm /C Do Q\n"
    page.Contents = pdf.make_stream(shown)
    pdf.Root.PieceInfo = pikepdf.Dictionary(Spare=pdf.make_stream(OVERLAY))


def _notes(pdf: pikepdf.Pdf) -> None:
    """A hidden note and a check box with two pictures, drawn before the signature."""
    page = pdf.pages[0].obj

    def look(content: bytes) -> pikepdf.Object:
        form = pdf.make_stream(content)
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox = pikepdf.Array([0, 0, 420, 80])
        return form

    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Stamp,
        Rect=[60, 700, 480, 780],
        F=2,
        AP=pikepdf.Dictionary(N=look(b"1 0 0 rg 0 0 420 80 re f")),
    )
    box = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Stamp,
        Rect=[60, 600, 120, 660],
        F=4,
        AS=pikepdf.Name.Off,
        AP=pikepdf.Dictionary(
            N=pikepdf.Dictionary(Off=look(b""), Yes=look(b"0 0 1 rg 0 0 60 60 re f"))
        ),
    )
    page.Annots = pdf.make_indirect(
        pikepdf.Array([pdf.make_indirect(note), pdf.make_indirect(box)])
    )


def toggle_layer(data: bytes) -> Objects:
    view, root, catalog = _catalog(data)
    held = catalog.get("OCProperties")
    table = view.dictionary(held)
    layers = table["OCGs"]
    changed = {**table, "D": {"ON": layers, "OFF": []}}
    if isinstance(held, Ref):
        return {held.number: serialise(changed)}
    return {root: serialise({**catalog, "OCProperties": changed})}


def layer_intent(data: bytes) -> Objects:
    view, _, catalog = _catalog(data)
    layer = view.dictionary(catalog.get("OCProperties"))["OCGs"][0]
    table = view.dictionary(layer)
    return {layer.number: serialise({**table, "Usage": {"View": {"ViewState": Name("ON")}}})}


def uncover(data: bytes) -> Objects:
    view, _, page = _page(data)
    cover = view.dictionary(view.dictionary(page["Resources"])["XObject"])["C"]
    empty = stream(b"", Type=Name("XObject"), Subtype=Name("Form"), BBox=[0, 0, 1, 1])
    return {cover.number: empty}


def forget_cover(data: bytes) -> Objects:
    view, _, page = _page(data)
    cover = view.dictionary(view.dictionary(page["Resources"])["XObject"])["C"]
    return {cover.number: b"null"}


def bring_spare(data: bytes) -> Objects:
    view, _, catalog = _catalog(data)
    spare = view.dictionary(catalog["PieceInfo"])["Spare"]
    _, number, page = _page(data)
    return {number: serialise({**page, "Contents": spare})}


def unhide_note(data: bytes) -> Objects:
    view, _, page = _page(data)
    note = view.array(page["Annots"])[0]
    return {note.number: serialise({**view.dictionary(note), "F": 4})}


def tick(data: bytes) -> Objects:
    view, _, page = _page(data)
    box = view.array(page["Annots"])[1]
    return {box.number: serialise({**view.dictionary(box), "AS": Name("Yes")})}


def move_note(data: bytes) -> Objects:
    view, _, page = _page(data)
    note = view.array(page["Annots"])[0]
    table = {**view.dictionary(note), "F": 4, "Rect": [0, 0, 595, 842]}
    return {note.number: serialise(table)}


SHADOWS: dict[str, tuple[Callable[[pikepdf.Pdf], None], tuple[Callable[[bytes], Objects], ...]]] = {
    "layered": (_layers, (toggle_layer, layer_intent)),
    "covered": (_cover, (uncover, forget_cover, bring_spare)),
    "noted": (_notes, (unhide_note, tick, move_note)),
}


def shadows(pki: Pki) -> Iterator[Forgery]:
    """Hide, replace, hide and replace: plain, certified and stamped, in every kind of update."""
    for name, (prepare, changes) in SHADOWS.items():
        for kind, options in {
            "signed": {},
            "certified": {"certify": 2},
            "closed": {"certify": 1},
            "open": {"certify": 3},
            "stamped": {"level": "b-t"},
        }.items():
            data = signers.sign(papers.plain(extra=prepare), pki, **options)
            for change in changes:
                objects = change(data)
                yield Forgery(f"{name} {kind}/{change.__name__}", update(data, objects))
                for write in ("packed", "hybrid"):
                    text = WRITERS[write](data, objects)
                    yield Forgery(f"{name} {kind}/{change.__name__}/{write}", text)


def shadow_bases(pki: Pki) -> Iterator[tuple[str, bytes]]:
    """The signed files before the forger's second half; honest by themselves."""
    for name, (prepare, _) in SHADOWS.items():
        yield name, signers.sign(papers.plain(extra=prepare), pki)


# Several crooked things at once.


def combinations(base: str, data: bytes, rng: random.Random, count: int) -> Iterator[Forgery]:
    """A change in one kind of update over a change in another, tails and heads at random."""
    names = list(CHANGES)
    for index in range(count):
        one, two = rng.choice(names), rng.choice(names)
        kinds = rng.choice(list(WRITERS)), rng.choice(list(WRITERS))
        try:
            first = WRITERS[kinds[0]](data, CHANGES[one](data))
            second = WRITERS[kinds[1]](first, CHANGES[two](first))
        except Exception:  # noqa: BLE001 - some pairs do not fit one another
            continue
        tail = rng.choice((b"", b"", b" ", b"%%EOF\n", b"\0" * 7, b"startxref\n0\n%%EOF\n"))
        yield Forgery(f"{base}/mixed-{index}/{one}+{two}", second + tail)


def all_attacks(bases: dict[str, bytes], pki: Pki, seed: int) -> Iterator[Forgery]:
    """The whole set; the same seed gives the same files."""
    rng = random.Random(seed)
    for name, data in bases.items():
        yield from other_structures(name, data)
        yield from crooked_values(name, data)
        yield from crooked_trailers(name, data)
        yield from combinations(name, data, rng, 40)
    yield from shadows(pki)
    yield from dormant.woken(pki)
