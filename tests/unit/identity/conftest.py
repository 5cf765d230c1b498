"""The tables every identity rule reads."""

import pytest

import resources
from desk_app.domain.identity import IdentityTables


@pytest.fixture(scope="session")
def tables() -> IdentityTables:
    return IdentityTables.from_data(
        **{name: resources.toml(f"identity/{name}.toml") for name in IdentityTables.SOURCES}
    )
