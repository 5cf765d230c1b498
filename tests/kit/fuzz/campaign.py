"""Feeds an importer until its time is up; keeps what was answered in a new way."""

import hashlib
import json
import re
import time
from collections import Counter
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tests.kit.fuzz.mutate import Mutator

MOST_KEPT_BYTES = 4096
MOST_KEPT = 40
_DIGITS = re.compile(r"0x[0-9a-f]+|\d+")


class Target(Protocol):
    """One importer of the product.

    Attributes:
        limit_s: what the importer itself promises for one input, worker restart included.
        words: pieces of the format, for the mutator.
        is_here: read in this process; ``limit_s`` are seconds of the processor then.
    """

    limit_s: float
    words: tuple[bytes, ...]
    is_here: bool

    def seeds(self) -> list[bytes]:
        """Good inputs, made here."""
        ...

    def opened(self) -> AbstractContextManager[object]:
        """The importer, ready; its workers end with the block."""
        ...

    def feed(self, data: bytes) -> str:
        """How the importer answered; raises what is none of its own errors."""
        ...


@dataclass(slots=True)
class Report:
    """What a campaign did and saw.

    Attributes:
        faults: digest of the input and what went wrong, each kind once.
        slowest_s: longest answer.
    """

    name: str
    seed: int
    inputs: int = 0
    seconds: float = 0.0
    slowest_s: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)

    def line(self) -> str:
        """One line of JSON."""
        return json.dumps(
            {
                "importer": self.name, "seed": self.seed, "inputs": self.inputs,
                "seconds": round(self.seconds, 1), "slowest_s": round(self.slowest_s, 2),
                "kinds_of_answer": len(self.outcomes), "faults": self.faults,
                "worker_ended": sum(n for k, n in self.outcomes.items() if "crash" in k or "too slow" in k),
            }
        )  # fmt: skip


def corpus_of(folder: Path, name: str) -> list[bytes]:
    """Inputs kept by earlier campaigns."""
    return [path.read_bytes() for path in sorted((folder / name).glob("*.bin"))]


def run(
    target: Target,
    name: str,
    *,
    seconds: float,
    seed: int,
    corpus: Path,
    most: int = 1 << 60,
    keep: bool = False,
) -> Report:
    """Feed the corpus, then changes of it, until time or number is reached."""
    report = Report(name, seed)
    pool = target.seeds() + corpus_of(corpus, name)
    mutator = Mutator(seed, target.words)
    with target.opened():
        begun = time.monotonic()
        for data in list(pool):
            _feed(target, data, report, corpus, keep=False)
        while time.monotonic() - begun < seconds and report.inputs < most:
            data = mutator.next(pool)
            if _feed(target, data, report, corpus, keep=keep):
                pool.append(data)
        report.seconds = time.monotonic() - begun
    return report


def _feed(target: Target, data: bytes, report: Report, corpus: Path, *, keep: bool) -> bool:
    """Feed one input; whether it was answered in a way not met before."""
    report.inputs += 1
    # What is read in this process is held to its own seconds: a busy machine is no hang.
    clock = time.process_time if target.is_here else time.monotonic
    begun = clock()
    try:
        outcome = _DIGITS.sub("#", target.feed(data))
        fault = ""
    except Exception as error:  # noqa: BLE001 - whatever comes here is what is looked for
        outcome = fault = f"{type(error).__name__}: {_DIGITS.sub('#', str(error))[:120]}"
    took = clock() - begun
    report.slowest_s = max(report.slowest_s, took)
    if took > target.limit_s:
        fault = f"answered after {took:.1f} s, limit {target.limit_s} s"
    is_new = outcome not in report.outcomes
    report.outcomes[outcome] += 1
    digest = hashlib.sha256(data).hexdigest()[:16]
    if fault and fault not in report.faults.values():
        report.faults[digest] = fault
    folder = corpus / report.name
    folder.mkdir(parents=True, exist_ok=True)
    has_room = len(data) <= MOST_KEPT_BYTES and len(list(folder.iterdir())) < MOST_KEPT
    if (is_new and keep and has_room) or digest in report.faults:
        (folder / f"{digest}.bin").write_bytes(data)
    return is_new
