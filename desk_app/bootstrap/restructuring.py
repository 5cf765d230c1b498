"""Restructuring wired to its files, and its papers written by the suffix asked for."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import resources
from desk_app.application.restructuring.part_one import Block, Grid, Paragraph, PartOne, Run
from desk_app.application.restructuring.projects import Restructuring
from desk_app.domain.errors import UnavailableError
from desk_app.texts import shipped

if TYPE_CHECKING:
    from desk_app.application.desk import Desk
    from desk_app.application.ports import Office

_PICTURE_DPI = 200


def restructuring_over(office: "Office", profile: Path) -> Restructuring:
    """Use cases of restructuring over the files of a profile."""
    from desk_app.adapters.documents.project_files import ProjectFiles

    return Restructuring(
        office=office,
        store=ProjectFiles(profile / "restructuring"),
        template=resources.toml("restructuring/part_one.toml"),
        words=lambda key, **facts: shipped().label(key, **facts),
    )


def write_diagram(desk: "Desk", code: str, out: Path, *, which: str = "both") -> None:
    """The overall diagram as SVG, PDF or Word; UnavailableError ``reports.no_file``."""
    svg = desk.restructuring.diagram(code, which=which)
    suffix = out.suffix.lower()
    if suffix == ".svg":
        _put(out, svg.replace("@font@", "Times New Roman, Liberation Serif, serif").encode())
        return
    pdf = _diagram_pdf(desk, code, svg)
    if suffix == ".pdf":
        _put(out, pdf)
        return
    from desk_app.adapters.documents.part_one_docx import diagram_docx

    _put(out, diagram_docx(_title(code), picture_of(pdf)))


def write_part_one(desk: "Desk", code: str, out: Path) -> PartOne:
    """Part I as ``.docx`` or ``.pdf``; UnavailableError ``reports.no_file``."""
    part = desk.restructuring.part_one(code)
    if out.suffix.lower() == ".pdf":
        now = desk.office.clock.now()
        _put(out, desk.office.printer.sheet("part_one", printed(part), issued_at=now).pdf)
        return part
    from desk_app.adapters.documents.part_one_docx import part_one_docx

    pdf = _diagram_pdf(desk, code, desk.restructuring.diagram(code))
    _put(out, part_one_docx(part, diagram_png=picture_of(pdf)))
    return part


def printed(part: PartOne) -> dict[str, object]:
    """Part I as the typesetter takes it."""
    title = "".join(run.text for run in part.front[0].runs)
    return {
        "title": title,
        "front": [_paragraph(p) for p in part.front],
        "body": [{"number": number, **_block(block)} for number, block in part.body],
        "back": [_paragraph(p) for p in part.back],
    }


def picture_of(pdf: bytes) -> bytes:
    """First page of a paper of our own as PNG."""
    import io

    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0].render(scale=_PICTURE_DPI / 72).to_pil()
        target = io.BytesIO()
        page.save(target, "PNG", dpi=(_PICTURE_DPI, _PICTURE_DPI))
        return target.getvalue()
    finally:
        document.close()


def _diagram_pdf(desk: "Desk", code: str, svg: str) -> bytes:
    width, height = _size(svg)
    data = {"title": _title(code), "svg": svg, "width": width, "height": height}
    now = desk.office.clock.now()
    return desk.office.printer.sheet("diagram", data, issued_at=now).pdf


def _size(svg: str) -> tuple[float, float]:
    import re

    found = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg)
    return (float(found[1]), float(found[2])) if found else (800.0, 600.0)


def _title(code: str) -> str:
    return shipped().label("restructuring.diagram.title", code=code)


def _paragraph(paragraph: Paragraph) -> dict[str, object]:
    return {"centred": paragraph.is_centred, "runs": [_run(run) for run in paragraph.runs]}


def _block(block: Block) -> Mapping[str, object]:
    if isinstance(block, Paragraph):
        return {"kind": "line", **_paragraph(block)}
    return {"kind": "grid", **_grid(block)}


def _grid(grid: Grid) -> dict[str, object]:
    rows = [[{"runs": [_run(run) for run in cell]} for cell in row] for row in grid.rows]
    return {"head": list(grid.head), "pair": list(grid.pair), "rows": rows}


def _run(run: Run) -> dict[str, object]:
    return {"text": run.text, "bold": run.bold, "italic": run.italic or run.changed}


def _put(out: Path, data: bytes) -> None:
    try:
        out.write_bytes(data)
    except OSError as error:
        raise UnavailableError("reports.no_file", {"file": out.name}) from error
