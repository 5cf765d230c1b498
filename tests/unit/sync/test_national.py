"""National payloads from field tables: shapes, explanations, nothing invented."""

import copy
from typing import Any

import pytest

from desk_app.adapters.sync.dvcqg_g1 import DvcqgG1, G1Answer
from desk_app.adapters.sync.dvcqg_g2 import DvcqgG2
from desk_app.adapters.sync.indicators import check_indicators
from desk_app.adapters.sync.national_export import Filling
from desk_app.adapters.sync.rules import read_table

RESULT, SCAN = "a" * 64, "b" * 64


def event(kind: str, before: str, after: str, day: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{kind}-{day}",
        "kind": kind,
        "from": before,
        "to": after,
        "user": "Trần Thị Lan",
        "role": "intake_officer",
        "unit": "H04.01.05",
        "received_at": f"2026-11-{day:02d}T02:30:00+00:00",
        **more,
    }


DOSSIER: dict[str, Any] = {
    "id": "0195",
    "code": "H04.01.05-261120-00001",
    "state": "RETURNED",
    "channel": "counter",
    "procedure_code": "1.001193",
    "procedure_name": "Đăng ký khai sinh",
    "title": "Đăng ký khai sinh cho Nguyễn Văn Bình",
    "unit": "H04.01.05",
    "due_on": "2026-11-25",
    "applicant": {"name": "Nguyễn Văn An", "kind": "citizen", "number": "001199000001"},
    "form": {"ho_ten": "Nguyễn Văn Bình"},
    "components": [
        {
            "code": "TP1",
            "name": "Giấy chứng sinh",
            "is_digitised": True,
            "count": 1,
            "copy_kind": "original",
            "reuse": "reused",
        },
    ],
    "files": [
        {
            "sha256": SCAN,
            "name": "gcs.pdf",
            "role": "component",
            "component": "TP1",
            "is_removed": False,
        },
        {
            "sha256": RESULT,
            "name": "gks.pdf",
            "role": "result",
            "component": None,
            "is_removed": False,
            "result_code": "KQ.G01",
        },
        {
            "sha256": "c" * 64,
            "name": "cũ.pdf",
            "role": "component",
            "component": "TP1",
            "is_removed": True,
        },
    ],
    "result": {"sha256": RESULT, "number": "12/2026"},
    "payment": "none_due",
    "payments": [],
    "notes": [],
    "events": [
        event("create_dossier", "", "DRAFT", 20),
        event("accept", "DRAFT", "ACCEPTED", 20),
        event("hand_over", "ACCEPTED", "IN_APPRAISAL", 21),
        event("add_note", "IN_APPRAISAL", "IN_APPRAISAL", 21),
        event("submit_result", "IN_APPRAISAL", "IN_APPROVAL", 21),
        event("approve", "IN_APPROVAL", "AWAITING_AGENCY_SIGNATURE", 22),
        event("agency_sign", "AWAITING_AGENCY_SIGNATURE", "RESULT_READY", 22),
        event("return_result", "RESULT_READY", "RETURNED", 23),
    ],
}


def address(digest: str) -> str:
    return f"https://kho.example/{digest}"


def g1(**parts: Any) -> DvcqgG1:
    return DvcqgG1("H04", **{"unit_name": "UBND phường", "address": address, **parts})


def changed(**more: Any) -> dict[str, Any]:
    return {**copy.deepcopy(DOSSIER), **more}


def test_a_whole_dossier_of_the_first_generation() -> None:
    export = g1().dossier(DOSSIER)
    assert export.is_complete, [n for n in export.notes if n.filling is Filling.MISSING]
    payload = export.payload
    assert payload["MaHoSo"] == "H04.01.05-261120-00001"
    assert (payload["KenhThucHien"], payload["LoaiDoiTuong"]) == ("1", "1")
    assert payload["NgayTiepNhan"] == "20261120093000", "in the country's time"
    assert payload["NgayHenTra"] == "20261125000000"
    assert payload["TrangThaiHoSo"] == "10"
    assert payload["DinhDanhCHS"] == [{"LoaiDinhDanh": "1", "SoDinhDanh": "001199000001"}]
    (file,) = payload["TaiLieuNop"]
    assert (file["DuocSoHoa"], file["DuocTaiSuDung"], file["IsDeleted"]) == ("1", "1", "False")
    assert file["DuongDanTaiTepTin"] == f"https://kho.example/{SCAN}"
    (result,) = payload["DanhSachGiayToKetQua"]
    assert result["GiayToId"] == RESULT


