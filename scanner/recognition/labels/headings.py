"""Headings and nouns that say whose facts follow."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from scanner.recognition.atoms import Stream
from scanner.recognition.knowledge import Knowledge, knowledge
from scanner.recognition.labels.ends import (
    bracket_closed,
    brackets_behind,
    colon_behind,
    either_behind,
)
from scanner.recognition.labels.match import COLONS, Match
from scanner.recognition.text import fold, is_upper
from scanner.recognition.wordlists import words

_LONGEST_HEADING = 10
_HEADING = 5.0  # weight
_BY_SEX = 4.0
_TELLS_ALONE = 3  # words of a noun that is all of a line, and as good as a heading
_SEVERAL_ROWS = 4.5  # heights of letters
_SHORT = 5  # letters of two words, of which none may be read wrong


def headings(stream: Stream, known: Knowledge) -> Iterator[Match]:
    """Headings and bare nouns that say whose facts follow, on a line or in a cell of their own."""
    lines = [i for i, atom in enumerate(stream.atoms) if i == 0 or atom.first_of_segment]
    yield from _opening(stream, known, 0, len(stream.atoms))
    if not stream.in_cell and len(lines) > 1:
        for start, stop in pairwise([*lines, len(stream.atoms)]):
            opens = stream.bullet_end(start)
            if opens < stop and stream.atoms[opens].text[:1].isupper():  # `hai mươi` / `ba`
                yield from _opening(stream, known, start, stop)
    yield from _introduced(stream, known)


def _opening(stream: Stream, known: Knowledge, first: int, end: int) -> Iterator[Match]:
    """Headings that open a line, or several that were joined."""
    atoms = stream.atoms
    spoken: list[str] = []
    spots: list[int] = []
    if either_behind(stream, stream.bullet_end(first)):
        return  # `Ông (bà)` asks for a name and says not whose
    for i in range(stream.bullet_end(first), end):
        if atoms[i].is_mark:
            if atoms[i].text in COLONS:
                break
            continue
        spoken.append(atoms[i].folded)
        spots.append(i)
    if " ".join(spoken) in words("filled_by"):
        return  # `Phần của người khai` is a part to be filled in, whoever it is about
    yield from _named_heading(spoken, spots, stream, known, first, end)
    yield from _spouse_by_sex(stream, spots, first, end, known)
    yield from _inner_heading(spoken, spots, stream, known)
    yield from _bare_heading(spoken, spots, stream, known, first, end)


def _named_heading(
    spoken: list[str],
    spots: list[int],
    stream: Stream,
    known: Knowledge,
    first: int,
    end: int,
) -> Iterator[Match]:
    """A listed heading or noun at the beginning of a line, or a whole line near to one."""
    for table, base in ((known.role_headings, _HEADING), (known.role_nouns, 3.0)):
        for count in range(min(16, len(spoken)), 0, -1):
            roles = _listed(table, spoken[:count], stream.atoms[spots[0]].text)
            if not roles and count == len(spoken) and not _is_named(spoken, spots, stream, known):
                roles = _near_heading(tuple(spoken), table, count)
            if not roles:
                continue
            closed = bracket_closed(stream, first, spots[count - 1] + 1)
            stop, colon = colon_behind(stream, brackets_behind(stream, closed))
            whole = stop == end
            if not (whole or colon) and (table is known.role_nouns or count < 4):
                continue
            alone = whole and count >= _TELLS_ALONE and tuple(spoken) in known.role_nouns
            weight = max(base, _HEADING * alone) + 0.4 * count + (1.0 if whole else 0.0)
            yield Match(stream, first, stop, None, roles, 1.0, weight, colon, whole)
            break


def _is_named(spoken: list[str], spots: list[int], stream: Stream, known: Knowledge) -> bool:
    """Whether a line says whom it is about, so that it is no other heading read with errors."""
    exact = tuple(spoken) in known.role_nouns
    return exact or bool(_bare_roles(_written(stream, spots), known))


def _spouse_by_sex(
    stream: Stream, spots: list[int], first: int, end: int, known: Knowledge
) -> Iterator[Match]:
    """`B- Nam:` and `Nữ` beside all rows of a part: a spouse's heading, and no answer."""
    if len(spots) != 1:
        return
    roles = known.by_sex.get(stream.atoms[spots[0]].text.lower(), ())
    stop, colon = colon_behind(stream, spots[0] + 1)
    listed = spots[0] > first and stream.atoms[first].text[:1].isalnum()
    if roles and stop == end and (listed or _spans_rows(stream)):
        yield Match(stream, first, stop, None, (), 0.95, _BY_SEX, colon, whole=True, opens=roles)


def _spans_rows(stream: Stream) -> bool:
    """Whether a cell is as tall as several rows and holds one line."""
    cell = stream.head.cell
    if cell is None or len(stream.segments) > 1:
        return False
    return cell[3] - cell[1] > _SEVERAL_ROWS * stream.head.height


def _listed(
    table: Mapping[tuple[str, ...], tuple[str, ...]], spoken: list[str], opens: str
) -> tuple[str, ...]:
    """Whom words name; a lone word with other marks names nobody: `CHÀ` of `Mường Chà`."""
    word = opens.lower()
    if len(spoken) == 1 and word not in _persons() and fold(word) != word:
        return ()
    exact = knowledge().marked.get(word, ()) if len(spoken) == 1 else ()
    return (*exact, *table.get(tuple(spoken), ()))


@lru_cache(maxsize=1)
def _persons() -> frozenset[str]:
    """Nouns of one word, with their marks."""
    return frozenset(noun for noun in knowledge().persons if " " not in noun)


