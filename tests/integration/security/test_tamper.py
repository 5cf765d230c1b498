"""Tamper campaign: whatever is changed in a row, event, paper or backup is found and named."""

import json
import os
import random
import shutil
from pathlib import Path

import pytest

from desk_app import bootstrap
from desk_app.adapters.backup import paper_place, snapshots
from desk_app.adapters.persistence import open_database
from desk_app.adapters.persistence.engine import keyed
from desk_app.bootstrap.data import load_settings
from desk_app.bootstrap.desk import keys_of
from desk_app.domain.errors import DeskError
from tests.kit.security.small_desk import fill, make_profile

SEED = int(os.environ.get("TAMPER_SEED", "20261129"))
TABLES = (
    "dossier", "dossier_body", "event", "anchor", "anchor_line", "number_book", "outbox",
    "office_record", "seal_custody", "learned_word", "held_paper",
)  # fmt: skip
# What the exchange works with and no officer's act wrote; the wire beside it is covered.
WORKING = {
    "outbox": {
        "seq", "target", "expected_version", "rebased_version", "created_at", "state", "attempts", "wake_at",
        "last_problem", "parked_at", "acked_at", "ack", "ack_version", "discarded",
    },
    "learned_word": {"count", "first_at", "last_at"},
}  # fmt: skip


