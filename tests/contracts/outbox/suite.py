"""What every sync store must do: one suite for the double and for the desk's own stores.

A test module gives the fixture ``store`` (an object with ``SyncStore`` and, inside
``unit_of_work()``, ``OutboxWriter``) and inherits ``OutboxContract``.
"""

import contextlib
import datetime as dt
from typing import Any

import pytest
import uuid_utils

from desk_app.application.sync_errors import SlotExhaustedError, SlotFencedError
from desk_app.application.sync_values import (
    Actor,
    ClockMark,
    CodeSlot,
    CommandKind,
    CommandOutcome,
    Conflict,
    ConflictState,
    Device,
    DossierSnapshot,
    FeedPosition,
    InboxEvent,
    OutboxEntry,
    OutcomeKind,
    Problem,
    RowState,
    UploadRecord,
)

T0 = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
PROBLEM = Problem(code="sync.busy", facts={"status": 503})
TARGET = "province"


class BreakUnitError(Exception):
    """Ends a unit of work half-way."""


def minutes(count: float) -> dt.datetime:
    return T0 + dt.timedelta(minutes=count)


def entry(store: Any, dossier_id: str, **more: Any) -> OutboxEntry:
    values: dict[str, Any] = {
        "command_id": str(uuid_utils.uuid7()),
        "target": TARGET,
        "dossier_id": dossier_id,
        "dossier_seq": store.next_seq(more.get("target", TARGET), dossier_id),
        "kind": CommandKind.ADD_NOTE,
        "actor": Actor(user="lan", unit="H04.01", role="intake_officer"),
        "device": Device(id="desk-1", gen=1),
        "occurred_at": T0,
        "body": {"note": "Ghi chú", "form": {"ho_ten": "Đặng Thị Ý", "số": [1, 2.5, None, True]}},
    }
    return OutboxEntry(**{**values, **more})


def put(store: Any, dossier_id: str, **more: Any) -> OutboxEntry:
    with store.unit_of_work() as unit:
        made = entry(unit, dossier_id, **more)
        unit.add(made)
    return made


def claim(store: Any, *, at: dt.datetime = T0, limit: int = 10) -> list[str]:
    rows = store.claim(TARGET, now=at, lease_s=60, limit=limit)
    return [row.entry.command_id for row in rows]


def outcome(version: int = 1, **facts: Any) -> CommandOutcome:
    return CommandOutcome(kind=OutcomeKind.APPLIED, version=version, state="DRAFT", facts=facts)


def event(number: int, dossier_id: str, version: int, **data: Any) -> InboxEvent:
    return InboxEvent(
        event_id=f"event-{number}",
        seq=number,
        type="dossier.accept",
        dossier_id=dossier_id,
        version=version,
        time=T0,
        data={"state": "ACCEPTED", "version": version, **data},
    )


