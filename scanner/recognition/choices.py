"""Checkboxes: which of two or more printed choices has the ink."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

import numpy as np
from rapidfuzz.distance import Hamming

from scanner.recognition.boxes import ticked
from scanner.recognition.fields import Candidate
from scanner.recognition.kinds import Parsed
from scanner.recognition.knowledge import DocumentType, FieldSpec, knowledge
from scanner.recognition.layout import Layout, Segment
from scanner.recognition.ocr.recogniser import Word
from scanner.recognition.sheet import Box, Pixels, Sheet
from scanner.recognition.text import fold, squeezed
from scanner.recognition.values import Piece, Value

_INK = 150
_LEAST_MARGIN = 0.12
_LEAST_BOX = 0.02
_LEAST_TICK = 0.04
_BOXES_REACH = 2.2  # lines up and down from what asks for a choice
_SEXES = ("Nam", "Nữ")
_GUESS = 0.3
_FARTHEST_BOX = 4.0  # times the height of letters
_BOX_READ_AS = {"", "l", "i", "u", "o", "ll", "x"}  # a box printed against its word
_ONE_READ_AS = ("i", "l", "t")


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a choice is printed: its words, its line, and its end where a box was read with it."""

    words: tuple[Word, ...]
    segment: Segment
    right: int = 0

    @property
    def box(self) -> tuple[int, int, int, int]:
        """(left, top, right, bottom)."""
        return (
            min(w.left for w in self.words),
            min(w.top for w in self.words),
            self.right or max(w.right for w in self.words),
            max(w.bottom for w in self.words),
        )


def chosen_boxes(layout: Layout, kind: DocumentType, sheet: Sheet) -> dict[str, list[Candidate]]:
    """Checkbox fields of a type, by ink.

    Args:
        layout: of the page.
        kind: its type.
        sheet: the page before ruled lines were taken out, so that boxes are whole.
    """
    grey = sheet.grey()
    found = {}
    for spec in kind.fields.values():
        if spec.finder == "choice" and (candidate := _choice(spec, layout, grey)) is not None:
            found[spec.name] = [candidate]
    return found


def ticked_genders(
    chosen: Mapping[str, list[Candidate]], layout: Layout, sheet: Sheet
) -> dict[str, list[Candidate]]:
    """Candidates for sexes that are ticked: `Giới tính: Nam ☐ Nữ ☒`.

    Where both words stand and no box tells them apart, what was taken is no more than a guess.

    Args:
        chosen: what was found by labels.
        layout: of the page.
        sheet: the page before ruled lines were taken out.
    """
    grey = sheet.grey()
    found = {}
    for name, options in chosen.items():
        best, segment = options[0], options[0].value.segment
        if best.spec.kind != "gender":
            continue
        said = _sexes_said(best.value, layout)
        if sorted(said) != sorted(_SEXES):
            continue
        mark = ticked(grey, segment.top - 8, segment.bottom + 8, layout.body, len(_SEXES))
        if mark is None:
            guess = replace(best, parsed=replace(best.parsed, fit=_GUESS), score=_GUESS)
            found[name] = [guess, *options[1:]]
        else:
            spot = _Spot(tuple(segment.words[-1:]), segment)
            found[name] = [_candidate(best.spec, spot, said[mark.number], mark.margin)]
    return found


def _sexes_said(value: Value, layout: Layout) -> list[str]:
    """Which sexes stand from a value on, up to the next label of its line."""
    begin = value.pieces[0].word.left
    row = sorted(
        (word for segment in layout.rows[value.segment.row] for word in segment.words),
        key=lambda word: word.left,
    )
    answer = takewhile(lambda word: ":" not in word.text, (w for w in row if w.left >= begin))
    return [sex for word in answer if (sex := _sex(word.text))]


def _sex(word: str) -> str:
    """Which sex a word says, perhaps with its box read as a letter or two; empty for neither."""
    read = re.sub(r"[^a-z]", "", fold(word))
    return next((sex for sex in _SEXES if read.startswith(fold(sex)) and len(read) <= 5), "")


