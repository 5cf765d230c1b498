"""The doctor's line on the reader of codes: what is chosen, what is open already, what is in the way."""

import json

import pytest

from desk_app.adapters.code_reader import Pace, SerialCodeReader
from desk_app.bootstrap import checks
from desk_app.bootstrap.code_reader import check_code_reader, chosen_port
from desk_app.bootstrap.data import load_settings
from desk_app.bootstrap.finding import Finding
from desk_app.bootstrap.instance import single_instance
from desk_app.config.front import CHOICES_FILE
from tests.kit.security.small_desk import make_profile
from tests.kit.serial_line import Listening, line_in

PACE = Pace(look=0.02, retries=(0.05,))


@pytest.fixture
def profile(tmp_path):
    return make_profile(tmp_path / "p")


@pytest.fixture
def line(tmp_path):
    with line_in(tmp_path) as made:
        yield made


def choose(profile, **values):
    chosen = {f"code_reader.{name}": value for name, value in values.items()}
    (profile / CHOICES_FILE).write_text(json.dumps(chosen), encoding="utf-8")
    return load_settings(profile)


def test_a_desk_that_chose_nothing_has_a_keyboard(profile):
    assert chosen_port(profile) == ("", 9600)
    for words in ("", "[]", "{", '{"code_reader.port": ""}'):
        (profile / CHOICES_FILE).write_text(words, encoding="utf-8")
        settings = load_settings(profile)
        assert check_code_reader(settings) == Finding("ok", "doctor.code_reader_keyboard")
    assert check_code_reader(None) == Finding("ok", "doctor.code_reader_keyboard")


def test_a_port_that_opens_is_well_and_one_that_is_gone_says_what_to_do(profile, line):
    settings = choose(profile, port=line.port, speed="115200")
    assert check_code_reader(settings) == Finding("ok", f"{line.port} · 115200")
    line.pull()
    found = check_code_reader(settings)
    assert found == Finding("warn", "code_reader.gone", {"port": line.port})
    told = checks._line(checks.Texts(), "code_reader", found)
    assert line.port in told["detail"]
    assert told["fix"]
    assert told["code"] == "code_reader.gone"


def test_a_port_that_this_window_holds_is_well_and_one_that_another_holds_is_not(profile, line):
    settings, own = choose(profile, port=line.port), SerialCodeReader(PACE)
    with Listening(own, line.port) as heard:
        heard.next("listening")
        assert check_code_reader(settings, own) == Finding("ok", "doctor.code_reader_listening")
        assert check_code_reader(settings).detail == "code_reader.busy"
        assert check_code_reader(settings, SerialCodeReader()).detail == "code_reader.busy"
        with single_instance(profile):  # the command line beside a window
            assert check_code_reader(settings).detail == "doctor.code_reader_listening"
        line.pull()
        heard.next("away")
        assert check_code_reader(settings, own).detail == "code_reader.gone"
    assert own.standing is None


def test_a_word_of_the_doctor_that_all_is_well_is_said_in_words():
    told = checks._line(checks.Texts(), "code_reader", Finding("ok", "doctor.code_reader_keyboard"))
    assert (told["detail"], told["fix"]) == ("Như bàn phím", "")
