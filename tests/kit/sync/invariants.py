"""I1 to I5 of the sync design, asked of the province and of the desks after every fault."""

import hashlib
from collections import Counter
from typing import Any, Protocol

from desk_app.application.sync_values import RowState
from tests.kit.sync.desk import Desk


class Asked(Protocol):
    """What the check needs from a province."""

    def dossier(self, dossier_id: str) -> dict[str, Any]: ...
    def has(self, dossier_id: str) -> bool: ...
    def blob(self, digest: str) -> bytes: ...


def assert_invariants(province: Asked, *desks: Desk) -> None:
    """Fail on an act lost or doubled, a file missing or different, a wrong order, a code twice."""
    codes: Counter[str] = Counter()
    for dossier_id in sorted({row[1] for desk in desks for row in desk.confirmed}):
        held = province.dossier(dossier_id) if province.has(dossier_id) else {"events": []}
        done = [event["id"] for event in held["events"]]
        assert len(done) == len(set(done)), f"I2: doubled in {dossier_id}"
        for desk in desks:
            _assert_not_lost(desk, dossier_id, done)
            _assert_order(desk, dossier_id, done)
        for file in held.get("files", ()):
            content = province.blob(file["sha256"])
            assert hashlib.sha256(content).hexdigest() == file["sha256"], "I3: other bytes"
            known = [d.papers[file["sha256"]] for d in desks if file["sha256"] in d.papers]
            assert not known or known[0] == content, "I3: other bytes than at the desk"
        codes.update(held.get("codes", ()))
    assert all(count == 1 for count in codes.values()), f"I5: a code twice: {codes}"


def _assert_not_lost(desk: Desk, dossier_id: str, done: list[str]) -> None:
    for command_id, its_dossier in desk.confirmed:
        if its_dossier != dossier_id:
            continue
        row = desk.store.get(command_id)
        assert row is not None, f"I1: {command_id} left the outbox"
        if row.state is RowState.DONE:
            known = row.ack is not None and (
                command_id in done or row.entry.kind.value == "record_payment"
            )
            assert known, f"I1: {command_id} confirmed but not at the province"


def _assert_order(desk: Desk, dossier_id: str, done: list[str]) -> None:
    mine = [command_id for command_id, its in desk.confirmed if its == dossier_id]
    seen = [command_id for command_id in done if command_id in mine]
    rank = {
        command_id: row.entry.dossier_seq
        for command_id in mine
        if (row := desk.store.get(command_id)) is not None
    }
    assert [rank[one] for one in seen] == sorted(rank[one] for one in seen), "I4: order"
