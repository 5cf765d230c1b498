"""The clock through supplements, pauses, extensions and opinions."""

import pytest

from desk_app.domain.deadlines import (
    Clock,
    ClockEvent,
    DeadlineError,
    Outcome,
    PauseReason,
    RuleBook,
    Term,
    due_moment,
)
from tests.unit.deadlines.builders import BOOK, EXAMPLE, accepted, ask, day, event, moment, office

FIVE = {"unit": "working_days", "amount": 5}


def test_before_acceptance_the_clock_has_not_started() -> None:
    facts = ask([event("submitted", "2026-03-25T09:00")])
    assert facts.clock is Clock.NOT_STARTED
    assert (facts.due_at, facts.remaining, facts.days, facts.transfer_day) == (None, None, (), None)
    assert facts.supplement_notice_last_day is None
    assert not facts.is_overdue


def test_later_events_are_not_looked_at() -> None:
    events = [*accepted("2026-03-25T09:00"), event("returned", "2026-03-27T09:00")]
    assert ask(events, "2026-03-26T09:00").clock is Clock.RUNNING
    assert ask(events, "2026-03-27T09:00").clock is Clock.FINISHED


def test_art_19_4_a_supplement_at_appraisal_starts_the_whole_term_anew() -> None:
    events = [
        *accepted("2026-03-25T09:00"),
        event("supplement_requested", "2026-03-27T10:00"),
        event("supplement_complete", "2026-04-06T16:00"),
    ]
    waiting = ask(events[:2], "2026-04-20T09:00", **FIVE)
    assert (waiting.clock, waiting.due_at, waiting.remaining) == (Clock.PAUSED, None, None)
    assert waiting.paused_by == (PauseReason.SUPPLEMENT,)
    assert waiting.apology_last_day is None
    facts = ask(events, **FIVE)
    assert facts.due_at == moment("2026-04-13T17:00")
    assert facts.days[0].on == day("2026-04-06")
    assert facts.supplement_notice_last_day == day("2026-03-30")


def test_a_supplement_at_intake_leaves_the_clock_unstarted() -> None:
    events = [
        event("submitted", "2026-03-20T09:00"),
        event("submitted", "2026-03-21T09:00"),
        event("supplement_requested_at_intake", "2026-03-23T09:00"),
        event("supplement_requested", "2026-03-23T09:00"),
        event("supplement_complete", "2026-03-24T09:00"),
    ]
    assert ask(events).clock is Clock.NOT_STARTED


def test_rule_6_payment_stops_the_clock_and_the_rest_runs_on() -> None:
    events = [
        *accepted("2026-03-23T09:00"),
        event("payment_requested", "2026-03-24T10:00"),
        event("payment_done", "2026-03-27T08:00"),
    ]
    assert ask(events[:2]).due_at is None
    assert ask(events[:2]).paused_by == (PauseReason.PAYMENT,)
    facts = ask(events, **FIVE)  # Tuesday used, four left after Friday
    assert facts.due_at == moment("2026-04-02T17:00")
    words = {str(mark.on): (mark.is_counted, *mark.why) for mark in facts.days}
    assert words["2026-03-24"] == (True, "working_day")
    assert words["2026-03-25"] == words["2026-03-27"] == (False, "pause")
    assert sum(mark.is_counted for mark in facts.days) == 5
    assert ask(events, **FIVE, payment="runs").due_at == moment("2026-03-30T17:00")


def test_rule_6_a_pause_within_one_day_moves_nothing_for_days() -> None:
    events = [
        *accepted("2026-03-23T09:00"),
        event("payment_requested", "2026-03-24T10:00"),
        event("payment_done", "2026-03-24T11:00"),
    ]
    assert ask(events, **FIVE).due_at == moment("2026-03-30T17:00")


