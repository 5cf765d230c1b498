"""What belongs to a label behind its words: whose, a note in brackets, a translation, a colon."""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from scanner.recognition.atoms import Atom, Stream
from scanner.recognition.knowledge import Knowledge, knowledge
from scanner.recognition.labels.match import COLONS
from scanner.recognition.wordlists import words

_LONGEST_NOTE = 12  # atoms of a bracket that is not closed, in a cell
_LONGEST_OPEN = 8  # likewise on a line
_LONGEST_GLOSS = 7
_SHORT = 3
_ALIKE = 0.75
DASHES = {"-", "–", "—"}


@lru_cache(maxsize=1)
def _qualifiers() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(entry.split()) for entry in words("label_qualifiers"))


def unexplained(stream: Stream, stop: int) -> float:
    """Words between a label's end and the next colon: it is longer than what matched."""
    for count, atom in enumerate(stream.atoms[stop : stop + 8]):
        if atom.text in COLONS:
            return min(count, 3) / 3
        if (
            atom.is_mark
            or atom.first_of_segment
            or atom.text[:1].isupper()
            or atom.text[:1].isdigit()
        ):
            return 0.0
    return 0.0


_PERSONS = {"mẹ", "cha", "bố", "vợ", "chồng", "ông", "bà"}  # "Bổ sung", "Bộ" are none


def role_behind(stream: Stream, stop: int, known: Knowledge) -> tuple[int, tuple[str, ...]]:
    """Where `của người mẹ`, `(cha)` or the like ends, and the roles it can mean."""
    atoms = stream.atoms
    i = stop
    while i < len(atoms) and (atoms[i].folded in {"cua", "ve"} or atoms[i].text in {"(", "-", "–"}):
        if atoms[i].first_of_segment and atoms[i].text in {"-", "–"}:
            return stop, ()  # the next point of a list
        i += 1
    either = either_behind(stream, i)
    if either > i:
        return either, ()
    for count in range(min(7, len(atoms) - i), 0, -1):
        words = tuple(atom.folded for atom in atoms[i : i + count])
        marked = known.marked.get(atoms[i].text.lower(), ()) if count == 1 and i > stop else ()
        roles = (*marked, *known.role_nouns.get(words, ()))
        if roles and _is_person(atoms[i : i + count], known):
            end = i + count
            if (
                count == 1
                and (end < len(atoms) and not atoms[end].is_mark)
                and atoms[i].text not in _PERSONS
            ):
                continue  # "con" or "tre" inside a sentence is no role
            if i > stop and atoms[i - 1].text == "(":
                end = brackets_behind(stream, i - 1)  # `(chủ hộ, cá nhân)`
            return max(end, i + count), roles
    return stop, ()


def _is_person(atoms: Sequence[Atom], known: Knowledge) -> bool:
    """Whether words are a person's noun with their marks, or without any: `có dấu` is no bride."""
    spoken = " ".join(atom.text.lower() for atom in atoms)
    return spoken in known.persons or spoken == " ".join(atom.folded for atom in atoms)


def either_behind(stream: Stream, start: int) -> int:
    """Where `ông/bà`, `ông (bà)` or `, ông/bà` ends: it leaves open whose."""
    start += start < len(stream.atoms) and stream.atoms[start].text == ","
    atoms = stream.atoms[start : start + 4]
    spoken = [atom.text.lower() for atom in atoms]
    if spoken[:3] in (["ông", "/", "bà"], ["ông", "hoặc", "bà"]):
        return start + 3
    return start + 4 if spoken == ["ông", "(", "bà", ")"] else 0


def bracket_closed(stream: Stream, start: int, stop: int) -> int:
    """Behind the bracket that a wording opened: `Ngày sinh (dương lịch` ends at `)`."""
    texts = [atom.text for atom in stream.atoms[start:stop]]
    closes = stop < len(stream.atoms) and stream.atoms[stop].text == ")"
    return stop + 1 if closes and texts.count("(") > texts.count(")") else stop


def brackets_behind(stream: Stream, stop: int) -> int:
    """Where the notes in brackets behind a label end: `(theo giấy tờ)(2)` are two."""
    atoms = stream.atoms
    if stop < len(atoms) and atoms[stop].text in "([":
        for i in range(stop + 1, min(len(atoms), stop + 16)):
            if atoms[i].text in ")]":
                return brackets_behind(stream, i + 1)
            if atoms[i].text in COLONS:
                return i
        line = next((i for i in range(stop, len(atoms)) if atoms[i].first_of_segment), len(atoms))
        if line - stop <= _LONGEST_OPEN or (stream.in_cell and len(atoms) - stop < _LONGEST_NOTE):
            return len(atoms) if stream.in_cell else line  # it ends where nobody read it
    return stop


def translation_behind(stream: Stream, stop: int) -> int:
    """`/ Full name` or `(Full name)`: plain English words up to a colon or the line's end."""
    atoms = stream.atoms
    if stop < len(atoms) and atoms[stop].text in "/|":
        i = stop + 1
        while i < len(atoms) and i < stop + 10 and not atoms[i].first_of_segment:
            text = atoms[i].text
            if text in COLONS or (i > stop + 1 and (text[:1].isdigit() or _opens_value(text))):
                return i
            if not (atoms[i].is_mark or text.isascii()):
                return stop
            i += 1
        if i == len(atoms) or atoms[i].first_of_segment:
            return i
    return stop


def _opens_value(word: str) -> bool:
    """A capital behind the first word of a translation: `/ Sex Nam`, not `/ Personal ID No.`."""
    return word[:1].isupper() and word not in {"ID", "No", "Name", "Birth"}


