"""What opens a chip: data of the QR code with the printed day of expiry; nothing else is one."""

import pytest

from desk_app.adapters.identity.desk_cards import access_key
from desk_app.domain.errors import RuleError
from desk_app.domain.identity import ChipKey, key_of_printed_data, states_an_expiry
from desk_app.practice.chip.content import zone_of
from scanner.chip import zone_key

NUMBER = "000190000017"


@pytest.mark.parametrize(
    ("birth", "expiry", "cells"),
    [
        ("1990-02-15", "15/02/2030", ("190000017", "900215", "300215")),
        ("1990-02-15", "15022030", ("190000017", "900215", "300215")),
        ("1990-02-15", "15-2-2030", ("190000017", "900215", "300215")),
        ("1950-02-15", "Không thời hạn", ("190000017", "500215", "991231")),
        ("1950-02", "không  thời hạn", ("190000017", "5002<<", "991231")),
        ("1950", "VÔ THỜI HẠN", ("190000017", "50<<<<", "991231")),
        ("2004-12-31", "31/12/2029", ("190000017", "041231", "291231")),
    ],
)
def test_the_cells_are_those_of_the_zone(birth, expiry, cells):
    key = key_of_printed_data(NUMBER, birth, expiry)
    assert key == ChipKey(cells=cells)
    made = access_key(key)
    assert (made.number, made.birth, made.expiry) == cells
    assert "190000017" not in repr(key)


def test_it_opens_as_the_lines_do():
    by_zone = zone_key(list(zone_of(NUMBER, "900215", "F", "300215", "A<<B")))
    made = key_of_printed_data(NUMBER, "1990-02-15", "15/02/2030")
    assert access_key(made).digest == by_zone.digest


@pytest.mark.parametrize(
    ("number", "birth", "expiry"),
    [
        ("", "1990-02-15", "15/02/2030"),
        ("190000017", "1990-02-15", "15/02/2030"),
        (NUMBER, "", "15/02/2030"),
        (NUMBER, "1990-02-15", "02/2030"),
        (NUMBER, "1990-02-15", "31/02/2030"),
        (NUMBER, "1990-02-15", ""),
    ],
)
def test_without_a_part_there_is_no_key(number, birth, expiry):
    assert key_of_printed_data(number, birth, expiry) is None


@pytest.mark.parametrize(
    "text", ["", "000190000017", "123456789", "123456", "2030", "02/2030", "Nguyễn Văn A", "a|b|c"]
)
def test_a_number_or_a_name_is_no_day(text):
    assert not states_an_expiry(text)


def test_a_cell_that_no_zone_has_is_refused():
    with pytest.raises(RuleError) as caught:
        access_key(ChipKey(cells=("190000017", "90021", "300215")))
    assert (caught.value.code, caught.value.facts["field"]) == ("chip.key_invalid", "birth")
