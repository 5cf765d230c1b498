"""Dossiers by stick, both ways: whole and signed, or refused with the damaged item."""

import asyncio
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk_app.adapters.sync.folder import FolderCarrier, PackageKeys
from desk_app.adapters.sync.reference import ReferenceProvince
from desk_app.application.sync_errors import BlobDamagedError, PackageError, UnreachableError
from desk_app.application.sync_stick import BACK, deliver, export_waiting, take_answers
from tests.integration.sync.conftest import Province
from tests.kit.sync.desk import FIVE_STEPS, Desk, five_steps, new_id
from tests.kit.sync.invariants import assert_invariants

OFFLINE = "http://127.0.0.1:9"


@pytest.fixture
def carriers(tmp_path: Path) -> tuple[FolderCarrier, FolderCarrier]:
    """One stick, seen from the desk and from the office with a line."""
    desk, office = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    desk_hex = PackageKeys(desk, frozenset()).public_hex
    office_hex = PackageKeys(office, frozenset()).public_hex
    stick = tmp_path / "USB của xã"
    return (
        FolderCarrier(stick, PackageKeys(desk, frozenset({office_hex}))),
        FolderCarrier(stick, PackageKeys(office, frozenset({desk_hex}))),
    )


def export(desk: Desk, carrier: FolderCarrier) -> tuple[str, int]:
    return export_waiting(desk.store, desk.blobs, carrier, target="province", clock=desk.clock)


def send(province: Province, name: str, carrier: FolderCarrier) -> tuple[str, int]:
    async def go() -> tuple[str, int]:
        target = ReferenceProvince(province.url)
        try:
            return await deliver(carrier, name, target, carrier)
        finally:
            await target.aclose()

    return asyncio.run(go())


def test_whole_dossiers_go_by_stick_and_answers_come_back(
    province: Province, tmp_path: Path, carriers: tuple[FolderCarrier, FolderCarrier]
) -> None:
    at_desk, at_office = carriers
    desk = Desk(tmp_path / "desk", OFFLINE)
    files = {one: five_steps(desk, one) for one in (new_id(), new_id())}
    desk.sync()
    name, count = export(desk, at_desk)
    assert count == 2 * len(FIVE_STEPS)
    back, applied = send(province, name, at_office)
    assert applied == count
    again, _ = send(province, name, at_office)
    assert again == back
    assert take_answers(desk.store, at_desk, back, clock=desk.clock) == (count, 0)
    assert take_answers(desk.store, at_desk, back, clock=desk.clock) == (0, 0)
    for dossier_id, its_files in files.items():
        province.assert_files(dossier_id, its_files)
        assert province.dossier(dossier_id)["state"] == "RETURNED"
        assert desk.store.codes("province", dossier_id) == province.dossier(dossier_id)["codes"]
    assert_invariants(province, desk)


def test_the_line_may_come_back_in_between(
    province: Province, tmp_path: Path, carriers: tuple[FolderCarrier, FolderCarrier]
) -> None:
    at_desk, at_office = carriers
    desk = Desk(tmp_path / "desk", province.url)
    dossier_id = new_id()
    files = five_steps(desk, dossier_id)
    name, _ = export(desk, at_desk)
    desk.settle()
    back, _ = send(province, name, at_office)
    assert take_answers(desk.store, at_desk, back, clock=desk.clock) == (0, 0)
    province.assert_files(dossier_id, files)
    assert_invariants(province, desk)


def test_a_refused_command_stops_its_dossier_only(
    province: Province, tmp_path: Path, carriers: tuple[FolderCarrier, FolderCarrier]
) -> None:
    at_desk, at_office = carriers
    desk = Desk(tmp_path / "desk", OFFLINE)
    bad, good = new_id(), new_id()
    desk.act(bad, "create_dossier", {"title": "Một"})
    lost = desk.act(bad, "accept", {})
    desk.act(bad, "add_note", {"note": "sau"})
    files = five_steps(desk, good)
    name, _ = export(desk, at_desk)
    back, applied = send(province, name, at_office)
    assert applied == 1 + len(FIVE_STEPS)
    take_answers(desk.store, at_desk, back, clock=desk.clock)
    (item,) = desk.store.parked("province")
    assert (item.command_id, item.problem.code) == (lost, "sync.invalid")
    province.assert_files(good, files)
    assert export(desk, at_desk)[1] == 0, "nothing goes past a parked command"


@pytest.mark.parametrize("harm", ["manifest", "file", "cut", "no-signature"])
def test_a_damaged_package_is_refused_whole(
    province: Province,
    tmp_path: Path,
    carriers: tuple[FolderCarrier, FolderCarrier],
    harm: str,
) -> None:
    at_desk, at_office = carriers
    desk = Desk(tmp_path / "desk", OFFLINE)
    dossier_id = new_id()
    five_steps(desk, dossier_id)
    name, _ = export(desk, at_desk)
    place = tmp_path / "USB của xã" / name
    content = bytearray(place.read_bytes())
    if harm == "cut":
        place.write_bytes(content[: len(content) // 2])
    elif harm == "no-signature":
        with zipfile.ZipFile(place) as old, zipfile.ZipFile(place.with_suffix(".x"), "w") as new:
            for member in old.namelist():
                if member != "signature.json":
                    new.writestr(member, old.read(member))
        place.with_suffix(".x").replace(place)
    else:
        at = content.find(b"hand_over" if harm == "manifest" else b"%PDF-1.7")
        content[at] ^= 1
        place.write_bytes(content)
    with pytest.raises(PackageError) as refused:
        send(province, name, at_office)
    assert refused.value.problem.facts["item"]
    assert not province.has(dossier_id)


def test_a_foreign_package_is_refused(
    province: Province, tmp_path: Path, carriers: tuple[FolderCarrier, FolderCarrier]
) -> None:
    stranger = FolderCarrier(
        tmp_path / "USB của xã", PackageKeys(Ed25519PrivateKey.generate(), frozenset())
    )
    desk = Desk(tmp_path / "desk", OFFLINE)
    five_steps(desk, new_id())
    name, _ = export(desk, stranger)
    with pytest.raises(PackageError, match="folder_foreign"):
        send(province, name, carriers[1])


def test_a_damaged_paper_leaves_no_half_package(
    tmp_path: Path, carriers: tuple[FolderCarrier, FolderCarrier]
) -> None:
    desk = Desk(tmp_path / "desk", OFFLINE)
    desk.act(new_id(), "create_dossier", {"title": "Một"}, files={"a.pdf": b"abc"})
    for path in desk.blobs.folder.iterdir():
        path.write_bytes(b"abd")
    with pytest.raises(BlobDamagedError):
        export(desk, carriers[0])
    assert list((tmp_path / "USB của xã").iterdir()) == []


def test_a_line_that_breaks_while_delivering_gives_no_answers(
    province: Province, tmp_path: Path, carriers: tuple[FolderCarrier, FolderCarrier]
) -> None:
    at_desk, at_office = carriers
    desk = Desk(tmp_path / "desk", OFFLINE)
    dossier_id = new_id()
    files = five_steps(desk, dossier_id)
    name, count = export(desk, at_desk)
    province.fault({"action": "drop_after", "path": "^/v1/commands$", "skip": 3})
    with pytest.raises(UnreachableError):
        send(province, name, at_office)
    assert at_desk.names(BACK) == []
    back, applied = send(province, name, at_office)
    assert applied == count
    take_answers(desk.store, at_desk, back, clock=desk.clock)
    province.assert_files(dossier_id, files)
    assert_invariants(province, desk)
