"""The conflict screen: both values with people and times, and what the person chose is sent."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import uuid_utils

from desk_app.application.sync_settling import conflict_of, disputes, settle
from desk_app.application.sync_values import RowState
from tests.integration.sync.conftest import Province
from tests.kit.sync.desk import Desk, new_id
from tests.kit.sync.invariants import assert_invariants


def office_of(desk: Desk) -> Any:
    return SimpleNamespace(
        unit_of_work=desk.store.database.unit_of_work,
        clock=desk.clock,
        ids=SimpleNamespace(new=lambda: str(uuid_utils.uuid7())),
    )


def clashing(province: Province, folder: Path) -> tuple[Desk, Desk, str, str]:
    """Lan wrote a and b; Minh, who had not seen it, wrote a, b and c."""
    one = Desk(folder / "một", province.url, name="desk-1", user="lan")
    two = Desk(folder / "hai", province.url, name="desk-2", user="minh")
    dossier_id = new_id()
    one.act(dossier_id, "create_dossier", {"title": "Chung", "form": {"a": "0", "b": "0"}})
    one.settle()
    one.act(dossier_id, "edit_form", {"form": {"a": "lan a", "b": "lan b"}})
    lost = two.act(
        dossier_id, "edit_form", {"form": {"a": "minh a", "b": "minh b", "c": "minh c"}},
        expected_version=1,
    )  # fmt: skip
    one.settle()
    two.settle()
    return one, two, dossier_id, lost


def test_both_values_are_shown_with_people_and_times(province: Province, tmp_path: Path) -> None:
    _, two, _, lost = clashing(province, tmp_path)
    found = disputes(two.store.get(lost), conflict_of(two.store, lost))
    assert [(d.name, d.mine, d.theirs) for d in found] == [
        ("a", "minh a", "lan a"),
        ("b", "minh b", "lan b"),
    ]
    assert {(d.my_user, d.their_user) for d in found} == {("minh", "lan")}
    assert all(d.their_time for d in found)


def test_a_mixed_choice_is_a_new_command_of_the_chosen_fields(
    province: Province, tmp_path: Path
) -> None:
    one, two, dossier_id, lost = clashing(province, tmp_path)
    settle(office_of(two), two.store, lost, {"a": "ours", "b": "theirs"}, by="minh")
    assert two.settle().parked == ()
    form = province.dossier(dossier_id)["form"]
    assert form == {"a": "minh a", "b": "lan b", "c": "minh c"}
    assert two.store.get(lost).state is RowState.DISCARDED
    assert_invariants(province, one, two)


def test_all_ours_goes_again_against_what_was_seen(province: Province, tmp_path: Path) -> None:
    one, two, dossier_id, lost = clashing(province, tmp_path)
    settle(office_of(two), two.store, lost, {"a": "ours", "b": "ours"}, by="minh")
    assert two.settle().parked == ()
    assert province.dossier(dossier_id)["form"]["b"] == "minh b"
    assert_invariants(province, one, two)


def test_all_theirs_gives_ours_up_on_record(province: Province, tmp_path: Path) -> None:
    one, two, dossier_id, lost = clashing(province, tmp_path)
    settle(office_of(two), two.store, lost, {"a": "theirs", "b": "theirs"}, by="minh")
    assert two.settle().parked == ()
    assert province.dossier(dossier_id)["form"] == {"a": "lan a", "b": "lan b"}
    assert two.store.get(lost).state is RowState.DISCARDED
    assert_invariants(province, one, two)


def test_two_decisions_name_both_acts(province: Province, tmp_path: Path) -> None:
    one, two, dossier_id, _ = clashing(province, tmp_path)
    for item in two.store.parked("province"):
        two.store.discard(item.command_id, by="minh", reason="x", at=two.clock.now())
    one.act(dossier_id, "accept", {"due_on": "2026-11-27"})
    lost = two.act(
        dossier_id, "reject", {"reason": "sai"}, expected_version=2, expected_state="DRAFT"
    )
    one.settle()
    two.settle()
    (found,) = disputes(two.store.get(lost), conflict_of(two.store, lost))
    assert (found.name, found.mine, found.theirs) == ("act", "reject", "accept")
    assert (found.my_user, found.their_user) == ("minh", "lan")