def _near_heading(
    spoken: tuple[str, ...], table: Mapping[tuple[str, ...], tuple[str, ...]], count: int
) -> tuple[str, ...]:
    joined = "".join(spoken)
    if count == 2 and len(joined) > _SHORT:
        near = [
            roles
            for noun, roles in table.items()
            if noun[0] == spoken[0]
            and len(noun) == 2
            and Levenshtein.distance("".join(noun), joined, score_cutoff=1) <= 1
        ]
        return tuple(near[0]) if len(near) == 1 else ()
    if count < 3:
        return ()
    for heading, roles in table.items():
        if len(heading) >= 3 and abs(len(heading) - count) <= 1:
            target = "".join(heading)
            if Levenshtein.normalized_similarity(joined, target, score_cutoff=0.88) > 0:
                return tuple(roles)
    return ()


def _inner_heading(
    spoken: list[str], spots: list[int], stream: Stream, known: Knowledge
) -> Iterator[Match]:
    """`Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:`: a heading inside a longer line."""
    for begin in range(1, len(spoken)):
        for count in range(min(12, len(spoken) - begin), 2, -1):
            roles = known.role_headings.get(tuple(spoken[begin : begin + count]))
            if roles:
                stop, colon = colon_behind(stream, spots[begin + count - 1] + 1)
                yield Match(
                    stream,
                    spots[0] if stop == len(stream.atoms) else spots[begin],
                    stop,
                    None,
                    roles,
                    0.95,
                    4.0 + 0.4 * count,
                    colon,
                    stop == len(stream.atoms),
                )
                return


def _bare_heading(
    spoken: list[str],
    spots: list[int],
    stream: Stream,
    known: Knowledge,
    first: int,
    end: int,
) -> Iterator[Match]:
    """`PHẦN A - MẸ`, `Đối với người vợ:`: nothing but a person and words headings are made of."""
    if not spoken or len(spoken) > _LONGEST_HEADING or tuple(spoken) in _relatives():
        return
    closed = bracket_closed(stream, first, spots[-1] + 1)
    stop, colon = colon_behind(stream, brackets_behind(stream, closed))
    whole = stop == end
    if not (whole or colon) or not (
        colon or stream.in_cell or stream.atoms[spots[0]].text[:1].isupper()
    ):
        return
    roles = _bare_roles(_written(stream, spots), known)
    if not roles and _is_plain(stream, spots):
        roles = _told_roles(spoken, known)
    if roles:
        yield Match(stream, first, stop, None, roles, 0.95, 3.5 + 0.4 * len(spoken), colon, whole)


def _is_plain(stream: Stream, spots: list[int]) -> bool:
    """Whether no name stands in a heading: all in capitals, or none behind its first word."""
    read = [stream.atoms[i].text for i in spots]
    return all(map(is_upper, read)) or not any(word[:1].isupper() for word in read[1:])


def _told_roles(spoken: list[str], known: Knowledge) -> tuple[str, ...]:
    """Whom a heading of unknown wording is about, by its telling words: `Người cần khai tử`."""
    if not set(spoken[:2]) & set(words("heading_openers")) or any(w.isdigit() for w in spoken[1:]):
        return ()
    told = [(len(telling), role) for telling, role in known.telling if telling <= set(spoken)]
    most = max((count for count, _ in told), default=0)
    return tuple(role for count, role in told if count == most)


def _written(stream: Stream, spots: list[int]) -> list[str]:
    """Words with their marks, in small letters."""
    return [stream.atoms[i].text.lower() for i in spots]


def _bare_roles(written: list[str], known: Knowledge) -> tuple[str, ...]:
    """Whom a heading names that is made of a person's noun and words headings are made of."""
    filling = set(words("heading_words"))
    spoken = [fold(word) for word in written]
    fills = [word in filling or len(word) == 1 for word in spoken]
    inner = [
        (low, high)
        for low in range(len(spoken))
        for high in range(len(spoken), low, -1)
        if all(fills[:low]) and all(fills[high:]) and (low > 0 or high < len(spoken))
    ]
    spans = sorted(inner, key=lambda span: span[0] - span[1])
    named = (
        (
            *known.marked.get(" ".join(written[low:high]), ()),
            *known.role_nouns.get(tuple(spoken[low:high]), ()),
        )
        for low, high in spans
    )
    return next(filter(None, named), ())


@lru_cache(maxsize=1)
def _relatives() -> frozenset[tuple[str, ...]]:
    """Answers that would be headings: `Bà nội` is asked for, and no bride's contents."""
    return frozenset(tuple(fold(each).split()) for each in words("relations") if " " in each)


def _introduced(stream: Stream, known: Knowledge) -> Iterator[Match]:
    """`Mẹ là bà Lê Thị Tươi`, `bên được ủy quyền là ông …`: a person named in a sentence."""
    atoms = stream.atoms
    for start, atom in enumerate(atoms):
        opens = start == 0 or atoms[start - 1].is_mark or atom.first_of_segment
        if not opens or atom.is_mark:
            continue
        for count in range(5, 0, -1):
            spoken = tuple(a.folded for a in atoms[start : start + count])
            roles = known.role_nouns.get(spoken)
            end = start + count
            if not roles or end >= len(atoms) or atoms[end].text.lower() not in {"là", ":"}:
                continue
            stop = end + 1
            while stop < len(atoms) and atoms[stop].text.lower() in {
                "ông",
                "bà",
                "/",
                "(",
                ")",
                ":",
            }:
                stop += 1
            if stop == end + 1 and atoms[end].text == ":":
                break  # a heading with its colon, found above
            if stop < len(atoms) and atoms[stop].text[:1].isupper():
                weight = 3.0 + 0.4 * (stop - start)
                yield Match(stream, start, stop, None, roles, 0.95, weight, colon=True, whole=False)
            break
