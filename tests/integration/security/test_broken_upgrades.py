"""kill -9 and a full disk while a database is upgraded: the old schema or the new one, whole, never between."""

import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desk_app.adapters.persistence import open_database
from desk_app.domain.errors import UnavailableError
from tests.integration.security.test_old_databases import FOLDER, KEYS, head, revision

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and mounts of POSIX")
ROOT = Path(__file__).parents[3]
_CHILD = """
import os, sys
from pathlib import Path
import sqlalchemy as sa
from desk_app.adapters.persistence import open_database
left = int(sys.argv[3])
@sa.event.listens_for(sa.Engine, "before_cursor_execute")
def count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), 9)
open_database(Path(sys.argv[1]), sys.argv[2]).close()
"""


def killed_at(file, key, statement):
    """Upgrade in a child that ends itself before its n-th statement; True when it was ended."""
    child = subprocess.run(
        [sys.executable, "-c", _CHILD, file, key, str(statement)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, timeout=120,
    )  # fmt: skip
    assert child.returncode in (0, -9), child.stderr[-500:]
    return child.returncode != 0


def campaign(folder, made_by, statements):
    old, new, ended = 0, 0, 0
    for statement in statements:
        file = folder / f"{made_by}-{statement}.db"
        shutil.copyfile(FOLDER / f"{made_by}.db", file)
        was_ended = killed_at(file, KEYS[made_by], statement)
        ended += was_ended
        left = revision(file, KEYS[made_by])
        assert left in {made_by, head()}
        old, new = old + (left == made_by), new + (left == head())
        database = open_database(file, KEYS[made_by])
        report = database.index.check_chain()
        assert (report.dossiers, report.problems) == (5, ())
        database.close()
        assert revision(file, KEYS[made_by]) == head()
        if not was_ended:  # there are no further statements
            break
    return old, new, ended


def test_an_upgrade_killed_in_between_is_done_again(tmp_path):
    old, _new, ended = campaign(tmp_path, "0001", (9, 40))
    assert ended == 2
    assert old == 2


@pytest.mark.long
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("made_by", sorted(KEYS))
def test_an_upgrade_killed_at_every_second_statement(made_by, tmp_path):
    """At each one where there is little to do, and so few statements."""
    step = 2 if made_by <= "0012" else 1
    old, new, ended = campaign(tmp_path, made_by, itertools.count(1, step))
    print(f"{made_by}: {ended} killed, {old} found the old schema, {new} the new one")
    assert old > 10
    assert new > 0


def test_a_full_disk_leaves_the_old_schema(tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", small]
    if subprocess.run(mount, check=False).returncode:
        pytest.skip("no right to mount a small disk")
    try:
        file = small / "desk.db"
        shutil.copyfile(FOLDER / "0001.db", file)
        for left in (0, 20_000, 200_000):
            room = shutil.disk_usage(small).free
            (small / "ballast").write_bytes(bytes(max(room - left, 0)))
            with pytest.raises(UnavailableError, match=r"persistence\."):
                open_database(file, KEYS["0001"])
            (small / "ballast").unlink()
            assert revision(file, KEYS["0001"]) == "0001"
            for part in small.glob("*.copying"):
                part.unlink()
        database = open_database(file, KEYS["0001"])
        assert database.index.check_chain().is_whole
        database.close()
    finally:
        subprocess.run(["umount", small], check=True)
