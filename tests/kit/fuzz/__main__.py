"""``python -m tests.kit.fuzz [NAME…] [--seconds S] [--seed N] [--keep]``: one line of JSON an importer."""

import argparse
import sys
from pathlib import Path

from tests.kit.fuzz.campaign import run
from tests.kit.fuzz.targets import TARGETS

CORPUS = Path(__file__).parents[2] / "data" / "fuzz"


def main() -> int:
    """Run; 1 when a fault was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=sorted(TARGETS))
    parser.add_argument("--seconds", type=float, default=600.0, help="for each importer")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="add new kinds of input to the corpus")
    args = parser.parse_args()
    faults = 0
    for name in args.names:
        target = TARGETS[name]()
        report = run(
            target, name, seconds=args.seconds, seed=args.seed, corpus=CORPUS, keep=args.keep
        )
        print(report.line(), flush=True)
        faults += len(report.faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
