"""Papers on their way to a printer, as the officer sees them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk_app.ui.contract import DocumentRef
from tests.kit.ui.window import settle

pytestmark = pytest.mark.ui
SLIP = DocumentRef(id="slip-1", name="slip.pdf", form="receipt", copies=2)


def open_section(window):
    """Settings, section of the printers."""
    window.go("printing")
    settle()
    return window.shell.page.printing


def test_what_waits_is_counted_in_the_bar_and_printed_from_there(window, sample):
    sample.printing.known = ()
    sample.printing.print_document(SLIP, "H99.01-1")
    window.look_around()
    settle()
    chip = window.shell.work.top.printouts
    assert chip.isVisible()
    assert "1" in chip.accessibleName()
    chip.click()
    settle()
    section = window.shell.page.printing
    assert section.isVisible()
    assert section.banner.isVisible()
    sample.printing.known = sample.printing.__class__(None).known
    section.send.click()
    settle()
    assert sample.printing.printed == ["receipt"]
    assert not section.frame.isVisible()
    window.look_around()
    settle()
    assert not chip.isVisible()


def test_a_refusal_says_what_is_safe_and_the_paper_goes_on_waiting(window, sample):
    sample.printing.hold("receipt", "H99.01-1")
    sample.printing.refuses = True
    section = open_section(window)
    section.send.click()
    settle()
    assert section.banner.isVisible()
    assert len(sample.printing.waiting()) == 1
    assert section.list.isVisible()


def test_one_of_them_is_withdrawn(window, sample):
    sample.printing.hold("receipt", "H99.01-1")
    sample.printing.hold("refusal", "H99.01-2")
    section = open_section(window)
    section.list.setFocus()
    QTest.keyClick(section.list, Qt.Key.Key_Down)
    section.withdraw.click()
    settle()
    assert [one.form for one in sample.printing.waiting()] == ["receipt"]


def test_a_form_gets_a_printer_of_its_own_and_undo_takes_it_back(window, sample):
    section = open_section(window)
    box = section.boxes["printing.receipt"]
    box.setCurrentIndex(box.findData("Canon-A5"))
    settle()
    assert sample.stored["printing.receipt"] == "Canon-A5"
    window.shell.press("undo")
    settle()
    assert sample.stored["printing.receipt"] == ""
    assert box.currentData() == ""


def test_a_chosen_printer_that_is_gone_stays_in_sight(window, sample):
    window.settings.choose("printing.all", "May-cu")
    section = open_section(window)
    assert section.boxes["printing.all"].currentData() == "May-cu"


def test_a_form_and_its_printer_stand_close_in_a_wide_window(window):
    window.shell.resize(1920, 1000)
    section = open_section(window)
    boxes = [box for box in section.boxes.values() if box.objectName().startswith("cbPrinter_")]
    assert boxes
    left = section.mapTo(window.shell, section.rect().topLeft()).x()
    for box in boxes:
        assert box.mapTo(window.shell, box.rect().topRight()).x() - left < 700
