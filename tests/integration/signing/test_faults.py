"""A driver that returns anything, dies or hangs: right code, no second PIN, no half file."""

import itertools
import multiprocessing
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.practice.pki.people import USER_PIN
from signing.batch import sign_batch
from signing.errors import SigningError
from signing.request import Level, Role, SignRequest
from signing.sign import sign_file
from signing.tokens.broker import TokenBroker
from signing.tokens.choice import find_certificate
from signing.tokens.process import Deadlines
from tests.kit.signing import papers

pytestmark = pytest.mark.token

SOURCE = Path(__file__).parents[2] / "kit" / "signing" / "mock_pkcs11.c"
DEADLINES = Deadlines(start_s=10, list_s=2, login_s=2, sign_s=2, logout_s=1, settle_s=0)

PIN_CODES = {
    0xA0: "signing.pin_incorrect",
    0xA1: "signing.pin_length",
    0xA2: "signing.pin_length",
    0xA3: "signing.pin_expired",
    0xA4: "signing.pin_locked",
    0x50: "signing.pin_cancelled",
    0x102: "signing.pin_not_set",
}
FUNCTIONS = ["C_Login", "C_SignInit", "C_Sign", "C_OpenSession", "C_FindObjectsInit"]
OTHER_CODES = [
    0x1,
    0x2,
    0x3,
    0x5,
    0x6,
    0x7,
    0x8,
    0x9,
    0x10,
    0x11,
    0x12,
    0x13,
    0x20,
    0x21,
    0x30,
    0x31,
    0x32,
    0x51,
    0x54,
    0x60,
    0x62,
    0x63,
    0x68,
    0x70,
    0x71,
    0x82,
    0x90,
    0x91,
    0xB0,
    0xB1,
    0xB3,
    0xB4,
    0xB5,
    0xB6,
    0xB7,
    0xC0,
    0xD0,
    0xD1,
    0xE0,
    0xE1,
    0xE2,
    0x100,
    0x101,
    0x103,
    0x104,
    0x105,
    0x112,
    0x120,
    0x130,
    0x141,
    0x150,
    0x160,
    0x170,
    0x180,
    0x190,
    0x191,
    0x1A0,
    0x200,
    0x80000001,
    0xDEADBEEF,
]


class Mock:
    """The misbehaving module and what it was asked."""

    def __init__(self, module: Path, folder: Path) -> None:
        self.module, self._plan, self._log = module, folder / "plan", folder / "log"
        self._generations = itertools.count(1)
        os.environ["MOCK_PKCS11_PLAN"] = str(self._plan)
        os.environ["MOCK_PKCS11_LOG"] = str(self._log)
        self.plan("none", 0, "0x0")

    def plan(self, function: str, k: int, action: str) -> None:
        fresh = self._plan.with_suffix(".new")
        fresh.write_text(f"{next(self._generations)} {function} {k} {action}\n")
        fresh.replace(self._plan)
        self._log.write_text("")

    def count(self, function: str) -> int:
        return self._log.read_text().split().count(function)


