"""Builds the foreign reader inside a source tree of gmrtd that can already be built.

``python -m tests.kit.chip.foreign.build TREE PROGRAM``; needs Go and the headers of PC/SC. The names of
the modules are taken from the tree's own ``go.mod``.
"""

import re
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).with_name("main.go.in")


def build(tree: Path, program: Path) -> None:
    """Write the reader into ``tree/cmd/desk-foreign`` and compile it to ``program``."""
    stated = (tree / "go.mod").read_text("utf-8")
    own = re.search(r"^module (\S+)", stated, re.MULTILINE)
    smartcard = re.search(r"^\s*(\S+/smartcard) v", stated, re.MULTILINE)
    if own is None or smartcard is None:
        raise SystemExit(f"{tree} is no source tree of gmrtd")
    words = SOURCE.read_text("utf-8")
    place = tree / "cmd" / "desk-foreign"
    place.mkdir(parents=True, exist_ok=True)
    (place / "main.go").write_text(
        words.replace("@gmrtd@", own[1]).replace("@smartcard@", smartcard[1]), "utf-8"
    )
    subprocess.run(
        ["go", "build", "-o", program.resolve(), "./cmd/desk-foreign"], cwd=tree, check=True
    )


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
