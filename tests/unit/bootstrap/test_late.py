"""Opening a desk pays for what it uses: heavy parts are made when they are first asked something."""

import json
import subprocess
import sys

import pytest

from desk_app import bootstrap
from desk_app.bootstrap.late import late, when_made
from desk_app.practice.office import open_practice_office

SCRIPT = """
import json, sys
from pathlib import Path
from desk_app.ui.contract import WorkQuery
from desk_app.ui.opening import Opening
opening = Opening(Path(sys.argv[1]))
desk = opening.desk()
desk.session.sign_in("canbo1", "x", "")
desk.enquiries.work_list(WorkQuery())
print(json.dumps(sorted(sys.modules)), flush=True)
opening.close()
"""
LATER = (
    "aiohttp", "alembic", "cv2", "numpy", "pikepdf", "pypdfium2", "psycopg", "jsonschema", "zeroconf",
    "fontTools", "pkcs11", "signing.verify", "scanner", "typst", "desk_app.application.acts",
    "desk_app.application.reports.reports", "desk_app.application.synchronise", "desk_app.domain.restructuring",
    "desk_app.adapters.catalogue", "desk_app.ui.connect.steps", "desk_app.ui.contract.restructuring",
)  # fmt: skip


@pytest.mark.long
def test_the_queue_is_in_sight_without_what_later_steps_use(tmp_path):
    with open_practice_office(tmp_path / "office", clock=bootstrap.wall_clock().now):
        bootstrap.open_desk(tmp_path / "office").close()  # the database is made the first time
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(tmp_path / "office")],
            capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
    loaded = json.loads(done.stdout.splitlines()[-1])
    assert [n for n in loaded if n in LATER or n.startswith(tuple(f"{x}." for x in LATER))] == []


def test_every_name_of_the_package_is_there():
    for name in bootstrap.__all__:
        assert getattr(bootstrap, name) is not None
    with pytest.raises(AttributeError):
        bootstrap.nobody_makes_this  # noqa: B018


class Part:
    made = 0

    def __init__(self):
        type(self).made += 1
        self.closed = 0

    def close(self):
        self.closed += 1


def test_a_late_part_is_made_once_and_closed_only_when_made():
    Part.made = 0
    part = late(Part)
    when_made(part)()
    assert Part.made == 0
    part.word = "said"
    assert part.word == "said"
    when_made(part)()
    assert (Part.made, part.closed) == (1, 1)
