"""The model of the restructuring page over the real use cases: lists, parts, acts, refusals, undo."""

import dataclasses
import datetime as dt
from fractions import Fraction

import pytest

from desk_app.domain.errors import RuleError
from desk_app.domain.moments import VIETNAM
from desk_app.domain.people import Role
from desk_app.domain.signatures import Verdict
from desk_app.texts import shipped
from desk_app.ui.common.words import Words
from desk_app.ui.connect.plan_writing import (
    amount_of,
    asked_moment,
    day_of,
    share_of,
    whole_of,
    written,
)
from desk_app.ui.shell.plans_form import facts_in_words, form_state, table_of
from desk_app.ui.shell.plans_view_model import PlansViewModel
from desk_app.ui.task_runner import InlineTaskRunner
from tests.kit.ui.sample_restructuring import BIRTH, EXTRACT, GROUP, restructuring_part

NOW = dt.datetime(2026, 11, 21, 14, 8, tzinfo=VIETNAM)
WORDS = Words(shipped, "vi")


def a_model(*roles, **more):
    made = PlansViewModel(restructuring_part(NOW, *roles, **more), InlineTaskRunner())
    made.begin()
    return made


def in_part(section, code=BIRTH, *roles, **more):
    model = a_model(*roles, **more)
    model.open(code)
    model.choose_section(section)
    return model


def project(model, code=BIRTH):
    return model._files._files.get(code)


# -- the list and a new file


def test_the_list_shows_state_and_filters_by_group(qapp):
    model = a_model()
    assert [(line.code, line.place, line.is_approved) for line in model.state.lines] == [
        (BIRTH, "approved", False),
        (EXTRACT, "approved", True),
        (GROUP, "draft", False),
    ]
    assert [line.group for line in model.state.lines] == [1, 1, 2]
    model.turn_filter(1)
    assert [line.code for line in model.state.shown_lines] == [BIRTH, EXTRACT]
    model.turn_filter(1)
    assert [line.code for line in model.state.shown_lines] == [GROUP]
    assert model.state.chosen == GROUP


def test_a_file_that_cannot_be_read_keeps_its_line_and_says_why(qapp):
    model = a_model()
    store = model._files._files.store
    store.kept["hong"] = {"schema": 1, "code": "hong"}
    model.begin()
    assert [line.code for line in model.state.lines if line.is_damaged] == ["hong"]
    model.open("hong")
    assert model.state.mode == "list"
    assert model.state.failure.code == "definition.broken"


def test_procedures_come_with_the_desks_own_figures(qapp):
    model = a_model()
    model.choosing.begin()
    first = model.state.candidates.rows[0]
    assert (first.code, first.received, first.online, first.digitised) == (
        BIRTH,
        "412",
        "268",
        "90",
    )
    keys = [note.key for note in first.notes if not note.is_head]
    assert "ui.plan.ground.frequency.yes" in keys
    assert "ui.plan.ground.effect.to_judge" in keys
    assert sum(key.startswith("restructuring.selection.priority") for key in keys) == 6


def test_several_procedures_are_a_group_in_the_order_of_ticking_and_need_a_name(qapp):
    model = a_model()
    model.choosing.begin()
    for code in ("1.004222", "2.000635", "1.004222", "1.004222"):
        model.choosing.tick(code)
    assert model.state.ticked == ("2.000635", "1.004222")
    model.do_next()
    assert model.state.failure.code == "restructuring.code_form"
    model.choosing.call("LT-02")
    model.do_next()
    assert model.state.view.line.kind == "linked_group"
    assert model.state.view.procedures == ("2.000635", "1.004222")


def test_a_procedure_has_one_file(qapp):
    model = a_model()
    model.choosing.begin()
    model.choosing.choose(BIRTH)
    model.do_next()
    assert model.state.mode == "new"
    assert model.state.failure.code == "restructuring.exists"


# -- filling in


