"""Readings put right by what can stand on such paper: units, usual phrases, names' syllables.

Every repair keeps the letters and changes marks, or one letter of a long phrase; each is recorded.
"""

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from scanner.recognition import wordlists
from scanner.recognition.looks import alike, meant_of, syllable_meant
from scanner.recognition.reading import Correction
from scanner.recognition.syllables import is_syllable, is_used
from scanner.recognition.text import fold, is_upper

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LONG_ENOUGH = 7
_SHORTENED = 3  # letters
_DASH = re.compile(r"(?<=([^\W\d_]))[-–](?=([^\W\d_]))")
_STOP = re.compile(r"([^\W\d_]+)\s?[.:](?=\s+[^\W\d_])")
_STRAY = re.compile(r"[\"“”„«»|_~^*=<>•·¬°§¡¿{}\[\]\\]+")


@lru_cache(maxsize=1)
def _phrases() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Phrases by the number of their words' letters: folded and squeezed → as written."""
    data = tomllib.loads(
        (files("scanner.recognition") / "data" / "phrases.toml").read_text("utf-8")
    )
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for phrase in sorted(set(data["phrases"]), key=lambda p: -len(p)):
        words = tuple(_WORD.findall(phrase))
        if len(words) > 1:
            found.setdefault(fold(words[0])[:1], []).append(
                ("".join(fold(w) for w in words), words)
            )
    return found


def _dash_between(found: re.Match[str]) -> str:
    """A blank for a dash between a small letter and a capital; `HNGĐ-ST` stays."""
    return " " if found[1].islower() and found[2].isupper() else found.group()


def _stop_between(found: re.Match[str]) -> str:
    """No full stop between two words; `CA. Sóc Trăng` and `TP. Huế` are shortened."""
    word = found[1]
    short = len(word) <= _SHORTENED and word.isupper() and found.group().endswith(f"{word}.")
    return found.group() if short else word


def tidy_marks(text: str, notes: list[Correction], *, name: bool = False) -> str:
    """Stray marks away and blanks where they belong around commas."""
    tidied = _STRAY.sub("", text)
    letter = r"[^\W\d_]"
    if name:
        tidied = re.sub(r"[^\w\s'’]", " ", tidied)
    else:
        tidied = re.sub(rf"(?<={letter})[.:](?={letter}{{2}})", " ", tidied)
        tidied = _STOP.sub(_stop_between, tidied)
        tidied = _DASH.sub(_dash_between, tidied)
        tidied = re.sub(r"\s+,", ",", tidied)
        tidied = re.sub(r"(?:,\s*[.,]+)|(?:[.]+\s*,)", ",", tidied)
        tidied = re.sub(r",(?=[^\W_])(?!\d)", ", ", tidied)
    tidied = " ".join(tidied.split())
    if tidied != text and tidied:
        notes.append(Correction(reason="stray_mark", before=text, after=tidied))
        return tidied
    return text


def repair_units(text: str, notes: list[Correction]) -> str:
    """`phương Kinh Bắc` → `phường Kinh Bắc`: the kind of unit heading each part of an address."""
    parts = text.split(",")
    for i, part in enumerate(parts):
        words = list(_WORD.finditer(part))
        for count in (4, 3, 2, 1):
            if len(words) <= count:
                continue
            head = " ".join(fold(word.group()) for word in words[:count])
            meant = dict(wordlists.pairs("unit_words")).get(head) or _long_unit(head)
            meant = meant or _unit_alike(" ".join(word.group() for word in words[:count]))
            if meant is None or (meant == "số" and words[1].group()[0].isupper()):  # `Sở Nội vụ`
                continue
            read = part[words[0].start() : words[count - 1].end()]
            shaped = _shaped(meant, read)
            if shaped != read and not (count == 1 and _is_unit_word(read)):
                parts[i] = part[: words[0].start()] + shaped + part[words[count - 1].end() :]
            break
    repaired = ",".join(parts)
    if repaired != text:
        notes.append(Correction(reason="unit_word", before=text, after=repaired))
    return repaired


