"""Seconds of each step of the specimen dossier in an empty database and beside many dossiers."""

import argparse
import contextlib
import json
import sys
import tempfile
from pathlib import Path

from desk_app import bootstrap
from desk_app.domain.identifiers import DossierCode, DossierId
from desk_app.domain.workflow import State
from desk_app.practice.demo import DemoRun
from desk_app.practice.office import open_practice_office
from tests.builders import NOW, a_received_dossier

GOAL_RATIO = 1.5


def fill(desk, count: int) -> None:
    """Put received dossiers into the database, a thousand a transaction."""
    ids = desk.office.ids
    with desk.office.unit_of_work() as uow:
        for number in range(1, count + 1):
            dossier = a_received_dossier(
                id=DossierId(ids.new()),
                code=DossierCode("H98.01", NOW.date(), f"{number:05d}"),
                state=State.IN_APPRAISAL,
            )
            uow.dossiers.add(dossier)
        uow.commit()


def measure(count: int) -> dict[str, float]:
    """Seconds by step with ``count`` other dossiers in the database; the second dossier is timed."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        office = stack.enter_context(open_practice_office(folder, clock=bootstrap.wall_clock().now))
        desk = bootstrap.open_desk(folder)
        stack.callback(desk.close)
        fill(desk, count)
        DemoRun(desk=desk, office=office, say=lambda text: None).run()
        run = DemoRun(desk=desk, office=office, say=lambda text: None)
        run.run()
        return {str(s["step"]): float(s["seconds"]) for s in run.steps}


def main(arguments: list[str]) -> int:
    """Print each step's seconds alone and beside many dossiers, and the ratio."""
    parser = argparse.ArgumentParser(prog="bench flow")
    parser.add_argument("--dossiers", type=int, default=1000)
    asked = parser.parse_args(arguments)
    alone, beside = measure(0), measure(asked.dossiers)
    missed = False
    for step, seconds in beside.items():
        ratio = seconds / alone[step] if alone[step] else 1.0
        met = ratio <= GOAL_RATIO or seconds - alone[step] < 0.2
        missed |= not met
        line = {
            "figure": f"flow.{step}.{asked.dossiers}_dossiers",
            "value": seconds,
            "unit": "s",
            "peer": "the same step in an empty database",
            "peer_value": alone[step],
            "ratio": round(ratio, 3),
            "goal": f"<= {GOAL_RATIO} x",
            "met": met,
        }
        sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.write(f"\n{'step':15}{'alone s':>10}{'beside s':>10}\n")
    for step, seconds in beside.items():
        sys.stdout.write(f"{step:15}{alone[step]:10.2f}{seconds:10.2f}\n")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
