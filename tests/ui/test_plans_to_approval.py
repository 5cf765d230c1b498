"""A restructuring file from its beginning to the approved plan, with keys alone, over a real office.

Real use cases, files, dossiers, typesetter, token and verifier; the mouse is never used.
"""

import zipfile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_app import bootstrap
from desk_app.config.front import CHOICES_FILE
from desk_app.practice.office import open_practice_office
from desk_app.texts import shipped
from desk_app.ui.common import theme
from desk_app.ui.common.buttons import ChoiceBox
from desk_app.ui.common.words import Words
from desk_app.ui.connect.settings_file import FileSettings
from desk_app.ui.opening import Ready, connected
from desk_app.ui.shell.conductor import Conductor
from desk_app.ui.task_runner import InlineTaskRunner
from tests.kit.histories import histories
from tests.kit.practice_signing import signed_in
from tests.kit.ui.typing import type_vi
from tests.kit.ui.window import SIZE, close_window, settle

pytestmark = pytest.mark.ui
CONTROL, NO = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
KEY = Qt.Key


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plans-office")
    with open_practice_office(folder, clock=bootstrap.wall_clock().now) as opened:
        yield opened


@pytest.fixture(scope="module")
def desk(office):
    opened = bootstrap.open_desk(office.profile.folder)
    with opened.office.unit_of_work() as work:
        for dossier in histories(60, seed=4):
            work.dossiers.add(dossier)
        work.commit()
    yield opened
    opened.close()


@pytest.fixture
def sign_in(qapp, desk):
    """Opens the window of an officer; every window is taken away at the end."""
    with connected(desk) as parts:
        windows = []

        def opened(user):
            qapp.setStyle("Fusion")
            theme.apply(qapp, "light", 1.0)
            runner = InlineTaskRunner()
            window = Conductor(Ready(parts), Words(shipped, "vi"), runner, parts.session.welcome())
            window.shell.resize(*SIZE)
            window.shell.show()
            window.sign_in.sign_in(user, " ")
            QApplication.setActiveWindow(window.shell)
            settle()
            windows.append(window)
            return window

        yield opened
        for window in windows:
            close_window(window)


class Keys:
    """What an officer's hands do at the page of restructuring files."""

    def __init__(self, window):
        self.window, self.model = window, window.plans

    def press(self, key, modifier=NO, times=1):
        for _ in range(times):
            QTest.keyClick(self.window.shell.focusWidget() or self.window.shell, key, modifier)
            settle()

    @property
    def page(self):
        return self.window.pages["restructuring"]

    def to_section(self, name):
        names = [part.id for part in self.model.state.view.sections]
        by = names.index(name) - names.index(self.model.state.section)
        self.press(KEY.Key_PageDown if by > 0 else KEY.Key_PageUp, CONTROL, abs(by))
        assert self.model.state.section == name

    def to_row(self, key):
        rows = self.model.state.part.rows
        place = next(at for at, row in enumerate(rows) if row["key"] == key)
        self.to_pane(self.page.part.rows)
        by = place - self.model.state.row
        self.press(KEY.Key_Down if by > 0 else KEY.Key_Up, times=abs(by))
        assert self.model.state.row == place

    def to_pane(self, widget):
        for _ in range(10):
            if self.window.shell.focusWidget() is widget:
                return
            self.press(KEY.Key_F6)
        raise AssertionError(f"F6 never reaches {widget.objectName()}")

    def to_field(self, name):
        wanted = self.page.part.form.field(name).input
        for _ in range(60):
            if self.window.shell.focusWidget() is wanted:
                return wanted
            self.press(KEY.Key_Tab)
        raise AssertionError(f"Tab never reaches {name}")

    def fill(self, **fields):
        for name, text in fields.items():
            field = self.to_field(name.replace("__", "."))
            if isinstance(field, ChoiceBox):
                self.press(KEY.Key_Home)
                for _ in range(field.count()):
                    if field.currentData() != text:
                        self.press(KEY.Key_Down)
                assert field.currentData() == text
            else:
                type_vi(field, text, "keys")
        settle()