@lru_cache(maxsize=2048)
def _long_unit(head: str) -> str | None:
    """`huuen` → `huyện`: a long kind of unit with one letter changed."""
    if len(head) < 5 or " " in head:
        return None
    near = [
        meant
        for unit, meant in wordlists.pairs("unit_words")
        if len(unit) == len(head) and Levenshtein.distance(unit, head, score_cutoff=1) <= 1
    ]
    return near[0] if len(near) == 1 else None


@lru_cache(maxsize=2048)
def _unit_alike(head: str) -> str | None:
    """`thị trốn` → `thị trấn`: a kind of unit that looks like it, where no syllable stands."""
    units = [meant for _, meant in wordlists.pairs("unit_words")]
    return meant_of(head, [unit for unit in units if len(unit) == len(head) > 1])


def repair_syllables(text: str, notes: list[Correction]) -> str:
    """`huuện` → `huyện`: words no syllable is spelt like, by the one letter that looks alike."""
    repaired = _WORD.sub(lambda found: syllable_meant(found.group()) or found.group(), text)
    if repaired != text:
        notes.append(Correction(reason="look_alike", before=text, after=repaired))
    return repaired


_GRADE = re.compile(r"\b[Cc][ấốâôao]p\s+([1IlJT|]{1,3}V?|V)(?![\w.,])")
_ROMAN = str.maketrans("1lJT|", "IIIII")


def repair_grade(text: str, notes: list[Correction]) -> str:
    """`Cốp 1V`, `Cấp 111` → `Cấp IV`, `Cấp III`: a Roman figure; `cấp 1`, `cấp 4` stand."""
    repaired = _GRADE.sub(
        lambda found: (
            found.group()
            if found[1] == "1"
            else f"{found.group()[0]}ấp {found[1].translate(_ROMAN)}"
        ),
        text,
    )
    if repaired != text:
        notes.append(Correction(reason="look_alike", before=text, after=repaired))
    return repaired


def _is_unit_word(read: str) -> bool:
    return read.lower() in wordlists.words("unit_words_alike")


def _shaped(meant: str, read: str) -> str:
    if is_upper(read) and len(read) > 1:
        return meant.upper()
    return meant[0].upper() + meant[1:] if read[:1].isupper() else meant


_NOW = re.compile(r"(?<=[\wĐđ])[,.:]\s+(?=hiện tại (?:chưa|không) đăng ký kết hôn)")
_DIVORCE_SIGN = re.compile(r"/QĐST\s?HNGĐ")


def repair_marital(text: str, notes: list[Correction]) -> str:
    """What a confirmation of marital status says: `…/QĐST-HNGĐ; hiện tại chưa đăng ký kết hôn …`.

    Registrars part the two clauses by a semicolon, which readers take for a comma.
    """
    repaired = _NOW.sub("; ", _DIVORCE_SIGN.sub("/QĐST-HNGĐ", text))
    if repaired != text:
        notes.append(Correction(reason="usual_phrase", before=text, after=repaired))
    return repaired


def repair_phrases(text: str, notes: list[Correction]) -> str:
    """Usual phrases whose marks, or one letter, were misread."""
    words = list(_WORD.finditer(text))
    folded = [fold(word.group()) for word in words]
    table = _phrases()
    changes: list[tuple[int, int, str]] = []
    i = 0
    while i < len(words):
        hit = _phrase_at(words, folded, i, table)
        if hit is None:
            i += 1
            continue
        if _is_listed(words[i : i + hit[0]]):  # `hằng năm` is as good as `hàng năm`
            i += hit[0]
            continue
        count, meant = hit
        for k, word in enumerate(meant):
            read = words[i + k].group()
            shaped = _keep_case(word, read)
            if shaped != read:
                changes.append((words[i + k].start(), words[i + k].end(), shaped))
        i += count
    repaired = text
    for start, stop, new in reversed(changes):
        repaired = repaired[:start] + new + repaired[stop:]
    if repaired != text:
        notes.append(Correction(reason="usual_phrase", before=text, after=repaired))
    return repaired