# Tables no act of an officer stands in; each with what makes a change there harmless or seen.
BESIDE = {
    "anchor_due": "what waits for the next anchor: without its line the thing itself is not anchored",
    "backlog_item": "long work: done twice at worst",
    "blob_upload": "how far an upload is: the receiver compares the digest",
    "claim": "who works on what now; gone by itself",
    "clock_mark": "clocks that were heard",
    "code_slot": "leases of serials: the province refuses a code that is not this desk's",
    "conflict": "what an officer is asked to decide",
    "dossier_fact": "made again from bodies and events",
    "dossier_item": "made again from bodies and events",
    "dossier_mark": "made again from bodies",
    "dossier_visit": "made again from bodies and events",
    "external_code": "names in other systems: a command to a wrong one is refused there",
    "feed_position": "the feed is read again",
    "inbox_event": "what came from the province: asked for again",
    "office_desk": "a sealed key can only be made by who has the office's paper key",
    "outbox_blob": "which papers go with a command: their digests stand in its wire",
    "pool_code": "codes fetched in advance: the province refuses one it did not give",
    "remote_dossier": "versions the province told: it refuses a command on another",
    "scan_act": "acts on pages that are not yet in a dossier",
    "scan_page": "pages that are not yet in a dossier; their files carry their digests",
    "scan_stack": "stacks that are not yet in a dossier",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A profile with dossiers, number books, queued commands and anchors."""
    folder = make_profile(tmp_path_factory.mktemp("tamper") / "p")
    fill(folder, dossiers=6)
    keys = keys_of(load_settings(folder))
    database = open_database(folder / "desk.db", keys.database)
    with database.unit_of_work() as uow:
        for book in ("dossier/2026-11-29", "result/2026"):
            uow.numbers.next(book)
        _queue(uow)
        _record(uow)
        _teach(uow)
        _hold(uow, "Giấy cũ")
        uow.commit()
    database.anchors.anchor_now()
    with database.unit_of_work() as uow:
        _hold(uow, "Giấy mới")
        uow.commit()
    database.close()
    return folder, keys


def _record(uow):
    """Two versions of a delegation, another one, and two lines about a seal token."""
    from desk_app.domain.custody import CustodyAct, CustodyEntry
    from tests.builders import NOW

    for number in ("QĐ 1", "QĐ 1", "QĐ 2"):
        uow.records.add("delegation", number, {"delegate": "thay"}, at=NOW, by="lanhdao")
    for holder in ("vanthu", "traketqua"):
        uow.custody.add(
            CustodyEntry(
                token="Dấu cơ quan", act=CustodyAct.HANDED_OVER, at=NOW, holder=holder, giver="lanhdao",
                permission="QĐ 3", minutes="BB 1", recorded_by="vanthu",
            )
        )  # fmt: skip


def _teach(uow):
    """Lessons an administrator has decided: two labels, a name."""
    from desk_app.application.learning import record_decision
    from desk_app.domain.learned import Learned, LearnedKind, Lesson, Review
    from tests.builders import NOW

    kind, paper = LearnedKind.LABEL, {"document_type": "to_khai_khai_sinh", "field": "ho_ten"}
    for lesson, review in (
        (Lesson(kind=kind, seen="Tên cháu", **paper), Review.APPROVED),
        (Lesson(kind=kind, seen="Cháu tên", **paper), Review.REFUSED),
        (Lesson(kind=LearnedKind.NAME, seen="Hưong", meant="Hương"), Review.APPROVED),
    ):
        decided = Learned(
            lesson=lesson, count=3, review=review, first_at=NOW, last_at=NOW,
            decided_by="quantri", decided_at=NOW,
        )  # fmt: skip
        uow.learned.keep(decided)
        record_decision(uow, decided, at=NOW)


def _hold(uow, name):
    """What stores say of two papers."""
    from tests.kit.office import a_held_paper

    uow.held.keep([a_held_paper(name=name), a_held_paper(name=name, paper_id="D" * 120)])


def _queue(uow):
    import datetime as dt

    from desk_app.application.sync_values import Actor, CommandKind, Device, OutboxEntry
    from tests.builders import NOW

    for dossier in ("H99.01-261123-0001", "H99.01-261123-0002"):
        found = uow.dossiers.find(dossier)
        uow.outbox.add(
            OutboxEntry(
                command_id=f"01a20ad6-93f6-778b-86d8-{dossier[-4:]}00000000",
                target="province",
                dossier_id=found.id,
                dossier_seq=1,
                kind=CommandKind.CREATE_DOSSIER,
                actor=Actor(user="lan", unit="H99.01", role="intake_officer"),
                device=Device(id="d", gen=1),
                occurred_at=NOW.astimezone(dt.UTC),
                body={"name": "Đăng ký khai sinh"},
                blobs=(),
            )
        )


def changed_value(value, choice):
    """Another value of the same kind."""
    if value is None:
        return "x"
    if isinstance(value, int):
        return value + choice.choice((-1, 1, 7))
    if not value:
        return "x"
    at = choice.randrange(len(value))
    other = chr((ord(value[at]) ^ 1) or 33)
    return choice.choice(
        (value[:at] + other + value[at + 1 :], value[:at] + value[at + 1 :], value + "0")
    )


def tamper_rows(file, key, choice):
    """One random change by somebody who knows the key; gives its description or None."""
    connection = keyed(file, key)
    connection.execute("PRAGMA foreign_keys = OFF")
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name NOT LIKE 'dossier_words%'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    table = choice.choice(TABLES)
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    rows = connection.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
    row = choice.choice(rows)
    where = " AND ".join(f"{c} IS ?" for c in columns)
    verb = choice.choice(("change", "change", "change", "delete"))
    if verb == "delete":
        if table == "outbox":
            connection.close()
            return None
        connection.execute(f"DELETE FROM {table} WHERE {where}", row)
        said = f"delete from {table}"
    else:
        column = choice.choice([c for c in columns if c not in WORKING.get(table, set())])
        old = row[columns.index(column)]
        new = changed_value(old, choice)
        try:
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (new, *row))
        except Exception:  # noqa: BLE001 - the database itself refused: nothing was changed
            connection.close()
            return None
        said = f"{table}.{column}: {str(old)[:40]!r} → {str(new)[:40]!r}"
    connection.close()
    return said


def campaign_on_rows(desk, folder, rounds):
    profile, keys = desk
    choice = random.Random(SEED)
    missed, done = [], 0
    while done < rounds:
        file = folder / "desk.db"
        shutil.copyfile(profile / "desk.db", file)
        said = tamper_rows(file, keys.database, choice)
        if said is None:
            continue
        done += 1
        database = open_database(file, keys.database)
        try:
            found = database.index.check_chain().problems
        except DeskError as error:
            found = ((error.code, {}),)
        finally:
            database.engine.dispose()
        if not found:
            missed.append(said)
    return missed


def test_every_table_is_changed_in_the_campaign_or_says_why_not(desk):
    profile, keys = desk
    connection = keyed(profile / "desk.db", keys.database)
    named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    connection.close()
    own = {
        name for (name,) in named if not name.startswith(("sqlite_", "dossier_words", "alembic_"))
    }
    assert own == {*TABLES, *BESIDE}
    assert not set(TABLES) & set(BESIDE)


def test_an_untouched_desk_is_whole(desk):
    profile, keys = desk
    database = open_database(profile / "desk.db", keys.database)
    assert database.index.check_chain().problems == ()
    assert database.faults() == ()
    database.close()


def test_changed_rows_are_found(desk, tmp_path):
    assert campaign_on_rows(desk, tmp_path, 60) == []


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_six_hundred_changed_rows_are_found(desk, tmp_path):
    assert campaign_on_rows(desk, tmp_path, 600) == []


def test_a_dossier_numbered_out_of_the_way_is_still_read(desk, tmp_path):
    profile, keys = desk
    for number in (0, -5):
        file = tmp_path / f"{number}.db"
        shutil.copyfile(profile / "desk.db", file)
        connection = keyed(file, keys.database)
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("UPDATE dossier SET no = ? WHERE no = 1", (number,))
        connection.close()
        database = open_database(file, keys.database)
        assert database.index.check_chain().problems
        database.engine.dispose()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM learned_word WHERE seen = 'Tên cháu'",
        (
            "UPDATE learned_word SET review = 'waiting', decided_by = '', decided_at = NULL"
            " WHERE seen = 'Tên cháu'"
        ),
        "UPDATE learned_word SET review = 'approved' WHERE seen = 'Cháu tên'",
        (
            "INSERT INTO learned_word SELECT 'abcdefabcdef', kind, document_type, field, 'Họ tên', meant,"
            " count, review, first_at, last_at, decided_by, decided_at FROM learned_word"
            " WHERE seen = 'Tên cháu'"
        ),
    ],
    ids=["gone", "undecided", "approved", "added"],
)
def test_a_lesson_no_administrator_decided_so_is_named(desk, tmp_path, statement):
    profile, keys = desk
    file = tmp_path / "desk.db"
    shutil.copyfile(profile / "desk.db", file)
    connection = keyed(file, keys.database)
    assert connection.execute(statement).rowcount == 1
    connection.commit()
    connection.close()
    database = open_database(file, keys.database)
    ((code, facts),) = database.index.check_chain().problems
    database.engine.dispose()
    assert code == "audit.record_changed"
    assert facts["record"].startswith("lesson/")


@pytest.mark.parametrize("body", ["{}0", "[]", "{}", "null", ""])
def test_a_decision_that_cannot_be_read_any_more_is_named(desk, tmp_path, body):
    profile, keys = desk
    file = tmp_path / "desk.db"
    shutil.copyfile(profile / "desk.db", file)
    connection = keyed(file, keys.database)
    connection.execute("DROP TRIGGER office_record_no_update")
    connection.execute("UPDATE office_record SET body = ? WHERE kind = 'lesson'", (body,))
    connection.close()
    database = open_database(file, keys.database)
    problems = database.index.check_chain().problems
    database.engine.dispose()
    assert len(problems) == 3
    assert {code for code, _ in problems} == {"audit.record_changed"}


def test_a_word_that_was_refused_may_be_taught_again(desk, tmp_path):
    from desk_app.application.learning import record_decision
    from desk_app.domain.learned import Learned, LearnedKind, Lesson, Review
    from tests.builders import NOW

    profile, keys = desk
    file = tmp_path / "desk.db"
    shutil.copyfile(profile / "desk.db", file)
    lesson = Lesson(kind=LearnedKind.NAME, seen="Hưong", meant="Hường")
    refused = Learned(
        lesson=lesson, count=1, review=Review.REFUSED, first_at=NOW, last_at=NOW, decided_by="quantri"
    )  # fmt: skip
    database = open_database(file, keys.database)
    with database.unit_of_work() as uow:
        record_decision(uow, refused, at=NOW)
        uow.commit()
    assert database.index.check_chain().problems == ()
    with database.unit_of_work() as uow:
        uow.learned.note(lesson, at=NOW)
        uow.commit()
    assert database.index.check_chain().problems == ()
    database.close()


def test_bytes_changed_in_the_file_are_found(desk, tmp_path):
    profile, keys = desk
    choice = random.Random(SEED)
    missed = []
    for _ in range(40):
        file = tmp_path / "desk.db"
        data = bytearray((profile / "desk.db").read_bytes())
        at = choice.randrange(len(data))
        data[at] ^= 1 << choice.randrange(8)
        file.write_bytes(data)
        try:
            database = open_database(file, keys.database)
            found = database.faults()
            database.engine.dispose()
        except DeskError as error:
            found = (error.code,)
        if not found:
            missed.append(at)
    assert missed == []


def test_history_rewritten_with_fitting_hashes_is_found(desk, tmp_path):
    """Somebody who recomputes the chain of a dossier still meets the office's anchors."""
    profile, keys = desk
    file = tmp_path / "desk.db"
    shutil.copyfile(profile / "desk.db", file)
    import hashlib

    connection = keyed(file, keys.database)
    connection.execute("DROP TRIGGER event_no_update")
    row = connection.execute(
        "SELECT dossier_id, canonical FROM event WHERE seq = 2 LIMIT 1"
    ).fetchone()
    first = connection.execute(
        "SELECT head FROM event WHERE dossier_id = ? AND seq = 1", row[:1]
    ).fetchone()[0]
    forged = row[1].replace("someone", "nobody0")
    digest = hashlib.sha256(bytes.fromhex(first) + (2).to_bytes(8, "big") + forged.encode())
    connection.execute(
        "UPDATE event SET canonical = ?, head = ? WHERE dossier_id = ? AND seq = 2",
        (forged, digest.hexdigest(), row[0]),
    )
    connection.execute("UPDATE dossier SET head = ? WHERE id = ?", (digest.hexdigest(), row[0]))
    connection.close()
    database = open_database(file, keys.database)
    codes = {code for code, _ in database.index.check_chain().problems}
    database.engine.dispose()
    assert codes & {"audit.history_rewritten", "audit.dossier_changed"}


@pytest.mark.parametrize("made", ["Lê Mẫu Ấn", ""], ids=["changed", "gone"])
def test_an_earlier_value_rewritten_by_hand_is_found(desk, tmp_path, made):
    profile, keys = desk
    file = tmp_path / "desk.db"
    shutil.copyfile(profile / "desk.db", file)
    connection = keyed(file, keys.database)
    no, body = connection.execute("SELECT no, body FROM dossier_body LIMIT 1").fetchone()
    stored = json.loads(body)
    (before,) = stored["form"]["earlier"]
    assert before["value"] == "Lê Mẫu Ân"
    stored["form"]["earlier"] = [before | {"value": made}] if made else []
    forged = json.dumps(stored, ensure_ascii=False, separators=(",", ":"))
    connection.execute("UPDATE dossier_body SET body = ? WHERE no = ?", (forged, no))
    connection.commit()
    connection.close()
    database = open_database(file, keys.database)
    ((code, _),) = database.index.check_chain().problems
    database.engine.dispose()
    assert code == "audit.dossier_changed"


def harm(path: Path, choice) -> str:
    """One random change of a file."""
    data = bytearray(path.read_bytes())
    kind = choice.choice(("flip", "cut", "grow", "swap", "empty", "remove"))
    if kind == "flip":
        data[choice.randrange(len(data))] ^= 1 << choice.randrange(8)
    elif kind == "cut":
        del data[choice.randrange(len(data)) :]
    elif kind == "grow":
        data += bytes([choice.randrange(256)])
    elif kind == "swap":
        middle = len(data) // 2
        data = data[middle:] + data[:middle]
    elif kind == "empty":
        data = bytearray()
    if kind == "remove":
        path.unlink()
    else:
        path.write_bytes(data)
    return kind


def test_changed_papers_are_found(desk):
    from desk_app.adapters.papers import PapersStore

    profile, keys = desk
    store = PapersStore(profile / "papers", keys.papers, keys.recovery)
    choice = random.Random(SEED)
    files = sorted((profile / "papers").glob("??/??/*.age"))
    missed = []
    for _ in range(150):
        path = choice.choice(files)
        before = path.read_bytes()
        kind = harm(path, choice)
        if store.is_sound(path.stem):
            missed.append((path.name, kind))
        path.write_bytes(before)
    assert missed == []
    one, two = files[:2]
    before = one.read_bytes()
    shutil.copyfile(two, one)
    assert not store.is_sound(one.stem)
    one.write_bytes(before)


def campaign_on_backup(desk, folder, rounds):
    profile, _ = desk
    backup = folder / "b"
    bootstrap.back_up(profile, backup)
    choice = random.Random(SEED)
    files = [*snapshots(backup), *sorted(backup.glob("papers/??/??/*.age"))]
    missed = []
    for _ in range(rounds):
        path = choice.choice(files)
        before = path.read_bytes()
        kind = harm(path, choice)
        try:
            report = bootstrap.restore(backup, folder / "x", is_rehearsal=True)
            if report.damaged != (path.stem,):
                missed.append((path.name, kind))
        except DeskError:
            pass
        path.write_bytes(before)
    assert bootstrap.restore(backup, folder / "x", is_rehearsal=True).is_whole
    assert paper_place(backup / "papers", files[-1].stem) == files[-1]
    return missed


def test_changed_backups_are_found(desk, tmp_path):
    assert campaign_on_backup(desk, tmp_path, 12) == []


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_a_hundred_changed_backups_are_found(desk, tmp_path):
    assert campaign_on_backup(desk, tmp_path, 100) == []
