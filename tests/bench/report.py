"""Reports over years of dossiers: each report's numbers, a register's month, and memory."""

import argparse
import datetime as dt
import itertools
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa

import resources
from desk_app.adapters.documents.report_excel import write_report
from desk_app.adapters.persistence import Database, fact_rows, open_database, rows
from desk_app.adapters.persistence.mapping import to_domain
from desk_app.application.reports.ports import Asked
from desk_app.application.reports.table import Column, ReportTable
from desk_app.domain.reports.measures import Period, report_from_data
from desk_app.texts import Texts
from tests.bench.desk import Report
from tests.kit.histories import Year, histories

KEY = "ab" * 32
YEAR = Year()
TABLES = (rows.dossiers, fact_rows.facts, fact_rows.visits, fact_rows.items)
WHOLE = Period(first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31), asked_at=YEAR.now)
MONTH = Period(first=dt.date(2026, 3, 1), last=dt.date(2026, 3, 31), asked_at=YEAR.now)


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


def peak_mb() -> float:
    """Largest resident size of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: list[str]) -> int:
    """Run it; `--count` dossiers made from `--pattern` lived ones."""
    parser = argparse.ArgumentParser(prog="bench report")
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--pattern", type=int, default=2_000)
    parser.add_argument("--times", type=int, default=3)
    wanted = parser.parse_args(arguments)
    report = Report()
    shelf = report_from_data(
        resources.toml("reports/measures.toml"), resources.toml("reports/reports.toml")
    )
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Path(folder) / "desk.db", KEY)
        fill(database, wanted.count, wanted.pattern)
        facts, whole, month = database.facts, Asked(period=WHOLE), Asked(period=MONTH)
        peer = slow_peer(database, 500) / 500 * wanted.count
        before = peak_mb()
        for each in shelf.reports.values():
            measures = shelf.measures_of(each) or tuple(shelf.measures.values())
            group = "procedure" if each.group == "sector" else each.group
            acts = {
                "sums": lambda m=measures, g=group: facts.sums(whole, m, g),
                "visits": lambda: facts.visit_counts(whole),
                "items": lambda k=each.item_kind: facts.item_sums(whole, k, "procedure"),
                "register": lambda: sum(1 for _ in facts.register(month)),
                "indicators": lambda: (
                    facts.sums(whole, tuple(shelf.measures.values()), "none"),
                    facts.visit_counts(whole),
                ),
            }
            took, busy = timed(lambda a=acts[each.kind]: (facts.catch_up(), a()), wanted.times)
            report.add(
                f"report.{each.key}.{wanted.count}", took, "s", goal=2.0,
                peer="reading every whole dossier", peer_value=peer,
            )  # fmt: skip
            report.add(f"report.{each.key}.{wanted.count}.processor", busy, "s")
        report.add("report.memory_growth", peak_mb() - before, "MB", goal=60.0)
        sheet = Path(folder) / "so.xlsx"
        before = peak_mb()
        took, _ = timed(
            lambda: write_report(_register(), sheet, Texts().label, register=facts.register(month)),
            1,
        )
        lines = sum(1 for _ in facts.register(month))
        report.add(f"report.register_workbook.{lines}_lines", took, "s")
        report.add("report.register_workbook_memory", peak_mb() - before, "MB", goal=60.0)
        late = shelf.measures["late"]
        took, _ = timed(lambda: next(facts.behind(whole, late, "none", "")), wanted.times)
        report.add("report.behind_first_line", took, "s", goal=2.0)
        database.close()
    return report.end()


def _register() -> ReportTable:
    columns = tuple(Column(key=str(n), name=str(n)) for n in range(12))
    return ReportTable(
        name="register", title="Sổ theo dõi hồ sơ", kind="register", source="", first=MONTH.first,
        last=MONTH.last, unit="", columns=columns, rows=(), total=None, taken_at=YEAR.now,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
