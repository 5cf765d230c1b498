"""Restructuring wired to its files, and its papers written by the suffix asked for."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import resources
from desk_app.application.reports.ports import Asked
from desk_app.application.restructuring.blocks import Block, Grid, Paragraph, PartOne, Run
from desk_app.application.restructuring.lists import Lists, PrintedList
from desk_app.application.restructuring.projects import Restructuring
from desk_app.bootstrap.own_tables import own_table
from desk_app.domain.definitions import DefinitionError, Node, Problem
from desk_app.domain.errors import RuleError, UnavailableError
from desk_app.domain.forms import FormDefinition
from desk_app.domain.moments import VIETNAM
from desk_app.domain.reports.measures import Period
from desk_app.domain.restructuring.assessment import QuestionSet, questions_from_data
from desk_app.domain.restructuring.officers import Presence, presences_from_data
from desk_app.domain.restructuring.selection import Candidate, Thresholds
from desk_app.texts import shipped

if TYPE_CHECKING:
    from desk_app.application.desk import Desk
    from desk_app.application.ports import Office

_PICTURE_DPI = 200
_PART_ONE_WORK = 3


def restructuring_over(office: "Office", profile: Path) -> Restructuring:
    """Use cases of restructuring over the files of a profile."""
    from desk_app.adapters.documents.project_files import ProjectFiles

    return Restructuring(
        office=office,
        store=ProjectFiles(profile / "restructuring"),
        template=resources.toml("restructuring/part_one.toml"),
        words=lambda key, **facts: shipped().label(key, **facts),
    )


def presences_of(profile: Path) -> Mapping[str, Presence]:
    """When officers are away, from the profile's ``restructuring/officers.toml``.

    Raises:
        DefinitionError: it cannot be used.
    """
    own = profile / "restructuring" / "officers.toml"
    return presences_from_data(own_table(own)) if own.is_file() else {}


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


def write_part_one(
    desk: "Desk", code: str, out: Path, *, tell: Callable[[int, int], None] = lambda _d, _t: None
) -> PartOne:
    """Part I as ``.docx`` or ``.pdf``; UnavailableError ``reports.no_file``.

    Args:
        desk: the opened profile.
        code: the restructuring file.
        out: written whole or not at all.
        tell: parts of the work that are done, of all.
    """
    part = desk.restructuring.part_one(code)
    tell(1, _PART_ONE_WORK)
    if out.suffix.lower() == ".pdf":
        now = desk.office.clock.now()
        _put(out, desk.office.printer.sheet("part_one", printed(part), issued_at=now).pdf)
        return part
    from desk_app.adapters.documents.part_one_docx import part_one_docx

    pdf = _diagram_pdf(desk, code, desk.restructuring.diagram(code))
    tell(2, _PART_ONE_WORK)
    _put(out, part_one_docx(part, diagram_png=picture_of(pdf)))
    return part


LISTS = (
    "roadmap", "selection", "services", "tests", "summary", "amendments", "tasks", "progress",
    "assessment",
)  # fmt: skip
_OF_A_PERIOD = frozenset({"selection", "services"})


def make_list(
    desk: "Desk",
    name: str,
    *,
    period: tuple[dt.date, dt.date] | None = None,
    code: str = "",
    letter: str = "",
) -> PrintedList:
    """One of `LISTS`.

    Args:
        desk: the opened profile.
        name: which list.
        period: first and last day, for those that count dossiers.
        code: the file, for the summary.
        letter: number of the letter a roadmap goes with.

    Raises:
        RuleError: ``restructuring.list_needs`` names what is missing.
    """
    now = desk.office.clock.now()
    today = now.astimezone(VIETNAM).date()
    if (name in _OF_A_PERIOD) == (period is None) or (name == "summary") != bool(code):
        raise RuleError("restructuring.list_needs", {"list": name})
    lists = _lists(desk)
    if period is not None:
        asked = Period(first=period[0], last=period[1], asked_at=now)
        units = sorted({desk.office.facts.unit, *_units(lists, asked)})
        return lists.selection(asked) if name == "selection" else lists.services(asked, units)
    makers: dict[str, Callable[[], PrintedList]] = {
        "roadmap": lambda: lists.roadmap(letter),
        "tests": lambda: lists.tests(now),
        "summary": lambda: lists.summary(code),
        "amendments": lists.amendments,
        "tasks": lambda: lists.tasks(today),
        "progress": lists.progress,
        "assessment": lists.assessment,
    }
    return makers[name]()


def candidates_of(desk: "Desk", first: dt.date, last: dt.date) -> tuple[Candidate, ...]:
    """Procedures in force with the desk's own figures of a period, those first that say most."""
    now = desk.office.clock.now()
    return _lists(desk).ranked(Period(first=first, last=last, asked_at=now))


