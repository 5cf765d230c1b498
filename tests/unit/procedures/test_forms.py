"""E-forms: values keep their origin, a person's word is never overwritten."""

import datetime as dt
from dataclasses import dataclass

import pytest

from desk_app.adapters.catalogue import Catalogue, check_values
from desk_app.domain.definitions import DefinitionError
from desk_app.domain.forms import (
    Convert,
    FilledForm,
    Origin,
    Widget,
    convert,
    form_from_data,
    values_from_reading,
)

AT = dt.datetime(2026, 3, 16, 9, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(minutes=5)
BY = {"by": "officer-1", "at": AT}


@dataclass(frozen=True)
class Read:
    value: str
    confidence: float = 0.97
    sure: bool = True
    box: tuple[int, int, int, int] = (1, 2, 3, 4)
    source: str = "ocr"
    suggestions: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@pytest.fixture(scope="module")
def birth():
    return Catalogue().form("birth_registration")


def empty(form):
    return FilledForm(definition_key=form.key, definition_version=form.version)


def test_every_shipped_form_shows_every_field_once():
    for form in Catalogue().forms().values():
        names = [field.name for field in form.fields]
        assert sorted(names) == sorted(form.schema["properties"])


def test_widgets_follow_the_schema(birth):
    assert birth.field("ngay_sinh").widget is Widget.DATE
    assert birth.field("gioi_tinh").widget is Widget.CHOICE
    assert birth.field("gioi_tinh").choices == ("Nam", "Nữ")
    assert birth.field("so_dinh_danh").widget is Widget.PERSON_ID


def test_a_reading_becomes_values_with_their_place(birth):
    found = values_from_reading(
        birth,
        "to_khai_khai_sinh",
        {"ho_ten": Read("Nguyễn  Công Quý"), "ngay_sinh": Read("03/05/2026"), "lạ": Read("x")},
        component="declaration",
        page=1,
    )
    assert set(found) == {"ho_ten", "ngay_sinh"}
    assert found["ngay_sinh"].value == "2026-05-03"
    assert (found["ho_ten"].value, found["ho_ten"].page) == ("Nguyễn Công Quý", 1)
    assert found["ho_ten"].origin is Origin.OCR
    assert not found["ho_ten"].is_doubtful


def test_likely_readings_and_doubts_go_into_the_form_in_its_own_terms(birth):
    read = Read(
        "03/05/2026",
        sure=False,
        suggestions=("08/05/2026", "03/05/2026", "không rõ"),
        doubts=("readers_differ",),
    )
    found = values_from_reading(
        birth, "to_khai_khai_sinh", {"ngay_sinh": read}, component="declaration"
    )["ngay_sinh"]
    assert found.likely == ("2026-05-08",)
    assert (found.doubts, found.rivals) == (("readers_differ",), ())


def test_what_cannot_be_converted_stays_as_read_and_is_doubtful(birth):
    found = values_from_reading(
        birth, "to_khai_khai_sinh", {"ngay_sinh": Read("3l/05/2026")}, component="declaration"
    )
    assert found["ngay_sinh"].value == "3l/05/2026"
    assert found["ngay_sinh"].is_doubtful


def test_typed_and_verified_values_stand(birth):
    form = empty(birth).typed("ho_ten", "Nguyễn Công Quý", by="officer-1", at=AT)
    form = form.read(
        values_from_reading(
            birth, "to_khai_khai_sinh", {"ho_ten": Read("Nguyễn Cơng Quý")}, component="d"
        ),
        **BY,
    )
    assert form.values["ho_ten"].value == "Nguyễn Công Quý"
    assert form.values["ho_ten"].rivals[0].value == "Nguyễn Cơng Quý"
    assert form.unverified() == ()


def said(form, name):
    return [(one.value, one.origin, one.by, one.at) for one in form.earlier_of(name)]


def test_what_a_field_said_before_is_kept_with_author_time_and_origin(birth):
    found = values_from_reading(
        birth, "to_khai_khai_sinh", {"ho_ten": Read("Nguyễn Cơng Quý")}, component="d"
    )
    form = empty(birth).read(found, **BY)
    assert form.earlier == ()
    form = form.typed("ho_ten", "Nguyễn Công Quí", by="officer-1", at=LATER)
    form = form.typed("ho_ten", "Nguyễn Công Quý", by="officer-2", at=LATER)
    assert said(form, "ho_ten") == [
        ("Nguyễn Công Quí", Origin.TYPED, "officer-1", LATER),
        ("Nguyễn Cơng Quý", Origin.OCR, None, AT),
    ]
    newest = form.earlier_of("ho_ten")[0]
    assert (newest.replaced_by, newest.replaced_at) == ("officer-2", LATER)
    assert form.earlier_of("ngay_sinh") == ()


def test_confirming_or_repeating_a_value_keeps_nothing_twice(birth):
    form = empty(birth).typed("ho_ten", "Nguyễn Công Quý", by="officer-1", at=AT)
    form = form.verified(["ho_ten"], by="officer-2", at=LATER)
    form = form.typed("ho_ten", "Nguyễn Công Quý", by="officer-2", at=LATER)
    assert form.earlier == ()


def test_letters_of_a_value_being_typed_are_no_earlier_values(birth):
    form = empty(birth).typed("ho_ten", "Trần Văn Cũ", by="officer-1", at=AT)
    for so_far in ("N", "Nguy", "Nguyễn Công"):
        form = form.typed("ho_ten", so_far, by="officer-2", at=LATER, is_unfinished=True)
    form = form.typed("ho_ten", "Nguyễn Công Quý", by="officer-2", at=LATER)
    assert [one.value for one in form.earlier_of("ho_ten")] == ["Trần Văn Cũ"]
    form = form.typed("ho_ten", "Khác", by="officer-2", at=LATER)
    assert form.earlier_of("ho_ten")[0].value == "Nguyễn Công Quý"


def test_what_one_left_half_typed_is_kept_when_another_goes_on(birth):
    form = empty(birth).typed("ho_ten", "Nguyễn C", by="officer-1", at=AT, is_unfinished=True)
    form = form.typed("ho_ten", "Nguyễn Công Quý", by="officer-2", at=LATER)
    assert said(form, "ho_ten") == [("Nguyễn C", Origin.TYPED, "officer-1", AT)]


def test_a_reading_that_is_dropped_or_beaten_stays_among_the_earlier(birth):
    found = values_from_reading(
        birth, "to_khai_khai_sinh", {"ho_ten": Read("Nguyễn Cơng Quý")}, component="d"
    )
    form = empty(birth).read(found, **BY)
    dropped = form.without(["ho_ten"], by="officer-1", at=LATER)
    assert "ho_ten" not in dropped.values
    assert said(dropped, "ho_ten") == [("Nguyễn Cơng Quý", Origin.OCR, None, AT)]
    better = values_from_reading(
        birth, "cccd", {"ho_ten": Read("Nguyễn Công Quý", source="qr")}, component="id"
    )
    name = next(iter(better))
    weaker = {name: found["ho_ten"]}
    beaten = empty(birth).read(weaker, **BY).read(better, by="officer-1", at=LATER)
    assert said(beaten, name) == [("Nguyễn Cơng Quý", Origin.OCR, None, AT)]


def test_disagreeing_papers_make_a_value_doubtful(birth):
    form = empty(birth)
    for source, name in (("ocr", "Đỗ Văn Lục"), ("qr", "Đỗ Văn Lực")):
        doc, field = (
            ("cccd", "ho_ten") if source == "qr" else ("to_khai_khai_sinh", "nguoi_yeu_cau")
        )
        form = form.read(
            values_from_reading(birth, doc, {field: Read(name, source=source)}, component=doc),
            **BY,
        )
    value = form.values["nguoi_yeu_cau"]
    assert (value.value, value.origin) == ("Đỗ Văn Lực", Origin.QR)
    assert form.doubtful() == ("nguoi_yeu_cau",)
    assert form.verified(["nguoi_yeu_cau"], by="o", at=AT).doubtful() == ()


def test_agreeing_papers_keep_the_better_origin(birth):
    form = empty(birth)
    form = form.read(
        values_from_reading(
            birth, "cccd", {"ho_ten": Read("ĐỖ VĂN LỰC", source="qr")}, component="id"
        ),
        **BY,
    )
    form = form.read(
        values_from_reading(
            birth, "to_khai_khai_sinh", {"nguoi_yeu_cau": Read("Đỗ Văn Lực")}, component="d"
        ),
        **BY,
    )
    assert form.values["nguoi_yeu_cau"].origin is Origin.QR
    assert form.doubtful() == ()


def test_missing_names_required_fields(birth):
    form = empty(birth).typed("ho_ten", "A", by="o", at=AT).typed("que_quan", "", by="o", at=AT)
    assert "que_quan" in form.missing(birth)
    assert "ho_ten" not in form.missing(birth)


@pytest.mark.parametrize(
    ("text", "how", "value"),
    [
        ("ngày 05 tháng 3 năm 2026", Convert.DATE, "2026-03-05"),
        ("26/01/2021", Convert.DATE, "2021-01-26"),
        ("31/02/2021", Convert.DATE, None),
        ("2021-01-26", Convert.DATE, "2021-01-26"),
        ("208,5", Convert.NUMBER, 208.5),
        ("1.208,5 m²", Convert.NUMBER, 1208.5),
        ("100.000.000", Convert.WHOLE, 100_000_000),
        ("7.2", Convert.NUMBER, 7.2),
        ("2 tầng", Convert.WHOLE, 2),
        ("2,5", Convert.WHOLE, None),
        ("hai", Convert.NUMBER, None),
        ("0912 345 678", Convert.DIGITS, "0912345678"),
        ("O912", Convert.DIGITS, None),
        ("hoà", Convert.UPPER, "HOÀ"),
    ],
)
def test_conversions(text, how, value):
    assert convert(text, how) == value


def test_the_schema_speaks_by_code(birth):
    good = {name: "x" for name in birth.required if birth.field(name).widget is not Widget.DATE} | {
        "ngay_sinh": "2026-03-03",
        "gioi_tinh": "Nữ",
    }
    assert check_values(birth, good) == []
    bad = good | {"ngay_sinh": "2026-02-30", "so_cccd": "12", "email": "a@b", "lạ": 1}
    del bad["ho_ten"]
    assert {(p.field, p.code) for p in check_values(birth, bad)} == {
        ("ho_ten", "form.value_missing"),
        ("ngay_sinh", "form.rule.date"),
        ("so_cccd", "form.rule.twelve_digits"),
        ("email", "form.rule.email"),
        ("lạ", "form.value_unknown"),
    }


def test_faults_of_a_definition_are_named():
    data = {
        "key": "x",
        "version": 1,
        "valid_from": "2026-01-01",
        "title": "X",
        "schema": {"properties": {"a": {"title": "A"}, "b": {"type": "string"}}},
        "ui": {"sections": [{"key": "s", "title": "S", "fields": [{"name": "a"}, {"name": "c"}]}]},
        "read": {"cccd": {"zz": {}}},
    }
    with pytest.raises(DefinitionError) as caught:
        form_from_data(data)
    assert {p.code for p in caught.value.problems} == {
        "form.field_not_in_schema",
        "form.field_not_shown",
        "definition.unknown_key",
    }
