"""Runs inside the typesetting process; imports nothing but Typst, and that only there.

A layout with an endless loop or a fault in the compiler must not take the desk with it, so the
compiler lives in a process of its own that is ended when its time is over.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One paper to set.

    Attributes:
        layout: path of the layout below `root`.
        root: folder that `/…` imports of the layout start from.
        context: JSON text handed to the layout.
        fonts: folder of the font files, the only ones used.
        timestamp: seconds since 1970, the moment of issue; makes equal input give equal bytes.
    """

    layout: str
    root: str
    context: str
    fonts: str
    timestamp: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A PDF and the places its layout reserved, or the compiler's complaint."""

    pdf: bytes = b""
    marks: tuple[dict[str, object], ...] = ()
    pages: int = 0
    complaint: str | None = None


def typeset(job: Job) -> Outcome:
    """Compile a job to PDF/A-2b and ask for the places it reserved."""
    try:
        compiler = _compiler(job.layout, job.root, job.fonts)
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf",
            sys_inputs={"context": job.context},
            pdf_standards=["a-2b"],
            timestamp=job.timestamp,
        )
        marks = json.loads(compiler.query("<mark>", field="value"))
        pages = json.loads(compiler.query("<pages>", field="value"))
    except RuntimeError as error:  # TypstError is one; the binding raises plain ones too
        return Outcome(complaint=str(error))
    if warnings:  # a missing typeface is one, and leaves the paper blank
        return Outcome(complaint="; ".join(str(warning.message) for warning in warnings))
    if not isinstance(pdf, bytes):
        return Outcome(complaint="no single PDF came out")
    # Typst 0.15 writes the default /Suspects false, which poppler 22-25 reports as a syntax error
    # (a false value is taken for a wrong type); same length, so every offset stays true.
    pdf = pdf.replace(b"/Suspects false", b" " * 15)
    return Outcome(pdf=pdf, marks=tuple(marks), pages=int(pages[0]) if pages else 1)


@cache
def _compiler(layout: str, root: str, fonts: str) -> "typst.Compiler":
    import typst

    only = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
    return typst.Compiler(
        input=Path(root) / layout, root=root, font_paths=only, ignore_system_fonts=True
    )
