"""Filters of the work list under names of the officer's own, with counts that follow the work (F06-01)."""

import pytest

from desk_app.adapters.window.draft_shelf import DraftShelf
from desk_app.domain.errors import RuleError
from desk_app.ui import contract as c
from desk_app.ui.connect.filters import MOST, FiltersPart
from tests.kit.ui.office_window import answer_reason
from tests.kit.ui.window import settle

pytestmark = pytest.mark.ui
OTHER = {"identifier": "027090000456", "full_name": "Trần Thị Khác"}


class Turned:
    """A seal for tests: every byte turned over."""

    def seal(self, plain):
        return bytes(255 - byte for byte in plain)

    open = seal


class Sitting:
    def __init__(self, user):
        self.officer = type("Officer", (), {"user": user})()


def shown(page):
    return [chip.text() for chip in page.filters.saved if chip.isVisible()]


def names(chips, counts):
    return all(
        name in text and f"({count})" in text
        for text, (name, count) in zip(chips, counts, strict=True)
    )


@pytest.fixture
def window(office, at, monkeypatch, tmp_path):
    opened = at("thamdinh")
    shelf = DraftShelf(tmp_path / "drafts", Turned())
    monkeypatch.setattr(opened.desk.filters, "_shelf", shelf)
    return opened


def test_my_work_counts_what_my_list_shows(office, at):
    office.draft()
    office.appraised(applicant=OTHER)
    for user, own in (("thamdinh", 1), ("canbo", 1), ("lanhdao", 0)):
        lists = at(user).desk.enquiries
        assert len(lists.work_list(c.WorkQuery(scope="mine")).rows) == own
        assert (lists.counts().scopes["mine"], lists.counts().scopes["office"]) == (own, 2)


def test_a_list_is_kept_under_a_name_and_its_count_follows_the_work(office, window, tmp_path):
    one = office.appraised()
    office.appraised(applicant=OTHER)
    page = window.pages["dashboard"]
    assert not page.filters.keep.isVisible(), "the program's own lists need no name"
    window.dashboard.filter_step("appraise")
    settle()
    assert page.filters.keep.isVisible()
    window.shell.press("keep_filter")
    answer_reason(window, "  Việc   thẩm định ")
    assert names(shown(page), [("Việc thẩm định", 2)])
    assert window.dashboard.state.in_use == "Việc thẩm định"
    window.dashboard.filter_by("office")
    settle()
    office.checked(one)
    office.do("appraise", "submit", one, "thamdinh")
    window.refresh()
    settle()
    assert names(shown(page), [("Việc thẩm định", 1)]), "without the list being asked for"
    page.filters.saved[0].click()
    settle()
    assert len(window.dashboard.state.rows) == 1
    assert window.dashboard.state.query.step == "appraise"


def test_words_are_kept_sealed_and_come_back_into_the_search_box(office, window, tmp_path):
    office.appraised()
    office.appraised(applicant=OTHER)
    window.search("khac")
    window.shell.press("keep_filter")
    answer_reason(window, "Của chị Khác")
    (file,) = (tmp_path / "drafts").iterdir()
    assert "Khác".encode() not in file.read_bytes()
    window.clear_search()
    window.shell.press("next_filter")
    window.dashboard.use("Của chị Khác")
    settle()
    assert window.shell.work.top.search.text() == "khac"
    assert [row.applicant for row in window.dashboard.state.rows] == ["Trần Thị Khác"]
    window.shell.press("forget_filter")
    settle()
    assert shown(window.pages["dashboard"]) == []
    assert list((tmp_path / "drafts").iterdir()) == []


def test_each_officer_has_their_own_and_twelve_are_the_most(tmp_path):
    shelf = DraftShelf(tmp_path / "drafts", Turned())
    lan, minh = (FiltersPart(Sitting(user), shelf) for user in ("lan", "minh"))
    for number in range(MOST):
        lan.keep(c.SavedFilter(name=f"{number}", query=c.WorkQuery(scope="office", text="x")))
    assert minh.mine() == ()
    with pytest.raises(RuleError) as refused:
        lan.keep(c.SavedFilter(name="thêm", query=c.WorkQuery()))
    assert refused.value.code == "filters.too_many"
    again = c.SavedFilter(name="3", query=c.WorkQuery(scope="overdue", step="approve"))
    assert again in lan.keep(again)
    assert len(FiltersPart(Sitting("lan"), shelf).mine()) == MOST, "also after a new start"
