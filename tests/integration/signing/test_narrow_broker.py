"""The broker in C, compiled here for this machine, answers as the child in Python does."""

import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding

from desk_app.practice.pki.people import USER_PIN
from signing.errors import SigningError
from signing.tokens.broker import TokenBroker
from signing.tokens.choice import find_certificate
from signing.tokens.narrow import start_narrow
from signing.tokens.nursery import Child, Nursery
from signing.tokens.width import module_width

pytestmark = pytest.mark.token
SOURCE = Path(__file__).parents[3] / "installer" / "windows" / "broker" / "broker.c"


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    if shutil.which("gcc") is None:
        pytest.skip("gcc is not installed")
    made = tmp_path_factory.mktemp("broker") / "desk-signing"
    flags = ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-fno-strict-aliasing"]
    subprocess.run(["gcc", *flags, "-o", made, SOURCE, "-ldl"], check=True)
    return made


class NarrowNursery(Nursery):
    """Starts the broker for every module."""

    def __init__(self, program):
        super().__init__()
        self.program = program

    def take(self, module):
        connection, process = start_narrow(module, self.program)
        return Child(process, connection)


@pytest.fixture
def narrow(pki, program):
    with TokenBroker([pki.module], nursery=NarrowNursery(program)) as broker:
        yield broker


def chosen(broker, pki, name):
    token = next(t for t in pki.tokens if t.cert == name)
    return find_certificate(broker.tokens(), token_label=token.token, label=name)


def unordered(tokens):
    """Modules list objects in any order."""
    return {(replace(t, certificates=()), frozenset(t.certificates)) for t in tokens}


def test_it_lists_what_the_child_in_python_lists(pki, narrow):
    with TokenBroker([pki.module]) as usual:
        expected = unordered(usual.tokens())
    assert expected
    assert unordered(narrow.tokens()) == expected


@pytest.mark.parametrize("hash_name", ["sha256", "sha512"])
def test_its_signatures_hold(pki, narrow, hash_name):
    data = "Quyết định số 01/QĐ-UBND".encode() * 5000
    kinds = set()
    for token in pki.tokens:
        with narrow.login(chosen(narrow, pki, token.cert), bytearray(token.pin.encode())) as key:
            if key.asks_pin_each_time:
                continue
            value = key.sign(data, hash_name)
            kinds.add(key.kind)
            public = x509.load_der_x509_certificate(key.certificate).public_key()
        algorithm = getattr(hashes, hash_name.upper())()
        if isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(value, data, ec.ECDSA(algorithm))
        else:
            public.verify(value, data, padding.PKCS1v15(), algorithm)
    assert kinds == {"rsa", "ec"}


def test_a_wrong_pin_is_named_and_overwritten_and_the_right_one_still_works(pki, narrow):
    token = pki.tokens[0]
    certificate = chosen(narrow, pki, token.cert)
    typed = bytearray(b"sai-roi-1")
    with pytest.raises(SigningError) as refused:
        narrow.login(certificate, typed)
    assert refused.value.code == "signing.pin_incorrect"
    assert not any(typed)
    with narrow.login(certificate, bytearray(USER_PIN.encode())) as key:
        assert key.sign(b"x")


def test_a_login_does_not_outlive_its_end(pki, narrow):
    certificate = chosen(narrow, pki, pki.tokens[0].cert)
    key = narrow.login(certificate, bytearray(USER_PIN.encode()))
    key.close()
    with pytest.raises(SigningError):
        key.sign(b"x")


def test_a_file_that_is_no_module_is_refused_in_words(program, tmp_path):
    (tmp_path / "x.so").write_bytes(b"no module")
    with (
        TokenBroker([tmp_path / "x.so"], nursery=NarrowNursery(program)) as broker,
        pytest.raises(SigningError) as refused,
    ):
        broker.tokens()
    assert refused.value.code == "signing.module_unusable"


def test_a_broker_that_dies_is_started_again(pki, narrow):
    before = unordered(narrow.tokens())
    process = narrow._processes[str(pki.module)]
    process._child.process.kill()
    process._child.process.join(60)
    assert unordered(narrow.tokens()) == before
    assert process.generation == 2


@pytest.mark.parametrize(
    "sent",
    [
        b"\xff\xff\xff\xff",  # a frame of 4 GiB
        b"\x02\x00\x00\x00i\x00",  # a login without its fields
        b"\x02\x00\x00\x00z\x00",  # no such verb
        b"\x0a\x00\x00\x00s\x00\x00\x00\x00\x00\x01\x00\x00\x00",  # a signature without a login
        b"\x02\x00\x00\x00i\x01\xff\xff",  # a PIN of 65535 bytes
        random.Random(4096).randbytes(4096),
    ],
    ids=["huge", "half-login", "no-verb", "no-login", "huge-pin", "noise"],
)
def test_broken_questions_end_or_are_refused(pki, program, sent):
    done = subprocess.run(
        [program, pki.module], input=sent, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0
    assert done.stdout[:5] == b"\x01\x00\x00\x00\x00"  # ready
    assert done.stdout[5:] in {
        b"",
        b"\x05\x00\x00\x00\x01\x07\x00\x00\x00",
        b"\x05\x00\x00\x00\x01\x01\x01\x00\x00",
    }


def pe(machine: int) -> bytes:
    return (
        b"MZ" + b"\0" * 58 + (64).to_bytes(4, "little") + b"PE\0\0" + machine.to_bytes(2, "little")
    )


@pytest.mark.parametrize(
    ("head", "bits"),
    [
        (pe(0x14C), 32),
        (pe(0x8664), 64),
        (pe(0x1C0), None),
        (pe(0x14C)[:60], None),
        (b"\x7fELF" + bytes(80), None),
        (b"", None),
    ],
    ids=["x86", "x64", "arm", "cut", "elf", "empty"],
)
def test_the_width_of_a_module_is_read_from_its_header(tmp_path, head, bits):
    file = tmp_path / "m.dll"
    file.write_bytes(head)
    assert module_width(file) == bits
    assert module_width(tmp_path / "absent.dll") is None
