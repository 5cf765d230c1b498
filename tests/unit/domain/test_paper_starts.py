"""Where another paper begins in a stack: by kind, title, heading and numbering; never by doubt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.stacks import PageSeen, Sign, paper_starts

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"


def page(kind="", title="", text="Nội dung của trang", *, certainty=0.95, is_empty=False):
    return PageSeen(
        document_type=kind, certainty=certainty, title=title, text=text, is_empty=is_empty
    )


EMPTY = page(text="", is_empty=True)


def found(*pages):
    return [(start.page, [str(sign) for sign in start.signs]) for start in paper_starts(pages)]


def test_a_kind_of_its_own_with_its_title_begins_a_paper():
    assert found(page("a", "A"), page("b", "B")) == [(1, ["kind", "title"])]
    assert found(page("a", "A"), page("", "THÔNG BÁO")) == [(1, ["title"])]
    assert found(page("a", "A"), page("a", "A")) == [(1, ["title"])]


def test_pages_without_a_heading_of_their_own_stay_with_their_paper():
    assert found(page("a", "A"), page("a"), page(""), page("a")) == []
    assert found(page("a", "A"), page("b", certainty=0.8)) == []  # told by labels alone
    assert found(page("a", "A"), page("b", certainty=0.99)) == [(1, ["kind"])]  # a card's code


def test_a_blank_back_stays_and_tells_nothing():
    assert found(page("a", "A"), EMPTY, page("a"), EMPTY, page("b", "B")) == [
        (4, ["kind", "title"])
    ]
    assert found(EMPTY, page("a", "A")) == []
    assert found() == []


def test_the_motto_above_a_page_begins_a_paper_and_inside_it_does_not():
    assert found(page("", "", "x"), page("", "", MOTTO + "x")) == [(1, ["heading"])]
    deep = "\n".join(["dòng"] * 6) + "\n" + MOTTO
    assert found(page("", "", "x"), page("", "", deep)) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [("Trang 1/2", "Trang 2/2"), ("1/3", "2/3"), ("- 1 -", "- 2 -"), ("Trang 1 trên 2", "2/2")],
)
def test_numbers_that_go_on_hold_a_paper_together(first, second):
    assert found(page("a", "A", f"x\n{first}"), page("", "PHỤ LỤC", f"y\n{second}")) == []
    # a kind of its own under its own title is stronger than a number
    assert found(page("a", "A", f"x\n{first}"), page("b", "B", f"y\n{second}"))[0][0] == 1


def test_numbers_that_begin_again_part_two_papers():
    pages = [page("", "", f"x\n{n}") for n in ("1/2", "2/2", "1/2", "2/2")]
    assert found(*pages) == [(2, ["numbering"])]
    assert found(page("", "", "x\n3"), page("", "", "y\n1")) == [(1, ["numbering"])]


def test_figures_inside_a_page_are_no_page_number():
    text = "một\nhai\nTrang 1/2\nbốn\nnăm\nsáu"
    assert found(page("", "", "x\n2"), page("", "", text)) == []
    assert found(page("", "", "x\n2/3"), page("", "", "Số 15/2020\n3/2")) == []


@given(
    st.lists(
        st.builds(
            PageSeen,
            document_type=st.sampled_from(["", "a", "b"]),
            certainty=st.floats(0, 1),
            title=st.sampled_from(["", "A"]),
            text=st.text(max_size=60),
            is_empty=st.booleans(),
        ),
        max_size=8,
    )
)
def test_the_first_page_begins_nothing_and_each_start_says_why(pages):
    starts = paper_starts(pages)
    assert [s.page for s in starts] == sorted({s.page for s in starts})
    assert all(0 < s.page < len(pages) and s.signs for s in starts)
    assert all(not pages[s.page].is_empty for s in starts)
    assert all(isinstance(sign, Sign) for s in starts for sign in s.signs)
