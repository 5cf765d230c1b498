"""Slips and results: data in, PDF/A-2b out, with the places that will be signed."""

import datetime as dt
import hashlib
import io
import json
import multiprocessing
import shutil
import tempfile
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import TimeoutError as OutOfTimeError
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any

import pebble
import pikepdf

from desk_app.adapters.printing import worker
from desk_app.adapters.printing.errors import PrintingError
from desk_app.adapters.printing.fonts import Fonts, find_fonts
from desk_app.adapters.printing.qr import QrContent, QrSettings, qr_svg, qr_text
from desk_app.adapters.printing.templates import Shelf, Template, at, missing
from desk_app.adapters.printing.values import (
    VIETNAM,
    filled,
    for_paper,
    parts,
    rows_for_paper,
    written,
)
from desk_app.texts.vietnamese import amount_in_words

_PT_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who issues the papers.

    Attributes:
        name: the agency, such as a commune's People's Committee.
        unit: the one-stop unit.
        superior: body above it, None when the header shows none.
        place: place in "…, ngày … tháng …".
        system_name: information system named in the QR code.
        hotline: printed on slips for applicants.
        is_practice: papers carry the word MẪU (TT 01/2018/TT-VPCP Art. 5).
    """

    name: str
    unit: str
    place: str
    system_name: str
    superior: str | None = None
    hotline: str | None = None
    is_practice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldBox:
    """A place on a page, in points of PDF user space.

    Attributes:
        page: counted from 0.
        x_pt: left edge; `y_pt` lower edge, from the lower left corner of the page.
    """

    page: int
    x_pt: float
    y_pt: float
    w_pt: float
    h_pt: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A finished paper.

    Attributes:
        pdf: PDF/A-2b.
        sha256: of `pdf`, hexadecimal.
        fields: places by name: LanhDao, ConDau, SaoY, NguoiLap, NguoiNop, SoVanBan, NgayVanBan.
        template: key of the template; `form_set` the set it belongs to.
        qr: text inside the QR code, None without one.
    """

    pdf: bytes
    sha256: str
    pages: int
    fields: Mapping[str, FieldBox]
    template: str
    form_set: str | None = None
    qr: str | None = None


