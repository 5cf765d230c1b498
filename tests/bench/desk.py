"""Search, lists, opening, accepting and claiming in a database that has seen years of work."""

import argparse
import contextlib
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import uuid_utils

from desk_app.adapters.persistence import Database, open_database, rows, sync_rows
from desk_app.adapters.persistence.words import words
from desk_app.application.enquiries import WorkQuery
from desk_app.application.sync_values import CommandOutcome, OutcomeKind
from desk_app.domain.identifiers import DossierCode, DossierId
from tests.bench._filling import a_big_dossier, a_person, fill, fill_outbox
from tests.builders import EVERYBODY, NOW
from tests.kit.postgres import fresh_database, programs, running_postgres

KEY = "ab" * 32
MS = 1000.0


class Report:
    """Collects figures; prints a JSON line each and a table at the end."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []

    def add(
        self,
        figure: str,
        value: float,
        unit: str,
        *,
        goal: float | None = None,
        peer: str = "",
        peer_value: float | None = None,
        at_least: bool = False,
    ) -> None:
        met = goal is None or (value >= goal if at_least else value <= goal)
        ratio = round(value / peer_value, 4) if peer_value else None
        line = {
            "figure": figure,
            "value": round(value, 3),
            "unit": unit,
            "peer": peer,
            "peer_value": round(peer_value, 3) if peer_value is not None else None,
            "ratio": ratio,
            "goal": None if goal is None else f"{'>=' if at_least else '<='} {goal:g} {unit}",
            "met": met,
        }
        self.lines.append(line)
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()

    def end(self) -> int:
        sys.stdout.write(f"\n{'figure':44}{'value':>12} {'unit':6}{'peer':>12}  goal\n")
        for line in self.lines:
            peer = "" if line["peer_value"] is None else f"{line['peer_value']:.3f}"
            mark = "" if line["met"] else "  MISSED"
            goal = line["goal"] or ""
            sys.stdout.write(
                f"{line['figure']:44}{line['value']:12.3f} {line['unit']:6}{peer:>12}  {goal}{mark}\n"
            )
        return int(not all(line["met"] for line in self.lines))


def p95(values: list[float]) -> float:
    """95th of a hundred."""
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def timed(act: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * MS


def keystrokes(count: int, seed: int = 7) -> Iterator[str]:
    """What stands in the search field after each key: names, tails of numbers, codes, procedures."""
    draw = random.Random(seed)
    for number in range(count):
        who = a_person(draw)
        parts = who.full_name.split()
        text = (
            who.full_name,
            f"{parts[-1]} {parts[0]}",
            who.identifier[-6:],
            who.phone,
            f"h98.01-2611{draw.randrange(1, 24):02d}-{draw.randrange(10**6):06d}",
            "cấp giấy phép",
        )[number % 6]
        for end in range(1, len(text) + 1):
            if text[end - 1] != " ":
                yield text[:end]


def search_times(database: Database, questions: list[str]) -> list[float]:
    """Milliseconds of each question, 50 rows a page, not counted."""
    return [
        timed(lambda text=text: database.index.work_list(WorkQuery(text=text, limit=50), now=NOW))  # type: ignore[misc]  # bound at once
        for text in questions
    ]


def cpu_times(database: Database, questions: list[str]) -> list[float]:
    """Milliseconds of processor time of each question: what a busy machine leaves comparable."""
    found = []
    for text in questions:
        begin = time.process_time()
        database.index.work_list(WorkQuery(text=text, limit=50), now=NOW)
        found.append((time.process_time() - begin) * MS)
    return found


def naive_times(database: Database, questions: list[str]) -> list[float]:
    """The same questions asked the plain way: LIKE over every line, sorted."""
    d = rows.dossiers.c
    found = []
    for text in questions:
        fits = [d.search.contains(f" {word}") for word in words(text)]
        page = sa.select(d.id, d.code, d.applicant).where(*fits)
        page = page.order_by(d.list_order, d.updated_at.desc()).limit(50)

        def ask(page: Any = page) -> None:
            with database.engine.execution_options(reads_only=True).begin() as connection:
                connection.execute(page).all()

        found.append(timed(ask))
    return found


def search(report: Report, name: str, database: Database, count: int, goal: float) -> None:
    """Keystroke to answer."""
    questions = list(keystrokes(60))
    search_times(database, questions[:40])
    times = search_times(database, questions)
    naive = naive_times(database, questions[:: max(1, len(questions) // 30)])
    report.add(
        f"desk.search_p95.{name}.{count}",
        p95(times),
        "ms",
        goal=goal,
        peer="LIKE over every line",
        peer_value=p95(naive),
    )
    report.add(f"desk.search_cpu_p95.{name}.{count}", p95(cpu_times(database, questions)), "ms")
    totals = [timed(lambda text=text: _count(database, text)) for text in questions]  # type: ignore[misc]  # bound at once
    report.add(f"desk.search_total_p95.{name}.{count}", p95(totals), "ms")
    slow = sorted(zip(times, questions, strict=True), reverse=True)[:5]
    sys.stderr.write(f"{len(questions)} questions; slowest: {slow}\n")


def _count(database: Database, text: str) -> int:
    return database.index.count(WorkQuery(text=text), now=NOW)


def lists(report: Report, name: str, database: Database, count: int) -> None:
    """What the dashboard asks."""
    mine = WorkQuery(scope="mine", roles=frozenset({"intake_officer", "appraiser"}))
    for label, act in (
        ("counts", lambda: database.index.counts(WorkQuery(), now=NOW)),
        ("list_office", lambda: database.index.work_list(WorkQuery(limit=50), now=NOW)),
        ("list_step", lambda: database.index.work_list(WorkQuery(step="appraise"), now=NOW)),
        ("list_mine", lambda: database.index.work_list(mine, now=NOW)),
        ("search_mine", lambda: database.index.work_list(replace(mine, text="tran thi"), now=NOW)),
        ("count_mine", lambda: database.index.count(replace(mine, text="tran thi"), now=NOW)),
        ("list_overdue", lambda: database.index.work_list(WorkQuery(scope="overdue"), now=NOW)),
    ):
        act()
        report.add(f"desk.{label}_p95.{name}.{count}", p95([timed(act) for _ in range(20)]), "ms")


def dossiers(report: Report, name: str, database: Database, count: int) -> None:
    """Opening and accepting a dossier of 30 components."""
    opening, accepting = [], []
    for number in range(40):
        big = a_big_dossier(30, id=DossierId(str(uuid_utils.uuid7())))
        big.code = DossierCode("H98.02", NOW.date(), f"{random.randrange(10**6):06d}")
        with database.unit_of_work() as work:
            work.dossiers.add(big)
            work.commit()

        def accept(big: Any = big, number: int = number) -> None:
            with database.unit_of_work() as work:
                found = work.dossiers.get(big.id)
                found.note_event("dossier_received", by=EVERYBODY, at=NOW)
                work.numbers.next(f"book-{number % 3}")
                work.dossiers.save(found)
                work.commit()

        def look(big: Any = big) -> None:
            with database.unit_of_work() as work:
                work.dossiers.get(big.id)

        opening.append(timed(look))
        accepting.append(timed(accept))
    report.add(f"desk.open_30_components_p95.{name}.{count}", p95(opening), "ms", goal=50)
    report.add(f"desk.accept_30_components_p95.{name}.{count}", p95(accepting), "ms", goal=30)


def claims(report: Report, name: str, database: Database, queued: int) -> None:
    """Claim by claim through a long queue, each answered before the next."""
    fill_outbox(database, queued)
    store = database.sync_store
    outcome = CommandOutcome(kind=OutcomeKind.APPLIED, version=1, state="DRAFT")
    claiming = 0.0
    rounds = 2000
    for _ in range(rounds):
        start = time.perf_counter()
        (row,) = store.claim("province", now=NOW, lease_s=60)
        claiming += time.perf_counter() - start
        store.settle(row.entry.command_id, outcome, at=NOW)
    report.add(
        f"desk.claims.{name}.{queued}_queued",
        rounds / claiming,
        "/s",
        goal=2000,
        at_least=True,
        peer="commits of one small row",
        peer_value=commits(database),
    )


def commits(database: Database) -> float:
    """The physical limit: durable transactions of one small change a second."""
    table = sync_rows.positions
    rounds = 500
    with database.engine.begin() as connection:
        connection.execute(sa.delete(table))
        connection.execute(sa.insert(table).values(target="bench", last_seq=0))
    start = time.perf_counter()
    for number in range(rounds):
        with database.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE feed_position SET last_seq = {number}")
    return rounds / (time.perf_counter() - start)


@contextlib.contextmanager
def places(names: list[str]) -> Iterator[dict[str, str | Path]]:
    """Where the databases of a run live."""
    with contextlib.ExitStack() as stack:
        found: dict[str, str | Path] = {}
        if "sqlite" in names:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            found["sqlite"] = Path(folder) / "desk.db"
        if "postgres" in names and programs() is not None:
            server = stack.enter_context(running_postgres(shared_buffers="512MB"))
            found["postgres"] = stack.enter_context(fresh_database(server, "bench"))
        yield found


def main(arguments: list[str]) -> int:
    """Measure at growing numbers of dossiers; exit 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="bench desk")
    parser.add_argument("--sizes", default="1000,20000,200000", help="1000000 is one more")
    parser.add_argument("--queued", type=int, default=100_000)
    parser.add_argument("--on", default="sqlite,postgres")
    asked = parser.parse_args(arguments)
    sizes = sorted(int(size) for size in asked.sizes.split(","))
    report = Report()
    with places(asked.on.split(",")) as found:
        for name, place in found.items():
            database = open_database(place, KEY)
            filled = 0
            for size in sizes:
                start = time.perf_counter()
                fill(database, size - filled, seed=size, first=filled)
                filled = size
                if database.engine.dialect.name == "postgresql":
                    with database.engine.connect() as connection:
                        connection.execution_options(isolation_level="AUTOCOMMIT")
                        connection.execute(sa.text("VACUUM ANALYZE"))
                sys.stderr.write(f"{name}: {size} dossiers ({time.perf_counter() - start:.0f} s)\n")
                search(report, name, database, size, 20 if size <= 200_000 else 40)
                lists(report, name, database, size)
                dossiers(report, name, database, size)
            if asked.queued:
                claims(report, name, database, asked.queued)
            database.close()
    return report.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
