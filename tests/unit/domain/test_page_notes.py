"""Notes on places of pages: inside the page, with words, dropped by their writer before they are sent."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.errors import NotFoundError, RuleError
from desk_app.domain.page_notes import PageNote, added, dropped, sent, ticked

AT = dt.datetime(2026, 11, 9, 2, tzinfo=dt.UTC)
NOTE = PageNote(
    key="n1", paper="result", sha256="0" * 64, page=1, place=(0.1, 0.2, 0.3, 0.1), text="Sai ngày",
    by="lanhdao", at=AT,
)  # fmt: skip


def refused(code, call, *args, **known):
    with pytest.raises((RuleError, NotFoundError)) as caught:
        call(*args, **known)
    assert caught.value.code == code


def test_a_note_has_words_and_lies_on_its_page():
    assert added((), NOTE) == (NOTE,)
    refused("notes.empty", added, (), dataclasses.replace(NOTE, text="  "))
    for place in ((-0.1, 0, 0.5, 0.5), (0.6, 0, 0.5, 0.5), (0, 0.9, 0.5, 0.2), (0, 0, 0, 0.1)):
        refused("notes.outside_page", added, (), dataclasses.replace(NOTE, place=place))
    refused("notes.outside_page", added, (), dataclasses.replace(NOTE, page=-1))


part = st.floats(-0.5, 1.5, allow_nan=False)


@given(part, part, part, part)
def test_no_place_outside_the_page_is_taken(x, y, width, height):
    note = dataclasses.replace(NOTE, place=(x, y, width, height))
    try:
        (kept,) = added((), note)
    except RuleError:
        return
    x, y, width, height = kept.place
    assert min(x, y, width, height) >= 0
    assert max(x + width, y + height) <= 1


def test_ticked_done_and_opened_again():
    (done,) = ticked((NOTE,), "n1", is_done=True, by="thamdinh", at=AT)
    assert (done.is_done, done.done_by, done.done_at) == (True, "thamdinh", AT)
    assert ticked((done,), "n1", is_done=False, by="lanhdao", at=AT) == (NOTE,)
    refused("notes.unknown", ticked, (NOTE,), "n2", is_done=True, by="x", at=AT)


def test_only_the_writer_drops_a_note_and_only_before_it_is_sent():
    assert dropped((NOTE,), "n1", by="lanhdao") == ()
    refused("notes.of_somebody_else", dropped, (NOTE,), "n1", by="thamdinh")
    refused("notes.sent_already", dropped, sent((NOTE,), AT), "n1", by="lanhdao")


def test_what_was_sent_keeps_its_moment():
    later = AT + dt.timedelta(days=1)
    first = sent((NOTE,), AT)
    again = sent((*first, dataclasses.replace(NOTE, key="n2")), later)
    assert [note.sent_at for note in again] == [AT, later]
