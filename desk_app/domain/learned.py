"""What corrections at the desk teach: labels nobody listed, names and places that are misread.

Nothing taught here is used before an administrator has approved it. A label is a form's own print
and holds nothing of a person; names and places never leave the office.
"""

import datetime as dt
import difflib
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desk_app.domain.across import Said
from desk_app.domain.forms import Convert, FilledForm, FormDefinition
from desk_app.domain.identity.vietnamese import search_key

DECISION = "lesson"
"""Kind of the office's record of a decision about a lesson; its key is the lesson's id."""

_MOST_WORDS, _MOST_LETTERS = 10, 60
_LEAST_VALUE = 5
_ALIKE = 0.6
_TEXTS = frozenset({Convert.TEXT, Convert.UPPER})
_ENDS = " \t.,:;…_-–—"


class LearnedKind(StrEnum):
    """What was learned."""

    LABEL = "label"
    NAME = "name"
    PLACE = "place"


class Review(StrEnum):
    """What the administrator said."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One thing a correction teaches.

    Attributes:
        document_type: of the paper, for a label; else empty.
        field: of the paper that the label asks for; else empty.
        seen: the label as printed, or what was read.
        meant: what the officer put in its place; empty for a label.
    """

    kind: LearnedKind
    seen: str
    meant: str = ""
    document_type: str = ""
    field: str = ""

    @property
    def id(self) -> str:
        """A short name for it, always the same for the same lesson."""
        parts = (self.kind.value, self.document_type, self.field, self.seen, self.meant)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A lesson as it is kept.

    Attributes:
        count: how many received dossiers taught it.
    """

    lesson: Lesson
    count: int
    review: Review
    first_at: dt.datetime
    last_at: dt.datetime
    decided_by: str = ""
    decided_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldKinds:
    """Which fields of papers hold a person's name, and which a place."""

    names: frozenset[str]
    places: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPaper:
    """A component as it was read.

    Attributes:
        text: lines of its pages.
    """

    document_type: str
    said: Sequence[Said]
    text: str


def lessons(
    definition: FormDefinition, form: FilledForm, papers: Sequence[ReadPaper], kinds: FieldKinds
) -> tuple[Lesson, ...]:
    """What a received dossier teaches: verified values against what its papers were read to say."""
    values = [str(v) for v in form.data().values()]
    found: dict[str, Lesson] = {}
    for paper in papers:
        said: dict[str, list[str]] = {}
        for each in paper.said:
            said.setdefault(each.field, []).append(each.value)
        for name, rule in definition.reads.get(paper.document_type, {}).items():
            filled = form.values.get(name)
            if filled is None or not filled.is_verified or rule.convert not in _TEXTS:
                continue
            right = _clean(str(filled.value or ""))
            if not right:
                continue
            if rule.field in said:
                made = _misread(rule.field, said[rule.field], right, kinds)
            else:
                made = _unknown_label(paper, rule.field, right, values)
            found |= {lesson.id: lesson for lesson in made}
    return tuple(found.values())


def _misread(field: str, said: Sequence[str], right: str, kinds: FieldKinds) -> Iterator[Lesson]:
    """Words of a name, or one part of a place, that were read wrongly; never a whole person."""
    read = [_clean(value) for value in said]
    if any(_fold(value) == _fold(right) for value in read):
        return
    for value in read:
        if field in kinds.names:
            parts = (value.split(), right.split())
            kind = LearnedKind.NAME
        elif field in kinds.places:
            parts = (_parts(value), _parts(right))
            kind = LearnedKind.PLACE
        else:
            return
        if len(parts[0]) != len(parts[1]):
            continue
        for seen, meant in zip(*parts, strict=True):
            if _fold(seen) != _fold(meant) and _teaches(seen, meant):
                yield Lesson(kind=kind, seen=seen, meant=meant)


def _parts(place: str) -> list[str]:
    return [part.strip() for part in place.split(",") if part.strip()]


def _teaches(seen: str, meant: str) -> bool:
    """A misreading looks like what it stands for; house numbers are nobody's place."""
    if any(c.isdigit() for c in seen + meant) or max(len(seen), len(meant)) > _MOST_LETTERS:
        return False
    return difflib.SequenceMatcher(None, search_key(seen), search_key(meant)).ratio() >= _ALIKE


def _unknown_label(
    paper: ReadPaper, field: str, right: str, values: Sequence[str]
) -> Iterator[Lesson]:
    """The print before a value the reader did not find, where exactly one line ends with it."""
    if len(right) < _LEAST_VALUE:
        return
    lines = [_clean(line) for line in paper.text.splitlines()]
    ends = [line for line in lines if _fold(line.rstrip(_ENDS)).endswith(_fold(right))]
    if len(ends) != 1:
        return
    line = ends[0].rstrip(_ENDS)
    label = line[: len(line) - len(right)].rstrip(_ENDS).lstrip(_ENDS + "0123456789)(+*")
    if is_label(label, values):
        yield Lesson(
            kind=LearnedKind.LABEL, document_type=paper.document_type, field=field, seen=label
        )


def is_label(text: str, values: Sequence[str] = ()) -> bool:
    """Whether a text can be a form's own print and holds nothing of a person.

    Args:
        text: what stands before a value.
        values: of the dossier's form, none of whose words it may name as a person would be named.
    """
    words = text.split()
    if not words or len(words) > _MOST_WORDS or len(text) > _MOST_LETTERS:
        return False
    if any(c.isdigit() or not (c.isprintable()) for c in text) or not words[0][:1].isalpha():
        return False
    if any(word[:1].isupper() for word in words[1:]):
        return False  # a name inside a sentence; a form writes its labels small
    told = {_fold(word) for value in values for word in value.split() if word[:1].isupper()}
    return not (len(words) == 1 and _fold(words[0]) in told)


def suggestions(
    value: str, field: str, known: Mapping[LearnedKind, Mapping[str, str]], kinds: FieldKinds
) -> tuple[str, ...]:
    """What an approved misreading makes of a value: another likely one, never in its place."""
    if field in kinds.names:
        table, parts, glue = known.get(LearnedKind.NAME, {}), value.split(), " "
    elif field in kinds.places:
        table, parts, glue = known.get(LearnedKind.PLACE, {}), _parts(value), ", "
    else:
        return ()
    made = glue.join(table.get(_fold(part), part) for part in parts)
    return () if made == glue.join(parts) else (made,)


def by_misreading(learned: Sequence[Learned]) -> dict[LearnedKind, dict[str, str]]:
    """Approved names and places by what was read; the commonest meaning first."""
    table: dict[LearnedKind, dict[str, str]] = {}
    for each in sorted(learned, key=lambda one: -one.count):
        lesson = each.lesson
        if each.review is Review.APPROVED and lesson.kind is not LearnedKind.LABEL:
            table.setdefault(lesson.kind, {}).setdefault(_fold(lesson.seen), lesson.meant)
    return table


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", re.sub(r"[\x00-\x1f]", " ", text)).split())


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
