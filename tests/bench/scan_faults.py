"""Fault campaign of acquisition: `./desk bench scan-faults --pages 1000 --seed N`.

Stacks of numbered pages are fed through the simulator while it jams, opens its cover, vanishes,
cuts, empties and replaces answers, while the client and its worker are killed and the disk fills
up. After each fault the officer does what the program says: loads again from the sheet it names.
At the end every page is read back from the tray and counted by the marks printed on it.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import logging
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from scanner import (
    AcquireRequest,
    DriverOptions,
    Ended,
    Inspector,
    PageArriving,
    PageStored,
    ScannerError,
    Source,
    Tray,
    acquire,
)
from tests.bench._scan_figures import Figures
from tests.kit.scanner import pages
from tests.kit.scanner.escl_sim import EsclSim

_OPTIONS = DriverOptions(silence_s=1.0, connect_s=2.0, busy_s=5.0, warm_up_s=15.0)
_DEVICE_FAULTS = (
    "jam", "jamlies", "door", "double", "drop", "dropchunk", "silent", "short", "capped", "close",
    "zero", "html", "stall", "gone", "foreign",
)  # fmt: skip
_ODD_MANNERS = ("relloc", "foreignhost", "uuidcolon", "del404", "end409", "otherjob", "nons")


@dataclass
class Tally:
    """What the campaign counts."""

    fed: int = 0
    acknowledged: int = 0
    seen_at_restart: int = 0
    acknowledged_lost: int = 0
    lost_unnoticed: int = 0
    cut_accepted: int = 0
    doubled_or_swapped: int = 0
    faults: Counter = field(default_factory=Counter)
    ended: Counter = field(default_factory=Counter)
    bad: list = field(default_factory=list)


class Stack:
    """One pile of paper on its way into a tray, through as many faults as it meets."""

    def __init__(self, number, random_, folder, pool, tally, inspector):
        self.random, self.folder, self.tally, self.inspector = random_, folder, tally, inspector
        self.number = number
        self.ids = random_.sample(sorted(pool), random_.randint(5, 11))
        self.images = [pool[i] for i in self.ids]
        self.stack = ""
        self.said: dict[str, str] = {}

    def run(self, plan) -> None:
        """Feed until all is in; `plan` names the faults to meet on the way."""
        plan = list(plan)
        for _attempt in range(12):
            kind = plan.pop(0) if plan else "clean"
            self.tally.faults[kind] += 1
            sheet = self.next_sheet()
            left = self.images[sheet - 1 :]
            if not left:
                break
            ended = self.feed(kind, left)
            self.tally.ended[ended] += 1
            if ended == "done" and self.next_sheet() > len(self.images):
                break
        self.audit()

    def next_sheet(self) -> int:
        if not self.stack:
            return 1
        with Tray.at(self.folder) as tray:
            tray.recover()
            return tray.next_sheet(tray.stack(self.stack))

    def feed(self, kind, left) -> str:
        at = self.random.randint(1, len(left))
        faults = [self.random.choice(_ODD_MANNERS)]
        if kind in _DEVICE_FAULTS:
            size = len(left[at - 1])
            cut = self.random.randrange(1, size - 2)
            amount = {"stall": 1.6}.get(kind, cut)
            faults.append(f"{'html' if kind == 'foreign' else kind}@{at}:{amount}")
        if kind == "foreign":
            left = [*left[: at - 1], b"%PDF-1.4 not one", *left[at:]]
            faults.pop()
        if kind in {"kill-client", "kill-worker"}:
            faults.append("slow:4000000")
        with EsclSim(left, faults) as device:
            if kind == "kill-client":
                return self.killed_client(device)
            if kind == "full-disk":
                return self.full_disk(device)
            return self.in_process(device, self.folder, kill_worker=kind == "kill-worker")

    def in_process(self, device, folder, *, kill_worker=False) -> str:
        victim = threading.Event()

        def hear(event):
            if isinstance(event, PageStored):
                self.said[event.page.id] = event.page.sha256
            due = kill_worker and not victim.is_set() and self.random.random() < 0.3
            if due and isinstance(event, PageArriving | PageStored):
                victim.set()
                with contextlib.suppress(ProcessLookupError, TypeError):
                    os.kill(self.inspector.pid, 9)

        request = AcquireRequest(
            device=device.uri,
            source=Source.ADF,
            dpi=150,
            stack=self.stack or None,
            options=_OPTIONS,
        )
        try:
            with Tray.at(folder) as tray:
                result = acquire(request, progress=hear, tray=tray, inspector=self.inspector)
        except ScannerError as error:
            return error.code
        self.stack = result.stack
        if result.ended is not Ended.DONE:
            assert result.problem is not None, result
            assert result.expected_next_sheet, result
        return result.ended.value

    def killed_client(self, device) -> str:
        """kill -9 at a random moment of a process of its own."""
        command = [sys.executable, "-m", "tests.bench._scan_client", device.uri, str(self.folder)]
        client = subprocess.Popen(
            [*command, self.stack] if self.stack else command, stdout=subprocess.PIPE, text=True
        )
        while not device.jobs and client.poll() is None:
            time.sleep(0.005)
        time.sleep(self.random.uniform(0, 0.5))
        client.kill()
        lines = client.stdout.read().splitlines(keepends=True)
        client.wait()
        for line in lines:
            if line.startswith("page ") and line.endswith("\n"):
                _word, page, digest = line.split()
                self.said[page] = digest
        self.restarted()
        return "killed"

    def restarted(self) -> None:
        """The program begins again and shows what is safe, also what it could not say in time."""
        with Tray.at(self.folder) as tray:
            tray.recover()
            stacks = tray.ledger.stacks()
            if not self.stack and stacks:
                self.stack = stacks[-1].id
            for page in tray.pages(self.stack) if self.stack else ():
                if page.id not in self.said:
                    self.said[page.id] = page.sha256
                    self.tally.seen_at_restart += 1

    def full_disk(self, device) -> str:
        """A small file system under the tray, filled to the brim."""
        room = self.random.randint(2, 5) * 400_000
        self.folder.mkdir(exist_ok=True)
        ballast = self.folder.parent / "ballast"
        free = _free(self.folder)
        with ballast.open("wb") as file:
            while free - room > 0:
                file.write(bytes(min(1 << 20, free - room)))
                file.flush()
                free = _free(self.folder)
        ended = self.in_process(device, self.folder)
        ballast.unlink()
        return ended

    def audit(self) -> None:
        """Read everything back."""
        with Tray.at(self.folder) as tray:
            found = tray.recover()
            kept = {p.id: p for p in tray.ledger.pages()}
            listed = tray.pages(self.stack) if self.stack else []
            got, damaged = [], 0
            for page in listed:
                try:
                    got.append(pages.read_id(tray.read(page)))
                except ScannerError:
                    damaged += 1
        lost = [
            i for i, digest in self.said.items() if i not in kept or kept[i].sha256 != digest
        ] + [
            i for i in self.said if i in kept
            and hashlib.sha256(kept[i].file.read_bytes()).hexdigest() != kept[i].sha256
        ]  # fmt: skip
        result = pages.audit(self.ids, got)
        tally = self.tally
        tally.fed += len(self.ids)
        tally.acknowledged += len(self.said)
        tally.acknowledged_lost += len(lost) + len(found.missing) + damaged
        tally.lost_unnoticed += len(result["lost"])
        tally.cut_accepted += len(result["cut"]) + result["unreadable"]
        wrong = len(result["doubled"]) + len(result["unknown"]) + result["out_of_order"]
        tally.doubled_or_swapped += wrong
        if lost or damaged or any(result.values()):
            tally.bad.append((self.number, result, lost, damaged))


def _free(folder) -> int:
    stat = os.statvfs(folder)
    return stat.f_bavail * stat.f_frsize


@contextlib.contextmanager
def _small_disk(folder, megabytes):
    """A file system of its own; None when this machine does not allow one."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "scan-faults", str(folder)],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=False)


