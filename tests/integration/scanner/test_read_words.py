"""What was read is found again: in the file of an unsigned scan, beside a signed one."""

from __future__ import annotations

import hashlib
import io
import unicodedata

import pikepdf
import pypdfium2
import pytest

from desk_app.adapters.printing.pdfa import check_pdfa
from desk_app.application.commands import intake as acts
from desk_app.application.purge import work_copies
from desk_app.application.read_words import find_text
from desk_app.domain.signatures import SignatureRole
from tests.kit.papers.at_desk import picture
from tests.kit.scanner.counter import FIRST

pytestmark = [
    pytest.mark.scanner,
    pytest.mark.tesseract,
    pytest.mark.xdist_group("desk_papers"),
]

PAPER = """\
TỜ KHAI ĐĂNG KÝ KHAI SINH
Kính gửi: Ủy ban nhân dân xã Phú Lâm
Họ, chữ đệm, tên: Nguyễn Thị Hường
Nghề nghiệp của người khai: thợ kim hoàn
Quê quán: xã Đại Đồng, huyện Tiên Du, tỉnh Bắc Ninh"""


@pytest.fixture
def filed(desk, clerk, key, tmp_path):
    files = tuple(picture(PAPER, tmp_path / f"{n}.jpg", "clean", n) for n in (1, 2))
    desk.steps.intake.digitise(
        acts.Digitise(dossier=key, actor=clerk, component=FIRST, files=files)
    )
    return key


def read(desk, clerk, key):
    desk.steps.intake.read(acts.ReadComponent(dossier=key, actor=clerk, component=FIRST))
    return desk.enquiries.dossier(key).component(FIRST)


def bytes_of(desk, ref):
    return desk.office.papers.read(ref.sha256)


def text_in(pdf):
    with pypdfium2.PdfDocument(pdf) as opened:
        return [page.get_textpage().get_text_bounded() for page in opened]


def images_in(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [i.read_raw_bytes() for page in opened.pages for i in page.images.values()]


def test_an_unsigned_scan_carries_its_words(desk, clerk, filed):
    before = desk.enquiries.dossier(filed).component(FIRST).file
    component = read(desk, clerk, filed)
    pdf, bare = bytes_of(desk, component.file), bytes_of(desk, before)
    assert text_in(bare) == ["", ""]
    assert all("thợ kim hoàn" in page for page in text_in(pdf))
    assert check_pdfa(pdf) == []
    assert images_in(pdf) == images_in(bare)
    assert component.file.derived_from == before.sha256
    assert before in component.earlier  # so that it is purged with the other work copies
    again = read(desk, clerk, filed)
    assert [page.count("thợ kim hoàn") for page in text_in(bytes_of(desk, again.file))] == [1, 1]


def test_a_signed_scan_keeps_every_byte_and_has_its_words_beside_it(desk, clerk, filed, practice):
    pin = practice.pki.token("canbo1").pin
    grant = desk.grant(clerk.user, SignatureRole.OFFICER, bytearray(pin.encode()))
    done = desk.steps.intake.sign_components(acts.SignComponents(dossier=filed, actor=clerk), grant)
    assert not done.stopped_by
    signed = desk.enquiries.dossier(filed).component(FIRST).file
    data = bytes_of(desk, signed)
    component = read(desk, clerk, filed)
    assert component.file == signed
    assert bytes_of(desk, component.file) == data
    assert hashlib.sha256(data).hexdigest() == signed.sha256
    told = bytes_of(desk, component.text).decode()
    assert component.text.derived_from == signed.sha256
    assert told == unicodedata.normalize("NFC", told)
    assert [page.splitlines()[0] for page in told.split("\f")] == ["TỜ KHAI ĐĂNG KÝ KHAI SINH"] * 2


def test_a_word_that_stands_only_on_the_scan_is_found(desk, clerk, filed):
    read(desk, clerk, filed)
    dossier = desk.enquiries.dossier(filed)
    assert "kim hoàn" not in str(dossier.form.values)
    found = list(find_text(desk.office, dossier, "THO kim hoan"))
    assert [(f.component, f.page) for f in found] == [(FIRST, 1), (FIRST, 2)]
    assert found[0].line == "Nghề nghiệp của người khai: thợ kim hoàn"
    assert list(find_text(desk.office, dossier, "kim hoa")) == []
    assert list(find_text(desk.office, dossier, "")) == []


def test_the_words_go_with_the_capture_and_with_the_work_copies(desk, clerk, filed):
    component = read(desk, clerk, filed)
    assert component.text in work_copies(desk.enquiries.dossier(filed))
    desk.steps.intake.arrange(
        acts.ArrangePages(dossier=filed, actor=clerk, component=FIRST, move="remove", pages=(2,))
    )
    component = desk.enquiries.dossier(filed).component(FIRST)
    assert (component.text, len(text_in(bytes_of(desk, component.file)))) == (None, 1)
