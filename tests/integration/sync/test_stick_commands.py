"""The commands of the stick, one process each: out at a desk without a line, delivered, taken back."""

import dataclasses
from pathlib import Path

import pytest

from desk_app.adapters.papers import PapersStore
from desk_app.application.sync_values import Actor, CommandKind, Device, OutboxEntry
from desk_app.bootstrap.data import SortableIds, load_settings, wall_clock
from desk_app.bootstrap.desk import keys_of, open_database_of
from tests.integration.sync.conftest import Province
from tests.journeys.cli import Cli
from tests.kit.security.small_desk import make_profile


def queue(profile: Path, content: bytes) -> tuple[str, str]:
    """One dossier with one paper, waiting for the province."""
    settings = load_settings(profile)
    keys = keys_of(settings)
    papers = PapersStore(profile / "papers", keys.papers, keys.recovery)
    ref = papers.put(content, name="tờ khai.pdf", media_type="application/pdf")
    dossier_id = SortableIds().new()
    file = {"sha256": ref.sha256, "name": ref.name, "role": "component", "component": "TP1"}
    entry = OutboxEntry(
        command_id=SortableIds().new(),
        target="province",
        dossier_id=dossier_id,
        dossier_seq=1,
        kind=CommandKind.CREATE_DOSSIER,
        actor=Actor(user="lan", unit="H99.01", role="intake_officer"),
        device=Device(id=settings.device_id, gen=1),
        occurred_at=wall_clock().now(),
        body={"title": "Một", "files": [file]},
        blobs=(ref.sha256,),
        procedure_code="1.001193",
    )
    database = open_database_of(settings, keys)
    try:
        with database.unit_of_work() as work:
            work.outbox.add(entry)
            work.outbox.add(
                dataclasses.replace(
                    entry,
                    command_id=SortableIds().new(),
                    dossier_seq=2,
                    kind=CommandKind.ACCEPT,
                    body={"due_on": "2026-11-27", "code": None},
                    blobs=(),
                )
            )
            work.commit()
    finally:
        database.close()
    return dossier_id, ref.sha256


@pytest.mark.long
def test_a_dossier_goes_by_stick_and_its_code_comes_back(
    province: Province, tmp_path: Path
) -> None:
    away, office = Cli(make_profile(tmp_path / "xã xa")), Cli(make_profile(tmp_path / "có mạng"))
    settings = office.profile / "profile.toml"
    text = settings.read_text(encoding="utf-8").replace('url = ""', f'url = "{province.url}"')
    settings.write_text(text, encoding="utf-8")
    dossier_id, digest = queue(away.profile, b"%PDF-1.7 to khai")
    stick = tmp_path / "USB"
    away("stick", "trust", office("stick", "key")["public"])
    assert away("stick", "out", stick)["commands"] == 2

    refused = office("stick", "deliver", stick, exit_code=2)
    assert refused["error"]["code"] == "sync.folder_foreign", "a stranger's package is not sent"
    office("stick", "trust", away("stick", "key")["public"])
    delivered = office("stick", "deliver", stick)
    assert delivered["applied"] == 2
    assert province.blob(digest) == b"%PDF-1.7 to khai"
    office("stick", "deliver", stick, exit_code=3)

    assert away("stick", "take", stick)["settled"] == 2
    assert away("stick", "take", stick)["settled"] == 0
    database = open_database_of(load_settings(away.profile), keys_of(load_settings(away.profile)))
    try:
        codes = database.sync_store.codes("province", dossier_id)
    finally:
        database.close()
    assert list(codes) == province.dossier(dossier_id)["codes"]
