"""What is kept about stacks and pages: plain values that any ledger can store as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from scanner.devices import Ended, Source


@dataclass(frozen=True, slots=True)
class Code:
    """A machine-readable mark on a page.

    Attributes:
        format: QRCode or Code128.
        text: what it says.
        box: x, y, width, height in pixels of the upright page.
    """

    format: str
    text: str
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class QualityNote:
    """One reason to look at a page again.

    Attributes:
        code: key of its text, such as ``scanner.quality.blurred``.
        facts: the numbers of the text.
        is_serious: whether the page should be scanned again.
    """

    code: str
    facts: Mapping[str, float]
    is_serious: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A small card found on a larger page.

    Attributes:
        corners: four (x, y) in pixels of the upright page, clockwise from the top left.
        width_mm: long side.
        height_mm: short side.
        angle_deg: clockwise turn that would level it.
    """

    corners: tuple[tuple[int, int], ...]
    width_mm: float
    height_mm: float
    angle_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was seen on a page after it was safe. Nothing here ever changes the page's file.

    Attributes:
        blank: no ink beyond dust; marked and folded, never deleted.
        ink_share: share of the page darker than the paper.
        codes: QR and Code128 marks.
        skew_deg: clockwise turn that would level the lines; 0 when unsure.
        turn_deg: clockwise quarter turns that would make it upright, 0 when unsure.
        cards: identity cards lying on the page.
        notes: quality, worst first.
        is_separator: Patch-T or a cover sheet's mark with the right check value.
        likeness: 64 bit fingerprint as hexadecimal, for proposing likely duplicates.
        thumbnail: small JPEG.
    """

    blank: bool = False
    ink_share: float = 0.0
    codes: tuple[Code, ...] = ()
    skew_deg: float = 0.0
    turn_deg: int = 0
    cards: tuple[Card, ...] = ()
    notes: tuple[QualityNote, ...] = ()
    is_separator: bool = False
    likeness: str = ""
    thumbnail: bytes = b""

    def as_json(self) -> dict[str, Any]:
        """Plain values for a row; the thumbnail is kept beside it."""
        values = asdict(self)
        del values["thumbnail"]
        return values

    @classmethod
    def from_json(cls, values: Mapping[str, Any], thumbnail: bytes = b"") -> Findings:
        """What `as_json` wrote."""
        return cls(
            blank=values["blank"],
            ink_share=values["ink_share"],
            codes=tuple(Code(c["format"], c["text"], _box(c["box"])) for c in values["codes"]),
            skew_deg=values["skew_deg"],
            turn_deg=values["turn_deg"],
            cards=tuple(
                Card(
                    tuple((int(x), int(y)) for x, y in c["corners"]),
                    c["width_mm"],
                    c["height_mm"],
                    c["angle_deg"],
                )
                for c in values["cards"]
            ),
            notes=tuple(
                QualityNote(n["code"], dict(n["facts"]), n["is_serious"]) for n in values["notes"]
            ),
            is_separator=values["is_separator"],
            likeness=values["likeness"],
            thumbnail=thumbnail,
        )


def _box(values: list[int]) -> tuple[int, int, int, int]:
    x, y, width, height = values
    return x, y, width, height


@dataclass(frozen=True, slots=True, kw_only=True)
class StackRecord:
    """One press of the button. It is a row before the first sheet moves.

    Attributes:
        id: given by the ledger.
        device: URI.
        source: where the paper lies.
        label: what the caller wants to find again, such as a dossier and component.
        ended: None while it runs, and after a crash.
        expected_next_sheet: the sheet to feed again after a fault; None when nothing is missing.
    """

    id: str
    device: str
    source: Source
    label: str = ""
    ended: Ended | None = None
    expected_next_sheet: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """One safe side of paper. The file it names never changes.

    Attributes:
        id: stack and number; also the stem of the file's name.
        number: order of arrival in the stack, from 1, never used twice.
        sheet: which sheet of the stack, from 1; order of pages is by sheet and side.
        side: a for the front, b for the back.
        file: where the bytes lie.
        sha256: of the plain bytes, taken before they touched the disk.
        width: pixels of the upright page.
        height: pixels of the upright page.
        dpi: as the page itself tells, else as asked.
        origin: what it was made of, such as ``PATH#2``; empty for a scanner.
        warnings: slugs such as ``scanner.note.resolution_differs``.
        superseded: another feed of the same sheet replaced it; kept, not listed.
        is_released: its bytes were taken over and its file is gone; what was seen on it stays.
    """

    id: str
    stack: str
    number: int
    sheet: int
    side: str
    file: Path
    mime: str
    sha256: str
    size: int
    width: int
    height: int
    dpi: int
    origin: str = ""
    warnings: tuple[str, ...] = ()
    superseded: bool = False
    findings: Findings | None = None
    is_released: bool = False

    def with_findings(self, findings: Findings) -> PageRecord:
        """The same page, looked at."""
        return replace(self, findings=findings)

    def as_json(self) -> dict[str, object]:
        """One entry of ``pages`` of ``desk-app scan acquire --json``."""
        seen = self.findings or Findings()
        return {
            "file": str(self.file),
            "sha256": self.sha256,
            "width": self.width,
            "height": self.height,
            "dpi": self.dpi,
            "blank": seen.blank,
            "codes": [{"format": code.format, "text": code.text} for code in seen.codes],
        }