def qualifier_behind(stream: Stream, stop: int, *, of_number: bool) -> int:
    """`hiện nay`, `dự kiến`, `là`: words that narrow a label without changing what it asks for."""
    atoms = stream.atoms
    for qualifier in _qualifiers():
        if qualifier == ("so",) and not of_number:
            continue  # "số 27 đường Lê Lợi" is an address, not the rest of its label
        end = stop + len(qualifier)
        if tuple(atom.folded for atom in atoms[stop:end]) != qualifier or (
            qualifier == ("la",) and atoms[stop].text.lower() != "là"
        ):
            continue
        following = atoms[end] if end < len(atoms) else None
        if (
            following is None
            or following.text in COLONS
            or following.text[:1].isupper()
            or following.text[:1].isdigit()
        ):
            return end
        if following.first_of_segment or following.text in {"(", ")", "là"}:
            return brackets_behind(stream, end)
        if role_behind(stream, end, knowledge())[1]:  # `Họ và tên đầy đủ người cha`
            return end
    return stop


def instruction_behind(stream: Stream, stop: int) -> int:
    """`ghi rõ đến thôn, tổ`: how a label wants to be answered, to its colon or its line's end."""
    atoms = stream.atoms
    openers = words("label_instructions")
    opener = stop + (stop < len(atoms) and atoms[stop].text == ",")
    if opener >= len(atoms) or _unmarked(atoms[opener]) not in openers:
        return stop
    for i in range(opener + 1, min(len(atoms), stop + _LONGEST_NOTE)):
        opens = atoms[i].text[:1]
        around = {atom.text for atom in (atoms[i - 1], *atoms[i + 1 : i + 2])}
        shown = atoms[i].text in {"Nam", "Nữ"} and around & {"hoặc", "/"}  # `ghi Nam hoặc Nữ`
        if atoms[i].text in COLONS | DASHES or opens.isdigit() or (opens.isupper() and not shown):
            return i
        if atoms[i].first_of_segment and len(atoms) - i > _SHORT:
            return i
    return len(atoms) if len(atoms) - stop <= _LONGEST_NOTE else stop


def _unmarked(atom: Atom) -> str:
    """`ghì` without its mark, and `Việt` as it is."""
    return atom.folded if atom.text[:1] == "g" else atom.text


def gloss_behind(stream: Stream, stop: int) -> int:
    """`- Full name:`, `Ethnic group:` without a stroke before it: English words up to a colon."""
    atoms = stream.atoms
    begin = stop + (stop < len(atoms) and atoms[stop].text in DASHES)
    english = False
    for i in range(begin, min(len(atoms), begin + _LONGEST_GLOSS)):
        if atoms[i].text in COLONS:
            return i if english else stop
        if atoms[i].first_of_segment or atoms[i].folded.isdigit():
            break
        english = english or _is_english(atoms[i].folded)
    return stop


def is_gloss(atoms: Sequence[Atom]) -> bool:
    """Whether atoms are a label in English: `ID/Passport No.`."""
    return all(atom.text.isascii() for atom in atoms) and any(
        _is_english(atom.folded) for atom in atoms
    )


@lru_cache(maxsize=4096)
def _is_english(folded: str) -> bool:
    """Whether a word is one of English labels, perhaps with a wrong letter or glued to `of`."""
    return len(folded) > _SHORT and any(
        folded.endswith(word) or Levenshtein.normalized_similarity(folded, word) >= _ALIKE
        for word in words("label_english")
    )


def note_behind(stream: Stream, stop: int) -> int:
    """`loại và số` behind the colon of `Giấy tờ tùy thân:`: the label's own further words."""
    atoms = stream.atoms
    spots = [i for i in range(stop, min(len(atoms), stop + _LONGEST_GLOSS)) if atoms[i].text != ","]
    for note in _notes():
        if tuple(atoms[i].folded for i in spots[: len(note)]) != note:
            continue
        end = spots[len(note) - 1] + 1
        if end == len(atoms) or atoms[end].text in COLONS or atoms[end].text[:1].isupper():
            return colon_behind(stream, end)[0]
    return stop


@lru_cache(maxsize=1)
def _notes() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(entry.split()) for entry in words("label_notes"))


_OF_A_DATE = {"thang", "nam"}  # `Ngày - tháng - năm sinh`


def colon_behind(stream: Stream, stop: int) -> tuple[int, bool]:
    """Where a label ends with its colon, and whether it has one."""
    atoms = stream.atoms
    if stop < len(atoms) and atoms[stop].text in COLONS:
        end = stop + 1
        while end < len(atoms) and atoms[end].text in {":", ".", ","}:
            end += 1
        return end, True
    if (
        stop < len(atoms)
        and atoms[stop].text in {".", "-", "·", "…", ","}
        and atoms[stop].gap == 0
        and (stop + 1 < len(atoms) and atoms[stop + 1].gap > 0)
    ):
        return stop + 1, atoms[stop].text != ","
    if (
        stop + 1 < len(atoms)
        and atoms[stop].text in DASHES
        and not atoms[stop].first_of_segment
        and atoms[stop].gap > 0
        and atoms[stop + 1].gap > 0
        and not atoms[stop + 1].first_of_segment
        and atoms[stop + 1].folded not in _OF_A_DATE
    ):
        return stop + 1, True  # "Giới — Nam"
    return stop, False


def may_be_a_labels(atoms: Sequence[Atom]) -> bool:
    """Small words, short forms (`CCCD`) and what a stroke joins to them: `/Căn cước công dân`."""
    joined = ["", *(atom.text for atom in atoms)]
    return all(
        atom.is_mark
        or atom.text.islower()
        or before == "/"
        or atom.text in words("label_short_forms")
        or atom.text in words("label_capitals")
        for atom, before in zip(atoms, joined, strict=False)
    )
