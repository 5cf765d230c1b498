"""Papers as a perfect engine would give them: words in their places, ruled lines; no picture."""

import random
from collections.abc import Sequence

from scanner.recognition import document_types
from scanner.recognition.classify import Verdict
from scanner.recognition.clean.tidy import Rules
from scanner.recognition.layout import Layout, build_layout
from scanner.recognition.ocr.recogniser import Word
from scanner.recognition.sheet import OCR_DPI
from scanner.recognition.understand import find_fields
from tests.kit.papers.canvas import Canvas

_LOOKS = {"ễ": "ê", "ị": "i", "ộ": "ô", "ạ": "a", "ữ": "ư", "l": "1", "0": "O", "ầ": "â", "ờ": "ơ"}


def layout_of(canvas: Canvas, *, noise: float = 0.0, seed: int = 0) -> Layout:
    """The layout of a drawn paper.

    Args:
        canvas: the paper.
        noise: chance of a letter being misread as one that looks like it.
        seed: for the noise.
    """
    rng = random.Random(seed)
    scale = OCR_DPI / canvas.dpi
    words: list[Word] = []
    for number, bottom, line in _rows(canvas):
        for entry in line["words"]:
            (left, top), _, (right, low), _ = entry["quad"]
            words.append(
                Word(
                    _misread(entry["t"], noise, rng),
                    round(left * scale),
                    round(top * scale),
                    round(right * scale),
                    round(low * scale),
                    0.96,
                    number,
                )
            )
        del bottom
    across, down = [], []
    for box in canvas.ruled:
        left, top, right, low = (round(v * scale) for v in box)
        (across if right - left > low - top else down).append((left, top, right, low))
    rules = Rules(tuple(across), tuple(down))
    return build_layout(words, rules, round(canvas.width * scale), round(canvas.height * scale))


def _rows(canvas: Canvas) -> Sequence[tuple[int, float, dict]]:
    """Lines with the number of the row they stand on: an engine joins what stands level."""
    rows: list[tuple[int, float, dict]] = []
    for line in sorted(canvas.lines, key=lambda line: line["words"][0]["quad"][2][1]):
        bottom = max(word["quad"][2][1] for word in line["words"])
        near = [row for row in rows[-6:] if abs(row[1] - bottom) < canvas.size * 0.25]
        number = near[-1][0] if near else len(rows) + 1
        rows.append((number, bottom, line))
    return rows


def _misread(text: str, noise: float, rng: random.Random) -> str:
    if noise <= 0:
        return text
    return "".join(_LOOKS.get(c, c) if rng.random() < noise else c for c in text)


def typed_layout(lines: Sequence[str], *, rules: Rules | None = None, size: int = 28) -> Layout:
    """A layout from plain lines of text, every letter equally wide; `|` parts columns.

    Args:
        lines: top to bottom; two spaces or more leave that much white.
        rules: ruled lines, when the page has some.
        size: height of letters in pixels.
    """
    words: list[Word] = []
    advance = size * 0.52
    for number, line in enumerate(lines, 1):
        top = 60 + round(number * size * 1.6)
        position = 0
        for piece in line.split(" "):
            if piece:
                left = round(90 + position * advance)
                right = round(90 + (position + len(piece)) * advance)
                words.append(Word(piece, left, top, right, top + size, 0.96, number))
            position += len(piece) + 1
    return build_layout(words, rules or Rules((), ()), 1654, 2339)


def typed_fields(kind: str, lines: Sequence[str], rules: Rules | None = None) -> dict[str, str]:
    """Values the matcher takes from plain lines of a paper of a known kind."""
    layout = typed_layout(lines, rules=rules)
    fields = find_fields(layout, Verdict(kind, 1.0), document_types()[kind])
    return {name: field.value for name, field in fields.items()}
