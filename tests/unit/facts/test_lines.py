"""The two enquiries as commands: hostile bytes spoil their own line and nothing else."""

import json

import pytest

from desk_app.cli.main import run

GOOD = b'{"id": 2, "kind": "tax", "input": {"code": "0100109106"}}'


def answers(capsys, tmp_path, content):
    path = tmp_path / "vào.jsonl"
    path.write_bytes(content)
    assert run(["identity", str(path), "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (b"not json", "facts.not_json"),
        (b"\xff\xfe\x00", "facts.not_json"),
        (b'{"id": NaN, "kind": "tax", "input": {"code": "1"}}', "facts.not_json"),
        (b'{"id": "\xff", "kind": "tax", "input": {"code": "1"}}', "facts.text_invalid"),
        (b'{"id": 1' + b"0" * 5000 + b"}", "facts.not_json"),
        (b"[" * 50_000, "facts.not_json"),
        (b'"words"', "facts.not_object"),
    ],
    ids=[
        "words",
        "bytes",
        "nan",
        "coding",
        "number",
        "nesting",
        "text",
    ],  # short: they are a variable
)
def test_a_hostile_line_answers_with_its_error_and_the_rest_goes_on(capsys, tmp_path, bad, code):
    first, second = answers(capsys, tmp_path, bad + b"\r\n\n\xef\xbb\xbf" + GOOD)
    assert first["error"]["code"] == code
    assert second["verdict"] == "valid"


def test_an_extension_by_centuries_is_a_slip_and_not_an_hour_of_counting(capsys, tmp_path):
    line = {
        "id": 1,
        "calendar": {"sessions": {"mon": [["08:00", "17:00"]]}},
        "procedure": {"unit": "working_days", "amount": 5},
        "events": [
            {"at": "2026-03-25T09:00", "kind": "accepted"},
            {"at": "2026-03-26T09:00", "kind": "extended", "to": "2999-12-31"},
        ],
    }
    path = tmp_path / "due.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    assert run(["due", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "due.day_invalid"
