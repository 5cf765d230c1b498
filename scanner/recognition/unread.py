"""Places whose value the page pass made nothing of its kind of: read again by the second reader.

A label that asks for a number and is followed by something that is none, `1°6` or `O58O8…`, is read
with figures alone; a line below an office that a signature strikes is read for the signer's name.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

from scanner.recognition.fields import Candidate, LabelledPage, labelled_candidates
from scanner.recognition.kinds import Parsed, parse
from scanner.recognition.knowledge import DocumentType, FieldSpec
from scanner.recognition.ocr.recogniser import LineReader
from scanner.recognition.reading import Correction
from scanner.recognition.second import LETTERS, picture_of
from scanner.recognition.sheet import Pixels
from scanner.recognition.signers import signers
from scanner.recognition.values import Value

_LETTERS = {**LETTERS, "date": "0123456789/.", "name": ""}
_MOST = 8
_LEAST_FIT = 0.75
_LEAST_CONFIDENCE = 0.35


@dataclass
class _Rereader:
    """Reads the places of values again as figures, a few times a page at most.

    Attributes:
        grey: the picture the words came from.
        reader: the second reader.
        left: how many more places it reads.
    """

    grey: Pixels
    reader: LineReader
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
        text, confidence = self.reader.line(
            picture_of(line, self.grey), letters=_LETTERS[spec.kind]
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
    reader: LineReader,
) -> list[Candidate]:
    """Candidates for figures, names and signers nothing was found for, though their place is known.

    Args:
        page: with its labels found.
        kind: its type.
        chosen: what was found.
        grey: the picture the words came from.
        reader: the second reader.
    """
    wanted = {
        name: spec
        for name, spec in kind.fields.items()
        if spec.kind in _LETTERS and name not in chosen
    }
    if not wanted:
        return []
    reread = _Rereader(grey, reader)
    found = labelled_candidates(page, kind, only=wanted, reread=reread)
    for spec in wanted.values():
        if spec.finder == "signer":
            found += signers(page, spec, reread)
    return found
