"""From a clean page to its type, text and fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scanner.recognition.choices import chosen_boxes, ticked_genders
from scanner.recognition.classify import Verdict, classify
from scanner.recognition.codes import Code
from scanner.recognition.confidence import chance, evidence, page_noise, sure
from scanner.recognition.doubts import doubts
from scanner.recognition.facts import Finding, findings, witnesses
from scanner.recognition.fields import (
    Candidate,
    assign,
    label_page,
    labelled_candidates,
    told_lone,
)
from scanner.recognition.knowledge import DocumentType, document_types
from scanner.recognition.layout import Layout, build_layout
from scanner.recognition.leftovers import leftover_candidates
from scanner.recognition.looks import with_figures
from scanner.recognition.mended import mended
from scanner.recognition.missed import missed_words
from scanner.recognition.ocr.recogniser import LineReader, Recogniser, Word
from scanner.recognition.ocr.written import page_words
from scanner.recognition.orphans import told_orphans
from scanner.recognition.pen import pen_figures
from scanner.recognition.poll import poll
from scanner.recognition.prepare import Prepared
from scanner.recognition.reading import FieldReading, JsonValue, PlacedWord
from scanner.recognition.reread import reread
from scanner.recognition.retitled import retitled
from scanner.recognition.second import Vote, second_look
from scanner.recognition.sheet import Sheet
from scanner.recognition.spelled import text_of, words_with
from scanner.recognition.structure import structural_candidates
from scanner.recognition.text import spaced
from scanner.recognition.unread import unread_candidates
from scanner.recognition.versions import FormSeen, form_seen
from scanner.recognition.zone import Zone, find_zone, zone_fields

_TIDYING = {"stray_mark", "comma"}  # nobody would take these back


@dataclass(frozen=True, slots=True)
class Understood:
    """What a page says; boxes in the reader's copy."""

    doc_type: str
    doc_type_confidence: float
    fields: Mapping[str, FieldReading]
    text: str
    quality: Mapping[str, JsonValue] = field(default_factory=dict)
    form: FormSeen | None = None
    words: tuple[PlacedWord, ...] = ()


def understand(
    prepared: Prepared,
    recogniser: Recogniser,
    own: LineReader,
    *,
    doc_type: str | None,
    codes: Sequence[Code],
    card: Mapping[str, str] | None,
    words: Sequence[Word] = (),
) -> Understood:
    """Read the letters, find the labels, take the values.

    Args:
        prepared: upright.
        recogniser: reads the letters of the page.
        own: reads single lines again.
        doc_type: when the caller knows it.
        codes: of the page.
        card: fields of an identity card's code.
        words: of the page, when it was read already.
    """
    words = list(words) or page_words(recogniser, prepared.sheet.grey())
    words = with_figures([*words, *missed_words(prepared.sheet, words, recogniser)])
    words = reread(words, prepared.plain.grey(), own)
    words = mended(words, prepared.plain.grey(), own)
    zone = find_zone(words, prepared.sheet.grey(), recogniser)
    if zone is not None:
        words = [word for word in words if word not in zone.words] + zone.as_words()
    layout = build_layout(words, prepared.rules, prepared.sheet.width, prepared.sheet.height)
    page = label_page(layout)
    verdict = retitled(layout, classify(page), prepared.sheet.grey(), own)
    if zone is not None:
        verdict = Verdict(zone.doc_type, 0.99, verdict.title, verdict.top, verdict.bottom)
    if card is not None:
        verdict = Verdict("cccd", 0.99, verdict.title, verdict.top, verdict.bottom)
    if doc_type is not None and doc_type in document_types():
        verdict = Verdict(doc_type, 1.0, verdict.title, verdict.top, verdict.bottom)
    kind = document_types().get(verdict.name)
    fields: dict[str, FieldReading] = {}
    taken: dict[str, Candidate] = {}
    form = None
    quality: dict[str, JsonValue] = {"words": len(words), "titled": bool(verdict.title)}
    if verdict.title:
        quality["title"] = spaced(verdict.title)
    if kind is not None:
        chosen = find_candidates(layout, verdict, kind, (prepared.sheet, own))
        chosen |= pen_figures(layout, verdict, kind, chosen, prepared.sheet, own)
        chosen |= chosen_boxes(layout, kind, prepared.plain)
        chosen |= ticked_genders(chosen, layout, prepared.plain)
        noise = page_noise(words)
        seen = [word for segment in layout.segments for word in segment.words]
        votes = second_look(doubtful(chosen, noise), prepared, own, seen)
        votes |= poll(still_doubtful(chosen, votes, noise), prepared, recogniser, own)
        taken = {n: _taken(o, votes.get(n)) for n, o in chosen.items()}
        compared = findings(taken, layout, zone_name=zone.name if zone is not None else "")
        fields = voted(chosen, votes, compared, noise=noise)
        if zone is not None:
            fields |= _of_zone(zone, kind, fields)
        quality["compared"] = [finding.as_json() for finding in compared]
        form = form_seen(layout, kind.versions, title=(verdict.top, verdict.bottom))
    if words:
        quality["letters_confidence"] = round(sum(w.confidence for w in words) / len(words), 3)
    placed = words_with(layout, taken.values())
    text = text_of(placed)
    return Understood(verdict.name, verdict.confidence, fields, text, quality, form, placed)