def run(count, seed, say=lambda _: None) -> tuple[Tally, bool]:
    """The campaign; the second value tells whether the disk could be filled."""
    logging.disable(logging.WARNING)
    random_ = random.Random(seed)
    pool = {i: pages.page(i, dpi=150) for i in (pages.ident("x", n) for n in range(1, 31))}
    tally, number = Tally(), 0
    kinds = [*_DEVICE_FAULTS, "kill-worker", "kill-client", "full-disk"]
    with (
        tempfile.TemporaryDirectory(prefix="faults-") as root,
        Inspector() as inspector,
        _small_disk(Path(root, "small"), 24) as small,
    ):
        if small is None:
            kinds.remove("full-disk")
        deck: list[str] = []
        while tally.fed < count:
            number += 1
            plan = []
            for _ in range(random_.randint(1, 3)):
                if not deck:
                    deck = random_.sample(kinds, len(kinds))
                plan.append(deck.pop())
            on_small = small is not None and "full-disk" in plan
            folder = (small if on_small else Path(root)) / str(number)
            Stack(number, random_, folder, pool, tally, inspector).run(plan)
            if on_small:
                subprocess.run(["rm", "-rf", str(folder)], check=True)
            say(f"{number} {tally.fed}/{count} {plan}\n")
    logging.disable(logging.NOTSET)
    return tally, "full-disk" in kinds


def main(argv: list[str]) -> int:
    """Run the campaign; 1 when anything was lost, cut, doubled or swapped."""
    parser = argparse.ArgumentParser(prog="bench scan-faults", description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=int(time.time()) % 1_000_000)
    given = parser.parse_args(argv)
    sys.stderr.write(f"seed {given.seed}\n")
    tally, could_fill = run(given.pages, given.seed, sys.stderr.write)
    figures = Figures(f"scan-faults, seed {given.seed}")
    figures.add("pages fed", tally.fed, "", given.pages, met=tally.fed >= given.pages)
    figures.add(
        "pages acknowledged", tally.acknowledged, "", given.pages,
        met=tally.acknowledged >= tally.fed,
    )  # fmt: skip
    figures.add("faults met", sum(tally.faults.values()) - tally.faults["clean"], "", 1, met=True)
    figures.add("pages acknowledged and lost", tally.acknowledged_lost, "", 0)
    figures.add("pages lost unnoticed", tally.lost_unnoticed, "", 0)
    figures.add("cut or empty images accepted", tally.cut_accepted, "", 0)
    figures.add("doubled or swapped pages", tally.doubled_or_swapped, "", 0)
    for kind, times in sorted(tally.faults.items()):
        sys.stderr.write(f"{times:5} {kind}\n")
    sys.stderr.write(f"ended: {dict(tally.ended)}\n")
    sys.stderr.write(f"said after the restart only: {tally.seen_at_restart}\n")
    if not could_fill:
        sys.stderr.write("full-disk not run: no file system could be mounted\n")
    for entry in tally.bad:
        sys.stderr.write(f"BAD stack {entry}\n")
    return figures.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