def questions_of(desk: "Desk") -> QuestionSet:
    """What an assessment asks: the office's own questions, else the shipped ones."""
    return questions_from_data(_questions(desk.profile))


def keep_list(desk: "Desk", name: str, *, period: tuple[dt.date, dt.date], code: str = "") -> Path:
    """One of `LISTS` as a workbook beside those written before; its file.

    Args:
        desk: the opened profile.
        name: which list.
        period: first and last day, where the list counts dossiers.
        code: the restructuring file, where the list is of one.
    """
    made = make_list(
        desk, name, period=period if name in _OF_A_PERIOD else None,
        code=code if name == "summary" else "",
    )  # fmt: skip
    folder = papers_of_plans(desk)
    folder.mkdir(parents=True, exist_ok=True)
    moment = desk.office.clock.now().astimezone(VIETNAM)
    out = folder / f"{name}-{moment:%Y%m%d-%H%M%S}.xlsx"
    write_list(desk, made, out)
    return out


def papers_of_plans(desk: "Desk") -> Path:
    """Folder of the papers that were written of restructuring files."""
    return desk.profile / "restructuring" / "out"


def write_list(desk: "Desk", made: PrintedList, out: Path) -> None:
    """A list as ``.xlsx`` or ``.pdf``; UnavailableError ``reports.no_file``."""
    if out.suffix.lower() == ".xlsx":
        from desk_app.adapters.documents.list_excel import write_list as write_book

        write_book(made, out)
        return
    data = {
        "title": list(made.title),
        "attached": made.attached,
        "columns": [{"name": c.name, "over": c.over, "width": c.width} for c in made.columns],
        "rows": [{"cells": list(row.cells), "heading": row.is_heading} for row in made.rows],
        "notes": list(made.notes),
    }
    now = desk.office.clock.now()
    _put(out, desk.office.printer.sheet("list", data, issued_at=now).pdf)


def _lists(desk: "Desk") -> Lists:
    thresholds, listed = _selection(desk.profile)
    return Lists(
        restructuring=desk.restructuring,
        facts=desk.reports.facts,
        measures=desk.reports.shelf.measures,
        words=shipped().label,
        thresholds=thresholds,
        listed=listed,
        questions=questions_from_data(_questions(desk.profile)),
    )


def _selection(profile: Path) -> tuple[Thresholds, frozenset[str]]:
    """What the office counts as many, and the codes it has on its list of priorities.

    Raises:
        DefinitionError: the office's ``selection.toml`` cannot be used.
    """
    own, usual = profile / "restructuring" / "selection.toml", Thresholds()
    problems: list[Problem] = []
    root = Node(own_table(own) if own.is_file() else {}, "", problems)
    limits = {
        f.name: root.number(f.name, getattr(usual, f.name), least=1)
        for f in dataclasses.fields(Thresholds)
    }
    listed = frozenset(root.texts("listed"))
    root.finish()
    if problems:
        raise DefinitionError(own.stem, problems)
    return Thresholds(**limits), listed


def _questions(profile: Path) -> Mapping[str, object]:
    own = profile / "restructuring" / "questions.toml"
    if own.is_file():
        return own_table(own)
    return resources.toml("restructuring/questions.toml")


def _units(lists: Lists, period: Period) -> Iterator[str]:
    lists.facts.catch_up()
    measure = lists.measures["received"]
    for row in lists.facts.sums(Asked(period=period), [measure], "unit"):
        if row.group:
            yield row.group


def printed(part: PartOne) -> dict[str, object]:
    """Part I as the typesetter takes it."""
    title = "".join(run.text for run in part.front[0].runs)
    return {
        "title": title,
        "front": [_paragraph(p) for p in part.front],
        "body": [{"number": number, **_block(block)} for number, block in part.body],
        "back": [_paragraph(p) for p in part.back],
        "forms": [_form(form) for form in part.forms],
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


def _form(form: FormDefinition) -> dict[str, object]:
    sections = [
        {
            "title": section.title,
            "fields": [
                {"label": f.label, "required": f.required, "choices": list(f.choices)}
                for f in section.fields
            ],
        }
        for section in form.sections
    ]
    return {"title": form.title, "sections": sections}


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


def unfinished(out: Path) -> Path:
    """Where a file lies until it is whole."""
    return out.with_suffix(".new")


def _put(out: Path, data: bytes) -> None:
    from desk_app.adapters.window.whole_file import write_whole

    try:
        write_whole(out, data)
    except UnavailableError as error:
        unfinished(out).unlink(missing_ok=True)
        raise UnavailableError("reports.no_file", {"file": out.name}) from error
