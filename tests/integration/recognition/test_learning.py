"""A label nobody listed is read once an administrator has approved it, and not a page earlier."""

import dataclasses

import pytest

from desk_app.adapters.recognition.desk_reader import DeskReader
from desk_app.application.learning import Learning, approved_labels
from desk_app.domain.errors import NotFoundError, RuleError
from desk_app.domain.learned import LearnedKind, Review
from tests.kit.office import Counter
from tests.kit.papers.at_desk import Pictures, picture

pytestmark = pytest.mark.tesseract

PAPER = """\
TỜ KHAI ĐĂNG KÝ KHAI SINH
Kính gửi: Ủy ban nhân dân xã Phú Lâm
Họ, chữ đệm, tên người yêu cầu: Trần Thị Hoa
Nơi cư trú: thôn 3, xã Phú Lâm, tỉnh Bắc Ninh
Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:
Họ, chữ đệm, tên: Lê Minh Khôi
Ngày, tháng, năm sinh: 02/03/2026
Cội nguồn bên nội: xã Đại Đồng, tỉnh Bắc Ninh"""
LABEL, VALUE = "Cội nguồn bên nội", "xã Đại Đồng, tỉnh Bắc Ninh"


@pytest.fixture
def counter(tmp_path):
    made = Counter(tmp_path)
    file = picture(PAPER, tmp_path / "to-khai.jpg", "clean", 1)
    reader = Pictures([file] * 3, labels=lambda: approved_labels(made.store.unit_of_work))
    made.use(dataclasses.replace(made.office, reader=reader))
    yield made
    reader.reader.close()


@pytest.fixture
def learning(counter):
    return Learning(office=counter.office)


def read(counter):
    """A draft with its declaration read."""
    key = counter.draft("birth_registration")
    counter.do(
        "intake", "digitise", key, "canbo", component="declaration", files=[str(counter.paper())]
    )
    counter.do("intake", "read", key, "canbo", component="declaration")
    return key


def origin_of(counter, key):
    return counter.see(key).form.values.get("que_quan")


def received(counter):
    key = read(counter)
    assert origin_of(counter, key) is None
    counter.complete(key)
    confirmed = list(counter.see(key).form.unverified())
    counter.do("intake", "fill", key, "canbo", values={"que_quan": VALUE}, confirmed=confirmed)
    counter.do("intake", "receive", key, "canbo")


def labels(learning, counter, **asked):
    found = learning.lessons(counter.actor("quantri"), kind=LearnedKind.LABEL, **asked)
    return [(x.lesson.document_type, x.lesson.field, x.lesson.seen, x.count) for x in found]


def test_a_label_is_used_from_the_reading_after_its_approval_and_no_earlier(counter, learning):
    admin = counter.actor("quantri")
    received(counter)
    assert labels(learning, counter) == [("to_khai_khai_sinh", "que_quan", LABEL, 1)]
    assert origin_of(counter, read(counter)) is None  # counted, and not used yet
    (lesson,) = learning.lessons(admin, kind=LearnedKind.LABEL)
    learning.decide(admin, lesson.lesson.id, approves=True)
    found = origin_of(counter, read(counter))
    assert (found.value, found.origin.value) == (VALUE, "ocr")
    assert not found.is_verified


def test_a_refused_label_is_never_read_and_an_approved_one_can_be_taken_back(counter, learning):
    admin = counter.actor("quantri")
    received(counter)
    (lesson,) = learning.lessons(admin, kind=LearnedKind.LABEL)
    for approves in (True, False):
        learning.decide(admin, lesson.lesson.id, approves=approves)
    assert labels(learning, counter, review=Review.REFUSED)
    assert origin_of(counter, read(counter)) is None


def test_a_label_the_type_knows_already_is_still_read_beside_a_learned_one(tmp_path):
    page = picture(PAPER.replace(LABEL, "Quê quán"), tmp_path / "a.jpg", "clean", 1)
    reader = DeskReader(labels=lambda: (("to_khai_khai_sinh", "que_quan", LABEL),))
    try:
        (found,) = list(reader.read(page))
    finally:
        reader.close()
    assert found.fields["que_quan"].value == VALUE


def test_labels_of_types_and_fields_nobody_knows_are_left_alone(tmp_path):
    page = picture(PAPER, tmp_path / "a.jpg", "clean", 1)
    reader = DeskReader(
        labels=lambda: (("khong_co", "que_quan", LABEL), ("to_khai_khai_sinh", "khong_co", LABEL))
    )
    try:
        (found,) = list(reader.read(page))
    finally:
        reader.close()
    assert "que_quan" not in found.fields
    assert found.fields["ho_ten"].value == "Lê Minh Khôi"


def test_only_an_administrator_reviews(counter, learning):
    officer = counter.actor("canbo")
    for act in (
        lambda: learning.lessons(officer),
        lambda: learning.decide(officer, "x", approves=True),
        lambda: learning.labels_as_file(officer),
        lambda: learning.take_labels(officer, ""),
    ):
        with pytest.raises(RuleError) as caught:
            act()
        assert caught.value.code == "workflow.role"
    with pytest.raises(NotFoundError) as unknown:
        learning.decide(counter.actor("quantri"), "khong-co", approves=True)
    assert unknown.value.code == "learned.unknown"
