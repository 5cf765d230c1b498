"""Counting rules of Civil Code 2015 Art. 147-148 and NĐ 61/2018 Art. 17-20."""

import pytest

from desk_app.domain.deadlines import Clock, DeadlineError, Term, WorkCalendar
from tests.unit.deadlines.builders import EXAMPLE, accepted, ask, day, event, moment, office

# March 2026: Monday 2, 9, 16, 23, 30.


def test_art_147_2_the_day_of_the_event_is_not_counted() -> None:
    facts = ask(accepted("2026-03-25T09:00"), unit="working_days", amount=5)
    assert facts.due_at == moment("2026-04-01T17:00")
    assert [str(mark.on) for mark in facts.days if mark.is_counted] == [
        "2026-03-26", "2026-03-27", "2026-03-30", "2026-03-31", "2026-04-01",
    ]  # fmt: skip
    assert facts.days[0].why == ("event_day",)
    assert facts.days[3].why == ("weekend",)


@pytest.mark.parametrize("hour", ["00:00", "07:30", "15:01", "17:00", "23:59"])
def test_rule_3_the_hour_of_receipt_does_not_matter_for_days(hour: str) -> None:
    facts = ask(accepted(f"2026-03-25T{hour}"), unit="working_days", amount=1)
    assert facts.due_at == moment("2026-03-26T17:00")


def test_rule_3_on_a_day_without_sessions_the_next_working_day_is_day_one() -> None:
    facts = ask(accepted("2026-03-28T09:00"), unit="working_days", amount=1)
    assert facts.due_at == moment("2026-03-30T17:00")
    calendar_days = ask(accepted("2026-03-28T09:00"), unit="calendar_days", amount=3)
    assert calendar_days.due_at == moment("2026-04-01T17:00")
    assert [mark.is_counted for mark in calendar_days.days] == [False, False, True, True, True]


def test_rule_3_an_intake_session_on_saturday_lets_calendar_days_run_on_sunday() -> None:
    calendar = office(sat=[["08:00", "11:00"]])
    facts = ask(accepted("2026-03-28T09:00"), calendar=calendar, unit="calendar_days", amount=3)
    assert facts.due_at == moment("2026-03-31T17:00")
    assert facts.days[1].why == ("weekend",)
    assert facts.days[1].is_counted


def test_rule_3_cutoff_shifts_start_to_the_next_opening() -> None:
    def due(at: str, **more: object) -> object:
        shifted = {"cutoff": "15:00", "cutoff_shifts_start": True}
        return ask(accepted(at), **{"unit": "working_days", "amount": 1, **shifted, **more}).due_at

    assert due("2026-03-25T15:00") == moment("2026-03-26T17:00")
    assert due("2026-03-25T15:01") == moment("2026-03-27T17:00")
    assert due("2026-03-27T16:00") == moment("2026-03-31T17:00")
    assert due("2026-03-28T16:00") == moment("2026-03-30T17:00")  # no working day: no shift
    assert due("2026-03-25T15:30", unit="working_hours", amount=2) == moment("2026-03-26T09:30")
    assert due("2026-03-25T15:30", unit="calendar_days", amount=1) == moment("2026-03-27T17:00")
    facts = ask(
        accepted("2026-03-25T16:00"),
        unit="working_days",
        amount=2,
        cutoff_shifts_start=True,
    )
    assert facts.remaining == 2
    assert facts.days[0].on == day("2026-03-26")
    assert facts.supplement_notice_last_day == day("2026-03-30")


def test_art_148_5_a_last_day_off_moves_to_the_next_working_day() -> None:
    facts = ask(accepted("2026-03-24T09:00"), unit="calendar_days", amount=4)
    assert facts.due_at == moment("2026-03-30T17:00")
    assert facts.remaining == 6
    assert all(mark.is_counted for mark in facts.days[1:])


def test_art_148_6_a_make_up_saturday_is_a_working_day_with_its_own_sessions() -> None:
    facts = ask(accepted("2026-08-21T09:00"), calendar=EXAMPLE, unit="calendar_days", amount=1)
    assert facts.due_at == moment("2026-08-22T17:00")
    half = office(
        make_up=[{"on": "2026-03-28", "for": "2026-04-01", "sessions": [["08:00", "11:00"]]}]
    )
    facts = ask(accepted("2026-03-27T09:00"), calendar=half, unit="working_days", amount=1)
    assert facts.due_at == moment("2026-03-28T11:00")
    assert facts.days[-1].why == ("make_up",)