class OutboxContract:
    """Order, leases, answers, parked work."""

    def test_an_entry_comes_back_as_it_went_in(self, store: Any) -> None:
        made = put(
            store,
            "d1",
            blobs=("a" * 64, "b" * 64),
            expected_state="DRAFT",
            expected_version=3,
            procedure_code="1.001193",
        )
        row = store.get(made.command_id)
        assert row.entry == made
        assert row.entry.fingerprint == made.fingerprint
        assert (row.state, row.attempts, row.next_at) == (RowState.READY, 0, None)

    def test_a_rolled_back_unit_leaves_no_row(self, store: Any) -> None:
        with contextlib.suppress(BreakUnitError), store.unit_of_work() as unit:
            unit.add(entry(unit, "d1"))
            raise BreakUnitError
        assert claim(store) == []
        assert store.summary(TARGET).waiting == 0

    def test_numbers_grow_within_a_dossier_and_a_unit(self, store: Any) -> None:
        with store.unit_of_work() as unit:
            for _ in range(3):
                unit.add(entry(unit, "d1"))
            unit.add(entry(unit, "d2"))
        found = [(row.entry.dossier_id, row.entry.dossier_seq) for row in store.items(TARGET)]
        assert found == [("d1", 1), ("d1", 2), ("d1", 3), ("d2", 1)]

    def test_a_number_or_an_id_is_never_used_twice(self, store: Any) -> None:
        made = put(store, "d1")
        with pytest.raises(Exception, match=r"(?i)unique"):
            put(store, "d1", dossier_seq=1)
        with pytest.raises(Exception, match=r"(?i)unique"):
            put(store, "d2", command_id=made.command_id)

    def test_the_lowest_row_of_each_dossier_is_claimed_in_order(self, store: Any) -> None:
        first, _, other = put(store, "d1"), put(store, "d1"), put(store, "d2")
        assert claim(store) == [first.command_id, other.command_id]
        assert claim(store) == []

    def test_the_next_of_a_dossier_comes_after_the_answer(self, store: Any) -> None:
        first, second = put(store, "d1"), put(store, "d1")
        claim(store)
        store.settle(first.command_id, outcome(7), at=T0)
        rows = store.claim(TARGET, now=T0, lease_s=60, limit=5)
        assert [row.entry.command_id for row in rows] == [second.command_id]
        assert rows[0].base_version == 7
        assert (rows[0].state, rows[0].attempts) == (RowState.SENDING, 1)

    def test_another_target_is_another_queue(self, store: Any) -> None:
        put(store, "d1", target="ministry")
        mine = put(store, "d1")
        assert mine.dossier_seq == 1
        assert claim(store) == [mine.command_id]

    def test_a_postponed_row_waits_and_holds_only_its_dossier(self, store: Any) -> None:
        first, _, other = put(store, "d1"), put(store, "d1"), put(store, "d2")
        claim(store)
        store.postpone(first.command_id, next_at=minutes(5), problem=PROBLEM)
        store.settle(other.command_id, outcome(), at=T0)
        assert claim(store, at=minutes(4)) == []
        assert store.summary(TARGET).next_at == minutes(5)
        assert claim(store, at=minutes(5)) == [first.command_id]
        row = store.get(first.command_id)
        assert (row.attempts, row.last_problem) == (2, PROBLEM)

    def test_hasten_ends_waits_of_ready_rows_only(self, store: Any) -> None:
        first, second = put(store, "d1"), put(store, "d2")
        claim(store)
        store.postpone(first.command_id, next_at=minutes(5), problem=PROBLEM)
        store.park(second.command_id, PROBLEM, at=T0)
        assert store.hasten(TARGET) == 1
        assert claim(store) == [first.command_id]

    def test_a_dead_worker_frees_its_row_by_lease_or_at_start(self, store: Any) -> None:
        first = put(store, "d1")
        assert claim(store) == [first.command_id]
        assert claim(store, at=minutes(0.5)) == []
        assert claim(store, at=minutes(1.1)) == [first.command_id]
        assert store.recover(TARGET) == 1
        assert claim(store, at=minutes(1.2)) == [first.command_id]

    def test_a_renewed_lease_lasts_longer(self, store: Any) -> None:
        first = put(store, "d1")
        claim(store)
        store.renew(first.command_id, lease_until=minutes(10))
        assert claim(store, at=minutes(9)) == []
        assert claim(store, at=minutes(10)) == [first.command_id]
        store.settle(first.command_id, outcome(), at=T0)
        store.renew(first.command_id, lease_until=minutes(20))
        assert store.get(first.command_id).state is RowState.DONE

    def test_an_answer_is_kept_with_its_codes_and_only_once(self, store: Any) -> None:
        first = put(store, "d1")
        claim(store)
        store.settle(first.command_id, outcome(3, codes=["H04-1"]), at=T0)
        store.settle(first.command_id, outcome(9, codes=["H04-9"]), at=minutes(1))
        row = store.get(first.command_id)
        assert (row.state, row.acked_at) == (RowState.DONE, T0)
        assert row.ack == {
            "kind": "applied",
            "version": 3,
            "state": "DRAFT",
            "facts": {"codes": ["H04-1"]},
        }
        assert store.summary(TARGET).done == 1

    def test_settled_and_parked_rows_cannot_be_postponed(self, store: Any) -> None:
        first, second = put(store, "d1"), put(store, "d2")
        claim(store)
        store.settle(first.command_id, outcome(), at=T0)
        store.park(second.command_id, PROBLEM, at=T0)
        for made in (first, second):
            store.postpone(made.command_id, next_at=T0, problem=PROBLEM)
        assert claim(store) == []

    def test_parked_work_holds_its_dossier_and_can_be_taken_up(self, store: Any) -> None:
        first, second, other = put(store, "d1"), put(store, "d1"), put(store, "d2")
        claim(store, limit=1)
        store.park(first.command_id, PROBLEM, at=minutes(1))
        assert claim(store) == [other.command_id]
        (item,) = store.parked(TARGET)
        assert (item.command_id, item.user, item.problem) == (first.command_id, "lan", PROBLEM)
        assert item.since == minutes(1)
        assert store.summary(TARGET).parked == 1
        assert store.resume(first.command_id)
        assert claim(store) == [first.command_id]
        store.settle(first.command_id, outcome(), at=T0)
        assert not store.resume(first.command_id)
        assert claim(store) == [second.command_id]

    def test_discarded_work_is_kept_and_lets_the_next_go(self, store: Any) -> None:
        first, second = put(store, "d1"), put(store, "d1")
        claim(store)
        with pytest.raises(ValueError, match="discard"):
            store.discard(first.command_id, by="minh", reason="trùng", at=T0)
        clash = Conflict(
            command_id=first.command_id, dossier_id="d1", mine={"a": 1}, theirs={"b": "Ý"}
        )
        store.park(first.command_id, PROBLEM, at=T0, conflict=clash)
        assert store.conflicts() == [clash]
        with pytest.raises(ValueError, match="discard"):
            store.discard(first.command_id, by="minh", reason=" ", at=T0)
        store.discard(first.command_id, by="minh", reason="trùng", at=T0)
        assert store.get(first.command_id).state is RowState.DISCARDED
        assert store.conflicts() == []
        (decided,) = store.conflicts(state=ConflictState.DISCARDED)
        assert (decided.decided_by, decided.reason) == ("minh", "trùng")
        assert claim(store) == [second.command_id]

    def test_resuming_a_conflict_closes_it_as_redone(self, store: Any) -> None:
        first = put(store, "d1")
        claim(store)
        clash = Conflict(command_id=first.command_id, dossier_id="d1", mine={}, theirs={})
        store.park(first.command_id, PROBLEM, at=T0, conflict=clash)
        store.resume(first.command_id)
        assert len(store.conflicts(state=ConflictState.REDONE)) == 1

    def test_a_rebased_version_lasts_until_the_answer(self, store: Any) -> None:
        first, second = put(store, "d1"), put(store, "d1")
        claim(store)
        store.rebase(first.command_id, version=12)
        assert store.get(first.command_id).rebased_version == 12
        store.settle(first.command_id, outcome(13), at=T0)
        assert store.get(first.command_id).rebased_version is None
        assert store.get(second.command_id).base_version == 13

    def test_heads_name_all_done_commands_of_what_was_touched(self, store: Any) -> None:
        a1, a2, b1 = put(store, "a"), put(store, "a"), put(store, "b")
        put(store, "c")
        for made, at, version in ((a1, T0, 1), (a2, minutes(60), 2), (b1, T0, 5)):
            claim(store)
            store.settle(made.command_id, outcome(version), at=at)
        (head,) = store.heads(TARGET, since=minutes(30))
        assert (head.dossier_id, head.version) == ("a", 2)
        assert head.command_ids == (a1.command_id, a2.command_id)

    def test_reopened_rows_go_again_in_order_with_old_ids_and_answers(self, store: Any) -> None:
        first, second = put(store, "d1"), put(store, "d1")
        for made, version in ((first, 1), (second, 2)):
            claim(store)
            store.settle(made.command_id, outcome(version, codes=["H04-1"]), at=T0)
        assert store.reopen([first.command_id, second.command_id]) == 2
        assert store.get(first.command_id).ack["facts"] == {"codes": ["H04-1"]}
        assert claim(store) == [first.command_id]
        store.settle(first.command_id, outcome(4), at=T0)
        assert claim(store) == [second.command_id]

    def test_the_summary_names_the_oldest(self, store: Any) -> None:
        put(store, "old", occurred_at=minutes(-90))
        put(store, "new")
        summary = store.summary(TARGET)
        assert (summary.waiting, summary.oldest_dossier) == (2, "old")
        assert summary.oldest_at == minutes(-90)
        assert summary.next_at is None

    def test_lists_by_state_and_dossier(self, store: Any) -> None:
        first = put(store, "d1")
        put(store, "d2")
        claim(store, limit=1)
        store.settle(first.command_id, outcome(), at=T0)
        assert [r.entry.dossier_id for r in store.items(TARGET, states=[RowState.DONE])] == ["d1"]
        assert [r.entry.dossier_id for r in store.items(TARGET, dossier_id="d2")] == ["d2"]
        assert len(store.items(TARGET, limit=1)) == 1


