"""Chip scenarios 1-20 over the system's card service, the desk's worker and the virtual card.

``docs/chip-scenarios.md`` tells each one with its outcome; what needs no reader is shown again,
exchange by exchange, in ``tests/unit/chip``.
"""

import threading
import time

import pytest

from desk_app import bootstrap
from desk_app.adapters.identity import CardSettings, DeskCards
from desk_app.domain.errors import Cancelled, UnavailableError
from desk_app.domain.identity import ChipKey, ChipVerdict
from desk_app.practice.chip import CardFaults, PracticeCard, make_card
from desk_app.practice.chip.content import PACE_AES_128
from desk_app.practice.pictures import draw_portrait
from scanner.chip import list_readers
from tests.integration.chip.conftest import has_card
from tests.kit.card_service import wait_until

pytestmark = [pytest.mark.card, pytest.mark.xdist_group("card")]
CLOCK = bootstrap.wall_clock()
GENUINE, FALSE, UNSURE = ChipVerdict.GENUINE, ChipVerdict.NOT_GENUINE, ChipVerdict.CANNOT_TELL
WORDS = {"number": "000190000017", "full_name": "Nguyễn Thị Thử Nghiệm", "birth": "1990-02-15"}


def made(faults=None, **content):
    return make_card(now=CLOCK.now(), faults=faults or CardFaults(), **content)


@pytest.fixture
def desk(tmp_path):
    """The desk's reader; it knows the countries whose certificates lie in the folder."""
    opened = DeskCards(CardSettings(countries=tmp_path, patience=20.0), CLOCK)
    yield opened
    opened.close()


@pytest.fixture
def lay(laid_down, tmp_path):
    """Lays a card down; the desk knows its country unless told otherwise."""

    def place(content, *, is_known=True, **manners):
        if is_known:
            (tmp_path / "country.cer").write_bytes(content.country)
        return laid_down(PracticeCard(content, **manners))

    return place


def words_of(report):
    return {name: getattr(report.person, name) for name in WORDS}


@pytest.mark.parametrize(
    ("pace", "by_number", "access"),
    [
        pytest.param((), False, "bac", id="1-bac"),
        pytest.param(((PACE_AES_128, 13),), False, "pace-mrz", id="2-pace-zone"),
        pytest.param(((PACE_AES_128, 13),), True, "pace-can", id="3-pace-number"),
    ],
)
def test_every_access_gives_the_same_data(desk, lay, pace, by_number, access):
    """Scenarios 1-3."""
    content = made(pace=pace)
    lay(content)
    report = desk.read(ChipKey(can=content.can) if by_number else ChipKey(zone=content.zone))
    assert (report.access, report.verdict, words_of(report)) == (access, GENUINE, WORDS)


@pytest.mark.parametrize(
    ("faults", "is_known", "reason"),
    [
        pytest.param({}, False, "chip.no_country_certificates", id="4-no-country"),
        pytest.param({"signer": "unknown"}, True, "chip.country_unknown", id="5-unknown"),
        pytest.param({"signer": "samename"}, True, "chip.country_unknown", id="6-same-name"),
        pytest.param({"signer": "expired"}, True, "chip.signer_expired", id="7-expired"),
    ],
)
def test_what_nobody_can_prove_is_said_so_and_shown_unproven(desk, lay, faults, is_known, reason):
    """Scenarios 4-7: anybody can make such a card."""
    content = made(CardFaults(**faults))
    lay(content, is_known=is_known)
    report = desk.read(ChipKey(zone=content.zone))
    assert (report.verdict, report.reasons[0]) == (UNSURE, reason)
    assert words_of(report) == WORDS
    if reason == "chip.signer_expired":
        assert report.signer_ends < CLOCK.now()


@pytest.mark.parametrize(
    ("faults", "reason"),
    [
        pytest.param({"corrupt": (13,)}, "chip.group_changed", id="8-words-changed"),
        pytest.param({"corrupt": (2,)}, "chip.group_changed", id="9-face-changed"),
        pytest.param({"signer": "badsig"}, "chip.signature_broken", id="10-signature"),
        pytest.param({"signer": "forged"}, "chip.signer_forged", id="11-forged"),
        pytest.param({"is_copy": True}, "chip.copied", id="12-copy"),
    ],
)
def test_a_false_card_is_called_false(desk, lay, faults, reason):
    """Scenarios 8-12; of such a card the face is not shown."""
    content = made(CardFaults(**faults), picture=draw_portrait())
    lay(content)
    report = desk.read(ChipKey(zone=content.zone), wants_picture=True)
    assert (report.verdict, report.reasons[0]) == (FALSE, reason)
    assert report.picture == b""
    if faults.get("is_copy"):
        assert (report.is_chip_proven, {"DG1", "DG13"} <= set(report.proven)) == (False, True)


def test_a_wrong_key_is_said_and_the_right_one_works_at_once(desk, lay):
    """Scenario 13."""
    content = made()
    lay(content)
    other = made(person={12: "16/02/2030"})
    for wrong, access in ((ChipKey(zone=other.zone), "mrz"), (ChipKey(can="654321"), "can")):
        with pytest.raises(UnavailableError) as caught:
            desk.read(wrong)
        assert (caught.value.code, caught.value.facts["access"]) == ("chip.wrong_key", access)
        assert desk.read(ChipKey(zone=content.zone)).verdict is GENUINE


