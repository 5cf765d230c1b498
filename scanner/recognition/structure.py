"""What official paper says by its place and not by a label: heading, number, date, signer."""

import re
from collections.abc import Callable, Iterator

from scanner.recognition.classify import Verdict
from scanner.recognition.fields import Candidate, LabelledPage, value_of_segments
from scanner.recognition.kinds import Parsed, parse
from scanner.recognition.knowledge import FieldSpec
from scanner.recognition.layout import Layout, Segment
from scanner.recognition.motto import is_motto
from scanner.recognition.signers import signer_titles, signers
from scanner.recognition.text import fold, is_upper, tokens
from scanner.recognition.values import Value
from scanner.recognition.wordlists import words


def structural_candidates(page: LabelledPage, verdict: Verdict, spec: FieldSpec) -> list[Candidate]:
    """Candidates for a field by its place on the page."""
    finder = _FINDERS.get(spec.finder or "")
    return [] if finder is None else list(finder(page, verdict, spec))


def _whole(value: Value, fit: float) -> Parsed:
    return Parsed(value.text.strip(" .,;:-–"), 0, len(value.text), fit)


def _heading_number(page: LabelledPage, verdict: Verdict, spec: FieldSpec) -> Iterator[Candidate]:
    """`Số: 12/QĐ-UBND` above or just below the title."""
    layout = page.layout
    limit = verdict.bottom + layout.leading * 3.2 if verdict.bottom else layout.height * 0.35
    for segment in layout.segments:
        if segment.top > limit or page.around.in_stamp(segment):
            continue
        value = value_of_segments(page, [segment])
        opened = re.match(r"\W*(?:S[oốôóồ0ộ6]|No|N[°º])\b\W{0,3}", value.text)
        if opened is None:
            continue
        parsed = parse("number_sign", value.text[opened.end() :])
        if parsed is None:
            continue
        moved = Parsed(
            parsed.value,
            parsed.start + opened.end(),
            parsed.stop + opened.end(),
            parsed.fit,
            parsed.corrections,
        )
        top_half = 1.0 if segment.top < layout.height * 0.4 else 0.6
        yield Candidate(
            spec,
            value,
            moved,
            0.9 * (0.35 + 0.65 * parsed.fit) * top_half,
            {"label": 0.9, "fit": parsed.fit},
        )


def _with_its_year(value: Value, page: LabelledPage) -> Value:
    """A day whose year went to the next line, with that line."""
    broken = re.search(r"(?i)ng[aàáảãạ]y.*th[^\s\d]{1,3}ng\W*\d{1,2}\W*n[aă]m\W*$", value.text)
    return (page.around.extended(value) or value) if broken else value


def _paper_date(page: LabelledPage, verdict: Verdict, spec: FieldSpec) -> Iterator[Candidate]:
    """`Bắc Ninh, ngày 1 tháng 2 năm 2025`: in the heading or above the signature."""
    layout = page.layout
    for segment in layout.segments:
        value = _with_its_year(value_of_segments(page, [segment]), page)
        text = value.text
        spot = re.search(
            r"ng[aàáảãạ]y\W{0,3}[\dOoIl_.…]{0,6}\W{0,4}th[^\s\d]{1,3}ng", text, re.IGNORECASE
        )
        if spot is None:
            continue
        parsed = parse("date", text[max(0, spot.start()) :])
        if parsed is None or not parsed.value.startswith("ngày"):
            continue
        start = max(0, spot.start())
        lead = text[:start].strip()
        if any(named in fold(lead) for named in words("acts")):
            continue  # `Căn cứ Luật … ngày 16 tháng 6 năm 2025` is the act's day
        alone = len(text) - len(text[: start + parsed.stop]) < 6
        score = 0.5
        if not lead:
            score = 0.72
        elif (lead.endswith(",") and len(lead.split()) <= 8 and lead[:1].isupper()) or fold(
            lead
        ).startswith(("lam tai", "lap tai")):
            score = 0.92
        if not alone:
            score -= 0.35
        if any(
            m.attribute is not None and m.attribute != "ngay" and m.colon
            for m in page.around.matches_in(page.around.stream_of(segment))
        ):
            score -= 0.3
        score *= 0.9 if layout.height * 0.3 < segment.top < layout.height * 0.45 else 1.0
        if score <= 0.2:
            continue
        moved = Parsed(
            parsed.value, parsed.start + start, parsed.stop + start, parsed.fit, parsed.corrections
        )
        yield Candidate(
            spec,
            value,
            moved,
            score * (0.4 + 0.6 * parsed.fit),
            {"label": score, "fit": parsed.fit},
        )


