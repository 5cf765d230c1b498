"""Hand-over at shift change; what another calendar moves, shown before it is put in place."""

import resources
from desk_app.application.overviews import moved_by, shift
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
