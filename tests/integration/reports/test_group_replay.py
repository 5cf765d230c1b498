"""A linked group lived again: cases across its procedures, the record exactly, nothing lost."""

import collections
import datetime as dt
import itertools
from dataclasses import replace

import pytest

import resources
from desk_app.adapters.catalogue import Catalogue
from desk_app.application.restructuring.study import life_of
from desk_app.domain.deadlines import WorkCalendar
from desk_app.domain.errors import RuleError
from desk_app.domain.moments import VIETNAM
from desk_app.domain.people import Person
from desk_app.domain.reports.measures import Period
from desk_app.domain.reports.visits import Visit
from desk_app.domain.restructuring.linked import cases_of, compare_group, relive_case
from desk_app.domain.restructuring.officers import OfficerCalendars
from desk_app.domain.restructuring.process import plan_of, today_of
from desk_app.domain.restructuring.project import ProjectKind
from desk_app.domain.restructuring.project_reading import project_from_data
from desk_app.domain.restructuring.replay import Life, compare, relive
from desk_app.domain.restructuring.selection import ListState
from tests.kit.histories import Year, histories

CALENDAR = WorkCalendar.from_data(resources.toml("rules/calendar-example.toml"))
CALENDARS = OfficerCalendars(office=CALENDAR)
NAMES = ("birth_registration", "permanent_residence", "civil_status_extract")
PROCEDURES = [Catalogue().procedure(name) for name in NAMES]
YEAR = [d for d in histories(600, seed=9) if d.code is not None]
LIVES = [
    [
        replace(life_of(d, d.events, CALENDAR.working_between), person=f"027{number % 47:09d}")
        for number, d in enumerate(YEAR)
        if number % 3 == place
    ]
    for place in range(3)
]


def plans(**steps):
    """The group's plans; steps of one procedure as ``place={step: decision}``."""
    found = []
    for place, procedure in enumerate(PROCEDURES):
        data = {
            "schema": 1, "code": "x", "kind": "single", "procedures": [procedure.key],
            "steps": steps.get(f"at{place}", {}),
        }  # fmt: skip
        found.append(plan_of(procedure, project_from_data(data)))
    return found


def test_cases_hold_every_dossier_once_in_the_order_of_the_link():
    cases = cases_of(LIVES)
    legs = collections.Counter(leg.life.code for case in cases for leg in case)
    assert legs == collections.Counter(life.code for some in LIVES for life in some)
    assert {len(case) for case in cases} == {1, 2, 3}
    for case in cases:
        assert len({leg.life.person for leg in case}) == 1
        for one, two in itertools.pairwise(case):
            assert one.place < two.place
            assert one.life.visits[0].entered_at <= two.life.visits[0].entered_at


def test_without_a_number_of_the_applicant_each_dossier_stands_alone():
    nameless = [[replace(life, person="") for life in some] for some in LIVES]
    assert {len(case) for case in cases_of(nameless)} == {1}


def test_nothing_changed_is_the_record_exactly_for_the_group():
    same = plans()
    for case in cases_of(LIVES):
        relived = relive_case(case, same, CALENDARS)
        assert [r.visits for r in relived] == [leg.life.visits for leg in case]
    found, _ = compare_group(LIVES, same, CALENDARS)
    for told in (found.together, *found.parts):
        for pair in (told.ended, told.days, told.signatures, told.late, told.queues):
            assert pair[0] == pair[1]
    assert found.together.days[0] > 0


def test_a_group_of_one_is_the_single_procedure():
    plan = plans(at0={"approve": {"choice": "drop", "reason": "x"}})[0]
    group, _ = compare_group(LIVES[:1], [plan], CALENDARS)
    single, _ = compare(LIVES[0], plan, CALENDARS)
    assert group.together == group.parts[0] == single
    assert group.cases == group.whole == single.dossiers == len(LIVES[0])


