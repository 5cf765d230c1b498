"""Reading an identity card: exchanges beside the fewest possible, and our own CPU beside the card's time."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from desk_app.practice.chip import PracticeCard
from scanner.chip import CardReading, ReadRequest, read_card
from signing.chip import ChipFiles, country_store, judge
from tests.kit.chip import NOW, card, key_of, opener

CPU_GOAL_MS = 50.0
GAP_GOAL_MS = 50.0
#: CardAccess, MSE, four rounds of PACE, SELECT; or SELECT, challenge, authentication.
_ACCESS = {"pace": 7, "bac": 3}
_CARD_ACCESS_TRIED = {"pace": 0, "bac": 2}  # the question whether there is PACE
_ROOM = {"pace": 223, "bac": 231}


def fewest(made: object, way: str, *, extended: bool) -> int:
    """Exchanges that access, EF.SOD, DG1, DG13 and the key proof need at least."""
    files = made.files  # type: ignore[attr-defined]
    names = ("EF.SOD", "DG1", "DG13", "DG14", "DG15")
    reads = sum(1 if extended else -(-len(files[name]) // _ROOM[way]) for name in names)
    return _ACCESS[way] + reads + 1


def main(arguments: list[str]) -> int:
    """Print the figures of the issue's table."""
    parser = argparse.ArgumentParser(prog="bench chip")
    parser.add_argument("--runs", type=int, default=30)
    runs = parser.parse_args(arguments).runs
    lines = []
    for way, pace in (("pace", None), ("bac", ())):
        made = card() if pace is None else card(pace=pace)
        for extended in (True, False):
            reading = once(made, extended=extended)
            least = fewest(made, way, extended=extended) + _CARD_ACCESS_TRIED[way]
            lines.append(
                {
                    "figure": f"exchanges.{way}.{'extended' if extended else 'short'}",
                    "value": reading.exchanges,
                    "unit": "commands",
                    "peer": "the fewest the standard allows",
                    "peer_value": least,
                    "ratio": round(reading.exchanges / least, 3),
                    "goal": "1.0",
                    "met": reading.exchanges <= least,
                }
            )
        spent = statistics.median(cpu_ms(made) for _ in range(runs))
        lines.append(
            {
                "figure": f"cpu.{way}",
                "value": round(spent, 1),
                "unit": "ms of our CPU a read, verdict included",
                "peer": "limit",
                "peer_value": CPU_GOAL_MS,
                "ratio": round(spent / CPU_GOAL_MS, 3),
                "goal": f"<= {CPU_GOAL_MS:.0f}",
                "met": spent <= CPU_GOAL_MS,
            }
        )
    lines.append(window_gap())
    for line in lines:
        sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.write(f"\n{'figure':28}{'value':>9}{'peer':>9}{'ratio':>8}  met\n")
    for line in lines:
        row = f"{line['figure']:28}{line['value']:>9}{line['peer_value']:>9}{line['ratio']:>8}"
        sys.stdout.write(f"{row}  {'yes' if line['met'] else 'NO'}\n")
    return int(not all(line["met"] for line in lines))


def once(made: object, *, extended: bool) -> CardReading:
    """One reading."""
    return read_card(
        opener(PracticeCard(made)),  # type: ignore[arg-type]
        ReadRequest(key=key_of(made), extended=extended),
    )


def window_gap() -> dict[str, object]:
    """The longest gap of the real window while its worker reads a card over and over."""
    from desk_app import bootstrap
    from desk_app.application.commands import intake as acts
    from desk_app.practice.office import open_practice_office

    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        open_practice_office(Path(folder) / "office", clock=bootstrap.wall_clock().now) as office,
    ):
        desk = bootstrap.open_desk(office.profile.folder)
        new = acts.NewDossier(procedure="birth_registration", actor=desk.actor("canbo1"))
        draft = desk.steps.intake.new(new).dossier_id
        desk.close()
        answer = subprocess.run(
            [sys.executable, "-m", "tests.bench._chip_window", str(office.profile.folder), draft,
             office.cards.card.content.can],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE, text=True, timeout=180, check=True,
        )  # fmt: skip
    said = json.loads(answer.stdout.splitlines()[-1])
    if said["read"] < 2 or said["read"] < said["all"]:
        raise SystemExit(f"the card was not read: {said}")
    sys.stderr.write(
        f"window: longest gap {said['gap']:.1f} ms, of it {said['waited']:.1f} ms waiting for a "
        f"processor; the longest without such waiting {said['own']:.1f} ms; 99 of 100 beats within "
        f"{said['p99']:.1f} ms; idle {said['idle']:.1f} ms\n"
    )
    return {
        "figure": "window.longest_gap",
        "value": round(said["gap"], 1),
        "unit": f"ms over {said['read']} readings",
        "peer": "limit",
        "peer_value": GAP_GOAL_MS,
        "ratio": round(said["gap"] / GAP_GOAL_MS, 3),
        "goal": f"<= {GAP_GOAL_MS:.0f}",
        "met": said["gap"] <= GAP_GOAL_MS,
    }


class _Metered(PracticeCard):
    """A card whose own CPU is known, so that it can be taken off ours."""

    spent = 0.0

    def transmit(self, command: bytes) -> bytes | None:
        begun = time.process_time()
        try:
            return super().transmit(command)
        finally:
            _Metered.spent += time.process_time() - begun


def cpu_ms(made: object) -> float:
    """Milliseconds of our own CPU for a reading and its verdict."""
    store = country_store({"c.cer": made.country})  # type: ignore[attr-defined]
    _Metered.spent, begun = 0.0, time.process_time()
    reading = read_card(opener(_Metered(made)), ReadRequest(key=key_of(made)))  # type: ignore[arg-type]
    files = ChipFiles(
        groups=reading.groups,
        security_object=reading.security_object,
        challenge=reading.challenge,
        answer=reading.answer,
    )
    if judge(files, store, NOW).verdict != "genuine":
        raise SystemExit("the bench card is not genuine")
    return (time.process_time() - begun - _Metered.spent) * 1000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
