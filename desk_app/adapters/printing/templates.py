"""Templates as data: which paper a key means on a day, its words, its lines and its layout.

A template is a TOML file (`2018/receipt.toml`, `results/giay_khai_sinh.toml`) that names a
layout. Keys are names and never numbers: numbers 05 and 06 changed meaning in 2025.
"""

import datetime as dt
import shutil
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import resources
from desk_app.adapters.printing.errors import PrintingError
from desk_app.domain.definitions import DefinitionError, Node, Problem

FORM_SETS = ("2018", "2025")
RESULTS = "results"
"""Folder of result templates, beside one folder a form set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One labelled value of a line.

    Attributes:
        value: dotted path of the datum.
        style: how it is written, see `values.STYLES`.
        share: width against the other cells of the line.
    """

    label: str
    value: str
    style: str = "text"
    strong: bool = False
    share: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a result: labelled values, or text with `{dotted.path}` places.

    Attributes:
        kind: `cells`, `text`, `heading`, `centre` or `list`.
        when: path of a datum that must be there, else the line is left out.
    """

    kind: str
    text: str = ""
    cells: tuple[Cell, ...] = ()
    when: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One version of one paper.

    Attributes:
        key: name, such as `receipt`.
        form_set: `2018` or `2025`; None for results.
        number: number of the form in its set, printed nowhere, known to administrators.
        layout: file name of the Typst layout.
        paper: Typst name of the sheet.
        labels: every word the layout prints.
        required: dotted paths of data without which the paper is not issued.
        to_confirm: what must be compared with the official appendix.
    """

    key: str
    form_set: str | None
    number: str | None
    valid_from: dt.date
    layout: str
    paper: str
    labels: Mapping[str, str]
    rows: tuple[Row, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    qr_extra: tuple[str, ...] = ()
    to_confirm: tuple[str, ...] = ()
    procedure: str | None = None
    sector: str | None = None
    instrument: str | None = None


class Shelf:
    """All templates of the shipped folder and of the office's own folders."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        """Read every template.

        Args:
            folders: the office's own, laid out as resources/forms; a template there replaces
                the shipped one of the same key, form set and first day.

        Raises:
            PrintingError: `printing.template_broken` with the file and its faults.
        """
        self.root = resources.path("forms")
        self._folders = (*reversed(folders), self.root)
        common = _toml(self.root / "common.toml")
        self.words = {str(k): str(v) for k, v in _table(common, "words").items()}
        self._common = {str(k): str(v) for k, v in _table(common, "labels").items()}
        self._templates: dict[tuple[object, ...], Template] = {}
        for folder in reversed(self._folders):
            for file in sorted(folder.glob("*/*.toml")):
                template = self._read(file)
                place = (
                    template.key,
                    template.form_set,
                    template.procedure,
                    template.sector,
                    template.valid_from,
                )
                self._templates[place] = template

    def all(self) -> tuple[Template, ...]:
        """Every template, in order of key and first day."""
        return tuple(
            sorted(self._templates.values(), key=lambda t: (t.key, t.form_set or "", t.valid_from))
        )

    def slip(
        self,
        key: str,
        on: dt.date,
        *,
        form_set: str | None = None,
        procedure: str | None = None,
        sector: str | None = None,
    ) -> Template:
        """The slip in force on a day; lookup order procedure → sector → general set.

        Args:
            key: such as `receipt`.
            on: day of issue.
            form_set: asks for one set whatever the day, as for a reprint in the old form.
            procedure: key of the procedure whose own slip goes first.
            sector: key of the sector whose own slip goes before the general one.

        Raises:
            PrintingError: `printing.template_missing`.
        """
        fitting = [
            t
            for t in self._templates.values()
            if t.key == key and t.form_set is not None and form_set in (None, t.form_set)
        ]
        if form_set is None:
            fitting = [t for t in fitting if t.valid_from <= on]
        wishes: list[tuple[str | None, str | None]] = [(None, None)]
        if sector is not None:
            wishes.insert(0, (None, sector))
        if procedure is not None:
            wishes.insert(0, (procedure, None))
        for wish in wishes:
            found = [t for t in fitting if (t.procedure, t.sector) == wish]
            if found:
                return max(found, key=lambda t: t.valid_from)
        raise PrintingError("printing.template_missing", template=key, on=on.isoformat())

    def result(self, key: str, on: dt.date) -> Template:
        """The result template in force on a day.

        Raises:
            PrintingError: `printing.template_missing`.
        """
        found = [
            t
            for t in self._templates.values()
            if t.key == key and t.form_set is None and t.valid_from <= on
        ]
        if not found:
            raise PrintingError("printing.template_missing", template=key, on=on.isoformat())
        return max(found, key=lambda t: t.valid_from)

    def lay_out(self, folder: Path) -> None:
        """Put all layouts under one folder; the office's replace the shipped ones."""
        target = folder / "layouts"
        target.mkdir(parents=True, exist_ok=True)
        for source in reversed(self._folders):
            for file in sorted(source.glob("layouts/*.typ")):
                shutil.copyfile(file, target / file.name)

    def sample(self, key: str) -> Path:
        """Where the specimen data of a paper lie.

        Raises:
            PrintingError: `printing.template_missing`.
        """
        if not key.isidentifier():
            raise PrintingError("printing.template_missing", template=key)
        return self._find(f"samples/{key}.json")

    def _read(self, file: Path) -> Template:
        try:
            return self._parse(self._extended(file), file)
        except DefinitionError as error:
            raise PrintingError(
                "printing.template_broken", template=file.stem, **error.facts
            ) from error

    def _extended(self, file: Path) -> dict[str, object]:
        """The table of a file on top of the one it extends."""
        data = _toml(file)
        base_name = data.pop("extends", None)
        if base_name is None:
            return data
        base = self._extended(self._find(f"{base_name}.toml"))
        merged = {**base, **data}
        for table in ("labels", "options"):
            merged[table] = {**_table(base, table), **_table(data, table)}
        return merged

    def _parse(self, data: dict[str, object], file: Path) -> Template:
        problems: list[Problem] = []
        node = Node(data, "", problems)
        source = node.node("source")
        instrument = f"{source.text('instrument')}, {source.text('at', '-')}"
        source.optional_date("dated")
        labels = node.raw("labels")
        options = node.raw("options")
        template = Template(
            key=node.text("key"),
            form_set=node.optional_text("form_set"),
            number=node.optional_text("number"),
            valid_from=node.date("valid_from"),
            layout=node.text("layout"),
            paper=node.text("paper", "a4"),
            labels={**self._common, **(labels if isinstance(labels, dict) else {})},
            rows=tuple(_row(child) for child in node.nodes("rows")),
            options=options if isinstance(options, dict) else {},
            required=node.texts("required"),
            qr_extra=node.texts("qr_extra"),
            to_confirm=node.texts("to_confirm"),
            procedure=node.optional_text("procedure"),
            sector=node.optional_text("sector"),
            instrument=instrument,
        )
        node.finish()
        self._find(f"layouts/{template.layout}")
        if (template.form_set is None) != (file.parent.name == RESULTS):
            node.fault("form_set", "template.wrong_folder", file.parent.name)
        if problems:
            raise DefinitionError(template.key, problems)
        return template

    def _find(self, name: str) -> Path:
        for folder in self._folders:
            path = folder.joinpath(*name.split("/"))
            if path.is_file():
                return path
        raise PrintingError("printing.template_missing", template=name)


def _row(node: Node) -> Row:
    cells = tuple(_cell(child) for child in node.nodes("cells"))
    kind = "cells"
    words = ""
    for name in ("text", "heading", "centre", "list"):
        if node.has(name):
            kind, words = name, node.text(name)
    if (kind == "cells") != bool(cells):
        node.fault("", "template.row_without_content")
    row = Row(kind=kind, text=words, cells=cells, when=node.optional_text("when"))
    node.finish()
    return row


def _cell(node: Node) -> Cell:
    share = node.raw("share")
    cell = Cell(
        label=node.text("label"),
        value=node.text("field"),
        style=node.text("style", "text"),
        strong=node.flag("strong"),
        share=float(share) if isinstance(share, int | float) else 1.0,
    )
    node.finish()
    return cell


def _toml(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PrintingError(
            "printing.template_broken", template=file.stem, what=str(error)
        ) from error


def _table(data: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = data.get(key, {})
    return found if isinstance(found, Mapping) else {}


def missing(required: Iterable[str], data: Mapping[str, object]) -> tuple[str, ...]:
    """Dotted paths that lead to nothing."""
    return tuple(path for path in required if at(data, path) in (None, "", [], ()))


def at(data: object, path: str) -> object:
    """The datum at a dotted path, None when there is none."""
    found = data
    for part in path.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return None
        found = found[part]
    return found
