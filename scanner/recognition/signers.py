"""Who signed an official paper: the printed name below the seal, and the office above it."""

import re
from collections.abc import Iterator

from scanner.recognition.confidence import oddities
from scanner.recognition.fields import Candidate, LabelledPage, Reread, value_of_segments
from scanner.recognition.kinds import Parsed, parse
from scanner.recognition.knowledge import FieldSpec
from scanner.recognition.layout import Segment
from scanner.recognition.text import fold, is_upper
from scanner.recognition.values import Value
from scanner.recognition.wordlists import is_surname, nearest

_NOTES = re.compile(r"k[ýy]|ghi r|đóng dấu|họ tên|họ và tên|chữ ký|điểm chỉ", re.IGNORECASE)
_SHORTEST = 6  # letters of a name of two words


def _signature_lines(page: LabelledPage) -> list[Segment]:
    """Lines naming an office or a signing person in the lower part, lowest last."""
    layout = page.layout
    found = []
    for segment in layout.segments:
        if segment.top < layout.height * 0.28 or len(segment.words) > 9:
            continue
        text = re.sub(r"^[\W_]*(?:(?:KT|TM|TL|TUQ|Q|T/M|K/T)\s*[.,]?\s*)?", "", segment.text)
        if is_upper(segment.text) and (
            nearest("positions", text.strip(), 0.8)
            or fold(text).startswith(("nguoi ", "tm", "kt", "cuc truong", "dai dien"))
        ):
            found.append(segment)
    return found


def _office(text: str) -> str | None:
    bare = re.sub(r"^[\W_]*(?:(?:KT|TM|TL|TUQ|Q|T/M|K/T|QUYỀN)\b\s*[.,]?\s*)?", "", text)
    bare = bare.strip(" .,:;")
    hit = nearest("positions", bare, 0.8)
    return None if hit is None else hit[0]


def signers(
    page: LabelledPage, spec: FieldSpec, reread: Reread | None = None
) -> Iterator[Candidate]:
    """The printed name under the last office line, below the room for seal and signature.

    Args:
        page: with its labels found.
        spec: of the signer.
        reread: what stands in a line that is no name, struck by a signature; None: such lines are
            passed over.
    """
    layout = page.layout
    lines = _signature_lines(page)
    for segment in layout.segments:
        if (
            segment.top < layout.height * 0.3
            or len(segment.words) > 6
            or _NOTES.search(segment.text)
        ):
            continue
        above = [
            s
            for s in lines
            if s.bottom < segment.top and abs(s.centre - segment.centre) < layout.width * 0.17
        ]
        if not above:
            continue
        value = value_of_segments(page, [segment])
        parsed = _name(value) or (_struck_name(value, spec, reread) if reread else None)
        if parsed is None or (
            is_upper(segment.text)
            and (_office(segment.text) or nearest("positions", parsed.value, 0.8))
        ):
            continue
        nearest_line = max(above, key=lambda s: s.bottom)
        gap = (segment.top - nearest_line.bottom) / layout.leading
        office = any(_office(s.text) for s in above)
        score = (
            0.55
            + 0.2 * office
            + 0.15 * (1.0 <= gap <= 9)
            + 0.1 * is_surname(parsed.value.split()[0])
            - 0.03 * max(0.0, gap - 9)
        )
        first = page.around.stream_of(segment)
        if page.around.matches_in(first):
            score -= 0.2
        yield Candidate(
            spec,
            value,
            parsed,
            min(score, 0.95) * (0.5 + 0.5 * parsed.fit),
            {"label": score, "fit": parsed.fit},
        )


def _name(value: Value) -> Parsed | None:
    """The name that is all of a line."""
    parsed = parse("name", value.text)
    if parsed is None or parsed.fit < 0.55 or len(parsed.value.split()) < 2:
        return None
    return parsed if parsed.start <= 3 and len(value.text) - parsed.stop <= 4 else None


def _struck_name(value: Value, spec: FieldSpec, reread: Reread) -> Parsed | None:
    """The name another reader sees in a line, each of its words one a name can have."""
    if len(value.text) < _SHORTEST:
        return None
    again = reread(value, spec)
    return None if again is None or oddities(again.value, "name") else again


def signer_titles(page: LabelledPage, spec: FieldSpec) -> Iterator[Candidate]:
    """The signer's own office: the lowest office line above the name."""
    lines = [s for s in _signature_lines(page) if _office(s.text)]
    if not lines:
        return
    last = max(lines, key=lambda s: s.top)
    value = value_of_segments(page, [last])
    prefix = re.match(r"^\W*(?:KT|TM|TL|TUQ|Q|T/M|K/T)\b\s*[.,]?\s*", value.text)
    start = prefix.end() if prefix else 0
    text = value.text[start:].strip(" .,:;")
    hit = nearest("positions", text, 0.84)
    fixed = hit[0] if hit is not None else text
    yield Candidate(
        spec, value, Parsed(fixed, start, len(value.text), 0.95), 0.9, {"label": 0.9, "fit": 0.95}
    )