def test_rule_6_hours_are_paused_to_the_minute() -> None:
    events = [
        *accepted("2026-03-25T09:00"),
        event("payment_requested", "2026-03-25T09:40"),
        event("payment_done", "2026-03-26T08:05"),
    ]
    facts = ask(events, unit="working_hours", amount=2)
    assert facts.due_at == moment("2026-03-26T09:25")
    assert [mark.is_counted for mark in facts.days] == [True, True]
    at_due = [
        *accepted("2026-03-25T09:00"),
        event("payment_requested", "2026-03-25T11:00"),
        event("payment_done", "2026-03-26T08:05"),
    ]
    assert ask(at_due, unit="working_hours", amount=2).due_at == moment("2026-03-25T11:00")


def test_rule_6_whole_days_in_a_pause_are_out_for_hours() -> None:
    events = [
        *accepted("2026-03-25T16:00"),
        event("payment_requested", "2026-03-25T16:30"),
        event("payment_done", "2026-03-27T07:00"),
    ]
    facts = ask(events, unit="working_hours", amount=1)
    assert facts.due_at == moment("2026-03-27T08:00")
    assert [(mark.is_counted, *mark.why) for mark in facts.days] == [
        (True, "working_day"), (False, "pause"), (True, "working_day"),
    ]  # fmt: skip


def test_rule_6_a_pause_on_the_last_day_ends_with_the_day_of_going_on() -> None:
    events = [
        *accepted("2026-03-23T09:00"),
        event("payment_requested", "2026-03-30T10:00"),
        event("payment_done", "2026-04-02T08:00"),
    ]
    assert ask(events, **FIVE).due_at == moment("2026-04-02T17:00")
    late = [*events[:2], event("payment_done", "2026-04-02T18:00")]
    assert ask(late, **FIVE).due_at == moment("2026-04-03T17:00")
    same = [*events[:2], event("payment_done", "2026-03-30T11:00")]
    assert ask(same, **FIVE).due_at == moment("2026-03-30T17:00")


def test_rule_6_a_pause_after_the_term_is_over_moves_nothing() -> None:
    events = [
        *accepted("2026-03-23T09:00"),
        event("withdrawal_requested", "2026-03-30T17:01"),
        event("withdrawal_taken_back", "2026-04-02T08:00"),
    ]
    facts = ask(events, **FIVE)
    assert facts.due_at == moment("2026-03-30T17:00")
    assert facts.is_overdue


def test_rule_6_calendar_days_pause_day_by_day() -> None:
    events = [
        *accepted("2026-03-23T09:00"),
        event("withdrawal_requested", "2026-03-25T10:00"),
        event("withdrawal_taken_back", "2026-03-28T08:00"),
    ]
    facts = ask(events, unit="calendar_days", amount=10)  # two used, eight after the 28th
    assert facts.due_at == moment("2026-04-06T17:00")  # 5 April is a Sunday
    assert [mark.why for mark in facts.days if not mark.is_counted] == [
        ("event_day",), ("pause",), ("pause",), ("pause",),
    ]  # fmt: skip


def test_two_reasons_pause_once_and_both_must_end() -> None:
    events = [
        *accepted("2026-03-23T09:00"),
        event("payment_requested", "2026-03-24T10:00"),
        event("withdrawal_requested", "2026-03-25T10:00"),
        event("withdrawal_requested", "2026-03-25T11:00"),
        event("payment_done", "2026-03-26T10:00"),
        event("withdrawal_taken_back", "2026-03-27T10:00"),
        event("withdrawal_taken_back", "2026-03-27T11:00"),
    ]
    assert ask(events[:5]).paused_by == (PauseReason.WITHDRAWAL,)
    assert ask(events, **FIVE).due_at == moment("2026-04-02T17:00")


def test_a_hold_open_at_the_restart_holds_the_new_term() -> None:
    events = [
        *accepted("2026-03-23T09:00"),
        event("payment_requested", "2026-03-24T10:00"),
        event("supplement_requested", "2026-03-24T11:00"),
        event("supplement_complete", "2026-03-30T10:00"),
        event("payment_done", "2026-04-01T10:00"),
    ]
    assert ask(events[:4]).clock is Clock.PAUSED
    assert ask(events, **FIVE).due_at == moment("2026-04-08T17:00")
    during = [*events[:3], event("payment_done", "2026-03-25T10:00")]
    assert ask(during).paused_by == (PauseReason.SUPPLEMENT,)


