"""Readings over a real serial line: a pseudo-terminal whose near end pyserial opens."""

import os
import pwd
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from serial import SerialException

from desk_app.adapters.code_reader import Pace, SerialCodeReader
from desk_app.adapters.code_reader.lines import LONGEST
from desk_app.adapters.code_reader.port import ports, why
from tests.kit.serial_line import CARD, OTHER, Listening, line_in

PATIENT = Pace(look=0.02, silence=3600.0, pause=3600.0, retries=(0.05, 0.1))
"""Nothing here ends by silence, however busy the machine is."""
BRISK = Pace(look=0.02, silence=0.2, pause=0.2, retries=(0.05, 0.1))


@pytest.fixture
def line(tmp_path):
    with line_in(tmp_path) as made:
        yield made


def test_a_card_in_pieces_with_pauses_is_one_reading(line):
    data, chance = CARD.encode() + b"\r\n", random.Random(3)
    with Listening(SerialCodeReader(PATIENT), line.port) as heard:
        heard.next("listening")
        for _ in range(3):
            at = 0
            while at < len(data):
                step = chance.randrange(1, 30)
                line.send(data[at : at + step])
                at += step
                time.sleep(chance.choice([0, 0.01, 0.06]))
            assert heard.next("read").text == CARD
            line.send(OTHER.encode() + b"\r\n")
            assert heard.next("read").text == OTHER


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"], ids=["cr", "lf", "crlf"])
def test_two_cards_back_to_back(line, end):
    with Listening(SerialCodeReader(PATIENT), line.port) as heard:
        heard.next("listening")
        line.send(CARD.encode() + end + OTHER.encode() + end)
        assert [heard.next("read").text, heard.next("read").text] == [CARD, OTHER]


def test_a_reader_that_ends_with_nothing_is_understood_when_it_falls_silent(line):
    with Listening(SerialCodeReader(BRISK), line.port) as heard:
        heard.next("listening")
        line.send(CARD.encode())
        assert heard.next("read").text == CARD
        line.send(OTHER.encode())
        assert heard.next("read").text == OTHER


def test_half_a_card_of_a_reader_that_ends_its_lines_waits_for_the_rest(line):
    """At 200 ms of silence its address would be cut, and nobody would see it."""
    pace = Pace(look=0.02, silence=0.05, pause=3600.0)
    half = CARD.encode()[:-20]
    with Listening(SerialCodeReader(pace), line.port) as heard:
        heard.next("listening")
        line.send(OTHER.encode() + b"\r")
        heard.next("read")
        line.send(half)
        heard.nothing_for(0.4)
        line.send(CARD.encode()[len(half) :] + b"\r")
        assert heard.next("read").text == CARD


def test_wrong_bytes_and_too_many_are_told_and_the_next_card_is_read(line):
    with Listening(SerialCodeReader(PATIENT), line.port) as heard:
        heard.next("listening")
        line.send(CARD.encode()[:28] + CARD.encode()[29:] + b"\r")
        assert heard.next("refused").code == "code_reader.unreadable"
        line.send(b"7" * (2 * LONGEST) + b"\r" + CARD.encode() + b"\r")
        assert heard.next("refused").code == "code_reader.too_long"
        assert heard.next("read").text == CARD


def test_a_card_left_before_the_reader_is_read_once(line):
    pace = Pace(look=0.02, pause=3600.0, again=3600.0)
    with Listening(SerialCodeReader(pace), line.port) as heard:
        heard.next("listening")
        line.send((CARD + "\r").encode() * 4 + (OTHER + "\r" + CARD + "\r").encode())
        assert [heard.next("read").text for _ in range(3)] == [CARD, OTHER, CARD]
        heard.nothing_for(0.3)


def test_pulled_and_back_it_listens_again_and_says_each_once(line):
    with Listening(SerialCodeReader(PATIENT), line.port) as heard:
        heard.next("listening")
        for text in (CARD, OTHER):
            line.send(b"half of a card")
            line.pull()
            away = heard.next("away")
            assert (away.code, away.facts) == ("code_reader.gone", {"port": line.port})
            heard.nothing_for(0.5)
            line.plug()
            heard.next("listening")
            line.send(text.encode() + b"\r")
            assert heard.next("read").text == text