def test_a_file_from_its_beginning_to_the_approved_plan(sign_in, office, desk, tmp_path):
    window = sign_in("lanhdao")
    keys, files = Keys(window), desk.restructuring

    # the list of procedures, and from it the restructuring files
    window.go("procedures")
    settle()
    keys.press(KEY.Key_F9)
    assert window.shell.page is keys.page
    assert keys.model.state.lines == ()

    # begun over the procedure for which the desk's own figures speak most
    keys.press(KEY.Key_N, CONTROL)
    counted = keys.model.state.candidates.rows
    assert any(row.received not in ("", "0") for row in counted)
    place = [row.code for row in counted].index("1.001193")
    keys.press(KEY.Key_Down, times=place)
    keys.press(KEY.Key_F12)
    assert keys.model.state.view.line.code == "1.001193"
    assert desk.restructuring.store.codes() == ("1.001193",)

    # nothing is reviewed before the list is approved
    keys.to_section("components")
    assert keys.model.state.lock[0] == "restructuring.list_not_approved"
    assert keys.page.part.lock.isVisible()
    keys.to_section("list")
    keys.fill(ask__place="submitted")
    keys.press(KEY.Key_F12)
    keys.press(KEY.Key_F12)
    assert keys.page.banner.isVisible()
    assert keys.model.state.failure.code == "restructuring.list_decision"
    keys.fill(ask__note="12/QĐ-UBND")
    keys.press(KEY.Key_F12)
    assert files.get("1.001193").list_decision == "12/QĐ-UBND"

    # a component is dropped: refused without a reason, kept with one
    keys.to_section("components")
    keys.to_row("marriage_certificate")
    keys.fill(row__choice="drop")
    assert [f.code for f in keys.model.state.part_faults] == ["restructuring.no_reason"]
    assert files.get("1.001193").components == {}
    keys.press(KEY.Key_F7)
    keys.fill(row__reason="Có trong cơ sở dữ liệu hộ tịch")
    keys.press(KEY.Key_Tab)
    assert keys.model.state.part_faults == ()
    dropped = files.get("1.001193").components["marriage_certificate"]
    assert (str(dropped.choice), dropped.reason) == ("drop", "Có trong cơ sở dữ liệu hộ tịch")

    # a step is merged, and the process drawn before and after
    keys.to_section("steps")
    keys.to_row("approve")
    keys.fill(row__choice="merge", row__other="agency_sign", row__reason="Ký một lần")
    keys.press(KEY.Key_Tab)
    assert str(files.get("1.001193").steps["approve"].choice) == "merge"
    keys.press(KEY.Key_F8)
    before, after = keys.model.state.pictures
    assert (len(before.boxes), len(after.boxes)) == (5, 4)
    assert len(keys.page.diagram.drawn) == 2
    keys.press(KEY.Key_F8, times=2)

    # seven of eight criteria ticked: partial, which owes a reason
    keys.to_section("levels")
    for number in (1, 2, 3, 4, 5, 7, 8):
        keys.to_row(str(number))
        keys.press(KEY.Key_Space)
    assert str(files.level("1.001193").level) == "partial_online"
    assert "Một phần" in spoken(keys.page.notes)
    assert any("công bố lý do" in line for line in spoken(keys.page.notes))
    keys.fill(own__partial_reason="field_verification_required_by_law")
    assert not any("công bố lý do" in line for line in spoken(keys.page.notes))

    # costs before and after
    keys.to_section("costs")
    for row in (
        {"name": "Đi nộp", "side": "before", "hours": "4"},
        {"name": "Khai", "side": "after", "hours": "0,5"},
    ):
        keys.press(KEY.Key_I, CONTROL)
        keys.fill(**{f"row__{name}": text for name, text in row.items()})
    keys.fill(own__hourly_income="30.000", own__subjects="400")
    keys.press(KEY.Key_Tab)
    assert files.cost("1.001193").year == 3.5 * 30_000 * 400
    assert any("42.000.000" in line for line in spoken(keys.page.notes))

    # a year of dossiers, and that year on the plan
    keys.to_section("evidence")
    keys.press(KEY.Key_F12)
    assert any("hồ sơ" in line for line in spoken(keys.page.part.findings))
    assert keys.model.state.counted

    # Part I in Word and PDF, both kept
    keys.to_section("document")
    keys.fill(own__purpose="Cắt giảm giấy tờ")
    keys.press(KEY.Key_F12)
    keys.press(KEY.Key_P, CONTROL)
    word, paper = sorted(bootstrap.kept_parts(desk, "1.001193"), key=lambda file: file.suffix)
    assert "word/document.xml" in zipfile.ZipFile(word).namelist()
    assert paper.read_bytes().startswith(b"%PDF")

    # the decision: an unsigned file is refused, the signed one approves
    keys.to_section("approval")
    keys.fill(ask__number="34/QĐ-UBND", ask__dated="01102026", ask__file=str(paper))
    keys.press(KEY.Key_F12)
    assert keys.model.state.failure.code == "restructuring.not_signed"
    assert files.get("1.001193").approval is None
    signed = signed_in(office, paper, tmp_path)
    field = keys.to_field("ask.file")
    field.selectAll()
    type_vi(field, str(signed), "keys")
    keys.press(KEY.Key_F12)
    approval = files.get("1.001193").approval
    assert (approval.number, approval.verdict) == ("34/QĐ-UBND", "valid")
    assert "Quyết định 34/QĐ-UBND ngày 01/10/2026" in spoken(keys.page.part.findings)
    keys.to_section("components")
    assert keys.model.state.lock[0] == "restructuring.approved"
    assert not keys.page.part.form.field("row.choice").input.isEnabled()

    # the portal test: the first clock runs once the system is in use
    keys.to_section("test")
    keys.press(KEY.Key_F12)
    assert keys.model.state.failure.code == "restructuring.system_not_in_use"
    keys.fill(own__system_in_use="56/QĐ-UBND")
    keys.press(KEY.Key_Tab)
    keys.press(KEY.Key_F12)
    assert files.stand("1.001193").clock_a is not None
    said = {deed.by for deed in files.get("1.001193").history}
    assert said == {"lanhdao"}

    # back on the list it stands as approved; each part writes the list it belongs to
    keys.press(KEY.Key_S, CONTROL)
    keys.press(KEY.Key_Escape)
    keys.press(KEY.Key_S, CONTROL)
    books = (desk.profile / "restructuring" / "out").glob("*.xlsx")
    assert sorted(book.name.partition("-")[0] for book in books) == ["progress", "tests"]
    (line,) = keys.model.state.lines
    assert line.is_approved
    assert line.test == "requested"


