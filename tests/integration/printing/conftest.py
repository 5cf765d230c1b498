"""One printer for all tests of the folder: its process starts once."""

import datetime as dt

import pytest

from desk_app.adapters.printing.printer import Office, Printer
from desk_app.adapters.printing.values import VIETNAM

OFFICE = Office(
    name="Ủy ban nhân dân xã Mẫu",
    unit="Trung tâm Phục vụ hành chính công",
    superior="Ủy ban nhân dân tỉnh Mẫu",
    place="Xã Mẫu",
    system_name="HTTT giải quyết TTHC tỉnh Mẫu",
    hotline="1022",
)
MOMENT = dt.datetime(2026, 9, 16, 9, 5, tzinfo=VIETNAM)


@pytest.fixture(scope="session")
def printer():
    with Printer(OFFICE) as printer:
        yield printer


@pytest.fixture
def moment():
    return MOMENT
