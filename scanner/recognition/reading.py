"""What reading a page gives: the type, the fields, the text, and how far to trust each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

from scanner.recognition.versions import FormSeen

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
Source: TypeAlias = Literal["ocr", "qr", "mrz"]

UNKNOWN_TYPE = "khac"
BLANK_TYPE = "trang_trang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One change made to what the engine read, so that it can be shown and taken back.

    Attributes:
        reason: stable slug, e.g. `surname`, `province`, `date_words`, `tone_mark`.
        before: text before this change.
        after: text after it.
    """

    reason: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldReading:
    """One value found on a page.

    Attributes:
        value: as printed, repaired where a correction says so; NFC.
        confidence: chance of being exactly right, 0 to 1, calibrated.
        sure: may be taken over without an officer's look.
        box: x, y, width, height in pixels of the upright page.
        source: what it was read from.
        raw: what the engine read before corrections.
        corrections: changes in the order they were made.
        alternatives: other likely readings, best first.
        evidence: what spoke for and against the value, by name, each part about 0 to 1.
        doubts: why it is not sure, heaviest first, as slugs; empty when it is.
    """

    value: str
    confidence: float
    sure: bool
    box: tuple[int, int, int, int]
    source: Source = "ocr"
    raw: str = ""
    corrections: tuple[Correction, ...] = ()
    alternatives: tuple[str, ...] = ()
    evidence: Mapping[str, float] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()

    def as_json(self) -> dict[str, JsonValue]:
        """The part of the `desk-app read` line for this field; what is empty is left out."""
        line: dict[str, JsonValue] = {
            "value": self.value,
            "confidence": round(self.confidence, 4),
            "sure": self.sure,
            "box": list(self.box),
            "source": self.source,
        }
        if self.corrections:
            line["raw"] = self.raw
            line["corrections"] = [
                {"reason": c.reason, "before": c.before, "after": c.after} for c in self.corrections
            ]
        if self.alternatives:
            line["alternatives"] = list(self.alternatives)
        if self.doubts:
            line["doubts"] = list(self.doubts)
        return line


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedWord:
    """One word of a page where it stands.

    Attributes:
        text: NFC, no spaces.
        box: x, y, width, height in pixels of the upright page.
        line: number of its stretch of a line, in reading order, from 0.
    """

    text: str
    box: tuple[int, int, int, int]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """Everything read from one page.

    Attributes:
        page: the file's name, with `#1`, `#2`, … for further pages of a PDF or TIFF.
        index: page in the file, from 0.
        doc_type: a type's name, `khac` (unknown) or `trang_trang` (blank).
        doc_type_confidence: 0 to 1.
        fields: by field name.
        text: the page's text, one line a line.
        words: the same text, each word with its place.
        quality: measured on the way; `turned_deg` clockwise makes the page upright.
        seconds: wall time in the worker.
        form: what the page says of the version of its form, where its type has versions.
        problem: recognition.timeout, recognition.crashed, recognition.out_of_memory,
            recognition.engine_failed, recognition.unreadable; None when all went well.
    """

    page: str
    index: int = 0
    doc_type: str = UNKNOWN_TYPE
    doc_type_confidence: float = 0.0
    fields: Mapping[str, FieldReading] = field(default_factory=dict)
    text: str = ""
    words: tuple[PlacedWord, ...] = ()
    quality: Mapping[str, JsonValue] = field(default_factory=dict)
    seconds: float = 0.0
    form: FormSeen | None = None
    problem: str | None = None

    def as_json(self) -> dict[str, JsonValue]:
        """The line `desk-app read --json` prints; `form` and `problem` only where there are."""
        line: dict[str, JsonValue] = {
            "page": self.page,
            "doc_type": self.doc_type,
            "doc_type_confidence": round(self.doc_type_confidence, 4),
            "fields": {name: reading.as_json() for name, reading in self.fields.items()},
            "text": self.text,
            "quality": dict(self.quality),
            "seconds": round(self.seconds, 3),
        }
        if self.form is not None:
            line["form"] = {
                "act": self.form.act,
                "named": self.form.named,
                "by": self.form.by,
                "labels": list(self.form.labels),
            }
        if self.problem is not None:
            line["problem"] = self.problem
        return line

    def frozen(self) -> "PageReading":
        """The same reading with read-only mappings."""
        from dataclasses import replace

        return replace(
            self,
            fields=MappingProxyType(dict(self.fields)),
            quality=MappingProxyType(dict(self.quality)),
        )


def page_name(file_name: str, index: int) -> str:
    """Name of a page: the file's own for the first, with `#n` for the further ones."""
    return file_name if index == 0 else f"{file_name}#{index}"