class UploadContract:
    """How far files have come."""

    def test_a_record_is_empty_then_kept_then_forgotten(self, store: Any) -> None:
        digest = "c" * 64
        assert store.upload(TARGET, digest) == UploadRecord(target=TARGET, digest=digest)
        record = UploadRecord(
            target=TARGET, digest=digest, upload_path="/v1/uploads/7", offset=9, corrupt_count=1
        )
        store.save_uploads([record])
        assert store.upload(TARGET, digest) == record
        verified = UploadRecord(target=TARGET, digest=digest, verified=True)
        other = UploadRecord(target=TARGET, digest="d" * 64, verified=True)
        store.save_uploads([verified, other])
        assert store.upload(TARGET, digest).verified
        assert not store.upload("ministry", digest).verified
        store.forget_uploads(TARGET)
        assert not store.upload(TARGET, digest).verified


class InboxContract:
    """Events once, shadows by version, position with the effect."""

    def test_a_page_is_applied_once(self, store: Any) -> None:
        position = FeedPosition(cursor="e.2", epoch="e", last_seq=2)
        page = [event(1, "d1", 1), event(2, "d1", 2)]
        changed = store.apply(TARGET, page, position, at=T0)
        assert [(one.dossier_id, one.version) for one in changed] == [("d1", 2)]
        assert store.position(TARGET) == position
        assert store.apply(TARGET, page, position, at=T0) == []

    def test_an_event_of_a_known_id_is_skipped_whatever_it_says(self, store: Any) -> None:
        position = FeedPosition(cursor="e.1", epoch="e", last_seq=1)
        store.apply(TARGET, [event(1, "d1", 1)], position, at=T0)
        assert store.apply(TARGET, [event(1, "d1", 7)], position, at=T0) == []
        assert store.shadow(TARGET, "d1").version == 1

    def test_an_older_event_does_not_turn_back(self, store: Any) -> None:
        position = FeedPosition(cursor="e.2", epoch="e", last_seq=2)
        store.apply(TARGET, [event(2, "d1", 5)], position, at=T0)
        store.apply(TARGET, [event(1, "d1", 4)], position, at=T0)
        assert store.shadow(TARGET, "d1").version == 5

    def test_a_shadow_knows_about_waiting_work(self, store: Any) -> None:
        made = put(store, "d1")
        position = FeedPosition(cursor="e.1", epoch="e", last_seq=1)
        (shadow,) = store.apply(TARGET, [event(1, "d1", 1, title="Ý")], position, at=T0)
        assert shadow.has_waiting
        assert shadow.document["title"] == "Ý"
        claim(store)
        store.settle(made.command_id, outcome(), at=T0)
        assert not store.shadow(TARGET, "d1").has_waiting

    def test_a_snapshot_replaces_whatever_the_version(self, store: Any) -> None:
        position = FeedPosition(cursor=None, epoch="f", last_seq=0)
        store.apply(TARGET, [event(9, "d1", 9)], FeedPosition(cursor="e.9", epoch="e"), at=T0)
        snapshot = DossierSnapshot(
            dossier_id="d1", version=4, state="DRAFT", document={"state": "DRAFT"}
        )
        store.replace_shadow(TARGET, [snapshot], position)
        assert (store.shadow(TARGET, "d1").version, store.shadow(TARGET, "d1").state) == (
            4,
            "DRAFT",
        )
        assert store.position(TARGET) == position
        assert store.shadows(TARGET, state="SUBMITTED") == []
        assert [one.dossier_id for one in store.shadows(TARGET)] == ["d1"]

    def test_nothing_is_known_at_first(self, store: Any) -> None:
        assert store.position(TARGET) == FeedPosition()
        assert store.shadow(TARGET, "d1") is None


