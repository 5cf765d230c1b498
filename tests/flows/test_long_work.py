"""A paper read again beside what an officer confirmed of it: four words, and nothing is changed."""

import dataclasses

import pytest

from desk_app.application.long_work import read_again
from desk_app.application.reading_ports import FieldFound, PageRead

PAPER = "cccd"


class Eyes:
    """Sees one card on every page."""

    def __init__(self, number="024190001234", *, is_sure=True, is_blind=False):
        self.number, self.is_sure, self.is_blind = number, is_sure, is_blind

    def read(self, path, *, document_type=None, cancelled=None):
        seen = {} if self.is_blind else {"so_cccd": self._field()}
        yield PageRead(
            page="1", index=0, document_type=PAPER, document_type_confidence=1.0, fields=seen,
            text="", quality={}, seconds=0.0,
        )  # fmt: skip

    def _field(self):
        return FieldFound(
            value=self.number, confidence=0.9, sure=self.is_sure, box=(0, 0, 9, 9), source="ocr"
        )


def read_by(office, eyes):
    return dataclasses.replace(office.office, reader=eyes)


@pytest.fixture
def dossier(office):
    office.use(read_by(office, Eyes()))
    key = office.draft("birth_registration")
    part = next(c.key for c in office.see(key).components if c.document_type == PAPER)
    files = [str(office.paper())]
    office.do("intake", "digitise", key, "canbo", component=part, files=files)
    office.do("intake", "read", key, "canbo", component=part)
    return office.see(key).id


def confirm(office, dossier):
    values = office.see(dossier).form.values
    names = [name for name, value in values.items() if value.component]
    assert names
    office.do("intake", "fill", dossier, "canbo", confirmed=names)


def test_what_nobody_confirmed_is_not_compared(office, dossier):
    assert read_again(office.office, dossier) == "unconfirmed"


@pytest.mark.parametrize(
    ("eyes", "word"),
    [
        (Eyes(), "agrees"),
        (Eyes("024190001235"), "differs"),
        (Eyes("024190001235", is_sure=False), "agrees"),
        (Eyes(is_blind=True), "unreadable"),
    ],
)
def test_a_later_reader_agrees_differs_or_sees_nothing(office, dossier, eyes, word):
    confirm(office, dossier)
    before = office.see(dossier)
    assert read_again(read_by(office, eyes), dossier) == word
    assert office.see(dossier) == before
