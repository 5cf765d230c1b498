"""Benchmarks of sync: figures beside a peer or a physical limit, in one run.

``python -m tests.bench.sync [--quick] [NAME …]`` prints one JSON line a figure and a table; exit 1
when a goal is missed. Names: claim, drain, offline, memory.
"""

import argparse
import asyncio
import base64
import contextlib
import datetime as dt
import hashlib
import json
import random
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import aiohttp

from desk_app.adapters.sync.reference import LineSettings
from desk_app.application.sync_values import (
    Actor,
    CommandKind,
    CommandOutcome,
    Device,
    OutboxEntry,
    OutcomeKind,
)
from desk_app.application.synchronise import SyncSettings
from desk_app.practice.province import RunningProvince, start_province
from tests.kit.sync.desk import Desk, five_steps, new_id
from tests.kit.sync.store import DeskStore

MIB = 1024 * 1024
BATCH = SyncSettings().claim
DONE = CommandOutcome(kind=OutcomeKind.APPLIED, version=1, state="DRAFT")


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


def entry(dossier_id: str, seq: int, number: int) -> OutboxEntry:
    return OutboxEntry(
        command_id=f"{number:032x}",
        target="province",
        dossier_id=dossier_id,
        dossier_seq=seq,
        kind=CommandKind.ADD_NOTE,
        actor=Actor(user="lan", unit="H04", role="intake_officer"),
        device=Device(id="desk-1", gen=1),
        occurred_at=dt.datetime(2026, 11, 23, tzinfo=dt.UTC),
        body={"note": "x" * 4000},
    )


def filled(folder: Path, rows: int) -> DeskStore:
    """Make a queue of 4 KB commands, five a dossier."""
    store = DeskStore(folder / f"queue-{rows}.db")
    with store.unit_of_work() as unit:
        for number in range(rows):
            unit.add(entry(f"d{number // 5}", number % 5 + 1, number))
    return store


def claims_a_second(store: DeskStore, count: int) -> tuple[float, float]:
    """Claim as the engine does, ``BATCH`` in one durable transaction.

    Rates by the clock on the wall and by this process's own time on a processor; the second is
    what a machine with nothing else to do would come near to.
    """
    now = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    done, spent, worked = 0, 0.0, 0.0
    while done < count:
        began, at_work = time.perf_counter(), time.process_time()
        found = store.claim("province", now=now, lease_s=60, limit=BATCH)
        spent += time.perf_counter() - began
        worked += time.process_time() - at_work
        assert found
        done += len(found)
        with store.unit_of_work() as unit:
            for row in found:
                unit.work.sync.settle(row.entry.command_id, DONE, at=now)
    return done / spent, done / worked


def commits_a_second(folder: Path, count: int) -> float:
    """The physical limit: one durable write transaction after another on the same disk."""
    store = filled(folder, 100)
    began = time.perf_counter()
    for number in range(count):
        store.resume(f"{number % 100:032x}")
    rate = count / (time.perf_counter() - began)
    store.close()
    return rate


def claim(folder: Path, *, quick: bool) -> Iterator[Figure]:
    """Claim rate from a long queue, against a short one and against bare commits."""
    long, count = (20_000, 1_000) if quick else (100_000, 10_000)
    short = filled(folder, 2_500)
    _, short_rate = claims_a_second(short, 1_000)
    short.close()
    store = filled(folder, long)
    rate, cpu_rate = claims_a_second(store, count)
    store.close()
    limit = commits_a_second(folder, 300)
    yield Figure(
        figure=f"claim from a queue of {long}",
        value=round(rate),
        unit="1/s",
        peer=f"durable commits on the same disk (one holds {BATCH} claims)",
        peer_value=round(limit),
        goal=">= 2000/s",
        met=rate >= 2000,
    )
    yield Figure(
        figure=f"the same by processor time, queue of {long}",
        value=round(cpu_rate),
        unit="1/s",
        peer="queue of 2,500",
        peer_value=round(short_rate),
        goal=">= 2000/s",
        met=cpu_rate >= 2000,
    )
    yield Figure(
        figure="claim rate by processor time, long queue over short queue",
        value=round(cpu_rate / short_rate, 3),
        unit="ratio",
        peer="queue of 2,500",
        peer_value=1.0,
        goal=">= 0.7 (flat)",
        met=cpu_rate / short_rate >= 0.7,
    )


@contextlib.contextmanager
def province(folder: Path) -> Iterator[RunningProvince]:
    running = start_province(folder)
    try:
        yield running
    finally:
        running.stop()


async def raw_copy(url: str, contents: list[bytes], *, lanes: int) -> float:
    """Upload the same bytes with bare tus requests to the same server; give seconds."""
    queue = list(contents)
    async with aiohttp.ClientSession() as session:

        async def lane() -> None:
            while queue:
                content = queue.pop()
                digest = hashlib.sha256(content).hexdigest().encode()
                name = base64.b64encode(digest).decode()
                kind = base64.b64encode(b"application/octet-stream").decode()
                head = {
                    "Tus-Resumable": "1.0.0",
                    "Upload-Length": str(len(content)),
                    "Upload-Metadata": f"sha256 {name},filename {name},filetype {kind}",
                }
                async with session.post(f"{url}/v1/uploads/", headers=head) as made:
                    location = made.headers["Location"]
                head = {
                    "Tus-Resumable": "1.0.0",
                    "Upload-Offset": "0",
                    "Content-Type": "application/offset+octet-stream",
                }
                async with session.patch(location, headers=head, data=content) as answer:
                    assert answer.status == 204, answer.status

        began = time.perf_counter()
        await asyncio.gather(*(lane() for _ in range(lanes)))
        return time.perf_counter() - began


