"""Telex through ibus-unikey in both of its modes: nothing lost, nothing doubled (UI-08 on the real engine)."""

import json
import signal
import subprocess
import sys

import pytest

from tests.kit.ui.outside import wait

pytestmark = [
    pytest.mark.long,
    pytest.mark.ui,
    pytest.mark.xvfb,
    pytest.mark.slow,
    pytest.mark.xdist_group("screen"),
]
WANTED = {"first": "thị hằng", "second": "ủy ban", "area": "đường Nguyễn Huệ"}


def _probe(screen, *offers):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.kit.ui.telex_probe", *offers],
        env=screen.env, cwd=screen.env["PYTHONPATH"], stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("sync", [False, True], ids=["asynchronous", "synchronous"])
def test_words_in_composition_survive_tab_and_the_key_that_saves(session, sync):
    screen = session(unikey=True, sync=sync)
    probe = _probe(screen)
    screen.reader.wait_focus("first")
    screen.telex(on=True)
    wait(lambda: "Unikey" in screen.call(["ibus", "engine"]), "Telex")
    screen.type("thij hawfng", 60)
    screen.key("Tab")
    screen.reader.wait_focus("second")
    screen.type("uyr ban", 60)
    screen.key("Tab")
    screen.reader.wait_focus("area")
    screen.type("dduwowfng Nguyeenx Hueej", 60)
    screen.key("F12")
    told = json.loads(probe.communicate(timeout=60)[0])
    assert told["texts"] == WANTED
    assert told["committed"] == WANTED


@pytest.mark.parametrize("sync", [False, True], ids=["asynchronous", "synchronous"])
def test_a_word_stays_whole_while_a_list_of_offers_opens(session, sync):
    """The list opens after ``khai ``, at another moment of the next word each time."""
    screen = session(unikey=True, sync=sync)
    got = []
    for delay_ms in (8, 10, 12, 15, 18, 20, 22, 25, 30, 40):
        screen.telex(on=False)
        probe = _probe(screen, "Đăng ký khai sinh", "Đăng ký khai tử")
        screen.reader.wait_focus("first")
        screen.telex(on=True)
        screen.type("khai sinh", delay_ms)
        screen.key("F12")
        got.append(json.loads(probe.communicate(timeout=60)[0])["texts"]["first"])
    assert got == ["khai sinh"] * 10


@pytest.mark.parametrize("sync", [False, True], ids=["asynchronous", "synchronous"])
def test_codes_stay_as_the_scanner_types_them(session, sync):
    """Telex is on and would make ``NGUYÊN`` of it."""
    screen = session(unikey=True, sync=sync)
    probe = _probe(screen, "--codes")
    screen.reader.wait_focus("first")
    screen.telex(on=True)
    screen.type("027090000123|NGUYEEN", 20)
    screen.key("F12")
    assert json.loads(probe.communicate(timeout=60)[0])["texts"]["first"] == "027090000123|NGUYEEN"


@pytest.mark.parametrize("sync", [False, True], ids=["asynchronous", "synchronous"])
@pytest.mark.parametrize("leaving", ["F12", "Tab", "click"])
def test_a_program_that_gets_no_time_in_mid_word_loses_and_doubles_nothing(session, sync, leaving):
    """It stands still, is typed into, and finds all keys at once when it goes on."""
    screen = session(unikey=True, sync=sync)
    probe = _probe(screen)
    screen.reader.wait_focus("first")
    screen.telex(on=True)
    screen.type("khai si", 40)
    wait(lambda: screen.reader.says("khai"), "the first word")
    probe.send_signal(signal.SIGSTOP)
    try:
        screen.type("nh", 40)
        screen.click("telex probe", 60, 200) if leaving == "click" else screen.key(leaving)
    finally:
        probe.send_signal(signal.SIGCONT)
    if leaving != "F12":
        screen.reader.wait_focus("second" if leaving == "Tab" else "area")
        screen.key("F12")
    told = json.loads(probe.communicate(timeout=60)[0])
    assert told["texts"] == {"first": "khai sinh", "second": "", "area": ""}
    assert told["committed"]["first"] == "khai sinh"
