"""The two enquiries line by line: shapes, errors, and nothing that stops the stream."""

import functools
import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from desk_app.application.facts import answer_due, answer_identity, facts_stream
from desk_app.domain.deadlines import RuleBook
from desk_app.domain.identity import IdentityTables

RULES = RuleBook.from_data(resources.toml("rules/rule-sets.toml"))
TABLES = IdentityTables.from_data(
    **{name: resources.toml(f"identity/{name}.toml") for name in IdentityTables.SOURCES}
)
DUE = functools.partial(answer_due, rules=RULES)
IDENTITY = functools.partial(answer_identity, tables=TABLES)
DAY = [["07:30", "11:30"], ["13:30", "17:00"]]
CALENDAR = {"sessions": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), DAY)}
CASE: dict[str, Any] = {
    "id": "a",
    "kind": "dossier",
    "rule_set": "by_date",
    "calendar": CALENDAR | {"holidays": [], "make_up": []},
    "procedure": {"unit": "working_days", "amount": 5},
    "events": [{"at": "2026-03-25T09:00", "kind": "accepted"}],
    "ask_at": "2026-03-30T10:00",
}


def one(answer: Callable[[Any], dict[str, Any]], line: object) -> dict[str, Any]:
    return next(iter(facts_stream([json.dumps(line)], answer)))


def test_a_dossier_answers_with_every_fact() -> None:
    answer = one(DUE, CASE)
    assert answer.pop("days")[1] == {"on": "2026-03-26", "in": True, "why": ["working_day"]}
    assert answer == {
        "id": "a", "due": "2026-04-01T17:00", "clock": "running", "remaining": 2,
        "apology_last_day": "2026-03-31", "supplement_notice_last_day": "2026-03-30",
        "transfer_day": "2026-03-25", "opinion_due": [], "opinion_late": [], "extensions": [],
        "outcome": None, "rule_set": "2025", "due_after": None,
    }  # fmt: skip


def test_due_after_tells_what_a_new_calendar_moves() -> None:
    after = CASE["calendar"] | {"holidays": [{"on": "2026-03-31", "name": "x"}]}
    assert one(DUE, CASE | {"calendar_after": after})["due_after"] == "2026-04-02T17:00"


@pytest.mark.parametrize(
    ("rule_set", "at", "name"),
    [("by_date", "2025-06-30T09:00", "2018"), ("by_date", "2025-07-01T09:00", "2025"),
     ("2018", "2026-03-25T09:00", "2018"), (None, "2026-03-25T09:00", "2025")],
)  # fmt: skip
def test_the_rule_set_named_or_of_the_day_of_receipt(
    rule_set: str | None, at: str, name: str
) -> None:
    events = [{"at": "2025-01-02T09:00", "kind": "submitted"}, {"at": at, "kind": "accepted"}]
    assert one(DUE, CASE | {"rule_set": rule_set, "events": events})["rule_set"] == name


def test_without_events_or_a_moment_the_last_event_asks() -> None:
    line = {key: value for key, value in CASE.items() if key != "ask_at"}
    assert one(DUE, line)["remaining"] == 5
    none = one(DUE, CASE | {"events": []})
    assert (none["clock"], none["due"], none["rule_set"]) == ("not_started", None, "2025")


