"""A draft while the office's PostgreSQL is away: kept sealed on the desk, given back without loss."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from desk_app import bootstrap
from desk_app.adapters.acquisition.seal import AgeSeal
from desk_app.adapters.window.draft_shelf import DraftShelf
from desk_app.bootstrap.data import load_settings
from desk_app.bootstrap.desk import keys_of
from desk_app.domain.errors import UnavailableError
from desk_app.practice.profile import new_practice_profile
from desk_app.ui import contract as c
from desk_app.ui.connect.intake import IntakePart
from desk_app.ui.connect.kept_drafts import KeptDrafts
from desk_app.ui.connect.sitting import Sitting

PROCEDURE = "1.001193"


@contextlib.contextmanager
def gone(server: str, url: str) -> Iterator[None]:
    """The office's database takes no connections and ends those it has."""
    name = url.rsplit("/", 1)[1]
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'.encode())
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
        try:
            yield
        finally:
            admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'.encode())


class Seat:
    """One run of the program at a desk of the office."""

    def __init__(self, folder: Path) -> None:
        self.desk = bootstrap.open_desk(folder)
        keys = keys_of(load_settings(folder))
        self.sitting = Sitting(self.desk, self.desk.actor("canbo1"))
        shelf = DraftShelf(folder / "drafts", AgeSeal(keys.papers, keys.recovery))
        self.sitting.kept = KeptDrafts(shelf)
        self.intake = IntakePart(self.sitting, None)


@pytest.mark.long
def test_a_draft_outlives_the_office_and_the_program(
    office_url: str, postgres_server: str, tmp_path: Path
) -> None:
    folder = tmp_path / "office"
    now = bootstrap.wall_clock().now()
    new_practice_profile(
        folder, now=now, province_url="http://127.0.0.1:1", database_url=office_url
    )
    first = Seat(folder)
    view = first.intake.begin(PROCEDURE)
    assert view.form is not None
    name = next(f.id for s in view.form.sections for f in s.fields if f.kind == "text")
    typed = {name: c.FieldValue(value="NGUYỄN VĂN MẪU", origin="typed", confirmed=True)}
    with gone(postgres_server, office_url):
        with pytest.raises(UnavailableError) as told:
            first.intake.save_draft(view.key, view.version, typed)
        assert told.value.code == "intake.kept_here"
        (kept,) = (folder / "drafts").iterdir()
        assert "NGUYỄN".encode() not in kept.read_bytes()
    first.desk.close()

    second = Seat(folder)
    back = second.intake.resume(view.key)
    assert back.values[name].value == "NGUYỄN VĂN MẪU"
    assert list((folder / "drafts").iterdir()) == []
    second.desk.close()
