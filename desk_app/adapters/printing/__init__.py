"""Slips, results and scanned pages as PDF/A-2b."""

from desk_app.adapters.printing.errors import PrintingError
from desk_app.adapters.printing.fonts import Fonts, find_fonts
from desk_app.adapters.printing.images import images_to_pdf
from desk_app.adapters.printing.pdfa import check_pdfa
from desk_app.adapters.printing.printer import FieldBox, Office, Printer, Rendered
from desk_app.adapters.printing.qr import QrSettings
from desk_app.adapters.printing.sheets import two_up

__all__ = [
    "FieldBox",
    "Fonts",
    "Office",
    "Printer",
    "PrintingError",
    "QrSettings",
    "Rendered",
    "check_pdfa",
    "find_fonts",
    "images_to_pdf",
    "two_up",
]
