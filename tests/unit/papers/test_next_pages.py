"""A paper of several sheets: a sheet without a title is the next page of the one before it."""

import contextlib
import types

import pytest

from desk_app.application.papers_of import read_pages
from desk_app.application.ports import FieldFound, PageRead, no_progress


def page(document_type, *, titled, fields=(), text="Nơi cư trú: xã Phú Lâm", problem=""):
    return PageRead(
        page="p", index=0, document_type=document_type, document_type_confidence=0.9,
        fields={
            n: FieldFound(value="x", confidence=1.0, sure=True, box=(0, 0, 1, 1), source="ocr")
            for n in fields
        },
        text=text, quality={"titled": titled}, seconds=0.1, problem=problem,
    )  # fmt: skip


class Reader:
    """Gives each file its page; a page asked for as a type is that type and has its fields."""

    def __init__(self, pages):
        self.pages = pages
        self.asked = []

    def read(self, path, *, document_type=None, cancelled=None):
        self.asked.append((path, document_type))
        if document_type is not None:
            yield page(document_type, titled=False, fields=("cha_ho_ten",))
        else:
            yield self.pages[path]


def read(*pages):
    reader = Reader(dict(enumerate(pages)))

    office = types.SimpleNamespace(
        reader=reader, papers=types.SimpleNamespace(plain_file=contextlib.nullcontext)
    )
    component = types.SimpleNamespace(pages=tuple(range(len(pages))), name="c")
    return read_pages(office, component, no_progress, None), reader


FIRST = page("to_khai_khai_sinh", titled=True, fields=("ho_ten",))
NEXT = page("khac", titled=False)
BLANK = page("trang_trang", titled=False, text="")


def test_the_next_page_is_asked_for_what_its_paper_asks_for():
    found, reader = read(FIRST, NEXT)
    assert [p.document_type for p in found] == ["to_khai_khai_sinh", "to_khai_khai_sinh"]
    assert "cha_ho_ten" in found[1].fields
    assert [p.index for p in found] == [0, 1]
    assert reader.asked == [(0, None), (1, None), (1, "to_khai_khai_sinh")]


@pytest.mark.parametrize(
    "other",
    [
        page("khac", titled=True),
        page("khac", titled=False, text=" "),
        page("khac", titled=False, problem="recognition.timeout"),
        page("cccd", titled=False),
        BLANK,
    ],
)
def test_another_paper_an_empty_or_a_failed_page_is_left_as_it_is(other):
    found, reader = read(FIRST, other)
    assert found[1].document_type == other.document_type
    assert len(reader.asked) == 2


def test_a_blank_back_between_two_pages_does_not_end_the_paper():
    found, _ = read(FIRST, BLANK, NEXT)
    assert found[2].document_type == "to_khai_khai_sinh"


def test_behind_a_paper_nobody_knows_nothing_goes_on():
    found, reader = read(FIRST, page("khac", titled=True), NEXT)
    assert found[2].document_type == "khac"
    assert len(reader.asked) == 3


def test_a_first_page_without_title_belongs_to_nothing():
    found, reader = read(NEXT)
    assert found[0].document_type == "khac"
    assert len(reader.asked) == 1