def exchanges(content):
    """How many commands a whole reading has; both accesses are read with long commands."""
    from tests.kit.chip import read

    return read(content).exchanges


PULLED = [("bac", (), n) for n in range(1, 12)] + [
    ("pace", ((PACE_AES_128, 13),), n) for n in range(1, 14)
]


@pytest.mark.parametrize(
    ("pace", "at"),
    [
        pytest.param(
            pace, at, id=f"{way}-{at}", marks=[] if at in {1, 6, 11} else [pytest.mark.long]
        )
        for way, pace, at in PULLED
    ],
)
def test_a_card_pulled_at_any_exchange_leaves_nothing_and_the_next_reading_works(
    laid_down, tmp_path, pace, at
):
    """Scenario 14."""
    content = made(pace=pace)
    assert exchanges(content) == (13 if pace else 11)
    (tmp_path / "country.cer").write_bytes(content.country)
    place = laid_down(PracticeCard(content, faults={"pull_at": at}))
    desk = DeskCards(CardSettings(countries=tmp_path, patience=0.5), CLOCK)
    try:
        with pytest.raises(UnavailableError) as caught:
            desk.read(ChipKey(zone=content.zone))
        assert caught.value.code == "chip.moved"
        wait_until(lambda: not has_card())
        place.insert()
        wait_until(has_card)
        report = desk.read(ChipKey(zone=content.zone))
        assert (report.verdict, words_of(report)) == (GENUINE, WORDS)
    finally:
        desk.close()


@pytest.mark.parametrize("fault", ["tear_at", "reset_at"])
def test_a_lifted_or_reset_card_is_begun_again_without_a_word(desk, lay, fault):
    """Scenario 15."""
    content = made()
    lay(content, faults={fault: 9})
    assert desk.read(ChipKey(zone=content.zone)).verdict is GENUINE


@pytest.mark.parametrize("fault", ["lose_at", "drop_at"])
def test_a_lost_command_or_answer_gives_no_wrong_byte(desk, lay, fault):
    """Scenario 16: a new session by itself, or an error; never other data."""
    content = made()
    lay(content, faults={fault: 10})
    assert desk.read(ChipKey(zone=content.zone)).verdict is GENUINE


def test_a_slow_card_tells_how_far_it_is_and_can_be_stopped(desk, lay):
    """Scenario 17."""
    content = made()
    lay(content, slow=0.1)
    told = []
    report = desk.read(ChipKey(zone=content.zone), progress=lambda *at: told.append(at))
    assert report.verdict is GENUINE
    assert {name for *_, name in told} >= {"EF.SOD", "DG1", "DG13"}
    stop = threading.Event()

    class Stop:
        def is_cancelled(self):
            return stop.is_set()

    threading.Timer(0.5, stop.set).start()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        desk.read(ChipKey(zone=content.zone), cancelled=Stop(), progress=lambda *_: stop.wait(2.0))
    assert time.monotonic() - begun < 30


def test_a_cut_face_is_no_face_and_the_words_are_genuine(desk, lay):
    """Scenario 18."""
    content = made(CardFaults(truncate=(2,)), picture=draw_portrait())
    lay(content)
    report = desk.read(ChipKey(zone=content.zone), wants_picture=True)
    assert (report.verdict, report.picture, report.problems["DG2"]) == (GENUINE, b"", "cut")
    assert words_of(report) == WORDS


@pytest.mark.parametrize("manners", [{"extended": False}, {"most": 100}])
def test_small_answers_are_slower_and_the_same(desk, lay, manners):
    """Scenario 19."""
    content = made()
    lay(content, **manners)
    report = desk.read(ChipKey(zone=content.zone))
    assert (report.verdict, words_of(report)) == (GENUINE, WORDS)
    assert report.exchanges > 13


@pytest.mark.parametrize(
    "content",
    [
        pytest.param({"is_explicit": True}, id="explicit-curve"),
        pytest.param({"pace": ()}, id="no-pace"),
        pytest.param({"has_chip_key": False}, id="no-chip-key"),
    ],
)
def test_odd_but_honest_cards_are_read(desk, lay, content):
    """Scenario 20; the card refuses the master file (6D00) and keeps DG3 locked in each of them."""
    card = made(**content)
    lay(card)
    report = desk.read(ChipKey(zone=card.zone))
    assert (report.verdict, words_of(report)) == (GENUINE, WORDS)
    assert "DG3" not in report.digests


def test_without_a_card_and_with_two_slots_it_says_which(desk, lay):
    """Scenario 20: no card on either slot; then the slot that holds one is found by itself."""
    content = made()
    assert len(list_readers()) == 2
    with pytest.raises(UnavailableError) as caught:
        desk.read(ChipKey(zone=content.zone))
    assert caught.value.code == "chip.no_card"
    with pytest.raises(UnavailableError) as caught:
        desk.read(ChipKey(zone=content.zone), reader="Omnikey")
    assert (caught.value.code, caught.value.facts["reader"]) == ("chip.reader_unknown", "Omnikey")
    lay(content)
    assert desk.read(ChipKey(zone=content.zone)).verdict is GENUINE
    assert desk.read(ChipKey(zone=content.zone), reader="00 00").verdict is GENUINE
