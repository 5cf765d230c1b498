"""Titles that the page's engine read in part or not at all, read again by the own reader.

A title's last word under a stamp or a fold decides what the whole paper is. Lines that may be one
are looked at again, with the ink beside them that no word covers.
"""

from collections.abc import Iterator

from scanner.recognition.classify import CLOSE, PLAIN, Verdict, titled
from scanner.recognition.layout import Layout, Segment
from scanner.recognition.ocr.recogniser import LineReader
from scanner.recognition.second import picture_of
from scanner.recognition.sheet import Pixels
from scanner.recognition.text import is_upper

_MOST_LINES = 6
_UPPER_PART = 0.5  # of a page, in which its title stands
_LEAST_WORDS = 2


def retitled(layout: Layout, verdict: Verdict, grey: Pixels, reader: LineReader) -> Verdict:
    """The type of a page after another look at its title; the same where that says nothing more.

    Args:
        layout: of the page.
        verdict: by what its engine read.
        grey: uint8, the page.
        reader: reads lines.
    """
    if verdict.title and verdict.confidence >= PLAIN:
        return verdict
    page = [word for segment in layout.segments for word in segment.words]
    best = verdict
    for lines in _lines(layout, verdict):
        texts = []
        for line in lines:
            others = [word for word in page if word not in line.words]
            texts.append(reader.line(picture_of(line.words, grey, others))[0])
            text = " ".join(texts)
            name, likeness = titled(text)
            if is_upper(text) and likeness >= max(CLOSE, best.confidence):
                best = Verdict(name, min(0.99, likeness), text, lines[0].top, line.bottom)
    return best


def _lines(layout: Layout, verdict: Verdict) -> Iterator[list[Segment]]:
    """Lines that may be a title's, each with the next below; those of the title where one is."""
    if verdict.title:
        yield [s for s in layout.segments if verdict.top <= s.middle <= verdict.bottom]
        return
    likely = [
        segment
        for segment in layout.segments
        if segment.bottom < layout.height * _UPPER_PART
        and len(segment.words) >= _LEAST_WORDS
        and is_upper(segment.text)
    ]
    for segment in sorted(likely, key=lambda s: -s.height)[:_MOST_LINES]:
        below = layout.below(
            segment.left, segment.right, segment.bottom, reach=layout.leading * 1.2
        )
        yield [segment] if below is None or not is_upper(below.text) else [segment, below]