def drain(folder: Path, *, quick: bool) -> Iterator[Figure]:
    """Drain dossiers with five files of 1 MB each over loopback, against a bare copy.

    Both go through the same server, turn by turn: what else the machine does slows both.
    """
    rounds, each = (3, 8) if quick else (10, 50)
    dossiers = rounds * each
    draw = random.Random(1)
    raw_s = drain_s = 0.0
    with province(folder / "p1") as running:
        desk = Desk(
            folder / "desk",
            running.url,
            line=LineSettings(piece=MIB),
            settings=SyncSettings(lease_s=60),
        )
        desk.sync()
        for _ in range(rounds):
            raw_s += asyncio.run(
                raw_copy(running.url, [draw.randbytes(MIB) for _ in range(each * 5)], lanes=2)
            )
            for _ in range(each):
                desk.act(
                    new_id(),
                    "create_dossier",
                    {"title": "Một"},
                    files={f"{number}.pdf": draw.randbytes(MIB) for number in range(5)},
                )
            desk.papers.clear()
            began = time.perf_counter()
            report = desk.sync()
            drain_s += time.perf_counter() - began
            assert report.sent == each, report
    total_mb = dossiers * 5
    yield Figure(
        figure=f"drain of {dossiers} dossiers x 5 files of 1 MB",
        value=round(total_mb / drain_s, 1),
        unit="MB/s",
        peer="bare copy of as many bytes through the same server, turn by turn",
        peer_value=round(total_mb / raw_s, 1),
        goal=">= 0.8 of the bare copy",
        met=raw_s / drain_s >= 0.8,
    )


def offline(folder: Path, *, quick: bool) -> Iterator[Figure]:
    """Three desks come back after three days; every effect once."""
    dossiers = 20 if quick else 300
    with province(folder / "p3") as running:
        desks = [
            Desk(folder / f"b{number}", running.url, name=f"desk-{number}") for number in range(3)
        ]
        for desk in desks:
            for number in range(dossiers):
                five_steps(desk, new_id(), salt=f"{desk.device.id}{number}")
        began = time.perf_counter()
        with ThreadPoolExecutor(3) as pool:
            reports = list(pool.map(lambda desk: desk.settle(), desks))
        seconds = time.perf_counter() - began
    commands = sum(desk.states().get("done", 0) for desk in desks)
    yield Figure(
        figure=f"three desks x {dossiers} dossiers, then all online",
        value=round(seconds, 1),
        unit="s",
        peer="commands carried",
        peer_value=float(commands),
        goal="all effects once",
        met=commands == 3 * dossiers * 8 and all(not report.parked for report in reports),
    )


def memory(folder: Path, *, quick: bool) -> Iterator[Figure]:
    """Memory of the client in the second half of a drain against the first half."""
    dossiers = 30 if quick else 200
    with province(folder / "p4") as running:
        desk = Desk(folder / "m", running.url)
        peaks = []
        for _ in range(2):
            for number in range(dossiers):
                desk.act(
                    new_id(),
                    "create_dossier",
                    {"title": "x"},
                    files={"a.pdf": random.Random(f"{len(peaks)}{number}").randbytes(300_000)},
                )
            desk.papers.clear()
            tracemalloc.start()
            desk.sync()
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    yield Figure(
        figure="peak memory of the second half of a drain",
        value=round(peaks[1] / MIB, 2),
        unit="MiB",
        peer="the first half",
        peer_value=round(peaks[0] / MIB, 2),
        goal="<= 1.2 (flat)",
        met=peaks[1] <= peaks[0] * 1.2,
    )


Bench = Callable[..., Iterator[Figure]]
BENCHES: dict[str, Bench] = {"claim": claim, "drain": drain, "offline": offline, "memory": memory}


def main(argv: list[str]) -> int:
    """Run the benchmarks named, all by default; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="bench sync")
    parser.add_argument("names", nargs="*", choices=[*BENCHES, []])
    parser.add_argument("--quick", action="store_true", help="small inputs, to see that it runs")
    options = parser.parse_args(argv)
    figures: list[Figure] = []
    for name in options.names or BENCHES:
        with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
            for figure in BENCHES[name](Path(folder), quick=options.quick):
                figures.append(figure)
                sys.stdout.write(figure.line() + "\n")
                sys.stdout.flush()
    _table(figures)
    return 0 if all(figure.met for figure in figures) else 1


def _table(figures: list[Figure]) -> None:
    sys.stdout.write("\n")
    for one in figures:
        mark = "ok  " if one.met else "MISS"
        peer = f"{one.peer_value} ({one.peer})" if one.peer_value is not None else ""
        sys.stdout.write(
            f"{mark} {one.figure:<55} {one.value:>10} {one.unit:<6} goal {one.goal:<24} {peer}\n"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
