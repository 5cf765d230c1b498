"""Search in an office and at a desk of its own finds what reading every line finds, in the same order."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from desk_app.adapters.persistence import (
    Database,
    open_database,
    rows,
    search_postgres,
    search_sqlite,
)
from desk_app.adapters.persistence.search_rows import FOUND, MOST, contains
from desk_app.adapters.persistence.words import words
from desk_app.application.enquiries import WorkQuery
from tests.bench.desk import NOW, fill, keystrokes
from tests.kit.postgres import fresh_database
from tests.kit.sync.store import KEY

COUNT = 3000


@pytest.fixture(scope="module", params=["office", "desk"])
def filled(
    request: pytest.FixtureRequest, postgres_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    with fresh_database(postgres_server, "searched") as url:
        place = url if request.param == "office" else tmp_path_factory.mktemp("desk") / "desk.db"
        database = open_database(place, KEY)
        fill(database, COUNT, seed=3, first=0)
        if request.param == "office":
            with database.engine.connect() as connection:
                free = connection.execution_options(isolation_level="AUTOCOMMIT")
                free.execute(sa.text("ANALYZE dossier"))
        yield database
        database.close()


def plainly(database: Database, query: WorkQuery) -> tuple[list[str], int]:
    d = rows.dossiers.c
    fits = contains(words(query.text))
    if query.step:
        fits += [d.list_order < "3", d.step == query.step]
    if query.procedure:
        fits.append(d.procedure_code == query.procedure)
    with database.engine.connect() as connection:
        found = connection.execute(sa.select(d.id).where(*fits).order_by(*FOUND)).scalars().all()
    return list(found[: query.limit]), min(len(found), MOST + 1)


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.parametrize(("few", "looked_up"), [(2000, 30_000), (20, 200), (0, 0)])
@pytest.mark.parametrize(("step", "procedure"), [("", ""), ("appraise", ""), ("", "1.009994")])
@pytest.mark.parametrize("searches", [4, pytest.param(12, marks=pytest.mark.long)])
def test_every_keystroke_finds_what_reading_every_line_finds(
    filled: Database, monkeypatch: pytest.MonkeyPatch, few: int, looked_up: int, step: str,
    procedure: str, searches: int,
) -> None:  # fmt: skip
    for way in (search_postgres, search_sqlite):
        monkeypatch.setattr(way, "FEW", few)
    monkeypatch.setattr(search_postgres, "LOOKED_UP", looked_up)
    monkeypatch.setattr(search_sqlite, "LINES", few // 5)
    for text in [*keystrokes(searches, seed=11), "nguyen khong co ai", "h98 2611 0", "09"]:
        query = WorkQuery(text=text, step=step, procedure=procedure, limit=50)
        found = filled.index.work_list(query, now=NOW)
        ids, total = plainly(filled, query)
        assert [row.id for row in found.rows] == ids, text
        assert found.total == (total if len(ids) < query.limit else None), text
        assert filled.index.count(query, now=NOW) == total, text


@pytest.mark.slow
@pytest.mark.parametrize("filled", ["desk"], indirect=True)
def test_queues_and_counts_of_a_desk_read_the_index_alone(filled: Database) -> None:
    asked: list[tuple[str, object]] = []

    def note(
        _connection: object, _cursor: object, words: str, given: object, *_rest: object
    ) -> None:
        asked.append((words, given))

    queue = WorkQuery(scope="mine", roles=frozenset({"intake_officer", "appraiser"}), limit=50)
    sa.event.listen(filled.engine, "before_cursor_execute", note)
    try:
        filled.index.counts(WorkQuery(), now=NOW)
        filled.index.work_list(queue, now=NOW)
        filled.index.count(queue, now=NOW)
    finally:
        sa.event.remove(filled.engine, "before_cursor_execute", note)
    plans = [_plan(filled, *each) for each in asked if "FROM dossier" in each[0]]
    of_open = [plan for plan in plans if "ix_dossier_open" in plan]
    assert len(of_open) == 3, plans  # steps of the counts, the page, the number of all
    assert [plan for plan in plans if "SCAN dossier" in plan] == []
    assert sum("COVERING INDEX ix_dossier_open" in plan for plan in of_open) == 2


def _plan(database: Database, words: str, given: object) -> str:
    with database.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        return "; ".join(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {words}", given))  # type: ignore[attr-defined]
