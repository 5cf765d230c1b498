"""What the fields of one page say about each other: witnesses and contradictions.

A date stands in figures and in words; an identity number holds its owner's sex and year of birth
(Decree 137/2015/NĐ-CP, article 13); a name in the form stands again under the signature. A value
two places agree on is surer than either reading; two places that differ are shown, never settled.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scanner.recognition.fields import Candidate
from scanner.recognition.kinds.date_words import date_of_words
from scanner.recognition.knowledge import FieldSpec
from scanner.recognition.layout import Layout
from scanner.recognition.ocr.recogniser import Word
from scanner.recognition.reading import JsonValue
from scanner.recognition.repair import is_name_syllable
from scanner.recognition.text import fold
from scanner.recognition.wordlists import is_surname

_NUMBERS = {"so_cccd", "so_dinh_danh", "giay_to"}
_BIRTHS = {"ngay_sinh", "nam_sinh"}
_SEX = {"nam": (0, 2), "nu": (1, 3)}
_CHILD, _PARENTS = "con", ("me", "cha")
_LEAST_AGE = 12  # of a parent; younger ones are a misreading
_LEAST_NAME, _MOST_NAME = 2, 5


@dataclass(frozen=True, slots=True)
class Finding:
    """Two places of one page set beside each other.

    Attributes:
        code: `date_words`, `id_birth_year`, `id_sex`, `parent_age`, `name_twice` or `zone_name`.
        fields: the fields compared, in order; one only for a name that stands twice.
        agrees: they say the same.
        other: the other reading, where it is a value of the field.
    """

    code: str
    fields: tuple[str, ...]
    agrees: bool
    other: str = ""

    def as_json(self) -> dict[str, JsonValue]:
        """The part of `quality` for this comparison."""
        return {"code": self.code, "fields": list(self.fields), "agrees": self.agrees}


def findings(
    chosen: Mapping[str, Candidate], layout: Layout, *, zone_name: str = ""
) -> list[Finding]:
    """Everything that can be compared on a page.

    Args:
        chosen: the candidate of each field.
        layout: the page's lines.
        zone_name: the owner's name without marks, as the machine-readable zone has it.
    """
    found = _dates_in_words(chosen)
    if zone_name and (named := chosen.get("ho_ten")) is not None:
        agrees = fold(named.parsed.value).upper().split() == zone_name.split()
        found.append(Finding("zone_name", ("ho_ten",), agrees))
    for role in sorted({candidate.spec.role for candidate in chosen.values()}):
        person = {n: c for n, c in chosen.items() if c.spec.role == role}
        found += _identity_numbers(person)
    return found + _too_young(chosen) + _names_twice(chosen, layout)


def _dates_in_words(chosen: Mapping[str, Candidate]) -> list[Finding]:
    found = []
    for name, candidate in chosen.items():
        figures = name.removesuffix("_chu")
        if candidate.spec.kind != "date_words" or figures not in chosen or figures == name:
            continue
        worded = date_of_words(candidate.parsed.value)
        read = [int(part) for part in re.findall(r"\d+", chosen[figures].parsed.value)]
        if worded is None or len(read) != 3:
            continue
        day, month, year = worded
        other = "" if [day, month, year] == read else f"{day:02d}/{month:02d}/{year}"
        found.append(Finding("date_words", (figures, name), not other, other))
    return found


def _identity_numbers(person: Mapping[str, Candidate]) -> list[Finding]:
    """Sex and year of birth inside twelve digits, beside those in words."""
    number = _asking(person, _NUMBERS)
    if number is None:
        return []
    digits = "".join(re.findall(r"\d", person[number].parsed.value))
    if len(digits) != 12:
        return []
    found = []
    birth, sex = _asking(person, _BIRTHS), _asking(person, {"gioi_tinh"})
    if birth is not None:
        years = re.findall(r"\d{4}", person[birth].parsed.value)
        held = 1900 + 100 * (int(digits[3]) // 2) + int(digits[4:6])
        if years:
            found.append(Finding("id_birth_year", (number, birth), str(held) == years[-1]))
    if sex is not None:
        wanted = _SEX.get(fold(person[sex].parsed.value))
        if wanted is not None:
            found.append(Finding("id_sex", (number, sex), int(digits[3]) in wanted))
    return found


def _too_young(chosen: Mapping[str, Candidate]) -> list[Finding]:
    """Parents who would have been children: their year of birth is somebody else's."""
    years: dict[str, tuple[str, int]] = {}
    for name, candidate in chosen.items():
        read = re.findall(r"\d{4}", candidate.parsed.value)
        if _asks(candidate.spec, _BIRTHS) and read:
            years[candidate.spec.role] = (name, int(read[-1]))
    if _CHILD not in years:
        return []
    _, born = years[_CHILD]
    parents = [years[role] for role in _PARENTS if role in years]
    return [
        Finding("parent_age", (name,), agrees=False)
        for name, year in parents
        if born - year < _LEAST_AGE
    ]


def _asking(person: Mapping[str, Candidate], attributes: set[str]) -> str | None:
    return next((n for n, c in person.items() if _asks(c.spec, attributes)), None)


def _asks(spec: FieldSpec, attributes: set[str]) -> bool:
    return spec.attributes[:1] != () and spec.attributes[0] in attributes


def _names_twice(chosen: Mapping[str, Candidate], layout: Layout) -> list[Finding]:
    """A name that stands at another place of the page, with the same or with other marks."""
    found = []
    words = [word for segment in layout.segments for word in segment.words]
    line = [segment.words for segment in layout.segments for _ in segment.words]
    bare = [fold(word.text).strip(".,;:()") for word in words]
    for name, candidate in chosen.items():
        syllables = candidate.parsed.value.split()
        if candidate.spec.kind != "name" or len(syllables) < _LEAST_NAME:
            continue
        own = {id(word) for word in candidate.value.words(0, len(candidate.value.text))}
        wanted = [fold(syllable) for syllable in syllables]
        others = []
        for start in range(len(words) - len(wanted) + 1):
            stretch = words[start : start + len(wanted)]
            if bare[start : start + len(wanted)] != wanted or own & {id(w) for w in stretch}:
                continue
            if len(line[start]) > len(stretch) and _is_a_name(line[start]):
                stretch = line[start]  # `Thân Tấn` of `Thân Tấn Sen` bears nothing out
            others.append(" ".join(w.text.strip(".,;:()") for w in stretch))
        if others:
            same = any(o.casefold() == candidate.parsed.value.casefold() for o in others)
            found.append(Finding("name_twice", (name,), same, "" if same else others[0].title()))
    return found


def _is_a_name(words: Sequence[Word]) -> bool:
    """Whether a line is one person's name and nothing else."""
    first, *rest = [word.text.strip(".,;:()") for word in words]
    if len(rest) >= _MOST_NAME or not all(word.text[:1].isupper() for word in words):
        return False
    return is_surname(first) and all(map(is_name_syllable, rest))


def witnesses(found: Sequence[Finding]) -> dict[str, int]:
    """For each field compared: 1 all agree, -1 one differs."""
    said: dict[str, int] = {}
    for finding in found:
        for name in finding.fields:
            said[name] = min(said.get(name, 1), 1 if finding.agrees else -1)
    return said