class Printer:
    """Typesets papers in a process of its own; use as a context manager."""

    def __init__(
        self,
        office: Office,
        *,
        fonts: Fonts | None = None,
        templates: Sequence[Path] = (),
        qr: QrSettings | None = None,
        deadline_s: float = 20.0,
    ) -> None:
        """Read the templates and find the typeface; the process starts with the first paper.

        Args:
            office: who issues the papers.
            fonts: the typeface; searched for by default.
            qr: how codes are written; by default as TT 01/2023/TT-VPCP Art. 26 asks.
            templates: the office's own template folders, laid out as resources/forms.
            deadline_s: a paper that takes longer is given up and the process is replaced.

        Raises:
            PrintingError: `printing.font_*`, `printing.template_broken`.
        """
        self._office = office
        self._fonts = find_fonts() if fonts is None else fonts
        self._qr = QrSettings() if qr is None else qr
        self._deadline_s = deadline_s
        self.shelf = Shelf(templates)
        self._starting = threading.Lock()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._pool: pebble.ProcessPool | None = None

    def __enter__(self) -> "Printer":
        """Nothing to open: the process starts when it is needed."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """End the process; a paper in the making is given up. Harmless when called again."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it untyped
            self._pool.join()
            self._pool = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def slip(
        self,
        key: str,
        data: Mapping[str, object],
        *,
        issued_at: dt.datetime,
        form_set: str | None = None,
        procedure: str | None = None,
        sector: str | None = None,
        paper: str | None = None,
    ) -> Rendered:
        """Make a slip in the form set in force on the day it is issued.

        Args:
            key: such as `receipt`; see `desk_app.domain.procedures.SLIPS`.
            data: values by the names of resources/forms/samples; moments may be datetimes or
                ISO texts.
            issued_at: aware moment of issue, also the time inside the PDF and the QR code.
            form_set: one set whatever the day.
            procedure: key of the procedure, for its own slips (lookup order procedure → sector →
                general set).
            sector: key of the sector, likewise.
            paper: another sheet, `a4` or `a5`.

        Raises:
            PrintingError: `printing.template_missing`, `printing.data_missing` (facts: `fields`),
                `printing.layout_failed`, `printing.timeout`, `printing.crashed`.
        """
        on = issued_at.astimezone(VIETNAM).date()
        template = self.shelf.slip(key, on, form_set=form_set, procedure=procedure, sector=sector)
        return self._issue(template, data, issued_at, paper or template.paper)

    def result(
        self, template_key: str, data: Mapping[str, object], *, issued_at: dt.datetime
    ) -> Rendered:
        """Make a result of a procedure from the values of its e-form.

        Without `number` and `issued_on` the paper keeps places for them (fields SoVanBan and
        NgayVanBan), since an electronic document is numbered after it was approved.

        Raises:
            PrintingError: as for `slip`.
        """
        template = self.shelf.result(template_key, issued_at.astimezone(VIETNAM).date())
        return self._issue(template, data, issued_at, template.paper)

    def sheet(self, layout: str, data: Mapping[str, object], *, issued_at: dt.datetime) -> Rendered:
        """Make a paper that is no slip and no result, such as a report, by its layout alone.

        Raises:
            PrintingError: `printing.layout_failed`, `printing.timeout`, `printing.crashed`.
        """
        context = self._context({}, data, issued_at) | {"paper": "a4", "qr": None}
        outcome = self._typeset(layout, f"{layout}.typ", context, issued_at)
        return Rendered(
            pdf=outcome.pdf,
            sha256=hashlib.sha256(outcome.pdf).hexdigest(),
            pages=outcome.pages,
            fields={},
            template=layout,
        )

    def sample(self, key: str) -> dict[str, object]:
        """Specimen data for a preview, for training and for checks.

        Raises:
            PrintingError: `printing.template_missing`.
        """
        loaded: dict[str, object] = json.loads(self.shelf.sample(key).read_text(encoding="utf-8"))
        return loaded

    def renders(self, template_key: str) -> bool:
        """Whether a result template typesets its own specimen; for the check of procedures."""
        days = [t.valid_from for t in self.shelf.all() if t.key == template_key]
        if not days:
            return False
        try:
            moment = dt.datetime.combine(max(days), dt.time(9), tzinfo=VIETNAM)
            self.result(template_key, self.sample(template_key), issued_at=moment)
        except PrintingError:
            return False
        return True

    def _issue(
        self,
        template: Template,
        data: Mapping[str, object],
        issued_at: dt.datetime,
        paper: str,
    ) -> Rendered:
        gaps = missing(template.required, data)
        if gaps:
            raise PrintingError(
                "printing.data_missing", template=template.key, fields=", ".join(gaps)
            )
        total = data.get("total")
        if isinstance(total, int):
            data = {**data, "total_in_words": amount_in_words(total)}
        qr = self._code(template, data, issued_at)
        context = self._context(template.labels, for_paper(data), issued_at) | {
            "options": template.options,
            "rows": rows_for_paper(template.rows, data),
            "recipients": _recipients(template, data),
            "paper": paper,
            "qr": None if qr is None else qr_svg(qr, self._qr),
        }
        outcome = self._typeset(template.key, template.layout, context, issued_at)
        return Rendered(
            pdf=outcome.pdf,
            sha256=hashlib.sha256(outcome.pdf).hexdigest(),
            pages=outcome.pages,
            fields=_boxes(outcome, is_result=template.form_set is None),
            template=template.key,
            form_set=template.form_set,
            qr=qr,
        )

    def _context(
        self, labels: Mapping[str, str], data: object, issued_at: dt.datetime
    ) -> dict[str, object]:
        return {
            "data": data,
            "labels": labels,
            "words": self.shelf.words,
            "office": {
                "name": self._office.name,
                "unit": self._office.unit,
                "place": self._office.place,
                "superior": self._office.superior,
                "hotline": self._office.hotline,
            },
            "issued": parts(issued_at),
            "font": self._fonts.family,
            "specimen": self._office.is_practice,
        }

    def _code(
        self, template: Template, data: Mapping[str, object], issued_at: dt.datetime
    ) -> str | None:
        dossier_code = at(data, "dossier_code")
        if not dossier_code:
            return None
        extra = {
            name.rpartition(".")[2]: text
            for name in template.qr_extra
            if (text := written(at(data, name), "compact")) is not None
        }
        content = QrContent(
            dossier_code=str(dossier_code),
            procedure_code=str(at(data, "procedure_code") or ""),
            identifier=str(at(data, "applicant.identifier") or ""),
            paper=template.labels["title"],
            system=self._office.system_name,
            issued_at=issued_at,
            extra=extra,
        )
        return qr_text(content, self._qr)

    def _typeset(
        self, key: str, layout: str, context: Mapping[str, object], issued_at: dt.datetime
    ) -> worker.Outcome:
        pool, root = self._started()
        job = worker.Job(
            layout=f"layouts/{layout}",
            root=str(root),
            context=json.dumps(context, ensure_ascii=False),
            fonts=str(root / "fonts"),
            timestamp=int(issued_at.timestamp()),
        )
        try:
            outcome: worker.Outcome = pool.schedule(
                worker.typeset, args=(job,), timeout=self._deadline_s
            ).result()
        except OutOfTimeError as error:
            raise PrintingError(
                "printing.timeout", template=key, seconds=self._deadline_s
            ) from error
        except pebble.ProcessExpired as error:
            raise PrintingError("printing.crashed", template=key) from error
        if outcome.complaint is not None:
            raise PrintingError("printing.layout_failed", template=key, what=outcome.complaint)
        return outcome

    def _started(self) -> tuple[pebble.ProcessPool, Path]:
        """The process and the folder it works in, made with the first paper."""
        with self._starting:
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix="desk-printing-")
                root = Path(self._folder.name)
                self.shelf.lay_out(root)
                (root / "fonts").mkdir()
                for file in self._fonts.files:
                    shutil.copyfile(file, root / "fonts" / file.name)
            if self._pool is None:
                spawn: Any = multiprocessing.get_context("spawn")  # typed otherwise on Windows
                self._pool = pebble.ProcessPool(max_workers=1, context=spawn)
            return self._pool, Path(self._folder.name)