def test_what_the_file_refuses_stays_as_typed_until_it_is_mended(qapp):
    model = in_part("components")
    names = [row["key"] for row in model.state.part.rows]
    model.choose_row(str(names.index("authorisation")))
    model.filling.edit("row", "choice", "replace_by_data")
    assert {(f.row, f.field, f.code) for f in model.state.part_faults} == {
        (4, "reason", "restructuring.no_reason"),
        (4, "system", "restructuring.no_system"),
    }
    assert "authorisation" not in project(model).components
    model.leave()
    model.open(BIRTH)
    model.choose_section("components")
    assert model.state.part.rows[4]["choice"] == "replace_by_data"
    model.filling.next_fault()
    assert (model.state.row, model.state.focus) == (4, "row.reason")
    model.filling.edit("row", "reason", "Có trong VNeID")
    model.filling.edit("row", "system", "VNeID")
    assert model.state.drafts == {}
    assert model.state.faults == {}
    assert project(model).components["authorisation"].system == "VNeID"


def test_putting_a_decision_back_takes_it_out_of_the_file(qapp):
    model = in_part("components")
    names = [row["key"] for row in model.state.part.rows]
    model.choose_row(str(names.index("identity")))
    for field in ("reason", "system", "owner", "connection"):
        model.filling.edit("row", field, "")
    model.filling.edit("row", "choice", "keep")
    assert set(project(model).components) == {"marriage_certificate"}


def test_undo_gives_back_a_line_and_a_value(qapp):
    model = in_part("costs")
    before = project(model).costs
    model.choose_row("2")
    model.filling.remove_row()
    assert len(project(model).costs.after) == 0
    model.filling.undo()
    assert project(model).costs == before
    model.filling.edit("own", "subjects", "1.000")
    assert project(model).costs.base.subjects == 1000
    model.filling.undo()
    assert project(model).costs == before


def test_a_number_that_is_none_is_marked_where_it_was_typed(qapp):
    model = in_part("costs")
    model.choose_row("2")
    model.filling.edit("row", "hours", "nửa giờ")
    model.filling.edit("own", "subjects", "nhiều")
    assert {(f.row, f.field) for f in model.state.part_faults} == {(2, "hours"), (-1, "subjects")}
    form = form_state(model.state, WORDS, 2)
    moods = {f.id: f.mood for section in form.sections for f in section.fields}
    assert (moods["row.hours"], moods["own.subjects"], moods["row.name"]) == (
        "error",
        "error",
        "quiet",
    )
    _, rows = table_of(model.state, WORDS, 3)
    assert [bool(row.cells[-1].chip) for row in rows] == [False, False, True]


def test_a_line_is_added_empty_and_kept_once_it_is_whole(qapp):
    model = in_part("build")
    model.filling.add_row()
    assert {f.field for f in model.state.part_faults} == {"what", "owner", "due"}
    for field, text in {"what": "Biểu mẫu", "owner": "Văn phòng", "due": "01022027"}.items():
        model.filling.edit("row", field, text)
    (task,) = project(model).tasks
    assert (task.what, task.due) == ("Biểu mẫu", dt.date(2027, 2, 1))


def test_the_level_follows_the_ticks_and_is_no_field(qapp):
    model = in_part("levels")
    assert level(model) == "restructuring.level.partial_online"
    model.filling.turn_tick("5")
    assert level(model) == "restructuring.level.full_online"
    model.filling.turn_tick("0")
    assert level(model) == "restructuring.level.not_qualified"
    fields = {f.id for part in model.state.view.sections for f in (*part.columns, *part.fields)}
    assert not {"level", "rate", "saving"} & fields


def level(model):
    return next(n.key for n in model.state.part.notes if n.key.startswith("restructuring.level"))


def test_only_payment_may_not_apply_and_only_without_a_fee(qapp):
    free = next(f for f in in_part("levels", GROUP).state.part.columns if f.id == "met")
    assert free.only_for == ()
    fields = {f.id: f.only_for for f in in_part("levels", BIRTH).state.part.columns}
    assert "waived" not in fields  # a fee exists
    part = restructuring_part(NOW)
    part.create(("1.000894",), "")
    columns = {s.id: s for s in part.file("1.000894").sections}["levels"].columns
    assert {f.id: f.only_for for f in columns}["waived"] == ("5",)


