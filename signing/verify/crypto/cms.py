"""CMS SignedData taken apart.

Source: RFC 5652, RFC 5035, ETSI EN 319 122-1.
"""

import datetime as dt
from dataclasses import dataclass, field

from cryptography import x509

from signing.trust.issued import load_certificate
from signing.verify.crypto import der
from signing.verify.crypto.der import DerFault, Node

SIGNED_DATA = "1.2.840.113549.1.7.2"
DATA = "1.2.840.113549.1.7.1"
TST_INFO = "1.2.840.113549.1.9.16.1.4"
CONTENT_TYPE = "1.2.840.113549.1.9.3"
MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
SIGNING_TIME = "1.2.840.113549.1.9.5"
SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12"
SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"
SIGNATURE_TIME_STAMP = "1.2.840.113549.1.9.16.2.14"
ADOBE_REVOCATION = "1.2.840.113583.1.1.8"
SHA256 = "2.16.840.1.101.3.4.2.1"
MAX_CERTIFICATES = 100
_OTHER_CERTIFICATES = frozenset({0xA0, 0xA1, 0xA2, 0xA3})


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerInfo:
    """One signer as the message states it."""

    issuer: bytes
    serial: int
    key_id: bytes
    digest_oid: str
    signature_oid: str
    signature_parameters: Node | None
    signature: bytes
    signed: dict[str, list[Node]]
    signed_raw: bytes
    unsigned: dict[str, list[Node]]
    repeated: bool


@dataclass(slots=True, kw_only=True)
class SignedData:
    """A SignedData message.

    Attributes:
        used: bytes of the outer buffer that the message took.
        content: the encapsulated content; ``None`` when detached.
        unreadable: certificates that could not be parsed.
    """

    content_type: str
    content: bytes | None
    certificates: list[x509.Certificate]
    lists: list[bytes]
    answers: list[bytes] = field(default_factory=list)
    signers: list[SignerInfo]
    used: int
    unreadable: int = 0


def parse(data: bytes) -> SignedData:
    """Read a ContentInfo that holds SignedData, BER or DER.

    Raises:
        DerFault: it is something else or damaged.
    """
    message, used = der.normalise(data)
    parts = der.read(message).expect(der.SEQUENCE).children()
    if len(parts) != 2 or parts[0].oid() != SIGNED_DATA:
        raise DerFault("cms.not_signed_data")
    wrapped = parts[1].expect(der.CONTEXT_0).children()
    if len(wrapped) != 1:
        raise DerFault("cms.malformed")
    body = wrapped[0].expect(der.SEQUENCE).children()
    if len(body) < 4:
        raise DerFault("cms.malformed")
    named = {_algorithm(n) for n in body[1].expect(der.SET).children()}
    content_type, content = _content(body[2])
    result = SignedData(
        content_type=content_type,
        content=content,
        certificates=[],
        lists=[],
        signers=[_signer(node) for node in body[-1].expect(der.SET).children()],
        used=used,
    )
    if body[0].integer() not in _versions(result, body):
        raise DerFault("cms.malformed")
    if any(signer.digest_oid not in named for signer in result.signers):
        raise DerFault("cms.digest_not_listed")
    for node in body[3:-1]:
        if node.tag == der.CONTEXT_0:
            _certificates(node, result)
        elif node.tag == der.CONTEXT_1:
            result.lists += [n.raw for n in node.children() if n.tag == der.SEQUENCE]
            result.answers += _other_revocation(node)
        else:
            raise DerFault("cms.malformed")
    return result


def _versions(message: SignedData, body: list[Node]) -> frozenset[int]:
    """Versions the contents allow (RFC 5652, clause 5.1); writers are lax about the rare ones."""
    newer = [node for node in body[3:-1] if node.tag in (der.CONTEXT_0, der.CONTEXT_1)]
    if any(item.tag in _OTHER_CERTIFICATES for node in newer for item in node.children()):
        return frozenset({1, 3, 4, 5})
    is_plain = message.content_type == DATA and not any(s.key_id for s in message.signers)
    return frozenset({1 if is_plain else 3})


def _algorithm(node: Node) -> str:
    """The identifier of a digest algorithm, whose parameters are absent or NULL."""
    parts = node.expect(der.SEQUENCE).children()
    if len(parts) > 2 or (len(parts) == 2 and parts[1].raw != b"\x05\x00"):
        raise DerFault("cms.malformed")
    return parts[0].oid()


