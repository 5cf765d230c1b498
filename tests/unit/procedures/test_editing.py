"""The form in which a procedure is edited: nothing lost on the way, each fault at its field."""

import copy
import datetime as dt
import types

import pytest

import resources
from desk_app.adapters.catalogue import Catalogue
from desk_app.adapters.catalogue.catalogue import read
from desk_app.adapters.catalogue.shelf import ProcedureShelf
from desk_app.application.procedure_fields import (
    data_of_texts,
    place_of,
    sections,
    texts_of,
    with_sources,
)
from desk_app.application.procedures import Procedures, SaveProcedure
from desk_app.domain.definition_sheets import FIRST
from desk_app.domain.errors import NotFoundError, RuleError, UnavailableError
from desk_app.domain.people import Role
from desk_app.domain.procedure_checks import check_procedure
from desk_app.domain.procedure_reading import procedure_from_data
from tests.builders import an_actor
from tests.unit.procedures import test_procedures as faults

FILES = sorted(resources.path("procedures").glob("*.toml"))
HARMS = next(
    mark.args[1]
    for mark in faults.test_each_fault_is_found.pytestmark
    if mark.args[0] == ("harm", "code")
)


@pytest.fixture
def birth():
    return copy.deepcopy(read(resources.path("procedures/birth_registration.toml")))


@pytest.fixture
def office(tmp_path):
    """The catalogue of an office with a folder of its own, empty at first."""
    shelf = ProcedureShelf(Catalogue([]), tmp_path, lambda: dt.date(2026, 11, 30))
    return Procedures(office=types.SimpleNamespace(), shelf=shelf)


def changed(texts, sheet, row, **cells):
    """A draft with other texts in one row; names of columns with ``__`` for dots."""
    rows = [dict(each) for each in texts[sheet]]
    rows[row] |= {path.replace("__", "."): text for path, text in cells.items()}
    return {**texts, sheet: tuple(rows)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_definition_comes_back_from_the_form_as_it_was(file):
    data = read(file)
    back = data_of_texts(texts_of(data)) | {"schema": 1, "version": data["version"]}
    assert procedure_from_data(back) == procedure_from_data(data)


def test_every_value_of_every_procedure_has_a_field():
    known = {(s.sheet, f.path) for s in sections() for f in s.fields}
    for file in FILES:
        for sheet, rows in texts_of(read(file)).items():
            assert {(sheet, path) for row in rows for path in row} <= known


@pytest.mark.parametrize(("harm", "code"), HARMS, ids=lambda each: getattr(each, "__name__", ""))
def test_each_fault_of_the_file_check_has_its_place_in_the_form(birth, harm, code):
    harm(birth)
    texts = texts_of(birth)
    kinds = frozenset(c["document_type"] for c in birth["components"]) - {"thu_tinh"}
    found = [
        problem
        for problem in check_procedure(
            birth, forms=faults.Catalogue([]).forms(), document_types=kinds
        )
        if problem.code == code
    ]
    assert found
    for problem in found:
        place = place_of(problem.path, texts)
        section = next(s for s in sections() if s.key == place.section)
        assert place.row < len(texts[section.sheet])
        if place.field:
            assert place.field in {f.path for f in section.fields}
        last = problem.path.rpartition(".")[2]
        if not last.isdigit() and problem.path.count(".") > 1:
            assert place.field.removesuffix("[]").endswith(last)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("name", ("general", 0, "name")),
        ("sector.name", ("general", 0, "sector.name")),
        ("term.local_amount", ("term", 0, "term.local_amount")),
        ("term", ("term", -1, "")),
        ("components.1.standard.online", ("components", 1, "standard.online")),
        ("components.card", ("components", 2, "")),
        ("components", ("components", -1, "")),
        ("channels_in.0", ("general", 0, "channels_in[]")),
        ("roles.approve", ("roles", 0, "roles.approve[]")),
        ("provenance.fees.copy.source", ("provenance", 1, "source")),
        ("sources.law.dated", ("sources", 0, "dated")),
        ("colour", ("general", -1, "")),
    ],
)
def test_where_a_path_stands_in_the_form(path, place):
    texts = {
        "components": ({"key": "a"}, {"key": "b"}, {"key": "card"}),
        "sources": ({"(name)": "law"},),
        "provenance": ({"(name)": "fees"}, {"(name)": "fees.copy"}),
    }
    found = place_of(path, texts)
    assert (found.section, found.row, found.field) == place


