"""Provinces before and after July 2025, and addresses of two or three tiers.

An address is taken apart as printed; the successor unit is a suggestion beside it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desk_app.domain.identity.tables import IdentityTables, place_key
from desk_app.domain.identity.vietnamese import compose, is_unmarked, search_key

_PROVINCE_WORDS = re.compile(
    r"(?:tinh|thanh pho|tp\.?)(?=[\s.]|hcm$)[\s.]*|(?:t\.|tp\.?)\s*", re.IGNORECASE
)
_SHORT_DISTRICT = r"(?:q|h|tx|tp)\.\s*\S|(?:tp|tx)\s+\S|q\.?\s*[0-9]{1,2}$"
_SHORT_COMMUNE = r"(?:x|p|tt|đk)\.\s*\S|tt\s+\S|p\.?\s*[0-9]{1,2}$"
_DISTRICT_WORDS = ("quận", "huyện", "thị xã", "thành phố")
_COMMUNE_WORDS = ("xã", "phường", "thị trấn", "đặc khu")
_LINE_WORDS = (
    *("số", "nhà", "đường", "phố", "ngõ", "ngách", "hẻm", "kiệt", "tổ", "khu", "khóm", "thôn"),
    *("xóm", "ấp", "bản", "buôn", "làng", "plei", "bon", "khối", "cụm", "đội", "căn hộ"),
    *("chung cư", "tòa nhà", "phum", "tiểu khu", "bệnh viện", "trạm y tế", "kdc", "kp", "tdp"),
)
_BARE_WORDS = re.compile(
    r"(?:xa|phuong|tinh|huyen|quan|thon|duong|thi xa|thi tran|thanh pho) |so [0-9]"
)
_COUNTRY = {"vietnam", "vn", "chxhcnvietnam"}


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart, each part as printed; None where there is none.

    Attributes:
        tiers: 2 (commune, province) or 3 (with a district, before July 2025).
        line: house, street, hamlet.
        province_now: the unit since 1 July 2025.
    """

    tiers: int
    line: str | None
    commune: str | None
    district: str | None
    province: str | None
    province_now: str | None


def province_now(name: str, tables: IdentityTables) -> str | None:
    """Give the unit since 1 July 2025 for the name of a province of then or of before."""
    whole = tables.known_places.get(place_key(name))
    bare = _PROVINCE_WORDS.sub("", search_key(name), count=1) if _is_prefixed(name) else name
    return whole or tables.known_places.get(place_key(bare))


def province_of_2024(code: str, tables: IdentityTables) -> str | None:
    """Give the unit of 2024 by the code in personal numbers."""
    if not re.fullmatch(r"[0-9]{2,3}", code):
        return None
    unit = tables.provinces.get(code.zfill(3))
    return unit.name if unit else None


def read_address(text: str, tables: IdentityTables) -> Address:
    """Take an address apart, from the province on the right to the house on the left."""
    parts = _parts(compose(text), tables)
    province = None
    if parts and _is_province(parts, tables):
        province = parts.pop()
    line, commune, district = _levels(parts)
    return Address(
        tiers=3 if district else 2,
        line=", ".join(line) or None,
        commune=commune,
        district=district,
        province=province,
        province_now=province_now(province, tables) if province else None,
    )


def lacks_place_marks(address: str, tables: IdentityTables) -> bool:
    """Say whether a reader has dropped the diacritics of an address."""
    for part in re.split(r"[,;]", address):
        words = compose(part)
        lead = _BARE_WORDS.match(words.casefold())
        if lead and lead.group().isascii():
            return True
    if not address.isascii():
        return False
    last = re.split(r"[,;]", address)[-1]
    unit = province_now(last, tables)
    is_misspelt = unit is not None and not any(name.isascii() for name in _names_of(last, tables))
    return is_misspelt or any(is_unmarked(word) for word in re.findall(r"[A-Za-z]+", address))