def test_every_field_of_the_table_is_explained() -> None:
    export = g1().dossier(DOSSIER)
    explained = {note.path for note in export.notes}
    assert {field["name"] for field in read_table("dvcqg_g1")["dossier"]["field"]} <= explained
    rows = export.to_json()["fields"]
    assert all({"field", "value", "from", "filling", "note", "confirm"} == set(row) for row in rows)
    assert any(row["confirm"] for row in rows)


@pytest.mark.parametrize("generation", ["dvcqg_g1", "dvcqg_g2"])
def test_tables_name_known_shapes_and_code_tables(generation: str) -> None:
    table = read_table(generation)
    objects = {
        name for name, entry in table.items() if isinstance(entry, dict) and "field" in entry
    }
    shapes = {
        "text",
        "date14",
        "date19",
        "flag",
        "amount",
        "number",
        "object",
        "code",
        "list",
        "one",
    }
    for name in objects:
        for field in table[name]["field"]:
            shape, _, inner = field["as"].partition(":")
            assert shape in shapes
            assert shape != "code" or inner in table["code"]
            assert shape not in ("list", "one") or inner in objects


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("STOPPED", "8"),
        ("SUPPLEMENT_REQUESTED", "5"),
        ("PAYMENT_REQUESTED", "6"),
        ("REFUSED", "9"),
        ("REJECTED_AT_INTAKE", "3"),
    ],
)
def test_a_state_is_never_rewritten(state: str, code: str) -> None:
    assert g1().dossier(changed(state=state)).payload["TrangThaiHoSo"] == code


def test_nothing_is_invented() -> None:
    export = g1().dossier(changed(applicant={"name": "Không rõ số"}, events=DOSSIER["events"][:2]))
    assert "SoGiayToChuHoSo" not in export.payload
    assert "DinhDanhCHS" not in export.payload
    assert "DanhSachGiayToKetQua" not in export.payload, "a draft is no result"
    assert not export.is_complete, "the owner's kind is required"
    with pytest.raises(ValueError, match="incomplete"):
        g1().dossier_call("s", [export], is_known=False)


def test_a_file_without_a_lasting_address_is_missing() -> None:
    export = g1(address=lambda _digest: None).dossier(DOSSIER)
    missing = {note.path for note in export.notes if note.filling is Filling.MISSING}
    assert missing == {
        "TaiLieuNop[0].DuongDanTaiTepTin",
        "DanhSachGiayToKetQua[0].DuongDanTepTinKetQua",
    }


def test_a_code_the_table_does_not_know_is_said() -> None:
    export = g1().dossier(changed(channel="pigeon"))
    (note,) = [note for note in export.notes if note.filling is Filling.UNKNOWN_CODE]
    assert note.path == "KenhThucHien"
    assert not export.is_complete


def test_long_texts_are_cut_and_it_is_said() -> None:
    export = g1().dossier(changed(title="Ý" * 1200))
    assert len(export.payload["TrichYeuHoSo"]) == 1000
    assert any(note.filling is Filling.CUT for note in export.notes)


def test_supplements_are_told_with_both_times() -> None:
    events = [
        *DOSSIER["events"][:3],
        event(
            "request_supplement",
            "IN_APPRAISAL",
            "SUPPLEMENT_REQUESTED:appraisal",
            21,
            reason="thiếu giấy",
        ),
        event("receive_supplement", "SUPPLEMENT_REQUESTED:appraisal", "IN_APPRAISAL", 22),
    ]
    (row,) = g1().dossier(changed(events=events)).payload["DanhSachHoSoBoSung"]
    assert row["NoiDungBoSung"] == "thiếu giấy"
    assert row["NgayBoSung"] == "20261121093000"
    assert row["NgayTiepNhanBoSung"] == "20261122093000"


