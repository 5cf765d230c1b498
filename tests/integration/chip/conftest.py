"""Practice cards on the virtual reader of pcscd."""

import pytest

from desk_app.practice.chip import InVirtualReader
from scanner.chip import list_readers
from tests.kit.card_service import READER_PORT, NoCardServiceError, run_card_service, wait_until


def has_card() -> bool:
    return any(each.has_card for each in list_readers())


@pytest.fixture(scope="module")
def card_service():
    try:
        with run_card_service() as daemon:
            yield daemon
    except NoCardServiceError as reason:
        pytest.skip(str(reason))


@pytest.fixture
def laid_down(card_service):
    """Lays practice cards on the virtual reader and takes them away at the end."""
    placed = []

    def lay(card):
        place = InVirtualReader(card, READER_PORT)
        placed.append(place)
        place.insert()
        wait_until(has_card)
        return place

    yield lay
    for place in placed:
        place.remove()
    wait_until(lambda: not has_card())
