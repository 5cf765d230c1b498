"""F32-F36, F41-F43, F45: servers and desks from yesterday, feeds, codes, long absences."""

import datetime as dt
import shutil
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desk_app.adapters.sync.reference import ReferenceProvince
from desk_app.application.sync_errors import SlotExhaustedError, SlotFencedError
from desk_app.application.sync_values import (
    Capabilities,
    ChangePage,
    CommandOutcome,
    Device,
    OutboxEntry,
    Problem,
    ReconcileLine,
)
from desk_app.application.synchronise import SyncSettings
from tests.integration.sync.conftest import Province
from tests.kit.sync.desk import FAST, FIVE_STEPS, UNIT, Desk, five_steps, new_id
from tests.kit.sync.invariants import assert_invariants


def test_f32_a_province_from_yesterday_gets_everything_again(
    own_province: Province, tmp_path: Path
) -> None:
    one = Desk(tmp_path / "một", own_province.url, name="desk-1", user="lan")
    two = Desk(tmp_path / "hai", own_province.url, name="desk-2", user="minh")
    old = new_id()
    files = {old: five_steps(one, old)}
    one.settle()
    halfway = new_id()
    one.act(halfway, "create_dossier", {"title": "Dở dang"})
    one.act(halfway, "accept", {"due_on": "2026-11-27"})
    one.settle()
    own_province.call("POST", "/v1/test/backups/yesterday")

    one.act(halfway, "hand_over")
    fresh = [new_id() for _ in range(3)]
    for number, dossier_id in enumerate(fresh):
        files[dossier_id] = five_steps((one, two)[number % 2], dossier_id)
    one.settle()
    two.settle()
    codes = {one_id: own_province.dossier(one_id)["code"] for one_id in (*fresh, halfway, old)}
    assert len(set(codes.values())) == 5
    own_province.call("POST", "/v1/test/backups/yesterday/restore")
    assert not own_province.has(fresh[0])
    late = new_id()
    two.act(late, "create_dossier", {"title": "Sau"})
    two.act(late, "accept", {"due_on": "2026-11-30"})

    for desk in (two, one):
        report = desk.settle()
        assert (report.waiting, report.parked) == (0, ())
    for dossier_id, its_files in files.items():
        assert own_province.dossier(dossier_id)["state"] == "RETURNED"
        own_province.assert_files(dossier_id, its_files)
    assert own_province.dossier(halfway)["state"] == "IN_APPRAISAL"
    for dossier_id, code in codes.items():
        assert own_province.dossier(dossier_id)["codes"] == [code], "a printed code never changes"
    assert own_province.dossier(late)["code"] not in codes.values()
    assert_invariants(own_province, one, two)


def test_an_epoch_that_changes_in_the_middle_of_the_queue(
    own_province: Province, tmp_path: Path
) -> None:
    desk = Desk(tmp_path / "desk", own_province.url)
    first = new_id()
    desk.act(first, "create_dossier", {"title": "Một"})
    desk.settle()
    own_province.call("POST", "/v1/test/epoch")
    files = five_steps(desk, new_id())
    report = desk.settle()
    assert (report.waiting, report.parked) == (0, ())
    assert len(files) == 5
    assert_invariants(own_province, desk)


def leased(folder: Path, url: str, *, name: str = "desk-1", **more: Any) -> Desk:
    settings = SyncSettings(lease_units=(UNIT,), lease_s=30)
    return Desk(folder, url, name=name, settings=settings, **more)


def accept_offline(desk: Desk, *, day: dt.date) -> str:
    """Give a final code from the slot, in the transaction of the act."""
    with desk.store.unit_of_work() as unit:
        slot, serial = unit.take_serial(
            UNIT,
            day=day,
            device_id=desk.device.id,
            device_gen=desk.device.gen,
            at=desk.clock.now(),
        )
        code = f"{UNIT}-{day:%y%m%d}-{slot:02d}{serial:03d}"
        dossier_id = new_id()
        desk.act(dossier_id, "create_dossier", {"title": code})
        desk.act(dossier_id, "accept", {"due_on": "2026-11-27", "code": code})
    return code