def _issuer(page: LabelledPage, verdict: Verdict, spec: FieldSpec) -> Iterator[Candidate]:
    """The body named at the top left: its own line or lines, below the body above it."""
    layout = page.layout
    number = _number_line(page, verdict)
    limit = number.top if number is not None else (verdict.top or layout.height * 0.2)
    block = [
        s
        for s in layout.segments
        if s.middle < limit
        and s.centre < layout.width * 0.52
        and not is_motto(s)
        and is_upper(s.text)
        and sum(c.isalpha() for c in s.text) >= 2
        and s.right < layout.width * 0.62
    ]
    if not block:
        return
    starts = [i for i, s in enumerate(block) if _opens_agency(s.text)]
    begin = starts[-1] if starts else 0
    value = value_of_segments(page, block[begin:])
    yield Candidate(
        spec,
        value,
        _whole(value, 0.9 if starts else 0.5),
        0.85 if starts else 0.5,
        {"label": 0.9, "fit": 0.9},
    )


def _opens_agency(text: str) -> bool:
    return fold(text).lstrip(" .-").startswith(words("issuer_openers"))


def _number_line(page: LabelledPage, verdict: Verdict) -> Segment | None:
    limit = (
        verdict.bottom + page.layout.leading * 2 if verdict.bottom else page.layout.height * 0.35
    )
    for segment in page.layout.segments:
        if segment.top < limit and re.match(r"\W*S[oốôóồ0ộ]\s?[:.;]", segment.text):
            return segment
    return None


def _subject(page: LabelledPage, verdict: Verdict, spec: FieldSpec) -> Iterator[Candidate]:
    """What a decision is about: the lines between its title and the authority or the grounds."""
    layout = page.layout
    opened = [s for s in layout.segments if re.match(r"\W*(?:V[eềêé]\s+vi[eệê]c|V/v)", s.text)]
    first = next((s for s in opened if s.top >= verdict.top - 4 or not verdict.bottom), None)
    if first is None and verdict.bottom:
        under = [s for s in layout.segments if s.top > verdict.bottom - layout.body * 0.3]
        first = under[0] if under else None
        if first is not None and (is_upper(first.text) or fold(first.text).startswith("can cu")):
            first = None
    if first is None:
        return
    lines = [first]
    for segment in layout.segments:
        if segment.middle <= lines[-1].middle + layout.body * 0.5:
            continue
        if (
            segment.middle - lines[-1].middle > max(layout.leading, lines[-1].height * 1.2) * 1.45
            or len(lines) >= 6
        ):
            break
        folded = fold(segment.text)
        if is_upper(segment.text) or folded.startswith(words("grounds_openers")):
            break
        if re.match(r"^[\W_]+$", segment.text):
            break
        lines.append(segment)
    value = value_of_segments(page, lines)
    yield Candidate(spec, value, _whole(value, 0.9), 0.9, {"label": 0.95, "fit": 0.9})


def _serial(page: LabelledPage, verdict: Verdict, spec: FieldSpec) -> Iterator[Candidate]:
    """Two capitals and six to eight digits alone: the printer's number of a certificate."""
    for segment in page.layout.segments:
        value = value_of_segments(page, [segment])
        parsed = parse("serial", value.text)
        if parsed is None:
            continue
        alone = len(tokens(value.text)) <= 2
        if alone or len(segment.words) <= 5:
            yield Candidate(
                spec,
                value,
                parsed,
                0.85 if alone else 0.4,
                {"label": 0.85 if alone else 0.4, "fit": parsed.fit},
            )


_FINDERS: dict[str, Callable[[LabelledPage, Verdict, FieldSpec], Iterator[Candidate]]] = {
    "heading_number": _heading_number,
    "paper_date": _paper_date,
    "issuer": _issuer,
    "subject": _subject,
    "signer": lambda page, verdict, spec: signers(page, spec),
    "signer_title": lambda page, verdict, spec: signer_titles(page, spec),
    "serial": _serial,
}

__all__ = ["Layout", "structural_candidates"]
