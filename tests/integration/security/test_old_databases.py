"""Databases of past versions, kept as they were made: upgraded after a copy, whole, and usable."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from desk_app.adapters.persistence import open_database
from desk_app.adapters.persistence.engine import keyed, make_engine
from desk_app.domain.errors import IntegrityError, UnavailableError
from tests.builders import EVERYBODY, NOW

FOLDER = Path(__file__).parents[2] / "fixtures" / "databases"
# Keys of specimen databases; nothing real was ever in them.
KEYS = {
    "0001": "401499994db278d7c4fcf69d286a1f76792dea02780c0262f8770b7abe268fad",
    "0005": "9bc6bf3a5ad3b1799fe9cdd6bf67c08710c5e67a169092e44de68e4892c94dbf",
}


@pytest.fixture(params=sorted(KEYS))
def old(request, tmp_path):
    """A database as a past version left it."""
    file = tmp_path / "desk.db"
    shutil.copyfile(FOLDER / f"{request.param}.db", file)
    return file, KEYS[request.param], request.param


def revision(file, key):
    connection = keyed(file, key)
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    connection.close()
    return found


def head():
    from alembic.script import ScriptDirectory

    from desk_app.adapters.persistence.schema import _config

    return ScriptDirectory.from_config(_config()).get_current_head()


def test_it_is_upgraded_whole_and_can_be_worked_with(old):
    file, key, _ = old
    database = open_database(file, key)
    report = database.index.check_chain()
    assert (report.dossiers, report.problems) == (5, ())
    assert database.faults() == ()
    with database.unit_of_work() as uow:
        dossier = uow.dossiers.find("H99.01-261123-0001")
        dossier.note_event("opened_again", by=EVERYBODY, at=NOW)
        uow.dossiers.save(dossier)
        uow.commit()
    assert database.index.check_chain().is_whole
    database.close()
    assert revision(file, key) == head()


def test_the_database_of_before_lies_beside_it(old):
    file, key, made_by = old
    open_database(file, key).close()
    if made_by == head():
        assert not list(file.parent.glob("desk.db.before-*"))
        return
    copy = file.with_name(f"desk.db.before-{head()}")
    assert revision(copy, key) == made_by
    assert not list(file.parent.glob("*.copying"))


def test_a_step_that_fails_leaves_the_old_schema(old, monkeypatch):
    from alembic import command

    file, key, made_by = old
    if made_by == head():
        return
    honest = command.upgrade

    def fails(config, target):
        honest(config, target)
        raise sa.exc.OperationalError("x", {}, Exception("database or disk is full"))

    monkeypatch.setattr(command, "upgrade", fails)
    with pytest.raises(UnavailableError, match=r"persistence\.disk_full"):
        open_database(file, key)
    assert revision(file, key) == made_by
    monkeypatch.undo()
    database = open_database(file, key)
    assert database.index.check_chain().is_whole
    database.close()


def test_an_upgrade_that_changes_data_is_refused_and_undone(old, monkeypatch):
    """R-PR-53: integrity is compared before and after; the old schema and its data stand."""
    from alembic import command

    file, key, made_by = old
    if made_by == head():
        return
    honest = command.upgrade

    def careless(config, target):
        honest(config, target)
        connection = config.attributes["connection"]
        connection.execute(sa.text("UPDATE dossier SET head = seal WHERE no = 1"))

    monkeypatch.setattr(command, "upgrade", careless)
    with pytest.raises(IntegrityError, match=r"persistence\.upgrade_changed_data"):
        open_database(file, key)
    assert revision(file, key) == made_by
    monkeypatch.undo()
    database = open_database(file, key)
    assert database.index.check_chain().is_whole
    database.close()


def test_an_older_program_refuses_a_newer_database_in_words(old):
    from desk_app.texts import Texts

    file, key, _ = old
    open_database(file, key).close()
    engine = make_engine(file, key)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(UnavailableError) as refused:
        open_database(file, key)
    assert refused.value.code == "persistence.newer_database"
    message = Texts("vi").message(refused.value.code, refused.value.facts)
    assert message.title
    assert message.action
    assert revision(file, key) == "9999"
