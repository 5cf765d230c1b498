"""How values look: one parser a kind, from the text behind a label to the value meant.

A parser takes the start of a text and gives back what it took, how well that fits the kind, and
which changes it made. It never adds letters that stand for nothing on the paper.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from scanner.recognition.reading import Correction
from scanner.recognition.repair import repair_name, repair_phrases, repair_units, tidy_marks
from scanner.recognition.text import fold, is_upper
from scanner.recognition.wordlists import is_surname, nearest, surname_for, words


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value taken from a text.

    Attributes:
        value: what is meant.
        start: first character used; stop: behind the last.
        fit: 0 to 1, how well it fits its kind.
        corrections: changes made.
    """

    value: str
    start: int
    stop: int
    fit: float
    corrections: tuple[Correction, ...] = ()


_EDGE = " \t\n.,;:·•…_-–—|'\"`“”‘’*~^=<>"
_DIGIT_LOOKS = str.maketrans(
    {
        "O": "0",
        "o": "0",
        "Q": "0",
        "D": "0",
        "l": "1",
        "I": "1",
        "|": "1",
        "i": "1",
        "!": "1",
        "Z": "2",
        "z": "2",
        "S": "5",
        "s": "5",
        "B": "8",
        "b": "6",
        "G": "6",
        "q": "9",
        "g": "9",
        "Ø": "0",
        "ó": "6",
        "ò": "0",
        "ô": "0",
        "Ô": "0",
        "õ": "0",
        "A": "4",
    }
)


def parse(kind: str, text: str) -> Parsed | None:
    """The value of a kind at the start of a text, or None where there is none."""
    return _PARSERS[kind](text)


def kinds() -> frozenset[str]:
    """Every kind there is."""
    return frozenset(_PARSERS)


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    while start < stop and text[start] in _EDGE:
        start += 1
    while stop > start and text[stop - 1] in _EDGE:
        stop -= 1
    return start, stop


def _text(text: str) -> Parsed | None:
    start, stop = _trimmed(text, 0, len(text))
    if start >= stop:
        return None
    value = text[start:stop]
    if value.count("(") > value.count(")"):
        value += ")" if text[stop : stop + 1] == ")" else ""
    notes: list[Correction] = []
    value = repair_phrases(tidy_marks(value, notes), notes)
    letters = sum(c.isalnum() for c in value)
    if letters < 2 and not value.isdigit():
        return Parsed(value, start, stop, 0.2, tuple(notes))
    return Parsed(
        value, start, stop, 0.5 + 0.4 * letters / max(1, len(value.replace(" ", ""))), tuple(notes)
    )


_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)?")
_TITLES = {"ong", "ba", "anh", "chi", "chau", "be", "ong/ba"}


def _name(text: str) -> Parsed | None:  # noqa: C901
    position = 0
    taken: list[tuple[int, int]] = []
    while position < len(text):
        gap = re.compile(r"[\s]*").match(text, position)
        begin = gap.end() if gap else position
        if not taken:
            begin += len(text[begin:]) - len(text[begin:].lstrip(_EDGE + "/()["))
        found = _NAME_WORD.match(text, begin)
        if found is None:
            break
        word = found.group()
        if (
            not taken
            and fold(word) in _TITLES
            and _NAME_WORD.match(text[found.end() :].lstrip(" /.:,()"))
        ):
            following = text[found.end() :].lstrip(" /.:,()")
            if following[:1].isupper() or fold(following.split()[0]) in _TITLES:
                position = len(text) - len(following)
                continue
        if not word[0].isupper() or len(taken) >= 6:
            break
        if (
            taken
            and is_upper(text[taken[0][0] : taken[0][1]])
            and len(word) > 1
            and word[1:].islower()
            and len(text[taken[0][0] : taken[0][1]]) > 1
        ):
            break  # NGUYỄN VĂN AN Giới: the name was in capitals, the next label is not
        taken.append((begin, found.end()))
        position = found.end()
        if text[position : position + 1] in set(",;:()/|"):
            break
    if not taken:
        return None
    start, stop = taken[0][0], taken[-1][1]
    raw = " ".join(text[a:b] for a, b in taken)
    notes: list[Correction] = []
    value = repair_name(_surname_repaired(raw, notes), notes)
    first = value.split()[0]
    fit = 0.35 + (0.4 if is_surname(first) else 0.0) + (0.25 if 2 <= len(taken) <= 5 else 0.0)
    if len(taken) == 1:
        fit = min(fit, 0.4)
    rest = text[stop:].strip(_EDGE)
    if rest[:1].islower():
        fit -= 0.1
    return Parsed(value, start, stop, fit, tuple(notes))