@lru_cache(maxsize=1)
def _as_listed() -> frozenset[tuple[str, ...]]:
    """Every usual phrase, in small letters with its marks."""
    phrases = [phrase for entries in _phrases().values() for _, phrase in entries]
    return frozenset(tuple(word.lower() for word in phrase) for phrase in phrases)


def _is_listed(read: list["re.Match[str]"]) -> bool:
    return tuple(word.group().lower() for word in read) in _as_listed()


def _phrase_at(
    words: list["re.Match[str]"],
    folded: list[str],
    i: int,
    table: dict[str, list[tuple[str, tuple[str, ...]]]],
) -> tuple[int, tuple[str, ...]] | None:
    for squeezed, phrase in table.get(folded[i][:1], []) + _misread_heads(folded[i], table):
        count = len(phrase)
        if i + count > len(words):
            continue
        read = "".join(folded[i : i + count])
        if read == squeezed or (
            len(squeezed) >= 10
            and abs(len(read) - len(squeezed)) <= 1
            and Levenshtein.distance(read, squeezed, score_cutoff=1) <= 1
            and all(_may_be(fold(w), folded[i + k]) for k, w in enumerate(phrase))
            and not any(c.isdigit() for c in read)
            and not _is_another_name(words[i : i + count], phrase)
        ):
            return count, phrase
        if (
            len(squeezed) >= _LONG_ENOUGH
            and alike(read) == alike(squeezed)
            and _looks_misread(words[i : i + count], phrase)
        ):
            return count, phrase
    return None


def _is_another_name(read: list["re.Match[str]"], phrase: tuple[str, ...]) -> bool:
    """Whether a name was read as good as the phrase's: `Nguyễn Thái` is no `Nguyễn Trãi`."""
    return any(
        meant[:1].isupper()
        and fold(word.group()) != fold(meant)
        and (is_name_syllable(word.group()) or wordlists.is_surname(word.group()))
        for word, meant in zip(read, phrase, strict=True)
    )


def _looks_misread(read: list["re.Match[str]"], phrase: tuple[str, ...]) -> bool:
    """Whether words in one run are no words as they stand: `xã Mẫu, tỉnh` is no `máy tính`."""
    gaps = (one.string[one.end() : two.start()] for one, two in pairwise(read))
    others = [
        word.group()
        for word, meant in zip(read, phrase, strict=True)
        if fold(word.group()) != fold(meant)
    ]
    return all(gap.isspace() for gap in gaps) and any(not is_syllable(word) for word in others)


def _may_be(meant: str, read: str) -> bool:
    """A long word may lack or change a letter; `Đọ` is not `số`."""
    return meant == read or (len(meant) > 3 and abs(len(meant) - len(read)) <= 1)


def _misread_heads(
    head: str, table: dict[str, list[tuple[str, tuple[str, ...]]]]
) -> list[tuple[str, tuple[str, ...]]]:
    """Phrases whose first letter may have been misread; only the long ones."""
    if head[:1] not in {"l", "i", "j", "y", "v"}:
        return []
    return [entry for entry in table.get("u", []) if len(entry[0]) >= 10]


