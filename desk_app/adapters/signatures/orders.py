"""Orders of the desk as requests of the signing library, and who may carry them out."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from desk_app.adapters.signatures.face import shipped_face
from desk_app.adapters.signatures.services import SigningServices
from desk_app.application.ports import SignOrder
from desk_app.domain.signatures import SignatureRole
from signing.errors import SigningError
from signing.marks.image import MarkImage
from signing.pdf.document import PdfDocument
from signing.pdf.geometry import POINTS_PER_MM, Place
from signing.precheck import AssignedSigner, refuse_certificate, refuse_other_person
from signing.request import Level, PreparedField, Role, SignRequest
from signing.tokens.facts import CertificateFact, TokenInfo

_PERSONAL = {SignatureRole.OFFICER, SignatureRole.APPROVER}
_Box = tuple[int, float, float, float, float]


def refuse_signer(
    chosen: CertificateFact,
    orders: Sequence[SignOrder],
    tokens: Iterable[TokenInfo],
    services: SigningServices,
) -> None:
    """Refuse before the PIN is used a certificate that may not make these signatures.

    Raises:
        SigningError: ``signing.certificate_*`` or ``signing.signer_mismatch``.
    """
    others = [
        fact.der
        for token in tokens
        if token.serial == chosen.token_serial
        for fact in token.certificates
        if fact.der != chosen.der
    ]
    for role in dict.fromkeys(order.role for order in orders):
        refuse_certificate(
            chosen.der,
            role=Role(role),
            at=services.clock(),
            trust=services.trust(),
            store=services.revocation(is_online=False),
            policy=services.policy,
            others=others,
        )
    for order in orders:
        if order.role in _PERSONAL:
            assigned = AssignedSigner(name=order.name, serial=order.certificate_serial)
            refuse_other_person(chosen.der, assigned)


def requests_of(
    order: SignOrder, target: Path, level: Level, at: dt.datetime, *, pictures: Path | None
) -> list[SignRequest]:
    """The words put in first, then the signature itself, all into the same file.

    Words (number, date) are signatures of their own, each with its own trusted time.

    Raises:
        SigningError: ``signing.image_missing``.
    """
    boxes = {
        **{stamp.anchor: stamp.box for stamp in order.stamps},
        **order.prepares,
        **({order.anchor: order.box} if order.box is not None else {}),
    }
    places = _places(target, boxes)
    words = [
        SignRequest(
            source=target,
            target=target,
            role=Role.NUMBER,
            level=level,
            accepts_lower=True,
            signer_name=order.name,
            agency_name=order.agency,
            document_number=stamp.text,
            place=places[stamp.anchor],
            field_name=stamp.anchor,
            prepares=(),
            at=at,
            font=shipped_face(),
        )
        for stamp in order.stamps
    ]
    main = SignRequest(
        source=target,
        target=target,
        role=Role(order.role),
        level=level,
        accepts_lower=True,
        signer_name=f"{order.capacity} {order.name}".strip(),
        agency_name=order.agency,
        image=_picture(order, pictures),
        is_visible=order.look != "invisible",
        at=at,
        font=shipped_face(),
    )
    if order.box is None:
        return [*words, main]
    placed = dataclasses.replace(
        main,
        place=places[order.anchor],
        field_name=order.anchor,
        prepares=(),
        prepared_fields=tuple(
            PreparedField(name=name, place=places[name]) for name in order.prepares
        ),
    )
    return [*words, placed]


def _picture(order: SignOrder, pictures: Path | None) -> MarkImage | None:
    if not order.image or pictures is None or order.look != "picture":
        return None
    png = picture_named(order.image, pictures)
    if png is None:
        raise SigningError("signing.image_missing", file=order.image)
    return MarkImage(png=png, width_mm=order.image_mm)


def picture_named(name: str, pictures: Path | None) -> bytes | None:
    """The picture of a signature or seal out of the desk's profile; None where there is none."""
    if not name or pictures is None:
        return None
    try:
        return (pictures / Path(name).name).read_bytes()
    except OSError:
        return None


def _places(file: Path, boxes: Mapping[str, _Box]) -> dict[str, Place]:
    """Boxes of the typeset page, in points from its lower left corner, as places on paper."""
    if not boxes:
        return {}
    with PdfDocument(file) as document:
        tall = {box[0]: document.frame(box[0]).height_mm for box in boxes.values()}
    return {
        name: Place(
            page_index=page,
            left_mm=left / POINTS_PER_MM,
            top_mm=tall[page] - (bottom + height) / POINTS_PER_MM,
            width_mm=width / POINTS_PER_MM,
            height_mm=height / POINTS_PER_MM,
        )
        for name, (page, left, bottom, width, height) in boxes.items()
    }
