"""Numbers of people, taxpayers, agencies and telephones; all people are invented."""

import datetime as dt

import pytest

from desk_app.domain.identity import (
    AgencyVerdict,
    IdentityTables,
    NumberVerdict,
    PhoneVerdict,
    Sex,
    TaxVerdict,
    check_agency_code,
    check_old_number,
    check_personal_number,
    check_phone,
    check_tax_code,
    parse_iso,
)

TODAY = dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("number", "birth", "sex", "verdict", "reasons", "year", "told", "province"),
    [
        ("037170038887", "1970-08-06", "F", "plausible", (), 1970, "F", "Ninh Bình"),
        ("037170038887", None, None, "plausible", (), 1970, "F", "Ninh Bình"),
        ("037170038887", "1970-08-06", "M", "doubtful", ("sex",), 1970, "F", "Ninh Bình"),
        ("037170038887", "1971", "F", "doubtful", ("birth_year",), 1970, "F", "Ninh Bình"),
        ("024202512345", "2002-01-01", "M", "plausible", (), 2002, "M", "Bắc Giang"),
        ("024325512345", "2025-06-30", "F", "plausible", (), 2025, "F", "Bắc Giang"),
        ("024225512345", "2025-06-30", "M", "plausible", (), 2025, "M", "Bắc Giang"),
        ("024225512345", "2025-07-01", "M", "plausible", (), 2025, "M", None),
        ("024225512345", "2025-06", "M", "plausible", (), 2025, "M", "Bắc Giang"),
        ("024225512345", None, "M", "plausible", (), 2025, "M", None),
        ("024226512345", "2026-03-01", "M", "plausible", (), 2026, "M", None),
        ("024226512345", "2026-03-02", "M", "doubtful", ("future",), 2026, "M", None),
        ("024227512345", "2027-01-01", "M", "doubtful", ("future",), 2027, "M", None),
        ("024499512345", None, None, "doubtful", ("future",), 2199, "M", None),
        ("024999512345", None, None, "doubtful", ("future",), 2399, "F", None),
        ("999170038887", None, None, "plausible", (), 1970, "F", None),
        ("000000000000", None, None, "plausible", (), 1900, "M", None),
        ("03717003888", None, None, "impossible", ("length",), None, None, None),
        ("03717003888O", None, None, "impossible", ("characters",), None, None, None),
        ("037 170 038 887", None, None, "impossible", ("length", "characters"), None, None, None),
        ("０３７１７００３８８８７", None, None, "impossible", ("characters",), None, None, None),
        ("", None, None, "impossible", ("length",), None, None, None),
    ],
)
def test_nd_137_2015_art_13_structure_of_the_twelve_digits(
    tables: IdentityTables,
    number: str,
    birth: str | None,
    sex: str | None,
    verdict: str,
    reasons: tuple[str, ...],
    year: int | None,
    told: str | None,
    province: str | None,
) -> None:
    read = check_personal_number(
        number,
        tables,
        today=TODAY,
        birth=parse_iso(birth) if birth else None,
        sex=Sex(sex) if sex else None,
    )
    assert (read.verdict, read.reasons) == (verdict, reasons)
    assert (read.birth_year, read.sex, read.province) == (year, told, province)
    assert not read.is_blocked
    assert bool(read.doubt) == (verdict != "plausible")


@pytest.mark.parametrize("text", ["1970", "1970-08", "1970-08-06"])
def test_partial_dates_keep_what_is_known(text: str) -> None:
    date = parse_iso(text)
    assert date is not None
    assert date.iso == text


@pytest.mark.parametrize(
    "text", ["70", "1970-00", "1970-13", "1970-02-30", "1970-01-00", "1700", "x"]
)
def test_dates_the_calendar_does_not_have(text: str) -> None:
    assert parse_iso(text) is None


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("123456789", "123456789"), (" 123 456 789 ", "123456789"), ("123.456.789", "123456789"),
     ("12345678", None), ("1234567890", None), ("12345678A", None), ("１２３４５６７８９", None)],
)  # fmt: skip
def test_old_numbers_have_nine_digits(text: str, canonical: str | None) -> None:
    read = check_old_number(text)
    assert read.canonical == canonical
    assert read.verdict is (NumberVerdict.PLAUSIBLE if canonical else NumberVerdict.IMPOSSIBLE)


