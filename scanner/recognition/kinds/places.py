"""Places and bodies: where an address ends, its units and its province put right."""

import re
from dataclasses import replace

from scanner.recognition.communes import in_use
from scanner.recognition.districts import district_meant
from scanner.recognition.kinds.parsed import EDGE, Parsed, digit_looks, digits_in_words, trimmed
from scanner.recognition.reading import Correction
from scanner.recognition.repair import repair_phrases, repair_syllables, repair_units, tidy_marks
from scanner.recognition.text import fold, is_upper
from scanner.recognition.wordlists import heads_of_places, nearest, pairs, words

_NUMBER_BEFORE = re.compile(r"\d{9,12}\s+")  # a telephone or identity number beside an address

_AT = re.compile(r"(?:ở|tại)\s+(?=\w)")  # `Quê quán ở xã Phú Lâm`


def parse_place(text: str) -> Parsed | None:
    """An address or place, to its end inside a sentence."""
    start, stop = trimmed(text, 0, len(text))
    before = _NUMBER_BEFORE.match(text[start:stop]) or _AT.match(text[start:stop])
    start += 0 if before is None else before.end()
    if start >= stop:
        return None
    value = text[start:stop]
    end = _end_of_place(value)
    value = value[:end].rstrip(EDGE)
    used = start + len(value)
    notes: list[Correction] = []
    value = digits_in_words(value, notes)
    value = _lone_figure(value, notes)
    value = _commas_before_units(value, notes)
    value = _no_stop_behind_units(value, notes)
    value = tidy_marks(value, notes)
    value = repair_syllables(value, notes)
    value = repair_phrases(value, notes)
    value = repair_units(value, notes)
    value = _unit_of_body(value, notes)
    value = _lost_commas(value, notes)
    value = _small_in_names(value, notes)
    value = _highland_names(value, notes)
    value = _province_repaired(value, notes)
    value = _district_repaired(value, notes)
    value = _commune_repaired(value, notes)
    letters = sum(c.isalnum() for c in value)
    if letters < 2:
        return None
    folded = fold(value)
    marks = sum(word in folded for word in words("place_marks"))
    return Parsed(value, start, used, min(1.0, 0.55 + 0.15 * marks), tuple(notes))


_FIRST_UNIT = re.compile(
    r"(?i)(?<!\w)(?:thôn|xóm|ấp|buôn|bản|làng|tổ|khu|khóm|khối|số|đường|xã|phường|thị trấn|quận"
    r"|huyện)\s+[^\W_][\w'’]*"
)
_TWO_CAPITALS = re.compile(
    r"(?<!\w)[A-ZĐ][ÀÁẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬÈÉẺẼẸÊẾỀỂỄỆÌÍỈĨỊÒÓỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÙÚỦŨỤƯỨỪỬỮỰỲÝỶỸỴ](?!\w)"
)
_PARTED = re.compile(r"(?<!\w)([A-ZĐ])\s?['’]\s+(?=[a-zà-ỹ])")
_LONE_FIGURE = re.compile(
    r"(?i)(?<!\w)(khối|tổ|số|ngách|ngõ|khu phố|đội)\s+([óšŠôolisb])(?=[\s,/])"
)


def _lone_figure(value: str, notes: list[Correction]) -> str:
    """`Khối ó,` → `Khối 6,`: a letter alone where a unit's number stands."""
    looks = digit_looks() | {ord("š"): "5", ord("Š"): "5", ord("Ó"): "6"}
    repaired = _LONE_FIGURE.sub(lambda m: f"{m[1]} {m[2].translate(looks)}", value)
    if repaired != value:
        notes.append(Correction(reason="digit_looks", before=value, after=repaired))
    return repaired


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
                    rest[0] in ";)\"'“”|«"
                    or rest[0].isdigit()
                    or (rest[0] in ".," and not _goes_on(rest))
                )
            ) or (rest[:1].isalpha() and not _goes_on(rest) and not _names_a_city(found, rest)):
                return end
            break
    return len(value)


