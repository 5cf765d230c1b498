"""Errands beside the window are the real commands: the audit with its progress, the backup, the restore."""

import dataclasses

import pytest

from desk_app.adapters.persistence.engine import keyed
from desk_app.bootstrap.care import Care
from desk_app.bootstrap.data import load_settings
from desk_app.bootstrap.desk import keys_of
from desk_app.bootstrap.errands import run_errand
from desk_app.domain.errors import Cancelled, DeskError, RuleError
from tests.kit.security.small_desk import fill, make_profile


@pytest.fixture(scope="module")
def care(tmp_path_factory):
    folder = make_profile(tmp_path_factory.mktemp("care") / "p")
    fill(folder, dossiers=3)
    return Care(folder)


def never():
    return False


def test_the_audit_runs_beside_the_window_and_leaves_its_finding(care):
    steps = []
    care.check(lambda done, total: steps.append((done, total)), never)
    assert steps == [(0, 3)]
    found = care.standing()
    assert (found.dossiers, found.problem_count, found.damaged) == (3, 0, 0)
    assert found.audited_at is not None
    assert found.papers_at is not None


def test_a_backup_is_planned_made_and_brought_back_elsewhere(care, tmp_path):
    with pytest.raises(RuleError, match=r"backup\.no_folder"):
        care.back_up(lambda *_: None, never)
    with pytest.raises(RuleError, match=r"backup\.not_a_folder"):
        care.plan_backup(str(tmp_path / "missing"), 8)
    care.plan_backup(str(tmp_path), 8)
    planned = care.standing()
    assert (planned.backup_folder, planned.backup_hours) == (str(tmp_path), 8)
    assert care.back_up(lambda *_: None, never)["verified"] is True
    made = care.standing()
    assert made.is_backup_whole
    assert (made.next_backup_at - made.backed_up_at).total_seconds() == 8 * 3600
    other = Care(tmp_path / "other pc" / "desk")
    trial = other.restore(str(tmp_path), "", lambda *_: None, never, is_rehearsal=True)
    assert (trial["dossiers"], trial["damaged"]) == (3, [])
    assert not other.profile.exists()
    other.restore(str(tmp_path), "", lambda *_: None, never, is_rehearsal=False)
    other.check(lambda *_: None, never)
    assert other.standing().problem_count == 0


def test_a_change_is_named_in_the_next_standing(care, tmp_path):
    folder = make_profile(tmp_path / "changed")
    fill(folder, dossiers=2)
    settings = load_settings(folder)
    connection = keyed(folder / "desk.db", keys_of(settings).database)
    connection.execute("DROP TRIGGER event_no_update")
    connection.execute(
        "UPDATE event SET canonical = replace(canonical, 'someone', 'nobody0') WHERE seq = 2"
    )
    connection.close()
    changed = dataclasses.replace(care, profile=folder)
    changed.check(lambda *_: None, never)
    found = changed.standing()
    assert found.problem_count == 2
    code, facts = found.problems[0]
    assert (code, facts["seq"]) == ("audit.event_changed", 2)


def test_a_refusal_and_a_stop_come_back_as_such(tmp_path):
    with pytest.raises(DeskError) as refused:
        run_errand(("audit", "--profile", str(tmp_path / "nowhere")))
    assert refused.value.code == "profile.missing"
    with pytest.raises(Cancelled):
        run_errand(("audit", "--profile", str(tmp_path)), is_stopped=lambda: True)
