"""One office a test, with stand-ins for every device."""

import pytest

from tests.kit.office import Counter


@pytest.fixture
def office(tmp_path):
    """Monday morning at the counter."""
    return Counter(tmp_path)


@pytest.fixture
def at(office, qapp):
    """Opens the window of an officer; closed at the end."""
    from tests.kit.ui.office_window import window_over
    from tests.kit.ui.window import close_window

    opened = []

    def open_for(user):
        if opened:
            close_window(opened.pop())
        opened.append(window_over(office, user))
        return opened[-1]

    yield open_for
    for window in opened:
        close_window(window)
