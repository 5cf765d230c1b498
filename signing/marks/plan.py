"""Which field a signature fills, where it stands and what its mark shows."""

from dataclasses import dataclass, replace
from functools import lru_cache

from cryptography.x509.oid import NameOID

from signing.chain import load_certificate
from signing.errors import SigningError
from signing.marks.draw import ImageMark, Mark, TextMark
from signing.marks.font import MarkFont, mark_font
from signing.marks.form import (
    MarkForm,
    fill,
    mark_form,
    signing_place_style,
    text_style,
    wrap,
)
from signing.marks.image import prepare_image
from signing.marks.look import FoundPlace, free_place, signing_place
from signing.pdf.document import PdfDocument, SignatureField
from signing.pdf.geometry import POINTS_PER_MM, PageFrame, Place
from signing.request import Role, SignRequest

FIELD_NAMES = {
    Role.OFFICER: "CanBo",
    Role.APPROVER: "LanhDao",
    Role.AGENCY: "ConDau",
    Role.COPY: "SaoY",
    Role.ATTACHMENT: "KemTheo",
    Role.NUMBER: "SoVanBan",
}
PREPARES = {
    Role.OFFICER: (Role.COPY,),
    Role.APPROVER: (Role.AGENCY,),
}
_SIGNING_PLACE = "signing-place"
_SLACK_PT = 0.5
_LEAST_PT = 5.0
_SOLID = 1.0


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One field of the new revision.

    Attributes:
        existing: the field to fill; ``None`` makes a new one.
        place: ``None`` for a field without extent.
        mark: what is drawn; ``None`` for an invisible or merely prepared field.
    """

    name: str
    existing: SignatureField | None
    place: Place | None
    frame: PageFrame | None
    mark: Mark | None
    shifted_mm: float = 0.0
    is_crowded: bool = False


def plan_signature(
    document: PdfDocument, request: SignRequest, certificate: bytes, time_text: str
) -> FieldPlan:
    """Field, place and mark of the signature itself.

    Raises:
        SigningError: the wanted field is taken, the page does not exist, a letter has no glyph.
    """
    name, existing = _field(document, request)
    if not request.is_visible:
        return FieldPlan(name, existing, None, None, None)
    if existing is not None:
        frame = document.frame(existing.page_index)
        place = frame.place(existing.page_index, existing.rectangle)
        if place.width_mm < 1 or place.height_mm < 1:
            return FieldPlan(name, existing, None, None, None)
        mark = _mark(request, certificate, time_text, place, frame)
        return FieldPlan(name, existing, place, frame, mark)
    page_index = _page_index(document, request)
    frame = document.frame(page_index)
    if request.place is not None:
        mark = _mark(request, certificate, time_text, request.place, frame)
        return FieldPlan(name, None, request.place, frame, mark)
    place = _default_place(
        document, request.role, page_index, frame, _printed(request, certificate)
    )
    if place.page_index != page_index:
        frame = document.frame(place.page_index)
    mark = _mark(request, certificate, time_text, place, frame)
    if not isinstance(mark, TextMark):
        return FieldPlan(name, None, place, frame, mark)
    place = _tightened(request.role, place, mark)
    found = FoundPlace(place)
    if request.avoids_content and mark_form(request.role).corner != _SIGNING_PLACE:
        taken = _taken(document, place.page_index)
        found = free_place(document.path, place, taken, frame.width_mm)
    mark = _mark(request, certificate, time_text, found.place, frame)
    return FieldPlan(name, None, found.place, frame, mark, found.shifted_mm, found.is_crowded)


def plan_prepared(document: PdfDocument, request: SignRequest, own: FieldPlan) -> list[FieldPlan]:
    """Empty fields that the first signature makes for later signers, so that they may add marks."""
    if document.signed_fields:
        return []
    roles = PREPARES.get(request.role, ()) if request.prepares is None else request.prepares
    if not request.is_visible:
        roles = ()  # their places follow from that of the mark
    plans = []
    for role in roles:
        name = FIELD_NAMES[role]
        if name == own.name or document.field(name) is not None:
            continue
        page_index = own.place.page_index if role is Role.AGENCY and own.place else 0
        frame = document.frame(page_index)
        if role is Role.AGENCY and own.place is not None:
            place = seal_place(own.place, signing_place_style().seal_mm)
        else:
            place = _waiting_place(role, _default_place(document, role, page_index, frame, ""))
            if request.avoids_content:
                taken = _taken(document, page_index)
                place = free_place(document.path, place, taken, frame.width_mm).place
        plans.append(FieldPlan(name, None, place, frame, None))
    for wanted in request.prepared_fields:
        if wanted.name == own.name or document.field(wanted.name) is not None:
            continue
        frame = document.frame(wanted.place.page_index)
        plans.append(FieldPlan(wanted.name, None, wanted.place, frame, None))
    return plans


def seal_place(signature: Place, seal_mm: float) -> Place:
    """Where the seal goes: over a third of the signature image on its left (NĐ 30/2020 Art. 33)."""
    covered = signature.width_mm * signing_place_style().seal_overlap
    return Place(
        page_index=signature.page_index,
        left_mm=signature.left_mm + covered - seal_mm,
        top_mm=signature.top_mm + signature.height_mm / 2 - seal_mm / 2,
        width_mm=seal_mm,
        height_mm=seal_mm,
    )


@lru_cache(maxsize=256)
def common_name(certificate: bytes) -> str:
    """Common name of the certificate's subject."""
    names = load_certificate(certificate).subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else load_certificate(certificate).subject.rfc4514_string()