def test_what_is_typed_wrongly_stays_and_is_named(office):
    texts = office.texts("birth_registration", 1)
    draft = changed(texts, FIRST, 0, valid_from="31/02/2027", term__amount="bảy")
    draft = changed(draft, "steps", 0, amount="nửa")
    found = {(f.place.section, f.place.row, f.place.field): f.code for f in office.faults(draft)}
    assert found["general", 0, "valid_from"] == "definition.not_a_date"
    assert found["term", 0, "term.amount"] == "definition.not_a_whole_number"
    assert found["steps", 0, "amount"] == "definition.not_a_number"


def test_what_was_changed_loses_its_source_until_it_is_confirmed(office):
    before = office.texts("construction_permit_house", 2)
    draft = changed(before, FIRST, 0, term__amount="6")
    followed, found = office.look(draft, before)
    marks = {row["(name)"]: row.get("to_confirm") for row in followed["provenance"]}
    assert marks["term"] == "true"
    assert marks["components.drawings"] is None
    assert ("term", "procedure.to_confirm") in {(f.path, f.code) for f in found}
    named = tuple(
        {**row, "to_confirm": "", "at": "Điều 9"} if row["(name)"] == "term" else row
        for row in followed["provenance"]
    )
    assert with_sources({**followed, "provenance": named}, before)["provenance"] == named


def test_an_added_paper_is_to_be_confirmed_and_a_dropped_one_takes_its_line_along(office):
    before = office.texts("birth_registration", 1)
    fresh = {"key": "photo", "name": "Ảnh", "digitisation": "on_demand", "document_type": "khac"}
    draft = {**before, "components": (*before["components"][1:], fresh)}
    marks = {row["(name)"]: row for row in with_sources(draft, before)["provenance"]}
    assert marks["components.photo"] == {"(name)": "components.photo", "to_confirm": "true"}
    assert f"components.{before['components'][0]['key']}" not in marks


def test_a_new_version_is_kept_beside_the_old_one(office, tmp_path):
    actor = an_actor(Role.ONE_STOP_HEAD)
    texts = office.texts("construction_permit_house", 2)
    draft = changed(texts, FIRST, 0, valid_from="01/01/2027", term__local_amount="5")
    draft = changed(draft, "steps", 1, amount="2,5")
    taken = office.save(SaveProcedure(actor=actor, texts=draft))
    assert (taken.version, taken.term.local_amount, taken.steps[1].amount) == (3, 5, 2.5)
    for kept in (office.shelf._catalogue, Catalogue([tmp_path])):
        assert kept.procedure("1.013225", on=dt.date(2026, 12, 31)).version == 2
        assert kept.procedure("1.013225", on=dt.date(2027, 1, 1)) == taken
        assert kept.procedure("1.013225", version=2).term.local_amount is None


def test_a_draft_with_faults_and_an_officer_without_the_right_are_refused(office, tmp_path):
    texts = office.texts("birth_registration", 1)
    with pytest.raises(RuleError) as refused:
        office.save(SaveProcedure(actor=an_actor(Role.INTAKE_OFFICER), texts=texts))
    assert refused.value.code == "workflow.role"
    broken = changed(texts, "steps", 2, **{"following[]": ""})
    early = changed(texts, FIRST, 0, valid_from="01/01/2001")
    for draft, path in ((broken, "steps.2"), (early, "valid_from")):
        with pytest.raises(RuleError) as refused:
            office.save(SaveProcedure(actor=an_actor(Role.ADMIN), texts=draft))
        assert (refused.value.code, refused.value.facts["path"]) == ("procedures.broken", path)
    assert list(tmp_path.rglob("*.json")) == []


def test_another_key_is_another_procedure(office):
    texts = office.texts("birth_registration", 1)
    draft = changed(texts, FIRST, 0, key="late_birth_registration", name="Đăng ký lại khai sinh")
    taken = office.save(SaveProcedure(actor=an_actor(Role.ADMIN), texts=draft))
    assert (taken.key, taken.version) == ("late_birth_registration", 1)


def test_out_as_json_and_workbook_and_in_again(office, tmp_path):
    texts = office.texts("construction_permit_house", 2)
    files = office.export("construction_permit_house", 2, tmp_path / "out")
    assert [file.suffix for file in files] == [".json", ".xlsx"]
    for file in files:
        assert procedure_from_data(
            data_of_texts(office.texts_of_file(file)) | {"version": 2}
        ) == procedure_from_data(data_of_texts(texts) | {"version": 2})


def test_what_cannot_be_read_or_written_is_said(office, tmp_path):
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    with pytest.raises(RuleError) as refused:
        office.texts_of_file(tmp_path / "bad.json")
    assert refused.value.code == "procedures.unreadable"
    with pytest.raises(NotFoundError):
        office.texts("nothing", 1)
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UnavailableError) as refused:
        office.export("birth_registration", 1, tmp_path / "file" / "out")
    assert refused.value.code == "procedures.unwritable"