def test_art_19_9_the_apology_is_due_on_the_last_working_day_before() -> None:
    facts = ask(accepted("2026-03-25T09:00"), **FIVE)
    assert facts.apology_last_day == day("2026-03-31")
    monday = ask(accepted("2026-03-23T09:00"), **FIVE)
    assert monday.apology_last_day == day("2026-03-27")
    assert ask(accepted("2026-03-25T09:00"), same_day=True).apology_last_day is None
    one = ask(accepted("2026-03-25T09:00"), unit="working_days", amount=1)
    assert one.apology_last_day == day("2026-03-25")
    saturday = office(sat=[["08:00", "11:00"]])
    gone = ask(accepted("2026-03-28T09:00"), calendar=saturday, unit="working_days", amount=1)
    assert gone.apology_last_day is None


@pytest.mark.parametrize(
    ("at", "to", "holds"),
    [
        ("2026-03-27T17:30", "2026-04-02", True),  # the last working day, whatever the hour
        ("2026-03-28T09:00", "2026-04-02", False),  # a day off after it
        ("2026-03-30T07:00", "2026-04-02", False),  # the due day
        ("2026-04-01T07:00", "2026-04-02", False),
        ("2026-03-25T09:00", "2026-03-30", False),  # not after the old date
        ("2026-03-25T09:00", "2026-04-04", False),  # a Saturday
        ("2026-03-25T09:00", "2026-03-31", True),
    ],
)
def test_t19_when_an_extension_holds(at: str, to: str, holds: bool) -> None:
    facts = ask([*accepted("2026-03-23T09:00"), event("extended", at, to=to)], **FIVE)
    assert facts.extensions == (holds,)
    assert facts.due_at == moment(f"{to}T17:00" if holds else "2026-03-30T17:00")


def test_t19_once_per_dossier_and_a_restart_gives_no_second() -> None:
    events = [
        *accepted("2026-03-23T09:00"),
        event("extended", "2026-03-24T09:00", to="2026-03-20"),
        event("extended", "2026-03-25T09:00", to="2026-04-02T09:00"),
        event("extended", "2026-03-26T09:00", to="2026-04-09"),
        event("supplement_requested", "2026-03-27T09:00"),
        event("supplement_complete", "2026-04-01T09:00"),
        event("extended", "2026-04-02T09:00", to="2026-04-30"),
    ]
    facts = ask(events, **FIVE)
    assert facts.extensions == (False, True, False, False)
    assert facts.due_at == moment("2026-04-08T17:00")
    assert facts.apology_last_day is None


def test_t19_not_while_the_clock_stands_still_nor_before_it_starts() -> None:
    paused = [
        event("extended", "2026-03-22T09:00", to="2026-04-09"),
        *accepted("2026-03-23T09:00"),
        event("withdrawal_requested", "2026-03-24T09:00"),
        event("extended", "2026-03-25T09:00", to="2026-04-09"),
    ]
    assert ask(paused, **FIVE).extensions == (False, False)


def test_an_extension_is_due_at_closing_also_after_a_pause() -> None:
    events = [
        *accepted("2026-03-23T09:00"),
        event("extended", "2026-03-24T09:00", to="2026-04-02"),
        event("payment_requested", "2026-03-31T09:00"),
        event("payment_done", "2026-04-01T09:00"),
    ]
    facts = ask(events, unit="working_days", amount=4.5)
    assert facts.due_at == moment("2026-04-03T17:00")