def _field(document: PdfDocument, request: SignRequest) -> tuple[str, SignatureField | None]:
    if request.field_name:
        found = document.field(request.field_name)
        if found is not None and found.is_filled:
            raise SigningError("signing.field_taken", field=request.field_name)
        return request.field_name, found
    base = FIELD_NAMES[request.role]
    name, number = base, 1
    while True:
        found = document.field(name)
        if found is None or not found.is_filled:
            return name, found
        number += 1
        name = f"{base}{number}"


def _page_index(document: PdfDocument, request: SignRequest) -> int:
    count = document.page_count
    if request.place is not None:
        if not 0 <= request.place.page_index < count:
            raise SigningError("signing.place_outside", page=request.place.page_index + 1)
        return request.place.page_index
    corner = mark_form(request.role).corner
    return count - 1 if corner == _SIGNING_PLACE else 0


def _printed(request: SignRequest, certificate: bytes) -> str:
    """The signer's name as it is printed under the place for the signature."""
    return request.signer_name or common_name(certificate)


def _taken(document: PdfDocument, page_index: int) -> list[Place]:
    """Where fields stand on a page already."""
    frame = document.frame(page_index)
    return [
        frame.place(page_index, field.rectangle)
        for field in document.signature_fields
        if field.page_index == page_index and field.rectangle[0] < field.rectangle[2]
    ]


def _default_place(
    document: PdfDocument, role: Role, page_index: int, frame: PageFrame, printed: str
) -> Place:
    style, corner = text_style(), mark_form(role).corner
    if corner != _SIGNING_PLACE:
        width = min(style.box_width_mm, frame.width_mm - 2 * style.margin_mm)
        height = min(style.box_height_mm, frame.height_mm - 2 * style.margin_mm)
        left = style.margin_mm
        if corner == "top-right":
            left = frame.width_mm - style.margin_mm - width
        return Place(
            page_index=page_index,
            left_mm=left,
            top_mm=style.margin_mm,
            width_mm=width,
            height_mm=height,
        )
    box = signing_place_style()
    leader = document.field(FIELD_NAMES[Role.APPROVER])
    if role is Role.AGENCY and leader is not None and leader.page_index == page_index:
        return seal_place(frame.place(page_index, leader.rectangle), box.seal_mm)
    width, height = min(box.width_mm, frame.width_mm), min(box.height_mm, frame.height_mm)
    if role is Role.APPROVER and printed:
        named = signing_place(document.path, printed, width_mm=width, height_mm=height)
        if named is not None:
            return named
    return Place(
        page_index=page_index,
        left_mm=max(0.0, frame.width_mm - box.from_right_mm - width),
        top_mm=max(0.0, frame.height_mm - box.from_bottom_mm - height),
        width_mm=width,
        height_mm=height,
    )


