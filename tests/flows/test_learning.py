"""Lessons of corrections through the office: noted at receipt, reviewed, carried as a file."""

import dataclasses
import datetime as dt
import tomllib

import pytest

from desk_app.application.learning import Learning, approved_labels
from desk_app.application.ports import FieldFound, PageRead
from desk_app.domain.errors import RuleError
from desk_app.domain.learned import LearnedKind, Lesson, Review
from tests.kit.office import Counter

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
LABEL = Lesson(
    kind=LearnedKind.LABEL, document_type="to_khai_khai_sinh", field="ho_ten", seen='Tên "ở nhà"'
)
NAME = Lesson(kind=LearnedKind.NAME, seen="Hưong", meant="Hương")


class Reads:
    """A reader that says a name with a wrong letter."""

    def __init__(self, value):
        self.value = value

    def read(self, path, *, document_type=None, cancelled=None):
        found = FieldFound(
            value=self.value, confidence=0.5, sure=False, box=(1, 2, 3, 4), source="ocr"
        )
        yield PageRead(
            page="a", index=0, document_type="to_khai_khai_sinh", document_type_confidence=1.0,
            fields={"ho_ten": found}, text=f"Họ, chữ đệm, tên: {self.value}", quality={}, seconds=0.1,
        )  # fmt: skip


@pytest.fixture
def office(tmp_path):
    return Counter(tmp_path)


@pytest.fixture
def learning(office):
    return Learning(office=office.office)


@pytest.fixture
def admin(office):
    return office.actor("quantri")


def note(office, *lessons):
    with office.store.unit_of_work() as work:
        for lesson in lessons:
            work.learned.note(lesson, at=NOW)
        work.commit()


def test_a_corrected_name_is_noted_at_receipt_and_offered_after_review(office, learning, admin):
    office.use(dataclasses.replace(office.office, reader=Reads("Nguyễn Thị Hưong")))

    def read():
        key = office.draft("birth_registration")
        paper = [str(office.paper())]
        office.do("intake", "digitise", key, "canbo", component="declaration", files=paper)
        office.do("intake", "read", key, "canbo", component="declaration")
        return key

    key = read()
    office.complete(key)
    office.do("intake", "fill", key, "canbo", values={"ho_ten": "Nguyễn Thị Hương"})
    assert learning.lessons(admin) == ()  # a draft teaches nothing: it is still being typed
    office.do("intake", "receive", key, "canbo")
    (found,) = learning.lessons(admin, kind=LearnedKind.NAME)
    assert (found.lesson, found.review) == (NAME, Review.WAITING)
    assert office.see(read()).form.values["ho_ten"].likely == ()
    learning.decide(admin, found.lesson.id, approves=True)
    offered = office.see(read()).form.values["ho_ten"]
    assert (offered.value, offered.likely) == ("Nguyễn Thị Hưong", ("Nguyễn Thị Hương",))


def test_a_refused_name_is_forgotten_and_a_refused_label_is_kept(office, learning, admin):
    note(office, NAME, LABEL)
    for lesson in (NAME, LABEL):
        learning.decide(admin, lesson.id, approves=False)
    (kept,) = learning.lessons(admin)
    assert (kept.lesson, kept.review, kept.decided_by) == (LABEL, Review.REFUSED, "quantri")


def test_only_labels_leave_the_office_and_only_type_field_and_print_of_them(
    office, learning, admin
):
    note(office, NAME, LABEL, dataclasses.replace(LABEL, seen="Chưa ai duyệt"))
    for lesson in (NAME, LABEL):
        learning.decide(admin, lesson.id, approves=True)
    text = learning.labels_as_file(admin)
    assert tomllib.loads(text) == {
        "format": "desk-labels-1",
        "label": [{"document_type": "to_khai_khai_sinh", "field": "ho_ten", "text": 'Tên "ở nhà"'}],
    }


def test_labels_of_another_office_wait_for_review_here(office, learning, admin, tmp_path):
    note(office, LABEL)
    learning.decide(admin, LABEL.id, approves=True)
    text = learning.labels_as_file(admin)
    (tmp_path / "khác").mkdir()
    other = Counter(tmp_path / "khác")
    there, boss = Learning(office=other.office), other.actor("quantri")
    assert there.take_labels(boss, text) == 1
    assert there.take_labels(boss, text) == 0
    assert approved_labels(other.store.unit_of_work) == ()
    (waiting,) = there.lessons(boss, review=Review.WAITING)
    there.decide(boss, waiting.lesson.id, approves=True)
    assert approved_labels(other.store.unit_of_work) == (
        ("to_khai_khai_sinh", "ho_ten", 'Tên "ở nhà"'),
    )


ENTRY = '[[label]]\ndocument_type = "t"\nfield = "f"\ntext = "{}"\n'


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("", 0),
        ("không phải TOML", 0),
        ('format = "khac"\n' + ENTRY.format("Tên cháu"), 0),
        ('format = "desk-labels-1"\n' + ENTRY.format("Tên cháu") + ENTRY.format("Sinh 1990"), 2),
        ('format = "desk-labels-1"\n' + ENTRY.format("Con của Trần Thị Hoa"), 1),
        ('format = "desk-labels-1"\n[[label]]\ndocument_type = "t"\nfield = "f"\n', 1),
        ('format = "desk-labels-1"\nlabel = 1\n', 0),
        ('format = "desk-labels-1"\n#' + "x" * 1_000_001, 0),
    ],
)
def test_a_wrong_file_is_refused_whole(learning, admin, text, entry):
    with pytest.raises(RuleError) as caught:
        learning.take_labels(admin, text)
    assert (caught.value.code, caught.value.facts) == ("learned.file_wrong", {"entry": entry})
    assert learning.lessons(admin) == ()
