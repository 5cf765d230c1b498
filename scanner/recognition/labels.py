"""Labels on a page: every place where a paper asks for something, in whatever wording it knows.

Each stream is explained as a row of labels and other text. A label is matched letter by letter
where it may stand inside running text, and by its telling words where a colon or a cell marks its
ends, so that a wording nobody listed is still understood. The explanation with the greatest weight
wins (weighted interval scheduling).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from scanner.recognition.atoms import Stream
from scanner.recognition.knowledge import Knowledge, Label, knowledge

_COLONS = {":", "：", ";"}
_CLOSE = 0.84
_LOOSE = 0.60
_FIRST_NEAR = 70.0
_LONGEST_PHRASE = 14
_QUALIFIERS = (
    ("hien", "tai"),
    ("hien", "nay"),
    ("hien", "nay", "la"),
    ("du", "kien"),
    ("day", "du"),
    ("la",),
    ("cu", "the"),
    ("khai", "sinh"),
    ("chinh",),
    ("cua", "toi"),
    ("duoi", "day"),
    ("nhu", "sau"),
    ("cong", "trinh"),
    ("so",),
)


@dataclass(frozen=True, slots=True)
class Match:
    """One label, or one heading that says whose facts follow.

    Attributes:
        stream: where it stands.
        start: first atom, list mark included.
        stop: first atom of what follows (after colon, brackets, role).
        attribute: what it asks for; None for a heading.
        role: whose fact, when the words themselves say so.
        score: 0 to 1, how well the words fit.
        weight: what it adds to the explanation.
        colon: a colon ends it.
        whole: it fills its stream, as in a table's cell.
        also: other things the same words ask for.
    """

    stream: Stream
    start: int
    stop: int
    attribute: str | None
    role: tuple[str, ...]
    score: float
    weight: float
    colon: bool
    whole: bool
    also: tuple[str, ...] = ()

    def attributes(self) -> tuple[str, ...]:
        """Everything the same words may ask for."""
        return () if self.attribute is None else (self.attribute, *self.also)


def find_matches(stream: Stream, active: frozenset[str] | None = None) -> list[Match]:
    """Labels and role headings of one stream, left to right, none overlapping.

    Args:
        stream: a segment or cell.
        active: what the page's type can ask for; other labels then count only where a colon or a
            cell makes plain that they are labels. None: everything.
    """
    known = knowledge()
    candidates = [*_candidates(stream, known, active), *_headings(stream, known)]
    if active is not None:
        candidates = [
            m
            for m in candidates
            if m.attribute is None
            or m.attribute in active
            or ((m.colon or m.whole) and m.score >= 0.9)
        ]
    return _best_row(candidates, len(stream.atoms))


def _best_row(candidates: list[Match], length: int) -> list[Match]:
    """The set without overlaps that weighs most."""
    ending: dict[int, list[Match]] = {}
    for match in candidates:
        ending.setdefault(match.stop, []).append(match)
    best: list[tuple[float, Match | None]] = [(0.0, None)]
    for stop in range(1, length + 1):
        top: tuple[float, Match | None] = (best[stop - 1][0], None)
        for match in ending.get(stop, []):
            total = best[match.start][0] + match.weight
            if total > top[0]:
                top = (total, match)
        best.append(top)
    row: list[Match] = []
    stop = length
    while stop > 0:
        match_here = best[stop][1]
        if match_here is None:
            stop -= 1
        else:
            row.append(match_here)
            stop = match_here.start
    return row[::-1]


def _candidates(stream: Stream, known: Knowledge, active: frozenset[str] | None) -> Iterator[Match]:
    atoms = stream.atoms
    letters = [i for i, atom in enumerate(atoms) if not atom.is_mark]
    position = {atom: n for n, atom in enumerate(letters)}
    for i in letters:
        begin, boundary = _boundary(stream, i)
        if boundary > 0.0:
            yield from _loose(stream, i, begin, boundary, letters[position[i] :], known, active)
        for label in _labels_for(atoms[i].folded):
            if active is None or label.attribute in active or not label.weak:
                yield from _strict(stream, begin, boundary, label, letters[position[i] :], known)


@lru_cache(maxsize=1)
def _by_first_token() -> dict[str, list[Label]]:
    index: dict[str, list[Label]] = {}
    for label in knowledge().labels:
        index.setdefault(label.tokens[0], []).append(label)
    return index


@lru_cache(maxsize=8192)
def _labels_for(folded: str) -> tuple[Label, ...]:
    found: list[Label] = []
    for token, labels in _by_first_token().items():
        glued = len(folded) > len(token) + 1 and folded.startswith(token) and len(token) > 1
        if (
            token == folded
            or glued
            or (len(token) > 2 and fuzz.ratio(folded, token) >= _FIRST_NEAR - 5)
        ):
            found.extend(labels)
        elif (
            len(token) <= 2
            and len(folded) == len(token)
            and Levenshtein.distance(folded, token) <= 1
        ):
            found.extend(label for label in labels if len(label.tokens) > 1)
    return tuple(found)


def _boundary(stream: Stream, i: int) -> tuple[int, float]:
    """(start with its list mark, how much this place looks like the start of a label: 0 to 1)."""
    atoms = stream.atoms
    begin = i
    while begin > 0 and not atoms[begin].first_of_segment:
        end = stream.bullet_end(begin - 1)
        if (end >= i and atoms[begin - 1].word is not atoms[i].word) or (
            end >= i and atoms[begin - 1].is_mark
        ):
            begin -= 1
        else:
            break
    for back in range(max(0, i - 5), i):
        if atoms[back].first_of_segment and stream.bullet_end(back) == i and back < begin:
            begin = back
    if atoms[begin].first_of_segment:
        return begin, 1.0
    if atoms[i].gap > 1.1 * atoms[i].word.height or begin < i:
        return begin, 0.8
    before = atoms[begin - 1]
    if before.is_mark and before.text in ":;,.-–/)|":
        return begin, 0.7
    if atoms[i].text[:1].isupper():
        return begin, 0.45
    return begin, 0.0


def _strict(  # noqa: C901
    stream: Stream,
    begin: int,
    boundary: float,
    label: Label,
    following: list[int],
    known: Knowledge,
) -> Iterator[Match]:
    wanted = len(label.tokens)
    atoms = stream.atoms
    best: Match | None = None
    for count in range(max(1, wanted - 1), wanted + 2):
        if count > len(following):
            break
        last = following[count - 1]
        if any(atoms[k].text in _COLONS for k in range(following[0], last)):
            break
        joined = "".join(atoms[k].folded for k in following[:count])
        if abs(len(joined) - len(label.squeezed)) > 2 + len(label.squeezed) // 6:
            continue
        score = Levenshtein.normalized_similarity(
            joined, label.squeezed, score_cutoff=_need(label.squeezed)
        )
        if score <= 0.0:
            continue
        if len(label.squeezed) <= 6 and score < 1.0:
            continue
        if count == wanted and not _same_ends(
            [atoms[k].folded for k in following[:count]], label.tokens
        ):
            continue
        if count != wanted and score < 0.95:
            continue
        score = 0.88 * score + 0.12 * _marks_alike(stream, following[:count], label)
        match = _finished(stream, begin, last + 1, label, score, boundary, known)
        if match is not None and (best is None or match.weight > best.weight):
            best = match
    if best is not None:
        yield best


def _same_ends(words: list[str], wanted: tuple[str, ...]) -> bool:
    """Every short word the same, every long one nearly: `ra` is not `xã`."""
    return all(
        word == want
        or (
            len(want) >= (4 if len(wanted) > 2 else 5)
            and Levenshtein.distance(word, want) <= 1 + len(want) // 6
        )
        or (
            len(want) == len(word) == 3
            and Levenshtein.distance(word, want) <= 1
            and len(wanted) > 2
        )
        for word, want in zip(words, wanted, strict=True)
    )


def _marks_alike(stream: Stream, spots: list[int], label: Label) -> float:
    read = "".join(stream.atoms[k].text.lower() for k in spots)
    return Levenshtein.normalized_similarity(read, label.plain)


def _need(squeezed: str) -> float:
    return 0.99 if len(squeezed) <= 4 else (0.87 if len(squeezed) <= 8 else _CLOSE)


def _finished(
    stream: Stream,
    begin: int,
    stop: int,
    label: Label,
    score: float,
    boundary: float,
    known: Knowledge,
) -> Match | None:
    """The label with what belongs to it behind: role, brackets, colon; None where it cannot stand."""  # noqa: E501
    end = stop
    stop, role = _role_behind(stream, stop, known)
    stop = _brackets_behind(stream, stop)
    if not role:
        stop, role = _role_behind(stream, stop, known)
    stop = _translation_behind(stream, stop)
    stop = _qualifier_behind(stream, stop)
    stop, colon = _colon_behind(stream, stop)
    whole = begin == 0 and stop == len(stream.atoms)
    stands = colon or whole or (boundary >= 0.7 and _value_like_behind(stream, stop, label))
    if not colon and _runs_into_value(stream, end, label):
        return None
    if label.weak and not stands:
        return None
    if boundary <= 0.0 and not colon and len(label.tokens) < 2:
        return None
    explained = sum(1 for atom in stream.atoms[begin:stop] if not atom.is_mark)
    weight = explained * score**2
    weight += 1.2 if colon else 0.0
    weight += 1.0 * boundary
    weight += 0.8 if whole else 0.0
    weight -= 1.6 * _unexplained(stream, stop) if not colon else 0.0
    if boundary <= 0.0:
        weight -= 1.5
    if weight <= 0.3:
        return None
    return Match(
        stream,
        begin,
        stop,
        label.attribute,
        role,
        score,
        weight,
        colon,
        whole,
        _same_wording(label),
    )


@lru_cache(maxsize=4096)
def _same_wording(label: Label) -> tuple[str, ...]:
    """Other attributes asked for by the very same words."""
    return tuple(
        {
            other.attribute
            for other in knowledge().labels
            if other.squeezed == label.squeezed and other.attribute != label.attribute
        }
    )


def _runs_into_value(stream: Stream, end: int, label: Label) -> bool:
    """The label's last word is written with a capital that its wording lacks: a value begins there."""  # noqa: E501
    last = stream.atoms[end - 1]
    before = stream.atoms[end - 2] if end > 1 else last
    if (
        len(label.tokens) < 2
        or not last.text[:1].isupper()
        or last.text.isupper()
        or before.text[:1].isupper()
    ):
        return False
    return label.text.split()[-1][:1].islower()


