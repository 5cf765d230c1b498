"""Planted dead papers, unused fields and idle steps are found; a year lived again is conserved."""

import dataclasses

import pytest

import resources
from desk_app.adapters.catalogue import Catalogue
from desk_app.adapters.persistence import open_database
from desk_app.application.reports.ports import Asked
from desk_app.application.restructuring.study import life_of
from desk_app.domain.deadlines import WorkCalendar
from desk_app.domain.reports.measures import Period
from desk_app.domain.restructuring.evidence import evidence_of
from desk_app.domain.restructuring.officers import OfficerCalendars
from desk_app.domain.restructuring.process import plan_of, today_of
from desk_app.domain.restructuring.project_reading import project_from_data
from desk_app.domain.restructuring.replay import compare, factors, relive
from tests.kit.histories import Year, histories
from tests.kit.planted import found_and_planted, planted, rates

CALENDAR = WorkCalendar.from_data(resources.toml("rules/calendar-example.toml"))
CALENDARS = OfficerCalendars(office=CALENDAR)
CATALOGUE = Catalogue()


@pytest.mark.parametrize("count", [400, pytest.param(5000, marks=pytest.mark.long)])
def test_planted_parts_are_found(count, capsys):
    with capsys.disabled():
        for name, (found, wanted) in found_and_planted(count).items():
            precision, recall = rates(found, wanted)
            print(f"\nevidence of dead {name}: precision {precision:.2f}, recall {recall:.2f}")
            assert wanted
            assert precision == 1.0
            assert recall == 1.0


def test_without_a_record_of_openings_nothing_is_called_dead():
    kind = planted(0)
    lives = []
    for d in histories(300, seed=1, year=Year(kinds=(kind,))):
        events = [
            dataclasses.replace(e, data={k: v for k, v in e.data.items() if k != "seen"})
            for e in d.events
        ]
        lives.append((d, events))
    found = evidence_of(lives, fields_of_form=(), used_fields=frozenset())
    assert found.recorded == 0
    assert not any(p.is_dead for p in found.parts)


def test_a_few_dossiers_prove_nothing():
    kind = planted(1)
    lives = [(d, list(d.events)) for d in histories(20, seed=1, year=Year(kinds=(kind,)))]
    found = evidence_of(lives, fields_of_form=kind.fields, used_fields=frozenset())
    assert not any(p.is_dead for p in found.parts)
    assert not any(f.is_unused for f in found.fields)
    assert not any(s.is_idle for s in found.steps)


BIRTH = CATALOGUE.procedure("birth_registration")
LIVES = [
    life_of(d, d.events, CALENDAR.working_between)
    for d in histories(600, seed=9)
    if d.code is not None
]


def project(**parts):
    return project_from_data(
        {"schema": 1, "code": "x", "kind": "single", "procedures": ["birth_registration"], **parts}
    )


def test_nothing_changed_is_the_record_exactly():
    plan = plan_of(BIRTH, project())
    assert set(factors(plan).values()) == {1}
    for life in LIVES:
        assert relive(life, plan, CALENDARS).visits == life.visits
    found, _ = compare(LIVES, plan, CALENDARS)
    assert found.ended[0] == found.ended[1]
    assert found.days[0] == found.days[1]
    assert found.queues[0] == found.queues[1]
    assert found.signatures[0] == found.signatures[1]


@pytest.mark.parametrize(
    "steps",
    [
        {"agency_sign": {"choice": "automate", "reason": "x"}},
        {"approve": {"choice": "merge", "other": "appraise", "reason": "x"}},
        {"approve": {"choice": "parallel", "other": "appraise", "reason": "x"}},
        {"appraise": {"choice": "keep", "amount": 0.25}},
        {
            "approve": {"choice": "drop", "reason": "x"},
            "agency_sign": {"choice": "drop", "reason": "x"},
        },
    ],
)
def test_every_dossier_ends_once_and_none_later(steps):
    plan = plan_of(BIRTH, project(steps=steps))
    found, after = compare(LIVES, plan, CALENDARS)
    assert found.dossiers == len(LIVES) == len(after)
    assert [life.code for life in LIVES] == [life.code for life in after]
    assert found.ended[0] == found.ended[1]
    for life, relived in zip(LIVES, after, strict=True):
        assert len(relived.visits) == len(life.visits)
        for one, two in zip(relived.visits, relived.visits[1:], strict=False):
            assert two.entered_at == one.left_at
        for visit in relived.visits:
            assert visit.left_at is None or visit.left_at >= visit.entered_at
        if life.visits and life.visits[-1].left_at is not None:
            assert relived.ended_at <= life.visits[-1].left_at
    assert found.days[1] <= found.days[0]
    assert found.late[1] <= found.late[0]


def test_signatures_saved():
    merged = {"approve": {"choice": "drop", "reason": "x"}}
    found, _ = compare(LIVES, plan_of(BIRTH, project(steps=merged)), CALENDARS)
    approvals = sum(
        v.step == "approve" and v.left_at is not None for life in LIVES for v in life.visits
    )
    assert found.signatures[0] - found.signatures[1] == approvals


def test_today_keeps_every_step():
    assert factors(today_of(BIRTH)) == dict.fromkeys(factors(today_of(BIRTH)), 1)


def test_lives_come_whole_from_the_store(tmp_path):
    database = open_database(tmp_path / "desk.db", "ef" * 32)
    wanted = {}
    with database.unit_of_work() as work:
        for dossier in histories(120, seed=2):
            wanted[dossier.id] = (dossier.code, [e.kind for e in dossier.events])
            work.dossiers.add(dossier)
        work.commit()
    year = Year()
    period = Period(first=year.first, last=year.now.date(), asked_at=year.now)
    found = {
        d.id: (d.code, [e.kind for e in events])
        for d, events in database.facts.lives(Asked(period=period))
    }
    assert found == {key: value for key, value in wanted.items() if value[0] is not None}
    database.close()