def _choice(spec: FieldSpec, layout: Layout, grey: Pixels) -> Candidate | None:
    spots = [_spots(choice, layout) for choice in spec.choices]
    return _by_boxes(spec, spots, layout, grey) or _by_words(spec, spots, layout, grey)


def _by_boxes(
    spec: FieldSpec, spots: list[list[_Spot]], layout: Layout, grey: Pixels
) -> Candidate | None:
    """The choice whose box is ticked, of boxes near a choice's words or near the label."""
    near = [spot.segment for found in spots for spot in found] or _asking(spec, layout)
    for segment in near:
        reach = round(layout.leading * _BOXES_REACH)
        mark = ticked(
            grey, segment.top - reach, segment.bottom + reach, layout.body, len(spec.choices)
        )
        if mark is not None:
            row = min(layout.segments, key=lambda other: _way(other, mark.box))
            word = min(row.words, key=lambda word: abs(word.left - mark.box[0]))
            return _candidate(spec, _Spot((word,), row), spec.choices[mark.number], mark.margin)
    return None


def _asking(spec: FieldSpec, layout: Layout) -> list[Segment]:
    """Lines that ask for a choice, for where none of its words was read."""
    wordings = [
        label.squeezed for label in knowledge().labels if label.attribute in spec.attributes
    ]
    return [s for s in layout.segments if squeezed(s.text).startswith(tuple(wordings))]


def _way(segment: Segment, box: Box) -> float:
    """How far a line is from a box: up and down counts before across."""
    across = max(0, segment.left - box[2], box[0] - segment.right)
    return 10 * abs(segment.middle - (box[1] + box[3]) / 2) + across


def _by_words(
    spec: FieldSpec, spots: list[list[_Spot]], layout: Layout, grey: Pixels
) -> Candidate | None:
    """The choice beside whose words there is most ink."""
    if not all(spots):
        return None
    rows = [[first, *(_nearest(first, others) for others in spots[1:])] for first in spots[0]]
    together = min(rows, key=lambda row: sum(_apart(row[0], other) for other in row[1:]))
    if any(_apart(together[0], other) > 4 * layout.leading for other in together[1:]):
        return None
    best: tuple[float, int] | None = None
    width = min(spot.box[2] - spot.box[0] for spot in together)  # a wider one has its box with it
    for side in ("left", "right"):
        away = min(_way_to_ink(spot, together, grey, layout.body, side) for spot in together)
        inks = [_ink_beside(spot, grey, layout.body, side, width, away) for spot in together]
        ranked = sorted(inks, reverse=True)
        if ranked[0] < _LEAST_TICK or (
            ranked[-1] < _LEAST_BOX and _covered(together, side, layout)
        ):
            continue  # no box there, and no tick without one
        margin = (ranked[0] - ranked[1]) / ranked[0]
        if best is None or margin > best[0]:
            best = (margin, inks.index(ranked[0]))
    if best is None or best[0] < _LEAST_MARGIN:
        return None
    return _candidate(spec, together[best[1]], spec.choices[best[1]], best[0])


def _covered(spots: list[_Spot], side: str, layout: Layout) -> bool:
    """Whether a word stands close beside a choice, whose ink would be taken for a tick."""
    reach = round(layout.body * 2)
    for spot in spots:
        left, _, right, _ = spot.box
        low, high = (left - reach, left) if side == "left" else (right, right + reach)
        for segment in layout.segments:
            if abs(segment.middle - spot.segment.middle) < 0.6 * layout.body and any(
                word.left < high and word.right > low and len(word.text) > 2
                for word in segment.words
                if word not in spot.words
            ):
                return True
    return False


def _nearest(spot: _Spot, others: list[_Spot]) -> _Spot:
    return min(others, key=lambda other: _apart(spot, other))


def _apart(a: _Spot, b: _Spot) -> float:
    return abs(a.segment.middle - b.segment.middle)