def _surname_repaired(name: str, notes: list[Correction]) -> str:
    first, _, rest = name.partition(" ")
    if is_surname(first) or not rest:
        return name
    meant = surname_for(first)
    if meant is None:
        return name
    meant = meant.upper() if is_upper(first) and len(first) > 1 else meant
    notes.append(Correction(reason="surname", before=name, after=f"{meant} {rest}"))
    return f"{meant} {rest}"


_SLASHED = re.compile(
    r"(?<![\d/])([\dOoIl|]{1,2})\s?[/.\-\\]\s?([\dOoIl|]{1,2})\s?[/.\-\\]\s?([\dOoIlSB|]{4})(?!\d)"
)
_WORDED = re.compile(
    r"(?:ng[aàáảãạ]y|ngy)?[\s,.:]*([\dOoIl]{1,2})[\s,.]*th[^\s\d]{1,3}ng[\s,.:]*([\dOoIl]{1,2})[\s,.]*n[^\s\d]{1,2}m[\s,.:]*([\dOoIlSB]{4})",
    re.IGNORECASE,
)
_LOOSE_DATE = re.compile(
    r"(?<!\d)(\d{2})[\s/.\-]?(\d{2})[\s/.\-](\d{4})(?!\d)|(?<!\d)(\d{2})[\s/.\-](\d{2})[\s/.\-]?(\d{4})(?!\d)"
)


def _date(text: str) -> Parsed | None:
    options: list[tuple[int, Parsed]] = []
    for pattern, worded in ((_WORDED, True), (_SLASHED, False), (_LOOSE_DATE, False)):
        found = pattern.search(text)
        if found is None:
            continue
        day, month, year = (
            part.translate(_DIGIT_LOOKS) for part in found.groups() if part is not None
        )
        fit = 1.0 if _is_date(day, month, year) else 0.25
        if pattern is _LOOSE_DATE:
            fit *= 0.6
        value = f"ngày {day} tháng {month} năm {year}" if worded else f"{day}/{month}/{year}"
        options.append((found.start(), Parsed(value, found.start(), found.end(), fit)))
    if not options:
        return None
    begin, best = min(options, key=lambda item: item[0] - 40 * item[1].fit)
    lead = sum(c.isalnum() for c in text[:begin])
    return replace(best, fit=best.fit * (1.0 if lead <= 4 else 0.7))


def _is_date(day: str, month: str, year: str) -> bool:
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        return False
    return 1900 <= date.year <= 2099


_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d{2}(?!\d)")
_YEAR_DAMAGED = re.compile(r"(?<![\w])[1lI|2Z][\dOoIlSBgq|]{3}(?![\w])")


def _year(text: str) -> Parsed | None:
    date = _date(text)
    if date is not None and date.fit >= 0.5:
        return replace(date, value=date.value[-4:], fit=date.fit * 0.95)
    found = _YEAR.search(text)
    if found is not None:
        lead = sum(c.isalnum() for c in text[: found.start()])
        return Parsed(found.group(), found.start(), found.end(), 1.0 if lead <= 3 else 0.6)
    damaged = _YEAR_DAMAGED.search(text)
    if damaged is not None:
        value = damaged.group().translate(_DIGIT_LOOKS)
        if _YEAR.fullmatch(value):
            return Parsed(
                value,
                damaged.start(),
                damaged.end(),
                0.6,
                (Correction(reason="digit_looks", before=damaged.group(), after=value),),
            )
    return None


_DATE_WORDS = (
    "ngày",
    "tháng",
    "năm",
    "mùng",
    "mồng",
    "một",
    "hai",
    "ba",
    "bốn",
    "tư",
    "năm",
    "sáu",
    "bảy",
    "bẩy",
    "tám",
    "chín",
    "mười",
    "mươi",
    "mốt",
    "lăm",
    "nhăm",
    "không",
    "lẻ",
    "linh",
    "nghìn",
    "ngàn",
    "trăm",
    "giêng",
    "chạp",
    "rằm",
)


