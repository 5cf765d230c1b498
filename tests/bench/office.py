"""Benchmarks of an office of many desks over one PostgreSQL.

``python -m tests.bench.office [--quick] [NAME …]`` prints one JSON line a figure and a table; exit 1
when a goal is missed. Names: desks, backlog.

Each desk is a process with its own connections. A round of its work: the work list, the numbers of
the dashboard, one dossier opened with a claim, one act saved with its event and outbox row. Desks
that keep an officer's pace give the latency; desks that never pause give the throughput.
"""

import argparse
import json
import multiprocessing
import os
import random
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection

from desk_app.adapters.persistence import Database, open_database
from desk_app.application.enquiries import WorkQuery
from desk_app.application.sync_values import Actor as SyncActor
from desk_app.application.sync_values import CommandKind, Device, OutboxEntry
from desk_app.domain.errors import ConflictError
from desk_app.domain.identifiers import DossierCode, DossierId
from tests.builders import EVERYBODY, NOW, a_dossier
from tests.kit.backlog.worker import backlog_of
from tests.kit.postgres import fresh_database, running_postgres

KEY = "ab" * 32
DOSSIERS = 2_000
PACE_S = 2.0
CURVE = (1, 5, 10, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured figure; ``ratio`` is value over peer."""

    figure: str
    value: float
    unit: str
    peer: str
    peer_value: float | None
    goal: str
    met: bool

    def line(self) -> str:
        ratio = round(self.value / self.peer_value, 3) if self.peer_value else None
        return json.dumps({**asdict(self), "ratio": ratio}, ensure_ascii=False)


def fill(url: str, count: int) -> list[str]:
    """Dossiers of an office in the middle of a year; gives their ids."""
    database = open_database(url, KEY)
    ids = []
    for start in range(0, count, 100):
        with database.unit_of_work() as work:
            for number in range(start, min(start + 100, count)):
                code = DossierCode.parse(f"H99.01-261123-{number + 1:04d}")
                made = a_dossier(id=DossierId(str(uuid.uuid4())), code=code, received_at=NOW)
                made.note_event("dossier_created", by=EVERYBODY, at=NOW)
                work.dossiers.add(made)
                ids.append(str(made.id))
            work.commit()
    database.close()
    return ids


def entry(work: object, dossier_id: str, device: str) -> OutboxEntry:
    return OutboxEntry(
        command_id=str(uuid.uuid4()),
        target="province",
        dossier_id=dossier_id,
        dossier_seq=work.outbox.next_seq("province", dossier_id),  # type: ignore[attr-defined]
        kind=CommandKind.ADD_NOTE,
        actor=SyncActor(user="lan", unit="H99.01", role="intake_officer"),
        device=Device(id=device, gen=1),
        occurred_at=NOW,
        body={"note": "Đã kiểm tra thành phần hồ sơ"},
    )


def round_of_work(
    database: Database, device: str, draw: random.Random, ids: list[str]
) -> list[float]:
    """Four actions; gives the seconds of each."""
    dossier_id = draw.choice(ids)
    claims = database.claims(device)
    times = []
    began = time.perf_counter()
    database.index.work_list(WorkQuery(scope="active", limit=200), now=NOW)
    times.append(time.perf_counter() - began)
    began = time.perf_counter()
    database.index.counts(WorkQuery(), now=NOW)
    times.append(time.perf_counter() - began)
    began = time.perf_counter()
    with database.unit_of_work() as work:
        found = work.dossiers.find(dossier_id)
    claims.take(dossier_id, EVERYBODY, at=NOW)
    times.append(time.perf_counter() - began)
    began = time.perf_counter()
    try:
        with database.unit_of_work() as work:
            found.note_event("form_edited", by=EVERYBODY, at=NOW)
            work.dossiers.save(found)
            work.outbox.add(entry(work, dossier_id, device))
            work.commit()
    except ConflictError:
        pass  # another desk was first: what an officer is told, and part of the work
    times.append(time.perf_counter() - began)
    return times


def desk(line: Connection, url: str, number: int, ids: list[str]) -> None:
    """One desk: says it is ready, works when told (seconds, pace), gives its times."""
    database = open_database(url, KEY)
    draw = random.Random(number)
    round_of_work(database, f"máy {number}", draw, ids)
    line.send("ready")
    while (order := line.recv()) is not None:
        seconds, pace = order
        times: list[float] = []
        end = time.monotonic() + seconds
        time.sleep(draw.uniform(0, pace))
        while time.monotonic() < end:
            times += round_of_work(database, f"máy {number}", draw, ids)
            if pace:
                time.sleep(draw.uniform(0.5, 1.5) * pace)
        line.send(times)
    database.close()


class Desks:
    """Running desk processes."""

    def __init__(self, url: str, count: int, ids: list[str]) -> None:
        context = multiprocessing.get_context("spawn")
        self._lines = []
        self._processes = []
        for number in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(target=desk, args=(theirs, url, number, ids), daemon=True)
            process.start()
            self._lines.append(ours)
            self._processes.append(process)
        for line in self._lines:
            assert line.recv() == "ready"

    def work(self, seconds: float, *, desks: int, pace: float) -> list[float]:
        """The times of all actions of so many desks."""
        working = self._lines[:desks]
        for line in working:
            line.send((seconds, pace))
        return [spent for line in working for spent in line.recv()]

    def close(self) -> None:
        for line in self._lines:
            line.send(None)
        for process in self._processes:
            process.join(20)


def desks(*, quick: bool) -> Iterator[Figure]:
    """Latency of thirty desks at an officer's pace, and throughput over 1, 5, 10, 30 desks."""
    most, seconds = (4, 4.0) if quick else (CURVE[-1], 20.0)
    with running_postgres(max_connections="200") as server, fresh_database(server, "office") as url:
        ids = fill(url, 200 if quick else DOSSIERS)
        office = Desks(url, most, ids)
        try:
            times = office.work(seconds, desks=most, pace=PACE_S)
            p95 = statistics.quantiles(times, n=20)[-1] * 1000
            yield Figure(
                figure=f"action of {most} desks on one PostgreSQL, p95",
                value=round(p95, 1),
                unit="ms",
                peer="median of the same actions",
                peer_value=round(statistics.median(times) * 1000, 1),
                goal="<= 100 ms",
                met=p95 <= 100,
            )
            one = 0.0
            for count in (1, most) if quick else CURVE:
                done = len(office.work(seconds / 2, desks=count, pace=0.0)) / (seconds / 2)
                one = one or done
                yield Figure(
                    figure=f"throughput without a pause, {count} desks",
                    value=round(done),
                    unit="actions/s",
                    peer="one desk",
                    peer_value=round(one),
                    goal=">= 0.8 of one desk (no collapse)",
                    met=done >= 0.8 * one,
                )
        finally:
            office.close()


def run_workers(url: str, count: int, milliseconds: int) -> float:
    """Seconds in which so many desks, started together, work the backlog off."""
    processes = [
        subprocess.Popen(
            [
                sys.executable, "-m", "tests.kit.backlog.worker", url, f"Quầy {number}",
                str(milliseconds),
            ],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for number in range(count)
    ]  # fmt: skip
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    began = time.perf_counter()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        assert process.wait() == 0
    return time.perf_counter() - began


def backlog(*, quick: bool) -> Iterator[Figure]:
    """Items of 100 ms of computing over 1, 2 and 4 desks, against the cores of this machine."""
    items, cost_ms = (60, 50) if quick else (500, 100)
    cores = os.cpu_count() or 1
    one = 0.0
    with running_postgres(fsync="off") as server:
        for count in (1, 2, 4):
            with fresh_database(server, f"backlog_{count}") as url:
                backlog_of(url, "Quầy 0", 1).add("read_pages", [f"{n}" for n in range(items)])
                rate = items / run_workers(url, count, cost_ms)
            one = one or rate
            used = min(count, cores)
            yield Figure(
                figure=f"backlog of {items} items, {count} desks",
                value=round(rate, 2),
                unit="items/s",
                peer="one desk",
                peer_value=round(one, 2),
                goal=f">= 0.9 x {used} cores of one desk",
                met=rate >= 0.9 * used * one,
            )


BENCHES = {"desks": desks, "backlog": backlog}


def main(argv: list[str]) -> int:
    """Run the benchmarks named, all by default; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="bench office")
    parser.add_argument("names", nargs="*", choices=[*BENCHES, []])
    parser.add_argument("--quick", action="store_true", help="small inputs, to see that it runs")
    options = parser.parse_args(argv)
    figures: list[Figure] = []
    for name in options.names or BENCHES:
        for figure in BENCHES[name](quick=options.quick):
            figures.append(figure)
            sys.stdout.write(figure.line() + "\n")
            sys.stdout.flush()
    sys.stdout.write("\n")
    for one in figures:
        mark = "ok  " if one.met else "MISS"
        sys.stdout.write(f"{mark} {one.figure:<52} {one.value:>9} {one.unit:<10} goal {one.goal}\n")
    return 0 if all(figure.met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
