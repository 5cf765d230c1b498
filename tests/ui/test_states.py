"""Every state of every screen (empty, busy, error, offline, panels): nothing cut off, everything named."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk_app.ui.common.clipping import clipped
from tests.kit.ui.pictures import SCENES, SIGNED_OUT
from tests.kit.ui.sample_desk import SampleDesk
from tests.kit.ui.window import close_window, open_window, settle

pytestmark = pytest.mark.ui
DRESSES = (
    ("vi", "light", 100), ("vi", "dark", 125), ("vi", "light", 150), ("vi", "light", 175), ("en", "dark", 100), ("en", "light", 150),
)  # fmt: skip


def _nameless(root):
    return [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisibleTo(root)
        and not widget.accessibleName()
    ]


@pytest.mark.parametrize(("language", "scheme", "scale"), DRESSES)
def test_no_text_is_cut_off_in_any_state(qapp, language, scheme, scale):
    found = {}
    for name, act in SCENES.items():
        sample = SampleDesk()
        window = open_window(
            sample, language=language, scheme=scheme, scale=scale, signed_in=name not in SIGNED_OUT
        )
        if act is not None:
            act(window, sample)
        settle()
        lines = [*clipped(window.shell), *_nameless(window.shell)]
        if lines:
            found[name] = lines
        window.runner.hold = False
        window.runner.pending.clear()
        close_window(window)
    assert found == {}
