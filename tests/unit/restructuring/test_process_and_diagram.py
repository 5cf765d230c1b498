"""Decisions applied to a process, and the picture of it."""

import datetime as dt
import xml.etree.ElementTree as Tree
from itertools import combinations

import pytest

from desk_app.adapters.catalogue import Catalogue
from desk_app.domain.definitions import DefinitionError
from desk_app.domain.errors import RuleError
from desk_app.domain.procedures import ProcessStep, Step
from desk_app.domain.restructuring.diagram import lay_out, svg_of
from desk_app.domain.restructuring.process import plan_of, today_of
from desk_app.domain.restructuring.project_reading import project_from_data

CATALOGUE = Catalogue()
BIRTH = CATALOGUE.procedure("birth_registration")
ALL = CATALOGUE.procedures(dt.date(2026, 11, 1))


def project(**parts):
    return project_from_data(
        {"schema": 1, "code": "x", "kind": "single", "procedures": ["birth_registration"], **parts}
    )


def change(choice, **more):
    return {"choice": choice, "reason": "vì thế", **more}


def test_nothing_decided_is_today():
    plan, today = plan_of(BIRTH, project()), today_of(BIRTH)
    assert [p.step for p in plan.steps] == [p.step for p in today.steps]
    assert plan.duration == today.duration
    assert not any(p.is_changed for p in plan.steps)


def test_a_merged_step_lives_on_in_the_other():
    plan = plan_of(BIRTH, project(steps={"approve": change("merge", other="appraise")}))
    appraise = next(p for p in plan.steps if p.step.key == "appraise")
    assert appraise.merged == ("approve",)
    assert "Ký Giấy khai sinh" in appraise.step.duty
    assert appraise.step.following == ("agency_sign",)
    assert [p.step.key for p in plan.steps] == [
        "intake",
        "appraise",
        "agency_sign",
        "return_result",
    ]


def test_dropped_steps_are_stepped_over_and_kept_in_the_file():
    steps = {"approve": change("drop"), "agency_sign": change("drop")}
    plan = plan_of(BIRTH, project(steps=steps))
    assert plan.steps[1].step.following == ("return_result",)
    assert set(plan.dropped) == {"approve", "agency_sign"}


def test_automatic_and_parallel_steps_take_no_time_of_their_own():
    today = today_of(BIRTH).duration
    automatic = plan_of(BIRTH, project(steps={"agency_sign": change("automate")}))
    assert automatic.duration == today - 0.125
    beside = plan_of(BIRTH, project(steps={"approve": change("parallel", other="appraise")}))
    assert beside.duration == today - 0.125


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ({"nothing": change("drop")}, "restructuring.unknown_part"),
        ({"approve": change("merge", other="nobody")}, "restructuring.merge_into_nothing"),
        (
            {"approve": change("merge", other="appraise"), "appraise": change("drop")},
            "restructuring.merge_into_nothing",
        ),
        ({s.key: change("drop") for s in BIRTH.steps}, "restructuring.nothing_left"),
    ],
)
def test_decisions_that_make_no_sense(steps, code):
    with pytest.raises(RuleError) as caught:
        plan_of(BIRTH, project(steps=steps))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"components": {"identity": {"choice": "drop"}}}, "restructuring.no_reason"),
        ({"components": {"identity": change("replace_by_data")}}, "restructuring.no_system"),
        ({"steps": {"approve": {"choice": "drop"}}}, "restructuring.no_reason"),
        ({"steps": {"approve": change("merge")}}, "restructuring.other_step"),
        ({"criteria": {"9": {"met": True}}}, "restructuring.criterion_unknown"),
        ({"colour": "red"}, "definition.unknown_key"),
    ],
)
def test_a_file_with_faults_is_refused(parts, code):
    with pytest.raises(DefinitionError) as caught:
        project(**parts)
    assert code in {p.code for p in caught.value.problems}


def test_group_by_blockers():
    technical, legal = ({"kind": k, "what": "x"} for k in ("technical", "legal"))
    assert project().group == 1
    assert project(blockers=[technical]).group == 2
    assert project(blockers=[technical, legal, technical]).group == 3


def chain(count):
    """A process of so many steps over three agencies, one of them with a branch."""
    import dataclasses

    kinds = [Step.INTAKE, *[Step.APPRAISE] * (count - 2), Step.RETURN_RESULT]
    steps = [
        ProcessStep(
            key=f"s{n}",
            step=kind,
            agency=f"Cơ quan {'ABC'[n % 3]}",
            role="appraiser",
            duty="Tiếp nhận, kiểm tra, thẩm định hồ sơ và chuyển bước tiếp theo " * (1 + n % 2),
            amount=0.5,
            following=(f"s{n + 1}",) if n + 1 < count else (),
        )
        for n, kind in enumerate(kinds)
    ]
    if count > 4:
        steps[1] = dataclasses.replace(steps[1], following=("s2", "s3"))
    return dataclasses.replace(BIRTH, steps=tuple(steps))


@pytest.mark.parametrize(
    "procedure", [chain(2), chain(8), *ALL], ids=lambda p: f"{p.key}-{len(p.steps)}"
)
def test_boxes_lie_in_their_lanes_and_never_over_each_other(procedure):
    picture = lay_out(today_of(procedure), "Quy trình", "{amount} ngày")
    assert len(picture.boxes) == len(procedure.steps)
    lanes = {" ".join(lane.name): lane for lane in picture.lanes}
    for step in procedure.steps:
        box, lane = picture.box(step.key), lanes[" ".join(step.agency.split())]
        assert lane.y <= box.y
        assert box.y + box.h <= lane.y + lane.h
        assert 0 <= box.x <= picture.w - box.w
        for after in step.following:
            assert picture.box(after).x > box.x
    for one, two in combinations(picture.boxes, 2):
        apart = one.x + one.w <= two.x or two.x + two.w <= one.x
        apart = apart or one.y + one.h <= two.y or two.y + two.h <= one.y
        assert apart, (one.key, two.key)


def test_the_svg_is_sound_and_says_every_duty():
    plans = [today_of(BIRTH), plan_of(BIRTH, project(steps={"approve": change("drop")}))]
    svg = svg_of([lay_out(plan, f"<Quy trình> & {n}", "{amount}") for n, plan in enumerate(plans)])
    root = Tree.fromstring(svg)
    words = " ".join(t.text or "" for t in root.iter("{http://www.w3.org/2000/svg}text"))
    for planned in plans[0].steps:
        assert " ".join(planned.step.duty.split()) in " ".join(words.split())
    assert "<Quy trình> & 1" in words
