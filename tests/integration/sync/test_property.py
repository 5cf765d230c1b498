"""Two desks, one province, random acts and faults in any order; the model is what was confirmed.

Short by default; ``./desk test long`` runs two thousand examples in eight parts, each with a province of its
own (``-n 4``: four at a time).
"""

import shutil
import tempfile
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desk_app.application.sync_values import Device, RowState
from tests.integration.sync.conftest import Province
from tests.kit.sync.desk import Desk, new_id
from tests.kit.sync.invariants import assert_invariants

ACTS: dict[str, dict[str, Any]] = {
    "accept": {"due_on": "2026-11-27"},
    "reject": {"reason": "sai"},
    "hand_over": {},
    "submit_result": {"outcome": "grant"},
    "approve": {},
    "add_note": {"note": "ghi chú"},
    "edit_form": {"form": {"a": "1"}},
    "record_payment": {"amount": 1, "receipt": "R"},
}
FAULTS = [
    {"action": "drop_before", "path": "^/v1/commands$"},
    {"action": "drop_after", "path": "^/v1/commands$"},
    {"action": "truncate", "path": "^/v1/commands$"},
    {"action": "status", "status": 500, "path": "^/v1/commands$"},
    {"action": "status", "status": 503, "path": "^/v1/"},
    {"action": "drop_before", "path": "^/v1/uploads", "method": "PATCH"},
    {"action": "drop_after", "path": "^/v1/uploads", "method": "PATCH"},
    {"action": "drop_after", "path": "^/v1/uploads/$", "method": "POST"},
    {"action": "drop_before", "path": "^/v1/reconcile"},
    {"action": "html", "path": "^/v1/commands$"},
]


class TwoDesks(RuleBasedStateMachine):
    """The world: two desks and a province that fails now and then."""

    province: ClassVar[Province]
    dossiers = Bundle("dossiers")

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bàn "))
        self.province.calm()
        self.desks = [self.open_desk(number, self.folder / str(number)) for number in (1, 2)]
        self.kept: dict[int, tuple[Path, list[tuple[str, str]]]] = {}
        self.has_backup = False

    def open_desk(self, number: int, folder: Path) -> Desk:
        return Desk(folder, self.province.url, name=f"desk-{number}", user=f"người {number}")

    @rule(target=dossiers, desk=st.integers(0, 1), content=st.binary(min_size=1, max_size=300))
    def begin(self, desk: int, content: bytes) -> str:
        dossier_id = new_id()
        self.desks[desk].act(
            dossier_id, "create_dossier", {"title": "Hồ sơ"}, files={"giấy.pdf": content}
        )
        return dossier_id

    @rule(desk=st.integers(0, 1), dossier_id=dossiers, kind=st.sampled_from(sorted(ACTS)))
    def act(self, desk: int, dossier_id: str, kind: str) -> None:
        one = self.desks[desk]
        shadow = one.store.shadow("province", dossier_id)
        if shadow is None and one.store.next_seq("province", dossier_id) == 1:
            return
        body = ACTS[kind]
        if kind == "edit_form":
            body = {"form": {"a": f"{one.user} {one.store.next_seq('province', dossier_id)}"}}
        one.act(
            dossier_id,
            kind,
            body,
            files={"phụ lục.pdf": f"{dossier_id}{kind}".encode()} if kind == "add_note" else None,
            expected_version=shadow.version if shadow else None,
            expected_state=shadow.state if shadow else None,
        )

    @rule(desk=st.integers(0, 1))
    def sync(self, desk: int) -> None:
        self.desks[desk].engine._circuit.asked_until = None
        self.desks[desk].sync()

    @rule(fault=st.sampled_from(FAULTS), times=st.integers(1, 3))
    def fail(self, fault: dict[str, Any], times: int) -> None:
        self.province.fault({**fault, "times": times})

    @rule()
    def expire_uploads(self) -> None:
        self.province.call("POST", "/v1/test/uploads/expire")

    @rule()
    def back_province_up(self) -> None:
        self.province.call("POST", "/v1/test/backups/night")
        self.has_backup = True

    @precondition(lambda self: self.has_backup)
    @rule()
    def restore_province(self) -> None:
        self.province.call("POST", "/v1/test/backups/night/restore")

    @rule(desk=st.integers(0, 1))
    def back_desk_up(self, desk: int) -> None:
        one = self.desks[desk]
        one.store.close()
        copy = self.folder / f"copy-{desk}"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.folder / str(desk + 1), copy)
        self.reopen(desk, one, list(one.confirmed))
        self.kept[desk] = (copy, list(one.confirmed))

    @precondition(lambda self: self.kept)
    @rule(data=st.data())
    def restore_desk(self, data: st.DataObject) -> None:
        """Yesterday's disk: what was only there is gone with it; what was sent is recognised."""
        desk = data.draw(st.sampled_from(sorted(self.kept)))
        one = self.desks[desk]
        one.store.close()
        copy, confirmed = self.kept[desk]
        shutil.rmtree(self.folder / str(desk + 1))
        shutil.copytree(copy, self.folder / str(desk + 1))
        self.reopen(desk, one, confirmed, gen=one.device.gen + 1)

    def reopen(
        self, desk: int, old: Desk, confirmed: list[tuple[str, str]], *, gen: int | None = None
    ) -> None:
        fresh = self.open_desk(desk + 1, self.folder / str(desk + 1))
        fresh.device = Device(id=fresh.device.id, gen=gen or old.device.gen)
        fresh.engine = fresh.new_engine()
        fresh.confirmed, fresh.papers = list(confirmed), old.papers
        self.desks[desk] = fresh

    def teardown(self) -> None:
        if not hasattr(self, "desks"):
            return
        try:
            self.province.calm()
            for _ in range(3):
                for one in self.desks:
                    self.finish(one)
            assert_invariants(self.province, *self.desks)
            for one in self.desks:
                assert set(one.states()) <= {"done", "discarded"}, one.states()
        finally:
            for one in self.desks:
                one.store.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def finish(self, desk: Desk) -> None:
        """Settle; a person discards what waits for a decision, again until nothing waits."""
        for _ in range(30):
            report = desk.settle(10)
            for item in report.parked:
                row = desk.store.get(item.command_id)
                assert row is not None
                assert row.state is RowState.PARKED
                assert item.problem.code != "sync.key_reused", item
                desk.store.discard(
                    item.command_id, by="phụ trách", reason="bỏ", at=desk.clock.now()
                )
            if not report.parked and not report.waiting:
                return
        raise AssertionError(f"does not settle: {desk.states()} {report}")


QUICK = settings(
    max_examples=12,
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
)
PARTS = 8
THOROUGH = settings(
    max_examples=2000 // PARTS,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)


@pytest.mark.slow
def test_two_desks_and_a_province_in_any_order(own_province: Province) -> None:
    TwoDesks.province = own_province
    run_state_machine_as_test(TwoDesks, settings=QUICK)


@pytest.mark.long
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("part", range(PARTS))
def test_two_thousand_worlds(own_province: Province, part: int) -> None:
    """Seeds are numbers of parts: what is found is found again."""

    class Worlds(TwoDesks):
        province = own_province

    run_state_machine_as_test(seed(part)(Worlds), settings=THOROUGH)