def _date_words(text: str) -> Parsed | None:
    start, stop = _trimmed(text, 0, len(text))
    pieces = list(re.finditer(r"[^\W\d_]+", text[start:stop]))
    if len(pieces) < 4:
        return None
    repaired: list[str] = []
    corrections: list[Correction] = []
    last = 0
    known = 0
    taken = 0
    base = text[start:stop]
    for number, piece in enumerate(pieces):
        word = piece.group()
        meant = _date_word(word, pieces[number - 1].group() if number else "")
        if meant is None and number >= 6 and taken == number and known >= 0.8 * number:
            break  # the next sentence has begun
        repaired.append(base[last : piece.start()])
        shown = word if meant is None else (meant.capitalize() if word[0].isupper() else meant)
        repaired.append(shown)
        known += meant is not None
        taken = number + 1
        last = piece.end()
    value = "".join(repaired)
    used = base[:last]
    if value != used:
        corrections.append(Correction(reason="date_words", before=used, after=value))
    return Parsed(value, start, start + last, known / max(1, taken), tuple(corrections))


def _date_word(word: str, before: str) -> str | None:
    lowered = word.lower()
    if lowered in _DATE_WORDS:
        return lowered
    bare = fold(word)
    options = [w for w in _DATE_WORDS if fold(w) == bare]
    if len(options) == 1:
        return options[0]
    if set(options) == {"mười", "mươi"} or bare == "muoi":
        units = {"hai", "ba", "bon", "tu", "nam", "sau", "bay", "tam", "chin"}
        return "mươi" if fold(before) in units else "mười"
    if options:
        return options[0]
    near = [
        w
        for w in dict.fromkeys(_DATE_WORDS)
        if abs(len(fold(w)) - len(bare)) <= 1 and _one_off(fold(w), bare)
    ]
    return near[0] if len(near) == 1 and len(bare) >= 3 else None


