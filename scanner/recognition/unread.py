"""Figures behind a label that the page pass made no figures of: read again with figures alone.

A label that asks for a number and is followed by something that is none, `1°6` or `O58O8…`, is a
place where only the second reader, told that figures stand there, can find the value.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

from scanner.recognition.fields import Candidate, LabelledPage, labelled_candidates
from scanner.recognition.kinds import Parsed, parse
from scanner.recognition.knowledge import DocumentType, FieldSpec
from scanner.recognition.ocr.recogniser import Recogniser
from scanner.recognition.reading import Correction
from scanner.recognition.second import LETTERS, picture_of
from scanner.recognition.sheet import OCR_DPI, Pixels
from scanner.recognition.values import Value

_LETTERS = {**LETTERS, "date": "0123456789/."}
_MOST = 8
_LEAST_FIT = 0.75
_LEAST_CONFIDENCE = 0.35


@dataclass
class _Rereader:
    """Reads the places of values again as figures, a few times a page at most.

    Attributes:
        grey: the picture the words came from.
        recogniser: its `line` is the second reader.
        left: how many more places it reads.
    """

    grey: Pixels
    recogniser: Recogniser
    left: int = _MOST
    seen: dict[tuple[int, str], Parsed | None] = field(default_factory=dict)

    def __call__(self, value: Value, spec: FieldSpec) -> Parsed | None:
        """What stands at a value's place, as figures; None where nothing of the kind does."""
        key = (id(value.pieces[0].word), spec.kind)
        if key not in self.seen and self.left > 0:
            self.left -= 1
            self.seen[key] = self._read(value, spec)
        return self.seen.get(key)

    def _read(self, value: Value, spec: FieldSpec) -> Parsed | None:
        words = value.words(0, len(value.text))
        line = next((list(group) for _, group in groupby(words, key=lambda word: word.line)), [])
        if not line:
            return None
        text, confidence = self.recogniser.line(
            picture_of(line, self.grey), OCR_DPI, letters=_LETTERS[spec.kind]
        )
        again = parse(spec.kind, text)
        if again is None or again.fit < _LEAST_FIT or confidence < _LEAST_CONFIDENCE:
            return None
        if re.sub(r"\W", "", text) != re.sub(r"\W", "", again.value):
            return None  # more figures than the value has: another place's
        note = Correction(reason="second_reader", before=value.text, after=again.value)
        return Parsed(again.value, 0, len(value.text), again.fit, (note,))


def unread_candidates(
    page: LabelledPage,
    kind: DocumentType,
    chosen: Mapping[str, list[Candidate]],
    grey: Pixels,
    recogniser: Recogniser,
) -> list[Candidate]:
    """Candidates for fields of figures that nothing was found for, though their label stands.

    Args:
        page: with its labels found.
        kind: its type.
        chosen: what was found.
        grey: the picture the words came from.
        recogniser: its `line` is the second reader.
    """
    wanted = {
        name: spec
        for name, spec in kind.fields.items()
        if spec.kind in _LETTERS and name not in chosen
    }
    if not wanted:
        return []
    return labelled_candidates(page, kind, only=wanted, reread=_Rereader(grey, recogniser))