def _names_a_city(found: re.Match[str], rest: str) -> bool:
    """Whether a province is the beginning of a city's name: `thành phố Điện Biên Phủ, tỉnh …`."""
    return fold(found.group()).startswith(("thanh pho", "tp")) and bool(_REST_OF_CITY.match(rest))


_REST_OF_CITY = re.compile(r"[A-ZĐ][^\W\d_]*\s*[,–-]")


def _goes_on(rest: str) -> bool:
    following = fold(rest.lstrip(" .,"))
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


_DISTRICT_SPOT = re.compile(
    r"(?i)(?:^|,)\s*(?:huyện|quận|thị xã|thành phố)\s+([^,;]+?)\s*,\s*(?:tỉnh|thành phố|tp)\b"
)


def _district_repaired(value: str, notes: list[Correction]) -> str:
    """A district misread beside a province that is not."""
    spot = _DISTRICT_SPOT.search(value)
    province = last_province(value) if spot is not None else None
    if spot is None or province is None:
        return value
    raw = spot.group(1).strip()
    meant = district_meant(raw, province)
    if meant is None:
        return value
    entry = meant.upper() if is_upper(raw) else meant
    notes.append(Correction(reason="district", before=raw, after=entry))
    return value[: spot.start(1)] + entry + value[spot.end(1) :]


_COMMUNE_SPOT = re.compile(r"(?i)(?:^|,)\s*(?:xã|phường|thị trấn|đặc khu)\s+([^,;]+)")


def _commune_repaired(value: str, notes: list[Correction]) -> str:
    """A commune misread beside a province that is not, by the table this office has imported."""
    table = in_use()
    province = last_province(value) if table is not None else None
    spot = next(iter(_COMMUNE_SPOT.finditer(value)), None)
    if table is None or province is None or spot is None:
        return value
    raw = spot.group(1).strip()
    meant = table.meant(raw, province)
    if meant is None or meant.casefold() == raw.casefold():
        return value
    entry = meant.upper() if is_upper(raw) else meant
    notes.append(Correction(reason="commune", before=raw, after=entry))
    return value[: spot.start(1)] + value[spot.start(1) :].replace(raw, entry, 1)


def parse_agency(text: str) -> Parsed | None:
    """A body of the administration."""
    parsed = parse_place(text)
    if parsed is None:
        return None
    parsed = _of_a_department(parsed)
    parsed = _to_its_end(parsed)
    hit = nearest("issuers_of_cards", parsed.value, 0.84)
    if hit is not None and hit[0].lower() != parsed.value.lower():
        return replace(
            parsed,
            value=hit[0],
            fit=hit[1],
            corrections=(Correction(reason="issuers_of_cards", before=parsed.value, after=hit[0]),),
        )
    folded = fold(parsed.value)
    if any(fold(entry).startswith(folded + " ") for entry in words("issuers_of_cards")):
        return replace(parsed, fit=0.4)  # the end is missing
    good = hit is not None or folded.startswith(words("agency_openers"))
    return replace(parsed, fit=0.95 if good else 0.5)


_PROVINCES = {"tinh", "thanh"}


def _to_its_end(parsed: Parsed) -> Parsed:
    """`Bộ Công an xóm Mới, …` → `Bộ Công an`: behind who issues cards another value begins."""
    opened = [e for e in words("issuers_of_cards") if parsed.value.startswith(f"{e} ")]
    issuer = max(opened, key=len, default="")
    following = parsed.value[len(issuer) :].split()
    if not issuer or fold(following[0]) not in heads_of_places() - _PROVINCES:
        return parsed
    return replace(parsed, value=issuer, stop=parsed.start + len(issuer))


def _of_a_department(parsed: Parsed) -> Parsed:
    """`SỐ NỘI VỤ` → `SỞ NỘI VỤ`: before a name it is no number."""
    first, _, rest = parsed.value.partition(" ")
    meant = "SỞ" if is_upper(first) else "Sở"
    if fold(first) != "so" or first == meant or not rest[:1].isupper():
        return parsed
    value = f"{meant} {rest}"
    note = Correction(reason="usual_phrase", before=parsed.value, after=value)
    return replace(parsed, value=value, corrections=(*parsed.corrections, note))