def test_an_integration_test_answers_with_its_clocks() -> None:
    line = {
        "id": 7, "kind": "integration_test", "calendar": CALENDAR, "ask_at": "2026-04-02T09:00",
        "events": [
            {"at": "2026-03-23T09:00", "kind": "request_received"},
            {"at": "2026-03-25T09:00", "kind": "published"},
        ],
    }  # fmt: skip
    assert one(DUE, line) == {
        "id": 7,
        "clocks": {"A": "2026-03-25", "B": "2026-04-01", "C": None},
        "publication_stopped": True,
        "rule_set": "2025",
    }


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "x"}, "facts.kind_unknown"),
        ({"rule_set": "1999"}, "due.rule_set_unknown"),
        ({"calendar": None}, "facts.input_missing"),
        ({"calendar": []}, "facts.input_invalid"),
        ({"calendar": {"sessions": {}}}, "due.no_working_day"),
        ({"procedure": None}, "facts.input_missing"),
        ({"events": None}, "facts.input_missing"),
        ({"events": {}}, "facts.input_invalid"),
        ({"events": [{"at": "x", "kind": "accepted"}]}, "due.moment_invalid"),
        ({"events": [{"at": "2026-03-25T09:00", "kind": "x"}]}, "due.event_unknown"),
        ({"events": [], "ask_at": None}, "facts.input_missing"),
        ({"ask_at": "2026-03-30T10:00Z"}, "due.moment_invalid"),
        ({"procedure": {"unit": "x", "amount": 5}}, "due.value_invalid"),
        ({"procedure": {"unit": "working_days", "amount": 0}}, "due.term_invalid"),
        ({"calendar_after": 5}, "due.value_invalid"),
    ],
)
def test_a_line_that_cannot_be_understood_names_why(change: dict[str, Any], code: str) -> None:
    answer = one(DUE, CASE | change)
    assert answer["id"] == "a"
    assert answer["error"]["code"] == code
    assert answer["error"]["message"]


def test_the_stream_keeps_order_and_goes_on_after_errors() -> None:
    lines = ["\ufeff" + json.dumps(CASE), "", "{", "[1]", " \n", '{"id": 3, "a": "\\ud800"}',
             "[" * 100_000, json.dumps(CASE | {"id": 9})]  # fmt: skip
    answers = list(facts_stream(lines, DUE))
    assert [row["id"] for row in answers] == ["a", None, None, None, None, 9]
    assert [row["error"]["code"] for row in answers[1:5]] == [
        "facts.not_json", "facts.not_object", "facts.text_invalid", "facts.not_json",
    ]  # fmt: skip
    said = facts_stream(["{"], DUE, say=lambda code, facts: f"{code}: {len(facts)}")
    assert next(said)["error"]["message"] == "facts.not_json: 0"


QR = "037170038887||Nguyễn Thị Thanh|06081970|Nữ|Hà Nội|16032021"


