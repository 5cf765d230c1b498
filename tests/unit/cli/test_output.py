"""What a person at the shell meets: never a traceback, whatever happened."""

import json
import logging
import subprocess
import sys

import pytest

from desk_app.cli import main, output, step


def test_a_reader_who_goes_away_ends_the_program_quietly():
    """As ``desk-app step --list | head -1`` does."""
    asked = [sys.executable, "-m", "desk_app", "step", "--list"]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert json.loads(run.stdout.readline())["step"] == "intake"
        run.stdout.close()
        said = run.stderr.read().decode()
    assert (run.returncode, said) == (0, "")


@pytest.mark.parametrize("as_json", [True, False])
def test_a_fault_of_ours_is_a_sentence_with_its_place(monkeypatch, capfd, as_json):
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(step, "describe", broken)
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    code = main.run(["step", "--list", *(["--json"] if as_json else [])])
    said = capfd.readouterr()
    assert code == 70
    assert "Traceback" not in said.out + said.err
    if as_json:
        facts = json.loads(said.out)["error"]["facts"]
        assert facts == {"kind": "ZeroDivisionError", "place": facts["place"]}
        assert facts["place"].startswith("test_output:")


def test_each_fault_of_a_definition_is_named_with_its_place(capfd):
    faults = [
        {"path": "steps.2.amount", "code": "definition.missing", "detail": ""},
        {"path": "term", "code": "definition.not_a_number", "detail": "'x'"},
    ]
    output.complain("definition.broken", {"what": "x", "problems": faults}, as_json=False)
    said = capfd.readouterr().err.splitlines()
    assert said[2:4] == ["- steps.2.amount: chưa có giá trị", "- term: phải là số không âm ('x')"]
    assert said[-1] == "[definition.broken]"
