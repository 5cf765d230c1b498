"""The version of a form: its head names the act, or labels only that version has tell."""

import datetime as dt

import pytest

from scanner.recognition import RecognitionError, document_types
from scanner.recognition import knowledge as known
from scanner.recognition.classify import classify
from scanner.recognition.fields import label_page
from scanner.recognition.versions import form_seen
from tests.kit.papers.typed import typed_layout

BIRTH = "to_khai_khai_sinh"


def seen(*lines, kind=BIRTH):
    layout = typed_layout(lines)
    verdict = classify(label_page(layout))
    assert verdict.name == kind
    return form_seen(layout, document_types()[kind].versions, title=(verdict.top, verdict.bottom))


@pytest.mark.parametrize(
    ("head", "act"),
    [
        (["(Ban hành kèm theo Thông tư số 15/2015/TT-BTP)"], "15/2015/TT-BTP"),
        (["(Ban hành kèm theo Thông tư số 04/2020/TT-BTP", "ngày 28/5/2020)"], "04/2020/TT-BTP"),
        (["(Ban hành kèm theo Thông tư số", "4 / 2020 / TT - BTP ngày 28/5/2020)"], "04/2020/TT-BTP"),
        (["Ban hành kèm theo Thông tư số O4/202O/TT-BTP"], "04/2020/TT-BTP"),
        (["Mẫu TP/HT-2012-TKKS.1 (TT số: 05/2012/TT-BTP)"], "05/2012/TT-BTP"),
        (["Ban hành kèm theo Thông tư số 15/2015/TT-BIP"], "15/2015/TT-BTP"),
    ],
)  # fmt: skip
def test_the_act_in_the_head_names_the_version(head, act):
    found = seen(*head, "TỜ KHAI ĐĂNG KÝ KHAI SINH", "Họ, chữ đệm, tên: Lê Minh Khôi")
    assert (found.act, found.named, found.by) == (act, act, "act")


def test_the_act_may_stand_below_the_title():
    found = seen("TỜ KHAI ĐĂNG KÝ KHAI SINH", "(Ban hành kèm theo Thông tư số 15/2015/TT-BTP)")
    assert found.act == "15/2015/TT-BTP"


def test_an_act_nobody_listed_is_named_as_read():
    found = seen(
        "Mẫu số 01 ban hành kèm theo Nghị định số 999/2031/NĐ-CP",
        "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG",
        kind="don_xay_dung",
    )
    assert (found.act, found.named) == ("", "999/2031/NĐ-CP")


def test_acts_that_are_cited_are_no_head():
    lines = ["TỜ KHAI ĐĂNG KÝ KHAI SINH", *["Nội dung khai"] * 22]
    assert seen(*lines, "Căn cứ Thông tư số 15/2015/TT-BTP") is None
    assert seen("Căn cứ Thông tư số 15/2015/TT-BTP", *lines) is None
    assert seen(*lines, "kèm theo Thông tư số 15/2015/TT-BTP") is None


def test_two_labels_of_one_version_alone_tell_it_and_one_does_not():
    lines = ["TỜ KHAI ĐĂNG KÝ KHAI SINH", "Họ và tên người khai: Trần Thị Hoa"]
    assert seen(*lines) is None
    found = seen(*lines, "Nơi thường trú/tạm trú: xã Phú Lâm")
    assert (found.act, found.named, found.by) == ("05/2012/TT-BTP", "", "labels")
    assert found.labels == ("Nơi thường trú/tạm trú", "Họ và tên người khai")


def test_a_form_that_says_nothing_and_a_type_without_versions():
    assert seen("TỜ KHAI ĐĂNG KÝ KHAI SINH", "Họ, chữ đệm, tên: Lê Minh Khôi") is None
    layout = typed_layout(["Ban hành kèm theo Thông tư số 15/2015/TT-BTP", "CĂN CƯỚC"])
    assert form_seen(layout, document_types()["cccd"].versions) is None


def version(**parts):
    return {"act": "1/2020/TT-BTP", "name": "Mẫu", "valid_from": dt.date(2020, 1, 1)} | parts


@pytest.mark.parametrize(
    "versions",
    [
        [{"act": "1/2020/TT-BTP"}],
        [version(valid_from="2020-01-01")],
        [version(), version(valid_from=dt.date(2021, 1, 1))],
        [version(valid_to=dt.date(2021, 1, 1)), version(valid_from=dt.date(2021, 1, 1))],
    ],
)
def test_versions_that_miss_a_part_or_overlap_are_refused(versions):
    data = {"name": "t", "title": "T", "titles": ["T"], "role": "con", "fields": {}}
    with pytest.raises(RecognitionError) as caught:
        known.document_type("t.toml", data | {"version": versions})
    assert caught.value.code == "recognition.type_data_wrong"
    assert caught.value.facts == {"file": "t.toml", "field": "versions"}
