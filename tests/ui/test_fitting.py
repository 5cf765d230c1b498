"""Words, rows and messages take the room they need, and give it back."""

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desk_app.ui.common.clipping import clipped
from desk_app.ui.common.labels import Text
from desk_app.ui.contract import SavedFilter, WorkQuery
from tests.kit.ui.pictures import SCENES
from tests.kit.ui.sample_desk import SampleDesk
from tests.kit.ui.window import PAGES, begin_intake, close_window, open_window, settle, show

pytestmark = pytest.mark.ui
WIDE = ((1366, 688), (1700, 688), (1920, 688), (1920, 1000))
LAYOUTS = {125: "compact", 150: "compact", 175: "narrow"}


def test_a_sentence_gives_back_the_room_it_needed_when_it_was_narrow(qapp):
    holder = QWidget()
    text = Text(wrap=True)
    text.setText(
        "Không còn thấy thiết bị ký. Tệp đã ký giữ nguyên, tệp đang ký chưa đổi. Cắm lại rồi ký tiếp."
    )
    column = QVBoxLayout(holder)
    column.addWidget(text)
    column.addStretch(1)
    holder.resize(120, 500)
    holder.show()
    QApplication.processEvents()
    narrow = text.height()
    holder.resize(600, 500)
    QApplication.processEvents()
    assert text.height() < narrow / 2
    holder.close()


def test_inputs_of_a_row_are_level_whatever_stands_above_them(qapp):
    sample = SampleDesk()
    window = open_window(sample)
    begin_intake(window)
    window.intake.form.edit("phone", "098123")
    window.shell.press("receive")
    settle()
    form = window.pages["intake_page"].form
    for row in form._rows:
        tops = {box.input.mapTo(form, box.input.rect().topLeft()).y() for box in row}
        assert len(tops) == 1, [box.field_id for box in row]
    close_window(window)


@pytest.mark.parametrize("scale", [100, 150])
def test_what_stopped_a_batch_is_in_sight_in_every_layout(qapp, scale):
    sample = SampleDesk()
    window = open_window(sample, scale=scale)
    SCENES["phe-duyet-rut-usb"](window, sample)
    settle()
    banner = window.pages["approve_page"].banner
    assert banner.isVisible()
    assert banner.visibleRegion().boundingRect().height() == banner.height()
    close_window(window)


@pytest.mark.parametrize("scale", [100, 150])
def test_the_undo_strip_covers_no_button_and_no_field(qapp, scale):
    sample = SampleDesk()
    window = open_window(sample, scale=scale)
    begin_intake(window)
    settle()
    work = window.shell.work
    strip = work.undo.geometry()
    assert work.undo.isVisible()
    buttons = [b for b in work.action_bar._buttons if b.isVisible()]
    for widget in (*buttons, work.pages):
        spot = widget.rect().translated(widget.mapTo(work, widget.rect().topLeft()))
        assert not strip.intersects(spot), widget.objectName()
    assert not any(hint.isVisible() for hint in work.action_bar._hints)
    work.undo.hide()
    assert any(hint.isVisible() for hint in work.action_bar._hints)
    close_window(window)


@pytest.mark.parametrize("searched", ["n", "không có ai"])
@pytest.mark.parametrize("scale", [100, 125, 150, 175])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_filters_of_the_work_queue_are_whole_beside_many_results(
    qapp, language, scale, searched
):
    sample = SampleDesk()
    names = ("Khai sinh tháng này", "Đất đai chờ bổ sung", "Hộ tịch quá hạn")
    sample.filters.kept = tuple(SavedFilter(name=n, query=WorkQuery(text=n)) for n in names)
    window = open_window(sample, language=language, scale=scale)
    seen, cut = set(), {}
    for width in (1700, 1366, 1000, 820):
        window.shell.resize(width, 688)
        sample.beyond = 99_990 if searched == "n" else 0
        window.go("dashboard")
        window.search(searched)
        settle()
        page = window.pages["dashboard"]
        seen.add(page.layout_class)
        cut[width] = clipped(page)
        assert page.filters.height() >= page.filters.heightForWidth(page.filters.width())
    close_window(window)
    assert not any(cut.values()), cut
    assert seen >= ({"wide", "normal", "compact"} if scale == 100 else {LAYOUTS[scale]})


@pytest.mark.parametrize(
    ("language", "scale"),
    [("vi", 125), ("en", 150), ("vi", 175)]
    + [pytest.param(*dress, marks=pytest.mark.long) for dress in (("en", 125), ("vi", 150), ("en", 175))],
)  # fmt: skip
def test_no_text_is_cut_off_in_a_wide_window_with_large_text(qapp, language, scale):
    window = open_window(SampleDesk(), language=language, scale=scale)
    cut = {}
    for size in WIDE:
        window.shell.resize(*size)
        for page in PAGES:
            show(window, page)
            cut[size, page] = clipped(window.shell)
    close_window(window)
    assert {where: lines for where, lines in cut.items() if lines} == {}


@pytest.mark.parametrize(
    ("scale", "size", "has_words"),
    [(125, (1700, 688), True), (125, (1600, 1000), True), (150, (1920, 688), False)],
)
def test_the_navigation_takes_the_room_there_is(qapp, scale, size, has_words):
    window = open_window(SampleDesk(), scale=scale)
    navigation = window.shell.work.navigation
    for at in ((1920, 1000), size):
        window.shell.resize(*at)
        settle()
    button = navigation.buttons["settings"]
    assert clipped(navigation) == []
    assert button.is_rail is not has_words
    assert button.mapTo(navigation, button.rect().bottomLeft()).y() < navigation.height()
    window.shell.resize(1920, 1000)
    settle()
    assert not button.is_rail
    close_window(window)


def test_columns_that_may_go_make_room_for_the_procedure(qapp):
    window = open_window(SampleDesk())
    table = window.pages["dashboard"].table
    seen = {}
    for width in (1280, 1366, 1280):
        window.shell.resize(width, 688)
        settle()
        seen[width] = [table.isColumnHidden(at) for at in range(6)]
        assert table.columnWidth(3) >= 120
    assert seen == {1366: [False] * 6, 1280: [False] * 5 + [True]}
    close_window(window)