DAY = dt.date(2026, 11, 24)


def test_slots_give_final_codes_offline_that_never_meet(
    own_province: Province, tmp_path: Path
) -> None:
    desks = [leased(tmp_path / n, own_province.url, name=n) for n in ("b1", "b2", "b3")]
    for desk in desks:
        desk.sync()
    assert len({desk.store.slot(UNIT, device_id=desk.device.id).slot for desk in desks}) == 3
    codes = [accept_offline(desk, day=DAY) for desk in desks for _ in range(5)]
    assert len(set(codes)) == 15
    for desk in desks:
        assert desk.settle().parked == ()
    held = own_province.call("GET", f"/v1/dossiers?unit={UNIT}&limit=200")["dossiers"]
    assert sorted(one["code"] for one in held) == sorted(codes)
    assert_invariants(own_province, *desks)


def test_f33_a_restored_desk_gets_a_new_generation_and_repeats_no_code(
    own_province: Province, tmp_path: Path
) -> None:
    desk = leased(tmp_path / "máy", own_province.url)
    desk.sync()
    first = accept_offline(desk, day=DAY)
    desk.settle()
    desk.store.close()
    shutil.copytree(tmp_path / "máy", tmp_path / "hôm qua")
    desk = leased(tmp_path / "máy", own_province.url)
    second = accept_offline(desk, day=DAY)
    sent_later = accept_offline(desk, day=DAY)
    desk.settle()

    restored = leased(tmp_path / "hôm qua", own_province.url)
    restored.device = Device(id="desk-1", gen=2)
    restored.engine = restored.new_engine()
    with pytest.raises(SlotFencedError):
        accept_offline(restored, day=DAY)
    assert restored.settle().parked == ()
    third = accept_offline(restored, day=DAY)
    assert restored.settle().parked == ()
    assert len({first, second, sent_later, third}) == 4

    assert desk.settle().parked == ()
    desk.store.save_slot(
        replace(desk.store.slot(UNIT, device_id=desk.device.id), valid_until=desk.clock.now())
    )
    desk.sync()
    with pytest.raises(SlotExhaustedError):
        accept_offline(desk, day=DAY)
    assert_invariants(own_province, desk, restored)


def test_f33_a_desk_from_yesterday_recognises_what_it_had_sent(
    own_province: Province, tmp_path: Path
) -> None:
    desk = Desk(tmp_path / "máy", own_province.url)
    dossier_id = new_id()
    files = five_steps(desk, dossier_id)
    desk.store.close()
    shutil.copytree(tmp_path / "máy", tmp_path / "hôm qua")
    desk = Desk(tmp_path / "máy", own_province.url)
    desk.settle()
    restored = Desk(tmp_path / "hôm qua", own_province.url)
    report = restored.settle()
    assert (report.waiting, report.parked) == (0, ())
    assert len(own_province.dossier(dossier_id)["events"]) == len(FIVE_STEPS)
    own_province.assert_files(dossier_id, files)
    assert {row.ack["kind"] for row in restored.store.items("province")} == {"already_applied"}


def test_f34_a_cursor_that_is_too_old_is_followed_by_whole_copies(
    own_province: Province, tmp_path: Path
) -> None:
    reader = Desk(tmp_path / "đọc", own_province.url, name="reader")
    writer = Desk(tmp_path / "viết", own_province.url, name="writer")
    dossier_id = new_id()
    writer.act(dossier_id, "create_dossier", {"title": "Một"})
    writer.settle()
    reader.sync()
    for number in range(6):
        writer.act(dossier_id, "add_note", {"note": str(number)})
    writer.settle()
    head = own_province.call("GET", "/v1/info")["feed_head"]
    own_province.call("POST", "/v1/test/feed/forget", {"before": head})
    report = reader.settle()
    assert report.stopped is None
    assert reader.store.shadow("province", dossier_id).version == 7
    assert reader.store.position("province").last_seq == head