def _spots(choice: str, layout: Layout) -> list[_Spot]:
    wanted = [fold(part) for part in choice.split()]
    whole = "".join(wanted)
    spots = []
    for segment in layout.segments:
        plain = [re.sub(r"[^a-z0-9]", "", fold(w.text)) for w in segment.words]
        if whole.endswith("1"):
            plain = [_with_one(text, whole, wanted[-1]) for text in plain]
        for i, text in enumerate(plain):
            glued = text.startswith(whole) and text[len(whole) :] in _BOX_READ_AS
            if glued or _looks_like(text, whole):
                end = _end(segment.words[i], len(choice.replace(" ", "")))
                spots.append(_Spot((segment.words[i],), segment, end))
            elif _said(plain[i : i + len(wanted)], wanted):
                found = tuple(segment.words[i : i + len(wanted)])
                spots.append(_Spot(found, segment, _end(found[-1], len(wanted[-1]))))
    return spots


def _with_one(text: str, *wanted: str) -> str:
    """`Sối` for `Số 1`: the figure 1 read as a letter like it."""
    for end in _ONE_READ_AS:
        if any(text == word[:-1] + end for word in wanted):
            return text[:-1] + "1"
    return text


def _looks_like(text: str, choice: str) -> bool:
    """`S62` for `Số 2`: one letter misread before the figure that tells the choices apart."""
    return choice[-1].isdigit() and text[-1:] == choice[-1] and Hamming.distance(text, choice) <= 1


def _said(words: list[str], wanted: list[str]) -> bool:
    """The words of a choice, the last one perhaps with a box read as a letter or two."""
    if len(words) != len(wanted) or words[:-1] != wanted[:-1]:
        return False
    return words[-1].startswith(wanted[-1]) and words[-1][len(wanted[-1]) :] in _BOX_READ_AS


def _end(word: Word, letters: int) -> int:
    """Right edge of a word's first letters."""
    return word.left + round((word.right - word.left) * min(1.0, letters / len(word.text)))


def _way_to_ink(spot: _Spot, spots: Sequence[_Spot], grey: Pixels, body: float, side: str) -> int:
    """Pixels of free paper between a choice and the ink beside it, where boxes stand apart.

    0 where the ink is near, where there is none, and where it is another choice's words.
    """
    left, top, right, bottom = spot.box
    near, far = round(body * 1.2), round(body * _FARTHEST_BOX)
    rows = grey[top:bottom]
    strip = (
        rows[:, max(0, left - far) : left][:, ::-1]
        if side == "left"
        else rows[:, right : right + far]
    )
    inked = np.flatnonzero((strip < _INK).sum(axis=0) >= 3)
    inked = inked[inked > body * 0.12]
    if not len(inked) or inked[0] < near:
        return 0
    at = left - int(inked[0]) if side == "left" else right + int(inked[0])
    others = [other.box for other in spots if other is not spot]
    taken = any(a - body <= at <= b + body and t < bottom and b_ > top for a, t, b, b_ in others)
    return 0 if taken else int(inked[0]) - round(body * 0.3)


def _ink_beside(
    spot: _Spot, grey: Pixels, body: float, side: str, width: int, away: int = 0
) -> float:
    """Share of ink in the square beside a choice that is so many pixels wide, so far away."""
    left, top, right, bottom = spot.box
    left, right = right - width, left + width
    reach, gap = round(body * 1.9), round(body * 0.12) + away
    low = left - gap - reach if side == "left" else right + gap
    rows = slice(max(0, top - round(body * 0.25)), bottom + round(body * 0.3))
    region = grey[rows, max(0, low) : max(0, low) + reach]
    return float(np.mean(region < _INK)) if region.size else 0.0


def _candidate(spec: FieldSpec, spot: _Spot, choice: str, margin: float) -> Candidate:
    pieces: Sequence[Piece] = [Piece(word, 0, len(choice)) for word in spot.words]
    value = Value(choice, tuple(pieces), "found", spot.segment)
    parsed = Parsed(choice, 0, len(choice), min(1.0, 0.5 + margin))
    evidence = {"label": 0.9, "fit": parsed.fit, "ink": margin}
    return Candidate(spec, value, parsed, 0.6 + 0.3 * min(1.0, margin * 2), evidence)