def test_an_officer_who_may_not_is_told_so_and_changes_nothing(sign_in, desk):
    files = desk.restructuring
    if "2.000635" not in files.store.codes():
        files.create("2.000635")
    before = files.store.load("2.000635")
    window = sign_in("canbo1")
    keys = Keys(window)
    window.go("restructuring")
    window.plans.open("2.000635")
    settle()
    keys.fill(ask__place="submitted")
    keys.press(KEY.Key_F12)
    assert keys.page.banner.isVisible()
    assert keys.model.state.failure.code == "workflow.role"
    keys.to_section("document")
    assert keys.page.part.lock.isVisible()
    assert keys.page.part.form.field("own.purpose").input.isReadOnly()
    assert files.store.load("2.000635") == before


def spoken(notes):
    """Sentences of a list, without the word for their tone."""
    return [line.text for line in notes.items_model.items]


def test_a_choice_of_the_settings_outlives_the_next_sign_in(office, desk):
    """Settings, printing and sign-in share one file: none writes over what another kept."""
    path = office.profile.folder / CHOICES_FILE
    settings = FileSettings(path, "")
    with connected(desk, settings=settings) as parts:
        settings.put("printer", "Quầy 3")
        parts.session.sign_in("canbo1", " ", "")
        kept = FileSettings(path, "")
        assert (kept.get("printer"), kept.get("session.user")) == ("Quầy 3", "canbo1")