class Stutterer(ReferenceProvince):
    """Repeats pages, repeats events, and skips an event the first times."""

    hidden = 2

    async def changes(self, cursor: str | None, *, wait_s: int = 0) -> ChangePage:
        page = await super().changes(cursor, wait_s=wait_s)
        events = list(page.events)
        if self.hidden and len(events) > 2:
            Stutterer.hidden -= 1
            del events[1]
        return replace(page, events=tuple(events + events[-1:]))


def test_f35_repeats_and_gaps_in_the_feed(own_province: Province, tmp_path: Path) -> None:
    Stutterer.hidden = 2
    writer = Desk(tmp_path / "viết", own_province.url, name="writer")
    ids = [new_id() for _ in range(5)]
    for dossier_id in ids:
        writer.act(dossier_id, "create_dossier", {"title": "Một"})
    writer.settle()
    reader = Desk(
        tmp_path / "đọc",
        own_province.url,
        open_target=lambda: Stutterer(own_province.url, line=FAST),
    )
    report = reader.sync()
    assert report.received == 5
    assert {one.dossier_id for one in reader.store.shadows("province")} == set(ids)
    assert reader.sync().received == 0


def test_f36_news_about_a_dossier_with_waiting_work_leaves_the_work(
    own_province: Province, tmp_path: Path
) -> None:
    one = Desk(tmp_path / "một", own_province.url, name="desk-1")
    two = Desk(tmp_path / "hai", own_province.url, name="desk-2")
    dossier_id = new_id()
    one.act(dossier_id, "create_dossier", {"title": "Một", "form": {"a": "1"}})
    one.settle()
    two.sync()
    made = two.act(dossier_id, "edit_form", {"form": {"a": "hai"}}, expected_version=1)
    in_an_hour = two.clock.now() + dt.timedelta(hours=1)
    two.store.postpone(made, next_at=in_an_hour, problem=Problem(code="sync.busy"))
    one.act(dossier_id, "edit_form", {"form": {"a": "một"}})
    one.settle()
    assert two.sync().received == 1
    shadow = two.store.shadow("province", dossier_id)
    assert (shadow.has_waiting, shadow.document["form"]["a"]) == (True, "một")
    assert two.store.get(made).entry.body["form"] == {"a": "hai"}


