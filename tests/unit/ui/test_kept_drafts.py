"""Drafts kept on this machine: sealed, replaced whole, merged with what the database says by then."""

from dataclasses import replace

import pytest

from desk_app.adapters.window.draft_shelf import DraftShelf
from desk_app.ui import contract as c
from desk_app.ui.connect.kept_drafts import KeptDrafts


class Turned:
    """A seal for tests: every byte turned over."""

    def seal(self, plain):
        return bytes(255 - byte for byte in plain)

    def open(self, sealed):
        return bytes(255 - byte for byte in sealed)


@pytest.fixture
def shelf(tmp_path):
    return DraftShelf(tmp_path / "drafts", Turned())


@pytest.fixture
def stored():
    """What the database said last."""
    return c.DossierView(
        key="draft-1", version=1, code="", state="DRAFT", step="intake", procedure_code="1.001193",
        procedure="Đăng ký khai sinh", applicant="",
        values={"phone": c.FieldValue(value="0981"), "place": c.FieldValue()},
    )  # fmt: skip


def typed(**values):
    return {
        name: c.FieldValue(value=text, origin="typed", confirmed=True)
        for name, text in values.items()
    }


def test_a_draft_comes_back_as_it_was_and_cannot_be_read_on_the_disk(shelf, tmp_path):
    draft = {"typed": {"phone": "0912 345 678"}, "seen": {"phone": ""}}
    shelf.keep("H02-1", draft)
    shelf.keep("H02-1", draft | {"typed": {"phone": "Đặng"}})
    (file,) = (tmp_path / "drafts").iterdir()
    assert "Đặng".encode() not in file.read_bytes()
    assert "H02" not in file.name
    assert DraftShelf(tmp_path / "drafts", Turned()).of("H02-1")["typed"] == {"phone": "Đặng"}
    file.write_bytes(b"torn")
    assert shelf.of("H02-1") is None
    shelf.drop("H02-1")
    assert list((tmp_path / "drafts").iterdir()) == []


def test_what_nobody_else_touched_goes_back_by_itself(shelf, stored):
    kept = KeptDrafts(shelf)
    kept.saw(stored)
    kept.keep(stored.key, typed(phone="0912", place="Minh Đức"))
    again = KeptDrafts(shelf)
    assert again.given_back(stored) == ({"phone": "0912", "place": "Minh Đức"}, {})
    saved = replace(stored, values=typed(phone="0912", place="Minh Đức"))
    again.settle(saved, frozenset())
    assert shelf.of(stored.key) is None


def test_what_another_desk_wrote_meanwhile_stands_beside_the_kept_value(shelf, stored):
    kept = KeptDrafts(shelf)
    kept.saw(stored)
    kept.keep(stored.key, typed(phone="0912", place="Minh Đức"))
    now = replace(stored, values=stored.values | typed(phone="0977"))
    assert kept.given_back(now) == ({"place": "Minh Đức"}, {"phone": "0912"})
    shown = kept.over(now).values["phone"]
    assert (shown.value, shown.confirmed, shown.origin) == ("0977", False, "kept")
    assert shown.reading.suggestions == ("0977", "0912")
    saved = replace(now, values=now.values | typed(place="Minh Đức"))
    kept.settle(saved, frozenset({"place"}))
    assert kept.given_back(saved) == ({}, {"phone": "0912"}), "a dispute outlives a save"
    kept.settle(saved, frozenset({"phone"}))
    assert shelf.of(stored.key) is None, "the officer has chosen"