def _one_off(a: str, b: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(a, b, score_cutoff=1) <= 1


def _gender(text: str) -> Parsed | None:
    for found in list(re.finditer(r"[^\W\d_]+", text))[:4]:
        bare = fold(found.group())
        if bare == "nam":
            return Parsed("Nam", found.start(), found.end(), 1.0)
        if bare in {"nu", "nit", "nư", "ni"}:
            changed = found.group() not in {"Nữ", "NỮ", "nữ"}
            note = (
                (Correction(reason="gender", before=found.group(), after="Nữ"),) if changed else ()
            )
            return Parsed("Nữ", found.start(), found.end(), 0.7 if changed else 1.0, note)
    return None


def _from_list(name: str, text: str, most_words: int, least: float) -> Parsed | None:
    start, stop = _trimmed(text, 0, len(text))
    pieces = list(re.finditer(r"[^\s,;()/]+", text[start:stop]))
    best: tuple[float, Parsed] | None = None
    for count in range(1, min(most_words, len(pieces)) + 1):
        begin, end = _trimmed(text, start, start + pieces[count - 1].end())
        raw = text[begin:end]
        hit = nearest(name, raw, least)
        if hit is None:
            continue
        entry, score = hit
        value = entry.upper() if is_upper(raw) and len(raw) > 1 else entry
        note = (
            (Correction(reason=name, before=raw, after=value),)
            if value.lower() != raw.lower()
            else ()
        )
        merit = score + 0.02 * count
        if best is None or merit > best[0]:
            best = (merit, Parsed(value, begin, end, score, note))
    return best[1] if best else None


def _ethnic(text: str) -> Parsed | None:
    return _from_list("ethnic", text, 3, 0.72) or _short_text(text, 3)


def _nationality(text: str) -> Parsed | None:
    return _from_list("nationalities", text, 3, 0.72) or _short_text(text, 3)


def _relation(text: str) -> Parsed | None:
    return _from_list("relations", text, 3, 0.72) or _short_text(text, 4)


def _short_text(text: str, most_words: int) -> Parsed | None:
    parsed = _text(text)
    if parsed is None:
        return None
    found = parsed.value.split()
    if len(found) > most_words:
        return None
    return replace(parsed, fit=0.45)


_DIGITS = re.compile(
    r"[\dOoQDIl|iSsBZzbGqgØ!A](?:[\dOoQDIl|iSsBZzbGqgØ!A.\-\s]{0,2}[\dOoQDIl|iSsBZzbGqgØ!A]){7,}"
)


def _digits(text: str, lengths: tuple[int, ...], first: str) -> Parsed | None:
    best: Parsed | None = None
    for found in _DIGITS.finditer(text):
        raw = found.group()
        plain = sum(c.isdigit() for c in raw)
        if plain < 0.6 * sum(c.isalnum() for c in raw):
            continue
        value = re.sub(r"[^\d]", "", raw.translate(_DIGIT_LOOKS))
        clean = re.sub(r"[\s.\-]", "", raw)
        fit = (
            1.0
            if len(value) in lengths and value[:1] in first
            else (0.45 if abs(len(value) - lengths[0]) <= 1 else 0.15)
        )
        if clean != value:
            fit *= 0.8
        note = (
            (Correction(reason="digit_looks", before=raw, after=value),) if clean != value else ()
        )
        parsed = Parsed(value, found.start(), found.end(), fit, note)
        if best is None or parsed.fit > best.fit:
            best = parsed
    return best


def _id12(text: str) -> Parsed | None:
    return _digits(text, (12, 9), "0123456789")


def _phone(text: str) -> Parsed | None:
    return _digits(text, (10, 11), "0")


_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def _integer(text: str) -> Parsed | None:
    found = re.search(r"\d+", text)
    if found is None:
        looks = re.match(r"\W*([lIOoSBZ]{1,3})\b", text)
        if looks is None:
            return None
        value = looks.group(1).translate(_DIGIT_LOOKS)
        return Parsed(
            value,
            looks.start(1),
            looks.end(1),
            0.4,
            (Correction(reason="digit_looks", before=looks.group(1), after=value),),
        )
    lead = sum(c.isalnum() for c in text[: found.start()])
    return Parsed(
        found.group(), found.start(), found.end(), 1.0 if lead == 0 else (0.7 if lead < 12 else 0.4)
    )


def _area(text: str) -> Parsed | None:
    found = re.search(r"\d+(?:\s?[.,]\s?\d+)*", text)
    if found is None:
        return None
    value = re.sub(r"\s", "", found.group())
    lead = sum(c.isalnum() for c in text[: found.start()])
    unit = bool(re.match(r"\s*(?:m|㎡|mét)", text[found.end() :]))
    return Parsed(
        value, found.start(), found.end(), min(1.0, (0.9 if lead == 0 else 0.6) + 0.1 * unit)
    )


def _money(text: str) -> Parsed | None:
    found = re.search(r"\d{1,3}(?:\s?[.,]\s?\d{3})+|\d{4,}", text)
    if found is None:
        return replace(number, fit=0.3) if (number := _area(text)) is not None else None
    return Parsed(re.sub(r"\s", "", found.group()), found.start(), found.end(), 1.0)


_SIGN = re.compile(r"[\dA-ZĐ][\w.]*(?:\s?[/\-–]\s?[\wĐđ.&]+)+|\d+[A-ZĐ]*\d*[A-Z]*|[A-Z]{1,3}\d{4,}")


def _number_sign(text: str) -> Parsed | None:
    found = _SIGN.search(text)
    if found is None:
        return None
    raw = found.group().rstrip(".")
    value = re.sub(r"\s*([/\-–])\s*", r"\1", raw).replace("–", "-")
    lead = sum(c.isalnum() for c in text[: found.start()])
    fit = 1.0 if re.search(r"\d", value) and ("/" in value or len(value) >= 6) else 0.6
    repaired = re.sub(r"/[O0ỌQ][ÐDĐ](?=-)", "/QĐ", value)
    notes = (
        (Correction(reason="decision_sign", before=value, after=repaired),)
        if repaired != value
        else ()
    )
    return Parsed(
        repaired, found.start(), found.start() + len(raw), fit * (1.0 if lead == 0 else 0.6), notes
    )


def _book(text: str) -> Parsed | None:
    found = re.search(r"[A-ZĐ]{1,4}[\s.\-]?\d{2,7}(?:/\w+)*|\d{2,7}(?:/[\w\-]+)*", text)
    if found is None:
        return None
    value = " ".join(found.group().split())
    return Parsed(value, found.start(), found.end(), 1.0 if value[0].isalpha() else 0.8)


def _serial(text: str) -> Parsed | None:
    found = re.search(r"\b([A-ZĐ]{2})\s?(\d{6,8})\b", text)
    return (
        None
        if found is None
        else Parsed(f"{found.group(1)} {found.group(2)}", found.start(), found.end(), 1.0)
    )


def _place(text: str) -> Parsed | None:
    start, stop = _trimmed(text, 0, len(text))
    if start >= stop:
        return None
    value = text[start:stop]
    end = _end_of_place(value)
    value = value[:end].rstrip(_EDGE)
    used = start + len(value)
    notes: list[Correction] = []
    value = tidy_marks(value, notes)
    value = repair_phrases(value, notes)
    value = repair_units(value, notes)
    value = _province_repaired(value, notes)
    letters = sum(c.isalnum() for c in value)
    if letters < 2:
        return None
    folded = fold(value)
    marks = sum(
        word in folded
        for word in (
            "xa ",
            "phuong ",
            "tinh ",
            "thanh pho",
            "huyen ",
            "thon ",
            "quan ",
            "thi tran",
            "benh vien",
            "tram y te",
            "so ",
            "duong ",
            "ap ",
            "khu ",
        )
    )
    return Parsed(value, start, used, min(1.0, 0.55 + 0.15 * marks), tuple(notes))


_PROVINCE_SPOT = re.compile(
    r"(?:tỉnh|thành phố|TP\.?|T\.|tinh|TỈNH|THÀNH PHỐ|Tỉnh|Thành phố)\s+((?:[^\W\d_]+[\s\-]*){1,6})"
)


def _end_of_place(value: str) -> int:
    """Where an address ends inside a sentence: behind the province, when something else follows."""
    for found in _PROVINCE_SPOT.finditer(value):
        pieces = list(re.finditer(r"[^\W\d_]+", found.group(1)))
        for count in range(min(5, len(pieces)), 0, -1):
            raw = found.group(1)[: pieces[count - 1].end()]
            hit = nearest("provinces", raw, 0.9)
            if hit is None:
                continue
            end = found.start(1) + pieces[count - 1].end()
            rest = value[end:].lstrip(" ")
            if (
                rest
                and (
                    rest[0] in ".;)\"'“”|«"
                    or rest[0].isdigit()
                    or (rest[0] == "," and not _goes_on(rest))
                )
            ) or rest[:1].islower():
                return end
            break
    return len(value)


def _goes_on(rest: str) -> bool:
    following = fold(rest.lstrip(" ,"))
    return following.startswith(("tinh ", "thanh pho ", "viet nam", "huyen ", "tp"))


def _province_repaired(value: str, notes: list[Correction]) -> str:
    for found in reversed(list(_PROVINCE_SPOT.finditer(value))):
        raw = found.group(1).rstrip(" -")
        tail = value[found.start(1) + len(raw) :].strip(" .,;")
        if tail:
            continue
        hit = nearest("provinces", raw, 0.78)
        if hit is not None and hit[0].lower() != raw.lower():
            entry = hit[0].upper() if is_upper(raw) else hit[0]
            repaired = value[: found.start(1)] + entry + value[found.start(1) + len(raw) :]
            notes.append(Correction(reason="province", before=raw, after=entry))
            return repaired
    return value


def _agency(text: str) -> Parsed | None:
    parsed = _place(text)
    if parsed is None:
        return None
    hit = nearest("issuers_of_cards", parsed.value, 0.84)
    if hit is not None and hit[0].lower() != parsed.value.lower():
        return replace(
            parsed,
            value=hit[0],
            fit=hit[1],
            corrections=(Correction(reason="issuers_of_cards", before=parsed.value, after=hit[0]),),
        )
    folded = fold(parsed.value)
    good = hit is not None or folded.startswith(
        (
            "uy ban",
            "cong an",
            "ubnd",
            "cuc ",
            "bo ",
            "so ",
            "phong ",
            "trung tam",
            "van phong",
            "chi cuc",
            "tand",
            "toa an",
        )
    )
    return replace(parsed, fit=0.95 if good else 0.5)


def _papers(text: str) -> Parsed | None:
    return _text(text)


def _term(text: str) -> Parsed | None:
    return _text(text)


_PARSERS: dict[str, Callable[[str], Parsed | None]] = {
    "text": _text,
    "name": _name,
    "date": _date,
    "year": _year,
    "date_words": _date_words,
    "gender": _gender,
    "ethnic": _ethnic,
    "nationality": _nationality,
    "relation": _relation,
    "id12": _id12,
    "phone": _phone,
    "integer": _integer,
    "area": _area,
    "money": _money,
    "number_sign": _number_sign,
    "book": _book,
    "serial": _serial,
    "place": _place,
    "agency": _agency,
    "papers": _papers,
    "term": _term,
    "checkbox": lambda _text: None,
}

__all__ = ["Parsed", "kinds", "parse", "words"]
