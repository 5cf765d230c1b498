"""In whose name an officer signs a paper on a day (NĐ 30/2020/NĐ-CP Art. 13)."""

import datetime as dt
import functools

import resources
from desk_app.domain.capacity import CapacityBlock, Table, compose_block
from desk_app.domain.people import Officer

SHIPPED = "rules/capacities.toml"


@functools.lru_cache(maxsize=1)
def _table() -> Table:
    return resources.toml(SHIPPED)


def block_of(officer: Officer, paper: str, on: dt.date) -> CapacityBlock | None:
    """The block above the officer's signature; None where the staff list gives none to compose.

    Raises:
        RuleError: ``capacity.*``: the officer may not sign this paper so on that day.
    """
    if officer.signing_as is None:
        return None
    way = officer.signing_as
    return compose_block(_table(), way.signatory, way.capacity, paper=paper, on=on, basis=way.basis)