def _names_of(text: str, tables: IdentityTables) -> list[str]:
    key = place_key(_PROVINCE_WORDS.sub("", search_key(text), count=1))
    names = [unit.name for unit in tables.provinces.values()] + sorted(tables.units_now)
    return [name for name in names if place_key(name) == key]


def _is_prefixed(name: str) -> bool:
    return _PROVINCE_WORDS.match(search_key(name)) is not None


def _parts(text: str, tables: IdentityTables) -> list[str]:
    text = text.rstrip(" .;,")
    parts = [part.strip(" .") for part in re.split(r"[,;]", text)]
    if len(parts) == 1:
        parts = _parts_by_dashes(text, tables)
    if len(parts) == 1:
        parts = _parts_by_words(text)
    parts = [part for part in parts if part]
    if parts and place_key(parts[-1]) in _COUNTRY:
        parts.pop()
    return parts


def _parts_by_dashes(text: str, tables: IdentityTables) -> list[str]:
    parts = re.split(r"\s+[-–—]\s+", text)
    if len(parts) > 1 and province_now(" ".join(parts[-2:]), tables):
        parts[-2:] = [" - ".join(parts[-2:])]
    return parts


def _parts_by_words(text: str) -> list[str]:
    """Part an address without commas before each name of a level."""
    levels = r"xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh"
    return [
        part.strip()
        for part in re.split(rf"\s+(?=(?:{levels})\s)(?<!thị\s)", text, flags=re.IGNORECASE)
    ]


def _is_province(parts: list[str], tables: IdentityTables) -> bool:
    """Say whether the last part is a province, not a city inside one.

    `phường Đa Mai, thành phố Bắc Giang` names a city of a province; a centrally-run city stands
    where a province stands.
    """
    now = province_now(parts[-1], tables)
    if now is None:
        return parts[-1].casefold().startswith(("tỉnh ", "tinh "))
    is_city = re.match(r"thanh pho\s|tp[\s.]", search_key(parts[-1])) is not None
    if not is_city:
        return True
    bare = place_key(_PROVINCE_WORDS.sub("", search_key(parts[-1]), count=1))
    return now in tables.cities_now and bare not in tables.former_places


def _starting_with(words: Sequence[str], more: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Build the pattern of a level as written, and without marks for text that has none.

    With marks `Phương Liên` and `Quán Toan` are names of wards, not a ward or a district.
    """
    marked = "|".join(words)
    return re.compile(rf"(?:{marked})\s|{more}"), re.compile(rf"(?:{search_key(marked)})\s|{more}")


_DISTRICT = _starting_with(_DISTRICT_WORDS, _SHORT_DISTRICT)
_COMMUNE = _starting_with(_COMMUNE_WORDS, _SHORT_COMMUNE)
_LINE = _starting_with(_LINE_WORDS, ".*[0-9]")


def _is_level(part: str, patterns: tuple[re.Pattern[str], re.Pattern[str]]) -> bool:
    return patterns[part.isascii()].match(part.casefold()) is not None


def _levels(parts: list[str]) -> tuple[list[str], str | None, str | None]:
    districts = [at for at, part in enumerate(parts) if _is_level(part, _DISTRICT)]
    communes = [at for at, part in enumerate(parts) if _is_level(part, _COMMUNE)]
    if districts:
        at = districts[-1]
        below = parts[:at]
        has_commune = bool(below) and (at - 1 in communes or not _is_level(parts[at - 1], _LINE))
        commune = below.pop() if has_commune else None
        return below, commune, parts[at]
    if communes:
        at = communes[-1]
        district = parts[at + 1] if at + 1 < len(parts) else None
        return parts[:at], parts[at], district
    lines = max((at + 1 for at, part in enumerate(parts) if _is_level(part, _LINE)), default=0)
    names = parts[lines:]
    if len(names) >= 2:
        return parts[:lines] + names[:-2], names[-2], names[-1]
    return parts[:lines], names[0] if names else None, None