def find_candidates(
    layout: Layout,
    verdict: Verdict,
    kind: DocumentType,
    again: tuple[Sheet, LineReader] | None = None,
) -> dict[str, list[Candidate]]:
    """For each field of a page whose type is known its candidates, best first.

    Args:
        layout: of the page.
        verdict: its type and title.
        kind: its type's data.
        again: the picture and a reader, where figures may be read again.
    """
    page = label_page(layout, kind, title=(verdict.top, verdict.bottom))
    candidates = labelled_candidates(page, kind)
    for spec in kind.fields.values():
        candidates.extend(structural_candidates(page, verdict, spec))
    chosen = assign(candidates)
    if again is not None:
        sheet, reader = again
        found = assign(unread_candidates(page, kind, chosen, sheet.grey(), reader))
        chosen |= {name: options for name, options in found.items() if name not in chosen}
    left = assign(leftover_candidates(page, kind, chosen))
    chosen |= {name: options for name, options in left.items() if name not in chosen}
    return told_orphans(page, told_lone(chosen, kind))


def find_fields(layout: Layout, verdict: Verdict, kind: DocumentType) -> dict[str, FieldReading]:
    """The fields of a page whose type is known, by one reader alone."""
    return voted(find_candidates(layout, verdict, kind), {})


def doubtful(chosen: Mapping[str, list[Candidate]], noise: float = 0.0) -> dict[str, Candidate]:
    """Best candidates a second reader should look at, most doubtful first."""
    ranked = sorted(
        (chance(evidence(options[0], options[1:], 0, noise=noise)), name)
        for name, options in chosen.items()
        if options[0].value.pieces and not {"pen", "ink"} & options[0].evidence.keys()
    )
    return {name: chosen[name][0] for confidence, name in ranked if not sure(confidence)}


def still_doubtful(
    chosen: Mapping[str, list[Candidate]], votes: Mapping[str, Vote], noise: float
) -> dict[str, Vote]:
    """Votes that leave a field in doubt, nearest to sure first."""
    chances = {
        name: chance(evidence(vote.candidate, chosen[name][1:], vote.agree, noise=noise))
        for name, vote in votes.items()
    }
    ranked = sorted(chances, key=lambda name: -chances[name])
    return {name: votes[name] for name in ranked if not sure(chances[name])}


def voted(
    chosen: Mapping[str, list[Candidate]],
    votes: Mapping[str, Vote],
    compared: Sequence[Finding] = (),
    *,
    noise: float = 0.0,
) -> dict[str, FieldReading]:
    """Readings of the chosen candidates, with what a second reader and the page say of them."""
    said = witnesses(compared)
    differing = {f.fields[0]: f.other for f in compared if f.other}
    return {
        name: _reading(
            options, votes.get(name), said.get(name, 0), differing.get(name, ""), noise=noise
        )
        for name, options in chosen.items()
    }


def _of_zone(
    zone: Zone, kind: DocumentType, printed: Mapping[str, FieldReading]
) -> dict[str, FieldReading]:
    """What a proved zone says, above what the eye reads; a different print stays in sight."""
    left, top, right, bottom = zone.box
    found = {}
    for name, value in zone_fields(zone).items():
        seen = printed.get(name)
        differs = seen is not None and spaced(seen.value) != spaced(value)
        if name in kind.fields:
            found[name] = FieldReading(
                value=value,
                confidence=0.995,
                sure=True,
                box=(left, top, right - left, bottom - top),
                source="mrz",
                raw=value,
                alternatives=(seen.value,) if seen is not None and differs else (),
            )
    return found


def _taken(options: list[Candidate], vote: Vote | None) -> Candidate:
    return options[0] if vote is None else vote.candidate


def _reading(
    options: list[Candidate], vote: Vote | None, witness: int, elsewhere: str, *, noise: float
) -> FieldReading:
    best = _taken(options, vote)
    agree = 0 if vote is None else vote.agree
    backed = vote.backed if vote is not None and vote.polled else None
    parts = evidence(best, options[1:], agree, witness, noise=noise, backed=backed)
    confidence = chance(parts)
    others = [text for text in (vote.other if vote is not None else "", elsewhere) if text]
    others += [o.parsed.value for o in options[1:]]
    raw = best.value.text[best.parsed.start : best.parsed.stop]
    others += [c.before for c in best.parsed.corrections if c.reason not in _TIDYING]
    likely = [v for v in dict.fromkeys(others) if v != best.parsed.value]
    return FieldReading(
        value=best.parsed.value,
        confidence=confidence,
        sure=sure(confidence),
        box=best.value.box(best.parsed.start, best.parsed.stop),
        source="ocr",
        raw=raw,
        corrections=best.parsed.corrections,
        alternatives=tuple(likely[:3]),
        evidence=parts,
        doubts=() if sure(confidence) else doubts(parts),
    )
