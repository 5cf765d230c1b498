"""A reader of other makers on the practice card: what it reads, and what it does not believe.

`tests/kit/chip/foreign` builds it over the library gmrtd (docs/decisions/1102);
``DESK_FOREIGN_READER`` names the program.
"""

import json
import os
import subprocess

import pytest

from desk_app import bootstrap
from desk_app.practice.chip import CardFaults, PracticeCard, make_card

READER = os.environ.get("DESK_FOREIGN_READER", "")
pytestmark = [
    pytest.mark.card,
    pytest.mark.long,
    pytest.mark.xdist_group("card"),
    pytest.mark.skipif(not READER, reason="no reader of another maker was built"),
]
PACE_AES_256 = "04007F00070202040204"


def made(**content):
    return make_card(now=bootstrap.wall_clock().now(), **content)


def asked(folder, content, *, by_number=False):
    (folder / "country.cer").write_bytes(content.country)
    words = [content.can] if by_number else [content.number[-9:], content.birth, content.expiry]
    done = subprocess.run(
        [READER, str(folder), *words], capture_output=True, text=True, timeout=120, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("content", "by_number", "access"),
    [
        ({"pace": ()}, False, "bac"),
        ({}, False, "pace"),
        ({}, True, "pace"),
        ({"pace": ((PACE_AES_256, 12),)}, True, "pace"),
        ({"is_explicit": True}, False, "pace"),
    ],
)
def test_it_reads_and_believes_an_honest_card(laid_down, tmp_path, content, by_number, access):
    card = made(**content)
    laid_down(PracticeCard(card))
    said = asked(tmp_path, card, by_number=by_number)
    assert said["error"] == ""
    assert (said["access"], said["passive"], said["chip"]) == (access, True, True)
    assert said["name"].startswith("NGUYEN")
    assert bytes.fromhex(said["dg13"]) == card.files["DG13"]


@pytest.mark.parametrize(
    "faults",
    [
        CardFaults(corrupt=(1,)),
        CardFaults(corrupt=(13,)),
        CardFaults(truncate=(13,)),
        CardFaults(signer="unknown"),
        CardFaults(signer="samename"),
        CardFaults(signer="badsig"),
    ],
    ids=lambda faults: f"{faults.signer}-{faults.corrupt}-{faults.truncate}",
)
def test_it_does_not_believe_a_false_card(laid_down, tmp_path, faults):
    card = made(faults=faults)
    honest = made()
    laid_down(PracticeCard(card))
    (tmp_path / "other.cer").write_bytes(honest.country)
    said = asked(tmp_path, card)
    assert not (said["passive"] and not said["error"])


def test_it_sees_a_copied_chip(laid_down, tmp_path):
    card = made(faults=CardFaults(is_copy=True))
    laid_down(PracticeCard(card))
    assert not asked(tmp_path, card)["chip"]
