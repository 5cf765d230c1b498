"""The other process: it speaks with the reader's driver and opens what a stranger's card says."""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from desk_app.domain.identity import ChipReport, ChipVerdict, person_of
from scanner.chip import (
    CardReading,
    CardWay,
    ChipError,
    ReadRequest,
    card_items,
    list_readers,
    open_way,
    portrait,
    read_card,
    zone_lines,
)
from signing.chip import Authenticity, ChipFiles, judge, load_countries
from signing.trust.store import TrustError

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOrder:
    """One reading.

    Attributes:
        countries: folder or package with the certificates of countries.
        publisher: public key that a package must be signed with.
        at: the desk's time.
    """

    way: CardWay
    request: ReadRequest = field(repr=False)
    countries: Path | None
    publisher: bytes | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ListOrder:
    """Ask which slots there are."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker's first word: everything is loaded."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file is."""

    file: str
    done: int
    whole: int


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is no answer."""

    code: str
    facts: dict[str, str | int | float | bool | None]


@dataclass(frozen=True, slots=True)
class Read:
    """A reading, and whether this reader took long commands."""

    report: ChipReport
    extended: bool


def serve(pipe: Connection) -> None:
    """Say that it is there, then answer orders until the other end closes."""
    pipe.send(Ready())
    while True:
        try:
            order = pipe.recv()
        except EOFError:
            return
        try:
            answer: object = _slots() if isinstance(order, ListOrder) else _read(order, pipe)
        except ChipError as error:
            answer = Failed(error.code, dict(error.facts))
        except TrustError as error:
            answer = Failed(error.code, {k: str(v) for k, v in error.facts.items()})
        pipe.send(answer)


def _slots() -> list[tuple[str, str, bool]]:
    return [(each.name, each.kind, each.has_card) for each in list_readers()]


def _read(order: ReadOrder, pipe: Connection) -> Read:
    store = load_countries(order.countries, order.publisher, now=order.at)

    def tell(file: str, done: int, whole: int) -> None:
        pipe.send(Progress(file, done, whole))

    reading = read_card(lambda wait: open_way(order.way, wait), order.request, tell)
    files = ChipFiles(
        groups=reading.groups,
        security_object=reading.security_object,
        challenge=reading.challenge,
        answer=reading.answer,
    )
    return Read(_report(reading, judge(files, store, order.at), order.at), reading.extended)


def _report(reading: CardReading, found: Authenticity, at: dt.datetime) -> ChipReport:
    problems = dict(reading.problems)
    zone = _opened(zone_lines, 1, reading, problems) or []
    items = _opened(card_items, 13, reading, problems) or {}
    picture = _opened(portrait, 2, reading, problems)
    person, differing = person_of(zone, items, at.date())
    verdict, reasons = ChipVerdict(found.verdict), found.reasons
    if differing and verdict is ChipVerdict.GENUINE:
        verdict, reasons = ChipVerdict.CANNOT_TELL, ("chip.groups_disagree",)
    return ChipReport(
        verdict=verdict,
        reasons=reasons,
        person=person,
        disagreements=differing,
        signer=found.signer,
        signer_ends=found.signer_ends,
        country=found.country,
        digests={f"DG{n}": digest for n, digest in found.digests.items()},
        proven=tuple(f"DG{n}" for n in found.proven),
        is_chip_proven=found.is_chip_proven,
        access=reading.access,
        problems=problems,
        picture=picture if picture and verdict is not ChipVerdict.NOT_GENUINE else b"",
        exchanges=reading.exchanges,
        seconds=reading.seconds,
        card_seconds=reading.card_seconds,
    )


_Content = TypeVar("_Content")


def _opened(
    parse: Callable[[bytes], _Content],
    number: int,
    reading: CardReading,
    problems: dict[str, str],
) -> _Content | None:
    """The content of a group; a group that is no such thing is a problem, not an end."""
    if number not in reading.groups:
        return None
    try:
        return parse(reading.groups[number])
    except ChipError as error:
        problems[f"DG{number}"] = str(error.facts["reason"])
        return None
