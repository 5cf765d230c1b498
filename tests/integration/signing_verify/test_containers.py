"""Signed files that are no PDF: CMS, XML, ASiC; the same three values."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import io
import struct
import zipfile

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import pkcs7
from lxml import etree

from signing.verify import Request, Verdict, examine
from tests.kit.forgery import signers
from tests.kit.forgery.foreign import indefinite, message

PAPER = "Giấy xác nhận số 1".encode()
DS = "http://www.w3.org/2000/09/xmldsig#"
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def judge_file(pki, tmp_path):
    def run(name: str, data: bytes, paper: bytes | None = None):
        path = tmp_path / name
        path.write_bytes(data)
        if paper is not None:
            path.with_suffix("").write_bytes(paper)
        return examine(Request(path=path, trust=pki.trust))

    return run


def test_detached_message(pki, judge_file):
    raw = message(pki, "canbo1", PAPER)
    assert judge_file("a.pdf.p7s", raw, PAPER).verdict is Verdict.VALID
    assert judge_file("b.pdf.p7s", indefinite(raw), PAPER).verdict is Verdict.VALID
    text = b"-----BEGIN PKCS7-----\n" + base64.encodebytes(raw) + b"-----END PKCS7-----\n"
    assert judge_file("c.pdf.p7s", text, PAPER).verdict is Verdict.VALID
    assert judge_file("d.pdf.p7s", raw, PAPER + b"!").verdict is Verdict.INVALID
    for around in (b"So tien: 9.000.000\n" + text, text + text):
        assert judge_file("g.pdf.p7s", around, PAPER).reasons == ("file.unknown_kind",)
    lonely = judge_file("e.pdf.p7s", raw)
    assert (lonely.verdict, lonely.reasons) == (Verdict.UNKNOWN, ("file.content_missing",))
    assert judge_file("f.pdf.p7s", message(pki, "thuhoi", PAPER), PAPER).reasons == (
        "certificate.revoked",
    )


def test_cades_with_a_time_stamp(pki, judge_file):
    work = signers.signer(pki, "canbo3").async_sign_general_data(
        PAPER, "sha256", detached=True, timestamper=signers.stamper(pki), use_cades=True
    )
    raw = asyncio.run(work).dump()
    found = judge_file("a.txt.p7s", raw, PAPER)
    assert found.verdict is Verdict.VALID
    assert found.signatures[0].level == "cades-t"


def test_message_with_the_paper_inside(pki, judge_file):
    raw = (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(PAPER)
        .add_signer(pki.certs["canbo1"], pki.keys["canbo1"], hashes.SHA256())
        .add_certificate(pki.certs["sub"])
        .sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])
    )
    assert judge_file("a.p7m", raw).verdict is Verdict.VALID
    assert judge_file("b.p7m", raw.replace(b"1", b"2", 1)).verdict is not Verdict.VALID
    assert judge_file("c.p7m", raw + b"x").verdict is Verdict.UNKNOWN


def signed_xml(
    pki, name: str = "canbo1", *, reference: str = "", method: str = "", before: bytes = b""
) -> bytes:
    """An enveloped XML signature by hand; ``before`` is signed in front of the root."""
    exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#"
    root = etree.fromstring(
        f'<HoSo xmlns="urn:mau" Id="goc"><So>1</So><Tien>1000000</Tien>{method}</HoSo>'.encode()
    )
    target = root if not reference else next(n for n in root.iter() if n.get("Id") == reference[1:])
    canonical = before + etree.tostring(target, method="c14n", exclusive=True)
    digest = hashlib.sha256(canonical).digest()
    info = etree.fromstring(
        f'<ds:SignedInfo xmlns:ds="{DS}"><ds:CanonicalizationMethod Algorithm="{exclusive}"/>'
        f'<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>'
        f'<ds:Reference URI="{reference}"><ds:Transforms>'
        f'<ds:Transform Algorithm="{DS}enveloped-signature"/>'
        f'<ds:Transform Algorithm="{exclusive}"/></ds:Transforms>'
        f'<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        f"<ds:DigestValue>{base64.b64encode(digest).decode()}</ds:DigestValue></ds:Reference>"
        f"</ds:SignedInfo>".encode()
    )
    canonical = etree.tostring(info, method="c14n", exclusive=True)
    value = pki.keys[name].sign(canonical, padding.PKCS1v15(), hashes.SHA256())
    signature = etree.SubElement(target, f"{{{DS}}}Signature", nsmap={"ds": DS})
    signature.append(info)
    etree.SubElement(signature, f"{{{DS}}}SignatureValue").text = base64.b64encode(value).decode()
    data = etree.SubElement(etree.SubElement(signature, f"{{{DS}}}KeyInfo"), f"{{{DS}}}X509Data")
    for each in (name, "sub"):
        node = etree.SubElement(data, f"{{{DS}}}X509Certificate")
        node.text = base64.b64encode(pki.der(each)).decode()
    return etree.tostring(root)


def test_enveloped_xml(pki, judge_file):
    data = signed_xml(pki)
    found = judge_file("a.xml", data)
    assert found.verdict is Verdict.VALID
    assert found.signatures[0].signer == "Nguyen Thi Mau Mot"
    assert judge_file("b.xml", data.replace(b"1000000", b"9000000")).verdict is Verdict.INVALID
    assert judge_file("c.xml", signed_xml(pki, "condau")).verdict is Verdict.VALID
    entity = b'<!DOCTYPE HoSo [<!ENTITY x "9">]>' + data
    assert judge_file("d.xml", entity).verdict is Verdict.UNKNOWN
    assert judge_file("e.xml", b"<HoSo>1</HoSo>").verdict is Verdict.UNSIGNED


def test_wrapped_xml_is_not_valid(pki, judge_file):
    """The signed element moved aside, another put in its place."""
    data = signed_xml(pki, reference="#goc")
    assert judge_file("a.xml", data).verdict is Verdict.VALID
    forged = b'<Goi xmlns="urn:mau"><HoSo><Tien>9000000</Tien></HoSo>' + data + b"</Goi>"
    found = judge_file("b.xml", forged)
    assert found.verdict is Verdict.UNKNOWN
    assert "xml.part_unsigned" in found.reasons
    twice = b"<Goi>" + data + b'<HoSo Id="goc"/></Goi>'
    assert judge_file("c.xml", twice).verdict is not Verdict.VALID


def test_instructions_and_comments_of_xml_say_nothing_unsigned(pki, judge_file):
    """A style sheet may show another text; a comment may cut a number in two."""
    style = b'<?xml-stylesheet type="text/xsl" href="khac.xsl"?>'
    whole, part = signed_xml(pki), signed_xml(pki, reference="#goc")
    assert "xml.digest_mismatch" in judge_file("a.xml", style + whole).reasons
    assert "xml.part_unsigned" in judge_file("b.xml", style + part).reasons
    assert "xml.part_unsigned" in judge_file("c.xml", b"<Goi>" + style + part + b"</Goi>").reasons
    cut = whole.replace(b"1000000", b"100<!-- -->0000")
    assert "xml.part_unsigned" in judge_file("d.xml", cut).reasons
    assert judge_file("e.xml", b"<!-- mau 01 -->" + whole).verdict is Verdict.VALID


def test_an_instruction_that_was_signed_is_honest(pki, judge_file):
    style = b'<?xml-stylesheet type="text/xsl" href="mau.xsl"?>\n'
    assert judge_file("a.xml", style + signed_xml(pki, before=style)).verdict is Verdict.VALID


def container(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_asic_with_one_paper(pki, judge_file):
    raw = message(pki, "canbo1", PAPER)
    files = {
        "mimetype": b"application/vnd.etsi.asic-s+zip",
        "giấy.txt": PAPER,
        "META-INF/signature.p7s": raw,
    }
    assert judge_file("a.asics", container(files)).verdict is Verdict.VALID
    assert (
        judge_file("b.asics", container({**files, "giấy.txt": b"khac"})).verdict is Verdict.INVALID
    )
    more = container({**files, "thêm.txt": b"x"})
    assert judge_file("c.asics", more).verdict is Verdict.UNKNOWN
    assert judge_file("d.asics", b"GIF" + container(files)).verdict is not Verdict.VALID


def asic(pki) -> dict[str, bytes]:
    return {
        "mimetype": b"application/vnd.etsi.asic-s+zip",
        "giay.txt": PAPER,
        "META-INF/signature.p7s": message(pki, "canbo1", PAPER),
    }


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"META-INF/../giay.txt": b"khac"}, "asic.malformed"),
        ({"META-INF/..\\giay.txt": b"khac"}, "asic.malformed"),
        ({"GIAY.txt": b"khac"}, "asic.name_twice"),
        ({"META-INF/quyet-dinh.pdf": b"khac"}, "asic.paper_unsigned"),
        ({"mimetype": b"khac" * 99}, "asic.foreign_bytes"),
        ({"thu-muc/": b"khac"}, "asic.foreign_bytes"),
    ],
)
def test_nothing_stands_beside_what_an_asic_signs(pki, judge_file, more, reason):
    found = judge_file("a.asics", container({**asic(pki), **more}))
    assert (found.verdict, reason in found.reasons) == (Verdict.UNKNOWN, True)


def test_bytes_of_an_asic_that_its_directory_does_not_name(pki, judge_file):
    """A reader that goes from entry to entry would find another paper there."""
    good = container(asic(pki))
    end = good.rindex(b"PK\5\6")
    (start,) = struct.unpack_from("<I", good, end + 16)
    other = container({"giay.txt": b"9.000.000"})
    for hidden in (other[: other.index(b"PK\1\2")], b"khac", bytes(30)):
        moved = struct.pack("<I", start + len(hidden))
        forged = good[:start] + hidden + good[start : end + 16] + moved + good[end + 20 :]
        assert judge_file("a.asics", forged).reasons == ("asic.foreign_bytes",)
    assert judge_file("b.asics", good + b"khac").reasons == ("asic.foreign_bytes",)
    raw = asic(pki)["META-INF/signature.p7s"]
    padded = container({**asic(pki), "META-INF/signature.p7s": raw + b"khac"})
    assert judge_file("c.asics", padded).reasons == ("signature.padding",)


def test_an_asic_written_without_going_back_is_honest(pki, judge_file):
    """Sizes after the contents, as a writer of streams leaves them; compressed entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(Stream(out), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in asic(pki).items():
            archive.writestr(name, data)
    assert judge_file("a.asics", out.getvalue()).verdict is Verdict.VALID


class Stream:
    """A file that can only be written on."""

    def __init__(self, out: io.BytesIO) -> None:
        self.write, self.flush = out.write, out.flush


def test_asic_with_a_manifest(pki, judge_file):
    digest = base64.b64encode(hashlib.sha256(PAPER).digest()).decode()
    manifest = (
        f'<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="{DS}">'
        '<asic:SigReference URI="META-INF/signature1.p7s"/>'
        '<asic:DataObjectReference URI="a.txt">'
        '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        f"<ds:DigestValue>{digest}</ds:DigestValue></asic:DataObjectReference>"
        "</asic:ASiCManifest>"
    ).encode()
    files = {
        "a.txt": PAPER,
        "META-INF/ASiCManifest1.xml": manifest,
        "META-INF/signature1.p7s": message(pki, "canbo1", manifest),
    }
    assert judge_file("a.asice", container(files)).verdict is Verdict.VALID
    forged = judge_file("b.asice", container({**files, "a.txt": b"khac"}))
    assert (forged.verdict, forged.reasons) == (Verdict.INVALID, ("asic.digest_mismatch",))
    assert judge_file("c.asice", container({**files, "b.txt": b"x"})).verdict is Verdict.UNKNOWN
    assert (
        judge_file("d.docx", container({"word/document.xml": b"<a/>"})).verdict is Verdict.UNSIGNED
    )
