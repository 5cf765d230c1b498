"""The practice office while it is open: province, time stamps, scanner and a citizen's card."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desk_app.config.front import SETTINGS_FILE
from desk_app.practice.chip import CardServer, PracticeCard, make_card
from desk_app.practice.pictures import draw_portrait
from desk_app.practice.pki import load_practice_pki, start_services
from desk_app.practice.profile import (
    PracticeProfile,
    new_practice_profile,
    open_practice_profile,
)
from desk_app.practice.province import RunningProvince, start_province
from desk_app.practice.scanner import PracticeScanner
from desk_app.practice.specimens import draw_specimens


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeOffice:
    """Everything that runs.

    Attributes:
        cards: where the practice card lies.
        specimens: pages of each specimen paper.
    """

    profile: PracticeProfile
    province: RunningProvince
    scanner: PracticeScanner
    cards: CardServer
    specimens: dict[str, list[Path]]


@contextmanager
def open_practice_office(
    folder: Path, *, clock: Callable[[], dt.datetime]
) -> Iterator[PracticeOffice]:
    """Start province, services and scanner around a practice profile; made when it is new.

    Args:
        folder: the profile; the province keeps its data beside it in ``province``.
        clock: certificates of a new profile are counted from now, time stamps tell it.
    """
    with contextlib.ExitStack() as running:
        folder.mkdir(parents=True, exist_ok=True)
        province = running.enter_context(start_province(folder / "province"))
        if (folder / SETTINGS_FILE).exists():
            profile = open_practice_profile(folder, province.url)
            _write(folder, "province", "url", f'"{province.url}"')
        else:
            profile = new_practice_profile(folder, now=clock(), province_url=province.url)
        services = start_services(load_practice_pki(folder / "pki").folder, clock)
        running.callback(services.shutdown)
        scanner = running.enter_context(PracticeScanner())
        _write(folder, "scanning", "devices", f'["{scanner.url}"]')
        content = make_card(now=clock(), picture=draw_portrait())
        (folder / "countries").mkdir(exist_ok=True)
        (folder / "countries" / "practice.cer").write_bytes(content.country)
        cards = running.enter_context(CardServer(PracticeCard(content)))
        _write(folder, "cards", "practice_port", str(cards.port))
        specimens = draw_specimens(folder / "specimens")
        yield PracticeOffice(
            profile=profile,
            province=province,
            scanner=scanner,
            cards=cards,
            specimens=specimens,
        )


def _write(folder: Path, section: str, key: str, value: str) -> None:
    """Province and scanner take free ports at each start: write them into the settings."""
    path = folder / SETTINGS_FILE
    lines = path.read_text(encoding="utf-8").splitlines()
    if f"[{section}]" not in lines:  # a profile of an older program
        lines += ["", f"[{section}]", f"{key} = {value}"]
    place = lines.index(f"[{section}]")
    for number in range(place + 1, len(lines)):
        if lines[number].startswith(f"{key} = "):
            lines[number] = f"{key} = {value}"
            break
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
