"""What other people's programs really wrote: valid on its day, unknown without revocation data."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from pathlib import Path

import pytest

from signing.trust import load_trust
from signing.verify import Request, Verdict, examine_bytes

FOLDER = Path(__file__).parents[2] / "data" / "foreign"
FILES = sorted(FOLDER.glob("*.pdf"))
THAT_DAY = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
pytestmark = pytest.mark.filterwarnings("ignore")


def verdict(data: bytes, **options: object):
    request = Request(
        path=Path("giấy.pdf"),
        **{"trust": load_trust(FOLDER / "trust"), "at": THAT_DAY, "offline": True, **options},
    )
    return examine_bytes(data, request)


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_an_honest_file_is_valid_on_its_day(file) -> None:
    found = verdict(file.read_bytes())
    assert (found.verdict, found.reasons) == (Verdict.VALID, ())
    assert found.signatures[0].signer == "Nguyễn Thị Mẫu Một"
    assert found.signatures[0].covers == "whole_file"


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_without_revocation_data_nothing_is_known(file) -> None:
    bare = dataclasses.replace(load_trust(FOLDER / "trust"), lists=())
    found = verdict(file.read_bytes(), trust=bare)
    assert (found.verdict, found.reasons) == (Verdict.UNKNOWN, ("revocation.missing",))


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_any_changed_byte_of_what_is_signed_shows(file) -> None:
    data, rng = file.read_bytes(), random.Random(file.stem)
    start = data.index(b"/Contents <") if b"/Contents <" in data else data.index(b"/Contents<")
    for _ in range(12):
        changed = bytearray(data)
        changed[rng.randrange(20, start)] ^= 1 << rng.randrange(8)
        assert verdict(bytes(changed)).verdict is not Verdict.VALID
