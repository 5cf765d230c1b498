"""One warm inspector for all tests that acquire pages."""

from __future__ import annotations

import pytest

from scanner import Inspector


@pytest.fixture(scope="session")
def inspector():
    with Inspector() as warm:
        yield warm