def last_province(value: str) -> str | None:
    """The province that is the last part of an address, as the list has it."""
    last = re.split(r"[,.]", value.rstrip(" .,"))[-1].strip()
    bare = re.split(r"(?i)(?:^|\s)(?:tỉnh|thành phố|tp\.?)\s+", last)[-1]
    hit = nearest("provinces", bare, 0.86)
    return None if hit is None else hit[0]


def ends_with_province(value: str) -> bool:
    """Whether an address is complete: a province is its last part."""
    return last_province(value) is not None


def _commas_before_units(value: str, notes: list[Correction]) -> str:
    """A full stop read for the comma before `huyện`, `tỉnh` and the like."""
    units = "|".join(word for word in words("unit_words_before_comma"))
    repaired = re.sub(rf"(?<=[^\W\d_])\s?[.;:]\s?(?=(?:{units})\s)", ", ", value)
    if repaired != value:
        notes.append(Correction(reason="comma", before=value, after=repaired))
    return repaired


def _lost_commas(value: str, notes: list[Correction]) -> str:
    """`thôn 5 xã Phú Lâm tỉnh Bắc Ninh`: commas that went with a page's specks.

    Before the first unit stands what is not to be parted from it: `Bệnh viện Đa khoa tỉnh`.
    """
    units = "|".join(words("unit_words_before_comma"))
    first = _FIRST_UNIT.search(value)
    if first is None:
        return value
    repaired = re.sub(
        rf"(?<=[\w'’])(?<!thị)\s(?=(?:{units})\s[A-ZĐÀ-Ỹ])",
        lambda found: ", " if found.start() >= first.end() else found.group(),
        value,
    )
    if repaired != value:
        notes.append(Correction(reason="comma", before=value, after=repaired))
    return repaired


def _small_in_names(value: str, notes: list[Correction]) -> str:
    """`LÝ Sơn` → `Lý Sơn`, `Cư M' gar` → `Cư M'gar`: a small letter as tall as its capital."""
    if is_upper(value):
        return value
    repaired = _TWO_CAPITALS.sub(lambda found: found.group().capitalize(), value)
    repaired = _PARTED.sub(r"\1'", repaired)
    if repaired != value:
        notes.append(Correction(reason="look_alike", before=value, after=repaired))
    return repaired


def _highland_names(value: str, notes: list[Correction]) -> str:
    """`xã la Kla` → `xã Ia Kla`: names of the highlands open with water, and nothing with `la`."""
    units = "|".join(words("unit_words_before_comma"))
    repaired = re.sub(rf"\b((?i:{units})) l[aA] (?=[A-ZĐ])", r"\1 Ia ", value)
    if repaired != value:
        notes.append(Correction(reason="look_alike", before=value, after=repaired))
    return repaired


def _no_stop_behind_units(value: str, notes: list[Correction]) -> str:
    """`tỉnh. Bắc Ninh`, `xã, Đại Lai` → without the mark: a unit's name follows it at once."""
    units = "|".join(words("unit_words_before_comma"))
    repaired = re.sub(rf"\b((?i:{units}))\s?[.,;:]+\s?(?=[A-ZĐÀ-Ỹ])", r"\1 ", value)
    if repaired != value:
        notes.append(Correction(reason="stray_mark", before=value, after=repaired))
    return repaired


def _unit_of_body(value: str, notes: list[Correction]) -> str:
    """`Ủy ban nhân dân xà` → `… xã`: the unit behind a body's name."""
    units = dict(pairs("unit_words"))

    def put_right(found: re.Match[str]) -> str:
        meant = units.get(fold(found.group(2)))
        if meant is None or meant.lower() == found.group(2).lower():
            return found.group()
        read = found.group(2)
        return found.group(1) + (meant.upper() if read.isupper() else meant)

    repaired = re.sub(
        r"((?:nhân dân|công an|y tế)\s+)([^\W\d_]+)(?=\s+[^\W\d_])",
        put_right,
        value,
        flags=re.IGNORECASE,
    )
    if repaired != value:
        notes.append(Correction(reason="unit_word", before=value, after=repaired))
    return repaired
