"""Two sides changed the same fields: both values stand there with people and times, and one is chosen for each."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk_app.ui import contract as c
from tests.kit.ui.window import settle

pytestmark = pytest.mark.ui
TWO = (
    c.Difference(
        field_id="phone", label="Số điện thoại", ours="0981234567",
        ours_by="Lê Thu Hà · 14:02 21/11", theirs="0912345678", theirs_by="Cổng tỉnh · 13:58 21/11",
    ),
    c.Difference(
        field_id="place", label="Nơi sinh", ours="Trạm y tế xã Minh Đức",
        ours_by="Lê Thu Hà · 14:02 21/11", theirs="Bệnh viện huyện", theirs_by="Trần Văn Tỉnh · 13:59 21/11",
    ),
)  # fmt: skip


@pytest.fixture
def page(window, sample, monkeypatch):
    """The outbox page on a conflict of two fields."""
    first = sample.outbox_items[0]
    sample.outbox_items[0] = replace(first, state="conflict", answer="sync.conflict_fields")
    monkeypatch.setattr(type(sample), "differences", lambda self, item_id: TWO)
    window.go("sync")
    window.sync.choose(first.id)
    settle()
    return window.pages["sync"]


def test_both_values_stand_there_with_people_and_times(page):
    QTest.keyClick(page.differences, Qt.Key.Key_Down)
    for text, side in (
        (page.ours.text(), ("ours", "ours_by")),
        (page.theirs.text(), ("theirs", "theirs_by")),
    ):
        assert all(getattr(TWO[1], part) in text for part in side)
    assert page.ours.isVisible()
    assert page.theirs.isVisible()


def test_nothing_is_settled_before_every_field_is_chosen(window, sample, page, monkeypatch):
    settled = []
    monkeypatch.setattr(
        type(sample), "settle", lambda self, item_id, choice: settled.append(dict(choice))
    )
    assert not page.settle.isEnabled()
    assert page.guide.text() == page.words.label("ui.sync.conflict_left", count=2)
    QTest.keyClick(page.differences, Qt.Key.Key_Space)
    QTest.keyClick(page.differences, Qt.Key.Key_Down)
    QTest.keyClick(page.differences, Qt.Key.Key_Space)
    QTest.keyClick(page.differences, Qt.Key.Key_Space)
    assert page.guide.text() == page.words.label("ui.sync.conflict_ready")
    page.settle.click()
    settle()
    assert settled == [{"phone": "ours", "place": "theirs"}]
