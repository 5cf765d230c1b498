"""Keeps a database of a past version: made by the very program of that version, out of the git history.

``python -m tests.kit.security.keep_database 0010`` lays out the last commit whose newest schema step
is 0010, has that program fill a desk and leaves ``tests/fixtures/databases/0010.db``; the printed key
goes into ``KEYS`` of ``test_old_databases.py``. Whoever adds a schema step keeps the one before it so.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "tests" / "fixtures" / "databases"
_STEPS = "desk_app/adapters/persistence/migrations/versions/"
# Runs under the program of the past: it may use only what every version with this schema had.
_FILL = """
import sys
from pathlib import Path
from desk_app.bootstrap.data import load_settings
from desk_app.bootstrap.desk import keys_of, open_database_of
from tests.builders import NOW
from tests.kit.security.small_desk import fill, make_profile
folder = make_profile(Path(sys.argv[1]))
fill(folder, dossiers=5)
settings = load_settings(folder)
keys = keys_of(settings)
database = open_database_of(settings, keys)
with database.unit_of_work() as uow:
    for book in ("dossier/2026-11-29", "result/2026"):
        uow.numbers.next(book)
    if hasattr(uow, "records"):
        for number in ("QĐ 1", "QĐ 1", "QĐ 2"):
            uow.records.add("delegation", number, {"delegate": "thay"}, at=NOW, by="lanhdao")
    if hasattr(uow, "custody"):
        from desk_app.domain.custody import CustodyAct, CustodyEntry
        for holder in ("vanthu", "traketqua"):
            uow.custody.add(CustodyEntry(
                token="Dấu cơ quan", act=CustodyAct.HANDED_OVER, at=NOW, holder=holder, giver="lanhdao",
                permission="QĐ 3", minutes="BB 1", recorded_by="vanthu"))
    if hasattr(uow, "learned"):
        from desk_app.domain.learned import Learned, LearnedKind, Lesson, Review
        label = Lesson(kind=LearnedKind.LABEL, document_type="to_khai_khai_sinh", field="ho_ten", seen="Tên cháu")
        uow.learned.note(Lesson(kind=LearnedKind.NAME, seen="Hưong", meant="Hương"), at=NOW)
        decided = Learned(
            lesson=label, count=3, review=Review.APPROVED, first_at=NOW, last_at=NOW,
            decided_by="quantri", decided_at=NOW)
        uow.learned.keep(decided)
        from desk_app.application import learning
        if hasattr(learning, "record_decision"):
            learning.record_decision(uow, decided, at=NOW)
    if hasattr(uow, "held"):
        from tests.kit.office import a_held_paper
        uow.held.keep([a_held_paper()])
    uow.commit()
if hasattr(database, "facts"):
    database.facts.catch_up()
database.close()
print(keys.database)
"""


def _git(*arguments: str | Path) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True).stdout


def newest_step(commit: str) -> str:
    """The last schema step a commit knows; empty without any, or where two have one number."""
    names = _git("ls-tree", "--name-only", commit, _STEPS).decode()
    steps = sorted(re.findall(r"/(\d{4})_\w+\.py$", names, re.MULTILINE))
    return steps[-1] if steps and len(set(steps)) == len(steps) else ""


def last_commit_with(step: str) -> str:
    """The last commit before the next schema step came.

    Raises:
        LookupError: no commit had this step as its newest.
    """
    for commit in _git("rev-list", "--first-parent", "HEAD").decode().split():
        if newest_step(commit) == step:
            return commit
    raise LookupError(step)


def make(step: str, target: Path) -> str:
    """Write the database of a past version; gives its key in hexadecimal digits."""
    with tempfile.TemporaryDirectory() as scratch:
        program, profile = Path(scratch, "program"), Path(scratch, "profile")
        program.mkdir()
        packed = _git("archive", last_commit_with(step))
        subprocess.run(["tar", "x"], cwd=program, input=packed, check=True)
        done = subprocess.run(
            [sys.executable, "-c", _FILL, profile],
            cwd=program,
            env={**os.environ, "PYTHONPATH": str(program)},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        target.write_bytes((profile / "desk.db").read_bytes())
    return done.stdout.strip()


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        key = make(wanted, FOLDER / f"{wanted}.db")
        sys.stdout.write(f'    "{wanted}": "{key}",\n')
