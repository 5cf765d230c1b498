"""A profile is exchanged for a restored one: ended by force at each step, the old or the new is there."""

import multiprocessing
import os
from pathlib import Path

import pytest

from desk_app.config.front import SETTINGS_FILE
from desk_app.config.swap import mend, swap

DIED = 9


def lay(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True)
    (folder / SETTINGS_FILE).write_text(text, encoding="utf-8")
    return folder


def holds(folder: Path) -> str:
    return (folder / SETTINGS_FILE).read_text(encoding="utf-8")


def _die_at(step: int, fresh: str, place: str, aside: str) -> None:
    """Swap in a process that ends without a word before its nth move or removal of a file."""
    steps = 0

    def counted(act):
        def done(self, *arguments, **more):
            nonlocal steps
            steps += 1
            if steps == step:
                os._exit(DIED)
            return act(self, *arguments, **more)

        return done

    for name in ("rename", "replace", "unlink"):
        setattr(Path, name, counted(getattr(Path, name)))
    swap(Path(fresh), Path(place), Path(aside))


@pytest.mark.parametrize("is_there", [True, False])
def test_a_break_at_any_step_leaves_the_old_or_the_new(tmp_path, is_there):
    seen = set()
    for step in range(1, 12):
        folder = tmp_path / str(step)
        fresh, place = lay(folder / "work" / "fresh", "new"), folder / "hồ sơ"
        if is_there:
            lay(place, "old")
        arguments = (step, str(fresh), str(place), str(folder / "hồ sơ.before"))
        child = multiprocessing.get_context("spawn").Process(target=_die_at, args=arguments)
        child.start()
        child.join(60)
        mend(place)
        if is_there or place.exists():
            seen.add(holds(place))
        left = sorted(p.name for p in folder.iterdir() if p.name.endswith(".restoring"))
        assert left == []
        assert mend(place) is False
        if child.exitcode == 0:
            break
    assert child.exitcode == 0
    assert holds(place) == "new"
    assert seen == ({"old", "new"} if is_there else {"new"})


def test_a_folder_that_cannot_be_moved_leaves_the_old_one(tmp_path):
    place = lay(tmp_path / "p", "old")
    with pytest.raises(OSError, match="absent"):
        swap(tmp_path / "absent", place, tmp_path / "p.before")
    assert holds(place) == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["p"]


@pytest.mark.parametrize("note", [b"", b"{", b'{"aside": "../elsewhere"}', b'{"aside": 5}', b"[]"])
def test_a_note_that_makes_no_sense_moves_nothing(tmp_path, note):
    lay(tmp_path / "elsewhere", "another")
    folder = tmp_path / "d"
    folder.mkdir()
    (folder / ".p.restoring").write_bytes(note)
    assert mend(folder / "p") is False
    assert not (folder / "p").exists()
    assert holds(tmp_path / "elsewhere") == "another"