@pytest.mark.parametrize(
    "steps",
    [
        {"at0": {"approve": {"choice": "drop", "reason": "x"}}},
        {"at0": {"appraise": {"choice": "keep", "amount": 0.25}},
         "at2": {"approve": {"choice": "merge", "other": "appraise", "reason": "x"}}},
        {"at1": {"intake": {"choice": "automate", "reason": "x"}},
         "at2": {"intake": {"choice": "drop", "reason": "x"}}},
    ],
)  # fmt: skip
def test_every_dossier_of_a_group_ends_once_and_none_later(steps):
    found, after = compare_group(LIVES, plans(**steps), CALENDARS)
    recorded = {life.code: life for some in LIVES for life in some}
    relived = [life for case in after for life in case]
    assert sorted(life.code for life in relived) == sorted(recorded)
    assert found.together.dossiers == len(recorded)
    assert found.together.ended[0] == found.together.ended[1]
    assert sum(part.dossiers for part in found.parts) == len(recorded)
    for life in relived:
        before = recorded[life.code].visits
        assert len(life.visits) == len(before)
        assert life.visits[0].entered_at <= before[0].entered_at
        if life.ended_at is not None:
            assert life.ended_at <= before[-1].left_at
    assert found.together.days[1] < found.together.days[0]


def life(code, *stays, due=None):
    """A dossier of one applicant: (step, entered, left) by day and hour of November 2026."""
    visits = tuple(
        Visit(seq=n, step=step, entered_at=at(*entered), left_at=at(*left) if left else None)
        for n, (step, entered, left) in enumerate(stays, 1)
    )
    return Life(
        code=code, visits=visits, due_at=at(*due) if due else None, papers={}, person="027000000001"
    )


def at(day, hour):
    return dt.datetime(2026, 11, day, hour, tzinfo=VIETNAM)


def test_the_next_procedure_begins_as_long_after_the_one_before_as_it_did():
    # Monday 9 to Wednesday 11, then a day of the applicant's, then Thursday 12 to Friday 13.
    first = life("a", ("intake", (9, 8), (9, 9)), ("approve", (9, 9), (11, 9)))
    second = life("b", ("intake", (12, 9), (12, 10)), ("approve", (12, 10), (13, 10)), due=(13, 8))
    drop = {"at0": {"approve": {"choice": "drop", "reason": "x"}}}
    one, two = relive_case(cases_of([[first], [second]])[0], plans(**drop)[:2], CALENDARS)
    assert one.ended_at == at(9, 9)
    assert [v.entered_at for v in two.visits] == [at(10, 9), at(10, 10)]
    assert two.ended_at == at(11, 10)
    # late before, and as much late after: what it was allowed moved with it
    assert relive(second, today_of(PROCEDURES[1]), CALENDARS).is_late
    assert two.is_late
    itself = drop | {"at1": {"intake": {"choice": "automate", "reason": "x"}}}
    _, two = relive_case(cases_of([[first], [second]])[0], plans(**itself)[:2], CALENDARS)
    assert two.visits[0].entered_at == at(9, 9)
    assert two.ended_at == at(10, 9)
    found, _ = compare_group([[first], [second]], plans(**itself)[:2], CALENDARS)
    assert (found.cases, found.whole) == (1, 1)
    assert found.together.days == (4, 1)


def test_dossiers_filed_side_by_side_stay_side_by_side():
    first = life("a", ("intake", (9, 8), (10, 8)), ("approve", (10, 8), None))
    second = life("b", ("intake", (9, 9), (12, 9)))
    drop = {"at0": {"intake": {"choice": "drop", "reason": "x"}}}
    one, two = relive_case(cases_of([[first], [second]])[0], plans(**drop)[:2], CALENDARS)
    assert one.ended_at is None
    assert two.visits == second.visits


