"""Further readings of a doubtful value, and the vote among them."""

import pytest

from scanner.recognition import document_types
from scanner.recognition.classify import classify
from scanner.recognition.confidence import evidence
from scanner.recognition.fields import label_page
from scanner.recognition.poll import counted
from scanner.recognition.second import Vote
from scanner.recognition.understand import find_candidates, voted
from tests.kit.papers.typed import typed_layout

PAPER = [
    "GIẤY KHAI SINH",
    "Họ, chữ đệm, tên: Lê Thanh Tuyên",
    "Nơi sinh: Trạm y tế xã Vận Hà, tỉnh Bắc Ninh",
    "Số định danh cá nhân: 024179464868",
]


@pytest.fixture
def votes():
    layout = typed_layout(PAPER)
    verdict = classify(label_page(layout))
    chosen = find_candidates(layout, verdict, document_types()[verdict.name])
    return {name: Vote(options[0], -1) for name, options in chosen.items()}, chosen


def test_word_for_word_what_most_readings_give_is_taken_and_recorded(votes):
    vote = counted(
        votes[0]["noi_sinh"],
        [
            "Trạm y tế xã Vân Hà, tỉnh Bắc Ninh",
            "Trạm y tế xã Vân Hà, tỉnh Bắc Ninb",
            "Trạm y tế xã Vận Hà, tỉnh Bắc Ninh",
            "Trạm y tế xã Vân Hà, tỉnh Bắc Ninh",
        ],
    )
    assert vote.candidate.parsed.value == "Trạm y tế xã Vân Hà, tỉnh Bắc Ninh"
    assert vote.candidate.parsed.corrections[-1].reason == "further_readings"
    assert (vote.backed, vote.agree) == (0.5, -1)


def test_without_a_majority_the_value_stands(votes):
    before = votes[0]["ho_ten"]
    vote = counted(before, ["Lê Thanh Tuyến", "Lê Thanh Tuyển", "Lê Thanh Tuyên", "Lê Thanh Tuyên"])
    assert vote.candidate is before.candidate
    assert vote.backed == 0.5


@pytest.mark.parametrize(
    ("readings", "value"),
    [
        (["024199464868"] * 3, "024199464868"),
        (["24179464868", "24179464868", "24179464868"], "024179464868"),  # a figure lost is no news
        (["46", "46", "46"], "024179464868"),  # a piece of it neither
        ([], "024179464868"),
    ],
)
def test_numbers_are_taken_whole(votes, readings, value):
    assert counted(votes[0]["so_dinh_danh"], readings).candidate.parsed.value == value


def test_what_further_readings_say_is_evidence(votes):
    asked, chosen = votes
    parts = [
        voted(chosen, {"ho_ten": counted(asked["ho_ten"], [reading] * 4)})["ho_ten"].evidence
        for reading in ("Lê Thanh Tuyên", "Nguyễn Văn")
    ]
    assert [part["backed"] for part in parts] == [1.0, 0.0]
    assert [part["unbacked"] for part in parts] == [0.0, 1.0]
    none = evidence(chosen["ho_ten"][0], [], 0)
    assert (none["backed"], none["unbacked"]) == (0.0, 0.0)