@pytest.mark.parametrize(
    ("kind", "asked", "expected"),
    [
        ("qr", {"text": QR}, {"verdict": "ok", "birth": "1970-08-06", "sex": "F", "extra": []}),
        ("qr", {"text": QR.replace("|", "#"), "separator": "#"}, {"verdict": "ok", "doubt": []}),
        ("qr", {"text": ""}, {"verdict": "refused", "number": None, "extra": []}),
        ("mrz", {"lines": [], "today": "2026-03-01"}, {"verdict": "refused", "bad": []}),
        ("mrz", {"lines": "P<", "today": "2026-03-01"}, {"verdict": "refused"}),
        ("name_mrz", {"name": "Đỗ An", "field": "DO<<AN"}, {"verdict": "agree", "doubt": []}),
        ("name_mrz", {"name": "Đỗ An", "field": "DO<<A"}, {"verdict": "disagree"}),
        ("number12", {"number": "037170038887", "birth": "1970-08-06", "sex": "M",
                      "today": "2026-03-01"},
         {"verdict": "doubtful", "reasons": ["sex"], "blocked": False, "province": "Ninh Bình"}),
        ("number12", {"number": "037170038887", "today": "2026-03-01"}, {"verdict": "plausible"}),
        ("old_number", {"number": "12345678"}, {"verdict": "impossible", "canonical": None}),
        ("tax", {"code": "0100109106001"}, {"form": 13, "canonical": "0100109106-001"}),
        ("agency", {"code": "000.00.00.H55"}, {"verdict": "legacy", "doubt": ["code"]}),
        ("phone", {"phone": "+84912345678"}, {"e164": "+84912345678", "national": "0912 345 678"}),
        ("phone", {"phone": "02438123456"}, {"verdict": "landline", "national": None}),
        ("phone", {"phone": "113x"}, {"verdict": "invalid", "doubt": ["phone"]}),
        ("name_match", {"a": "Hoà", "b": "Hòa"}, {"same_name": True, "same_search": True}),
        ("name_form", {"name": "Đỗ Văn An"}, {"search": "do van an", "middle": "Văn"}),
        ("date_words", {"text": "năm hai nghìn"}, {"verdict": "ok", "date": "2000"}),
        ("date_words", {"text": "x"}, {"verdict": "impossible", "date": None}),
        ("date_pair", {"words": "năm hai nghìn", "digits": "2000"}, {"verdict": "agree"}),
        ("date_pair", {"words": "năm hai nghìn", "digits": "2001"}, {"verdict": "disagree"}),
        ("date_pair", {"words": "x", "digits": "2001"}, {"verdict": "impossible"}),
        ("province", {"name": "Bắc Giang"}, {"now": "Bắc Ninh"}),
        ("province_code", {"code": "003"}, {"name": None}),
        ("address", {"text": "xã A, Bắc Giang"}, {"tiers": 2, "province_now": "Bắc Ninh"}),
    ],
)  # fmt: skip
def test_every_kind_answers(kind: str, asked: dict[str, Any], expected: dict[str, Any]) -> None:
    answer = one(IDENTITY, {"id": 1, "kind": kind, "input": asked})
    assert expected.items() <= answer.items()
    assert answer["id"] == 1


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"kind": "x", "input": {}}, "facts.kind_unknown"),
        ({"kind": [], "input": {}}, "facts.kind_unknown"),
        ({"kind": "qr"}, "facts.input_missing"),
        ({"kind": "qr", "input": []}, "facts.input_invalid"),
        ({"kind": "qr", "input": {}}, "facts.input_missing"),
        ({"kind": "qr", "input": {"text": 5}}, "facts.input_invalid"),
        ({"kind": "qr", "input": {"text": "a", "separator": 5}}, "facts.input_invalid"),
        ({"kind": "mrz", "input": {"lines": [5], "today": "2026-03-01"}}, "facts.input_invalid"),
        ({"kind": "mrz", "input": {"lines": []}}, "facts.input_missing"),
        ({"kind": "mrz", "input": {"lines": [], "today": "2026"}}, "facts.input_invalid"),
        ({"kind": "number12", "input": {"number": "1", "today": "2026-03-01", "sex": "X"}},
         "facts.input_invalid"),
        ({"kind": "number12", "input": {"number": "1", "today": "2026-03-01", "birth": "x"}},
         "facts.input_invalid"),
    ],
)  # fmt: skip
def test_an_input_of_the_wrong_form_is_an_error(line: dict[str, Any], code: str) -> None:
    assert one(IDENTITY, line)["error"]["code"] == code


def test_every_code_has_its_words_in_both_languages() -> None:
    product = Path(__file__).parents[3] / "desk_app"
    texts = [
        file.read_text(encoding="utf-8")
        for part in ("domain/deadlines", "application/facts")
        for file in product.joinpath(part).glob("*.py")
    ]
    codes = set(re.findall(r"\"((?:due|facts)\.[a-z_]+)\"", "\n".join(texts)))
    assert len(codes) > 10
    for language in ("vi", "en"):
        words = resources.toml(f"lang/{language}/facts.toml")
        named = {f"{group}.{code}" for group in words for code in words[group]}
        assert named == codes
        for group in words.values():
            for message in group.values():
                assert set(message) == {"title", "body", "action"}
                assert unicodedata.is_normalized("NFC", "".join(message.values()))


SCRAP = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    | st.sampled_from(["2026-03-25T09:00", "2026-03-25", "accepted", "extended", "working_days"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["at", "kind", "to", "unit", "amount", "on", "for", "sessions", "mon",
                         "text", "lines", "today", "number", "name", "cutoff", "same_day"]),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(CASE.keys() | {"calendar_after"})), SCRAP)
def test_no_scrap_in_a_dossier_stops_the_stream(key: str, scrap: object) -> None:
    assert one(DUE, CASE | {key: scrap})


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["qr", "mrz", "number12", "tax", "agency", "phone", "address", "date_words"]),
    st.dictionaries(
        st.sampled_from(["text", "lines", "today", "number", "code", "phone", "birth", "sex"]),
        SCRAP,
    ),
)
def test_no_scrap_in_an_identity_stops_the_stream(kind: str, asked: dict[str, object]) -> None:
    assert one(IDENTITY, {"kind": kind, "input": asked})
