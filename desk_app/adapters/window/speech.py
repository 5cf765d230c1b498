"""Speaks with the voice the system has: speech-dispatcher or eSpeak on Linux, SAPI on Windows.

The text goes in over standard input or as one argument after ``--``, never through a shell.
"""

import shutil
import subprocess
import sys

from desk_app.domain.errors import UnavailableError

LONGEST_S = 30
_SAPI = (
    "[Console]::InputEncoding=[Text.Encoding]::UTF8;Add-Type -AssemblyName System.Speech;"
    "(New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak([Console]::In.ReadToEnd())"
)


def speak(text: str, language: str) -> None:
    """Say ``text`` aloud and return when it has been said.

    Args:
        text: what is said, groups parted by commas.
        language: ``vi`` or ``en``.

    Raises:
        UnavailableError: ``speech.absent`` when the system has no voice, ``speech.silent`` when it
            has one that does not answer.
    """
    command, given = _command(text, language)
    try:
        done = subprocess.run(
            command, input=given.encode(), capture_output=True, timeout=LONGEST_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnavailableError("speech.silent", {"program": command[0]}) from error
    if done.returncode:
        raise UnavailableError("speech.silent", {"program": command[0]})


if sys.platform == "win32":

    def _command(text: str, language: str) -> tuple[list[str], str]:
        """The program that speaks here, and what it reads from standard input."""
        return ["powershell", "-NoProfile", "-NonInteractive", "-Command", _SAPI], text

else:

    def _command(text: str, language: str) -> tuple[list[str], str]:
        """The program that speaks here, and what it reads from standard input."""
        for name, options in (("spd-say", ["--wait", "-l"]), ("espeak-ng", ["-v"])):
            found = shutil.which(name)
            if found is not None:
                return [found, *options, language, "--", text], ""
        raise UnavailableError("speech.absent")