def test_the_desk_relives_its_linked_dossiers(desk):
    with desk.office.unit_of_work() as work:
        for number, dossier in enumerate(histories(60, seed=21)):
            dossier.id = type(dossier.id)(f"{number:08x}-0000-7000-8000-0000000f0f0f")
            dossier.applicant = Person(full_name="A", identifier=f"027{number % 6:09d}")
            if dossier.code is not None:
                dossier.code = replace(dossier.code, serial=f"{900_000 + number}")
            work.dossiers.add(dossier)
        work.commit()
    desk.reports.facts.catch_up()
    year = Year()
    period = Period(first=year.first, last=year.now.date(), asked_at=year.now)
    files, told = desk.restructuring, []
    files.create("LT.9", kind=ProjectKind.LINKED_GROUP, linked=["1.001193", "1.001612"])
    found = desk.study.replay("LT.9", period, told.append)
    alone = [desk.study.evidence(code, period).dossiers for code in ("1.001193", "1.001612")]
    assert [part.dossiers for part in found.parts] == alone
    assert found.together.dossiers == sum(alone) == len(told)
    assert told == sorted(told)
    assert 0 < found.whole < found.cases < found.together.dossiers
    assert found.together.days[0] == found.together.days[1]
    files.submit_list("LT.9", ListState.SUBMITTED)
    files.submit_list("LT.9", ListState.APPROVED, "1/QĐ")
    drop = {"choice": "drop", "reason": "x"}
    files.change("LT.9", {"steps": {"birth_registration.approve": drop}})
    saved = desk.study.replay("LT.9", period).together
    assert saved.days[1] < saved.days[0] == found.together.days[0]
    own = desk.profile / "restructuring" / "officers.toml"
    users = "".join(f'[[weekdays]]\nuser = "{name}"\ndays = ["thu"]\n' for name in ("hung", "thao"))
    own.write_text(users, encoding="utf-8")
    try:
        seldom = desk.study.replay("LT.9", period).together
    finally:
        own.unlink()
    assert seldom.days[0] == saved.days[0]
    assert saved.days[1] < seldom.days[1]


def test_a_period_that_ends_before_it_begins_is_refused(desk):
    now = desk.office.clock.now()
    period = Period(first=dt.date(2026, 12, 1), last=dt.date(2026, 1, 1), asked_at=now)
    pair = ["1.004222", "1.001193"]
    desk.restructuring.create("LT.5", kind=ProjectKind.LINKED_GROUP, linked=pair)
    for ask, code in ((desk.study.evidence, "1.004222"), (desk.study.replay, "LT.5")):
        with pytest.raises(RuleError) as caught:
            ask(code, period)
        assert caught.value.code == "reports.period"


def test_a_decision_about_no_procedure_of_the_group_is_refused(desk):
    files = desk.restructuring
    files.create("LT.3", kind=ProjectKind.LINKED_GROUP, linked=["1.001193", "1.001612"])
    files.submit_list("LT.3", ListState.SUBMITTED)
    files.submit_list("LT.3", ListState.APPROVED, "1/QĐ")
    drop = {"choice": "drop", "reason": "x"}
    for key in ("approve", "permanent_residence.approve", "birth_registration.nothing"):
        with pytest.raises(RuleError) as caught:
            files.change("LT.3", {"steps": {key: drop}})
        assert caught.value.code == "restructuring.unknown_part"
    assert not files.get("LT.3").steps


def test_a_group_keeps_the_versions_it_began_with(desk, monkeypatch):
    files = desk.restructuring
    files.create("LT.4", kind=ProjectKind.LINKED_GROUP, linked=["1.001193", "1.001612"])
    began = files.definitions(files.get("LT.4"))
    asked = Catalogue.procedure

    def newer(self, name, *, on=None, version=None):
        found = asked(self, name, on=on, version=version)
        return found if version is not None else replace(found, version=found.version + 1, steps=())

    monkeypatch.setattr(Catalogue, "procedure", newer)
    assert files.definitions(files.get("LT.4")) == began
    assert all(plan.steps for plan in files.plans("LT.4"))
    data = files.store.load("LT.4")
    del data["versions"]  # a file of an older program
    files.store.save("LT.old", data | {"code": "LT.old"})
    assert [p.version for p in files.definitions(files.get("LT.old"))] == [
        p.version + 1 for p in began
    ]


def test_a_group_holds_a_procedure_once(desk):
    twice = ["1.001193", "birth_registration"]
    desk.restructuring.create(
        "LT.1", kind=ProjectKind.LINKED_GROUP, linked=["1.001193", "1.001612"]
    )
    for change in ({"procedures": twice}, {"kind": "single"}, {"code": "LT.x"}):
        with pytest.raises(RuleError) as caught:
            desk.restructuring.change("LT.1", change)
        assert caught.value.code == "restructuring.own_command"
    with pytest.raises(RuleError) as caught:
        desk.restructuring.create("LT.2", kind=ProjectKind.LINKED_GROUP, linked=twice)
    assert caught.value.code == "restructuring.linked_twice"
    assert "LT.2" not in desk.restructuring.store.codes()
