"""Lists keep what matters in sight, and write it as papers do."""

import pytest
from PySide6.QtCore import Qt

from desk_app.ui.common import theme
from desk_app.ui.common.check_list import CheckLine
from desk_app.ui.common.labels import Banner
from desk_app.ui.common.tables import Cell, Column, Row, Table
from desk_app.ui.steps.intake.paper_state import paper_state
from tests.kit.ui.pictures import SCENES
from tests.kit.ui.sample_desk import SampleDesk
from tests.kit.ui.window import close_window, open_window, settle, show

pytestmark = pytest.mark.ui
ROWS = tuple(Row(f"{at}", (Cell(f"row {at}"), Cell(f"{at}"))) for at in range(40))
COLUMNS = (Column("WORDS"), Column("NUMBER", 90, is_number=True))


@pytest.fixture
def table(qapp, qtbot):
    qapp.setStyle("Fusion")
    theme.apply(qapp, "light", 1.0)
    made = Table("tblTest")
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    made.show_rows(COLUMNS, ROWS, "0")
    settle()
    return made


def _is_whole(table):
    spot = table.visualRect(table.currentIndex())
    return table.viewport().rect().contains(spot)


def test_another_chosen_row_comes_into_sight(table):
    table.show_rows(COLUMNS, ROWS, "30")
    assert _is_whole(table)
    table.resize(300, 150)
    settle()
    assert _is_whole(table)


def test_a_list_that_was_moved_by_hand_stays_where_it_is(table):
    table.verticalScrollBar().setValue(400)
    table.show_rows(COLUMNS, tuple(ROWS[:39]), "0")
    assert table.verticalScrollBar().value() == 400


def test_the_header_goes_on_over_the_scroll_bar(table):
    picture = table.grab().toImage()
    corner = picture.pixelColor(table.width() - 4, 6)
    assert corner == picture.pixelColor(table.width() // 2, 6)
    assert table.verticalScrollBar().geometry().top() >= table.horizontalHeader().height() - 2


def test_numbers_stand_digit_under_digit(table):
    model = table.rows_model
    sides = [
        model.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        for at in range(2)
    ]
    assert [bool(side & Qt.AlignmentFlag.AlignRight) for side in sides] == [False, True]
    assert model.side(1) == Qt.AlignmentFlag.AlignRight


def test_a_list_as_high_as_its_rows_does_not_scroll(table):
    table.show_rows(COLUMNS, ROWS[:4], "0")
    table.setFixedHeight(table.content_height())
    settle()
    assert table.verticalScrollBar().maximum() == 0
    assert table.viewport().height() == 4 * table.rowHeight(0)


def test_a_remark_is_pressing_only_where_something_is_wrong():
    assert CheckLine("a", "Kho lưu trữ", remark="thiếu tệp", remark_ink="err").is_pressing
    assert not CheckLine("a", "Kho lưu trữ", remark="14:06", remark_ink="muted").is_pressing


@pytest.mark.parametrize("scale", [100, 150])
def test_the_section_in_hand_is_in_sight(qapp, scale):
    sample = SampleDesk()
    window = open_window(sample, scale=scale)
    SCENES["tai-cau-truc-kiem-thu"](window, sample)
    settle()
    assert _is_whole(window.pages["restructuring"].sections)
    close_window(window)


def test_rates_have_their_unit(window):
    show(window, "reports")
    page = window.pages["reports"]
    values = {row.id: row.cells[1].text for row in page.numbers.rows_model.rows}
    assert values["on_time_rate"] == "61,63 %"


def test_a_whole_result_is_counted_once(window):
    window.search("khai sinh")
    settle()
    assert window.pages["dashboard"].filters.note.text() == "1 kết quả"


def test_the_act_of_a_narrow_banner_begins_where_its_words_do(qtbot):
    banner = Banner("banner")
    qtbot.addWidget(banner)
    banner.show_message("warn", "usb", "Cắm lại rồi ký tiếp.", act="Ký tiếp", key="F12")
    for width in (600, 260):
        banner.resize(width, 120)
        settle()
        is_narrow = width == 260
        assert banner.button.is_flush is is_narrow
        assert (banner.button.x() == banner._text.x()) is is_narrow


@pytest.mark.parametrize("scale", [100, 150])
def test_an_intake_without_a_procedure_says_what_comes_first(qapp, scale):
    window = open_window(SampleDesk(), scale=scale)
    window.go("new_dossier")
    settle()
    page = window.pages["intake_page"]
    tops = {
        w.mapTo(page, w.rect().topLeft()).y() for w in (page.document, page.form.parentWidget())
    }
    assert len(tops) == 1, "an empty row of chips takes room"
    assert page.tray.empty.isHidden() is False
    assert "F4" not in paper_state(window.intake.state, window.words).empty
    assert page.tray.scan_button.text() == "Quét"
    window.intake.begin("1.001193")
    settle()
    assert page.tray.empty.isHidden()
    close_window(window)


def test_a_row_of_chips_that_goes_on_fades_at_that_end(qapp, qtbot):
    window = open_window(SampleDesk(), scale=150)
    show(window, "appraise")
    row = window.pages["appraise_page"].tray.chips

    def ends():
        return [fade.isVisible() for fade in row.fades]

    qtbot.waitUntil(lambda: ends() == [False, True])
    window.appraise.choose_component(window.appraise.state.parts[-1].id)
    qtbot.waitUntil(lambda: ends()[0])
    window.shell.resize(2400, 688)
    qtbot.waitUntil(lambda: not any(ends()))
    close_window(window)
