"""``./desk bench plans``: what evidence finds of what was planted; gaps of the window's thread while it is counted.

Precision and recall are those of six invented procedures with a third of their papers and fields dead
and every second approval idle. Gaps, also while Part I is written: a practice office with a year of dossiers (``--dossiers``, 1,500). Each work runs beside the window as
the window has it done, and, as its peer, in a thread of the same process as it once was.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

GOAL_MS = 50.0


def main(argv: list[str]) -> int:
    """Print the figures; 1 when a goal was missed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    parser = argparse.ArgumentParser(prog="bench plans")
    parser.add_argument("--dossiers", type=int, default=1500)
    count = parser.parse_args(argv).dossiers
    fine = evidence(count)
    from desk_app import bootstrap
    from desk_app.practice.office import open_practice_office
    from desk_app.ui.start import make_application

    app = make_application([])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        clock = bootstrap.wall_clock().now
        with open_practice_office(Path(folder) / "office", clock=clock) as office:
            desk = bootstrap.open_desk(office.profile.folder)
            try:
                return 0 if measure(app, desk, count) and fine else 1
            finally:
                desk.close()


def evidence(count: int) -> bool:
    """Precision and recall of what is called dead."""
    from tests.kit.planted import found_and_planted, rates

    fine = True
    for name, (found, wanted) in found_and_planted(count).items():
        for rate, value in zip(("precision", "recall"), rates(found, wanted), strict=True):
            line = {
                "figure": f"plans.dead_{name}_{rate}", "value": round(value, 3), "unit": "share",
                "peer": "planted", "peer_value": len(wanted), "ratio": None, "goal": 1.0,
                "met": value == 1.0,
            }  # fmt: skip
            fine &= told(line)
    return fine


def measure(app: object, desk: object, count: int) -> bool:
    """Idle, then each work in a thread and beside the window."""
    from desk_app import bootstrap
    from desk_app.bootstrap.restructuring import write_part_one
    from desk_app.domain.reports.measures import Period
    from desk_app.ui.task_runner import ThreadTaskRunner
    from tests.kit.histories import Year, histories

    code, year = "1.001193", Year()
    with desk.office.unit_of_work() as work:
        for dossier in histories(count, seed=4):
            work.dossiers.add(dossier)
        work.commit()
    desk.reports.facts.catch_up()
    desk.restructuring.create(code)
    days = (year.first, year.now.date())
    period = Period(first=days[0], last=days[1], asked_at=year.now)
    out = desk.profile / "beside.docx"
    works = {
        "counting": (
            lambda: desk.study.all_of(code, period),
            lambda: bootstrap.study_beside(desk, code, days),
        ),
        "writing_word": (
            lambda: write_part_one(desk, code, out),
            lambda: bootstrap.keep_part_one(desk, code, ".docx"),
        ),
    }
    runner, fine = ThreadTaskRunner(), True
    try:
        idle, _ = gap(app, runner, lambda: time.sleep(2))
        for name, (in_thread, beside) in works.items():
            in_thread()  # what is loaded and started once is no part of either
            peer, peer_s = gap(app, runner, in_thread)
            value, took_s = gap(app, runner, beside)
            fine &= figure(f"{name}_longest_gap", value, peer)
            sys.stderr.write(
                f"bench: {name}: {took_s:.1f} s beside, {peer_s:.1f} s in a thread; idle gap {idle:.0f} ms\n"
            )
    finally:
        runner.close()
    return fine


def gap(app: object, runner: object, work: object) -> tuple[float, float]:
    """Longest gap of the event loop while a work runs in lane ``io``, less what other programs took.

    Returns:
        milliseconds, and the seconds of the work.
    """
    from PySide6.QtCore import QObject

    from tests.bench._heartbeat import Heartbeat

    owner, ended, beat = QObject(), [], Heartbeat()
    began = time.perf_counter()
    runner.submit(
        lane="io", owner=owner, work=lambda task: work(), done=ended.append, failed=ended.append
    )
    longest = 0.0
    while not ended:
        gaps = beat.run(0.25)
        own = [max(0.0, ms - waited) for ms, waited in zip(gaps, beat.waited, strict=False)]
        longest = max(longest, *own)
    beat.end()
    if isinstance(ended[0], Exception):
        raise ended[0]
    return longest, time.perf_counter() - began


def figure(name: str, value: float, peer: float) -> bool:
    """Print one figure; whether its goal was met."""
    line = {
        "figure": f"plans.{name}", "value": round(value, 1), "unit": "ms",
        "peer": "the same in a thread of the window", "peer_value": round(peer, 1),
        "ratio": round(value / peer, 2), "goal": GOAL_MS,
        "met": value <= GOAL_MS,
    }  # fmt: skip
    return told(line)


def told(line: dict[str, object]) -> bool:
    """Print one figure; whether its goal was met."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
    return bool(line["met"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
