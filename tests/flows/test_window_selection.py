"""A selection of the work list: received, passed on, receipts printed, each dossier with its own end (F05-07)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk_app.ui.common.words import Words
from tests.kit.ui.typing import press
from tests.kit.ui.window import settle

pytestmark = pytest.mark.ui


def online(office, number, *, is_complete=True):
    key = office.draft(channel="online", applicant={"identifier": f"02709000{number:04d}"})
    if is_complete:
        office.complete(key)
    return key


def choose(window, *keys):
    table = window.pages["dashboard"].table
    for key in keys:
        table.choose(key)
        press(table, Qt.Key.Key_Space, " ")
        QApplication.processEvents()


def ends(window):
    return {end.was: end for end in window.selection.state.ended}


def test_a_selection_is_received_and_what_is_not_ready_stays_with_its_reason(office, at):
    ready = [online(office, n) for n in (1, 2)]
    bare = online(office, 3, is_complete=False)
    window = at("canbo")
    window.dashboard.filter_by("online")
    settle()
    choose(window, ready[0], bare, ready[1])
    page = window.pages["dashboard"]
    assert page.selection.isVisible()
    assert window.selection.state.ticked == (ready[0], bare, ready[1])
    window.shell.press("receive_selected")
    settle()
    found = ends(window)
    assert [found[key].outcome for key in ready] == ["done", "done"]
    assert {str(office.see(key).state) for key in ready} == {"IN_APPRAISAL"}
    assert all(found[key].code == office.see(key).shown_code for key in ready)
    refused = found[bare]
    assert refused.outcome == "refused"
    assert refused.problem
    assert str(office.see(bare).state) == "SUBMITTED"
    assert window.selection.state.ticked == (bare,), "what is left is still chosen"
    (line,) = [each for each in page.selection.lines.model().items if each.id == bare]
    assert line.remark
    assert [row.key for row in window.dashboard.state.rows] == [bare], "the list was asked again"


def test_a_value_nobody_looked_at_is_never_received_from_a_list(office, at, monkeypatch):
    from desk_app.domain.dossier import Dossier

    key = online(office, 4)
    monkeypatch.setattr(Dossier, "unverified_fields", lambda self: ["ho_ten"])
    window = at("canbo")
    window.dashboard.filter_by("online")
    settle()
    choose(window, key)
    window.shell.press("receive_selected")
    settle()
    assert ends(window)[key].problem == "selection.look_first"
    assert str(office.see(key).state) == "SUBMITTED"


def test_receipts_of_a_selection_are_printed_and_one_without_says_so(office, at):
    received = [office.received(applicant={"identifier": f"0270900000{n:02d}"}) for n in (5, 6)]
    draft = office.draft(applicant={"identifier": "027090000007"})
    window = at("canbo")
    window.dashboard.filter_by("office")
    settle()
    choose(window, *received, draft)
    window.shell.press("print_selected")
    settle()
    receipts = [
        office.office.papers.read(slip.file.sha256)
        for key in received
        for slip in office.see(key).slips
        if slip.key == "receipt"
    ]
    assert [pdf for *_, pdf in window.spooler.sent] == receipts
    assert ends(window)[draft].problem == "selection.no_receipt"
    assert [ends(window)[key].outcome for key in received] == ["done", "done"]


def test_what_was_received_at_the_counter_is_passed_on_together(office, at):
    keys = [office.received(applicant={"identifier": f"0270900000{n:02d}"}) for n in (8, 9)]
    window = at("canbo")
    window.dashboard.filter_by("mine")
    settle()
    choose(window, *keys)
    window.shell.press("forward_selected")
    settle()
    assert {str(office.see(key).state) for key in keys} == {"IN_APPRAISAL"}
    assert {office.rows(key)[-1] for key in keys} == {"T08"}


def test_who_may_not_do_it_is_told_for_each_dossier(office, at):
    key = office.received()
    window = at("vanthu")
    window.dashboard.filter_by("office")
    settle()
    choose(window, key)
    window.shell.press("forward_selected")
    settle()
    assert ends(window)[key].outcome == "refused"
    assert str(office.see(key).state) == "ACCEPTED"


def test_esc_stops_after_the_dossier_in_hand_and_then_lets_the_selection_go(office, at):
    keys = [online(office, n) for n in (10, 11, 12)]
    window = at("canbo")
    window.dashboard.filter_by("online")
    settle()
    choose(window, *keys)
    window.runner.hold = True
    window.shell.press("receive_selected")
    assert window.selection.state.is_running
    assert window.pages["dashboard"].selection.job.isVisible()
    window.shell.press("escape")
    assert window.selection.state.is_stopping
    window.runner.hold = False
    window.runner.run_pending()
    settle()
    states = [str(office.see(key).state) for key in keys]
    assert "SUBMITTED" in states
    left = [key for key, state in zip(keys, states, strict=True) if state == "SUBMITTED"]
    assert [end.was for end in window.selection.state.ended if end.outcome == "left"] == left
    window.shell.press("escape")
    assert window.selection.state.is_empty
    assert not window.pages["dashboard"].selection.isVisible()


def test_a_chosen_row_is_said_to_be_chosen(office, at):
    key = office.draft()
    window = at("canbo")
    window.dashboard.filter_by("office")
    settle()
    choose(window, key)
    model = window.pages["dashboard"].table.model()
    words: Words = window.words
    assert model.rows[0].cells[1].spoken.endswith(words.label("ui.selection.ticked"))
    choose(window, key)
    assert window.selection.state.is_empty