def test_art_19_4_the_supplement_notice_is_due_three_working_days_after_intake() -> None:
    def last(**procedure: object) -> object:
        return ask(accepted("2026-03-26T09:00"), **procedure).supplement_notice_last_day

    assert last(unit="working_days", amount=10) == day("2026-03-31")
    assert last(unit="working_days", amount=2) == day("2026-03-30")
    assert last(unit="working_hours", amount=4) == day("2026-03-26")
    assert last(same_day=True) == day("2026-03-26")


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        ("2026-03-25T15:00", "2026-03-25"),
        ("2026-03-25T15:01", "2026-03-26"),
        ("2026-03-27T16:00", "2026-03-30"),
        ("2026-03-28T09:00", "2026-03-30"),
    ],
)
def test_art_18_2_paper_after_the_cutoff_goes_out_the_next_working_day(at: str, goes: str) -> None:
    assert ask(accepted(at)).transfer_day == day(goes)
    assert ask(accepted(at), **FIVE, cutoff="09:00").transfer_day in {day(goes), day("2026-03-26")}


def test_art_19_5_opinions_run_inside_with_their_own_term() -> None:
    events: list[ClockEvent] = [
        *accepted("2026-03-23T09:00"),
        event("opinion_requested", "2026-03-23T16:00", agency="A", unit="working_days", amount=2),
        event("opinion_requested", "2026-03-23T16:00", agency="B", unit="working_hours", amount=4),
        event("opinion_requested", "2026-03-24T16:00", agency="A", amount=1),
        event("opinion_requested", "2026-03-24T16:00", agency="C"),
        event("opinion_received", "2026-03-25T17:00", agency="A"),
        event("opinion_received", "2026-03-25T17:30", agency="A"),
        event("opinion_received", "2026-03-25T17:30", agency="X"),
        event("returned", "2026-03-26T08:00"),
    ]
    facts = ask(events, "2026-03-27T09:00", **FIVE)
    dues = [opinion.due_at for opinion in facts.opinions]
    assert dues == [
        moment("2026-03-25T17:00"), moment("2026-03-24T10:30"), moment("2026-03-25T17:00"), None,
    ]  # fmt: skip
    assert [opinion.is_late for opinion in facts.opinions] == [False, True, True, False]
    assert facts.due_at == moment("2026-03-30T17:00")


@pytest.mark.parametrize(
    ("at", "outcome", "at_midnight"),
    [
        ("2026-03-27T23:59", Outcome.EARLY, Outcome.EARLY),
        ("2026-03-30T07:00", Outcome.ON_TIME, Outcome.ON_TIME),
        ("2026-03-30T17:00", Outcome.ON_TIME, Outcome.ON_TIME),
        ("2026-03-30T17:01", Outcome.OVERDUE, Outcome.ON_TIME),
        ("2026-03-30T23:59", Outcome.OVERDUE, Outcome.ON_TIME),
        ("2026-03-31T00:00", Outcome.OVERDUE, Outcome.OVERDUE),
    ],
)
def test_rule_4_overdue_after_closing_or_after_midnight(
    at: str, outcome: Outcome, at_midnight: Outcome
) -> None:
    events = [*accepted("2026-03-23T09:00"), event("returned", at)]
    assert ask(events, **FIVE).outcome is outcome
    facts = ask(events, **FIVE, due_ends_at="midnight")
    assert facts.outcome is at_midnight
    assert facts.due_at == moment("2026-03-30T17:00")


def test_a_dossier_returned_while_paused_counts_up_to_its_return() -> None:
    events = [
        *accepted("2026-03-23T09:00"),
        event("payment_requested", "2026-03-25T09:00"),
        event("returned", "2026-04-10T09:00"),
        event("accepted", "2026-04-11T09:00"),
    ]
    assert ask(events, **FIVE).outcome is Outcome.EARLY
    waiting = [*events[:1], event("supplement_requested", "2026-03-25T09:00"), events[2]]
    facts = ask(waiting, **FIVE)
    assert (facts.clock, facts.due_at, facts.outcome) == (Clock.FINISHED, None, None)


