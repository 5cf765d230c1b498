"""Whether a PDF/A-2b or -3b file still keeps the rules that signing could break (ISO 19005-2).

Not a full validator: the clauses on encryption, identifier, metadata, annotations, appearances,
fonts, colours, transparency, actions and filters, for pages and for marks.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from signing.errors import SigningError

_PART = re.compile(rb"pdfaid:part(?:>|\s*=\s*[\"'])\s*(\d)")
_CONFORMANCE = re.compile(rb"pdfaid:conformance(?:>|\s*=\s*[\"'])\s*([ABUabu])")
_PRINT, _FORBIDDEN_FLAGS = 4, 1 | 2 | 32 | 256
_COLOUR_OPERATORS = {"g", "G", "rg", "RG", "k", "K"}
_FAMILY = {"g": "Gray", "G": "Gray", "rg": "RGB", "RG": "RGB", "k": "CMYK", "K": "CMYK"}
_ACTIONS = {"/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/JavaScript", "/Hide"}


def claimed_conformance(path: Path) -> str | None:
    """``2b``, ``3b``, … as the metadata claim; ``None`` for an ordinary PDF.

    Raises:
        SigningError: ``signing.file_damaged``.
    """
    with _opened(path) as pdf:
        return _claim(pdf)


def archival_problems(path: Path) -> tuple[str, ...]:
    """Rules of PDF/A-2b that a file breaks, as clause and finding; empty when none was found.

    Raises:
        SigningError: ``signing.file_damaged``.
    """
    head = path.open("rb").read(64)
    with _opened(path) as pdf:
        problems = list(_file_problems(pdf, head))
        intent = _intent_colours(pdf)
        for number, page in enumerate(pdf.pages, start=1):
            problems += _page_problems(page.obj, number, intent)
    return tuple(dict.fromkeys(problems))


def _opened(path: Path) -> pikepdf.Pdf:
    try:
        return pikepdf.open(path, attempt_recovery=False, suppress_warnings=True)
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise SigningError("signing.file_damaged", file=path.name, reason="structure") from error


def _claim(pdf: pikepdf.Pdf) -> str | None:
    if "/Metadata" not in pdf.Root:
        return None
    data = pdf.Root["/Metadata"].read_bytes()
    part, conformance = _PART.search(data), _CONFORMANCE.search(data)
    if part is None or conformance is None:
        return None
    return part.group(1).decode() + conformance.group(1).decode().lower()


def _file_problems(pdf: pikepdf.Pdf, head: bytes) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.\d[\r\n]+%[\x80-\xff]{4}", head):
        yield "6.1.2 header"
    if pdf.is_encrypted:
        yield "6.1.3 encryption"
    if "/ID" not in pdf.trailer:
        yield "6.1.3 file identifier"
    if _claim(pdf) is None:
        yield "6.6.4 metadata"
    root = pdf.Root
    if "/AA" in root or "/JavaScript" in root.get("/Names", pikepdf.Dictionary()):
        yield "6.5.2 additional actions"
    form = root.get("/AcroForm", pikepdf.Dictionary())
    if form.get("/NeedAppearances", False) or "/XFA" in form:
        yield "6.4.1 form"
    yield from _stream_problems(pdf)


def _stream_problems(pdf: pikepdf.Pdf) -> Iterator[str]:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            filters = str(item.get("/Filter", ""))
            if "LZW" in filters or "Crypt" in filters:
                yield "6.1.7.2 filter"
            if "/F" in item and item.get("/Type") != "/Filespec":
                yield "6.1.7.1 external stream"


def _intent_colours(pdf: pikepdf.Pdf) -> str | None:
    """Family of the output intent's profile, which allows that device family and grey."""
    for intent in list(pdf.Root.get("/OutputIntents", [])):
        if intent.get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in intent:
            count = int(intent["/DestOutputProfile"].get("/N", 0))
            return {1: "Gray", 3: "RGB", 4: "CMYK"}.get(count)
    return None