def test_rule_9_precedence_make_up_then_holiday_then_week() -> None:
    calendar = office(
        holidays=[
            {"on": "2026-03-26", "name": "lễ"},
            {"on": "2026-03-27", "name": "bù", "swapped_with": "2026-03-28"},
            {"on": "2026-03-29", "name": "lễ"},
            {"on": "2026-03-30", "name": "lễ"},
        ],
        make_up=[
            {"on": "2026-03-30", "for": "2026-04-02", "sessions": [["08:00", "10:00"]]},
            {"on": "2026-03-28", "for": "2026-03-27"},
        ],
        wed=[],
    )
    kinds = {
        "2026-03-25": "closed", "2026-03-26": "holiday", "2026-03-27": "swapped",
        "2026-03-28": "make_up", "2026-03-29": "holiday", "2026-03-30": "make_up",
        "2026-03-31": "working_day", "2026-04-04": "weekend",
    }  # fmt: skip
    assert {text: str(calendar.kind(day(text))) for text in kinds} == kinds
    assert calendar.closing(day("2026-03-28")) == moment(
        "2026-03-28T17:00"
    )  # as the day it replaces


def test_rule_9_a_saturday_counts_only_where_it_is_said_to() -> None:
    intake_only = office(sat=[["08:00", "11:00"]])
    counting = office(sat={"sessions": [["08:00", "11:00"]], "counts": True})
    assert not intake_only.is_working(day("2026-03-28"))
    assert counting.is_working(day("2026-03-28"))
    facts = ask(accepted("2026-03-27T09:00"), calendar=counting, unit="working_days", amount=1)
    assert facts.due_at == moment("2026-03-28T11:00")


def test_holidays_on_weekends_move_nothing_unless_the_data_says_so() -> None:
    calendar = office(holidays=[{"on": "2026-04-26", "name": "Giỗ Tổ"}])
    facts = ask(accepted("2026-04-24T09:00"), calendar=calendar, unit="working_days", amount=1)
    assert facts.due_at == moment("2026-04-27T17:00")
    assert ask(
        accepted("2026-04-24T09:00"), calendar=EXAMPLE, unit="working_days", amount=1
    ).due_at == moment("2026-04-28T17:00")


@pytest.mark.parametrize(
    ("at", "amount", "due"),
    [
        ("2026-03-25T09:00", 2, "2026-03-25T11:00"),
        ("2026-03-25T09:30", 2, "2026-03-25T11:30"),  # the end of a session, not the next opening
        ("2026-03-25T09:31", 2, "2026-03-25T13:31"),
        ("2026-03-25T06:00", 8, "2026-03-26T08:00"),
        ("2026-03-25T12:00", 3.5, "2026-03-25T17:00"),
        ("2026-03-25T18:00", 0.5, "2026-03-26T08:00"),
        ("2026-03-28T09:00", 1, "2026-03-30T08:30"),
        ("2026-03-27T16:59", 1, "2026-03-30T08:29"),
        ("2026-03-25T09:00:30", 1, "2026-03-25T10:01"),
    ],
)
def test_rule_5_hours_run_only_inside_sessions(at: str, amount: float, due: str) -> None:
    assert ask(accepted(at), unit="working_hours", amount=amount).due_at == moment(due)


def test_rule_5_half_a_day_ends_with_the_morning_of_the_next_counted_day() -> None:
    facts = ask(accepted("2026-03-25T09:00"), unit="working_days", amount=2.5)
    assert facts.due_at == moment("2026-03-30T11:30")
    assert ask(accepted("2026-03-25T09:00"), unit="working_days", amount=0.5).due_at == moment(
        "2026-03-26T11:30"
    )
    through = office(thu=[["07:00", "14:00"]])
    assert ask(
        accepted("2026-03-25T09:00"), calendar=through, unit="working_days", amount=0.5
    ).due_at == moment("2026-03-26T14:00")


@pytest.mark.parametrize(
    ("at", "amount", "due"),
    [
        ("2026-03-25T09:00", 1, "2026-04-27T17:00"),  # 25 April is a Saturday
        ("2026-01-30T09:00", 1, "2026-03-02T17:00"),  # February ends on Saturday 28
        ("2027-12-31T09:00", 2, "2028-02-29T17:00"),  # leap day
        ("2026-03-31T09:00", 12, "2027-03-31T17:00"),
    ],
)
def test_art_148_3_months_end_on_the_same_day_or_the_last(at: str, amount: int, due: str) -> None:
    assert ask(accepted(at), unit="months", amount=amount).due_at == moment(due)


