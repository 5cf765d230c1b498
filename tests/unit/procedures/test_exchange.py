"""Procedures in and out: own JSON, national fields."""

import copy
import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import resources
from desk_app.adapters.catalogue import (
    Catalogue,
    from_national,
    read,
    save,
    to_json,
    to_national,
)
from desk_app.adapters.catalogue.excel import to_excel
from desk_app.domain.definitions import DefinitionError
from desk_app.domain.procedure_checks import check_procedure, errors
from desk_app.domain.procedure_reading import procedure_from_data
from desk_app.domain.procedures import TermUnit

READ_ON = dt.date(2026, 9, 16)
CATALOGUE = Catalogue()
ANSWER = {
    "TENTTHC": "Cung cấp thông tin về quy hoạch xây dựng",
    "MATTHC": "1.008455",
    "LINHVUCTHUCHIEN": [{"MALINHVUC": "G09", "TENLINHVUC": "Quy hoạch xây dựng"}],
    "CACHTHUCTHUCHIEN": [
        {
            "KENH": "1",
            "THOIGIAN": [
                {
                    "THOIGIANGIAIQUYET": "15",
                    "DONVITINH": "Ngày làm việc",
                    "MOTA": "",
                    "PHILEPHI": [
                        {"MAPHILEPHI": "LP1", "SOTIEN": "75.000", "DONVI": "VND", "MOTA": "Lệ phí"}
                    ],
                }
            ],
        },
        {"KENH": "2", "THOIGIAN": [{"THOIGIANGIAIQUYET": "10", "DONVITINH": "Ngày làm việc"}]},
    ],
    "THANHPHANHOSO": [
        {"TRUONGHOP": "", "GIAYTO": [{"MAGIAYTO": "G1", "TENGIAYTO": "Đơn đề nghị"}]},
        {"GIAYTO": {"MAGIAYTO": "", "TENGIAYTO": "Bản vẽ  vị trí"}},
    ],
    "KETQUATHUCHIEN": [{"MAKETQUA": "KQ.G09.000001", "TENKETQUA": "Văn bản cung cấp thông tin"}],
    "CANCUPHAPLY": [{"SOVANBAN": "30/2009/QH12", "TENVANBAN": "Luật Quy hoạch đô thị"}],
    "DOITUONGTHUCHIEN": [{"TENDOITUONG": "Công dân Việt Nam"}, {"TENDOITUONG": "Doanh nghiệp"}],
    "YEUCAU": "Không",
    "TRANGTHAI": "1",
}


def test_an_answer_becomes_a_usable_procedure():
    data = from_national(ANSWER, read_on=READ_ON)
    assert errors(check_procedure(data, forms=CATALOGUE.forms())) == []
    procedure = procedure_from_data(data)
    assert procedure.code == "1.008455"
    assert (procedure.term.unit, procedure.term.amount) == (TermUnit.WORKING_DAYS, 15)
    assert [c.name for c in procedure.components] == ["Đơn đề nghị", "Bản vẽ vị trí"]
    assert (procedure.fees[0].name, procedure.fees[0].amount) == ("Lệ phí", 75_000)
    assert procedure.channels_in == ("counter", "online")
    assert procedure.applicants == ("citizen", "business")
    assert procedure.result.code == "KQ.G09.000001"
    assert procedure.origin("code").source == "national"
    assert {"term", "result", "five_step", "retention"} <= set(procedure.to_confirm())


def test_an_empty_answer_still_gives_something_to_work_on():
    problems = check_procedure(from_national({}, read_on=READ_ON), forms=CATALOGUE.forms())
    assert {p.path for p in errors(problems)} <= {"name", "components"}


@pytest.mark.parametrize("procedure", CATALOGUE.procedures(READ_ON), ids=lambda p: p.key)
def test_what_the_national_fields_hold_survives_the_journey(procedure):
    back = procedure_from_data(from_national(to_national(procedure), read_on=READ_ON))
    assert (back.code, back.name, back.sector) == (
        procedure.code,
        procedure.name,
        procedure.sector,
    )
    assert [c.name for c in back.components] == [c.name for c in procedure.components]
    assert [f.amount for f in back.fees] == [f.amount for f in procedure.fees]
    assert (back.term.unit, back.term.amount) == (procedure.term.unit, procedure.term.amount)
    assert back.channels_in == procedure.channels_in
    assert (back.result.name, back.result.code) == (procedure.result.name, procedure.result.code)


SCALAR = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20))
JUNK = st.recursive(
    SCALAR,
    lambda child: st.one_of(
        st.lists(child, max_size=3),
        st.dictionaries(st.sampled_from([*ANSWER, "GIAYTO", "THOIGIAN"]), child, max_size=4),
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(list(ANSWER)), JUNK, max_size=8))
def test_no_answer_breaks_the_import(answer):
    check_procedure(from_national(answer, read_on=READ_ON), forms=CATALOGUE.forms())


def test_saved_definitions_are_read_back(tmp_path):
    data = CATALOGUE.data("birth_registration") | {"version": 7}
    saved = save(data, tmp_path, forms=CATALOGUE.forms())
    file = tmp_path / "procedures" / "birth_registration.7.json"
    assert procedure_from_data(read(file)) == saved
    assert json.loads(to_json(data))["term"]["cutoff"] == "15:00:00"
    assert Catalogue([tmp_path]).procedure("1.001193").version == 7
    assert list(file.parent.iterdir()) == [file]


def test_faulty_definitions_are_not_saved(tmp_path):
    data = dict(CATALOGUE.data("birth_registration"))
    del data["provenance"]
    with pytest.raises(DefinitionError) as caught:
        save(data, tmp_path, forms=CATALOGUE.forms())
    assert {p.code for p in caught.value.problems} == {"procedure.unsourced"}
    assert list(tmp_path.iterdir()) == []


# -- workbooks


@pytest.mark.parametrize(
    "file", sorted(resources.path("procedures").glob("*.toml")), ids=lambda file: file.stem
)
def test_a_workbook_holds_all_of_a_procedure(file, tmp_path):
    data = read(file)
    book = tmp_path / "thủ tục.xlsx"
    book.write_bytes(to_excel(data))
    assert procedure_from_data(read(book)) == procedure_from_data(data)


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_a_file_that_is_no_workbook_is_named(content, tmp_path):
    book = tmp_path / "x.xlsx"
    book.write_bytes(content)
    with pytest.raises(DefinitionError) as caught:
        read(book)
    assert caught.value.problems[0].code == "definition.unreadable"


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path):
    data = copy.deepcopy(read(resources.path("procedures/birth_registration.toml")))
    data["components"][0]["name"] = "- Tờ khai =1+1"
    book = tmp_path / "x.xlsx"
    book.write_bytes(to_excel(data))
    assert read(book)["components"][0]["name"] == "- Tờ khai =1+1"
