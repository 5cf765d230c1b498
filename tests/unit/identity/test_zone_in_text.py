"""Zones as the reader of papers sees them: what opens a chip must hold, letters may be wrong."""

import pytest

from desk_app.domain.identity.zone_in_text import zone_in
from scanner.chip import zone_key
from tests.kit.chip import card
from tests.unit.chip.test_authenticity import people

AS_READ = """CỤC TRƯỞNG CỤC CẢNH SÁT
TDVNM1900000174000190000017<<4
 9002155F 3002153VNM<<<<<<<<<<<6
NGUYEN<<THT<THU<NGHTEM<<<<<<<<
"""


def test_a_zone_is_found_behind_other_lines_and_opens_the_card():
    zone = zone_in(AS_READ)
    assert zone[0] == "IDVNM1900000174000190000017<<4"
    assert [len(row) for row in zone] == [30, 30, 30]
    key = zone_key(list(zone))
    assert (key.number, key.birth, key.expiry) == ("190000017", "900215", "300215")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("1900000174", "1900000114"), ("9002155F", "9002156F"), ("3002153V", "3082153V"),
     ("3002153VNM", "30021530VNM"), ("TDVNM", "TDVNH")],
)  # fmt: skip
def test_a_misread_cell_is_no_key(right, wrong):
    assert zone_in(AS_READ.replace(right, wrong)) == ()


def test_every_card_is_found_in_its_own_lines_and_no_other_text_is():
    for person in people(40, seed=3):
        made = card(person=person)
        zone = zone_in("Nơi thường trú\n" + "\n".join(made.zone))
        assert zone == made.zone
    for text in ("", "<<<<\n<<<<\n<<<<", "IDVNM\n" * 5, "9002155F3002153VNM\n" * 3):
        assert zone_in(text) == ()
