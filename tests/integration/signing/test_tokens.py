"""Tokens with odd contents: equal labels, renewed certificates, keys and certificates alone, poor
mechanisms; and logins that end."""

import datetime as dt
import multiprocessing
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from desk_app.practice.pki.people import SO_PIN, USER_PIN
from signing.clock import utc_now
from signing.errors import SigningError
from signing.precheck import check_certificate
from signing.request import Level, Role, SignRequest
from signing.sign import sign_file
from signing.tokens.broker import TokenBroker
from signing.tokens.choice import find_certificate
from signing.tokens.facts import CertificateFact
from tests.kit.signing import papers
from tests.kit.signing.foreign import openssl_accepts

pytestmark = pytest.mark.token

OPENSC = [
    Path("/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"),
    Path("/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so"),
    Path("/usr/lib64/opensc-pkcs11.so"),
]


def _in_child(module: str, label: str, serial: str, work: str, facts: dict[str, object]) -> None:
    """Write objects with a module of its own: a loaded module keeps its view of the tokens."""
    import pkcs11
    from pkcs11 import Attribute, ObjectClass
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    library = pkcs11.lib(module)
    token = next(
        t
        for slot in library.get_slots(token_present=True)
        for t in [slot.get_token()]
        if t.label == label and (not serial or t.serial.decode().strip("\0 ") == serial)
    )
    with token.open(rw=True, user_pin=USER_PIN) as session:
        if work == "certificate":
            entry = decode_x509_certificate(facts["der"])
            entry |= {
                Attribute.TOKEN: True,
                Attribute.PRIVATE: False,
                Attribute.LABEL: facts["name"],
                Attribute.ID: facts["id"],
                Attribute.CLASS: ObjectClass.CERTIFICATE,
            }
        else:
            entry = decode_rsa_private_key(facts["der"])
            entry |= {
                Attribute.TOKEN: True,
                Attribute.PRIVATE: True,
                Attribute.SENSITIVE: True,
                Attribute.SIGN: True,
                Attribute.LABEL: facts["name"],
                Attribute.ID: facts["id"],
            }
        session.create_object(entry)


@pytest.fixture
def bare_token(pki, request):
    """A fresh token of its own label, and a way to put objects on it; deleted afterwards."""
    label = f"T-{abs(hash(request.node.name)) % 10**8}"
    util = ["softhsm2-util", "--module", str(pki.module)]

    def make() -> str:
        command = [*util, "--init-token", "--free", "--label", label]
        command += ["--pin", USER_PIN, "--so-pin", SO_PIN]
        before = serials()
        subprocess.run(command, check=True, capture_output=True)
        return next(iter(serials() - before))

    def serials() -> set[str]:
        with TokenBroker([pki.module]) as broker:
            return {token.serial for token in broker.tokens()}

    made = [make()]

    def fill(work: str, name: str, der: bytes, key_id: bytes, *, serial: str = "") -> None:
        facts = {"name": name, "der": der, "id": key_id}
        arguments = (str(pki.module), label, serial, work, facts)
        child = multiprocessing.get_context("spawn").Process(target=_in_child, args=arguments)
        child.start()
        child.join(60)
        assert child.exitcode == 0

    fill.label, fill.make, fill.serials = label, lambda: made.append(make()) or made[-1], made
    yield fill
    for serial in made:
        subprocess.run(
            [*util, "--delete-token", "--serial", serial], check=False, capture_output=True
        )


def key_of(pki, name: str) -> bytes:
    key = serialization.load_pem_private_key(
        (pki.folder / "keys" / f"{name}.pem").read_bytes(), None
    )
    return key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )


def renewed(pki, name: str) -> bytes:
    """A second certificate over the same key, as a renewal gives it."""
    old = x509.load_der_x509_certificate(pki.certificate(name))
    issuer_key = serialization.load_pem_private_key(
        (pki.folder / "keys" / "sub.pem").read_bytes(), None
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(old.subject)
        .issuer_name(old.issuer)
        .public_key(old.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(old.not_valid_before_utc)
        .not_valid_after(old.not_valid_after_utc + dt.timedelta(days=300))
    )
    for extension in old.extensions:
        builder = builder.add_extension(extension.value, extension.critical)
    made = builder.sign(issuer_key, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.DER)


def sign_with(broker: TokenBroker, fact: CertificateFact, folder, trust=None) -> None:
    source = papers.plain(folder / "a.pdf")
    request = SignRequest(
        source=source,
        target=folder / "b.pdf",
        role=Role.OFFICER,
        level=Level.B_B,
        is_visible=False,
    )
    with broker.login(fact, bytearray(USER_PIN.encode())) as key:
        sign_file(request, key, trust=trust)


@pytest.mark.scenario(20)
def test_two_tokens_of_one_label_are_told_apart_by_serial(bare_token, pki, trust, tmp_path) -> None:
    first = bare_token.serials[0]
    second = bare_token.make()
    key, der = key_of(pki, "canbo1"), pki.certificate("canbo1")
    bare_token("key", "k", key, b"\x01", serial=second)
    bare_token("certificate", "canbo1", der, b"\x01", serial=second)
    with TokenBroker([pki.module]) as broker:
        tokens = broker.tokens()
        assert {first, second} <= {t.serial for t in tokens if t.label == bare_token.label}
        with pytest.raises(SigningError) as caught:
            find_certificate(tokens, token_label=bare_token.label, label="canbo1")
        assert caught.value.code == "signing.token_ambiguous"
        fact = next(f for t in tokens if t.serial == second for f in t.certificates)
        sign_with(broker, fact, tmp_path, trust)
    assert openssl_accepts(tmp_path / "b.pdf", pki.folder) == [True]


@pytest.mark.scenario(21)
def test_two_certificates_of_one_key_need_the_serial_number(
    bare_token, pki, trust, tmp_path
) -> None:
    old, new = pki.certificate("canbo1"), renewed(pki, "canbo1")
    bare_token("key", "k", key_of(pki, "canbo1"), b"\x01")
    for der in (old, new):
        bare_token("certificate", "canbo1", der, b"\x01")
    with TokenBroker([pki.module]) as broker:
        tokens = broker.tokens()
        with pytest.raises(SigningError) as caught:
            find_certificate(tokens, token_label=bare_token.label, label="canbo1")
        assert caught.value.code == "signing.certificate_ambiguous"
        serial = f"{x509.load_der_x509_certificate(new).serial_number:x}"
        fact = find_certificate(tokens, token_label=bare_token.label, label=serial)
        assert fact.der == new
        sign_with(broker, fact, tmp_path, trust)
    assert openssl_accepts(tmp_path / "b.pdf", pki.folder) == [True]


@pytest.mark.scenario(22)
def test_a_certificate_alone_and_the_key_of_another(bare_token, pki, trust, tmp_path) -> None:
    """The label and the ``CKA_ID`` fit, the public key decides."""
    bare_token("certificate", "canbo1", pki.certificate("canbo1"), b"\x01")
    with TokenBroker([pki.module]) as broker:
        fact = find_certificate(broker.tokens(), token_label=bare_token.label, label="canbo1")
        with pytest.raises(SigningError) as caught:
            sign_with(broker, fact, tmp_path, trust)
        assert caught.value.code == "signing.key_missing"
    bare_token("key", "canbo1", key_of(pki, "canbo4"), b"\x01")
    with TokenBroker([pki.module]) as broker:
        fact = find_certificate(broker.tokens(), token_label=bare_token.label, label="canbo1")
        with pytest.raises(SigningError) as caught:
            sign_with(broker, fact, tmp_path, trust)
        assert caught.value.code == "signing.key_mismatch"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.scenario(22)
def test_a_key_without_a_certificate_is_not_offered(bare_token, pki) -> None:
    bare_token("key", "canbo1", key_of(pki, "canbo1"), b"\x01")
    with TokenBroker([pki.module]) as broker:
        token = next(t for t in broker.tokens() if t.label == bare_token.label)
        assert token.certificates == ()


@pytest.mark.scenario(34)
def test_the_issuer_may_be_missing_on_the_token(bare_token, pki, trust, tmp_path) -> None:
    """The trust folder completes the chain, inside the signature too."""
    bare_token("key", "k", key_of(pki, "canbo1"), b"\x01")
    bare_token("certificate", "canbo1", pki.certificate("canbo1"), b"\x01")
    codes = [
        problem.code
        for problem in check_certificate(
            pki.certificate("canbo1"), role=Role.OFFICER, at=utc_now(), trust=trust
        )
        if problem.is_refusal
    ]
    assert codes == []
    with TokenBroker([pki.module]) as broker:
        fact = find_certificate(broker.tokens(), token_label=bare_token.label, label="canbo1")
        source = papers.plain(tmp_path / "a.pdf")
        request = SignRequest(
            source=source,
            target=tmp_path / "b.pdf",
            role=Role.OFFICER,
            level=Level.B_B,
            is_visible=False,
        )
        with broker.login(fact, bytearray(USER_PIN.encode())) as key:
            assert key.others == ()
            sign_file(request, key, trust=trust)
    assert openssl_accepts(tmp_path / "b.pdf", pki.folder) == [True]


@pytest.mark.scenario(25)
def test_leaving_the_login_ends_it(pki, broker, tmp_path) -> None:
    """What the screen lock does: the session is closed, the next signature asks for the PIN."""
    fact = find_certificate(broker.tokens(), token_label="CANBO-1", label="canbo1")
    with broker.login(fact, bytearray(USER_PIN.encode())) as key:
        key.sign(b"x")
    with pytest.raises(SigningError) as caught:
        key.sign(b"x")
    assert caught.value.code in {"signing.session_lost", "signing.token_error"}
    with pytest.raises(SigningError) as caught:
        broker.login(fact, bytearray(b"wrong-pin"))
    assert caught.value.code == "signing.pin_incorrect", "a closed login lets nobody in"


@pytest.mark.scenario(24)
@pytest.mark.parametrize("missing", ["combined", "raw"])
def test_mechanisms_are_chosen_from_what_the_token_has(missing, monkeypatch, pki) -> None:
    """A token with ``CKM_RSA_PKCS`` only, and one with the combined mechanism only."""
    import pkcs11

    from signing.tokens.child import ModuleSession

    session = ModuleSession(str(pki.module))
    token = next(t for t in session.list_tokens(with_certificates=False) if t.label == "CANBO-1")
    (key, *_) = session.login(token.slot_id, token.serial, bytearray(USER_PIN.encode()))
    try:
        gone = {
            "combined": {pkcs11.Mechanism.SHA256_RSA_PKCS},
            "raw": {pkcs11.Mechanism.RSA_PKCS},
        }[missing]
        monkeypatch.setattr(session, "_mechanisms", session._mechanisms - gone)
        signature = session.sign(key, b"to be signed", "sha256", None)
    finally:
        session.logout()
    from cryptography.hazmat.primitives.asymmetric import padding

    public = x509.load_der_x509_certificate(pki.certificate("canbo1")).public_key()
    public.verify(signature, b"to be signed", padding.PKCS1v15(), hashes.SHA256())


def test_subject_of_a_practice_certificate_says_test(pki) -> None:
    """Nothing of the practice office can be taken for an official-duty certificate."""
    subject = x509.load_der_x509_certificate(pki.certificate("canbo1")).subject
    (organisation,) = subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    assert "THỬ NGHIỆM" in organisation.value


@pytest.mark.scenario(1)
def test_no_reader_service_is_a_module_without_tokens(monkeypatch, tmp_path) -> None:
    """The real reader middleware with its service out of reach: nothing is shown, nothing hangs."""
    module = next((path for path in OPENSC if path.exists()), None)
    if module is None:
        pytest.skip("OpenSC is not installed")
    monkeypatch.setenv("PCSCLITE_CSOCK_NAME", str(tmp_path / "no-service"))
    with TokenBroker([module]) as broker:
        assert broker.tokens() == ()
        with pytest.raises(SigningError) as caught:
            find_certificate(broker.tokens(), token_label="CANBO-1", label="canbo1")
    assert caught.value.code == "signing.token_absent"