def _page_problems(page: pikepdf.Object, number: int, intent: str | None) -> Iterator[str]:
    where = f"page {number}"
    yield from _resource_problems(page.get("/Resources"), where, intent, depth=0)
    if "/AA" in page:
        yield f"6.5.2 additional actions, {where}"
    for note in list(page.get("/Annots", [])):
        yield from _annotation_problems(note, where, intent)


def _annotation_problems(note: pikepdf.Object, where: str, intent: str | None) -> Iterator[str]:
    kind = str(note.get("/Subtype", ""))
    name = f"{where} {kind} {note.get('/T', '')}".strip()
    flags = int(note.get("/F", 0))
    if kind != "/Popup" and (not flags & _PRINT or flags & _FORBIDDEN_FLAGS):
        yield f"6.3.2 flags, {name}"
    if "/AA" in note or note.get("/A", pikepdf.Dictionary()).get("/S") in _ACTIONS:
        yield f"6.5.1 action, {name}"
    left, bottom, right, top = (float(value) for value in list(note["/Rect"]))
    has_extent = left != right or bottom != top
    appearance = note.get("/AP")
    if appearance is None:
        if has_extent and kind not in {"/Popup", "/Link"}:
            yield f"6.3.3 appearance missing, {name}"
        return
    if set(appearance.keys()) != {"/N"} or not isinstance(appearance["/N"], pikepdf.Stream):
        yield f"6.3.3 appearance, {name}"
        return
    yield from _form_problems(appearance["/N"], name, intent, depth=0)


def _form_problems(
    form: pikepdf.Object, where: str, intent: str | None, *, depth: int
) -> Iterator[str]:
    yield from _resource_problems(form.get("/Resources"), where, intent, depth=depth)
    try:
        operations = pikepdf.parse_content_stream(form)
    except pikepdf.PdfError:
        yield f"6.2.2 content, {where}"
        return
    for operation in operations:
        operator = str(operation.operator)
        if operator in _COLOUR_OPERATORS and not _is_allowed(_FAMILY[operator], intent):
            yield f"6.2.4.3 device colour, {where}"


def _resource_problems(
    resources: Any,
    where: str,
    intent: str | None,
    *,
    depth: int,
) -> Iterator[str]:
    if resources is None or depth > 8:
        return
    for font in _values(resources, "/Font"):
        yield from _font_problems(font, where)
    for state in _values(resources, "/ExtGState"):
        if "/TR" in state or "/HTP" in state:
            yield f"6.2.5 graphics state, {where}"
    for item in _values(resources, "/XObject"):
        if item.get("/Subtype") == "/Image":
            yield from _image_problems(item, where, intent)
        elif item.get("/Subtype") == "/Form":
            yield from _form_problems(item, where, intent, depth=depth + 1)
        else:
            yield f"6.2.9 external object, {where}"


def _values(resources: pikepdf.Object, kind: str) -> list[pikepdf.Object]:
    found = resources.get(kind)
    return [] if found is None else list(found.as_dict().values())


def _font_problems(font: pikepdf.Object, where: str) -> Iterator[str]:
    name = str(font.get("/BaseFont", ""))
    if font.get("/Subtype") == "/Type3":
        return
    inner = font
    if font.get("/Subtype") == "/Type0":
        inner = font["/DescendantFonts"][0]
        if inner.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in inner:
            yield f"6.2.11.3.2 glyph map, {where} {name}"
    descriptor = inner.get("/FontDescriptor", pikepdf.Dictionary())
    if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        yield f"6.2.11.4 font not embedded, {where} {name}"


def _image_problems(image: pikepdf.Object, where: str, intent: str | None) -> Iterator[str]:
    if image.get("/Interpolate", False) or "/Alternates" in image or "/OPI" in image:
        yield f"6.2.8 image, {where}"
    colours = image.get("/ColorSpace")
    family = str(colours) if isinstance(colours, pikepdf.Name) else ""
    if family.startswith("/Device") and not _is_allowed(family.removeprefix("/Device"), intent):
        yield f"6.2.4.3 device colour, {where}"


def _is_allowed(family: str, intent: str | None) -> bool:
    return intent is not None and family in {intent, "Gray"}
