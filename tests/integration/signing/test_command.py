"""The sign command from end to end, certificates refused before the PIN, and where the PIN goes."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desk_app.bootstrap import SignFiles, sign_files
from desk_app.cli.output import exit_code
from desk_app.domain.errors import DeskError
from desk_app.practice.pki.people import USER_PIN
from signing.clock import utc_now
from signing.errors import SigningError
from signing.precheck import (
    AssignedSigner,
    SigningPolicy,
    certificate_choices,
    check_certificate,
    refuse_other_person,
)
from signing.request import Level, Role
from signing.revocation import RevocationStore
from signing.standing import level_of
from tests.kit.signing import papers
from tests.kit.signing.foreign import openssl_accepts

pytestmark = pytest.mark.token

ROOT = Path(__file__).parents[3]


def order(pki, cert: str, *files: Path, **options: object) -> SignFiles:
    row = pki.token(cert)
    wish = {
        "out": None,
        "out_dir": None,
        "role": "officer",
        "level": None,
        "tsa": None,
        "trust": None,
        "module": pki.module,
        "token": row.token,
        "certificate": cert,
        "pin": bytearray(USER_PIN.encode()),
    }
    return SignFiles(files=files, **{**wish, **options})


def refusal(wish: SignFiles) -> tuple[str, int]:
    """Code and exit status of a command that signs nothing."""
    with pytest.raises(DeskError) as caught:
        list(sign_files(wish))
    return caught.value.code, int(exit_code(caught.value))


def test_one_file_gives_the_contract_line(tmp_path, pki, services) -> None:
    source, out = papers.plain(tmp_path / "a.pdf"), tmp_path / "b.pdf"
    wish = order(pki, "canbo1", source, out=out, tsa=pki.tsa_url, trust=pki.trust_folder)
    (line,) = sign_files(wish)
    answer = line.answer
    assert set(answer) == {"file", "sha256", "level", "signer", "seconds"}
    assert set(answer["seconds"]) == {"token", "hash", "write", "tsa", "total"}
    assert (answer["level"], answer["signer"]) == ("b-t", "Nguyễn Thị Mẫu Một")
    assert level_of(out) is Level.B_T
    assert json.dumps(answer)
    assert set(wish.pin) == {0}, "the PIN is overwritten"


@pytest.mark.scenario(53)
def test_a_batch_refuses_bad_files_alone_and_before_the_pin(tmp_path, pki, services) -> None:
    """Scenario 53: what is no sound PDF is told by name, the others are signed all the same."""
    files = [papers.plain(tmp_path / f"{at}.pdf") for at in range(3)]
    bad = {}
    for name, content, code in (
        ("bad.pdf", b"%PDF-1.4\nbad", "signing.file_damaged"),
        ("empty.pdf", b"", "signing.file_not_pdf"),
        ("noise.pdf", bytes(range(256)), "signing.file_not_pdf"),
    ):
        (tmp_path / name).write_bytes(content)
        bad[str(tmp_path / name)] = code
    bad[str(tmp_path / "gone.pdf")] = "signing.file_not_found"
    out = tmp_path / "out"
    wish = order(pki, "condau", files[0], *map(Path, bad), *files[1:], role="copy", out_dir=out)
    lines = list(sign_files(wish))
    assert [line.file for line in lines] == list(map(str, wish.files))
    assert {line.file: line.error.code for line in lines if line.error} == bad
    assert [line.answer["level"] for line in lines if not line.error] == ["b-b"] * 3
    assert sorted(path.name for path in out.iterdir()) == [f"{at}.pdf" for at in range(3)]
    assert all(openssl_accepts(path, pki.folder) == [True] for path in list(out.iterdir()))


def test_no_pin_is_used_when_no_file_can_be_signed(tmp_path, pki) -> None:
    """A wrong PIN is given: were it sent, the code would be another."""
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4\nbad")
    wish = order(
        pki, "canbo1", tmp_path / "bad.pdf", out_dir=tmp_path / "out", pin=bytearray(b"wrong-pin")
    )
    assert [line.error.code for line in sign_files(wish)] == ["signing.file_damaged"]


@pytest.mark.scenario(27, 28, 29, 31, 32)
@pytest.mark.parametrize(
    ("cert", "code"),
    [
        ("hethan", "signing.certificate_expired"),
        ("chuahieuluc", "signing.certificate_not_yet_valid"),
        ("saimucdich", "signing.certificate_wrong_usage"),
        ("giamao", "signing.certificate_untrusted"),
        ("thuhoi", "signing.certificate_revoked"),
    ],
)
def test_bad_certificates_are_refused_before_the_pin(cert, code, tmp_path, pki) -> None:
    """Scenarios 27 to 32; a wrong PIN is given: were it sent, the code would be another."""
    source = papers.plain(tmp_path / "a.pdf")
    wish = order(
        pki,
        cert,
        source,
        out=tmp_path / "b.pdf",
        trust=pki.trust_folder,
        pin=bytearray(b"wrong-pin"),
    )
    assert refusal(wish) == (code, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.scenario(33)
def test_choices_show_refused_ones_with_reasons(pki, broker, trust) -> None:
    policy = SigningPolicy(policies={Role.AGENCY: frozenset({pki.policy_seal})})
    choices = certificate_choices(
        broker.tokens(),
        role=Role.AGENCY,
        at=utc_now(),
        trust=trust,
        store=RevocationStore(lists=trust.revocation_lists, is_online=False),
        policy=policy,
    )
    usable = [choice.fact.label for choice in choices if choice.is_usable]
    assert usable == ["condau"]
    reasons = {choice.fact.label: {item.code for item in choice.problems} for choice in choices}
    assert reasons["canbo1"] == {"signing.certificate_wrong_policy"}
    assert "signing.certificate_expired" in reasons["hethan"]
    assert "signing.certificate_revoked" in reasons["thuhoi"]
    assert "sub" not in reasons, "issuing CAs are not offered"
    assert choices[0].fact.label == "condau"


def test_the_assigned_person_signs_and_nobody_else(pki) -> None:
    import hashlib

    der = pki.certificate("lanhdao")
    refuse_other_person(der, AssignedSigner(name="PHẠM  văn Mẫu Bốn"))
    known = frozenset({hashlib.sha256(der).hexdigest()})
    refuse_other_person(der, AssignedSigner(name="tên khác", certificates=known))
    for assigned in (
        AssignedSigner(name="Trần Văn Mẫu Hai"),
        AssignedSigner(name="Phạm Văn Mẫu Bốn", certificates=frozenset({"00"})),
    ):
        with pytest.raises(SigningError) as caught:
            refuse_other_person(der, assigned)
        assert caught.value.code == "signing.signer_mismatch"


def test_warnings_do_not_refuse(pki, trust) -> None:
    at = utc_now() + dt.timedelta(days=690)
    found = check_certificate(
        pki.certificate("canbo1"), role=Role.OFFICER, at=at, trust=trust, store=RevocationStore()
    )
    assert [(item.code, item.is_refusal) for item in found] == [
        ("signing.certificate_expires_soon", False),
        ("signing.revocation_unknown", False),
    ]


@pytest.mark.scenario(36)
@pytest.mark.parametrize("fault", ["try-later", "unknown", "stale", "wrong-responder", "http500"])
def test_a_bad_ocsp_falls_back_to_the_list(fault, pki, services, trust) -> None:
    services.fault["ocsp"] = fault
    store = RevocationStore()
    found = store.ensure(pki.certificate("canbo1"), pki.certificate("sub"))
    assert (found.state, found.source) == ("good", "crl")
    services.fault["crl"] = "stale"
    with pytest.raises(SigningError) as caught:
        RevocationStore().ensure(pki.certificate("canbo1"), pki.certificate("sub"))
    assert caught.value.code == "signing.revocation_unavailable"


@pytest.mark.scenario(30)
def test_revoked_by_ocsp_wins_over_a_good_list(pki, services, trust) -> None:
    services.fault["ocsp"] = "revoked"
    store = RevocationStore(lists=trust.revocation_lists)
    store.refresh(pki.certificate("canbo2"), pki.certificate("sub"))
    found = store.evidence(pki.certificate("canbo2"), pki.certificate("sub"))
    assert (found.state, found.source) == ("revoked", "ocsp")


def test_fetched_data_survives_a_restart_and_serves_offline(tmp_path, pki, services) -> None:
    der, issuer = pki.certificate("lanhdao"), pki.certificate("sub")
    RevocationStore(tmp_path / "cache").ensure(der, issuer)
    services.hits.clear()
    again = RevocationStore(tmp_path / "cache", is_online=False)
    assert again.ensure(der, issuer).source == "ocsp"
    assert not services.hits


@pytest.mark.parametrize(
    ("options", "code", "status"),
    [
        ({"token": "KHONG-CO"}, "signing.token_absent", 2),
        ({"certificate": "la"}, "signing.certificate_not_found", 1),
        ({"module": Path("/không/có.so")}, "signing.module_unusable", 2),
        ({"pin": bytearray(b"sai")}, "signing.pin_incorrect", 1),
        ({"tsa": "http://127.0.0.1:9/"}, "signing.tsa_unreachable", 2),
        ({"level": "b-t"}, "usage.sign_needs_tsa", 64),
        ({"level": "b-lt", "tsa": "http://127.0.0.1:9/"}, "usage.sign_needs_trust", 64),
        ({"level": "b-x"}, "usage.sign_option", 64),
        ({"role": "mayor"}, "usage.sign_option", 64),
    ],
)
def test_codes_and_exit_statuses(options, code, status, tmp_path, pki) -> None:
    source = papers.plain(tmp_path / "a.pdf")
    wish = order(pki, "canbo1", source, **{"out": tmp_path / "b.pdf", **options})
    assert refusal(wish) == (code, status)
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_two_files_of_one_name_do_not_overwrite_each_other(tmp_path, pki) -> None:
    other = tmp_path / "other"
    other.mkdir()
    files = papers.plain(tmp_path / "a.pdf"), papers.plain(other / "a.pdf")
    assert refusal(order(pki, "canbo1", *files, out_dir=tmp_path / "out")) == (
        "usage.sign_same_name",
        64,
    )


SCRIPT = """
import os, sys
from pathlib import Path
from signing.tokens.broker import TokenBroker
from signing.tokens.choice import find_certificate
from signing.tokens.hardening import wipe