def test_online_submissions_arrive_by_the_feed(own_province: Province, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk", own_province.url)
    made = own_province.call(
        "POST",
        "/v1/test/online",
        {"unit": UNIT, "procedure_code": "1.001193", "title": "Trực tuyến", "form": {"a": "1"}},
    )
    assert desk.sync().received == 1
    (shadow,) = desk.store.shadows("province", state="SUBMITTED")
    assert (shadow.dossier_id, shadow.document["title"]) == (made["id"], "Trực tuyến")
    desk.act(made["id"], "accept", {"due_on": "2026-11-27"}, expected_version=shadow.version)
    assert desk.settle().parked == ()
    assert own_province.dossier(made["id"])["state"] == "ACCEPTED"


def test_f41_three_desks_three_days_away(own_province: Province, tmp_path: Path) -> None:
    seconds = three_days_away(own_province, tmp_path, dossiers=6)
    assert seconds > 0


@pytest.mark.long
def test_f41_three_desks_three_hundred_dossiers_each(
    own_province: Province, tmp_path: Path
) -> None:
    three_days_away(own_province, tmp_path, dossiers=300)


def three_days_away(province: Province, folder: Path, *, dossiers: int) -> float:
    desks = [
        Desk(folder / f"bàn {number}", province.url, name=f"desk-{number}", user=f"u{number}")
        for number in range(3)
    ]
    files: dict[str, dict[str, bytes]] = {}
    for desk in desks:
        desk.clock.offset = dt.timedelta(days=-3)
        for number in range(dossiers):
            dossier_id = new_id()
            files[dossier_id] = five_steps(desk, dossier_id, salt=f"{desk.device.id}{number}")
        desk.clock.offset = dt.timedelta(0)
    began = time.monotonic()
    with ThreadPoolExecutor(3) as pool:
        reports = list(pool.map(lambda desk: desk.settle(), desks))
    seconds = time.monotonic() - began
    assert [(report.waiting, report.parked) for report in reports] == [(0, ())] * 3
    for dossier_id, its_files in files.items():
        assert province.dossier(dossier_id)["state"] == "RETURNED"
        province.assert_files(dossier_id, its_files)
    assert_invariants(province, *desks)
    return seconds


def test_f42_an_unknown_event_and_state_are_kept_and_the_feed_goes_on(
    own_province: Province, tmp_path: Path
) -> None:
    desk = Desk(tmp_path / "desk", own_province.url)
    strange = own_province.call(
        "POST", "/v1/test/online", {"unit": UNIT, "title": "Lạ", "strange": {"x": [1]}}
    )
    own_province.call(
        "POST", "/v1/test/mutate", {"id": strange["id"], "state": "TELEPORTED", "type": "x.y"}
    )
    normal = own_province.call("POST", "/v1/test/online", {"unit": UNIT, "title": "Thường"})
    assert desk.sync().received == 2
    shadow = desk.store.shadow("province", strange["id"])
    assert (shadow.state, shadow.document["strange"]) == ("TELEPORTED", {"x": [1]})
    assert desk.store.shadow("province", normal["id"]).state == "SUBMITTED"


class OlderProvince(ReferenceProvince):
    """A target of an earlier generation: no keys, no conditions, no slots, no comparison."""

    capabilities = Capabilities(
        conditional_write=False, idempotency=False, reconcile=False, code_slots=False
    )

    async def reconcile(self, heads: Sequence[Any]) -> Sequence[ReconcileLine]:
        raise AssertionError("not offered")

    async def submit(
        self, entry: OutboxEntry, *, if_version: int | None, assigned: Any = None
    ) -> CommandOutcome:
        return await super().submit(entry, if_version=if_version, assigned=assigned)


def test_f43_a_target_that_can_less_is_made_up_for(own_province: Province, tmp_path: Path) -> None:
    desk = Desk(
        tmp_path / "desk",
        own_province.url,
        open_target=lambda: OlderProvince(own_province.url, line=FAST),
        settings=SyncSettings(lease_units=(UNIT,), lease_s=30),
    )
    dossier_id = new_id()
    files = five_steps(desk, dossier_id)
    own_province.fault({"action": "drop_after", "path": "^/v1/commands$", "times": 2})
    report = desk.settle()
    assert (report.waiting, report.parked) == (0, ())
    own_province.assert_files(dossier_id, files)
    assert_invariants(own_province, desk)


def test_f43_members_the_desk_does_not_know_are_kept_in_the_copy(
    own_province: Province, tmp_path: Path
) -> None:
    desk = Desk(tmp_path / "desk", own_province.url)
    made = own_province.call(
        "POST", "/v1/test/online", {"unit": UNIT, "title": "Mới", "from_the_future": {"a": 1}}
    )
    desk.sync()
    document = desk.store.shadow("province", made["id"]).document
    assert document["from_the_future"] == {"a": 1}


def test_f45_a_used_up_slot_gives_no_code(own_province: Province, tmp_path: Path) -> None:
    desk = leased(tmp_path / "desk", own_province.url)
    desk.sync()
    desk.store.save_slot(
        replace(desk.store.slot(UNIT, device_id=desk.device.id), serials={DAY.isoformat(): 998})
    )
    last = accept_offline(desk, day=DAY)
    assert last.endswith("999")
    with pytest.raises(SlotExhaustedError):
        accept_offline(desk, day=DAY)
    assert desk.settle().parked == ()