def test_a_merge_into_a_dropped_step_names_both_in_words(qapp):
    model = in_part("steps")
    model.choose_row("3")
    model.filling.edit("row", "reason", "Không cần")
    model.filling.edit("row", "choice", "drop")
    assert model.state.failure.code == "restructuring.merge_into_nothing"
    assert model.state.failure.facts["part"] == "Ký Giấy khai sinh"
    assert model.state.part.rows[3]["choice"] == "drop"
    assert str(project(model).steps["agency_sign"].choice) == "keep"


@pytest.mark.parametrize("code", [BIRTH, GROUP])
def test_a_part_put_back_unchanged_changes_nothing(qapp, code):
    part = restructuring_part(NOW)
    files = part._files
    if code == GROUP:
        files = part._sitting.desk.restructuring
        for state, note in (("submitted", ""), ("approved", "13/QĐ-UBND")):
            part.act(GROUP, "list", {"place": state, "note": note})
        first = f"{files.definitions(files.get(code))[0].key}.marriage_certificate"
        files.change(code, {"components": {first: {"choice": "drop", "reason": "x"}}})
    before = dataclasses.replace(files.get(code), history=())
    filled = [s for s in part.file(code).sections if s.columns or s.fields]
    assert len(filled) == 12
    for section in filled:
        assert part.change(code, section.id, section.rows, section.values).faults == (), section.id
    after = dataclasses.replace(files.get(code), history=())
    same = {"criteria"}  # a tick that was never made is now a tick that is not met
    for field in dataclasses.fields(after):
        if field.name not in same:
            assert getattr(after, field.name) == getattr(before, field.name), field.name
    assert {n for n, each in after.criteria.items() if each.met} == {
        n for n, each in before.criteria.items() if each.met
    }


def test_what_one_person_fills_in_at_one_sitting_is_one_line_of_the_history(qapp):
    model = in_part("document")
    before = len(project(model).history)
    for text in ("Cắt", "Cắt giảm", "Cắt giảm giấy tờ"):
        model.filling.edit("own", "purpose", text)
    assert len(project(model).history) == before + 1
    assert project(model).history[-1].what == ("purpose",)


# -- acts and refusals


def test_places_on_the_list_follow_one_another(qapp):
    model = in_part("list", GROUP)
    offered = [c.value for f in model.state.part.asks for c in f.choices]
    assert offered == ["sent", "submitted"]
    model.do_next()
    assert model.state.failure.code == "restructuring.not_chosen"
    model.filling.edit("ask", "place", "sent")
    model.do_next()
    assert model.state.asked_now == {"place": "consulted"}
    model.do_next()
    assert model.state.failure.code == "restructuring.list_consulted"
    model.filling.edit("ask", "note", "Sở Tư pháp")
    model.do_next()
    assert project(model, GROUP).list_consulted == "Sở Tư pháp"


def test_nothing_is_reviewed_before_the_list_is_approved(qapp):
    model = in_part("components", GROUP)
    assert model.state.lock == ("restructuring.list_not_approved", {"plan": GROUP})
    model.filling.edit("row", "choice", "drop")
    assert model.state.drafts == {}


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.ONE_STOP_HEAD, Role.ADMIN)])
def test_whoever_may_not_change_a_file_reads_it_with_the_sentence_why(qapp, role):
    model = in_part("document", BIRTH, role)
    assert model.state.lock[0] == "workflow.role"
    before = project(model)
    model.filling.edit("own", "purpose", "x")
    assert project(model) == before
    fields = [f for s in form_state(model.state, WORDS, 2).sections for f in s.fields]
    assert all(field.read_only for field in fields)
    part = model._files
    with pytest.raises(RuleError) as caught:
        part.change(BIRTH, "document", (), {"purpose": "x"})
    assert caught.value.code == "workflow.role"


