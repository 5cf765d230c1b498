"""Further readings of a doubtful value, and the vote among them."""

from dataclasses import replace

import numpy as np
import pytest

from scanner.recognition import document_types
from scanner.recognition.classify import classify
from scanner.recognition.clean.tidy import Rules
from scanner.recognition.confidence import evidence
from scanner.recognition.fields import Candidate, label_page, value_of_segments
from scanner.recognition.kinds import parse
from scanner.recognition.poll import Reading, counted
from scanner.recognition.prepare import Prepared
from scanner.recognition.second import Vote, second_look
from scanner.recognition.sheet import Sheet
from scanner.recognition.understand import find_candidates, voted
from tests.kit.line_reader import Says
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


def said(*values, clear=0.0):
    return [Reading(value, clear) for value in values]


def test_word_for_word_what_most_readings_give_is_taken_and_recorded(votes):
    vote = counted(
        votes[0]["noi_sinh"],
        said(
            "Trạm y tế xã Vân Hà, tỉnh Bắc Ninh",
            "Trạm y tế xã Vân Hà, tỉnh Bắc Ninb",
            "Trạm y tế xã Vận Hà, tỉnh Bắc Ninh",
            "Trạm y tế xã Vân Hà, tỉnh Bắc Ninh",
        ),
    )
    assert vote.candidate.parsed.value == "Trạm y tế xã Vân Hà, tỉnh Bắc Ninh"
    assert vote.candidate.parsed.corrections[-1].reason == "further_readings"
    assert (vote.backed, vote.agree) == (0.5, -1)


def test_without_a_majority_the_value_stands(votes):
    before = votes[0]["ho_ten"]
    vote = counted(
        before, said("Lê Thanh Tuyến", "Lê Thanh Tuyển", "Lê Thanh Tuyên", "Lê Thanh Tuyên")
    )
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
    assert counted(votes[0]["so_dinh_danh"], said(*readings)).candidate.parsed.value == value


def test_what_further_readings_say_is_evidence(votes):
    asked, chosen = votes
    parts = [
        voted(chosen, {"ho_ten": counted(asked["ho_ten"], said(*[reading] * 4))})["ho_ten"].evidence
        for reading in ("Lê Thanh Tuyên", "Nguyễn Văn")
    ]
    assert [part["backed"] for part in parts] == [1.0, 0.0]
    assert [part["unbacked"] for part in parts] == [0.0, 1.0]
    none = evidence(chosen["ho_ten"][0], [], 0)
    assert (none["backed"], none["unbacked"]) == (0.0, 0.0)


def test_figures_the_own_reader_is_sure_of_weigh_more_than_the_value_that_stands(votes):
    other = "024199464868"
    before = votes[0]["so_dinh_danh"]
    assert counted(before, said(other)).candidate.parsed.value == "024179464868"
    assert counted(before, said(other, clear=0.95)).candidate.parsed.value == other
    place = counted(votes[0]["noi_sinh"], said("Trạm y tế xã Vân Hà, tỉnh Bắc Ninh", clear=0.99))
    assert (
        place.candidate.parsed.value == "Trạm y tế xã Vận Hà, tỉnh Bắc Ninh"
    )  # letters: as others


def test_what_the_own_reader_gave_is_outvoted_by_no_other_look_of_its_own(votes):
    before, other = votes[0]["so_dinh_danh"], said("024199464868", clear=0.95)
    assert counted(before, other, is_its_own=True).candidate.parsed.value == "024179464868"


def by_the_own_reader(candidate):
    pieces = tuple(replace(p, word=replace(p.word, again=True)) for p in candidate.value.pieces)
    return replace(candidate, value=replace(candidate.value, pieces=pieces))


def test_the_own_reader_does_not_bear_itself_out(votes):
    value = by_the_own_reader(votes[1]["so_dinh_danh"][0])
    vote = second_look({"n": value}, paper(), Says("024179464868"))["n"]
    assert vote.agree == 0
    assert second_look({"n": value}, paper(), Says("024179464860"))["n"].agree == -1
    assert (evidence(value, [], 0)["again"], evidence(votes[1]["ho_ten"][0], [], 0)["again"]) == (
        1.0,
        0.0,
    )


def test_a_reading_not_taken_is_offered(votes):
    vote = counted(votes[0]["ho_ten"], said("Lê Thanh Tuyến"))
    assert vote.other == "Lê Thanh Tuyến"


