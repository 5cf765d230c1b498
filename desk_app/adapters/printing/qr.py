"""The QR code on every paper issued by the system (TT 01/2023/TT-VPCP Art. 26).

Minimum content: dossier code, procedure code, identifier of the person or organisation, name of
the paper, name of the information system, time of issue; on a receipt the appointment too, on a
result its validity. How these are strung together is not fixed in what could be read, so the
office chooses; and since anyone can scan a code, the identifier may be shown masked where the
office's rule allows it (the default is the full identifier the circular asks for).
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote

import zxingcpp

from desk_app.adapters.printing.errors import PrintingError
from desk_app.adapters.printing.values import VIETNAM

_SHOWN_DIGITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class QrSettings:
    """How the office writes its codes.

    Attributes:
        style: fields with a separator, JSON, or an address with `{field}` places.
        separator: between fields; taken out of the values themselves.
        address: pattern for style `address`.
        is_identifier_masked: keep only the last three characters of the identifier.
        correction: error correction level of ISO/IEC 18004.
    """

    style: Literal["separated", "json", "address"] = "separated"
    separator: str = "|"
    address: str = ""
    is_identifier_masked: bool = False
    correction: Literal["L", "M", "Q", "H"] = "M"


@dataclass(frozen=True, slots=True, kw_only=True)
class QrContent:
    """The data of Art. 26, in the order in which it is written."""

    dossier_code: str
    procedure_code: str
    identifier: str
    paper: str
    system: str
    issued_at: dt.datetime
    extra: Mapping[str, str]


def qr_text(content: QrContent, settings: QrSettings) -> str:
    """String the content together as the office chose.

    Raises:
        PrintingError: `printing.qr_address_broken` when the pattern names an unknown field.
    """
    if settings.is_identifier_masked:
        content = replace(content, identifier=masked(content.identifier))
    issued = content.issued_at
    if issued.tzinfo is not None:
        issued = issued.astimezone(VIETNAM)
    fields = {
        "dossier_code": content.dossier_code,
        "procedure_code": content.procedure_code,
        "identifier": content.identifier,
        "paper": content.paper,
        "system": content.system,
        "issued_at": issued.strftime("%Y%m%d%H%M%S"),
        **content.extra,
    }
    if settings.style == "json":
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    if settings.style == "address":
        try:
            return settings.address.format(**{k: quote(v, safe="") for k, v in fields.items()})
        except (KeyError, IndexError, ValueError) as error:
            raise PrintingError("printing.qr_address_broken", address=settings.address) from error
    parts = (value.replace(settings.separator, " ") for value in fields.values())
    return settings.separator.join(parts)


def masked(identifier: str) -> str:
    """An identifier with all but its last characters hidden."""
    return "*" * max(0, len(identifier) - _SHOWN_DIGITS) + identifier[-_SHOWN_DIGITS:]


def qr_svg(text: str, settings: QrSettings) -> str:
    """Draw the code as a vector picture.

    Raises:
        PrintingError: `printing.qr_too_long`.
    """
    try:
        code = zxingcpp.create_barcode(
            text, zxingcpp.BarcodeFormat.QRCode, ec_level=settings.correction
        )
        return str(zxingcpp.write_barcode_to_svg(code, scale=1, add_quiet_zones=False))
    except (ValueError, RuntimeError) as error:
        raise PrintingError("printing.qr_too_long", length=len(text.encode())) from error