def test_leap_day_is_counted_like_any_other() -> None:
    facts = ask(accepted("2028-02-28T09:00"), unit="working_days", amount=1)
    assert facts.due_at == moment("2028-02-29T17:00")


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-03-25T15:00", "2026-03-25T17:00"),
        ("2026-03-25T15:01", "2026-03-26T17:00"),
        ("2026-03-27T15:01", "2026-03-30T17:00"),
        ("2026-03-28T09:00", "2026-03-30T17:00"),
    ],
)
def test_same_day_after_the_cutoff_is_due_the_next_working_day(at: str, due: str) -> None:
    assert ask(accepted(at), same_day=True).due_at == moment(due)
    assert ask(accepted(at), same_day=True, cutoff_shifts_start=True).due_at == moment(due)


def test_same_day_is_never_due_before_receipt() -> None:
    calendar = office(wed=[["07:30", "11:30"]])
    facts = ask(accepted("2026-03-25T14:00"), calendar=calendar, same_day=True)
    assert facts.due_at == moment("2026-03-26T17:00")


def test_rule_2_online_start_submitted_counts_from_the_record_of_the_system() -> None:
    events = [event("submitted", "2026-03-23T20:00"), event("accepted", "2026-03-25T09:00")]
    term = {"unit": "working_days", "amount": 5}
    assert ask(events, **term).due_at == moment("2026-04-01T17:00")
    assert ask(events, **term, online_start="submitted").due_at == moment("2026-03-30T17:00")
    completed = [
        event("submitted", "2026-03-16T20:00"),
        event("supplement_requested_at_intake", "2026-03-17T09:00"),
        event("supplement_complete", "2026-03-24T09:00"),
        event("accepted", "2026-03-25T09:00"),
    ]
    assert ask(completed, **term, online_start="submitted").due_at == moment("2026-03-31T17:00")
    assert ask(completed[:3], **term).clock is Clock.NOT_STARTED


@pytest.mark.parametrize(
    "procedure",
    [
        {},
        {"unit": "weeks", "amount": 1},
        {"unit": "working_days"},
        {"unit": "working_days", "amount": 0},
        {"unit": "working_days", "amount": -1},
        {"unit": "working_days", "amount": True},
        {"unit": "working_days", "amount": "5"},
        {"unit": "working_days", "amount": 1.25},
        {"unit": "working_days", "amount": float("inf")},
        {"unit": "working_days", "amount": 10**9},
        {"unit": "months", "amount": 0.5},
        {"unit": "working_days", "amount": 5, "cutoff": "25:00"},
        {"unit": "working_days", "amount": 5, "cutoff": 15},
        {"unit": "working_days", "amount": 5, "payment": "maybe"},
        {"unit": "working_days", "amount": 5, "same_day": "yes"},
    ],
)
def test_a_term_that_says_nothing_countable_is_refused(procedure: dict[str, object]) -> None:
    with pytest.raises(DeadlineError):
        Term.from_data(procedure)


@pytest.mark.parametrize(
    "calendar",
    [
        [],
        {"sessions": {"monday": []}},
        {"sessions": {"mon": [["11:00", "08:00"]]}},
        {"sessions": {"mon": [["08:00", "11:00"], ["10:00", "12:00"]]}},
        {"sessions": {"mon": [["08:00"]]}},
        {"sessions": {"mon": [["8h", "9h"]]}},
        {"sessions": {"sat": {"sessions": [], "counts": 1}}},
        {"sessions": {"mon": "08:00-11:00"}},
        {"holidays": [{"name": "x"}]},
        {"holidays": ["2026-01-01"]},
        {"holidays": [{"on": "2026-02-30"}]},
        {"holidays": [{"on": "0001-01-01"}]},
        {"make_up": [{"on": "2026-01-10T08:00"}]},
        {"make_up": {"on": "2026-01-10"}},
    ],
)
def test_a_calendar_that_cannot_be_read_is_refused(calendar: object) -> None:
    with pytest.raises(DeadlineError):
        WorkCalendar.from_data(calendar)  # type: ignore[arg-type]  # that is the test


def test_a_calendar_without_working_days_says_so() -> None:
    empty = WorkCalendar.from_data({"sessions": {}})
    for procedure in (
        {"unit": "working_days", "amount": 1},
        {"unit": "working_hours", "amount": 1},
    ):
        with pytest.raises(DeadlineError) as refused:
            ask(accepted("2026-03-25T09:00"), calendar=empty, **procedure)
        assert refused.value.code == "due.no_working_day"
        assert "2026-03-25" in str(refused.value)


def test_an_early_session_order_does_not_matter() -> None:
    calendar = office(wed=[["13:30", "17:00"], ["07:30", "11:30"]])
    assert calendar.closing(day("2026-03-25")) == moment("2026-03-25T17:00")
    assert calendar.closing(day("2026-03-25")) == office().closing(day("2026-03-25"))
