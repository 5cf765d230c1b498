"""Cards read through the system's card service and the desk's worker; numbers are the kit's scenarios."""

import contextlib
import datetime as dt
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from desk_app import bootstrap
from desk_app.adapters.identity import CardSettings, DeskCards
from desk_app.domain.errors import Cancelled, RuleError, UnavailableError
from desk_app.domain.identity import ChipKey, ChipVerdict
from desk_app.practice.chip import CardFaults, PracticeCard, make_card
from desk_app.practice.pictures import draw_portrait
from scanner.chip import list_readers
from signing.trust import build_package
from tests.integration.chip.conftest import has_card
from tests.kit.card_service import wait_until

pytestmark = [pytest.mark.card, pytest.mark.xdist_group("card")]
ROOT = Path(__file__).parents[3]


CLOCK = bootstrap.wall_clock()


def made(**content):
    return make_card(now=CLOCK.now(), **content)


@pytest.fixture
def countries(tmp_path):
    folder = tmp_path / "countries"
    folder.mkdir()
    return folder


@pytest.fixture
def cards(countries):
    desk = DeskCards(CardSettings(countries=countries), CLOCK)
    yield desk
    desk.close()


def test_readers_are_listed_and_a_card_is_seen(laid_down):
    before = list_readers()
    assert len(before) == 2  # the virtual reader has two slots
    assert not any(each.has_card for each in before)
    place = laid_down(PracticeCard(made()))
    seen = [each for each in list_readers() if each.has_card]
    assert [each.kind for each in seen] == ["contactless"]
    place.remove()
    wait_until(lambda: not has_card())


@pytest.mark.parametrize("pace", [(), (("04007F00070202040202", 13),)])
def test_a_genuine_card_through_the_worker(laid_down, cards, countries, pace):  # 1, 2, 3
    content = made(pace=pace, picture=draw_portrait())
    (countries / "c.cer").write_bytes(content.country)
    laid_down(PracticeCard(content))
    told = []
    report = cards.read(
        ChipKey(zone=content.zone), wants_picture=True, progress=lambda *at: told.append(at)
    )
    assert report.verdict is ChipVerdict.GENUINE
    assert report.person.full_name == "Nguyễn Thị Thử Nghiệm"
    assert report.picture.startswith(b"\x89PNG")
    assert {name for _, _, name in told} >= {"EF.SOD", "DG1", "DG13", "DG2"}
    if pace:
        assert cards.read(ChipKey(can=content.can)).access == "pace-can"


def test_nothing_is_taken_for_granted_without_the_country(laid_down, cards):  # 4
    content = made()
    laid_down(PracticeCard(content))
    report = cards.read(ChipKey(zone=content.zone))
    assert report.verdict is ChipVerdict.CANNOT_TELL


@pytest.mark.parametrize(
    "picture", [b"\xff\xd8\xff\xe0 no picture \xff\xd9", draw_portrait()[:2000]]
)
def test_a_picture_that_does_not_decode_whole_is_none(laid_down, cards, countries, picture):
    content = made(picture=picture)
    (countries / "c.cer").write_bytes(content.country)
    laid_down(PracticeCard(content))
    report = cards.read(ChipKey(zone=content.zone), wants_picture=True)
    assert (report.verdict, report.picture) == (ChipVerdict.GENUINE, b"")
    assert report.problems["DG2"] == "picture"


def test_countries_come_in_a_package_of_the_publisher(laid_down, tmp_path):
    key = ed25519.Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    content, day = made(), dt.timedelta(days=1)
    certificates = tmp_path / "certificates"
    certificates.mkdir()
    (certificates / "country.cer").write_bytes(content.country)
    package = tmp_path / "countries.zip"
    build_package(certificates, package, key, issued_at=CLOCK.now() - day, valid_for=30 * day)
    laid_down(PracticeCard(content))

    def read(publisher):
        with contextlib.closing(
            DeskCards(CardSettings(countries=package, publisher=publisher), CLOCK)
        ) as desk:
            return desk.read(ChipKey(zone=content.zone))

    assert read(public).verdict is ChipVerdict.GENUINE
    package.write_bytes(package.read_bytes().replace(b"country.cer", b"country.crt"))
    with pytest.raises(UnavailableError) as caught:
        read(public)
    assert caught.value.code.startswith("trust.package")
    with pytest.raises(UnavailableError) as caught:
        read(None)
    assert caught.value.code == "trust.publisher_key"