def test_the_pause_between_tries_grows(tmp_path, monkeypatch):
    waited = []
    reader = SerialCodeReader(Pace(retries=(0.001, 0.002, 0.004)))

    def wait(seconds, cancelled):
        waited.append(seconds)

    monkeypatch.setattr(reader, "_wait", wait)

    class Six:
        def is_cancelled(self):
            return len(waited) == 6

    reader.listen(str(tmp_path / "none"), 9600, lambda news: None, Six())
    assert waited == [0.001, 0.002, 0.004, 0.004, 0.004, 0.004]


def test_a_port_another_program_holds_is_busy_until_it_lets_go(line):
    first, second = SerialCodeReader(PATIENT), SerialCodeReader(PATIENT)
    with Listening(second, line.port) as waits:
        waits.next("listening")
        with Listening(first, line.port) as heard:
            assert heard.next("away").code == "code_reader.busy"
            waits.__exit__()
            heard.next("listening")


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_a_port_that_is_not_this_persons_is_denied(line):
    """As on Linux for whoever is not in the group of the ports."""
    script = (
        "import os, sys\n"
        "from desk_app.adapters.code_reader import SerialCodeReader\n"
        "from desk_app.domain.errors import DeskError\n"
        "import serial\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "try:\n    SerialCodeReader().try_port(sys.argv[1], 9600)\n"
        "except DeskError as error:\n    print(error.code)\n"
    )
    assert pwd.getpwnam("nobody")
    Path(line.port).chmod(0o600)
    os.chown(line.port, 0, 0)
    done = subprocess.run(
        [sys.executable, "-c", script, os.path.realpath(line.port)],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.stdout.strip(), done.stderr) == ("code_reader.denied", "")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(13, "Access is denied.", None, 5), "busy"),
        (FileNotFoundError(2, "The system cannot find the file specified."), "gone"),
        (OSError(22, "A device attached to the system is not functioning."), "failed"),
    ],
)
def test_what_windows_says_without_a_number(error, code):
    """pyserial 3.5 writes the system's error into its own sentence."""
    told = SerialException(f"could not open port 'COM3': {error!r}")
    assert told.errno is None
    assert why(told, "COM3").code == f"code_reader.{code}"


def test_what_is_no_port_at_all_fails_with_a_code(tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"")
    with Listening(SerialCodeReader(PATIENT), str(file)) as heard:
        assert heard.next("away").code == "code_reader.failed"


def test_it_ends_soon_while_it_waits_for_a_reading_or_a_port(line, tmp_path):
    """A tenth of a second on a machine that has time; a stopped one is given some."""
    assert Pace().look <= 0.1
    for port, kind in ((line.port, "listening"), (str(tmp_path / "none"), "away")):
        with Listening(SerialCodeReader(), port) as heard:
            heard.next(kind)
            begun = time.monotonic()
        assert time.monotonic() - begun < 5.0


def test_any_split_with_any_pause_gives_the_same_readings(line):
    chance = random.Random(20261202)
    cards = [CARD, OTHER, "H02.15-261118-0031"]
    sent = [chance.choice(cards) for _ in range(60)]
    sent = [a for a, b in zip(sent, ["", *sent], strict=False) if a != b]
    data = "".join(text + chance.choice(["\r", "\n", "\r\n"]) for text in sent).encode()
    with Listening(SerialCodeReader(PATIENT), line.port) as heard:
        heard.next("listening")
        at = 0
        while at < len(data):
            step = chance.randrange(1, 200)
            line.send(data[at : at + step])
            at += step
            time.sleep(chance.choice([0, 0, 0.003, 0.03]))
        assert [heard.next("read").text for _ in sent] == sent


def test_ports_are_listed_by_name_without_naming_them_twice(monkeypatch):
    class Found:
        def __init__(self, device, description):
            self.device, self.description = device, description

        def __lt__(self, other):
            return self.device < other.device

    found = [Found("COM4", "n/a"), Found("COM3", "USB Serial (COM3)")]
    monkeypatch.setattr("serial.tools.list_ports.comports", lambda: found)
    assert [(port.name, port.description) for port in ports()] == [
        ("COM3", "USB Serial"),
        ("COM4", ""),
    ]