def main():
    typed = bytearray(64)
    count = os.readv(0, [typed])
    pin = typed[: count - 1]
    wipe(typed)
    with TokenBroker([sys.argv[1]]) as broker:
        fact = find_certificate(broker.tokens(), token_label="CANBO-1", label="canbo1")
        with broker.login(fact, pin) as key:
            key.sign(b"x")
            me = os.getpid()
            print(Path(f"/proc/{me}/task/{me}/children").read_text(), flush=True)
            sys.stdin.readline()

if __name__ == "__main__":
    main()
"""


def memory_holds(pid: int, secret: bytes) -> list[str]:
    """Writable mappings of a process in which the secret lies."""
    found = []
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for row in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights, *rest = row.split()
            if not rights.startswith("rw"):
                continue
            start, end = (int(part, 16) for part in span.split("-"))
            try:
                memory.seek(start)
                data = memory.read(end - start)
            except (OSError, ValueError):
                continue
            if data and secret in data:
                found.append(rest[-1] if len(rest) > 3 else "anonymous")
    return found


@pytest.mark.scenario(26)
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_pin_is_left_nowhere(tmp_path, pki) -> None:
    """While the login is open: no argument, no environment, no memory of ours, no core file."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    process = subprocess.Popen(
        [sys.executable, str(script), str(pki.module)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        process.stdin.write(USER_PIN.encode() + b"\n")
        process.stdin.flush()
        children = [int(pid) for pid in process.stdout.readline().split()]
        secret = USER_PIN.encode()
        assert children
        for pid in (process.pid, *children):
            for name in ("cmdline", "environ"):
                assert secret not in Path(f"/proc/{pid}/{name}").read_bytes()
            try:
                assert memory_holds(pid, secret) == []
            except PermissionError:
                pytest.skip("no right to read the memory of a child")
        limits = [Path(f"/proc/{pid}/limits").read_text() for pid in children]
        assert any("Max core file size        0                    0" in text for text in limits)
    finally:
        process.stdin.write(b"\n")
        process.stdin.close()
        process.wait(20)