def _recipients(template: Template, data: Mapping[str, object]) -> list[str]:
    """Lines of "Nơi nhận": those of the data, else those of the template."""
    given = at(data, "recipients")
    if not isinstance(given, Sequence) or isinstance(given, str):
        given = template.options.get("recipients", ())
    listed = given if isinstance(given, Sequence) else ()
    return [filled(str(line), data) for line in listed]


def _boxes(outcome: worker.Outcome, *, is_result: bool) -> Mapping[str, FieldBox]:
    """Typst's places (from the top, page 1 first) as places of PDF."""
    with pikepdf.open(io.BytesIO(outcome.pdf)) as pdf:
        sizes = [(float(page.mediabox[2]), float(page.mediabox[3])) for page in pdf.pages]
    found = {}
    for mark in outcome.marks:
        number, x, y, w, h = (float(str(mark[k])) for k in ("page", "x", "y", "width", "height"))
        page = int(number) - 1
        found[str(mark["name"])] = _box(page, x, sizes[page][1] - y - h, w, h)
    if is_result:
        width, height = sizes[0]
        w, h = 60 * _PT_PER_MM, 13 * _PT_PER_MM  # three lines of size 10, above the header
        found["SaoY"] = _box(0, width - 8 * _PT_PER_MM - w, height - 5 * _PT_PER_MM - h, w, h)
    return MappingProxyType(found)


def _box(page: int, x: float, y: float, w: float, h: float) -> FieldBox:
    return FieldBox(
        page=page, x_pt=round(x, 2), y_pt=round(y, 2), w_pt=round(w, 2), h_pt=round(h, 2)
    )