def _value_like_behind(stream: Stream, stop: int, label: Label) -> bool:
    """A weak label without colon stands only before what it asks for."""
    if stop >= len(stream.atoms):
        return False
    following = stream.atoms[stop]
    if label.attribute == "so_cccd":
        return sum(c.isdigit() for c in following.text) >= (9 if label.squeezed == "so" else 6)
    if label.attribute == "ho_ten":
        return following.text[:1].isupper() and not following.first_of_segment
    return label.attribute in {"noi_cap", "dan_toc"} and following.text[:1].isupper()


def _unexplained(stream: Stream, stop: int) -> float:
    """Words between a label's end and the next colon near by: the label is longer than what matched."""  # noqa: E501
    atoms = stream.atoms
    count = 0
    for atom in atoms[stop : stop + 8]:
        if atom.text in _COLONS:
            return min(count, 3) / 3 if count else 0.0
        if (
            atom.is_mark
            or atom.first_of_segment
            or atom.text[:1].isupper()
            or atom.text[:1].isdigit()
        ):
            return 0.0
        count += 1  # noqa: SIM113
    return 0.0


def _role_behind(stream: Stream, stop: int, known: Knowledge) -> tuple[int, tuple[str, ...]]:
    atoms = stream.atoms
    i = stop
    while i < len(atoms) and (atoms[i].folded in {"cua", "ve"} or atoms[i].text in {"(", "-", "–"}):
        i += 1
    for count in range(7, 0, -1):
        words = tuple(atom.folded for atom in atoms[i : i + count])
        roles = known.role_nouns.get(words)
        if roles:
            end = i + count
            if (
                count == 1
                and end < len(atoms)
                and not atoms[end].is_mark
                and words[0] not in {"me", "cha", "bo"}
            ):
                continue  # "con" or "tre" inside a sentence is no role
            if (
                i > stop
                and atoms[i - 1].text == "("
                and end < len(atoms)
                and atoms[end].text == ")"
            ):
                end += 1
            return end, roles
    return stop, ()


