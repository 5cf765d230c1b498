"""``./desk bench [NAME …]``: each benchmark prints one JSON line a figure, then a table."""

import importlib
import sys
from pathlib import Path

NAMES = sorted(p.stem for p in Path(__file__).parent.glob("*.py") if not p.stem.startswith("_"))


def main(arguments: list[str]) -> int:
    """Run the named benchmark with its own arguments, or all of them."""
    wanted = arguments[0].replace("-", "_") if arguments else ""
    if wanted and wanted not in NAMES:
        sys.stderr.write(f"bench: {wanted}? there are: {', '.join(NAMES)}\n")
        return 64
    names = [wanted] if wanted else NAMES
    worst = 0
    for name in names:
        module = importlib.import_module(f"tests.bench.{name}")
        worst = max(worst, int(module.main(arguments[1:])))
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
