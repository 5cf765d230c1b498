"""ICAO 9303: check digits, TD1 and TD3."""

import datetime as dt
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.identity import MrzVerdict, Sex, agrees_with_mrz, check_digit, read_mrz

TODAY = dt.date(2026, 3, 1)
PASSPORT = [
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
]
CARD = [
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
]


def digit(text: str) -> str:
    return str(check_digit(text))


def viet_card(
    *,
    number: str = "170038887",
    personal: str = "037170038887<<3",
    birth: str = "700806",
    sex: str = "F",
    expiry: str = "300806",
    names: str = "NGUYEN<<THI<THANH",
) -> list[str]:
    first = "IDVNM" + number + digit(number) + personal
    second = birth + digit(birth) + sex + expiry + digit(expiry) + "VNM" + "<" * 11
    whole = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    return [first, second + digit(whole), names.ljust(30, "<")]


def viet_passport(
    *, number: str = "C1234567<", personal: str = "", issuer: str = "VNM"
) -> list[str]:
    own = personal.ljust(14, "<")
    start = number + digit(number) + "VNM" + "7008068" + "F" + "3008068"
    start = start[:13] + "700806" + digit("700806") + "F" + "300806" + digit("300806")
    line = start + own + (digit(own) if personal else "<")
    return [
        f"P<{issuer}NGUYEN<<THI<THANH".ljust(44, "<"),
        line + digit(line[0:10] + line[13:20] + line[21:43]),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("L898902C3", 6), ("740812", 2), ("120415", 9), ("ZE184226B<<<<<", 1), ("D23145890", 7)],
)
def test_check_digits_of_the_specimens(text: str, expected: int) -> None:
    assert check_digit(text) == expected


@pytest.mark.parametrize(("lines", "form"), [(PASSPORT, "TD3"), (CARD, "TD1")])
def test_specimens_read_whole(lines: list[str], form: str) -> None:
    read = read_mrz(lines, TODAY)
    assert (read.verdict, read.bad, read.doubt, read.format) == (MrzVerdict.OK, (), (), form)
    assert (read.issuer, read.nationality, read.sex) == ("UTO", "UTO", Sex.FEMALE)
    assert (read.surname, read.given, read.expiry) == ("ERIKSSON", "ANNA MARIA", "2012-04-15")
    assert read.birth is not None
    assert read.birth.iso == "1974-08-12"
    assert read.number == ("L898902C3" if form == "TD3" else "D23145890")
    assert read.personal_number == ("ZE184226B" if form == "TD3" else None)


@pytest.mark.parametrize(
    ("line", "at", "bad", "doubt"),
    [
        (1, 0, ("number", "composite"), ("number",)),
        (1, 9, ("number", "composite"), ("number",)),
        (1, 13, ("birth", "composite"), ("birth",)),
        (1, 21, ("expiry", "composite"), ("expiry",)),
        (1, 28, ("personal", "composite"), ("personal_number",)),
        (1, 43, ("composite",), ("number", "birth", "expiry", "personal_number")),
    ],
)
def test_td3_each_check_is_named(
    line: int, at: int, bad: tuple[str, ...], doubt: tuple[str, ...]
) -> None:
    rows = list(PASSPORT)
    other = "3" if rows[line][at] != "3" else "4"  # L for 1, 20 apart, would not be seen
    rows[line] = rows[line][:at] + other + rows[line][at + 1 :]
    read = read_mrz(rows, TODAY)
    assert (read.verdict, read.bad) == (MrzVerdict.BAD_CHECK, bad)
    assert set(doubt) <= set(read.doubt)


def test_td1_only_the_composite_covers_the_personal_number() -> None:
    rows = viet_card()
    rows[0] = rows[0].replace("037170038887", "037170038888")
    read = read_mrz(rows, TODAY)
    assert read.bad == ("composite",)
    assert read.doubt == ("personal_number",)


def test_a_vietnamese_card_holds_the_twelve_digits_in_the_optional_field() -> None:
    read = read_mrz(viet_card(), TODAY)
    assert (read.verdict, read.doubt) == (MrzVerdict.OK, ())
    assert read.personal_number == "037170038887"
    assert read.number == "170038887"


@pytest.mark.parametrize(
    ("personal", "birth", "iso"),
    [
        ("037070038887<<3", "700806", "1970-08-06"),
        ("037020038887<<3", "200806", "1920-08-06"),
        ("037220038887<<3", "200806", "2020-08-06"),
        ("<<<<<<<<<<<<<<<", "260301", "2026-03-01"),
        ("<<<<<<<<<<<<<<<", "260302", "1926-03-02"),
    ],
)
def test_the_century_digit_decides_else_the_future_lies_a_century_back(
    personal: str, birth: str, iso: str
) -> None:
    read = read_mrz(viet_card(personal=personal, birth=birth, sex="M"), TODAY)
    assert read.verdict is MrzVerdict.OK
    assert read.birth is not None
    assert read.birth.iso == iso


