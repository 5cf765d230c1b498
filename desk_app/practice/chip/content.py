"""What stands on a practice card: data groups, the signed object, and who signed it.

The person is invented: a province 000 does not exist. Keys live in memory alone; every certificate
says THU NGHIEM. Source of the forms: ICAO Doc 9303-10 and 9303-12; items of DG13 as in
``scanner/chip/cards.toml``.
"""

import datetime as dt
import hashlib
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from asn1crypto import algos, cms, core, keys, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from scanner.chip.curves import standard_curves
from scanner.chip.keys import check_digit
from scanner.chip.tlv import tlv

PACE_AES_128 = "04007F00070202040202"
PACE_AES_256 = "04007F00070202040204"
_ACTIVE = "678108010105"
_PLAIN_SHA256 = "04007F00070101040103"
_LDS = "2.23.136.1.1.1"
_DAY = dt.timedelta(days=1)
CAN = "123456"
PERSON: Mapping[int, str | Sequence[str]] = {
    1: "000190000017",
    2: "Nguyễn Thị Thử Nghiệm",
    3: "15/02/1990",
    4: "Nữ",
    5: "Việt Nam",
    6: "Kinh",
    7: "Không",
    8: "Xã Không Có, Tỉnh Mẫu",
    9: "Số 7 ngõ 12 đường Thử Nghiệm, Phường Mẫu, Thành phố Kiểm Thử",
    10: "Nốt ruồi C: 1,5 cm dưới đuôi mắt phải",
    11: "20/06/2024",
    12: "15/02/2030",
    13: ("Nguyễn Văn Cha Mẫu", "Trần Thị Mẹ Mẫu"),
    16: "000000017",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CardContent:
    """A card as it is handed out.

    Attributes:
        files: by name, ``DG1`` … ``EF.SOD``, ``EF.CardAccess``.
        country: certificate of the authority that signed, DER: what a desk has to know.
        number, birth, expiry: cells of the zone that open it.
        zone: the zone's three lines.
        can: the printed access number.
        chip_key: private key of the chip; None for a card without active authentication.
        locked: files that need more rights than a counter has.
    """

    files: dict[str, bytes] = field(repr=False)
    country: bytes
    number: str
    birth: str
    expiry: str
    zone: tuple[str, ...]
    can: str
    chip_key: ec.EllipticCurvePrivateKey | None
    locked: frozenset[str] = frozenset({"DG3"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFaults:
    """What is wrong with a card.

    Attributes:
        signer: ``ok``; ``unknown``: another country's authority; ``samename``: an authority of the
            same name with another key; ``forged``: names the authority's key without having it;
            ``expired``; ``badsig``: the signature itself was changed.
        corrupt: groups with a changed byte.
        truncate: groups cut short.
        is_copy: the chip has another key than DG15 says.
    """

    signer: str = "ok"
    corrupt: Sequence[int] = ()
    truncate: Sequence[int] = ()
    is_copy: bool = False


def make_card(
    *,
    now: dt.datetime,
    person: Mapping[int, str | Sequence[str]] | None = None,
    pace: Sequence[tuple[str, int]] = ((PACE_AES_128, 13),),
    picture: bytes = b"\xff\xd8\xff\xe0 practice \xff\xd9",
    has_chip_key: bool = True,
    is_explicit: bool = False,
    faults: CardFaults = CardFaults(),
) -> CardContent:
    """A card, honest or not.

    Args:
        now: certificates are counted from here.
        person: items of DG13 that differ from the practice person's.
        pace: protocols of EF.CardAccess with their curves; empty for a card with BAC alone.
        picture: bytes of DG2's picture.
        has_chip_key: offers active authentication.
        is_explicit: certificates write their curve out in full.
        faults: what is wrong with it.
    """
    items = {**PERSON, **(person or {})}
    number = str(items[1])
    birth, expiry = _zone_day(str(items[3])), _zone_day(str(items[12]))
    sex = "F" if items[4] == PERSON[4] else "M"
    zone = zone_of(number, birth, sex, expiry, zone_name(str(items[2])))
    own = ec.generate_private_key(ec.SECP256R1())
    groups = {
        1: tlv(0x61, tlv(0x5F1F, "".join(zone).encode("ascii"))),
        2: _face(picture),
        3: tlv(0x63, bytes(900)),
        13: _items(items),
    }
    if pace or has_chip_key:
        groups[14] = tlv(0x6E, _security_infos(pace, is_active=has_chip_key))
    if has_chip_key:
        groups[15] = tlv(0x6F, _public(own, is_explicit=False).dump())
    country, signed = _signed(groups, faults.signer, now, is_explicit=is_explicit)
    for group in faults.corrupt:
        groups[group] = groups[group][:-1] + bytes([groups[group][-1] ^ 1])
    for group in faults.truncate:
        groups[group] = groups[group][: len(groups[group]) * 2 // 3]
    files = {"EF.SOD": signed, **{f"DG{n}": data for n, data in groups.items()}}
    if pace:
        files["EF.CardAccess"] = _security_infos(pace, is_active=False)
    other = ec.generate_private_key(ec.SECP256R1())
    return CardContent(
        files=files,
        country=country,
        number=number[-9:],
        birth=birth,
        expiry=expiry,
        zone=zone,
        can=CAN,
        chip_key=(other if faults.is_copy else own) if has_chip_key else None,
    )


def zone_name(full_name: str) -> str:
    """A name as the zone writes it: no diacritics, surname first, 30 characters at most."""
    plain = unicodedata.normalize("NFD", full_name.replace("Đ", "D").replace("đ", "d"))
    words = "".join(c for c in plain if not unicodedata.combining(c)).upper().split()
    return f"{words[0]}<<{'<'.join(words[1:])}"[:30]


def zone_of(number: str, birth: str, sex: str, expiry: str, name: str) -> tuple[str, ...]:
    """Zone of a citizen card: nine digits as document number, all twelve as optional data."""
    short = number[-9:]
    one = f"IDVNM{short}{check_digit(short)}{number}<<{check_digit(number)}"
    two = f"{birth}{check_digit(birth)}{sex}{expiry}{check_digit(expiry)}VNM".ljust(29, "<")
    whole = check_digit(one[5:30] + two[:7] + two[8:15] + two[18:29])
    return one, two + whole, name.ljust(30, "<")[:30]


def _zone_day(day: str) -> str:
    date, month, year = day.split("/")
    return year[2:] + month + date


def _face(picture: bytes) -> bytes:
    """One ISO/IEC 19794-5 record in the template of DG2."""
    block = (20 + 12 + len(picture)).to_bytes(4, "big") + bytes(16)
    block += bytes([1, 0]) + (390).to_bytes(2, "big") + (520).to_bytes(2, "big") + bytes(6)
    record = b"FAC\x00010\x00" + (14 + len(block) + len(picture)).to_bytes(4, "big") + b"\0\1"
    head = tlv(0xA1, bytes.fromhex("80020101 810102 87020101 88020008"))
    one = tlv(0x7F60, head + tlv(0x5F2E, record + block + picture))
    return tlv(0x75, tlv(0x7F61, b"\x02\x01\x01" + one))


def _items(items: Mapping[int, str | Sequence[str]]) -> bytes:
    body = b""
    for number, value in items.items():
        texts = (
            _text(value) if isinstance(value, str) else b"".join(tlv(0x30, _text(v)) for v in value)
        )
        body += tlv(0x30, bytes([2, 1, number]) + texts)
    return tlv(0x6D, tlv(0x30, body))


def _text(value: str) -> bytes:
    is_plain = value.isascii() and value.replace("/", "").isdigit()
    return tlv(0x13 if is_plain else 0x0C, value.encode())


def _security_infos(pace: Sequence[tuple[str, int]], *, is_active: bool) -> bytes:
    infos = [
        tlv(0x30, tlv(6, bytes.fromhex(oid)) + b"\x02\x01\x02" + bytes([2, 1, curve]))
        for oid, curve in pace
    ]
    if is_active:
        infos.append(
            tlv(
                0x30,
                tlv(6, bytes.fromhex(_ACTIVE))
                + b"\x02\x01\x01"
                + tlv(6, bytes.fromhex(_PLAIN_SHA256)),
            )
        )
    return tlv(0x31, b"".join(sorted(infos)))


# -- who signs


def _signed(
    groups: Mapping[int, bytes], signer: str, now: dt.datetime, *, is_explicit: bool
) -> tuple[bytes, bytes]:
    """The authority's certificate, and EF.SOD."""
    authority, own = (ec.generate_private_key(ec.BrainpoolP384R1()) for _ in range(2))
    other = ec.generate_private_key(ec.BrainpoolP384R1())
    is_foreign = signer in {"unknown", "samename", "forged"}
    issuer, issuer_name = (other if is_foreign else authority), "CSCA THU NGHIEM"
    country = _certificate(
        "CSCA THU NGHIEM", authority, "CSCA THU NGHIEM", authority,
        (now - 4000 * _DAY, now + 4000 * _DAY), is_authority=True, is_explicit=is_explicit,
    )  # fmt: skip
    if signer == "unknown":
        issuer_name = "CSCA KHAC THU NGHIEM"
    days = (
        (now - 3000 * _DAY, now - 2 * _DAY)
        if signer == "expired"
        else (now - 500 * _DAY, now + 3000 * _DAY)
    )
    certificate = _certificate(
        "DS THU NGHIEM 01", own, issuer_name, issuer, days, is_authority=False,
        is_explicit=is_explicit, named=authority if signer == "forged" else None,
    )  # fmt: skip
    signed = _security_object(groups, own, certificate, days[0] + 30 * _DAY)
    if signer == "badsig":
        signed = signed[:-3] + bytes([signed[-3] ^ 1]) + signed[-2:]
    return country, signed


def _public(key: ec.EllipticCurvePrivateKey, *, is_explicit: bool) -> keys.PublicKeyInfo:
    raw = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    info = keys.PublicKeyInfo.load(raw)
    if is_explicit:
        curve = standard_curves()[16]
        info["algorithm"]["parameters"] = keys.ECDomainParameters(
            "specified",
            {
                "version": 1,
                "field_id": {"field_type": "prime_field", "parameters": curve.prime},
                "curve": {
                    "a": curve.a.to_bytes(curve.size, "big"),
                    "b": curve.b.to_bytes(curve.size, "big"),
                },
                "base": curve.encode(curve.base),
                "order": curve.order,
                "cofactor": 1,
            },
        )
    return info


def _name(common: str) -> x509.Name:
    return x509.Name.build(
        {"country_name": "VN", "organization_name": "THU NGHIEM", "common_name": common}
    )


def _certificate(
    subject: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    days: tuple[dt.datetime, dt.datetime],
    *,
    is_authority: bool,
    is_explicit: bool,
    named: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    info = _public(key, is_explicit=is_explicit)
    parent = _public(named or issuer_key, is_explicit=is_explicit)
    usage = {"key_cert_sign", "crl_sign"} if is_authority else {"digital_signature"}
    extensions: list[dict[str, Any]] = [  # asn1crypto takes plain values of many kinds
        {"extn_id": "key_identifier", "extn_value": info.sha1},
        {"extn_id": "authority_key_identifier", "extn_value": {"key_identifier": parent.sha1}},
        {"extn_id": "key_usage", "critical": True, "extn_value": usage},
    ]
    if is_authority:
        value = {"ca": True, "path_len_constraint": 0}
        extensions.append({"extn_id": "basic_constraints", "critical": True, "extn_value": value})
    algorithm = {"algorithm": "sha384_ecdsa"}
    times = zip(("not_before", "not_after"), days, strict=True)
    body = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": secrets.randbits(63) | 1,
            "signature": algorithm,
            "issuer": _name(issuer),
            "subject": _name(subject),
            "subject_public_key_info": info,
            "validity": {k: x509.Time({"utc_time": t.replace(microsecond=0)}) for k, t in times},
            "extensions": extensions,
        }
    )
    return bytes(
        x509.Certificate(
            {
                "tbs_certificate": body,
                "signature_algorithm": algorithm,
                "signature_value": issuer_key.sign(body.dump(), ec.ECDSA(hashes.SHA384())),
            }
        ).dump()
    )


def _security_object(
    groups: Mapping[int, bytes],
    key: ec.EllipticCurvePrivateKey,
    certificate: bytes,
    at: dt.datetime,
) -> bytes:
    rows = b"".join(
        tlv(0x30, bytes([2, 1, n]) + tlv(0x04, hashlib.sha256(data).digest()))
        for n, data in sorted(groups.items())
    )
    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    content = tlv(0x30, b"\x02\x01\x00" + digest.dump() + tlv(0x30, rows))
    signer = x509.Certificate.load(certificate)
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": [_LDS]}),
            cms.CMSAttribute(
                {
                    "type": "signing_time",
                    "values": [cms.Time({"utc_time": at.replace(microsecond=0)})],
                }
            ),
            cms.CMSAttribute(
                {"type": "message_digest", "values": [hashlib.sha256(content).digest()]}
            ),
        ]
    )
    identifier = cms.SignerIdentifier(
        "issuer_and_serial_number",
        {"issuer": signer.issuer, "serial_number": signer.serial_number},
    )
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [digest],
            "encap_content_info": {
                "content_type": _LDS,
                "content": core.ParsableOctetString(content),
            },
            "certificates": [signer],
            "signer_infos": [
                {
                    "version": "v1",
                    "sid": identifier,
                    "digest_algorithm": {"algorithm": "sha256"},
                    "signed_attrs": attributes,
                    "signature_algorithm": {"algorithm": "sha256_ecdsa"},
                    "signature": key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())),
                }
            ],
        }
    )
    whole = cms.ContentInfo({"content_type": "signed_data", "content": signed})
    return tlv(0x77, whole.dump())
