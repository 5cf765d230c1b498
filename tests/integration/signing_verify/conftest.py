"""One throw-away PKI and a judge for bytes, shared by these tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from signing.trust import TrustStore
from signing.verify import FileVerdict, Request, examine_bytes
from tests.kit.forgery.pki import Pki, make_pki


@pytest.fixture(scope="session")
def pki() -> Pki:
    return make_pki()


@pytest.fixture
def judge(pki: Pki) -> Callable[..., FileVerdict]:
    def run(data: bytes, trust: TrustStore | None = None, **more) -> FileVerdict:
        request = Request(path=Path("giấy.pdf"), trust=trust or pki.trust, **more)
        return examine_bytes(data, request)

    return run
