"""Databases of past versions, kept as they were made: upgraded after a copy, whole, and usable."""

import shutil
import subprocess

import pytest
import sqlalchemy as sa

from desk_app.adapters.persistence import open_database
from desk_app.adapters.persistence.engine import keyed, make_engine
from desk_app.domain.errors import IntegrityError, UnavailableError
from tests.builders import EVERYBODY, NOW
from tests.kit.security.keep_database import FOLDER, ROOT, make

# Keys of specimen databases (tests/kit/security/keep_database.py); nothing real was ever in them.
KEYS = {
    "0001": "401499994db278d7c4fcf69d286a1f76792dea02780c0262f8770b7abe268fad",
    "0002": "dc70f705178e0b9715d09c27bac9df91acdd5066d723dfc6d4fb9f40c0658a6a",
    "0003": "c2509aabfc1c0d25950de24a1061944abfb0166b30a96d5cadab5d54fb7507eb",
    "0004": "4add441db9becbd7258d29deed61c16026c1a62401af34d2b62526da72dd5e7a",
    "0005": "9bc6bf3a5ad3b1799fe9cdd6bf67c08710c5e67a169092e44de68e4892c94dbf",
    "0006": "a9f0c13e6ed6d9067aea26c435123e582681c8266c5cda47b72d299bb27bfe07",
    "0007": "8e8d40399ff5a431598c24ec17a17c62ce90652aa10569e1a90ac7fb53dc7716",
    "0008": "3c1b14d8d942be5c038e40c8301acdaffcdc8f87cd353dc5e918452496dd5085",
    "0009": "8de63d5202f30c8c892ccc0501de29dca42439ddef29cef191ebb42177337ee6",
    "0010": "adf01dedb384d60cbe109aaececcd825b45d8a127845c146a416194f23b78dcc",
    "0011": "57efe4be2e95c54831122275fd14e9f0fae2afe480d828cb3e873654cc43aa9b",
    "0012": "acaa951e21cefa18b546c587de5704564e2cebfb4079061b997e42b42e678531",
    "0013": "3e64a4d44b6c4cbd8c73e17fd556bb1641085f50125083b7f67c1ad54344ac82",
    "0014": "eb0959f108caaeee146b1ab28e45106d3a7ab4431d6a4487a995669dd4c45f46",
}
_WITH_RECORDS = {made_by for made_by in KEYS if made_by == "0004" or made_by > "0005"}


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


def test_a_database_of_each_past_version_is_kept():
    from alembic.script import ScriptDirectory

    from desk_app.adapters.persistence.schema import _config

    steps = {step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions()}
    assert set(KEYS) == steps - {head()}


def test_it_can_be_made_again_from_the_history(tmp_path):
    asked = ["git", "rev-parse", "--is-shallow-repository"]
    if subprocess.run(asked, cwd=ROOT, capture_output=True, text=True).stdout.strip() != "false":
        pytest.skip("no history here")
    file = tmp_path / "desk.db"
    key = make("0010", file)
    assert revision(file, key) == "0010"
    assert key != KEYS["0010"]
    kept = tmp_path / "kept.db"
    shutil.copyfile(FOLDER / "0010.db", kept)
    assert tables(file, key) == tables(kept, KEYS["0010"])


def tables(file, key):
    """Columns of each table, and the text of whatever else is in the schema."""
    connection = keyed(file, key)
    found = {
        name: sorted(tuple(column[1:4]) for column in connection.execute(f"PRAGMA table_info({name})"))
        if kind == "table"
        else " ".join(said.split())
        for kind, name, said in connection.execute(
            "SELECT type, name, coalesce(sql, '') FROM sqlite_master"
        ).fetchall()
    }  # fmt: skip
    connection.close()
    return found


def test_each_was_made_by_its_version_alone(old):
    """A copy that a newer program has touched would prove nothing."""
    file, key, made_by = old
    found = tables(file, key)
    assert revision(file, key) == made_by
    assert ("learned_word" in found) == (made_by >= "0011")
    assert ("held_paper" in found) == (made_by >= "0008")
    assert ("office_desk" in found) == (made_by >= "0006")


def test_it_ends_in_the_shape_of_a_new_one(old, tmp_path):
    file, key, _ = old
    open_database(file, key).close()
    fresh = tmp_path / "fresh.db"
    open_database(fresh, key).close()
    assert tables(file, key) == tables(fresh, key)


def test_lines_of_reports_are_kept_where_their_shape_is_that_of_today(old):
    file, key, made_by = old
    database = open_database(file, key)
    question = sa.text("SELECT count(*) FROM dossier_fact")
    with database.engine.connect() as connection:
        kept = connection.execute(question).scalar()
    assert kept == (5 if made_by >= "0005" else 0)
    database.facts.catch_up()
    with database.engine.connect() as connection:
        assert connection.execute(question).scalar() == 5
    database.close()


@pytest.mark.parametrize("made_by", sorted(_WITH_RECORDS))
def test_what_stood_beside_dossiers_is_taken_along(made_by, tmp_path):
    file = tmp_path / "desk.db"
    shutil.copyfile(FOLDER / f"{made_by}.db", file)
    database = open_database(file, KEYS[made_by])
    assert [key for key, _ in database.newest_records("delegation")] == ["QĐ 1", "QĐ 2"]
    with database.unit_of_work() as uow:
        holders = [entry.holder for entry in uow.custody.entries("Dấu cơ quan")]
        assert uow.numbers.next("result/2026") == 2
    assert holders == (["vanthu", "traketqua"] if made_by > "0004" else [])
    # The first anchor after an upgrade takes in what an older version did not anchor.
    assert database.index.check_chain().problems == ()
    database.anchors.anchor_now()
    assert database.index.check_chain().problems == ()
    database.close()


@pytest.mark.parametrize("made_by", ["0011", "0012", "0013", "0014"])
def test_what_an_administrator_had_decided_enters_the_chain(made_by, tmp_path):
    file = tmp_path / "desk.db"
    shutil.copyfile(FOLDER / f"{made_by}.db", file)
    database = open_database(file, KEYS[made_by])
    ((_, said),) = database.newest_records("lesson")
    assert said == {"kind": "label", "review": "approved"}
    assert database.index.check_chain().problems == ()
    database.anchors.anchor_now()
    assert database.index.check_chain().problems == ()
    database.close()


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
