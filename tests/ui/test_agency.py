"""The clerk sees each page of each paper, and the seal on the page where it will stand."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.kit.ui.window import STEP_DOSSIERS, settle, show

pytestmark = pytest.mark.ui
KEY = STEP_DOSSIERS["agency_sign"]


@pytest.fixture
def three_pages(sample, window, monkeypatch):
    """A result of three pages whose seal stands on the last one."""
    dossier = sample.dossiers[KEY]
    first, *rest = dossier.signatures
    longer = replace(first, document=replace(first.document, pages=3))
    sample.dossiers[KEY] = replace(dossier, signatures=(longer, *rest))
    part = window.agency_sign._agency
    shown = part.seal_shown(KEY)
    there = replace(shown, placement=replace(shown.placement, page=3))
    monkeypatch.setattr(part, "seal_shown", lambda key: there)
    show(window, "agency_sign")
    return window


def in_sight(window):
    """Paper, page and whether the seal is on it."""
    paper = window.shell.page.document.area._paper
    return paper.document, paper.page, paper.frame is not None


def test_the_result_opens_where_the_seal_will_stand(window):
    show(window, "agency_sign")
    frame = window.shell.page.document.area._paper.frame
    assert in_sight(window) == ("signed_result", 0, True)
    assert frame.picture.startswith(b"\x89PNG")


def test_all_pages_of_all_papers_can_be_turned_by_key(three_pages):
    window = three_pages
    seen = [in_sight(window)]
    for act in ("page_up", "page_up", "page_down", "page_down", "page_down", "page_up"):
        window.shell.press(act)
        seen.append(in_sight(window))
    assert seen == [
        ("signed_result", 2, True), ("signed_result", 1, False), ("signed_result", 0, False),
        ("signed_result", 1, False), ("signed_result", 2, True), ("form", 0, False),
        ("signed_result", 2, True),
    ]  # fmt: skip
    assert window.shell.page.document.number.text().endswith("3/3")


def test_the_seal_cannot_be_moved_and_the_arrows_scroll(three_pages):
    window = three_pages
    area = window.shell.page.document.area
    moved = []
    area.frame_moved.connect(lambda *told: moved.append(told))
    area.zoom_in()
    settle()
    bar = area.verticalScrollBar()
    bar.setValue(0)
    QTest.keyClick(area, Qt.Key.Key_Down)
    assert moved == []
    assert bar.value() > 0


def test_once_the_office_has_signed_nothing_is_promised_any_more(window):
    show(window, "agency_sign")
    model = window.agency_sign
    model._show(issued=model.state.dossier)
    settle()
    assert in_sight(window)[2] is False


def test_another_file_than_the_one_looked_at_gets_no_seal(window):
    show(window, "agency_sign")
    model = window.agency_sign
    model._show(seal=replace(model.state.seal, document="another"))
    settle()
    assert in_sight(window)[2] is False
