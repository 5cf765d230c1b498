"""What the national portal would be sent for a dossier of this desk: every field, nothing invented."""

import pytest

from desk_app.adapters.sync.dvcqg_g1 import DvcqgG1
from desk_app.adapters.sync.dvcqg_g2 import DvcqgG2
from desk_app.adapters.sync.national_export import Filling
from desk_app.application.national_document import document_of


def address(digest):
    return f"sha256:{digest}"


def document(office, key):
    return document_of(office.see(key), office.enquiries.events(key))


def test_a_returned_dossier_is_whole_in_the_first_generation(office):
    key = office.returned()
    export = DvcqgG1("H99", unit_name="UBND xã Mẫu", address=address).dossier(document(office, key))
    missing = [n.path for n in export.notes if n.filling in {Filling.MISSING, Filling.UNKNOWN_CODE}]
    assert missing == []
    payload = export.payload
    assert payload["MaHoSo"] == key
    assert payload["ChuHoSo"] == "Lê Văn Mẫu"
    assert payload["TrangThaiHoSo"] == "10"
    assert payload["DinhDanhCHS"] == [{"LoaiDinhDanh": "1", "SoDinhDanh": "027090000123"}]
    digests = {c.file.sha256 for c in office.see(key).components if c.file}
    assert {one["DuongDanTaiTepTin"] for one in payload["TaiLieuNop"]} == {
        address(digest) for digest in digests
    }
    (result,) = payload["DanhSachGiayToKetQua"]
    assert result["DuongDanTepTinKetQua"] == address(office.see(key).result.file.sha256)


def test_before_the_result_there_is_none_and_a_provisional_number_is_no_code(office):
    key = office.draft()
    found = document(office, key)
    assert found["code"] is None
    export = DvcqgG1("H99", unit_name="UBND xã Mẫu", address=address).dossier(found)
    assert not export.is_complete
    assert "DanhSachGiayToKetQua" not in export.payload
    assert next(n for n in export.notes if n.path == "MaHoSo").filling is Filling.MISSING


def test_the_second_generation_waits_for_what_the_server_gives(office):
    key = office.received()
    export = DvcqgG2(unit_name="UBND xã Mẫu", address=address).dossier(document(office, key))
    waiting = {n.source for n in export.notes if n.filling is Filling.MISSING}
    assert "server_code" in waiting
    rows = DvcqgG1("H99", unit_name="x", address=address).progress(document(office, key), str)
    assert [row.payload["TrangThai"] for row in rows][-1:] == ["2"]


@pytest.mark.parametrize("generation", ["g1", "g2"])
def test_every_field_says_where_it_comes_from(office, generation):
    key = office.received()
    exporter = (
        DvcqgG1("H99", unit_name="x", address=address)
        if generation == "g1"
        else DvcqgG2(unit_name="x", address=address)
    )
    said = exporter.dossier(document(office, key)).to_json()
    assert len(said["fields"]) >= 12
    assert all(one["from"] and one["filling"] for one in said["fields"])