def _keep_case(meant: str, read: str) -> str:
    if len(read) > 1 and read.isupper():
        return meant.upper()
    if read[:1].isupper():
        return meant[0].upper() + meant[1:]
    return meant if meant.isupper() and len(meant) > 1 else meant.lower()


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return tomllib.loads((files("scanner.recognition") / "data" / "names.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _seldom() -> frozenset[str]:
    return frozenset(_names()["seldom"].lower().split())


@lru_cache(maxsize=1)
def _seldom_surnames() -> frozenset[str]:
    return frozenset(_names()["seldom_surnames"].lower().split())


def is_seldom(word: str) -> bool:
    """Whether a syllable of names is more often another one whose marks were read wrong."""
    return word.lower() in _seldom()


def is_seldom_surname(word: str) -> bool:
    """Whether a surname is more often another one whose marks were read wrong."""
    return word.lower() in _seldom_surnames()


@lru_cache(maxsize=1)
def _name_syllables() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in _names()["syllables"].split():
        found[fold(word)] = (*found.get(fold(word), ()), word)
    return found


@lru_cache(maxsize=1)
def _names_alike() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for words in _name_syllables().values():
        for word in words:
            found[alike(word)] = (*found.get(alike(word), ()), word)
    return found


def is_name_syllable(word: str) -> bool:
    """Whether a word, marks and all, is a listed syllable of middle and given names."""
    return any(word.lower() == known.lower() for known in _name_syllables().get(fold(word), ()))


def repair_name(name: str, notes: list[Correction]) -> str:
    """Syllables no one is called by, put to the one name with the same letters: `Chỉ` → `Chi`."""
    words = name.split()
    for i, word in enumerate(words):
        if i == 0 or len(word) < 2:
            continue
        meant = _name_syllable(word)
        if fold(word) == "thi" and i == 1 < len(words) - 1:
            meant = "Thị"  # behind the surname it is no `Thi`
        if meant is not None:
            words[i] = meant.upper() if is_upper(word) else meant
    repaired = " ".join(words)
    if repaired != name:
        notes.append(Correction(reason="name_syllable", before=name, after=repaired))
    return repaired


def _name_syllable(word: str) -> str | None:
    """The listed syllable that a word nobody can spell must be: `Quùnh` is `Quỳnh`.

    A word spelt as a syllable stays as it was read, listed or not: somebody is called `Nở`, and
    somebody `Đở`; only marks that engines take for each other are put right, `Cấm` to `Cẩm`.
    """
    options = _name_syllables().get(fold(word), ())
    if any(option.lower() == word.lower() for option in options):
        return None
    undotted = [option for option in options if option.lower() == word.lower().replace("ỉ", "i")]
    if undotted:  # the engine takes the dot of an `i` for a hook: `Chỉ` is `Chi`, not `Chí`
        return undotted[0]
    if is_used(word) or (options and is_syllable(word)):
        return next((option for option in options if _taken_for(option, word)), None)
    if not options:
        looks = meant_of(word, _names_alike().get(alike(word), ()))
        meant = "M" + word[1:]  # pens write the two alike, and no one is called `Hỹ`
        return looks or (meant if word[0] == "H" and is_name_syllable(meant) else None)
    if len(options) == 1:
        return options[0]
    near = sorted(options, key=lambda option: _marks_apart(option, word))
    first, second = (_marks_apart(option, word) for option in near[:2])
    return near[0] if first < second else None


_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_TAKEN_FOR = {frozenset({_ACUTE, _HOOK}): 0.6, frozenset({_HOOK, _TILDE}): 0.8}


def _marks_apart(word: str, other: str) -> float:
    """How unlike the marks of two words are: an acute is taken for a hook sooner than for a dot."""
    (letters, tone), (other_letters, other_tone) = _toned(word), _toned(other)
    apart = float(Levenshtein.distance(letters, other_letters))
    return apart + (tone != other_tone) * _TAKEN_FOR.get(frozenset({tone, other_tone}), 1.0)


def _taken_for(word: str, other: str) -> bool:
    """Whether two words differ in nothing but two tones that are taken for each other."""
    (letters, tone), (other_letters, other_tone) = _toned(word), _toned(other)
    return letters == other_letters and frozenset({tone, other_tone}) in _TAKEN_FOR


def _toned(word: str) -> tuple[str, str]:
    """(letters with the marks that make other letters, the tone)."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = {_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT}
    return "".join(c for c in parts if c not in tones), "".join(c for c in parts if c in tones)
