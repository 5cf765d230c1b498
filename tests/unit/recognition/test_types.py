"""Document types are data: each file carries papers of its own that it must read; faults are named."""

import tomllib
from importlib.resources import files

import pytest

from scanner.recognition import RecognitionError, document_types
from scanner.recognition import knowledge as known
from scanner.recognition.classify import Verdict, classify
from scanner.recognition.fields import label_page
from scanner.recognition.kinds import kinds
from scanner.recognition.understand import find_fields
from tests.kit.papers.scoring import normalised
from tests.kit.papers.typed import typed_layout

FILES = sorted(
    (
        f
        for f in (files("scanner.recognition") / "data" / "types").iterdir()
        if f.name.endswith(".toml")
    ),
    key=lambda f: f.name,
)
TYPES = [tomllib.loads(file.read_text("utf-8")) for file in FILES]
CHECKS = [
    pytest.param(data["name"], check, id=f"{data['name']}-{number}")
    for data in TYPES
    for number, check in enumerate(data["check"])
]


def test_every_type_has_a_check_of_its_own():
    assert {data["name"] for data in TYPES} == set(document_types())
    assert all(data["check"] for data in TYPES)


@pytest.mark.parametrize(("name", "check"), CHECKS)
def test_a_type_reads_its_own_papers(name, check):
    layout = typed_layout(check["lines"])
    verdict = classify(label_page(layout))
    assert verdict.name == name
    fields = find_fields(layout, verdict, document_types()[name])
    read = {field: normalised(fields[field].value) for field in check["fields"] if field in fields}
    assert read == {field: normalised(value) for field, value in check["fields"].items()}


def test_kinds_and_choices_are_known():
    for kind in document_types().values():
        for spec in kind.fields.values():
            assert spec.kind in kinds()
            assert bool(spec.choices) == (spec.finder == "choice")


@pytest.mark.parametrize(
    "fields",
    [
        {"x": {"from": ["nothing_known"]}},
        {"x": {"from": ["ho_ten"], "find": "by_magic"}},
        {"x": {"from": ["ho_ten"], "role": "nobody"}},
        {"x": {"from": ["ho_ten"], "kind": "poem"}},
    ],
)
def test_a_wrong_type_file_is_named_with_its_field(fields):
    data = {"name": "t", "title": "T", "titles": ["T"], "role": "con", "fields": fields}
    with pytest.raises(RecognitionError) as caught:
        known.document_type("t.toml", data)
    assert caught.value.code == "recognition.type_data_wrong"
    assert caught.value.facts == {"file": "t.toml", "field": "x"}


@pytest.mark.parametrize("missing", ["name", "title", "titles", "role", "fields"])
def test_a_type_file_without_a_part_is_refused(missing):
    data = {"name": "t", "title": "T", "titles": ["T"], "role": "con", "fields": {}}
    del data[missing]
    with pytest.raises(RecognitionError) as caught:
        known.document_type("t.toml", data)
    assert caught.value.facts == {"file": "t.toml", "field": missing}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("ĐƠN XIN CẤP BẢN SAO GIẤY KHAI SINH", "khac"),
        ("TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN", "khac"),
        ("GIẤY PHÉP XÂY DỰNG", "khac"),
        ("GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH", "khac"),
        ("ĐƠN ĐỀ NGHỊ GIA HẠN GIẤY PHÉP XÂY DỰNG", "khac"),
        ("TỜ KHAI ĐĂNG KÝ KẾT HÔN", "khac"),
        ("HỢP ĐỒNG CHUYỂN NHƯỢNG QUYỀN SỬ DỤNG ĐẤT", "khac"),
        ("THÔNG BÁO", "khac"),
        ("ĐƠN ĐỀ NGHỊ KHAI SINH CHO CON", "to_khai_khai_sinh"),
        ("GIẤY XÁC NHẬN ĐỘC THÂN", "xn_honnhan"),
        ("GIẤY UỶ QUYỀN NHẬN KẾT QUẢ", "giay_uy_quyen"),
    ],
)
def test_titles_nobody_listed(title, name):
    layout = typed_layout(["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", title, "Hôm nay trời đẹp."])
    assert classify(label_page(layout)).name == name


def test_an_empty_page_is_of_no_type():
    assert classify(label_page(typed_layout([]))) == Verdict("khac", 0.7)
