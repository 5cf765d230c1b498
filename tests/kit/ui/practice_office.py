"""A practice office in a process of its own, for tests that drive the program from outside.

Prints one JSON line when it is open (profile, tokens), then runs until its standard input ends. Its feeder holds
one stack after the other, so each scan finds paper.
"""

import json
import sys
from pathlib import Path

from desk_app import bootstrap
from desk_app.practice.office import open_practice_office


def main() -> None:
    with open_practice_office(Path(sys.argv[1]), clock=bootstrap.wall_clock().now) as office:
        office.scanner.stock(
            [office.specimens[name] for name in ("birth_declaration", "birth_notice")]
        )
        print(json.dumps(office.profile.as_json()), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