@pytest.mark.parametrize(
    "places", [(4, 10), pytest.param((1, 4, 8, 10, 12), marks=pytest.mark.long)]
)
def test_a_card_pulled_within_a_command(laid_down, cards, countries, places):  # 14
    content = made()
    (countries / "c.cer").write_bytes(content.country)
    for at in places:
        card = PracticeCard(content, faults={"pull_at": at})
        place = laid_down(card)
        with pytest.raises(UnavailableError) as caught:
            cards.read(ChipKey(zone=content.zone))
        assert caught.value.code == "chip.moved", at
        wait_until(lambda: not has_card())
        place.insert()
        wait_until(has_card)
        assert cards.read(ChipKey(zone=content.zone)).verdict is ChipVerdict.GENUINE
        place.remove()
        wait_until(lambda: not has_card())


def test_a_card_that_comes_back_is_read_without_a_word(laid_down, countries):  # 15
    cards = DeskCards(CardSettings(countries=countries, patience=20.0), CLOCK)
    content = made()
    (countries / "c.cer").write_bytes(content.country)
    laid_down(PracticeCard(content, faults={"tear_at": 9}))
    with contextlib.closing(cards):
        assert cards.read(ChipKey(zone=content.zone)).verdict is ChipVerdict.GENUINE


def test_no_card_no_key_wrong_key(laid_down, cards):  # 13, 20
    content = made()
    with pytest.raises(UnavailableError) as caught:
        cards.read(ChipKey(zone=content.zone))
    assert caught.value.code == "chip.no_card"
    with pytest.raises(UnavailableError) as caught:
        cards.read(ChipKey(can="123456"), reader="no such reader")
    assert caught.value.code == "chip.reader_unknown"
    laid_down(PracticeCard(content))
    for key, code in ((ChipKey(), "chip.key_missing"), (ChipKey(can="12"), "chip.key_invalid")):
        with pytest.raises(RuleError) as refused:
            cards.read(key)
        assert refused.value.code == code
    with pytest.raises(UnavailableError) as caught:
        cards.read(ChipKey(can="654321"))
    assert caught.value.code == "chip.wrong_key"


def test_a_slow_card_can_be_stopped(laid_down, cards):  # 17
    content = made()
    laid_down(PracticeCard(content, slow=0.5))
    stop = threading.Event()

    class Stop:
        def is_cancelled(self):
            return stop.is_set()

    begun = time.monotonic()
    threading.Timer(1.0, stop.set).start()
    with pytest.raises(Cancelled):
        cards.read(ChipKey(zone=content.zone), cancelled=Stop())
    assert time.monotonic() - begun < 60
    assert cards.slots()  # the next order finds a fresh worker


def test_a_card_that_never_answers_is_cut(laid_down, countries):
    content = made()
    laid_down(PracticeCard(content, slow=2.0))
    cards = DeskCards(CardSettings(countries=countries, deadline=3.0), CLOCK)
    try:
        with pytest.raises(UnavailableError) as caught:
            cards.read(ChipKey(zone=content.zone))
        assert caught.value.code == "chip.too_long"
    finally:
        cards.close()


def command(*arguments, cwd):
    return subprocess.run(
        [sys.executable, "-m", "desk_app", "identity", "card", "--json", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DESK_PROFILE": str(cwd / "none")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_command_line(laid_down, countries, tmp_path):
    content = made(faults=CardFaults(corrupt=(13,)))
    (countries / "c.cer").write_bytes(content.country)
    place = laid_down(PracticeCard(content))
    bad = command("--mrz", " ".join(content.zone), "--countries", countries, cwd=tmp_path)
    assert bad.returncode == 1, bad.stdout
    assert json.loads(bad.stdout)["verdict"] == "not_genuine"
    place.remove()
    content = made()
    (countries / "c.cer").write_bytes(content.country)
    place = laid_down(PracticeCard(content))
    good = command("--mrz", "\n".join(content.zone), "--countries", countries, cwd=tmp_path)
    assert good.returncode == 0, good.stdout + good.stderr
    answer = json.loads(good.stdout)
    assert answer["card"]["number"] == "000190000017"
    assert answer["chip_proven"] is True
    unsure = command("--can", content.can, cwd=tmp_path)
    assert unsure.returncode == 2
    assert json.loads(unsure.stdout)["reasons"] == ["chip.no_country_certificates"]
    wrong = command("--can", "000000", cwd=tmp_path)
    assert json.loads(wrong.stdout)["error"]["code"] == "chip.wrong_key"


def test_openssl_agrees_on_the_signed_object(tmp_path):
    from scanner.chip.tlv import only

    content = made()
    (tmp_path / "sod.der").write_bytes(only(content.files["EF.SOD"], 0x77))
    (tmp_path / "country.der").write_bytes(content.country)
    subprocess.run(
        ["openssl", "x509", "-inform", "DER", "-in", "country.der", "-out", "country.pem"],
        cwd=tmp_path,
        check=True,
    )
    said = subprocess.run(
        ["openssl", "cms", "-verify", "-inform", "DER", "-in", "sod.der", "-CAfile", "country.pem",
         "-purpose", "any", "-out", "content.der"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
