"""Counting a year and writing Part I happen in a process of their own: nothing of it in the window's."""

import dataclasses
import datetime as dt

import pytest

from desk_app import bootstrap
from desk_app.adapters.documents import part_one_docx
from desk_app.application.restructuring import study
from desk_app.application.restructuring.findings import findings_from_data
from desk_app.application.restructuring.projects import Restructuring
from desk_app.bootstrap import plan_errands, restructuring
from desk_app.domain.errors import Cancelled, DeskError
from desk_app.domain.reports.measures import Period
from desk_app.domain.restructuring.project import ProjectKind
from tests.kit.histories import Year

YEAR = (Year().first, Year().now.date())
GROUP = "LT.beside"


@pytest.fixture(scope="module")
def group(desk):
    files = desk.restructuring
    files.create(GROUP, kind=ProjectKind.LINKED_GROUP, linked=["1.001193", "1.001612"])
    return GROUP


@pytest.fixture
def forbidden(monkeypatch):
    """Whatever reads dossiers or writes papers in this process fails the test."""

    def here(*_args, **_more):
        pytest.fail("done in the window's process")

    monkeypatch.setattr(study, "evidence_of", here)
    monkeypatch.setattr(study, "compare_group", here)
    monkeypatch.setattr(Restructuring, "part_one", here)
    monkeypatch.setattr(restructuring, "write_part_one", here)
    monkeypatch.setattr(part_one_docx, "part_one_docx", here)


def counted(desk, code):
    """The same, asked of this process."""
    desk.reports.facts.catch_up()
    period = Period(first=YEAR[0], last=YEAR[1], asked_at=desk.office.clock.now())
    return desk.study.all_of(code, period)


def test_a_year_is_counted_beside_the_window(desk, group, request):
    here, told = counted(desk, group), []
    request.getfixturevalue("forbidden")
    found = bootstrap.study_beside(desk, group, YEAR, lambda done, total: told.append(done))
    assert found == here
    assert found.replay.together.dossiers > 20
    assert told[0] == 1
    assert told == sorted(told)


def test_findings_come_back_as_they_were_written(desk, group):
    found = counted(desk, group)
    assert findings_from_data(dataclasses.asdict(found)) == found


@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_part_one_is_written_beside_the_window(desk, group, suffix, forbidden):
    told = []
    file = bootstrap.keep_part_one(desk, group, suffix, lambda *step: told.append(step))
    assert file.read_bytes().startswith(b"PK" if suffix == ".docx" else b"%PDF")
    assert bootstrap.kept_parts(desk, group)[0] == file
    assert told[0] == (1, 3)


def test_a_stop_leaves_no_file_and_no_process(desk, group, monkeypatch):
    started = []
    kept = bootstrap.kept_parts(desk, group)
    real = plan_errands.run_errand

    def watched(arguments, **more):
        started.append(arguments)
        return real(arguments, **more)

    monkeypatch.setattr(plan_errands, "run_errand", watched)
    told = []
    with pytest.raises(Cancelled):
        bootstrap.keep_part_one(
            desk, group, ".docx", lambda *step: told.append(step), lambda: bool(told)
        )
    assert started
    assert bootstrap.kept_parts(desk, group) == kept
    folder = restructuring.papers_of_plans(desk)
    assert not list(folder.glob("*.new"))
    with pytest.raises(Cancelled):
        bootstrap.study_beside(desk, group, YEAR, is_stopped=lambda: True)


def test_a_refusal_of_the_command_comes_back_as_such(desk, group):
    backwards = (dt.date(2026, 12, 1), dt.date(2026, 1, 1))
    with pytest.raises(DeskError) as refused:
        bootstrap.study_beside(desk, group, backwards)
    assert refused.value.code == "reports.period"
    with pytest.raises(DeskError) as refused:
        bootstrap.keep_part_one(desk, "LT.nothing", ".docx")
    assert refused.value.code == "restructuring.unknown"