class SlotContract:
    """Serials are used once."""

    def lease(self, **more: Any) -> CodeSlot:
        values: dict[str, Any] = {
            "unit": "H04.01",
            "slot": 7,
            "device_gen": 1,
            "valid_until": minutes(60),
        }
        return CodeSlot(**{**values, **more})

    def take(self, store: Any, *, gen: int = 1, at: dt.datetime = T0) -> tuple[int, int]:
        with store.unit_of_work() as unit:
            taken: tuple[int, int] = unit.take_serial(
                "H04.01", day=T0.date(), device_gen=gen, at=at
            )
        return taken

    def test_serials_count_up_within_a_day(self, store: Any) -> None:
        store.save_slot(self.lease())
        assert [self.take(store) for _ in range(3)] == [(7, 1), (7, 2), (7, 3)]
        tomorrow = T0.date() + dt.timedelta(days=1)
        assert store.take_serial("H04.01", day=tomorrow, device_gen=1, at=T0) == (7, 1)

    def test_a_rolled_back_unit_gives_the_serial_back(self, store: Any) -> None:
        store.save_slot(self.lease())
        with contextlib.suppress(BreakUnitError), store.unit_of_work() as unit:
            unit.take_serial("H04.01", day=T0.date(), device_gen=1, at=T0)
            raise BreakUnitError
        assert self.take(store) == (7, 1)

    def test_another_generation_is_fenced_off(self, store: Any) -> None:
        store.save_slot(self.lease())
        with pytest.raises(SlotFencedError):
            self.take(store, gen=2)

    def test_no_lease_an_old_lease_and_a_full_day_give_nothing(self, store: Any) -> None:
        with pytest.raises(SlotExhaustedError):
            self.take(store)
        store.save_slot(self.lease(serials={T0.date().isoformat(): 998}))
        assert self.take(store) == (7, 999)
        with pytest.raises(SlotExhaustedError):
            self.take(store)
        with pytest.raises(SlotExhaustedError):
            self.take(store, at=minutes(61))

    def test_a_renewed_lease_keeps_the_higher_serial(self, store: Any) -> None:
        day = T0.date().isoformat()
        store.save_slot(self.lease(serials={day: 5}))
        store.save_slot(self.lease(serials={day: 3}, device_gen=2))
        assert store.slot("H04.01").device_gen == 2
        assert self.take(store, gen=2) == (7, 6)

    def test_pool_codes_are_taken_once_in_order(self, store: Any) -> None:
        store.add_pool(TARGET, "H04.01", ["A1", "A2"])
        store.add_pool(TARGET, "H04.01", ["A2", "A3"])
        taken = [store.take_pool(TARGET, "H04.01") for _ in range(4)]
        assert taken == ["A1", "A2", "A3", None]


class ClockContract:
    """The newest comparison counts."""

    def test_the_last_mark_is_given(self, store: Any) -> None:
        assert store.last_mark() is None
        for number in (1, 2):
            store.add_mark(
                ClockMark(
                    server_time=minutes(number),
                    local_wall=minutes(number + 1),
                    monotonic_s=12.5,
                    boot_id="boot",
                    uncertainty_ms=40,
                )
            )
        mark = store.last_mark()
        assert (mark.server_time, mark.uncertainty_ms) == (minutes(2), 40)


class SyncStoreContract(OutboxContract, UploadContract, InboxContract, SlotContract, ClockContract):
    """All of it."""