class Dotted:
    """A reader that sees the dot of `Nội` only where the dotted line still stands."""

    def line(self, pixels, *, letters=""):
        """One address."""
        seen = "Thôn Nội" if (pixels < 100).any() else "Thôn Nôi"
        return f"{seen} Đình, xã Vân Hà, tỉnh Bắc Ninh", 0.97


def paper(plain=None):
    clean = Sheet(np.full((2339, 1654), 255, np.uint8), 200.0)
    return Prepared(clean, clean if plain is None else Sheet(plain, 200.0), Rules((), ()), False)


@pytest.mark.parametrize(("dots", "agree"), [(True, -1), (False, 1)])
def test_where_a_dotted_line_was_taken_away_its_reading_counts_too(dots, agree):
    layout = typed_layout(["GIẤY KHAI SINH", "Nơi sinh: Thôn Nôi Đình, xã Vân Hà, tỉnh Bắc Ninh"])
    found = find_candidates(
        layout, classify(label_page(layout)), document_types()["giay_khai_sinh"]
    )
    (place, *_) = found["noi_sinh"]
    plain = np.full((2339, 1654), 255, np.uint8)
    if dots:
        bottom = layout.segments[-1].bottom
        for x in range(0, 1600, 8):
            plain[bottom - 4 : bottom, x : x + 4] = 20
    vote = second_look({"noi_sinh": place}, paper(plain), Dotted())["noi_sinh"]
    assert vote.agree == agree
    assert vote.other == ("Thôn Nội Đình, xã Vân Hà, tỉnh Bắc Ninh" if dots else "")


@pytest.mark.parametrize(
    ("text", "agree", "again"),
    [
        ("024179464868", 1, "024179464868"),
        ("024199464868", -1, "024199464868"),
        ("Bắc Ninh", -1, ""),
    ],
)
def test_the_second_reader_bears_a_value_out_or_not(votes, text, agree, again):
    page = paper()
    doubtful = {"so_dinh_danh": votes[1]["so_dinh_danh"][0]}
    vote = second_look(doubtful, page, Says(text, 0.9))["so_dinh_danh"]
    assert (vote.agree, vote.again) == (agree, again)
    assert vote.candidate is doubtful["so_dinh_danh"]  # alone it changes nothing


def test_a_comma_two_readings_see_is_put_in(votes):
    place = votes[0]["noi_sinh"]
    seen = "Trạm y tế, xã Vận Hà, tỉnh Bắc Ninh,"
    assert counted(place, said(seen, seen)).candidate.parsed.value == seen.rstrip(",")
    assert (
        counted(place, said(seen, "Trạm y tế xã Vận Hà, tỉnh Bắc Ninh")).candidate
        is place.candidate
    )


def test_words_run_together_are_parted_as_a_reading_parts_them():
    layout = typed_layout(["GIẤY KHAI SINH", "Nơi sinh: Trạm y tế xã VậnHà, tỉnh BắcNinh"])
    verdict = classify(label_page(layout))
    chosen = find_candidates(layout, verdict, document_types()[verdict.name])
    vote = counted(Vote(chosen["noi_sinh"][0], -1), said("Trạm y tế xã Vận Hà, tỉnh Bắc Ninh"))
    assert vote.candidate.parsed.value == "Trạm y tế xã Vận Hà, tỉnh Bắc Ninh"


def test_the_own_readers_two_looks_count_as_one_eye(votes):
    other, value = "024199464868", "024179464868"
    vote = counted(votes[0]["so_dinh_danh"], [*said(other, other, clear=0.95), *said(value)])
    assert (vote.candidate.parsed.value, vote.backed) == (other, 0.5)


def test_a_syllable_that_only_a_list_gave_outvotes_none_that_was_read():
    layout = typed_layout(["QUYẾT ĐỊNH", "Người ký: Hồ Thăng Chi"])
    kind = document_types()["xn_honnhan"]
    spec = kind.fields["ho_ten"]
    option = signed(layout, spec)
    listed = [Reading("Hồ Thắng Chi", 0.9, "Hồ Thẳng Chi")] * 2
    assert counted(Vote(option, -1), listed).candidate.parsed.value == "Hồ Thăng Chi"
    read = [Reading("Hồ Thắng Chi", 0.9)] * 2
    assert counted(Vote(option, -1), read).candidate.parsed.value == "Hồ Thắng Chi"


def signed(layout, spec):
    parsed = parse("name", "Hồ Thăng Chi")
    value = value_of_segments(label_page(layout), layout.segments[1:2])
    begin = value.text.index("Hồ")
    placed = replace(parsed, start=begin, stop=len(value.text))
    return Candidate(spec, value, placed, 0.9, {"label": 1.0, "fit": 1.0})
