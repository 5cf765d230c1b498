"""Each step has its share of the term and its own early warning (F06-06)."""

import dataclasses
import datetime as dt
from fractions import Fraction

import pytest

from desk_app.application.reminders import reminders
from desk_app.application.step_times import step_clock
from desk_app.domain.moments import local
from tests.kit.office import terms
from tests.kit.ui.window import settle


def tasks(office):
    return {each.row.code: each.task for each in reminders(office.enquiries)}


def due(office, key):
    found = step_clock(office.office, office.see(key), office.clock.now())
    return None if found is None else found.due_at


def test_a_step_is_due_by_its_share_counted_from_the_day_it_came(office):
    """Received on Monday the 9th: appraisal has four and a half of the seven days, approval one."""
    key = office.appraised()
    definition = office.office.catalogue.procedure("construction_permit_house", version=2)
    shares = {str(step.step): Fraction(step.amount) for step in definition.steps}
    assert shares["appraise"] == Fraction(9, 2)
    assert due(office, key).date().isoformat() == "2026-11-16"
    office.at(11)
    office.checked(key)
    office.do("appraise", "submit", key, "thamdinh")
    assert due(office, key).date().isoformat() == "2026-11-12"


def test_the_last_day_of_a_step_is_a_task_and_the_day_after_it_is_late(office):
    key = office.appraised()
    office.at(11)
    office.checked(key)
    office.do("appraise", "submit", key, "thamdinh")
    assert tasks(office) == {}
    office.at(12)
    assert tasks(office) == {key: "step_due"}
    office.at(13)
    assert tasks(office) == {key: "step_late"}
    assert office.see(key).due_at.date() > dt.date(2026, 11, 13), "the date of the whole holds"
    office.do("approve", "approve", key, "lanhdao")
    assert tasks(office) == {}, "the next step has time of its own"


def test_what_stands_still_stops_the_step_too_and_a_send_back_begins_it_anew(office):
    key = office.appraised()
    office.at(10)
    office.do("intake", "request_withdrawal", key, "canbo", reason="Đổi nhu cầu")
    office.at(17)
    assert tasks(office) == {}
    office.do("appraise", "take_back_withdrawal", key, "thamdinh", reason="Tiếp tục")
    assert due(office, key).date() > dt.date(2026, 11, 17)
    other = office.submitted(applicant={"identifier": "027090000456"})
    office.at(18)
    office.do("approve", "send_back", other, "lanhdao", reason="Thiếu căn cứ")
    assert due(office, other).date() > dt.date(2026, 11, 20)


def test_a_process_without_times_warns_of_no_step(office, monkeypatch):
    key = office.appraised()
    definition = office.office.catalogue.procedure("construction_permit_house", version=2)
    bare = dataclasses.replace(definition, steps=())
    monkeypatch.setattr(type(office.office.catalogue), "procedure", lambda self, *a, **k: bare)
    assert due(office, key) is None
    terms(office, key, version="")
    assert tasks(office) == {}


@pytest.mark.ui
def test_the_appraiser_reads_the_date_of_the_step_on_the_page(office, at):
    key = office.appraised()
    window = at("thamdinh")
    window.open(key, "appraise")
    settle()
    shown = window.appraise.state.dossier.step_due_at
    assert local(shown).date().isoformat() == "2026-11-16"
    banner = window.pages["appraise_page"].due
    assert banner.isVisible()
    assert "16/11" in banner.accessibleName()


@pytest.mark.ui
def test_the_warning_stands_in_the_list_of_the_day(office, at):
    key = office.submitted()
    office.at(10)
    window = at("lanhdao")
    window.dashboard.filter_by("tasks")
    settle()
    (row,) = window.dashboard.state.rows
    assert (row.key, row.task) == (key, "step_due")