def _brackets_behind(stream: Stream, stop: int) -> int:
    atoms = stream.atoms
    if stop < len(atoms) and atoms[stop].text in "([":
        for i in range(stop + 1, min(len(atoms), stop + 16)):
            if atoms[i].text in ")]":
                return i + 1
            if atoms[i].text in _COLONS:
                return i
    return stop


def _translation_behind(stream: Stream, stop: int) -> int:
    """`/ Full name` or `(Full name)`: plain English words up to a colon or the line's end."""
    atoms = stream.atoms
    if stop < len(atoms) and atoms[stop].text in "/|":
        i = stop + 1
        while i < len(atoms) and i < stop + 10 and not atoms[i].first_of_segment:
            if atoms[i].text in _COLONS:
                return i
            if not (atoms[i].is_mark or atoms[i].text.isascii()):
                return stop
            i += 1
        if i == len(atoms) or atoms[i].first_of_segment:
            return i
    return stop


def _qualifier_behind(stream: Stream, stop: int) -> int:
    """`hiện nay`, `dự kiến`, `là`: words that narrow a label without changing what it asks for."""
    atoms = stream.atoms
    for words in _QUALIFIERS:
        end = stop + len(words)
        if tuple(atom.folded for atom in atoms[stop:end]) != words:
            continue
        following = atoms[end] if end < len(atoms) else None
        if (
            following is None
            or following.text in _COLONS
            or following.text[:1].isupper()
            or following.text[:1].isdigit()
        ):
            return end
        if following.first_of_segment or following.text in {"(", "là"}:
            return _brackets_behind(stream, end)
    return stop


