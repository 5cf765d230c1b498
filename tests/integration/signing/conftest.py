"""One practice PKI, its services and its tokens for all tests of a worker."""

import os
import socket
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from desk_app.practice.pki import (
    PkiServices,
    PracticePki,
    find_softhsm,
    make_practice_pki,
    start_services,
)
from desk_app.practice.pki.people import USER_PIN
from signing.chain import Trust
from signing.clock import utc_now
from signing.cms.time_stamp import TimeStampService
from signing.longterm import LongTerm
from signing.revocation import RevocationStore
from signing.tokens.broker import SigningKey, TokenBroker
from signing.tokens.choice import find_certificate


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticePki]:
    if find_softhsm() is None:
        pytest.skip("softhsm2 is not installed")
    before = os.environ.get("SOFTHSM2_CONF")
    made = make_practice_pki(
        tmp_path_factory.mktemp("pki"), port=free_port(), now=utc_now(), with_cases=True
    )
    made.activate()
    yield made
    if before is None:
        os.environ.pop("SOFTHSM2_CONF", None)
    else:
        os.environ["SOFTHSM2_CONF"] = before


@pytest.fixture(scope="module", autouse=True)
def tokens_of_these_tests(request: pytest.FixtureRequest) -> None:
    """The tokens of this PKI again: a desk that other tests opened in this process has its own."""
    if find_softhsm() is not None:
        request.getfixturevalue("pki").activate()


@pytest.fixture(scope="session")
def _services(pki: PracticePki) -> Iterator[PkiServices]:
    running = start_services(pki.folder, utc_now)
    yield running
    running.shutdown()


@pytest.fixture
def services(_services: PkiServices) -> Iterator[PkiServices]:
    """The services with every fault taken back afterwards."""
    yield _services
    _services.fault.clear()


@pytest.fixture(scope="session")
def trust(pki: PracticePki) -> Trust:
    return Trust.load(pki.trust_folder)


@pytest.fixture
def tsa(pki: PracticePki, services: PkiServices, trust: Trust) -> TimeStampService:
    assert not urllib.request.getproxies().get("http"), "a proxy would stand before loopback"
    return TimeStampService(pki.tsa_url, trust=trust, timeout_s=3)


@pytest.fixture
def long_term(services: PkiServices, trust: Trust) -> LongTerm:
    return LongTerm(trust, RevocationStore())


@pytest.fixture(scope="session")
def broker(pki: PracticePki) -> Iterator[TokenBroker]:
    assert pki.module is not None
    with TokenBroker([pki.module]) as made:
        yield made


Login = Callable[..., SigningKey]


@pytest.fixture
def login(broker: TokenBroker, pki: PracticePki) -> Iterator[Login]:
    """``login("canbo1")`` logs in to the token of that certificate; closed at the end."""
    keys: list[SigningKey] = []

    def _login(cert: str, pin: str = USER_PIN, **options: object) -> SigningKey:
        row = pki.token(cert)
        fact = find_certificate(broker.tokens(), token_label=row.token, label=cert)
        key = broker.login(fact, bytearray(pin.encode()), **options)
        keys.append(key)
        return key

    yield _login
    for key in keys:
        key.close()
