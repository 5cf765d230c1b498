"""One office a test, with stand-ins for every device."""

import pytest

from tests.kit.office import Counter


@pytest.fixture
def office(tmp_path):
    """Monday morning at the counter."""
    return Counter(tmp_path)
