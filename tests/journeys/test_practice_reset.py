"""A practice office begins anew; a real desk is never emptied."""

import datetime as dt

import pytest

from desk_app import bootstrap
from desk_app.domain.errors import ConflictError, NotFoundError, RuleError
from desk_app.domain.moments import VIETNAM
from desk_app.practice.profile import new_practice_profile, reset_practice_profile
from tests.builders import a_dossier

NOW = dt.datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)


@pytest.fixture
def folder(tmp_path):
    """A practice office with a dossier in it."""
    made = new_practice_profile(tmp_path / "tập huấn", now=NOW).folder
    desk = bootstrap.open_desk(made)
    with desk.office.unit_of_work() as work:
        work.dossiers.add(a_dossier())
        work.commit()
    desk.close()
    return made


def test_it_is_as_on_its_first_day(folder):
    before = (folder / "profile.toml").read_text(encoding="utf-8")
    reset_practice_profile(folder, now=NOW)
    assert (folder / "profile.toml").read_text(encoding="utf-8") != before
    assert [each.name for each in folder.parent.iterdir()] == [folder.name], (
        "nothing is left beside"
    )
    desk = bootstrap.open_desk(folder)
    try:
        assert desk.is_practice
        assert desk.office.staff.officer("canbo1").full_name
        with desk.office.unit_of_work() as work, pytest.raises(NotFoundError):
            work.dossiers.get(a_dossier().id)
    finally:
        desk.close()


def test_an_open_window_keeps_its_office(folder):
    with bootstrap.single_instance(folder), pytest.raises(ConflictError) as refused:
        reset_practice_profile(folder, now=NOW)
    assert refused.value.code == "profile.in_use"
    assert (folder / "desk.db").exists()


def test_a_real_desk_is_refused_untouched(tmp_path):
    real = tmp_path / "quầy"
    bootstrap.new_profile(real, province="", database="", papers="", recovery="")
    before = sorted((p.relative_to(real), p.stat().st_mtime_ns) for p in real.rglob("*"))
    with pytest.raises(RuleError) as refused:
        reset_practice_profile(real, now=NOW)
    assert refused.value.code == "profile.not_practice"
    assert sorted((p.relative_to(real), p.stat().st_mtime_ns) for p in real.rglob("*")) == before