def _content(node: Node) -> tuple[str, bytes | None]:
    parts = node.expect(der.SEQUENCE).children()
    content: bytes | None = None
    if len(parts) > 1:
        inner = parts[1].expect(der.CONTEXT_0).children()
        if len(inner) != 1:
            raise DerFault("cms.malformed")
        node = inner[0]
        if node.tag == der.OCTET_STRING | 0x20:
            content = b"".join(n.expect(der.OCTET_STRING).content for n in node.children())
        else:
            content = node.expect(der.OCTET_STRING).content
    return parts[0].oid(), content


def _certificates(node: Node, result: SignedData) -> None:
    for item in node.children()[:MAX_CERTIFICATES]:
        if item.tag in _OTHER_CERTIFICATES:
            continue
        certificate = load_certificate(item.raw) if item.tag == der.SEQUENCE else None
        if certificate is not None:
            result.certificates.append(certificate)
        else:
            result.unreadable += 1


def _other_revocation(node: Node) -> list[bytes]:
    """OCSP answers carried as OtherRevocationInfoFormat (RFC 5940)."""
    answers: list[bytes] = []
    for item in node.children():
        if item.tag != der.CONTEXT_1:
            continue
        parts = item.children()
        if len(parts) == 2 and parts[0].tag == der.OID:
            kind = parts[0].oid()
            if kind == "1.3.6.1.5.5.7.16.2":
                answers.append(parts[1].raw)
            elif kind == "1.3.6.1.5.5.7.48.1.1":
                answers.append(wrap_basic_ocsp(parts[1].raw))
    return answers


def wrap_basic_ocsp(basic: bytes) -> bytes:
    """An OCSPResponse around a BasicOCSPResponse."""
    kind = der.encode(der.OID, bytes.fromhex("2b0601050507300101"))
    inner = der.encode(der.SEQUENCE, kind + der.encode(der.OCTET_STRING, basic))
    return der.encode(der.SEQUENCE, der.encode(0x0A, b"\x00") + der.encode(der.CONTEXT_0, inner))


def _signer(node: Node) -> SignerInfo:
    parts = node.expect(der.SEQUENCE).children()
    if len(parts) < 5:
        raise DerFault("cms.malformed")
    issuer, serial, key_id = b"", 0, b""
    if parts[1].tag == der.SEQUENCE:
        names = parts[1].children()
        issuer, serial, version = names[0].raw, names[1].integer(), 1
    elif parts[1].tag == 0x80:
        key_id, version = parts[1].content, 3
    else:
        raise DerFault("cms.malformed")
    if parts[0].integer() != version:  # RFC 5652, clause 5.3
        raise DerFault("cms.malformed")
    digest_oid = _algorithm(parts[2])
    position = 3
    signed: dict[str, list[Node]] = {}
    unsigned: dict[str, list[Node]] = {}
    signed_raw, repeated = b"", False
    if parts[position].tag == der.CONTEXT_0:
        signed, repeated = _attributes(parts[position])
        signed_raw = parts[position].raw
        position += 1
    if len(parts) < position + 2:
        raise DerFault("cms.malformed")
    algorithm = parts[position].expect(der.SEQUENCE).children()
    signature = parts[position + 1].expect(der.OCTET_STRING).content
    for extra in parts[position + 2 :]:
        unsigned, _ = _attributes(extra.expect(der.CONTEXT_1))
    return SignerInfo(
        issuer=issuer,
        serial=serial,
        key_id=key_id,
        digest_oid=digest_oid,
        signature_oid=algorithm[0].oid(),
        signature_parameters=algorithm[1] if len(algorithm) > 1 else None,
        signature=signature,
        signed=signed,
        signed_raw=signed_raw,
        unsigned=unsigned,
        repeated=repeated,
    )


def _attributes(node: Node) -> tuple[dict[str, list[Node]], bool]:
    found: dict[str, list[Node]] = {}
    repeated = False
    for item in node.children():
        parts = item.expect(der.SEQUENCE).children()
        if len(parts) != 2:
            raise DerFault("cms.malformed")
        kind = parts[0].oid()
        repeated = repeated or kind in found
        found.setdefault(kind, []).extend(parts[1].expect(der.SET).children())
    return found, repeated


def parse_time(node: Node) -> dt.datetime | None:
    """A UTCTime or GeneralizedTime as an aware time; ``None`` when it is neither."""
    text = node.content.decode("ascii", "replace")
    if node.tag == der.UTC_TIME and len(text) == 13 and text.endswith("Z"):
        year = int(text[:2]) if text[:2].isdigit() else -1
        text = ("19" if year >= 50 else "20") + text
    elif node.tag != der.GENERALIZED_TIME:
        return None
    whole, _, part = text.removesuffix("Z").partition(".")
    try:
        moment = dt.datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
        if part:
            moment += dt.timedelta(seconds=float(f"0.{part}" if part.isdigit() else 0))
    except ValueError:
        return None
    return moment if text.endswith("Z") else None
