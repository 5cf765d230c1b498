"""Tables of identity facts: provinces, family names, telephone and agency patterns, as data."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from desk_app.domain.identity.vietnamese import search_key


@dataclass(frozen=True, slots=True)
class Province:
    """A unit of 2024 and the unit it belongs to since 1 July 2025."""

    code: str
    name: str
    now: str


@dataclass(frozen=True, slots=True)
class ShortPrefix:
    """A short number: prefix and how many digits may follow."""

    prefix: str
    more: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PhonePlan:
    """The numbering plan."""

    country: str
    mobile_starts: tuple[str, ...]
    mobile_length: int
    landline_start: str
    landline_lengths: tuple[int, ...]
    short_numbers: tuple[str, ...]
    short_prefixes: tuple[ShortPrefix, ...]


@dataclass(frozen=True, slots=True)
class CodePattern:
    """A form of agency code and what a match means."""

    verdict: str
    form: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class IdentityTables:
    """All tables, built once from the identity assets.

    Attributes:
        provinces: units of 2024 by their three-digit code.
        units_now: names of the units since 1 July 2025.
        cities_now: those of them that are centrally-run cities.
        known_places: search key of every name and alias to the unit since 1 July 2025.
        former_places: search keys that name no unit any more.
        compound_surnames: words of family names longer than one word, longest first.
        marked_surnames: search keys of family names never written without marks.
        phones: the numbering plan.
        agency_codes: forms of agency codes, in the order they are tried.
        longest_agency_code: characters.
    """

    SOURCES: ClassVar[tuple[str, ...]] = ("provinces", "names", "phones", "agency_codes")

    provinces: Mapping[str, Province]
    units_now: frozenset[str]
    cities_now: frozenset[str]
    known_places: Mapping[str, str]
    former_places: frozenset[str]
    compound_surnames: tuple[tuple[str, ...], ...]
    marked_surnames: frozenset[str]
    phones: PhonePlan
    agency_codes: tuple[CodePattern, ...]
    longest_agency_code: int

    @classmethod
    def from_data(
        cls,
        *,
        provinces: Mapping[str, Any],
        names: Mapping[str, Any],
        phones: Mapping[str, Any],
        agency_codes: Mapping[str, Any],
    ) -> Self:
        """Build the tables from the four files named in `SOURCES`."""
        units = [Province(row["code"], row["name"], row["now"]) for row in provinces["unit_2024"]]
        units_now = {row["name"] for row in provinces["unit_now"]}
        known = {place_key(name): name for name in units_now}
        for row in provinces["unit_2024"]:
            for name in (row["name"], *row.get("aliases", ())):
                known.setdefault(place_key(name), row["now"])
        compounds = [tuple(search_key(name).split()) for name in names["compound_surnames"]]
        return cls(
            provinces={unit.code: unit for unit in units},
            units_now=frozenset(units_now),
            cities_now=frozenset(
                row["name"] for row in provinces["unit_now"] if row["kind"] == "city"
            ),
            known_places=known,
            former_places=frozenset(
                place_key(unit.name) for unit in units if unit.name not in units_now
            ),
            compound_surnames=tuple(sorted(compounds, key=len, reverse=True)),
            marked_surnames=frozenset(search_key(name) for name in names["marked_surnames"]),
            phones=_phone_plan(phones),
            agency_codes=tuple(
                CodePattern(row["verdict"], re.compile(row["form"], re.ASCII))
                for row in agency_codes["pattern"]
            ),
            longest_agency_code=agency_codes["longest"],
        )


def place_key(name: str) -> str:
    """Give a place name as it is compared: search key, letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", search_key(name))


def _phone_plan(data: Mapping[str, Any]) -> PhonePlan:
    prefixes: Sequence[Mapping[str, Any]] = data["short_prefixes"]
    return PhonePlan(
        country=data["country"],
        mobile_starts=tuple(data["mobile_starts"]),
        mobile_length=data["mobile_length"],
        landline_start=data["landline_start"],
        landline_lengths=tuple(data["landline_lengths"]),
        short_numbers=tuple(data["short_numbers"]),
        short_prefixes=tuple(ShortPrefix(row["prefix"], tuple(row["more"])) for row in prefixes),
    )
