"""Marks of later signers, time stamps and fillings: what they may show and what they may not."""

from __future__ import annotations

import pytest

from signing.verify import Verdict
from tests.kit.forgery import marks, papers, signers

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def deceptions(pki):
    return list(marks.all_marks(pki))


def test_deceptions_are_never_valid(judge, deceptions):
    assert len(deceptions) >= 19
    assert [f.name for f in deceptions if judge(f.data).verdict is Verdict.VALID] == []


@pytest.mark.parametrize("certify", [2, 3])
def test_an_empty_field_that_a_certification_lets_fill_is_honest(pki, judge, certify):
    found = judge(marks.filled(pki, b"1.000.000", b"(1.000.000) Tj", certify=certify))
    assert found.verdict is Verdict.VALID
    assert [change.code for change in found.changes_after_signing] == ["change.field_filled"]


def test_text_in_pieces_is_read_as_one(pki, judge):
    drawing = b"[(1.0) -20 (00)] TJ 0 -2 Td (.0\\060) Tj <30> Tj"
    assert judge(marks.filled(pki, b"1.000.000", drawing)).verdict is Verdict.VALID


def test_filling_where_nothing_may_change(pki, judge):
    found = judge(marks.filled(pki, b"1.000", b"(1.000) Tj", certify=1))
    assert found.verdict is Verdict.UNKNOWN


def test_a_mark_on_empty_paper_and_a_time_stamp_that_shows_nothing(pki, judge):
    data = signers.sign(papers.plain(), pki, "canbo1", field="Mot")
    mark = b"0 0 1 RG 2 w 5 5 100 60 re s"
    for later in (
        marks.covered(data, pki, (300, 100, 500, 200), mark),
        marks.stamped(data, pki, b""),
    ):
        assert judge(later).verdict is Verdict.VALID
