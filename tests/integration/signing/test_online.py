"""Revocation data from the network: only when allowed, only checked, and told when it is lacking."""

import pytest

from signing.request import Level, Role, SignRequest
from signing.sign import sign_file
from signing.verify import Verdict, Verifier
from tests.kit.signing import papers

pytestmark = pytest.mark.token


@pytest.fixture
def bare_trust(pki, tmp_path):
    """Root and issuer without any list."""
    folder = tmp_path / "trust"
    folder.mkdir()
    for name in ("root", "sub"):
        (folder / f"{name}.pem").write_bytes((pki.trust_folder / f"{name}.pem").read_bytes())
    return folder


def signed(login, folder, cert: str):
    source = papers.plain(folder / "a.pdf")
    target = folder / f"{cert}.pdf"
    request = SignRequest(
        source=source, target=target, role=Role.OFFICER, level=Level.B_B, is_visible=False
    )
    with login(cert) as key:
        sign_file(request, key)
    return target


@pytest.mark.parametrize(
    ("cert", "fault", "offline", "verdict", "reason"),
    [
        ("canbo1", "", True, Verdict.UNKNOWN, "revocation.missing"),
        ("canbo1", "", False, Verdict.VALID, ""),
        ("thuhoi", "", False, Verdict.INVALID, "certificate.revoked"),
        ("canbo1", "http500", False, Verdict.UNKNOWN, "revocation.missing"),
    ],
    ids=["offline", "online", "revoked", "services down"],
)
def test_a_verdict_that_lacks_revocation_data(
    cert, fault, offline, verdict, reason, tmp_path, login, services, bare_trust
) -> None:
    file = signed(login, tmp_path, cert)
    if fault:
        services.fault["ocsp"] = services.fault["crl"] = fault
    with Verifier(bare_trust) as verifier:
        found = verifier.verify(file, offline=offline)
    assert found.verdict is verdict
    assert not reason or reason in found.reasons
