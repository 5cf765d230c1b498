"""Labels and values to the fields of a document type: best first, none twice."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from scanner.recognition.answers import still_asking, without_motto
from scanner.recognition.atoms import Stream, streams
from scanner.recognition.captions import answers_over_captions
from scanner.recognition.kinds import Parsed, parse
from scanner.recognition.kinds.places import ends_with_province
from scanner.recognition.knowledge import DocumentType, FieldSpec, active_attributes
from scanner.recognition.labels import Match, find_matches
from scanner.recognition.layout import Layout, Segment
from scanner.recognition.repair import is_name_syllable
from scanner.recognition.roles import Roles
from scanner.recognition.stamps import stamped
from scanner.recognition.text import is_upper
from scanner.recognition.values import Surroundings, Value, value_of_atoms

_WRAPPING = {"place", "agency", "name", "date", "date_words", "papers", "text"}
_OPEN_DATE = re.compile(r"(?i)ngày\W*\d*\W*(?:tháng\W*\d*\W*)?(?:năm\W*)?$")  # its year is below
_DATES = {"date", "date_words"}
_NUMBER_OF_PAPERS = 8
_BESIDE = 0.8  # a name beside or under a heading
_SOMEBODY_ELSE = 0.8  # `Tên là …` behind `Cha là ông Đào Hoài Trí`
_THINGS = {"thua_dat", "cong_trinh"}  # "diện tích khu đất": a thing's, whoever else is on the page


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that could be a field's.

    Attributes:
        spec: the field.
        value: where it stands.
        parsed: what it says.
        score: 0 to about 1.
        evidence: named parts of the score, for confidence and for explaining.
    """

    spec: FieldSpec
    value: Value
    parsed: Parsed
    score: float
    evidence: dict[str, float] = field(default_factory=dict)

    def key(self) -> tuple[int, int]:
        """What must not be used twice: the first word it took."""
        words = self.value.words(self.parsed.start, self.parsed.stop)
        return (id(words[0]) if words else id(self.value), self.parsed.start)


