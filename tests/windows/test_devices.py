"""Card readers and scanners under the Windows interpreter: WinSCard as the desk calls it, and no WIA.

Wine's ``winscard.dll`` hands every call to the card service of this machine, so the Windows side of
the binding (widths, ANSI names, calling convention) reads the practice card through PC/SC.
"""

import json
import subprocess
from pathlib import Path

import pytest

from desk_app import bootstrap
from desk_app.practice.chip import CardFaults, InVirtualReader, PracticeCard, make_card
from scanner.chip import list_readers
from tests.kit import wine
from tests.kit.card_service import READER_PORT, NoCardServiceError, run_card_service, wait_until

pytestmark = [
    pytest.mark.long,
    pytest.mark.card,
    pytest.mark.timeout(3600),
    pytest.mark.xdist_group("installer"),
]


def client_library() -> str:
    """The library of this machine's card service: another version of it may not be understood."""
    known = subprocess.run(["ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    lines = (line for line in known.splitlines() if "libpcsclite.so.1" in line and "x86-64" in line)
    return next(lines).rpartition("=> ")[2].strip()


@pytest.fixture(scope="module")
def card_service():
    try:
        with run_card_service() as daemon:
            yield daemon
    except NoCardServiceError as reason:
        pytest.skip(str(reason))


def desk_app(work, *arguments, shown=()):
    done = wine.inside(
        work, "py/python.exe", "-B", "-X", "utf8", "-m", "desk_app", *arguments,
        timeout_s=900, shown=shown,
    )  # fmt: skip
    return done.returncode, json.loads(done.stdout)


def read(work, content, trusted):
    """The command that a counter's Windows would run, on the card that lies on the reader."""
    countries = work / "countries"
    countries.mkdir(exist_ok=True)
    (countries / "country.cer").write_bytes(trusted)
    return desk_app(
        work, "identity", "card", "--json", "--mrz", " ".join(content.zone),
        "--countries", "Z:\\win\\countries", shown=("/run/pcscd", client_library()),
    )  # fmt: skip


def test_without_a_card_service_the_sentence_says_so(work):
    code, said = desk_app(work, "identity", "card", "--json", "--can", "123456")
    assert (code, said["error"]["code"]) == (2, "chip.service_down")
    assert "dịch vụ đọc thẻ" in said["error"]["message"]


@pytest.mark.parametrize(
    ("faults", "code", "verdict"),
    [(CardFaults(), 0, "genuine"), (CardFaults(corrupt=(13,)), 1, "not_genuine")],
    ids=["honest", "changed"],
)
def test_a_card_is_read_through_winscard(card_service, work, faults, code, verdict):
    content = make_card(now=bootstrap.wall_clock().now(), faults=faults)
    place = InVirtualReader(PracticeCard(content), READER_PORT)
    place.insert()
    try:
        wait_until(lambda: any(each.has_card for each in list_readers()))
        returned, said = read(work, content, content.country)
    finally:
        place.remove()
    assert (returned, said["verdict"]) == (code, verdict), said
    assert said["access"] == "pace-mrz"
    if verdict == "genuine":
        assert said["card"]["number"].endswith(content.number)
        assert (said["exchanges"], said["chip_proven"]) == (13, True)


def test_an_empty_reader_is_told(card_service, work):
    wait_until(lambda: not any(each.has_card for each in list_readers()))
    content = make_card(now=bootstrap.wall_clock().now())
    code, said = read(work, content, content.country)
    assert (code, said["error"]["code"]) == (2, "chip.no_card")


def test_the_wia_child_runs_and_says_that_there_is_no_wia(work):
    """Wine registers no WIA class: the child starts, asks COM, and its answer becomes words."""
    (work / "wia_child_run.py").write_bytes(
        Path(__file__).with_name("wia_child_run.py.in").read_bytes()
    )
    done = wine.inside(work, "py/python.exe", "-B", "-X", "utf8", "wia_child_run.py", timeout_s=900)
    assert json.loads(done.stdout) == {
        "ended": "offline",
        "code": "scanner.driver_missing",
        "reason": "0x80040154",
        "listed": [],
    }