def test_envelope_and_progress_groups() -> None:
    exporter = g1()
    call = exporter.dossier_call("phiên", [exporter.dossier(DOSSIER)], is_known=True)
    assert (call["service"], call["isUpdating"], call["madonvi"]) == ("DongBoHoSoMC", "True", "H04")
    rows = exporter.progress(DOSSIER, lambda kind: kind)
    assert len(rows) == 7, "a note changes no state"
    assert rows[-1].payload["TrangThai"] == "10"
    calls = exporter.progress_calls("phiên", rows * 3)
    assert [len(call["data"]) for call in calls] == [10, 10, 1]


@pytest.mark.parametrize(
    ("data", "meaning"),
    [
        ({"error_code": 0}, G1Answer.ACCEPTED),
        ({"error_code": "0"}, G1Answer.ACCEPTED),
        ({"error_code": "00", "message": "lỗi"}, G1Answer.ACCEPTED),
        ({"error_code": 3, "message": "Hồ sơ đã tồn tại"}, G1Answer.EXISTS),
        ({"error_code": -3, "message": "Đã tồn tại"}, G1Answer.EXISTS),
        ({"error_code": 3, "message": "sai mã"}, G1Answer.REFUSED),
        ({"error_code": 99, "message": "thành công"}, G1Answer.REFUSED),
        ({"message": "thành công"}, G1Answer.NO_ANSWER),
        ("<html>", G1Answer.NO_ANSWER),
        (None, G1Answer.NO_ANSWER),
    ],
)
def test_answers_are_read_by_code_not_by_words(data: object, meaning: G1Answer) -> None:
    assert g1().answer(data) is meaning


def test_the_second_generation_waits_for_what_the_server_gives() -> None:
    exporter = DvcqgG2(unit_name="UBND phường", address=address)
    first = exporter.dossier(DOSSIER)
    missing = {note.path for note in first.notes if note.filling is Filling.MISSING}
    assert missing == {"MaHoSo", "ThanhPhanHoSo[0].GiayToDinhKem[0].IdGiayTo"}
    known = changed(server_code="G09.20-20260609-0092637", server_id="77")
    known["files"][0].update(server_file_id="F1", server_hash="xyz")
    second = exporter.dossier(known)
    assert second.is_complete
    (component,) = second.payload["ThanhPhanHoSo"]
    assert component["LoaiBan"] == "0"
    assert component["GiayToDinhKem"] == [
        {"IdGiayTo": "F1", "HashTepTin": "xyz", "TenGiayTo": "gcs.pdf"}
    ]
    assert second.payload["NgayNop"] == "2026-11-20 09:30:00"
    assert exporter.status(known, "Đã trả").payload["TrangThai"] == "10"


def test_indicators_say_what_is_missing() -> None:
    exporter = g1()
    whole = {v.indicator: v for v in check_indicators(exporter.dossier(DOSSIER).payload)}
    assert all(whole[name].counts for name in ("1.4", "2.1", "4.1", "4.2", "4.3", "4.4"))
    assert not whole["4.5"].counts
    bare = changed(result=None, events=DOSSIER["events"][:6])
    verdicts = {v.indicator: v for v in check_indicators(exporter.dossier(bare).payload)}
    assert verdicts["4.2"].because == "DanhSachGiayToKetQua.DuongDanTepTinKetQua"
    assert verdicts["2.1"].because == "NgayKetThucXuLy"


def test_the_desk_and_the_export_judge_by_one_table() -> None:
    """Every reason of the score has its field, and both readers know the same indicators."""
    from desk_app.adapters.sync import indicators
    from desk_app.domain.score import INDICATORS, ScoreFacts, gaps_of

    nothing = ScoreFacts(
        received=False, due_on=None, ended_on=None, supplements=0, is_online=True, owes=True,
        paid_online=False, has_result_file=False, has_component_file=False, reuses=False,
        from_national_store=False, population_known=False,
    )  # fmt: skip
    assert tuple(gap.indicator for gap in gaps_of(nothing)) == INDICATORS
    verdicts = check_indicators({})
    assert tuple(v.indicator for v in verdicts) == INDICATORS
    assert {v.because for v in verdicts if not v.counts} <= set(indicators._FIELD_OF.values())