@pytest.mark.parametrize(
    "code", ["0100109106", "0101243150", "0100686209", "0300588569", "0102109239"]
)
def test_known_tax_codes_are_valid_and_only_with_their_digit(code: str) -> None:
    assert check_tax_code(code).verdict is TaxVerdict.VALID
    for digit in "0123456789":
        if digit != code[9]:
            assert check_tax_code(code[:9] + digit).verdict is TaxVerdict.INVALID


@pytest.mark.parametrize(
    ("code", "verdict", "form", "canonical"),
    [
        ("0100109106-001", "valid", 13, "0100109106-001"),
        ("0100109106001", "valid", 13, "0100109106-001"),
        (" 0100109106 001 ", "valid", 13, "0100109106-001"),
        ("0100109106-999", "valid", 13, "0100109106-999"),
        ("0100109106-000", "invalid", 13, "0100109106-000"),
        ("0100109107-001", "invalid", 13, "0100109107-001"),
        ("037170038887", "valid", 12, "037170038887"),
        ("0000000000", "warn", 10, "0000000000"),
        ("0000000000-001", "warn", 13, "0000000000-001"),
        ("010010910", "invalid", None, None),
        ("010010910-6001", "invalid", None, None),
        ("0100109106-1", "invalid", None, None),
        ("01001O9106", "invalid", None, None),
        ("０100109106", "invalid", None, None),
        ("", "invalid", None, None),
    ],
)
def test_tax_codes_of_ten_twelve_and_thirteen_digits(
    code: str, verdict: str, form: int | None, canonical: str | None
) -> None:
    read = check_tax_code(code)
    assert (read.verdict, read.form, read.canonical) == (verdict, form, canonical)


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        ("H55", "current"), ("H02.13", "current"), ("G09.20", "current"), ("A00.1A.ZZ", "current"),
        ("Y99", "current"), ("Z01A", "current"), ("Z99" + "A" * 32, "current"),
        ("H02." + "1" * 31, "current"), ("000.00.00.H55", "legacy"), ("123.45.67.G09", "legacy"),
        ("Z01", "invalid"), ("Z00A", "invalid"), ("Z99" + "A" * 33, "invalid"),
        ("H02." + "1" * 32, "invalid"), ("H5", "invalid"), ("H555", "invalid"), ("h55", "invalid"),
        ("H55.", "invalid"), ("H55..1", "invalid"), ("H55.a", "invalid"), ("H55\n", "invalid"),
        ("H٥٥", "invalid"), (" H55", "invalid"), ("", "invalid"), ("000.00.00.Z55", "invalid"),
        ("Z01A.B", "invalid"),
    ],
)  # fmt: skip
def test_decision_20_2020_agency_codes(tables: IdentityTables, code: str, verdict: str) -> None:
    assert check_agency_code(code, tables) is AgencyVerdict(verdict)


@pytest.mark.parametrize(
    ("text", "verdict", "e164", "national"),
    [
        ("0912345678", "mobile", "+84912345678", "0912 345 678"),
        ("0351234567", "mobile", "+84351234567", "0351 234 567"),
        ("+84 912 345 678", "mobile", "+84912345678", "0912 345 678"),
        ("(+84) 912-345-678", "mobile", "+84912345678", "0912 345 678"),
        ("0084912345678", "mobile", "+84912345678", "0912 345 678"),
        ("84912345678", "mobile", "+84912345678", "0912 345 678"),
        ("0912.345.678", "mobile", "+84912345678", "0912 345 678"),
        ("02438123456", "landline", "+842438123456", "02438123456"),
        ("0204 385 412", "landline", "+84204385412", "0204385412"),
        ("1022", "short", None, "1022"),
        ("1900 1234", "short", None, "19001234"),
        ("1800123456", "short", None, "1800123456"),
        ("+840912345678", "invalid", None, None),
        ("091234567", "invalid", None, None),
        ("09123456789", "invalid", None, None),
        ("0412345678", "invalid", None, None),
        ("0612345678", "invalid", None, None),
        ("01234567890", "invalid", None, None),
        ("024381234567", "invalid", None, None),
        ("1900123", "invalid", None, None),
        ("19001234567", "invalid", None, None),
        ("+841022", "invalid", None, None),
        ("+1 202 555 0100", "invalid", None, None),
        ("０912345678", "invalid", None, None),
        ("0912x45678", "invalid", None, None),
        ("", "invalid", None, None),
    ],
)
def test_telephone_numbers(
    tables: IdentityTables, text: str, verdict: str, e164: str | None, national: str | None
) -> None:
    read = check_phone(text, tables)
    assert (read.verdict, read.e164, read.national) == (PhoneVerdict(verdict), e164, national)
