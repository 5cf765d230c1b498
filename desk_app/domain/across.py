"""What the papers of one dossier say of the same person or plot, and where they differ.

Nothing is decided here: a difference names both places, the officer looks at both. A doubtful
reading takes part, because a wrong letter on one paper is one more reason to look.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from desk_app.domain.identity.vietnamese import name_key, search_key

Subjects = Mapping[str, Mapping[str, Sequence[Mapping[str, str]]]]
"""Document type → ``person`` or ``plot`` → fields by fact; ``resources/rules/subjects.toml``."""

_PERSON, _PLOT = "person", "plot"
_FACTS = {_PERSON: ("name", "number", "birth", "sex"), _PLOT: ("plot", "sheet", "area")}
_OWN_NUMBER = 12
_MISREAD_FIGURES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One value a page was read to say.

    Attributes:
        page: of the component, from 0.
        box: x, y, width, height in pixels of the upright page.
        sure: the reader would fill it in without asking.
    """

    document_type: str
    field: str
    value: str
    page: int
    box: tuple[int, int, int, int]
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact of one person or plot that two papers tell differently.

    Attributes:
        fact: ``name``, ``number``, ``birth``, ``sex``, ``plot``, ``sheet`` or ``area``.
        who: the name, or the plot, as the first paper has it.
        here: component and value; likewise ``there``.
    """

    fact: str
    who: str
    here: tuple[str, Said]
    there: tuple[str, Said]

    @property
    def is_sure(self) -> bool:
        """Whether both readings are sure, so that the papers differ and not the reader."""
        return self.here[1].sure and self.there[1].sure


@dataclass(frozen=True, slots=True)
class _Subject:
    component: str
    document_type: str
    kind: str
    facts: Mapping[str, Said]

    def key(self, fact: str) -> str:
        said = self.facts.get(fact)
        return "" if said is None else _compared(fact, said.value)


def differences(papers: Mapping[str, Sequence[Said]], subjects: Subjects) -> tuple[Difference, ...]:
    """Every fact that differs between two papers, once a pair of values, in the papers' order.

    Args:
        papers: what each component was read to say, by its key.
        subjects: which fields tell of whom.
    """
    told = [s for key, said in papers.items() for s in _subjects(key, said, subjects)]
    found: dict[tuple[str, str, frozenset[str]], Difference] = {}
    for one, other in combinations(told, 2):
        if one.component == other.component or not _same(one, other):
            continue
        for fact in _FACTS[one.kind]:
            if _differ(fact, one.key(fact), other.key(fact)):
                here, there = one.facts[fact], other.facts[fact]
                who = _called(one)
                pair = frozenset({one.key(fact), other.key(fact)})
                made = Difference(fact, who, (one.component, here), (other.component, there))
                found.setdefault((fact, search_key(who), pair), made)
    return tuple(found.values())


def _subjects(component: str, said: Sequence[Said], subjects: Subjects) -> Iterator[_Subject]:
    by_type: dict[str, dict[str, Said]] = {}
    for each in said:
        by_type.setdefault(each.document_type, {}).setdefault(each.field, each)
    for document_type, fields in by_type.items():
        for kind, groups in subjects.get(document_type, {}).items():
            for group in groups:
                facts = {fact: fields[name] for fact, name in group.items() if name in fields}
                if facts:
                    yield _Subject(component, document_type, kind, facts)


def _same(one: _Subject, other: _Subject) -> bool:
    """Whether two papers tell of one person or plot, as far as their own facts say so."""
    if one.kind != other.kind:
        return False
    if one.kind == _PLOT:
        ways = [_agree("sheet", one, other), _agree("plot", one, other)]
        return all(ways) if one.document_type == other.document_type else any(ways)
    if one.key("number") and one.key("number") == other.key("number"):
        return True
    if not _alike(one.key("name"), other.key("name")):
        return False
    numbers = one.key("number"), other.key("number")
    return not all(numbers) or _changed(*numbers) <= _MISREAD_FIGURES or _agree("birth", one, other)


def _agree(fact: str, one: _Subject, other: _Subject) -> bool:
    here, there = one.key(fact), other.key(fact)
    return bool(here and there) and not _differ(fact, here, there)


def _alike(here: str, there: str) -> bool:
    """The same name, marks aside."""
    return bool(here) and search_key(here) == search_key(there)


def _changed(here: str, there: str) -> int:
    if len(here) != len(there):
        return max(len(here), len(there))
    return sum(a != b for a, b in zip(here, there, strict=True))


def _differ(fact: str, here: str, there: str) -> bool:
    """Whether two compared values contradict each other; a year alone agrees with its days."""
    if not here or not there or here == there:
        return False
    if fact == "birth" and "" in (here[4:], there[4:]):
        return here[:4] != there[:4]
    return True


def _compared(fact: str, value: str) -> str:
    """A value in the form it is compared in; empty where it says nothing to compare."""
    match fact:
        case "name":
            return name_key(value)
        case "number":
            digits = re.findall(
                rf"(?<!\d)\d{{{_OWN_NUMBER}}}(?!\d)", re.sub(r"(?<=\d) (?=\d)", "", value)
            )
            return str(digits[0]) if digits else ""
        case "birth":
            return _date(value)
        case "area":
            figures = re.search(r"\d+(?:\.\d{3})*(?:[.,]\d+)?", value)
            return _plain_number(figures.group()) if figures else ""
        case "sex":
            return search_key(value)
    return "".join(re.findall(r"\w+", value.casefold())).lstrip("0")


def _date(value: str) -> str:
    parts = [int(part) for part in re.findall(r"\d+", value)]
    if len(parts) == 3:
        day, month, year = parts if parts[2] > 31 else reversed(parts)
        return f"{year:04d}-{month:02d}-{day:02d}"
    return f"{parts[0]:04d}" if len(parts) == 1 and parts[0] > 999 else ""


def _plain_number(text: str) -> str:
    whole = re.sub(r"\.(?=\d{3}(?:\D|$))", "", text).replace(",", ".")
    return f"{float(whole):g}"


def _called(subject: _Subject) -> str:
    """How the person or plot is called in a sentence."""
    first = _FACTS[subject.kind][0]
    said = subject.facts.get(first) or next(iter(subject.facts.values()))
    return said.value
