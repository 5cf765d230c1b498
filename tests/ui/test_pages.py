"""Every page in every dress.

Nothing is cut off (UI-05), everything is named (UI-04), English is English (UI-21).
"""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desk_app.ui.common.clipping import clipped
from tests.kit.ui.sample_desk import SampleDesk
from tests.kit.ui.window import PAGES, close_window, open_window, settle, show

pytestmark = pytest.mark.ui
VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ]|[\u1ea0-\u1ef9]")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scale", [100, 125, 150, 175])
def test_no_text_is_cut_off(qapp, language, scale):
    window = open_window(SampleDesk(), language=language, scale=scale)
    found = {}
    for page in PAGES:
        show(window, page)
        lines = clipped(window.shell)
        if lines:
            found[page] = lines
    close_window(window)
    assert found == {}


def test_the_sign_in_page_is_whole_at_every_size(qapp):
    for scale in (100, 125, 150, 175):
        sample = SampleDesk()
        sample.online = False
        window = open_window(sample, scale=scale, signed_in=False)
        window.sign_in.sign_in("lethuha", "x")
        settle()
        assert clipped(window.shell) == [], scale
        close_window(window)


def test_everything_that_takes_the_focus_has_a_name(window):
    nameless = set()
    for page in PAGES:
        show(window, page)
        for widget in window.shell.findChildren(QWidget):
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if takes and widget.isVisibleTo(window.shell) and not widget.accessibleName():
                nameless.add(f"{page}: {type(widget).__name__} {widget.objectName()}")
    assert nameless == set()


def test_every_list_speaks(window):
    silent = set()
    for page in PAGES:
        show(window, page)
        for view in window.shell.findChildren(QAbstractItemView):
            model = view.model()
            if (
                model is None
                or not view.isVisibleTo(window.shell)
                or view.objectName().startswith("qt_")
            ):
                continue
            for row in range(min(model.rowCount(), 3)):
                if not model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole):
                    silent.add(f"{page}: {view.objectName()} row {row}")
    assert silent == set()


def test_the_language_is_switched_at_once_and_the_focus_stays(window):
    show(window, "settings")
    before = window.shell.focusWidget()
    window.settings.choose("ui.language", "en")
    assert window.shell.focusWidget() is before
    titles = {}
    for page in PAGES:
        show(window, page)
        titles[page] = [
            window.shell.work.top.title.text(),
            *(button.text() for button in window.shell.work.action_bar._buttons),
            *(button.words for button in window.shell.work.navigation.buttons.values()),
        ]
    left = {
        page: [text for text in texts if VIETNAMESE.search(text)] for page, texts in titles.items()
    }
    assert {page: texts for page, texts in left.items() if texts} == {}


def test_another_text_size_builds_the_window_anew_around_the_same_work(window):
    show(window, "intake")
    window.intake.form.edit("phone", "0981234567")
    old = window.shell
    window.settings.choose("ui.text_scale", "150")
    assert window.shell is not old
    show_again = window.intake.state
    assert show_again.values["phone"].value == "0981234567"
    window.settings.undo()
    assert window.settings.state.value("ui.text_scale") == "100"


def test_opening_and_leaving_pages_leaves_nothing_behind(window):
    def walk():
        for page in PAGES:
            show(window, page)
        settle()
        return len(window.shell.findChildren(QWidget))

    walk()
    first = walk()
    for _ in range(5):
        last = walk()
    assert last <= first * 1.02


def test_the_focus_stays_on_a_page_whose_focused_part_goes_out_of_sight(window):
    """The list of versions goes for a draft; the parts of the draft go for its diagram and back."""
    window.go("procedures")
    settle()
    page = window.shell.page
    page.versions.setFocus()
    window.shell.press("new_version")
    settle()
    assert not page.versions.isVisible()
    assert page.isAncestorOf(window.shell.focusWidget())
    page.sections.setFocus()
    window.procedures.turn_diagram()
    window.procedures.turn_diagram()
    settle()
    assert not page.body.isVisible()
    assert window.shell.focusWidget() is page.diagram
    window.procedures.turn_diagram()
    settle()
    assert window.shell.focusWidget() is page.sections
