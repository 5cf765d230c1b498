"""The model of the catalogue page: drafts, faults at their fields, undo, what is kept and refused."""

import datetime as dt

import pytest

from desk_app.domain.moments import VIETNAM
from desk_app.domain.people import Role
from desk_app.ui.shell.procedures_view_model import ProceduresViewModel
from desk_app.ui.task_runner import InlineTaskRunner
from tests.kit.ui.sample_procedures import procedures_part

NOW = dt.datetime(2026, 11, 21, 14, 0, tzinfo=VIETNAM)
HOUSE = "construction_permit_house"


@pytest.fixture
def model(qapp):
    return a_model()


def a_model(*roles):
    made = ProceduresViewModel(procedures_part(NOW, *roles), InlineTaskRunner())
    made.begin()
    made.choose(f"{HOUSE}.2")
    return made


def test_versions_stand_by_name_with_the_one_in_force_marked(model):
    house = [v for v in model.state.versions if v.key == HOUSE]
    assert [(v.version, v.is_in_force) for v in house] == [(2, True), (1, False)]
    assert [v.name for v in model.state.versions] == sorted(v.name for v in model.state.versions)


def test_a_version_itself_is_never_edited(model):
    before = model.state.sheets
    model.edit("name", "Tên khác")
    model.add_row()
    model.remove_row()
    assert model.state.sheets is before


def test_faults_stand_at_their_fields_and_go_when_mended(model):
    model.new_version()
    model.choose_section("steps")
    model.choose_row("2")
    model.edit("amount", "nửa")
    model.edit("duty", "")
    assert {(f.section, f.row, f.field, f.code) for f in model.state.wrong} == {
        ("steps", 2, "amount", "definition.not_a_number"),
        ("steps", 2, "duty", "definition.missing"),
    }
    model.choose_section("general")
    model.next_fault()
    assert (model.state.section, model.state.row) == ("steps", 2)
    first = model.state.focus
    model.next_fault()
    assert {first, model.state.focus} == {"amount", "duty"}
    model.edit("amount", "1")
    model.edit("duty", "Ký giấy phép")
    assert model.state.wrong == ()


def test_saving_with_a_fault_goes_to_it_and_keeps_nothing(model):
    model.new_version()
    model.edit("name", "")
    model.choose_section("fees")
    model.save()
    assert (model.state.section, model.state.focus) == ("general", "name")
    assert model.state.is_draft
    assert len([v for v in model.state.versions if v.key == HOUSE]) == 2


def test_a_draft_is_kept_as_the_next_version(model):
    model.new_version()
    model.edit("valid_from", "01/01/2027")
    model.choose_section("term")
    model.edit("term.local_amount", "6")
    model.choose_section("steps")
    model.choose_row("1")
    model.edit("amount", "3,5")
    assert model.state.wrong == ()
    model.save()
    assert not model.state.is_draft
    assert model.state.told == "ui.catalogue.saved"
    house = [(v.version, v.is_in_force) for v in model.state.versions if v.key == HOUSE]
    assert house == [(3, False), (2, True), (1, False)]
    assert model.state.chosen == f"{HOUSE}.3"
    assert model.state.sheets["procedure"][0]["term.local_amount"] == "6"


def test_lines_are_added_taken_out_and_brought_back(model):
    model.new_version()
    model.choose_section("components")
    whole = model.state.sheets["components"]
    model.remove_row()
    assert model.state.sheets["components"] == whole[1:]
    assert "components.application" not in names(model)
    model.undo()
    assert model.state.sheets["components"] == whole
    assert "components.application" in names(model)
    model.redo()
    assert model.state.sheets["components"] == whole[1:]
    model.undo()
    model.add_row()
    assert model.state.row == 1
    model.edit("key", "photo")
    model.edit("name", "Ảnh hiện trạng")
    model.edit("digitisation", "mandatory")
    model.edit("document_type", "khac")
    assert "components.photo" in names(model)


def names(model):
    return {row["(name)"] for row in model.state.sheets["provenance"]}


def test_putting_a_draft_away_leaves_the_version_as_it_was(model):
    before = model.state.sheets
    model.new_version()
    model.edit("name", "Tên khác")
    model.leave_draft()
    assert not model.state.is_draft
    assert model.state.sheets == before
    assert model.state.wrong == ()


def test_who_may_not_keep_the_catalogue_is_told_before_typing(qapp):
    model = a_model(Role.INTAKE_OFFICER)
    model.new_version()
    assert model.state.failure.code == "workflow.role"
    assert not model.state.is_draft


def test_a_file_becomes_a_draft_with_its_faults(model, tmp_path):
    file = tmp_path / "procedure.json"
    file.write_text('{"key": "x", "name": "Thủ tục mới", "version": 1}', encoding="utf-8")
    model.import_file(str(file))
    assert model.state.is_draft
    places = {(f.section, f.field) for f in model.state.wrong}
    assert {("general", "valid_from"), ("result", ""), ("general", "form")} <= places
    model.leave_draft()
    model.import_file(str(tmp_path / "nothing.json"))
    assert model.state.failure.code == "procedures.unreadable"


def test_export_names_its_files(model):
    model.export()
    paths = dict(model.state.told_facts)["paths"]
    assert f"{HOUSE}.2.json" in paths
    assert f"{HOUSE}.2.xlsx" in paths
