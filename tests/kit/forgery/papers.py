"""Unsigned papers in every file structure honest programs write."""

from __future__ import annotations

import io

import pikepdf


def plain(
    pages: int = 1,
    *,
    version: str = "1.7",
    object_streams: bool = False,
    linearize: bool = False,
    text: str = "GIAY XAC NHAN TINH TRANG HON NHAN 12345",
    form: bool = False,
    extra=None,
) -> bytes:
    """A paper with text on each page; with ``form`` it has text fields and a check box."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    for number in range(pages):
        content = (
            f"BT /F1 18 Tf 72 760 Td ({text} - {number + 1}) Tj "
            "0 -40 Td (So tien: 1.000.000) Tj ET\n"
        )
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=[0, 0, 595, 842],
            Contents=pdf.make_stream(content.encode()),
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font)),
        )
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    if form:
        _add_form(pdf, font)
    if extra is not None:
        extra(pdf)
    out = io.BytesIO()
    mode = pikepdf.ObjectStreamMode.generate if object_streams else pikepdf.ObjectStreamMode.disable
    pdf.save(
        out,
        object_stream_mode=mode,
        linearize=linearize,
        force_version=version,
        static_id=True,
        compress_streams=False,
    )
    return out.getvalue()


def _add_form(pdf: pikepdf.Pdf, font) -> None:
    page = pdf.pages[0].obj
    fields = []
    for index, name in enumerate(("HoTen", "DiaChi", "GhiChu")):
        fields.append(
            pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Widget,
                    FT=pikepdf.Name.Tx,
                    T=pikepdf.String(name),
                    Rect=[72, 600 - 40 * index, 300, 620 - 40 * index],
                    DA=pikepdf.String("/Helv 12 Tf 0 g"),
                    F=4,
                    P=page,
                )
            )
        )
    page.Annots = pdf.make_indirect(pikepdf.Array(fields))
    pdf.Root.AcroForm = pdf.make_indirect(
        pikepdf.Dictionary(
            Fields=pikepdf.Array(fields),
            DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=font)),
            DA=pikepdf.String("/Helv 12 Tf 0 g"),
        )
    )
