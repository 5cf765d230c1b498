"""Reports over years of dossiers: each report as an officer gets it, a register's month, memory."""

import argparse
import contextlib
import datetime as dt
import itertools
import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desk_app import bootstrap
from desk_app.adapters.documents.report_excel import write_report
from desk_app.adapters.persistence import Database, fact_rows, open_database, rows
from desk_app.adapters.persistence.mapping import to_domain
from desk_app.application.reports.reports import ReportOrder, Reports
from desk_app.domain.people import Actor, Role
from desk_app.practice.office import open_practice_office
from desk_app.texts import Texts
from tests.bench.desk import Report
from tests.kit.histories import Year, histories

KEY = "ab" * 32
YEAR = Year()
TABLES = (rows.dossiers, fact_rows.facts, fact_rows.visits, fact_rows.items)
YEAR_DAYS = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
MONTH_DAYS = (dt.date(2026, 3, 1), dt.date(2026, 3, 31))
LEADER = Actor(
    user="head", full_name="x", unit="H99.01", desk="1", roles=frozenset({Role.ONE_STOP_HEAD})
)


def fill(database: Database, count: int, pattern: int) -> None:
    """Real dossiers saved by the program, then their lines repeated under new numbers and ids."""
    lives = histories(pattern, seed=5)
    while part := list(itertools.islice(lives, 500)):
        with database.unit_of_work() as work:
            for dossier in part:
                work.dossiers.add(dossier)
            work.commit()
    with database.engine.connect() as connection:
        kept = [[dict(r) for r in connection.execute(t.select()).mappings()] for t in TABLES]
    for turn in range(1, -(-count // pattern)):
        with database.engine.begin() as connection:
            for table, lines in zip(TABLES, kept, strict=True):
                connection.execute(
                    sa.insert(table), [_again(line, turn, pattern) for line in lines]
                )


def _again(line: dict[str, Any], turn: int, pattern: int) -> dict[str, Any]:
    made = line | {"no": line["no"] + turn * pattern}
    if "id" in line:
        made["id"] = f"{turn:04x}{line['id'][4:]}"
        made["code"] = f"{line['code']}-{turn}" if line["code"] else None
    return made


def slow_peer(database: Database, sample: int) -> float:
    """Seconds to read so many whole dossiers, as a report without lines would have to."""
    start = time.perf_counter()
    with database.engine.execution_options(reads_only=True).begin() as connection:
        for body in connection.execute(sa.select(rows.bodies.c.body).limit(sample)).scalars():
            to_domain(body, 1)
    return time.perf_counter() - start


def timed(act: Any, times: int) -> tuple[float, float]:
    """Median seconds of an act, by the clock and of the processor (which other work does not move)."""
    took, worked = [], []
    for _ in range(times):
        start, busy = time.perf_counter(), time.process_time()
        act()
        took.append(time.perf_counter() - start)
        worked.append(time.process_time() - busy)
    return statistics.median(took), statistics.median(worked)


def peak_mb(*, anew: bool = False) -> float:
    """Largest resident size of this process so far, in MB.

    Args:
        anew: count from now on, where the system can (Linux): what was larger before is forgotten.
    """
    status, forget = Path("/proc/self/status"), Path("/proc/self/clear_refs")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if anew:
        with contextlib.suppress(OSError):
            forget.write_text("5")
    line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def filled(file: Path, count: int, pattern: int) -> None:
    """A database of so many dossiers, made by a process of its own: its memory is not ours."""
    process = multiprocessing.get_context("spawn").Process(
        target=_fill_file, args=(file, count, pattern)
    )
    process.start()
    process.join()
    if process.exitcode != 0:
        raise SystemExit(process.exitcode)


def _fill_file(file: Path, count: int, pattern: int) -> None:
    database = open_database(file, KEY)
    fill(database, count, pattern)
    database.close()


@contextlib.contextmanager
def reports_over(folder: Path, file: Path) -> Iterator[tuple[Reports, Database]]:
    """The reports of a practice office over the dossiers of another database."""
    with (
        open_practice_office(folder, clock=bootstrap.wall_clock().now) as office,
        contextlib.closing(bootstrap.open_desk(office.profile.folder)) as desk,
        contextlib.closing(open_database(file, KEY)) as database,
    ):
        present = replace(desk.office, clock=Present())
        yield desk.reports.over(database.facts, present), database


class Present:
    """A clock that stands at the invented year's present."""

    def now(self) -> dt.datetime:
        """The moment."""
        return YEAR.now


def main(arguments: list[str]) -> int:
    """Run it; `--count` dossiers made from `--pattern` lived ones."""
    parser = argparse.ArgumentParser(prog="bench report")
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--pattern", type=int, default=2_000)
    parser.add_argument("--times", type=int, default=3)
    wanted = parser.parse_args(arguments)
    report = Report()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled(folder / "desk.db", wanted.count, wanted.pattern)
        with reports_over(folder / "office", folder / "desk.db") as (reports, database):
            peer = slow_peer(database, 500) / 500 * wanted.count
            _each(report, reports, wanted.count, wanted.times, peer)
            _register(report, reports, folder / "so.xlsx")
            late = _order("processing", YEAR_DAYS)
            took, _ = timed(lambda: next(reports.behind(late, "late")), wanted.times)
            report.add("report.behind_first_line", took, "s", goal=2.0)
    return report.end()


def _order(name: str, days: tuple[dt.date, dt.date]) -> ReportOrder:
    return ReportOrder(name=name, first=days[0], last=days[1], actor=LEADER)


def _each(report: Report, reports: Reports, count: int, times: int, peer: float) -> None:
    """Every report of the office over the whole year, as an officer gets it."""
    reports.make(_order("register", MONTH_DAYS))
    before = peak_mb(anew=True)
    for each in reports.all():
        order = _order(each.key, YEAR_DAYS)
        took, busy = timed(lambda o=order: reports.make(o), times)
        report.add(
            f"report.{each.key}.{count}", took, "s", goal=2.0,
            peer="reading every whole dossier", peer_value=peer,
        )  # fmt: skip
        report.add(f"report.{each.key}.{count}.processor", busy, "s")
    report.add("report.memory_growth", peak_mb() - before, "MB", goal=60.0)


def _register(report: Report, reports: Reports, sheet: Path) -> None:
    """The register of a month: its lines, and the workbook they flow into."""
    order = _order("register", MONTH_DAYS)
    took, _ = timed(lambda: sum(1 for _ in reports.register(order)), 1)
    lines = sum(1 for _ in reports.register(order))
    report.add(f"report.register_lines.{lines}", took, "s", goal=2.0)
    before = peak_mb(anew=True)
    table = reports.make(order)
    took, _ = timed(
        lambda: write_report(table, sheet, Texts().label, register=reports.register(order)), 1
    )
    report.add(f"report.register_workbook.{lines}_lines", took, "s")
    report.add("report.register_workbook_memory", peak_mb() - before, "MB", goal=60.0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