@pytest.mark.parametrize(
    ("cells", "doubt"),
    [
        ({"sex": "M"}, ("sex",)),
        ({"sex": "<"}, ()),
        ({"sex": "P"}, ("sex",)),
        ({"birth": "710806"}, ("birth",)),
        ({"birth": "70<<<<"}, ()),
        ({"birth": "7008<<"}, ()),
        ({"birth": "<<<<<<"}, ("birth",)),
        ({"birth": "701306"}, ("birth",)),
        ({"birth": "700806", "personal": "037370038887<<3"}, ("birth",)),
        ({"names": "NGUY3N<<THI<THANH"}, ("surname",)),
        ({"names": "NGUYEN<<TH1<THANH"}, ("given",)),
        ({"names": "<" * 30}, ("surname",)),
        ({"number": "17003888A"}, ("number",)),
        ({"personal": "03717003888B<<3"}, ("personal_number",)),
        ({"expiry": "<<<<<<"}, ("expiry",)),
    ],
)
def test_what_no_check_digit_sees_is_pointed_out(
    cells: dict[str, str], doubt: tuple[str, ...]
) -> None:
    read = read_mrz(viet_card(**cells), TODAY)
    assert (read.verdict, read.doubt) == (MrzVerdict.OK, doubt)


def test_letters_that_keep_every_check_digit_are_seen_in_dates() -> None:
    rows = viet_card(birth="7K0806")
    assert digit("7K0806") == digit("700806")
    read = read_mrz(rows, TODAY)
    assert read.bad == ("birth",)
    assert read.birth is None


def test_a_passport_number_read_without_its_letter_is_pointed_out() -> None:
    assert read_mrz(viet_passport(), TODAY).doubt == ()
    assert digit("B1234567<") == digit("11234567<")
    assert read_mrz(viet_passport(number="11234567<"), TODAY).doubt == ("number",)


def test_an_empty_personal_number_may_have_no_check_digit() -> None:
    assert read_mrz(viet_passport(), TODAY).verdict is MrzVerdict.OK
    own = read_mrz(viet_passport(personal="037170038887"), TODAY)
    assert own.personal_number == "037170038887"


def test_an_expiry_that_is_no_date_is_shown_as_printed() -> None:
    assert read_mrz(viet_card(expiry="<<<<<<"), TODAY).expiry == "<<<<<<"
    assert read_mrz(viet_card(expiry="991231"), TODAY).expiry == "2099-12-31"


def test_a_long_number_goes_on_in_the_optional_field() -> None:
    whole = "D23145890734"
    first = "I<UTO" + whole[:9] + "<" + whole[9:] + digit(whole)
    first = first.ljust(30, "<")
    second = "7408122F1204159UTO<<<<<<<<<<<"
    composite = digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    read = read_mrz([first, second + composite, CARD[2]], TODAY)
    assert (read.verdict, read.number) == (MrzVerdict.OK, whole)
    empty = "I<UTO" + "D23145890" + "<" * 16
    assert "number" in read_mrz([empty, second + composite, CARD[2]], TODAY).bad


@pytest.mark.parametrize(
    "lines",
    [
        ["", ""], [], ["P<UTO"], PASSPORT[:1], [*CARD, CARD[0]], [PASSPORT[0], PASSPORT[1][:-1]],
        [PASSPORT[0].replace("P", "V", 1), PASSPORT[1]],
        [PASSPORT[0].replace("A", "Á"), PASSPORT[1]],
        ["X" + CARD[0][1:], *CARD[1:]], [PASSPORT[0].replace("<", "-"), PASSPORT[1]],
    ],
)  # fmt: skip
def test_anything_else_is_refused(lines: list[str]) -> None:
    read = read_mrz(lines, TODAY)
    assert read.verdict is MrzVerdict.REFUSED
    assert read.number is None


def test_spaces_small_letters_and_joined_lines_are_let_pass() -> None:
    assert read_mrz([" " + PASSPORT[0].lower() + "\r", PASSPORT[1] + " "], TODAY).bad == ()
    assert read_mrz(["".join(PASSPORT)], TODAY).verdict is MrzVerdict.OK
    assert read_mrz(["\n".join(CARD)], TODAY).verdict is MrzVerdict.OK
    assert read_mrz(["".join(CARD)], TODAY).verdict is MrzVerdict.OK


