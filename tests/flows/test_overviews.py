"""Hand-over at shift change; what another calendar moves, shown before it is put in place."""

import datetime as dt

import resources
from desk_app.application.overviews import moved_by, shift
from desk_app.application.reminders import reminders
from desk_app.domain.deadlines import WorkCalendar


def with_holiday(day):
    data = resources.toml("rules/calendar-example.toml")
    return WorkCalendar.from_data(
        data | {"holidays": [*data["holidays"], {"on": day, "name": "nghỉ bù"}]}
    )


def test_a_new_holiday_moves_what_is_not_finished(office):
    running = office.appraised()
    office.sealed(applicant={"identifier": "027090000456"})
    paused = office.appraised(applicant={"identifier": "027090000789"})
    office.do("intake", "request_withdrawal", paused, "canbo", reason="x")
    (moved,) = moved_by(office.enquiries, with_holiday("2026-11-16"))
    assert moved.dossier == running
    assert (moved.due_at.date().isoformat(), moved.due_after.date().isoformat()) == (
        "2026-11-18",
        "2026-11-19",
    )
    assert office.see(running).due_at == moved.due_at, "nothing is changed"


def test_a_holiday_after_the_due_day_moves_nothing(office):
    office.appraised()
    assert list(moved_by(office.enquiries, with_holiday("2026-11-19"))) == []


def test_the_page_of_a_shift(office):
    late = office.appraised()
    office.do("intake", "claim", late, "thamdinh")
    asked = office.appraised(applicant={"identifier": "027090000456"})
    office.do(
        "appraise", "ask_to_supplement", asked, "thamdinh", reason="x",
        points=[{"component": "", "what": "y"}],
    )  # fmt: skip
    office.at(18)
    today = shift(office.enquiries, "thamdinh")
    assert [r.code for r in today.due_today] == [late]
    office.at(19)
    page = shift(office.enquiries, "thamdinh")
    assert page.steps == {"appraise": 2}
    assert page.waiting["applicant"] == 1
    assert [r.code for r in page.overdue] == [late]
    assert [r.code for r in page.claimed] == [late]
    assert shift(office.enquiries).claimed == ()


def test_the_apology_is_a_task_on_its_last_possible_day_alone(office):
    """NĐ 61/2018 Art. 19(9): at the latest on the last working day before the due date."""
    key = office.appraised()
    last = office.enquiries.clock(key).apology_last_day
    assert tasks(office) == {}
    office.at(last.isoformat())
    assert tasks(office) == {key: "apology_today"}
    office.at((last - dt.timedelta(days=1)).isoformat())
    assert tasks(office) == {key: "due_soon"}
    office.at(office.see(key).due_at.date().isoformat(), 7)
    assert tasks(office) == {key: "due_soon"}, "the apology is no longer possible"


def test_a_dossier_that_was_put_off_asks_for_no_second_apology(office):
    key = office.appraised()
    office.do("approve", "extend", key, "lanhdao", new_due_on="2026-11-20", reason="Cần xác minh")
    office.at("2026-11-19")
    assert tasks(office) == {key: "due_soon"}


def test_what_stands_still_or_is_late_is_no_warning_before_due(office):
    waiting, late = office.appraised(), office.appraised()
    point = {"component": "", "what": "Bản vẽ"}
    office.do("appraise", "ask_to_supplement", waiting, "thamdinh", points=[point], reason="Thiếu")
    office.at("2026-12-30")
    assert tasks(office) == {}
    assert late in {row.code for row in shift(office.enquiries).overdue}


def test_an_answer_that_is_late_is_a_task(office):
    """R-5B-41."""
    key = office.appraised()
    question = {"agency": "Sở Xây dựng", "question": "?", "unit": "working_days", "amount": 1}
    office.do("appraise", "request_opinion", key, "thamdinh", questions=[question])
    assert tasks(office) == {}
    office.at(12)
    assert tasks(office) == {key: "opinion_late"}


def tasks(office):
    return {each.row.code: each.task for each in reminders(office.enquiries)}
