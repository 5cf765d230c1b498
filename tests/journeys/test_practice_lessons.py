"""Any step can be practised alone: a specimen dossier waits at each step, timed, marked MẪU."""

import subprocess
import sys

import pypdfium2
import pytest

from desk_app import bootstrap
from desk_app.domain.training import lesson_of
from desk_app.domain.workflow import Step, step_of
from desk_app.ui.guide import hints_of
from tests.journeys.cli import Cli
from tests.kit.warm_command import ROOT

pytestmark = [pytest.mark.journey]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """What the command leaves: a profile, and the dossier that waits at each step."""
    folder = tmp_path_factory.mktemp("lessons") / "tập huấn"
    waiting = Cli(folder)("demo", "--headless", "--every-step")["waiting"]
    assert list(waiting) == [str(step) for step in Step]
    return folder, waiting


def test_a_dossier_waits_at_each_step_with_its_times_and_hints(made):
    folder, waiting = made
    desk = bootstrap.open_desk(folder)
    try:
        check_lessons(desk, waiting)
    finally:
        desk.close()


def check_lessons(desk, waiting):
    now = desk.office.clock.now()
    for step in Step:
        dossier = desk.enquiries.dossier(waiting[step])
        assert step_of(dossier.state) is step
        lesson = lesson_of(desk.enquiries.events(waiting[step]), now)
        assert [one.step for one in lesson.steps if one.is_here] == [step]
        gone_through = [one.step for one in lesson.steps if one.stays]
        assert gone_through == list(Step)[: list(Step).index(step) + 1]
        assert hints_of(str(step))
        for slip in dossier.slips:
            with (
                desk.office.papers.plain_file(slip.file) as plain,
                pypdfium2.PdfDocument(plain) as document,
            ):
                assert "MẪU" in document[0].get_textpage().get_text_bounded()


def test_reset_takes_them_away(made):
    folder, waiting = made
    cli = Cli(folder)
    assert len(cli("dossier", "list")) == len(waiting)
    bare = ("profile", "reset", str(folder), "--json")
    done = subprocess.run(
        [sys.executable, "-m", "desk_app", *bare], cwd=ROOT, capture_output=True, check=True
    )
    assert b"canbo1" in done.stdout
    assert cli("dossier", "list", exit_code=None) == []
