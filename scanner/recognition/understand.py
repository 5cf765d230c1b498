"""From a clean page to its type, text and fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scanner.recognition.classify import Verdict, classify
from scanner.recognition.codes import Code
from scanner.recognition.confidence import confidence_of, sure
from scanner.recognition.fields import (
    Candidate,
    assign,
    label_page,
    labelled_candidates,
)
from scanner.recognition.knowledge import DocumentType, document_types
from scanner.recognition.layout import Layout, build_layout
from scanner.recognition.leftovers import leftover_candidates
from scanner.recognition.ocr.recogniser import Recogniser
from scanner.recognition.prepare import Prepared
from scanner.recognition.reading import FieldReading, JsonValue
from scanner.recognition.sheet import OCR_DPI
from scanner.recognition.structure import structural_candidates


@dataclass(frozen=True, slots=True)
class Understood:
    """What a page says; boxes in the reader's copy."""

    doc_type: str
    doc_type_confidence: float
    fields: Mapping[str, FieldReading]
    text: str
    quality: Mapping[str, JsonValue] = field(default_factory=dict)


def understand(
    prepared: Prepared,
    recogniser: Recogniser,
    *,
    doc_type: str | None,
    codes: Sequence[Code],
    card: Mapping[str, str] | None,
) -> Understood:
    """Read the letters, find the labels, take the values.

    Args:
        prepared: upright.
        recogniser: reads the letters.
        doc_type: when the caller knows it.
        codes: of the page.
        card: fields of an identity card's code.
    """
    words = recogniser.words(prepared.sheet.grey(), OCR_DPI)
    layout = build_layout(words, prepared.rules, prepared.sheet.width, prepared.sheet.height)
    page = label_page(layout)
    verdict = classify(page)
    if card is not None:
        verdict = Verdict("cccd", 0.99, verdict.title, verdict.top, verdict.bottom)
    if doc_type is not None and doc_type in document_types():
        verdict = Verdict(doc_type, 1.0, verdict.title, verdict.top, verdict.bottom)
    kind = document_types().get(verdict.name)
    fields = {} if kind is None else find_fields(layout, verdict, kind)
    quality: dict[str, JsonValue] = {"words": len(words)}
    if words:
        quality["letters_confidence"] = round(sum(w.confidence for w in words) / len(words), 3)
    return Understood(verdict.name, verdict.confidence, fields, layout.text(), quality)


def find_fields(layout: Layout, verdict: Verdict, kind: DocumentType) -> dict[str, FieldReading]:
    """The fields of a page whose type is known."""
    page = label_page(layout, kind, title=(verdict.top, verdict.bottom))
    candidates = labelled_candidates(page, kind)
    for spec in kind.fields.values():
        candidates.extend(structural_candidates(page, verdict, spec))
    chosen = assign(candidates)
    left = assign(leftover_candidates(page, kind, chosen))
    chosen |= {name: options for name, options in left.items() if name not in chosen}
    return {name: _reading(options) for name, options in chosen.items()}


def _reading(options: list[Candidate]) -> FieldReading:
    best = options[0]
    confidence = confidence_of(best, options[1:])
    others = tuple(
        dict.fromkeys(o.parsed.value for o in options[1:] if o.parsed.value != best.parsed.value)
    )
    return FieldReading(
        value=best.parsed.value,
        confidence=confidence,
        sure=sure(confidence),
        box=best.value.box(best.parsed.start, best.parsed.stop),
        source="ocr",
        raw=best.value.text[best.parsed.start : best.parsed.stop],
        corrections=best.parsed.corrections,
        alternatives=others[:3],
    )
