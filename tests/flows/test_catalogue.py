"""A new version of a procedure, made in the window: dossiers already received keep the old one."""

import dataclasses
import types

import pytest

from desk_app.adapters.catalogue import Catalogue
from desk_app.adapters.catalogue.desk_catalogue import DeskCatalogue
from desk_app.adapters.catalogue.shelf import ProcedureShelf
from desk_app.application.procedures import Procedures
from desk_app.ui.connect.procedures import ProceduresPart
from desk_app.ui.shell.procedures_view_model import ProceduresViewModel
from desk_app.ui.task_runner import InlineTaskRunner

HOUSE = "construction_permit_house"


@pytest.fixture
def kept(office, tmp_path):
    """The office over a catalogue of its own, in a folder that is empty at first."""
    catalogue = Catalogue([])
    office.use(dataclasses.replace(office.office, catalogue=DeskCatalogue(catalogue)))
    shelf = ProcedureShelf(catalogue, tmp_path / "own", lambda: office.clock.now().date())
    return Procedures(office=office.office, shelf=shelf)


def page_of(office, kept, user):
    sitting = types.SimpleNamespace(
        desk=types.SimpleNamespace(procedures=kept, profile=office.folder),
        officer=office.actor(user),
        now=office.clock.now,
    )
    model = ProceduresViewModel(ProceduresPart(sitting), InlineTaskRunner())
    model.begin()
    model.choose(f"{HOUSE}.2")
    model.new_version()
    return model


def test_received_dossiers_keep_their_version_and_new_ones_take_the_new(
    qapp, office, kept, tmp_path
):
    old = office.received(HOUSE)
    assert office.see(old).terms.version == "2"
    model = page_of(office, kept, "lanhdao")
    model.edit("valid_from", "09/11/2026")
    model.choose_section("term")
    model.edit("term.local_amount", "5")
    model.choose_section("steps")
    model.choose_row("1")
    model.edit("amount", "2,5")
    model.save()
    assert model.state.failure is None
    assert not model.state.is_draft
    new = office.received(HOUSE)
    assert (office.see(old).terms.version, office.see(new).terms.version) == ("2", "3")
    assert office.see(new).due_at < office.see(old).due_at
    office.do("intake", "pass_to_appraisal", old, "canbo")
    assert office.see(old).terms.version == "2"
    assert Catalogue([tmp_path / "own"]).procedure(HOUSE, version=3).term.local_amount == 5


def test_an_officer_at_the_counter_may_look_and_not_change(qapp, office, kept, tmp_path):
    model = page_of(office, kept, "canbo")
    assert model.state.failure.code == "workflow.role"
    assert not model.state.is_draft
    assert not list(tmp_path.rglob("*.json"))
