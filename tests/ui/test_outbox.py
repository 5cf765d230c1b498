"""The outbox as a page: of each item what it is, when it is tried next, and what was answered (F11-02)."""

import datetime as dt

import pytest

from tests.kit.ui.sample_desk import NOW
from tests.kit.ui.window import settle

pytestmark = pytest.mark.ui


def shown(page):
    """Texts and chips of every line of the table."""
    return [[cell.spoken for cell in row.cells] for row in page.table.model().rows]


def test_each_item_says_what_when_next_and_why(window, sample):
    window.go("sync")
    settle()
    page = window.pages["sync"]
    parked, waiting, fresh = shown(page)
    next_try = f"{NOW + dt.timedelta(seconds=24):%H:%M:%S}"
    assert next_try in waiting
    words = page.words
    assert words.message("sync.unreachable", {}).title in waiting
    assert words.label("ui.outbox_kind.submit_result") in waiting
    assert words.label("ui.sync.next_now") in fresh
    assert words.label("ui.sync.no_answer") in fresh
    assert words.label("ui.sync.parked") in parked
    facts = sample.outbox_items[0].answer_facts
    assert words.message("sync.invalid", dict(facts)).title in parked


def test_one_item_or_all_are_sent_now(window, sample):
    window.go("sync")
    window.sync.choose("o2")
    settle()
    page = window.pages["sync"]
    page.again.click()
    settle()
    assert [item.id for item in window.sync.state.items] == ["o1", "o3"]
    window.shell.press("send_all")
    settle()
    assert [item.id for item in window.sync.state.items] == ["o1"], "what needs a person stays"