@pytest.fixture(scope="module")
def mock(pki, tmp_path_factory) -> Iterator[Mock]:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler")
    folder = tmp_path_factory.mktemp("mock")
    module = folder / "mock.so"
    command = [compiler, "-shared", "-fPIC", "-O1", "-Wall", "-o", str(module), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    os.environ["MOCK_PKCS11_REAL"] = str(pki.module)
    yield Mock(module, folder)
    for name in ("MOCK_PKCS11_REAL", "MOCK_PKCS11_PLAN", "MOCK_PKCS11_LOG"):
        os.environ.pop(name, None)


@pytest.fixture(scope="module")
def mock_broker(mock) -> Iterator[TokenBroker]:
    with TokenBroker([mock.module], deadlines=DEADLINES) as broker:
        yield broker


@pytest.fixture
def file(tmp_path) -> Path:
    return papers.plain(tmp_path / "a.pdf")


def attempt(broker: TokenBroker, file: Path) -> str:
    """List, choose, log in, sign in place; the code of what went wrong, or ``ok``."""
    try:
        fact = find_certificate(broker.tokens(), token_label="CANBO-1", label="canbo1")
        with broker.login(fact, bytearray(USER_PIN.encode())) as key:
            sign_file(
                SignRequest(
                    source=file,
                    target=file,
                    role=Role.OFFICER,
                    level=Level.B_B,
                    is_visible=False,
                ),
                key,
            )
    except SigningError as error:
        return error.code
    return "ok"


@pytest.mark.parametrize(("typed", "ends"), [(USER_PIN, "ok"), ("000000", "signing.pin_incorrect")])
def test_on_a_reader_with_keys_the_pin_never_comes_to_the_computer(
    typed, ends, mock, file, monkeypatch
) -> None:
    """F08-07: the protected path; a PIN sent all the same would be refused by this reader."""
    monkeypatch.setenv("MOCK_PKCS11_PAD", typed)
    mock.plan("none", 0, "0x0")
    with TokenBroker([mock.module], deadlines=DEADLINES) as broker:
        fact = find_certificate(broker.tokens(), token_label="CANBO-1", label="canbo1")
        (token,) = (t for t in broker.tokens() if t.serial == fact.token_serial)
        assert token.has_pin_pad
        wish = SignRequest(
            source=file, target=file, role=Role.OFFICER, level=Level.B_B, is_visible=False
        )
        told = "ok"
        try:
            with broker.login(fact, None) as key:
                sign_file(wish, key)
        except SigningError as error:
            told = error.code
    assert told == ends
    assert mock.count("C_Login") == 1


@pytest.mark.parametrize("function", ["C_Login", "C_Sign"])
@pytest.mark.parametrize("code", sorted(PIN_CODES))
def test_pin_errors_are_told_apart_and_cost_one_attempt(
    function, code, mock, mock_broker, file
) -> None:
    before = file.read_bytes()
    mock.plan(function, 1, hex(code))
    assert attempt(mock_broker, file) == PIN_CODES[code]
    assert mock.count("C_Login") == 1
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["a.pdf"]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_other_error_is_taken_for_a_wrong_pin(function, mock, mock_broker, file) -> None:
    """CKR_* of every kind, each at one or two of the functions, at the first and at a later call."""
    never_a_wrong_pin(mock, mock_broker, file, function, one_in=3)


@pytest.mark.long
@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_other_error_of_any_function_is_one(function, mock, mock_broker, file) -> None:
    never_a_wrong_pin(mock, mock_broker, file, function, one_in=1)


def never_a_wrong_pin(mock, mock_broker, file, function, *, one_in) -> None:
    """Never "wrong PIN", never a retry."""
    before = file.read_bytes()
    for code in OTHER_CODES[FUNCTIONS.index(function) % one_in :: one_in]:
        for k in (1, 2) if code % 7 == 0 else (1,):
            mock.plan(function, k, hex(code))
            told = attempt(mock_broker, file)
            assert not told.startswith("signing.pin_"), (function, hex(code), told)
            assert told.startswith(("signing.token_", "signing.key_", "signing.cert", "ok")), told
            assert mock.count("C_Login") <= 1, (function, hex(code))
            if told == "ok":
                file.write_bytes(before)
            assert file.read_bytes() == before
            assert [path.name for path in file.parent.iterdir()] == ["a.pdf"]
    mock.plan("none", 0, "0x0")
    assert attempt(mock_broker, file) == "ok"


@pytest.mark.scenario(17)
@pytest.mark.parametrize("action", ["crash", "exit"])
@pytest.mark.parametrize("function", ["C_GetSlotList", "C_Login", "C_Sign", "C_FindObjects"])
def test_a_crash_of_the_driver_is_survived(function, action, mock, mock_broker, file) -> None:
    before = file.read_bytes()
    mock.plan(function, 1, action)
    assert attempt(mock_broker, file) == "signing.module_crashed"
    assert mock.count("C_Login") <= 1
    assert file.read_bytes() == before
    mock.plan("none", 0, "0x0")
    started = time.monotonic()
    assert any(token.label == "CANBO-1" for token in mock_broker.tokens())
    assert time.monotonic() - started < 30
    assert attempt(mock_broker, file) == "ok"


def test_a_child_waits_to_take_over_while_a_login_lasts(mock, pki) -> None:
    mock.plan("none", 0, "0x0")
    others = {child.pid for child in multiprocessing.active_children()}

    def children() -> set[int | None]:
        return {child.pid for child in multiprocessing.active_children()} - others

    with TokenBroker([mock.module], deadlines=DEADLINES) as broker:
        fact = find_certificate(broker.tokens(), token_label="CANBO-1", label="canbo1")
        (first,) = children()
        with broker.login(fact, bytearray(USER_PIN.encode())) as key:
            (waiting,) = children() - {first}
            mock.plan("C_Sign", 1, "crash")
            with pytest.raises(SigningError, match="module_crashed"):
                key.sign(b"x")
            mock.plan("none", 0, "0x0")
            assert broker.tokens()
            assert children() == {waiting}
            with pytest.raises(SigningError):
                key.sign(b"x")  # no login passes to the child that took over
    assert children() == set()


@pytest.mark.scenario(16)
def test_a_hang_is_cut_at_the_deadline(mock, mock_broker, file) -> None:
    before = file.read_bytes()
    mock.plan("C_Sign", 1, "hang-60")
    started = time.monotonic()
    assert attempt(mock_broker, file) == "signing.module_hung"
    assert DEADLINES.sign_s <= time.monotonic() - started < 45  # not the minute of the driver
    assert file.read_bytes() == before
    mock.plan("none", 0, "0x0")
    assert attempt(mock_broker, file) == "ok"


@pytest.mark.scenario(13)
@pytest.mark.parametrize(
    ("function", "action", "code"),
    [
        ("C_Sign", "0x32", "signing.token_error"),
        ("C_Sign", "0xa0", "signing.pin_incorrect"),
        ("C_Sign", "crash", "signing.module_crashed"),
    ],
)
def test_a_batch_ends_at_the_first_error_of_the_token(
    function, action, code, mock, mock_broker, tmp_path
) -> None:
    """Files before stay signed, the rest stays as it was, the PIN is not sent again."""
    source = papers.plain(tmp_path / "a.pdf")
    requests = [
        SignRequest(
            source=source,
            target=tmp_path / f"{at}.pdf",
            role=Role.OFFICER,
            level=Level.B_B,
            is_visible=False,
        )
        for at in range(8)
    ]
    mock.plan("none", 0, "0x0")
    fact = find_certificate(mock_broker.tokens(), token_label="CANBO-1", label="canbo1")
    with mock_broker.login(fact, bytearray(USER_PIN.encode())) as key:
        mock.plan(function, 8, action)  # each signature asks for its length first
        results = sign_batch(requests, key, journal=tmp_path / "journal")
    assert [result.state for result in results] == ["signed"] * 3 + ["pending"] * 5
    assert results[3].error is not None
    assert results[3].error.code == code
    assert mock.count("C_Login") == 0
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == [
        "0.pdf",
        "1.pdf",
        "2.pdf",
        "a.pdf",
    ]
    assert not list(tmp_path.glob(".*.signing"))
    mock.plan("none", 0, "0x0")
    fact = find_certificate(mock_broker.tokens(), token_label="CANBO-1", label="canbo1")
    with mock_broker.login(fact, bytearray(USER_PIN.encode())) as key:
        again = sign_batch(requests, key, journal=tmp_path / "journal")
    assert [result.state for result in again] == ["done_before"] * 3 + ["signed"] * 5


@pytest.mark.scenario(18)
@pytest.mark.parametrize("content", [b"", b"not a module", b"\x7fELF" + bytes(200)])
def test_what_is_no_module_is_named(content, tmp_path) -> None:
    module = tmp_path / "driver.so"
    module.write_bytes(content)
    with TokenBroker([module]) as broker, pytest.raises(SigningError) as caught:
        broker.tokens()
    assert caught.value.code == "signing.module_unusable"


@pytest.mark.scenario(18)
def test_one_bad_module_does_not_hide_the_others(tmp_path, pki) -> None:
    with TokenBroker([tmp_path / "missing.so", pki.module]) as broker:
        assert any(token.label == "CANBO-1" for token in broker.tokens())
        assert [fault.code for fault in broker.module_faults()] == ["signing.module_unusable"]


@pytest.mark.scenario(19)
def test_two_modules_that_show_one_token_show_it_once(mock, pki) -> None:
    mock.plan("none", 0, "0x0")
    with TokenBroker([pki.module, mock.module]) as broker:
        labels = [token.label for token in broker.tokens()]
    assert len(labels) == len(set(labels))