def test_an_approval_wants_number_day_and_a_validly_signed_file(qapp, tmp_path):
    paper = tmp_path / "qd.pdf"
    paper.write_bytes(b"%PDF-1.7")
    model = in_part("approval", verdict=Verdict.VALID)
    asked = [("number", "34/QĐ"), ("file", str(paper)), ("dated", "31/02/2026")]
    model.do_next()
    assert model.state.failure.code == "restructuring.no_day"
    for field, text in asked:
        model.filling.edit("ask", field, text)
    model.do_next()
    assert model.state.failure.code == "restructuring.no_day"
    model.filling.edit("ask", "dated", "01/10/2026")
    model.filling.edit("ask", "file", str(tmp_path / "none.pdf"))
    model.do_next()
    assert model.state.failure.code == "restructuring.no_decision"
    model.filling.edit("ask", "file", str(paper))
    model.do_next()
    assert project(model).approval.dated == dt.date(2026, 10, 1)
    assert not model.state.part.has_act


def test_a_test_event_out_of_its_order_is_told_in_words(qapp):
    model = in_part("test", EXTRACT)
    assert [c.value for c in model.state.part.asks[0].choices] == ["summary_sent"]
    model.do_next()
    assert model.state.failure.code == "restructuring.test_unfinished"
    for row in ("2", "3"):
        model.filling.turn_tick(row)
    model.do_next()
    assert model.state.view.line.test == "summary_sent"
    facts = {"event": "requested", "state": "on_display"}
    said = facts_in_words(WORDS, facts, "restructuring.test_order")
    assert said["state"] == "Đang công khai để kiểm thử"
    assert "công khai" in said["event"]


def test_counting_a_year_can_be_stopped_and_says_nothing_then(qapp):
    runner = InlineTaskRunner()
    model = PlansViewModel(restructuring_part(NOW), runner)
    model.begin()
    model.open(BIRTH)
    model.choose_section("evidence")
    runner.hold = True
    model.do_next()
    assert model.state.running == "evidence"
    assert model.leave()
    runner.run_pending()
    assert (model.state.running, model.state.counted, model.state.failure) == ("", (), None)
    assert model.state.mode == "file"
    runner.hold = False
    model.do_next()
    keys = {note.key for note in model.state.counted}
    assert {"ui.plan.note.dead", "ui.plan.note.idle", "ui.plan.note.replay_days"} <= keys
    unused = next(n for n in model.state.counted if n.key == "ui.plan.note.unused")
    assert dict(unused.facts)["names"] == "Thư điện tử"


def test_writing_part_one_tells_how_far_it_is_and_can_be_stopped(qapp):
    runner = InlineTaskRunner()
    model, shown = PlansViewModel(restructuring_part(NOW), runner), []
    model.begin()
    model.open(BIRTH)
    model.choose_section("document")
    model.state_changed.connect(lambda state: shown.append((state.done, state.total)))
    runner.hold = True
    model.do_next()
    assert model.state.running == "document"
    assert model.leave()
    runner.run_pending()
    assert (model.state.running, model.state.failure, model.state.told) == ("", None, "")
    assert not any(note.key == "ui.plan.note.paper" for note in model.state.part.notes)
    runner.hold = False
    model.do_next()
    assert model.state.told == "ui.plan.done.document"
    assert (1, 3) in shown
    assert any(note.key == "ui.plan.note.paper" for note in model.state.part.notes)


def test_a_linked_group_says_how_many_cases_went_through_it(qapp):
    model = PlansViewModel(restructuring_part(NOW), InlineTaskRunner())
    model.begin()
    for code, wanted in ((BIRTH, []), (GROUP, [{"count": 380, "whole": 32}])):
        model.open(code)
        model.choose_section("evidence")
        model.do_next()
        notes = [n for n in model.state.counted if n.key == "ui.plan.note.cases"]
        assert [dict(note.facts) for note in notes] == wanted
        model.leave()


def test_counting_the_procedures_can_be_given_up(qapp):
    runner = InlineTaskRunner()
    model = PlansViewModel(restructuring_part(NOW), runner)
    model.begin()
    runner.hold = True
    model.choosing.begin()
    assert model.state.running == "candidates"
    assert model.leave()
    runner.run_pending()
    assert (model.state.running, model.state.candidates, model.state.mode) == ("", None, "new")
    assert model.leave()
    assert model.state.mode == "list"


