"""The system's own voice, or the words that there is none."""

import os
import sys

import pytest

from desk_app.adapters.window.speech import speak
from desk_app.domain.errors import UnavailableError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the voice of Windows speaks aloud")


def _program(folder, body):
    file = folder / "spd-say"
    file.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    file.chmod(0o755)


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """An empty search path, with the shell alone."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "sh").symlink_to("/bin/sh")
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_without_a_voice_it_is_said_in_words(programs):
    with pytest.raises(UnavailableError) as refused:
        speak("0 2 4", "vi")
    assert refused.value.code == "speech.absent"


def test_the_text_goes_in_as_one_argument(programs, tmp_path):
    said = tmp_path / "said"
    _program(programs, f'for word; do echo "[$word]" >> {said}; done')
    speak("Trần, Minh; rm -rf $HOME", "vi")
    assert said.read_text(encoding="utf-8").splitlines()[-3:] == [
        "[vi]",
        "[--]",
        "[Trần, Minh; rm -rf $HOME]",
    ]


def test_a_voice_that_fails_is_told(programs):
    _program(programs, "exit 3")
    with pytest.raises(UnavailableError) as refused:
        speak("0 2 4", "vi")
    assert refused.value.code == "speech.silent"
    assert os.path.basename(str(refused.value.facts["program"])) == "spd-say"  # noqa: PTH119
