"""The printer port over Typst: slips in the form set of the day, results, scans bound unchanged."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import resources
from desk_app.adapters.printing.errors import PrintingError
from desk_app.adapters.printing.images import images_to_pdf
from desk_app.adapters.printing.printer import Printer, Rendered
from desk_app.adapters.printing.text_layer import with_text_layer
from desk_app.application.ports import PageWords, Printed
from desk_app.domain.errors import Fact, UnavailableError


class DeskPrinter:
    """Typesets papers of one office."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer

    def slip(
        self,
        key: str,
        data: Mapping[str, object],
        *,
        issued_at: dt.datetime,
        procedure: str = "",
    ) -> Printed:
        """A slip in the form set in force on the day of issue."""
        filled = dict(data)
        if key == "evaluation":
            filled["questions"] = resources.json_data("forms/questions.json")
        try:
            made = self._printer.slip(key, filled, issued_at=issued_at, procedure=procedure or None)
        except PrintingError as error:
            raise _translated(error) from error
        return _printed(made)

    def result(
        self, template: str, data: Mapping[str, object], *, issued_at: dt.datetime
    ) -> Printed:
        """A result from its template."""
        try:
            made = self._printer.result(template, data, issued_at=issued_at)
        except PrintingError as error:
            raise _translated(error) from error
        return _printed(made)

    def sheet(self, layout: str, data: Mapping[str, object], *, issued_at: dt.datetime) -> Printed:
        """A paper that is no slip and no result, by its layout."""
        try:
            made = self._printer.sheet(layout, data, issued_at=issued_at)
        except PrintingError as error:
            raise _translated(error) from error
        return _printed(made)

    def bind(
        self,
        pages: Sequence[Path],
        *,
        title: str,
        created_at: dt.datetime,
        dpi: int | None = None,
    ) -> bytes:
        """Captured pages as one PDF/A-2b, image bytes unchanged."""
        try:
            return images_to_pdf(pages, dpi=dpi, title=title, created_at=created_at)
        except PrintingError as error:
            raise _translated(error) from error

    def with_text(self, pdf: bytes, pages: Sequence[PageWords | None]) -> bytes:
        """The words of the pages behind their pictures; a signed file is refused."""
        try:
            return with_text_layer(pdf, pages)
        except PrintingError as error:
            raise _translated(error) from error

    def close(self) -> None:
        """End the typesetting process."""
        self._printer.close()


def _printed(made: Rendered) -> Printed:
    return Printed(
        pdf=made.pdf,
        pages=made.pages,
        places={name: (f.page, f.x_pt, f.y_pt, f.w_pt, f.h_pt) for name, f in made.fields.items()},
        form_set=made.form_set or "",
    )


def _translated(error: PrintingError) -> UnavailableError:
    facts: dict[str, Fact] = {
        k: v for k, v in error.facts.items() if isinstance(v, (str, int, float, bool))
    }
    return UnavailableError(error.code, facts)