def _colon_behind(stream: Stream, stop: int) -> tuple[int, bool]:
    atoms = stream.atoms
    if stop < len(atoms) and atoms[stop].text in _COLONS:
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
    return stop, False


def _loose(
    stream: Stream,
    i: int,
    begin: int,
    boundary: float,
    following: list[int],
    known: Knowledge,
    active: frozenset[str] | None,
) -> Iterator[Match]:
    """A phrase with marked ends, understood by its telling words."""
    end, colon = _phrase_end(stream, i)
    if end is None or boundary < 0.8:
        return
    words = [stream.atoms[k].folded for k in following if k < end]
    if not 1 <= len(words) <= _LONGEST_PHRASE:
        return
    words, role = _without_role(words, known)
    if not words:
        return
    stop, _ = _colon_behind(stream, end)
    whole = begin == 0 and stop == len(stream.atoms)
    length = sum(1 for k in following if k < end)
    for attribute, score in _understood(tuple(words), active):
        if not colon and (score < 0.8 or length < 2):
            continue
        weight = 0.9 * length * score**2 + (1.2 if colon else 0.6) + boundary
        yield Match(stream, begin, stop, attribute, role, score * 0.95, weight, colon, whole)


def _phrase_end(stream: Stream, i: int) -> tuple[int | None, bool]:
    atoms = stream.atoms
    depth = 0
    for k in range(i, min(len(atoms), i + 26)):
        text = atoms[k].text
        if k > i and atoms[k].first_of_segment and not stream.in_cell:
            return None, False
        depth += (text == "(") - (text == ")")
        if text in {":", "："} and depth <= 0:
            return k, True
        if (text in {";", "."} and k > i and atoms[k].gap == 0 and depth <= 0) or (
            text.isdigit() and len(text) > 2
        ):
            return None, False
    if stream.in_cell and i <= 4 and len(atoms) - i <= 20:
        return len(atoms), False
    return None, False


