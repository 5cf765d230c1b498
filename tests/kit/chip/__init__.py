"""A practice card in the same process, and what a reading of it says."""

import datetime as dt
from contextlib import contextmanager

from desk_app.practice.chip import CardFaults, PracticeCard, make_card
from scanner.chip import CardNumberKey, ChipError, ReadRequest, ZoneKey, read_card
from signing.chip import ChipFiles, country_store, judge

NOW = dt.datetime(2026, 11, 29, 9, 0, tzinfo=dt.UTC)


class InProcess:
    """A transport straight into a card."""

    def __init__(self, card):
        self.card = card

    def exchange(self, command):
        answer = self.card.transmit(command)
        if answer is None:
            raise ChipError("chip.moved")
        return answer


def opener(card, *, comes_back=True):
    """Opens the card; after a pull it is there again only when it comes back."""
    opened = []

    @contextmanager
    def open_card(patience):
        if opened and not comes_back:
            raise ChipError("chip.no_card")
        opened.append(patience)
        card.reset()
        yield InProcess(card)

    return open_card


def key_of(content, *, by_number=False):
    if by_number:
        return CardNumberKey(content.can)
    return ZoneKey(content.number, content.birth, content.expiry)


def read(content, *, by_number=False, wants_picture=False, extended=None, **card):
    played = PracticeCard(content, **card)
    request = ReadRequest(
        key=key_of(content, by_number=by_number), wants_picture=wants_picture, extended=extended
    )
    return read_card(opener(played), request)


def verdict(content, *, trust=True, at=NOW, wants_picture=True):
    reading = read(content, wants_picture=wants_picture)
    files = ChipFiles(
        groups=reading.groups,
        security_object=reading.security_object,
        challenge=reading.challenge,
        answer=reading.answer,
    )
    store = country_store({"country.cer": content.country} if trust else {})
    return judge(files, store, at)


def card(faults=None, **content):
    return make_card(now=NOW, faults=faults or CardFaults(), **content)
