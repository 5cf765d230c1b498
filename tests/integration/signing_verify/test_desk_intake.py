"""What the desk takes in that is signed and no PDF: out of its own store, through its own verifier."""

from __future__ import annotations

import pyrage
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7

from desk_app.adapters.papers.store import PapersStore
from desk_app.adapters.signatures.desk_verifier import DeskVerifier
from desk_app.application.captures import MEDIA_TYPES
from desk_app.domain.signatures import Verdict
from tests.integration.signing_verify.test_containers import PAPER, container, signed_xml
from tests.kit.forgery.foreign import message

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def desk(pki, tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    own, recovery = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    papers = PapersStore(folder / "papers", str(own), str(recovery.to_public()))
    verifier = DeskVerifier(papers, pki.write_trust(folder / "trust"), folder / "cache")
    yield papers, verifier
    verifier.close()


def inside(pki) -> bytes:
    builder = pkcs7.PKCS7SignatureBuilder().set_data(PAPER)
    builder = builder.add_signer(pki.certs["canbo1"], pki.keys["canbo1"], hashes.SHA256())
    builder = builder.add_certificate(pki.certs["sub"])
    return builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])


def packed(pki, paper: bytes) -> bytes:
    raw = message(pki, "canbo1", PAPER)
    kind = b"application/vnd.etsi.asic-s+zip"
    return container({"mimetype": kind, "giấy.txt": paper, "META-INF/signature.p7s": raw})


@pytest.mark.parametrize(
    ("name", "make", "verdict"),
    [
        ("giấy.p7m", inside, Verdict.VALID),
        ("giấy.p7m", lambda pki: inside(pki) + b"x", Verdict.UNKNOWN),
        ("giấy.xml", signed_xml, Verdict.VALID),
        ("giấy.asice", lambda pki: packed(pki, PAPER), Verdict.VALID),
        ("giấy.asice", lambda pki: packed(pki, b"khac"), Verdict.INVALID),
        ("giấy.p7s", lambda pki: message(pki, "canbo1", PAPER), Verdict.UNKNOWN),
        ("giấy.xml", lambda pki: b"<a>khong ky</a>", Verdict.UNSIGNED),
    ],
)
def test_a_signed_file_that_is_no_pdf_gets_one_of_three_values(pki, desk, name, make, verdict):
    papers, verifier = desk
    suffix = name[name.rindex(".") :]
    ref = papers.put(make(pki), name=name, media_type=MEDIA_TYPES[suffix])
    said = verifier.verify(ref)
    assert said.verdict is verdict
    assert said.sentence
