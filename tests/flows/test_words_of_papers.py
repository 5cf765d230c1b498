"""When words may be laid into a file: never once it was sent or signed, also not by a race."""

import dataclasses

import pytest

from desk_app.application.ports import PageRead, PageWords
from desk_app.domain.errors import RuleError
from tests.kit.office import Counter, Signer

PART = "declaration"


class Reads:
    """A reader with one word and its place."""

    def read(self, path, *, document_type=None, cancelled=None):
        words = PageWords(words=((0, "Hường", (1, 2, 30, 10)),), width=100, height=140)
        yield PageRead(
            page="a", index=0, document_type="to_khai_khai_sinh", document_type_confidence=1.0,
            fields={}, text="Hường", quality={}, seconds=0.1, words=words,
        )  # fmt: skip


@pytest.fixture
def office(tmp_path):
    made = Counter(tmp_path)
    made.use(dataclasses.replace(made.office, reader=Reads()))
    return made


def filed(office):
    key = office.draft("birth_registration")
    paper = [str(office.paper())]
    office.do("intake", "digitise", key, "canbo", component=PART, files=paper)
    return key


def read(office, key):
    office.do("intake", "read", key, "canbo", component=PART)
    return office.see(key).component(PART)


def has_words(office, part):
    return office.papers.read(part.file.sha256).endswith(b"%text")


def test_a_draft_carries_its_words(office):
    part = read(office, filed(office))
    assert has_words(office, part)
    assert office.papers.read(part.text.sha256).decode() == "Hường"


def test_a_received_dossier_keeps_the_file_the_province_has(office):
    key = filed(office)
    office.complete(key)
    office.do("intake", "receive", key, "canbo")
    before = office.see(key).component(PART).file
    part = read(office, key)
    assert part.file == before
    assert part.text is not None


class ReadsMeanwhile(Signer):
    """Something happens between the order to sign and its end."""

    def sign(self, orders, grant, **more):
        made = super().sign(orders, grant, **more)
        self.meanwhile()
        return made


@pytest.mark.parametrize("is_reading", [True, False])
def test_a_reading_that_ends_while_the_officer_signs_spoils_no_signature(office, is_reading):
    key = filed(office)
    signer = ReadsMeanwhile(office.papers, office.clock)
    office.use(dataclasses.replace(office.office, signer=signer))
    again = [str(office.paper())]
    signer.meanwhile = lambda: (
        read(office, key)
        if is_reading
        else office.do("intake", "digitise", key, "canbo", component=PART, files=again)
    )
    if not is_reading:  # a page more is another paper than the one that was signed
        with pytest.raises(RuleError) as caught:
            office.do("intake", "sign_components", key, "canbo")
        assert caught.value.code == "intake.changed_while_signing"
        return
    office.do("intake", "sign_components", key, "canbo")
    part = office.see(key).component(PART)
    assert part.is_signed_personally
    assert b"%text" not in office.papers.read(part.file.sha256)
    assert office.papers.read(part.text.sha256).decode() == "Hường"
