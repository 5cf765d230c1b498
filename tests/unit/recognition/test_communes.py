"""Communes by an imported table: put right where one is meant, left alone where nobody can know."""

import datetime as dt

import pytest

from scanner.recognition import RecognitionError, communes
from scanner.recognition.kinds import parse

HEAD = "commune,province,since,until\n"
ROWS = (
    "Xã Phú Lâm,Tỉnh Bắc Ninh,2025-07-01,\n"
    "Phường Đa Mai,Tỉnh Bắc Ninh,2025-07-01,\n"
    "Xã Tân Hòa,Tỉnh Bắc Ninh,1998-01-01,2025-06-30\n"
    "Xã Tân Hóa,Tỉnh Bắc Ninh,2025-07-01,\n"
    'Xã "Lục Sơn",Tỉnh Bắc Ninh,2025-07-01,\n'
)


@pytest.fixture
def table(tmp_path):
    file = tmp_path / "xã.csv"
    file.write_text(HEAD + ROWS, "utf-8-sig")
    communes.use(communes.load_communes(file))
    yield communes.in_use()
    communes.use(None)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("thôn 3, xã Phù Lâm, tỉnh Bắc Ninh", "thôn 3, xã Phú Lâm, tỉnh Bắc Ninh"),
        ("tổ 2, phường Đa Mái, tỉnh Bắc Ninh", "tổ 2, phường Đa Mai, tỉnh Bắc Ninh"),
        ("xã Phú Lârn, tỉnh Bắc Ninh", "xã Phú Lârn, tỉnh Bắc Ninh"),
        ("xã Phu Lam, tỉnh Hà Giang", "xã Phu Lam, tỉnh Hà Giang"),
        ("xã Tân Hoa, tỉnh Bắc Ninh", "xã Tân Hoa, tỉnh Bắc Ninh"),
        ("xã Tân Hòa, tỉnh Bắc Ninh", "xã Tân Hòa, tỉnh Bắc Ninh"),
    ],
)
def test_a_commune_is_put_right_only_where_one_is_meant(table, read, meant):
    parsed = parse("place", read)
    assert parsed.value == meant
    reasons = [c.reason for c in parsed.corrections]
    assert ("commune" in reasons) == (read != meant)


def test_the_change_can_be_taken_back(table):
    parsed = parse("place", "xã Phù Lâm, tỉnh Bắc Ninh")
    (note,) = [c for c in parsed.corrections if c.reason == "commune"]
    assert (note.before, note.after) == ("Phù Lâm", "Phú Lâm")


def test_a_table_says_how_new_it_is(table):
    assert table.newest == dt.date(2025, 7, 1)


def test_without_a_table_nothing_is_put_right():
    assert communes.in_use() is None
    assert parse("place", "xã Phù Lâm, tỉnh Bắc Ninh").value == "xã Phù Lâm, tỉnh Bắc Ninh"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name;province\n", 1),
        ("name;province\nA;B\n", 2),
        (HEAD + "Xã A,Tỉnh B,2025-07-01,\nXã C,Tỉnh D,1 July,\n", 3),
        (HEAD + "Xã A,Tỉnh B,2025-07-01,soon\n", 2),
        (HEAD + "Xã A,Tỉnh B\n", 2),
    ],
)
def test_a_wrong_table_is_refused_with_its_line(tmp_path, text, line):
    file = tmp_path / "communes.csv"
    file.write_text(text, "utf-8")
    with pytest.raises(RecognitionError) as caught:
        communes.load_communes(file)
    assert caught.value.code == "recognition.communes_wrong"
    assert caught.value.facts == {"file": "communes.csv", "line": line}
