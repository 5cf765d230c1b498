"""Our own check of the PDF/A-2b rules (ISO 19005-2) that our papers could break.

It is no full validator: it looks at what typesetting, wrapping of scans and signing touch, and
names each breach with the clause. A signed or foreign file may be put to it as well.
"""

import io
import re

import pikepdf
from pikepdf import Array, Dictionary, Name

_HEADER = re.compile(rb"%PDF-1\.[0-7]\r?\n?%[\x80-\xff]{4}")
_FORBIDDEN_ACTIONS = {
    "/Launch",
    "/Sound",
    "/Movie",
    "/ResetForm",
    "/ImportData",
    "/Hide",
    "/SetOCGState",
    "/Rendition",
    "/Trans",
    "/GoTo3DView",
    "/JavaScript",
}
_FORBIDDEN_ANNOTATIONS = {"/3D", "/Sound", "/Screen", "/Movie"}


def check_pdfa(data: bytes) -> list[str]:
    """Breaches of PDF/A-2b, each as `clause: what`; empty when none was found."""
    if not _HEADER.match(data[:64].replace(b"\r\n", b"\n")):
        return ["6.1.2: header or binary comment"]
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        return ["6.1.3: encrypted"]
    except pikepdf.PdfError as error:
        return [f"6.1: not a PDF ({error})"]
    with pdf:
        return [*_document(pdf), *_objects(pdf), *_pages(pdf)]


def _document(pdf: pikepdf.Pdf) -> list[str]:
    found = []
    if pdf.is_encrypted:
        found.append("6.1.3: encrypted")
    if "/ID" not in pdf.trailer:
        found.append("6.1.3: trailer without ID")
    if "/AA" in pdf.Root:
        found.append("6.5.2: document with additional actions")
    if "/XFA" in pdf.Root.get("/AcroForm", Dictionary()):
        found.append("6.4.2: XFA form")
    if pdf.Root.get("/AcroForm", Dictionary()).get("/NeedAppearances", False):
        found.append("6.4.1: NeedAppearances")
    found += _metadata(pdf)
    intents = [
        intent
        for intent in pdf.Root.get("/OutputIntents", Array())
        if intent.get("/S") == Name.GTS_PDFA1
    ]
    if not intents:
        found.append("6.2.3: no output intent")
    for intent in intents:
        profile = intent.get("/DestOutputProfile")
        if profile is None or profile.read_bytes()[36:40] != b"acsp":
            found.append("6.2.3: output intent without ICC profile")
    return found


def _metadata(pdf: pikepdf.Pdf) -> list[str]:
    if "/Metadata" not in pdf.Root:
        return ["6.6.2: no metadata"]
    if "/Filter" in pdf.Root.Metadata:
        return ["6.6.2: metadata stream is filtered"]
    with pdf.open_metadata() as metadata:
        if (metadata.get("pdfaid:part"), metadata.get("pdfaid:conformance")) != ("2", "B"):
            return ["6.6.4: metadata does not claim 2B"]
    return []


def _objects(pdf: pikepdf.Pdf) -> list[str]:
    found: set[str] = set()
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            found |= _stream(item)
        if isinstance(item, Dictionary | pikepdf.Stream):
            if item.get("/Type") == Name.Font:
                found |= _font(item)
            if str(item.get("/S", "")) in _FORBIDDEN_ACTIONS and "/Type" not in item:
                found.add(f"6.5.1: action {item.get('/S')}")
    return sorted(found)


def _stream(stream: pikepdf.Stream) -> set[str]:
    found = set()
    filters = stream.get("/Filter", Array())
    names = [filters] if isinstance(filters, Name) else list(filters)
    for name in names:
        if name in (Name.LZWDecode, Name.Crypt):
            found.add(f"6.1.7: filter {name}")
    if "/F" in stream:
        found.add("6.1.7: stream in another file")
    if stream.get("/Subtype") == Name.Image:
        if stream.get("/Interpolate", False):
            found.add("6.2.8: interpolated image")
        if "/Alternates" in stream:
            found.add("6.2.8: alternate images")
        if stream.get("/ColorSpace") == Name.DeviceCMYK:
            found.add("6.2.4: CMYK without its intent")
    if stream.get("/Subtype") == Name.Form and "/PS" in stream:
        found.add("6.2.9: PostScript form")
    return found


def _font(font: pikepdf.Object) -> set[str]:
    kind = str(font.get("/Subtype", ""))
    if kind in {"/Type0", "/Type3"}:
        return set()
    descriptor = font.get("/FontDescriptor", Dictionary())
    if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        return {f"6.2.11.4: font {font.get('/BaseFont')} is not embedded"}
    return set()


def _pages(pdf: pikepdf.Pdf) -> list[str]:
    found = []
    for number, page in enumerate(pdf.pages, start=1):
        if "/AA" in page:
            found.append(f"6.5.2: page {number} with additional actions")
        for note in page.get("/Annots", Array()):
            kind = str(note.get("/Subtype", ""))
            if kind in _FORBIDDEN_ANNOTATIONS:
                found.append(f"6.3.1: annotation {kind}")
            flags = int(note.get("/F", 0))
            if kind != "/Popup" and not flags & 4:
                found.append(f"6.3.2: annotation on page {number} is not printed")
            if flags & (1 | 2 | 32):
                found.append(f"6.3.2: hidden annotation on page {number}")
            if kind not in {"/Popup", "/Link"} and "/AP" not in note and _has_area(note):
                found.append(f"6.3.3: annotation on page {number} without appearance")
    return found


def _has_area(note: pikepdf.Object) -> bool:
    box = [float(value) for value in note.get("/Rect", Array([0, 0, 0, 0]))]
    return box[0] != box[2] and box[1] != box[3]