@given(st.text(alphabet=string.ascii_uppercase + string.digits + "<", min_size=44, max_size=44))
def test_no_second_line_breaks_the_reader(line: str) -> None:
    assert read_mrz([PASSPORT[0], line], TODAY).format == "TD3"


@given(st.text(alphabet=string.ascii_uppercase + string.digits + "<", min_size=59, max_size=59))
def test_no_card_breaks_the_reader(text: str) -> None:
    assert read_mrz(["I" + text[:29], text[29:59], CARD[2]], TODAY).format == "TD1"


@pytest.mark.parametrize(
    ("name", "field", "agrees"),
    [
        ("Nguyễn Thị Ánh Tuyết", "NGUYEN<<THI<ANH<TUYET<<<<<<<<<", True),
        ("NGUYỄN THỊ ÁNH TUYẾT", "NGUYEN<<THI<ANH<TUYET", True),
        ("Đặng Đình Đô", "DANG<<DINH<DO<<<<<<<<<<<<<<<<<", True),
        ("Tôn Nữ Thị Ninh", "TON<NU<<THI<NINH<<<<<<<<<<<<<<", True),
        ("H’Hen Niê", "HHEN<NIE<<<<<<<<<<<<<<<<<<<<<<", True),
        ("H'Hen Niê", "H<HEN<NIE<<<<<<<<<<<<<<<<<<<<<", True),
        ("Nguyễn Thị Ánh Tuyết", "NGUYEN<<THI<ANH<TUYEN<<<<<<<<<", False),
        ("Nguyễn Thị Ánh", "NGUYEN<<THI<ANH<TUYET<<<<<<<<<", False),
        ("Nguyễn Thị Ánh Tuyết", "NGUYEN<<THI<ANH<<<<<<<<<<<<<<<", False),
        ("Nguyễn Thị Ánh Tuyết", "NGUYEN<<THI<ANH", False),
        ("Nguyễn Thị Ánh", "NGUY3N<<THI<ANH<<<<<<<<<<<<<<<", False),
        ("Ánh Thị Nguyễn", "NGUYEN<<THI<ANH<<<<<<<<<<<<<<<", False),
        ("Đặng Nguyễn Phương Thảo Nguyên Anh", "DANG<<NGUYEN<PHUONG<THAO<NGUYE", True),
        ("Đặng Nguyễn Phương Thảo Nguyên Anh", "DANG<<NGUYEN<PHUONG<THAO<NGUYA", False),
        ("Đặng Nguyễn Phương Thảo Nguyên An", "DANG<<N<PHUONG<THAO<NGUYEN<ANH", False),
        ("Đặng Nguyễn Phương Thảo Nguyên Anh", "DANG<<N<PHUONG<THAO<NGUYEN<ANH", True),
        ("Nguyễn Phương Trung Thanh Hoa Bình", "NGUYEN<<PHUONG<TRUNG<THANH<HOA", True),
        ("Nguyễn Phươngg Trung Thanh Ho An", "NGUYEN<<PHUONGG<TRUNG<THANH<HO", True),
        ("Nguyễn Phuong Trung Thanh Tha An", "NGUYEN<<PHUONG<TRUNG<THANH<THA", True),
        ("Nguyen Phuongs Trung Thanh Th Anh", "NGUYEN<<PHUONGS<TRUNG<THANH<T<", False),
        ("Nguyen Phuong Trungs Thanh Tu Anh", "NGUYEN<<PHUONG<TRUNGS<THANH<TU", True),
        ("Nguyễn Thị Ánh", "P<VNMNGUYEN<<THI<ANH".ljust(44, "<"), True),
        ("Nguyễn Thị Ánh", "<" * 30, False),
        ("", "NGUYEN<<THI<ANH<<<<<<<<<<<<<<<", False),
    ],
)  # fmt: skip
def test_names_agree_with_their_zone(name: str, field: str, agrees: bool) -> None:
    assert agrees_with_mrz(name, field) is agrees


def test_a_name_cut_at_a_filler_agrees() -> None:
    name = "Nguyễn Hoàng Phương Trungs Thanh"
    whole = "NGUYEN<<HOANG<PHUONG<TRUNGS<TH"
    assert agrees_with_mrz(name, whole)
    assert agrees_with_mrz("Nguyễn Hoàng Phương Trungss An", "NGUYEN<<HOANG<PHUONG<TRUNGSS<A")
    assert agrees_with_mrz("Nguyễn Hoàng Phương Trungsss An", "NGUYEN<<HOANG<PHUONG<TRUNGSSS<")