def test_the_offices_sentences_and_what_is_abolished_stand_in_part_one(qapp):
    model = in_part("texts")
    names = [row["key"] for row in model.state.part.rows]
    model.choose_row(str(names.index("agency")))
    model.filling.edit("row", "sentence", "Ủy ban nhân dân xã Minh Đức")
    model.choose_section("abolished")
    model.filling.add_row()
    model.filling.edit("row", "name", "Đăng ký lại khai sinh")
    model.filling.edit("row", "code", "1.008895")
    part = model._files._files.part_one(BIRTH)
    said = [run for _, block in part.body for run in getattr(block, "runs", ())]
    assert [run.changed for run in said if "Ủy ban nhân dân xã Minh Đức" in run.text] == [True]
    assert any("1.008895" in run.text for paragraph in part.back for run in paragraph.runs)
    model.choose_section("texts")
    model.choose_row(str(names.index("agency")))
    model.filling.edit("row", "sentence", "")
    assert project(model).texts == {}


@pytest.mark.parametrize(
    ("section", "name"),
    [("list", "selection"), ("roadmap", "roadmap"), ("law", "amendments"), ("test", "tests")],
)
def test_a_part_writes_the_list_it_belongs_to(qapp, section, name):
    model = in_part(section)
    model.write_list()
    assert f"{name}-2026" in dict(model.state.told_facts)["path"]


def test_a_finished_test_writes_its_summary_and_a_part_without_a_list_nothing(qapp):
    model = in_part("test", EXTRACT)
    for row in ("2", "3"):
        model.filling.turn_tick(row)
    model.write_list()
    assert "summary-2026" in dict(model.state.told_facts)["path"]
    model.choose_section("costs")
    model.write_list()
    assert model.state.told == ""


def test_papers_of_part_one_are_kept_one_beside_the_other(qapp):
    model = in_part("document")
    model.do_next()
    model.write(".pdf")
    kinds = [dict(n.facts)["kind"] for n in model.state.part.notes if n.key.endswith("paper")]
    assert kinds == ["PDF", "Word"]


def test_the_process_is_drawn_anew_after_a_change(qapp):
    model = in_part("steps", GROUP)
    model.turn_diagram()
    assert [(p.which, p.name) for p in model.state.pictures[:2]] == [
        ("before", "Đăng ký khai sinh"),
        ("after", "Đăng ký khai sinh"),
    ]
    model = in_part("steps")
    model.turn_diagram()
    assert len(model.state.pictures[1].boxes) == 4
    model.choose_row("2")
    model.filling.edit("row", "other", "")
    model.filling.edit("row", "choice", "automate")
    assert len(model.state.pictures[1].boxes) == 5


# -- texts and values


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 2), "0,5"),
        (Fraction(1, 3), "1/3"),
        (1024000, "1.024.000"),
        (0.125, "0,125"),
        (None, ""),
    ],
)
def test_numbers_are_written_as_people_write_them_and_read_again(value, text):
    assert written(value) == text
    if value is not None:
        assert Fraction(str(amount_of(text))) == pytest.approx(Fraction(str(value)))


def test_typed_texts_become_values_or_stay_for_the_fault():
    assert (whole_of("1.024.000"), whole_of("nhiều")) == (1024000, "nhiều")
    assert (share_of("0,5"), share_of("1/3")) == ("0.5", "1/3")
    assert (day_of("17/11/2026"), day_of("17112026"), day_of("mai")) == (
        "2026-11-17",
        "2026-11-17",
        "mai",
    )
    assert asked_moment("") is None
    assert asked_moment("17/11/2026 9:30") == dt.datetime(2026, 11, 17, 9, 30, tzinfo=VIETNAM)
    for text in ("17/11/2026 25:00", "mai"):
        with pytest.raises(RuleError) as caught:
            asked_moment(text)
        assert caught.value.code == "restructuring.no_day"
