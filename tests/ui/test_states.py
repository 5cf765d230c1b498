"""Every state of every screen (empty, busy, error, offline, panels): nothing cut off, everything named."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk_app.ui.common.clipping import clipped
from tests.kit.ui.pictures import SCENES, SIGNED_OUT
from tests.kit.ui.sample_desk import SampleDesk
from tests.kit.ui.window import close_window, open_window, settle

pytestmark = pytest.mark.ui
DRESSES = (("vi", "dark", 125), ("en", "light", 150))
MORE = (
    ("vi", "light", 100),
    ("vi", "light", 150),
    ("vi", "light", 175),
    ("en", "dark", 100),
    ("en", "light", 175),
)


def _nameless(root):
    return [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisibleTo(root)
        and not widget.accessibleName()
    ]


def _faults(window):
    return [*clipped(window.shell), *_nameless(window.shell)]


def _wrong(language, scheme, scale, names=tuple(SCENES)):
    found = {}
    for name in names:
        act = SCENES[name]
        sample = SampleDesk()
        window = open_window(
            sample, language=language, scheme=scheme, scale=scale, signed_in=name not in SIGNED_OUT
        )
        if act is not None:
            act(window, sample)
        settle()
        lines = _faults(window)
        if lines:  # a preview that came just now is not yet laid out
            settle()
            lines = _faults(window)
        if lines:
            found[name] = lines
        window.runner.hold = False
        window.runner.pending.clear()
        close_window(window)
    return found


@pytest.mark.parametrize("dress", DRESSES)
def test_no_text_is_cut_off_in_any_state(qapp, dress):
    """Every state in one of two dresses, turn about; ``test_pages`` has every page in each language and size."""
    assert _wrong(*dress, names=tuple(SCENES)[DRESSES.index(dress) :: len(DRESSES)]) == {}


@pytest.mark.long
@pytest.mark.parametrize(("language", "scheme", "scale"), DRESSES + MORE)
def test_no_text_is_cut_off_in_any_state_and_dress(qapp, language, scheme, scale):
    assert _wrong(language, scheme, scale) == {}
