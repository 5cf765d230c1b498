"""The sections of the settings page, each built into a column."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import ChoiceBox, KeyButton
from desk_app.ui.common.check_list import CheckLine
from desk_app.ui.common.labels import Text, line
from desk_app.ui.common.words import View, Words
from desk_app.ui.contract import FixedSetting

SECTIONS = (
    ("general", "settings"), ("scanner", "scan"), ("code_reader", "badge"),
    ("reading", "file-search"), ("signing", "usb"), ("sync", "cloud-sync"),
    ("printing", "print"), ("data", "database"), ("shortcuts", "keyboard"),
)  # fmt: skip
CHECKED = frozenset({"signing", "sync"})
"""Sections with addresses of servers: the doctor tries them."""
CHOICE_WIDTH = 360


def section_lines(words: Words) -> tuple[CheckLine, ...]:
    """The list of sections."""
    return tuple(
        CheckLine(name, words.label(f"ui.settings.{name}"), icon) for name, icon in SECTIONS
    )


def caption(view: View, column: QVBoxLayout, key: str, widget: QWidget) -> None:
    """A label over the thing it names."""
    label = Text()
    view.tie(key, label.setText, widget.setAccessibleName)
    column.addWidget(label)
    column.addWidget(widget)


def choice(name: str, key: str, chosen: Callable[[], None]) -> ChoiceBox:
    """A box of one choice."""
    box = ChoiceBox(name)
    box.setProperty("key", key)
    box.setMaximumWidth(theme.current().px(CHOICE_WIDTH))
    box.currentIndexChanged.connect(chosen)
    return box


def add_fixed(view: View, column: QVBoxLayout, fixed: Sequence[FixedSetting]) -> None:
    """What the administrator set: name over value, to read and to copy."""
    if not fixed:
        return
    if column.count() > 1:
        column.addWidget(line())
    note = Text("small", wrap=True)
    view.tie("ui.settings.fixed", note.setText)
    column.addWidget(note)
    look = theme.current()
    grid = QGridLayout()
    grid.setHorizontalSpacing(look.px(16))
    grid.setVerticalSpacing(look.px(8))
    grid.setColumnStretch(1, 1)
    for row, one in enumerate(fixed):
        name, value = Text("muted"), Text(wrap=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        view.tie(f"ui.fixed_setting.{one.name}", name.setText)
        if one.value:
            value.setText(one.value)
        else:
            theme.set_property(value, "role", "muted")
            view.tie("ui.settings.not_set", value.setText)
        grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, row, 1)
    column.addSpacing(look.px(4))
    column.addLayout(grid)


def add_check(view: View, column: QVBoxLayout, section: str, pressed: Callable[[], None]) -> None:
    """The button that lets the doctor try the addresses of a section."""
    button = KeyButton(f"btnCheck_{section}", icon="doctor")
    button.clicked.connect(partial(_press, pressed))
    view.tie("ui.settings.check", button.set_words)
    row = QHBoxLayout()
    row.addWidget(button)
    row.addStretch(1)
    column.addSpacing(theme.current().px(6))
    column.addLayout(row)


def _press(pressed: Callable[[], None], *_checked: bool) -> None:
    pressed()