Reread = Callable[[Value, FieldSpec], Parsed | None]


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page with its labels found.

    Attributes:
        layout: segments.
        streams: of the layout.
        matches: labels and headings by stream id.
        around: answers what stands behind a label.
    """

    layout: Layout
    streams: list[Stream]
    matches: dict[int, list[Match]]
    around: Surroundings

    def all_matches(self) -> list[Match]:
        """Every label and heading in reading order."""
        return [match for stream in self.streams for match in self.matches[id(stream)]]


def label_page(
    layout: Layout, kind: DocumentType | None = None, *, title: tuple[int, int] = (0, 0)
) -> LabelledPage:
    """Find the labels of a page.

    Args:
        layout: of the page.
        kind: its type, when known: what this type never asks for is then read as plain words.
        title: upper and lower edge of the title, in which nothing is a label.
    """
    captions = answers_over_captions(layout, title[1])
    answers = {id(line) for lines in captions.values() for line in lines}
    made = streams(layout, title, captions.keys() | answers)
    active = None if kind is None else active_attributes(kind)
    matches = {
        id(stream): []
        if title[0] <= stream.head.middle <= title[1] or id(stream.head) in answers
        else without_motto(stream, find_matches(stream, active))
        for stream in made
    }
    for stream in made:
        if id(stream.head) in captions:
            matches[id(stream)] = matches[id(stream)][:1]
    around = Surroundings(layout, made, matches, captions, stamped(layout))
    for stream in made:
        matches[id(stream)] = still_asking(stream, layout, around)
    return LabelledPage(layout, made, matches, around)


def value_of_segments(page: LabelledPage, segments: list[Segment]) -> Value:
    """All that stands in segments, as a value without a label."""
    atoms = []
    for segment in segments:
        stream = page.around.stream_of(segment)
        atoms.extend([atom for atom in stream.atoms if stream.segments[atom.segment] is segment])
    return value_of_atoms(atoms, "found", segments[0])


def labelled_candidates(
    page: LabelledPage,
    kind: DocumentType,
    *,
    only: Collection[str] | None = None,
    reread: Reread | None = None,
) -> list[Candidate]:
    """Every value that stands behind a label of this type.

    Args:
        page: with its labels found.
        kind: its type.
        only: names of the fields wanted; None: all.
        reread: what stands at a value's place, asked where it is nothing of the field's kind.
    """
    matches = page.all_matches()
    roles = Roles(page.layout, matches, kind)
    wanted: dict[str, list[FieldSpec]] = {}
    for spec in kind.fields.values():
        for attribute in spec.attributes if only is None or spec.name in only else ():
            wanted.setdefault(attribute, []).append(spec)
    named: list[Candidate] = []
    found: list[Candidate] = []
    for match in matches:
        if match.attribute is None and (match.colon or match.whole):  # "Người mẹ: Lê Thị Tươi"
            named.extend(_named_person(match, page, roles, wanted))
        for attribute in match.attributes():
            for spec in wanted.get(attribute, []):
                found.extend(_for_spec(match, spec, page, roles, kind, attribute, reread))
    have_names = {candidate.spec.name for candidate in named if candidate.value.how == "inline"}
    return named + [
        replace(other, score=other.score * _SOMEBODY_ELSE)
        if other.spec.name in have_names
        else other
        for other in found
    ]


def _named_person(
    match: Match, page: LabelledPage, roles: Roles, wanted: dict[str, list[FieldSpec]]
) -> list[Candidate]:
    role = roles.named(match)
    found = []
    for spec in wanted.get("ho_ten", []):
        if spec.role != role:
            continue
        for value in page.around.values(match, "name")[:1]:
            if value.how == "below":
                continue
            parsed = parse("name", value.text)
            if (
                parsed is not None
                and parsed.fit >= 0.75
                and not value.text[: parsed.start].strip(" .:-")
            ):
                sure = match.score if value.how == "inline" else _BESIDE
                found.append(
                    Candidate(
                        spec, value, parsed, sure * parsed.fit, {"label": sure, "fit": parsed.fit}
                    )
                )
    return found


def _for_spec(
    match: Match,
    spec: FieldSpec,
    page: LabelledPage,
    roles: Roles,
    kind: DocumentType,
    attribute: str,
    reread: Reread | None,
) -> list[Candidate]:
    named = roles.named(match)
    if named is not None and named != spec.role and not _harmless(named, spec, kind):
        return []
    atom = match.stream.atoms[match.start]
    segment = match.stream.segments[atom.segment]
    rank = 0.94 ** spec.attributes.index(attribute)
    found = []
    for order, begun in enumerate(page.around.values(match, spec.kind)):
        if named is not None and order and begun.how == "right":
            continue  # `Ông bố | Vương Văn Danh | Sán Chay`: one answer for one person
        value, parsed = _whole_value(begun, spec, page)
        if parsed is None and reread is not None:
            parsed = reread(value, spec)
        if parsed is None or (value.how != "inline" and spec.kind == "name" and parsed.fit < 0.5):
            continue
        if named is not None:
            belongs = 1.0 if named == spec.role else 0.8
        else:
            here = roles.at(segment, float(atom.word.left))
            if value.how == "below":
                here = roles.row(value.segment) or roles.column(value.segment) or here
            elif value.how == "right":
                here = roles.column(value.segment) or here
            belongs = _belongs(here, spec, kind, attribute)
        if belongs <= 0.0:
            continue
        nearness = {"inline": 1.0, "right": 0.97, "below": 0.85}[value.how] * 0.97**order
        evidence = {
            "label": match.score,
            "role": belongs,
            "fit": parsed.fit,
            "near": nearness,
            "rank": rank,
            "colon": float(match.colon),
            "loose_role": float(
                named is None
                and _shared(attribute, spec, kind)
                and not roles.firm(segment, float(atom.word.left))
            ),
        }
        score = match.score * belongs * (0.35 + 0.65 * parsed.fit) * nearness * rank
        found.append(Candidate(spec, value, parsed, score, evidence))
    return found


def _whole_value(value: Value, spec: FieldSpec, page: LabelledPage) -> tuple[Value, Parsed | None]:
    """A value and its parse; of addresses and names that stop short, with the line below."""
    parsed = parse(spec.kind, value.text)
    for _ in range(2):
        if spec.kind not in _WRAPPING or (parsed is None and spec.kind not in _DATES):
            break
        if spec.kind == "date" and not _OPEN_DATE.search(value.text):
            break
        if parsed is not None and _ends(spec.kind, parsed, value.text):
            break
        longer = page.around.extended(value)
        if longer is None or (spec.kind == "text" and not _is_narrow(value, page)):
            break
        more = parse(spec.kind, longer.text)
        added = longer.text[len(value.text) :]
        if more is None or (parsed is not None and not _goes_on(spec.kind, parsed, more, added)):
            break
        value, parsed = longer, more
    return value, parsed


def _is_narrow(value: Value, page: LabelledPage) -> bool:
    """Whether a value stands in a column, where lines are short."""
    segment = value.segment
    return segment.right - segment.left < 0.5 * page.layout.width


def _ends(kind: str, parsed: Parsed, text: str) -> bool:
    """Whether nothing can follow: the value ends before its line, or with its province."""
    if parsed.stop < len(text.rstrip(" .,")):
        return True
    if kind == "papers":
        return any(c.isdigit() for c in parsed.value)
    return kind in {"place", "agency"} and ends_with_province(parsed.value)


def _goes_on(kind: str, short: Parsed, long: Parsed, added: str) -> bool:
    if kind == "name":
        words = added.split()
        fits = (
            len(words) <= (3 if len(short.value.split()) == 1 else 2)
            and len(short.value.split()) <= 3
            and long.fit >= short.fit
            and all(is_name_syllable(word) for word in words)
        )
        return fits and long.value == f"{short.value} {' '.join(words)}"
    if kind == "text":  # a name in capitals, or a sentence that goes on small, in its column
        capitals = is_upper(short.value) and is_upper(added)
        return capitals or added.lstrip()[:1].islower()
    if kind == "date_words":
        return long.fit >= short.fit and long.value.startswith(short.value)
    if kind == "papers":
        return sum(c.isdigit() for c in added) >= _NUMBER_OF_PAPERS
    return long.fit > short.fit or ends_with_province(long.value)


def _shared(attribute: str, spec: FieldSpec, kind: DocumentType) -> bool:
    """Whether the same is asked of someone else too."""
    return any(
        other.role != spec.role and attribute in other.attributes for other in kind.fields.values()
    )


def _harmless(named: str, spec: FieldSpec, kind: DocumentType) -> bool:
    """A role this type does not tell apart: its only person, or its only thing, by another name."""
    if named.removeprefix("other:") in _THINGS:
        return spec.kind not in {"name", "gender", "ethnic", "nationality", "id12"} and not any(
            other.role == named and set(other.attributes) & set(spec.attributes)
            for other in kind.fields.values()
        )
    return named.startswith("other:") and not any(
        other.role != spec.role and set(other.attributes) & set(spec.attributes)
        for other in kind.fields.values()
    )


def _belongs(here: str, spec: FieldSpec, kind: DocumentType, attribute: str) -> float:
    if here == spec.role:
        return 1.0
    rivals = [
        other
        for other in kind.fields.values()
        if other is not spec and attribute in other.attributes and other.role == here
    ]
    if rivals:
        return 0.0
    shared = [
        other
        for other in kind.fields.values()
        if other is not spec and attribute in other.attributes
    ]
    if not shared:
        return 0.9 if not here.startswith("other:") else 0.7
    if spec.role == kind.role:
        return 0.55
    return 0.0


def assign(candidates: list[Candidate]) -> dict[str, list[Candidate]]:
    """For each field its candidates, best first; a place serves the field it fits best.

    A field that has its value leaves other places to fields that have none.
    """
    ordered = sorted(candidates, key=lambda c: -c.score)
    taken: dict[tuple[int, int], str] = {}
    best: dict[str, Candidate] = {}
    for candidate in ordered:
        name = candidate.spec.name
        if name not in best and candidate.key() not in taken:
            taken[candidate.key()] = name
            best[name] = candidate
    chosen = {name: [candidate] for name, candidate in best.items()}
    for candidate in ordered:
        name = candidate.spec.name
        if candidate is not best.get(name) and taken.get(candidate.key(), name) == name:
            chosen[name].append(candidate)
    return chosen


def told_lone(
    chosen: Mapping[str, list[Candidate]], kind: DocumentType
) -> dict[str, list[Candidate]]:
    """Candidates with the evidence `lone`: others are asked the same, and nothing of theirs found.

    Of two persons side by side one value then is as likely the other's.
    """

    def lone(spec: FieldSpec) -> bool:
        others = [
            other.name
            for other in kind.fields.values()
            if other.role != spec.role and other.attributes[:1] == spec.attributes[:1]
        ]
        return bool(others) and not chosen.keys() & set(others)

    return {
        name: [replace(option, evidence={**option.evidence, "lone": 1.0}) for option in options]
        if lone(options[0].spec)
        else options
        for name, options in chosen.items()
    }
