"""What stands on lines: names, places, dates, numbers and words as forms have them, from a seed.

Nothing is taken from the generator's parts `unseen` and `sealed`; only the lists of real surnames,
districts and provinces hold what these use too.
"""

import random
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from scanner.recognition.ocr.line_picture import ALPHABET

LONGEST = 46
_LETTERS = frozenset(ALPHABET)


@lru_cache(maxsize=8)
def _data(name: str) -> dict[str, Any]:
    text = (files("scanner.recognition") / "data" / f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=1)
def _syllables() -> list[str]:
    text = (files("scanner.recognition") / "data" / "syllables.txt").read_text("utf-8")
    return [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]


@lru_cache(maxsize=1)
def _names() -> list[str]:
    return _data("names")["syllables"].split()


@lru_cache(maxsize=1)
def _labels() -> list[str]:
    entries = _data("vocabulary").values()
    return [label for entry in entries for label in entry.get("labels", [])]


@lru_cache(maxsize=1)
def _units() -> list[tuple[str, str]]:
    """(district, province) as listed."""
    table: dict[str, str] = _data("districts")["districts"]
    return [(name, province) for province, names in table.items() for name in names.split("|")]


def text_of(rng: random.Random) -> str:
    """One line of text: NFC, letters of the alphabet only, 1 to 46 of them."""
    while True:
        kinds = (_name, _place, _date, _number, _words, _phrase, _figures, _odd)
        text = rng.choices(kinds, (20, 20, 12, 14, 16, 6, 8, 4))[0](rng)
        if len(text) > LONGEST:
            words = text.split(" ")
            start = rng.randrange(len(words))
            text = " ".join(words[start:])
            while len(text) > LONGEST:
                text = text.rpartition(" ")[0]
        text = text.strip()
        if text and _LETTERS.issuperset(text):
            return text


def _name(rng: random.Random) -> str:
    surname = rng.choice(_data("words")["surnames"])
    pool = _names() if rng.random() < 0.7 else [s.title() for s in _syllables()]
    name = " ".join([surname, *(rng.choice(pool) for _ in range(rng.choice((1, 2, 2, 2, 3))))])
    return name.upper() if rng.random() < 0.3 else name


def _own_name(rng: random.Random) -> str:
    """A name of a place nobody knows: syllables in title case."""
    return " ".join(rng.choice(_syllables()).title() for _ in range(rng.choice((1, 2, 2, 2, 3))))


def _place(rng: random.Random) -> str:
    district, province = rng.choice(_units())
    if rng.random() < 0.5:
        province = rng.choice(_data("words")["provinces_after"])
    street = rng.choice(
        [
            lambda: f"thôn {_own_name(rng)}",
            lambda: f"xóm {rng.randint(1, 30)}",
            lambda: f"tổ {rng.randint(1, 60)}",
            lambda: f"tổ dân phố {_own_name(rng)}",
            lambda: f"khu phố {rng.randint(1, 12)}",
            lambda: f"số {rng.randint(1, 999)} đường {_own_name(rng)}",
            lambda: f"{rng.randint(1, 400)}/{rng.randint(1, 90)} {_own_name(rng)}",
            lambda: f"ngõ {rng.randint(1, 300)} phố {_own_name(rng)}",
            lambda: f"ấp {_own_name(rng)}",
            lambda: f"bản {_own_name(rng)}",
            lambda: f"buôn {_own_name(rng)}",
            lambda: f"đội {rng.randint(1, 20)}",
        ]
    )()
    unit = rng.choice(("xã", "xã", "xã", "phường", "phường", "thị trấn", "đặc khu"))
    above = rng.choice(("huyện", "huyện", "thị xã", "thành phố", "quận"))
    top = "thành phố" if rng.random() < 0.2 else "tỉnh"
    parts = [street, f"{unit} {_own_name(rng)}", f"{above} {district}", f"{top} {province}"]
    start = rng.randrange(4)
    parts = parts[start : rng.randint(start + 1, 4)]
    joined = rng.choice((", ", ", ", ", ", " - ", ",")).join(parts)
    draw = rng.random()
    if draw < 0.35:
        return joined[0].upper() + joined[1:]
    return joined.title() if draw < 0.5 else joined.upper() if draw < 0.58 else joined