def test_events_out_of_place_change_nothing() -> None:
    events = [
        event("returned", "2026-03-20T09:00"),
        event("payment_done", "2026-03-21T09:00"),
        *accepted("2026-03-23T09:00"),
        event("accepted", "2026-03-24T09:00"),
        event("sent_back", "2026-03-24T10:00"),
        event("supplement_complete", "2026-03-24T11:00"),
    ]
    assert ask(events, **FIVE).due_at == moment("2026-03-30T17:00")


@pytest.mark.parametrize(
    ("at", "remaining"),
    [("2026-03-23T20:00", 5), ("2026-03-27T09:00", 1), ("2026-03-28T09:00", 1),
     ("2026-03-30T23:00", 0), ("2026-03-31T00:00", -1), ("2026-04-05T09:00", -4)],
)  # fmt: skip
def test_remaining_counts_after_today_and_backwards_past_the_due_day(
    at: str, remaining: int
) -> None:
    facts = ask(accepted("2026-03-23T09:00"), at, **FIVE)
    assert facts.remaining == remaining
    assert facts.is_overdue == (at >= "2026-03-30T17:01")


def test_a_term_nothing_interrupts_has_one_moment() -> None:
    term = Term.from_data({"unit": "working_days", "amount": 2})
    due = due_moment(office(), BOOK.named("2018"), term, moment("2026-03-25T09:00"))
    assert due == moment("2026-03-27T17:00")


def test_what_moves_when_the_calendar_changes_keeps_granted_extensions() -> None:
    events = [*accepted("2026-03-23T09:00"), event("extended", "2026-03-27T09:00", to="2026-04-02")]
    before = ask(events, **FIVE)
    closed = office(holidays=[{"on": "2026-04-02", "name": "x"}])
    after = ask(events, calendar=closed, granted=before.extensions, **FIVE)
    assert before.due_at == moment("2026-04-02T17:00")
    assert after.due_at == moment("2026-04-03T17:00")
    assert ask(events, calendar=closed, **FIVE).extensions == (False,)


def test_rule_8_the_rule_set_is_that_of_the_day_of_receipt() -> None:
    assert BOOK.applying(day("2025-06-30")).name == "2018"
    assert BOOK.applying(day("2025-07-01")).name == "2025"
    assert BOOK.applying(day("2000-01-01")).name == "2018"
    assert ask(accepted("2026-03-23T09:00"), rules="2025").rule_set == "2025"
    with pytest.raises(DeadlineError):
        BOOK.named("1999")
    with pytest.raises(DeadlineError):
        RuleBook.from_data(
            {"rule_set": [{"name": "x", "valid_from": "2020-01-01", "payment": "x"}]}
        )
    full = {"name": "x", "valid_from": "2020-01-01", "return_limit_days": 2, "cutoff": "16:00"}
    assert RuleBook.from_data({"rule_set": [full]}).rule_sets[0].return_limit_days == 2


def test_the_example_calendar_is_marked_as_no_authority() -> None:
    facts = ask(accepted("2026-02-13T09:00"), calendar=EXAMPLE, **FIVE)
    assert facts.due_at == moment("2026-02-27T17:00")
    assert facts.days[3].holiday == "Tết Nguyên đán"
    assert EXAMPLE.version.startswith("example")


@pytest.mark.parametrize(
    "row",
    [
        {"at": "2026-03-25T09:00", "kind": "lost"},
        {"at": "2026-03-25T09:00"},
        {"at": "2026-03-25T09:00Z", "kind": "accepted"},
        {"at": "2026-03-25T09:00+07:00", "kind": "accepted"},
        {"at": "2026-03-25", "kind": "accepted"},
        {"at": "2026-02-30T09:00", "kind": "accepted"},
        {"at": 5, "kind": "accepted"},
        {"at": "2026-03-25T09:00", "kind": "extended"},
        {"at": "2026-03-25T09:00", "kind": "opinion_requested", "amount": 0},
        "accepted",
    ],
)
def test_an_event_that_cannot_be_read_is_refused(row: object) -> None:
    with pytest.raises(DeadlineError):
        ClockEvent.from_data(row)  # type: ignore[arg-type]  # that is the test
