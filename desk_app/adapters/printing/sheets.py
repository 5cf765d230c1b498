"""Two A5 slips side by side on one A4 sheet: one to give, one to keep."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name

from desk_app.adapters.printing.errors import PrintingError

_A4_WIDTH_PT, _A4_HEIGHT_PT = 841.89, 595.28
_WIDEST_SLIP_PT = _A4_WIDTH_PT / 2 + 1


def two_up(pdf: bytes) -> bytes:
    """Lay every page twice on a landscape A4 sheet, to be cut in the middle.

    For the printer alone: the stored file stays the single slip. What stands on the page is
    kept, the visible marks of signatures included; the signatures themselves are not.

    Raises:
        PrintingError: `printing.page_unreadable`, `printing.not_a_slip` when a page is wider
            than half a sheet.
    """
    try:
        source = pikepdf.open(io.BytesIO(pdf))
    except pikepdf.PdfError as error:
        raise PrintingError("printing.page_unreadable", page=1) from error
    with source, pikepdf.new() as sheet:
        source.flatten_annotations("print")
        for number, page in enumerate(source.pages, start=1):
            width, height = float(page.mediabox[2]), float(page.mediabox[3])
            if width > _WIDEST_SLIP_PT or height > _A4_HEIGHT_PT + 1:
                raise PrintingError("printing.not_a_slip", page=number)
            picture = sheet.copy_foreign(page.as_form_xobject())
            top = _A4_HEIGHT_PT - height
            content = "".join(
                f"q 1 0 0 1 {left:.2f} {top:.2f} cm /Slip Do Q\n"
                for left in (0.0, _A4_WIDTH_PT / 2)
            )
            sheet.pages.append(
                pikepdf.Page(
                    sheet.make_indirect(
                        Dictionary(
                            Type=Name.Page,
                            MediaBox=Array([0, 0, _A4_WIDTH_PT, _A4_HEIGHT_PT]),
                            Resources=Dictionary(XObject=Dictionary(Slip=picture)),
                            Contents=sheet.make_stream(content.encode("ascii")),
                        )
                    )
                )
            )
        target = io.BytesIO()
        sheet.save(target, deterministic_id=True)
        return target.getvalue()