def _date(rng: random.Random) -> str:
    day, month, year = rng.randint(1, 31), rng.randint(1, 12), rng.randint(1930, 2031)
    two = rng.random() < 0.7
    d, m = (f"{day:02}", f"{month:02}") if two else (str(day), str(month))
    form = rng.choice(
        (
            "{d}/{m}/{y}",
            "{d}/{m}/{y}",
            "{d}-{m}-{y}",
            "{d}.{m}.{y}",
            "ngày {d} tháng {m} năm {y}",
            "Ngày {d} tháng {m} năm {y}",
            "{d} / {m} / {y}",
            "{p}, ngày {d} tháng {m} năm {y}",
            "tháng {m}/{y}",
            "{d}",
            "{m}/{y}",
            "{y}",
        )
    )
    return form.format(d=d, m=m, y=year, p=_own_name(rng))


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _figures(rng: random.Random) -> str:
    return rng.choice(
        [
            lambda: _digits(rng, 12),
            lambda: "0" + _digits(rng, 11),
            lambda: _digits(rng, 9),
            lambda: "0" + _digits(rng, 9),
            lambda: f"0{_digits(rng, 3)} {_digits(rng, 3)} {_digits(rng, 3)}",
            lambda: f"0{_digits(rng, 3)}.{_digits(rng, 3)}.{_digits(rng, 3)}",
            lambda: _digits(rng, rng.randint(1, 8)),
            lambda: " ".join(_digits(rng, rng.randint(4, 9))),
        ]
    )()


def _number(rng: random.Random) -> str:
    return rng.choice(
        [
            lambda: f"{rng.randint(1, 9999):,}".replace(",", "."),
            lambda: f"{rng.randint(1, 99999) * 1000:,} đồng".replace(",", "."),
            lambda: f"{rng.randint(1, 9999)},{rng.randint(0, 99)} m²",
            lambda: f"{rng.randint(1, 999)} m²",
            lambda: f"{rng.randint(1, 999)},{rng.randint(1, 9)} m",
            lambda: (
                f"{rng.randint(1, 9999)}/{rng.choice(('QĐ', 'GPXD', 'TB', 'CV', 'GXN', 'TLKS'))}-{rng.choice(('UBND', 'SXD', 'STP', 'VP', 'CT'))}"
            ),
            lambda: f"Số: {rng.randint(1, 9999)}/{rng.randint(1990, 2030)}",
            lambda: f"{rng.choice('ABCDĐ')}{rng.choice('ABCDĐSTX')} {_digits(rng, 6)}",
            lambda: f"{rng.choice(('CCCD', 'CMND', 'Căn cước', 'Hộ chiếu'))} số {_digits(rng, 12)}",
            lambda: f"Thửa đất số {rng.randint(1, 999)}, tờ bản đồ số {rng.randint(1, 99)}",
            lambda: f"Quyển số {rng.randint(1, 20):02}/{rng.randint(1990, 2030)}",
            lambda: f"{rng.randint(1, 40)} tầng",
            lambda: f"cấp {rng.choice(('I', 'II', 'III', 'IV'))}",
            lambda: f"{rng.randint(1, 36)} tháng",
            lambda: f"{rng.randint(1, 100)} %",
        ]
    )()


def _words(rng: random.Random) -> str:
    words = [rng.choice(_syllables()) for _ in range(rng.randint(1, 8))]
    draw = rng.random()
    if draw < 0.3:
        words = [word.title() for word in words]
    elif draw < 0.45:
        words = [word.upper() for word in words]
    elif draw < 0.7:
        words[0] = words[0].title()
    if rng.random() < 0.25:
        place = rng.randrange(len(words))
        words[place] += rng.choice((",", ".", ":", ";", ")", ","))
        if words[place][-1] == ")":
            words[0] = "(" + words[0]
    if rng.random() < 0.12:
        words[rng.randrange(len(words))] = str(rng.randint(0, 2030))
    return " ".join(words)


def _phrase(rng: random.Random) -> str:
    label = rng.choice(_labels() if rng.random() < 0.7 else _data("phrases")["phrases"])
    if rng.random() < 0.5:
        return str(label)
    return f"{label}: {rng.choice((_name, _date, _figures, _words))(rng)}"


def _odd(rng: random.Random) -> str:
    """Letters in no order, so that the net reads them and does not guess."""
    words = [
        "".join(rng.choice(ALPHABET[1:]) for _ in range(rng.randint(1, 6)))
        for _ in range(rng.randint(1, 3))
    ]
    return " ".join(words)