def _mark(
    request: SignRequest, certificate: bytes, time_text: str, place: Place, frame: PageFrame
) -> Mark:
    _refuse_outside(place, frame)
    form = mark_form(request.role)
    width, height = place.width_mm * POINTS_PER_MM, place.height_mm * POINTS_PER_MM
    if form.takes_image and request.image is not None:
        return ImageMark(prepare_image(request.image), width, height)
    font = _font(request)
    facts = {
        "name": request.signer_name or common_name(certificate),
        "agency": request.agency_name or common_name(certificate),
        "form": request.copy_form,
        "number": request.document_number,
        "time": time_text,
    }
    return _text_mark(form, font, fill(form, facts), width, height)


def _text_mark(
    form: MarkForm, font: MarkFont, lines: tuple[str, ...], width: float, height: float
) -> TextMark:
    """Text from the upper corner of its box: from the right one where the mark stands there.

    More lines than the box holds are set closer, and smaller only when that is not enough: words
    of a mark are never cut off.
    """
    style = text_style()
    if form.size_pt is None:
        size, leading = style.size_pt, style.leading
        rows = wrap(font, lines, size, width)
        while len(rows) * size * leading > height + _SLACK_PT and size > _LEAST_PT:
            leading = max(_SOLID, leading - 0.05)
            if leading == _SOLID:
                size -= 0.25
                rows = wrap(font, lines, size, width)
        longest = max((font.width(row, size) for row in rows), default=0.0)
        indent = max(0.0, width - longest) if form.corner == "top-right" else 0.0
        return TextMark(font, tuple(rows), size, leading, width, height, indent)
    line = (font.ascent - font.descent) / 1000
    longest = max((font.width(row, 1.0) for row in lines), default=0.0)
    size = min(form.size_pt, height / line / len(lines), width / max(longest, 0.001))
    drop = (height - size * line * len(lines)) / 2
    return TextMark(font, lines, size, line, width, height, drop=drop)


def _font(request: SignRequest) -> MarkFont:
    return mark_font(request.font)


def _waiting_place(role: Role, place: Place) -> Place:
    """The box of a text mark to come, smaller than the widest one, still in its corner."""
    style = text_style()
    width = min(place.width_mm, style.prepared_width_mm)
    left = place.left_mm
    if mark_form(role).corner == "top-right":
        left += place.width_mm - width
    height = min(place.height_mm, style.prepared_height_mm)
    return replace(place, left_mm=left, width_mm=width, height_mm=height)


def _tightened(role: Role, place: Place, mark: TextMark) -> Place:
    """The box no larger than its text, still in its corner."""
    longest = max(mark.font.width(row, mark.size_pt) for row in mark.lines)
    width = min(place.width_mm, longest / POINTS_PER_MM + 0.5)
    tall = len(mark.lines) * mark.size_pt * mark.leading
    left = place.left_mm
    if mark_form(role).corner == "top-right":
        left += place.width_mm - width
    return Place(
        page_index=place.page_index,
        left_mm=left,
        top_mm=place.top_mm,
        width_mm=width,
        height_mm=tall / POINTS_PER_MM,
    )


def _refuse_outside(place: Place, frame: PageFrame) -> None:
    slack = 0.5
    if (
        place.left_mm < -slack
        or place.top_mm < -slack
        or place.left_mm + place.width_mm > frame.width_mm + slack
        or place.top_mm + place.height_mm > frame.height_mm + slack
        or place.width_mm <= 0
        or place.height_mm <= 0
    ):
        raise SigningError("signing.place_outside", page=place.page_index + 1)