def _without_role(words: list[str], known: Knowledge) -> tuple[list[str], tuple[str, ...]]:
    """Words without the role named at their end or beginning, and that role."""
    for count in range(min(7, len(words)), 0, -1):
        roles = known.role_nouns.get(tuple(words[-count:]))
        if (
            roles
            and (count > 1 or words[-1] in {"me", "cha", "bo", "vo", "chong"})
            and count < len(words)
        ):
            rest = words[:-count]
            while rest and rest[-1] in {"cua", "ve"}:
                rest = rest[:-1]
            return rest, roles
    for count in range(min(7, len(words)), 0, -1):
        roles = known.role_nouns.get(tuple(words[:count]))
        if roles and count < len(words):
            return words[count:], roles
    return words, ()


@lru_cache(maxsize=4096)
def _understood(
    words: tuple[str, ...], active: frozenset[str] | None
) -> tuple[tuple[str, float], ...]:
    """Attributes whose wordings share their telling words with a phrase: (attribute, score)."""
    known = knowledge()
    unknown = 1.6
    found: dict[str, float] = {}
    for label in known.labels:
        if active is not None and label.attribute not in active:
            continue
        shared = 0.0
        mass = sum(known.weight[token] for token in label.tokens)
        hit = set()
        for token in label.tokens:
            same = _same_word(token, words)
            if same is not None:
                shared += known.weight[token]
                hit.add(same)
        if not shared:
            continue
        other = sum(
            min(known.weight.get(word, unknown), unknown) for word in words if word not in hit
        )
        precision = shared / (shared + 0.7 * other)
        recall = shared / mass
        score = 2 * precision * recall / (precision + recall)
        if label.weak and score < 0.99:
            continue
        if score >= _LOOSE and score > found.get(label.attribute, 0.0):
            found[label.attribute] = score
    return tuple(sorted(found.items(), key=lambda item: -item[1])[:4])


def _same_word(token: str, words: tuple[str, ...]) -> str | None:
    if token in words:
        return token
    if len(token) >= 5:
        for word in words:
            if (
                abs(len(word) - len(token)) <= 1
                and Levenshtein.distance(token, word, score_cutoff=1) <= 1
            ):
                return word
    return None


def _headings(stream: Stream, known: Knowledge) -> Iterator[Match]:
    """Headings and bare nouns that say whose facts follow, on a line or in a cell of their own."""
    atoms = stream.atoms
    begin = stream.bullet_end(0)
    words: list[str] = []
    spots: list[int] = []
    for i in range(begin, len(atoms)):
        if atoms[i].is_mark:
            if atoms[i].text in _COLONS:
                break
            continue
        words.append(atoms[i].folded)
        spots.append(i)
    for table, base in ((known.role_headings, 5.0), (known.role_nouns, 3.0)):
        for count in range(min(16, len(words)), 0, -1):
            roles = table.get(tuple(words[:count])) or _near_heading(
                tuple(words[:count]), table, count
            )
            if not roles:
                continue
            stop, colon = _colon_behind(stream, _brackets_behind(stream, spots[count - 1] + 1))
            whole = stop == len(atoms)
            if not (whole or colon) and (table is known.role_nouns or count < 4):
                continue
            weight = base + 0.4 * count + (1.0 if whole else 0.0)
            yield Match(stream, 0, stop, None, roles, 1.0, weight, colon, whole)
            break
    yield from _inner_heading(words, spots, stream, known)


def _near_heading(words: tuple[str, ...], table: object, count: int) -> tuple[str, ...]:
    if count < 3:
        return ()
    joined = "".join(words)
    for heading, roles in table.items():  # type: ignore[attr-defined]  # one of two mappings of the same shape
        if len(heading) >= 3 and abs(len(heading) - count) <= 1:
            target = "".join(heading)
            if Levenshtein.normalized_similarity(joined, target, score_cutoff=0.88) > 0:
                return tuple(roles)
    return ()


def _inner_heading(
    words: list[str], spots: list[int], stream: Stream, known: Knowledge
) -> Iterator[Match]:
    """`Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:`: a heading inside a longer line."""
    for begin in range(1, len(words)):
        for count in range(min(12, len(words) - begin), 2, -1):
            roles = known.role_headings.get(tuple(words[begin : begin + count]))
            if roles:
                stop, colon = _colon_behind(stream, spots[begin + count - 1] + 1)
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
