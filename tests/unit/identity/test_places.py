"""Provinces and addresses before and after July 2025."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.identity import IdentityTables, province_now, province_of_2024, read_address


def test_resolution_202_2025_sixty_three_units_became_thirty_four(tables: IdentityTables) -> None:
    assert len(tables.provinces) == 63
    assert len(tables.units_now) == 34
    successors = [unit.now for unit in tables.provinces.values()]
    assert set(successors) == tables.units_now
    assert sum(successors.count(name) == 1 for name in tables.units_now) == 11
    assert all(province_now(unit.name, tables) == unit.now for unit in tables.provinces.values())


@pytest.mark.parametrize(
    ("name", "now"),
    [
        ("Bắc Giang", "Bắc Ninh"), ("tỉnh Bắc Giang", "Bắc Ninh"), ("TỈNH BẮC GIANG", "Bắc Ninh"),
        ("Hà Giang", "Tuyên Quang"), ("Hải Dương", "Hải Phòng"), ("Kon Tum", "Quảng Ngãi"),
        ("Thừa Thiên Huế", "Huế"), ("Thừa Thiên - Huế", "Huế"), ("Huế", "Huế"),
        ("thành phố Huế", "Huế"), ("Bà Rịa – Vũng Tàu", "Hồ Chí Minh"), ("TP.HCM", "Hồ Chí Minh"),
        ("TP. Hồ Chí Minh", "Hồ Chí Minh"), ("TP Hồ Chí Minh", "Hồ Chí Minh"),
        ("Tp.Hồ Chí Minh", "Hồ Chí Minh"), ("T. Bắc Giang", "Bắc Ninh"), ("Đắk Lắk", "Đắk Lắk"),
        ("Đắc Lắc", "Đắk Lắk"), ("bac giang", "Bắc Ninh"), ("Hoà Bình", "Phú Thọ"),
        ("Hòa Bình", "Phú Thọ"), ("Bắc Ninh", "Bắc Ninh"), ("Sài Gòn 2", None), ("", None),
        ("tỉnh", None),
    ],
)  # fmt: skip
def test_the_unit_since_july_2025(tables: IdentityTables, name: str, now: str | None) -> None:
    assert province_now(name, tables) == now
    assert province_now(unicodedata.normalize("NFD", name), tables) == now


@pytest.mark.parametrize(
    ("code", "name"),
    [("001", "Hà Nội"), ("024", "Bắc Giang"), ("24", "Bắc Giang"), ("096", "Cà Mau"),
     ("003", None), ("1", None), ("0024", None), ("٠٢٤", None), ("", None)],
)  # fmt: skip
def test_codes_name_the_units_of_2024(tables: IdentityTables, code: str, name: str | None) -> None:
    assert province_of_2024(code, tables) == name


NONE = None


@pytest.mark.parametrize(
    ("text", "tiers", "line", "commune", "district", "province", "now"),
    [
        ("Thôn Mỹ Cầu, xã Tây Yên Tử, huyện Sơn Động, tỉnh Bắc Giang", 3,
         "Thôn Mỹ Cầu", "xã Tây Yên Tử", "huyện Sơn Động", "tỉnh Bắc Giang", "Bắc Ninh"),
        ("Thôn Chùa, xã Nhân Thắng, tỉnh Bắc Ninh", 2,
         "Thôn Chùa", "xã Nhân Thắng", NONE, "tỉnh Bắc Ninh", "Bắc Ninh"),
        ("số 201 đường Lê Lợi, phường Đa Mai, thành phố Bắc Giang, tỉnh Bắc Giang", 3,
         "số 201 đường Lê Lợi", "phường Đa Mai", "thành phố Bắc Giang", "tỉnh Bắc Giang",
         "Bắc Ninh"),
        ("phường Đa Mai, thành phố Bắc Giang", 3,
         NONE, "phường Đa Mai", "thành phố Bắc Giang", NONE, NONE),
        ("Liên Châu, Yên Lạc, Vĩnh Phúc", 3, NONE, "Liên Châu", "Yên Lạc", "Vĩnh Phúc", "Phú Thọ"),
        ("Tân Lĩnh, Lào Cai", 2, NONE, "Tân Lĩnh", NONE, "Lào Cai", "Lào Cai"),
        ("Thôn Chùa, Cao Đức, Bắc Ninh", 2, "Thôn Chùa", "Cao Đức", NONE, "Bắc Ninh", "Bắc Ninh"),
        ("Thôn Chùa, Cao Đức, Gia Bình, Bắc Ninh", 3,
         "Thôn Chùa", "Cao Đức", "Gia Bình", "Bắc Ninh", "Bắc Ninh"),
        ("Số 5, ngõ 12, phường Láng, thành phố Hà Nội", 2,
         "Số 5, ngõ 12", "phường Láng", NONE, "thành phố Hà Nội", "Hà Nội"),
        ("12 Lý Thái Tổ, P. Bến Nghé, Q.1, TP.HCM", 3,
         "12 Lý Thái Tổ", "P. Bến Nghé", "Q.1", "TP.HCM", "Hồ Chí Minh"),
        ("P12, Q. Bình Thạnh, TP Hồ Chí Minh", 3,
         NONE, "P12", "Q. Bình Thạnh", "TP Hồ Chí Minh", "Hồ Chí Minh"),
        ("phường Phương Liên, quận Đống Đa, Hà Nội, Việt Nam", 3,
         NONE, "phường Phương Liên", "quận Đống Đa", "Hà Nội", "Hà Nội"),
        ("Phương Liên, Hà Nội", 2, NONE, "Phương Liên", NONE, "Hà Nội", "Hà Nội"),
        ("xã Tân Lĩnh, Lục Yên, Yên Bái", 3, NONE, "xã Tân Lĩnh", "Lục Yên", "Yên Bái", "Lào Cai"),
        ("phường Nếnh, thị xã Việt Yên, tỉnh Bắc Giang", 3,
         NONE, "phường Nếnh", "thị xã Việt Yên", "tỉnh Bắc Giang", "Bắc Ninh"),
        ("Tổ 3, thị trấn Neo, huyện Yên Dũng, tỉnh Bắc Giang.", 3,
         "Tổ 3", "thị trấn Neo", "huyện Yên Dũng", "tỉnh Bắc Giang", "Bắc Ninh"),
        ("huyện Gia Bình, tỉnh Bắc Ninh", 3,
         NONE, NONE, "huyện Gia Bình", "tỉnh Bắc Ninh", "Bắc Ninh"),
        ("Thôn Chùa, huyện Gia Bình, tỉnh Bắc Ninh", 3,
         "Thôn Chùa", NONE, "huyện Gia Bình", "tỉnh Bắc Ninh", "Bắc Ninh"),
        ("Đa Mai - TP Bắc Giang - Bắc Giang", 3,
         NONE, "Đa Mai", "TP Bắc Giang", "Bắc Giang", "Bắc Ninh"),
        ("Phường 1 - TP Vũng Tàu - Bà Rịa - Vũng Tàu", 3,
         NONE, "Phường 1", "TP Vũng Tàu", "Bà Rịa - Vũng Tàu", "Hồ Chí Minh"),
        ("thôn Chùa xã Nhân Thắng huyện Gia Bình tỉnh Bắc Ninh", 3,
         "thôn Chùa", "xã Nhân Thắng", "huyện Gia Bình", "tỉnh Bắc Ninh", "Bắc Ninh"),
        ("phường Nếnh thị xã Việt Yên tỉnh Bắc Giang", 3,
         NONE, "phường Nếnh", "thị xã Việt Yên", "tỉnh Bắc Giang", "Bắc Ninh"),
        ("thon Chua, xa Nhan Thang, huyen Gia Binh, tinh Bac Ninh", 3,
         "thon Chua", "xa Nhan Thang", "huyen Gia Binh", "tinh Bac Ninh", "Bắc Ninh"),
        ("đặc khu Lý Sơn, tỉnh Quảng Ngãi", 2,
         NONE, "đặc khu Lý Sơn", NONE, "tỉnh Quảng Ngãi", "Quảng Ngãi"),
        ("xã A, tỉnh Lạ", 2, NONE, "xã A", NONE, "tỉnh Lạ", NONE),
        ("Bắc Ninh", 2, NONE, NONE, NONE, "Bắc Ninh", "Bắc Ninh"),
        ("Bệnh viện Sản Nhi số 2", 2, "Bệnh viện Sản Nhi số 2", NONE, NONE, NONE, NONE),
        ("", 2, NONE, NONE, NONE, NONE, NONE),
    ],
)  # fmt: skip
def test_addresses_as_printed(
    tables: IdentityTables,
    text: str,
    tiers: int,
    line: str | None,
    commune: str | None,
    district: str | None,
    province: str | None,
    now: str | None,
) -> None:
    for form in ("NFC", "NFD"):
        read = read_address(unicodedata.normalize(form, text), tables)
        assert (read.tiers, read.line, read.commune) == (tiers, line, commune)
        assert (read.district, read.province, read.province_now) == (district, province, now)


@given(st.text(alphabet="xãhuyệnphườngtỉnhTP.,;- 12ABCàé"))
def test_no_text_breaks_an_address(text: str) -> None:
    read = read_address(text, SHARED[0])
    assert read.tiers == (3 if read.district else 2)


SHARED: list[IdentityTables] = []


@pytest.fixture(autouse=True, scope="module")
def _share(tables: IdentityTables) -> None:
    SHARED.append(tables)
