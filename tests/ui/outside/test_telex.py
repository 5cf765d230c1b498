"""Telex through ibus-unikey in both of its modes: nothing lost, nothing doubled (UI-08 on the real engine)."""

import json
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


@pytest.mark.parametrize("sync", [False, True], ids=["asynchronous", "synchronous"])
def test_words_in_composition_survive_tab_and_the_key_that_saves(session, sync):
    screen = session(unikey=True, sync=sync)
    probe = subprocess.Popen(
        [sys.executable, "-m", "tests.kit.ui.telex_probe"],
        env=screen.env, cwd=screen.env["PYTHONPATH"], stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
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
