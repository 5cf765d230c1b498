"""What a field said before, at the field: who, when, from where; one key, and taken back by another."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk_app.ui.common.item_list import ITEM_ROLE
from desk_app.ui.steps.intake.earlier_sheet import EarlierSheet
from tests.kit.ui.window import settle

pytestmark = pytest.mark.ui
FIELD = "chu_dau_tu"


def at_the_field(at, user, key):
    window = at(user)
    window.open(key, "intake")
    settle()
    window.intake.form.jump(FIELD)
    return window


def asked(window):
    window.shell.press("earlier_values")
    settle()
    return window.shell.findChild(EarlierSheet)


def lines(sheet):
    model = sheet.lines.model()
    return [model.data(model.index(row, 0), ITEM_ROLE) for row in range(model.rowCount())]


def typed(window, *values):
    for value in values:
        window.intake.form.edit(FIELD, value)
        window.intake.form.save()


def test_earlier_values_stand_at_the_field_and_one_is_taken_back(office, at):
    key = office.draft()
    window = at_the_field(at, "canbo", key)
    typed(window, "Nguyễn Văn Mốt", "Nguyễn Văn Một", "Nguyễn Văn Hai")
    sheet = asked(window)
    said = lines(sheet)
    assert [line.text for line in said] == ["Nguyễn Văn Một", "Nguyễn Văn Mốt"]
    name = next(o.full_name for o in office.office.staff.officers() if o.user == "canbo")
    for line in said:
        assert "Nhập tay, 09:00 09/11/2026" in line.remark
        assert line.remark.count(name) == 2
    QTest.keyClick(sheet.lines, Qt.Key.Key_Down)
    QTest.keyClick(sheet.lines, Qt.Key.Key_Return)
    settle()
    assert not sheet.isVisible()
    assert window.intake.state.values[FIELD].value == "Nguyễn Văn Mốt"
    window.intake.form.save()
    form = office.see(key).form
    assert (form.values[FIELD].value, form.values[FIELD].verified_by) == ("Nguyễn Văn Mốt", "canbo")
    assert [one.value for one in form.earlier_of(FIELD)] == [
        "Nguyễn Văn Hai", "Nguyễn Văn Một", "Nguyễn Văn Mốt",
    ]  # fmt: skip
    window.shell.press("undo")
    assert window.intake.state.values[FIELD].value == "Nguyễn Văn Hai"


def test_the_log_names_the_fields_and_no_value(office, at):
    key = office.draft()
    typed(at_the_field(at, "canbo", key), "Nguyễn Văn Mốt", "Nguyễn Văn Một")
    told = [e for e in office.enquiries.events(office.see(key).id) if e.kind == "form_filled"]
    assert [tuple(event.data["replaced"]) for event in told] == [(), (FIELD,)]
    assert "Nguyễn" not in repr(told)


def test_a_draft_of_every_half_second_leaves_no_half_words(office, at):
    key = office.draft()
    window = at_the_field(at, "canbo", key)
    for so_far in ("N", "Nguyễn V", "Nguyễn Văn Mốt"):
        window.intake.form.keep(FIELD, so_far)
        window.intake.form.save()
    assert office.see(key).form.values[FIELD].is_unfinished
    typed(window, "Nguyễn Văn Mốt")
    assert not office.see(key).form.values[FIELD].is_unfinished
    assert lines(asked(window)) == []


def test_a_field_that_never_changed_says_so(office, at):
    window = at_the_field(at, "canbo", office.draft())
    sheet = asked(window)
    assert sheet.text.text() == "Ô này chưa đổi giá trị lần nào."
    assert not sheet.accept.isVisible()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
