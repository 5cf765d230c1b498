"""A sample desk and a window over it."""

import pytest

from tests.kit.ui.sample_desk import SampleDesk
from tests.kit.ui.window import close_window, open_window


@pytest.fixture
def sample(qapp):
    return SampleDesk()


@pytest.fixture
def window(sample):
    opened = open_window(sample)
    yield opened
    close_window(opened)
