"""A list longer than its page says how many rows are in sight, then of how many."""

from dataclasses import replace

import pytest

from desk_app.ui.shell.dashboard_view_model import COUNT_AFTER_MS


@pytest.fixture
def sample(sample, monkeypatch):
    """A desk whose pages hold three rows."""
    whole = sample.work_list
    monkeypatch.setattr(sample, "work_list", lambda query: whole(replace(query, limit=3)))
    monkeypatch.setattr(sample, "count", lambda query: len(whole(query).rows))
    return sample


@pytest.mark.parametrize(("text", "said"), [("", "{} hồ sơ, hiện 3"), ("n", "{} kết quả, hiện 3")])
def test_the_number_is_said_when_it_is_known(qtbot, window, sample, text, said):
    note = window.pages["dashboard"].filters.note
    window.go("dashboard")
    window.search(text)
    assert note.text() == "Hiện 3"
    query = window.dashboard.state.query
    qtbot.waitUntil(lambda: note.text() == said.format(sample.count(query)), timeout=COUNT_AFTER_MS + 3000)  # fmt: skip


def test_nothing_found_is_known_at_once(window):
    window.search("không có ai")
    page = window.pages["dashboard"]
    assert page.filters.note.text() == "0 kết quả"
    assert not page.table.isVisible()
