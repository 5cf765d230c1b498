"""Identity cards for the command line and the doctor: a reading without a dossier."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from desk_app.application.ports import CardSlot
from desk_app.bootstrap.data import load_settings, wall_clock
from desk_app.domain.errors import DeskError
from desk_app.domain.identity import ChipKey, ChipReport


def card_slots() -> Sequence[CardSlot]:
    """Slots of this machine; UnavailableError ``chip.service_down`` without a card service."""
    from desk_app.adapters.identity import CardSettings, DeskCards

    cards = DeskCards(CardSettings(), wall_clock())
    try:
        return cards.slots()
    finally:
        cards.close()


def read_identity_card(
    profile: Path | None,
    key: ChipKey,
    *,
    reader: str,
    countries: Path | None,
    progress: Callable[[int, int, str], None],
) -> ChipReport:
    """Read the card on a reader.

    Args:
        profile: whose certificates of countries are used; without one, ``countries`` alone.
        key: what opens the chip.
        reader: name or part of the name; empty for the one with an identity card.
        countries: folder of certificates that wins over the profile's.
        progress: bytes read, bytes in all, file.

    Raises:
        DeskError: ``chip.*``, ``trust.*``.
    """
    from desk_app.adapters.identity import CardSettings, DeskCards
    from desk_app.bootstrap.desk_devices import card_settings

    try:
        settings = card_settings(load_settings(profile))
    except DeskError:
        settings = CardSettings()
    if countries is not None:
        settings = replace(settings, countries=countries, publisher=None)
    cards = DeskCards(settings, wall_clock())
    try:
        return cards.read(key, reader=reader, progress=progress)
    finally:
        cards.close()
