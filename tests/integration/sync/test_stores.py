"""The provincial and the national store over a real province, and what the province announces."""

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from desk_app.adapters.sync.stores import ProvinceStores
from desk_app.bootstrap.data import WallClock
from desk_app.domain.errors import IntegrityError, UnavailableError
from desk_app.domain.held_papers import CONDITIONS, HeldPaper, Store
from tests.integration.sync.conftest import Province
from tests.kit.sync.desk import Desk, five_steps, new_id

OWNER = "001199000777"
SHOWN = dict.fromkeys(CONDITIONS, True)


def put(province: Province, **changes: object) -> None:
    paper = {
        "owner": OWNER, "store": "national", "name": "Giấy khai sinh", "sha256": "ab" * 32,
        "document_type": "giay_khai_sinh", "number": "12/2019", "dated_on": "2019-05-06",
        "issued_by": "UBND xã Mẫu", "conditions": SHOWN, "values": {"ho_ten": "Trần Thị Ước"},
    }  # fmt: skip
    province.call("POST", "/v1/test/papers", paper | changes)


def test_each_store_answers_for_itself_with_conditions_and_content(province: Province) -> None:
    """R-5B-22, R-5B-70: the national store beside the provincial one."""
    stores = ProvinceStores(province.url, WallClock())
    put(province)
    put(province, store="provincial", name="Sổ hộ khẩu", conditions={"in_scope": True})
    (national,) = stores.ask(Store.NATIONAL, OWNER)
    provincial = stores.ask(Store.PROVINCIAL, OWNER)[-1]
    assert (national.name, national.number, national.is_reusable) == (
        "Giấy khai sinh",
        "12/2019",
        True,
    )
    assert dict(national.values) == {"ho_ten": "Trần Thị Ước"}
    assert provincial.unmet == ("fully_digitised", "true_copy", "succeeded")
    assert stores.ask(Store.NATIONAL, "001199000778") == ()


def test_the_paper_itself_comes_and_is_what_the_store_named(
    province: Province, tmp_path: Path
) -> None:
    stores = ProvinceStores(province.url, WallClock())
    desk = Desk(tmp_path, province.url)
    dossier_id = new_id()
    five_steps(desk, dossier_id)
    desk.settle()
    result = province.dossier(dossier_id)["result"]
    put(province, owner="001199000779", sha256=result["sha256"])
    (paper,) = stores.ask(Store.NATIONAL, "001199000779")
    assert hashlib.sha256(stores.fetch(paper)).hexdigest() == result["sha256"]


def test_a_store_that_is_away_says_so() -> None:
    paper = HeldPaper(
        store=Store.NATIONAL, paper_id="1", owner=OWNER, name="x", document_type="", sha256="0" * 64,
        seen_at=dt.datetime(2026, 11, 29, tzinfo=dt.UTC),
    )  # fmt: skip
    for url, code in (("", "stores.none"), ("http://127.0.0.1:9", "stores.unreachable")):
        stores = ProvinceStores(url, WallClock())
        with pytest.raises(UnavailableError) as caught:
            stores.ask(Store.PROVINCIAL, OWNER)
        assert caught.value.code == code
        with pytest.raises((UnavailableError, IntegrityError)):
            stores.fetch(paper)


def test_announced_maintenance_reaches_the_desk(province: Province, tmp_path: Path) -> None:
    """R-PR-53."""
    desk = Desk(tmp_path, province.url)
    assert desk.sync().notices == ()
    said = {
        "from": "2026-12-05T22:00:00+07:00",
        "to": "2026-12-06T02:00:00+07:00",
        "text": "Nâng cấp hệ thống",
    }
    province.call("POST", "/v1/test/notices", [said])
    (notice,) = desk.sync().notices or ()
    assert notice.text == "Nâng cấp hệ thống"
    assert notice.begins_at.isoformat() == said["from"]
    province.call("POST", "/v1/test/notices", [])
    assert desk.sync().notices == ()
