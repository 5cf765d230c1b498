"""Active authentication: the chip signs fresh bytes with the key of DG15.

Source: ICAO Doc 9303-11 section 6.1; BSI TR-03111 (plain signatures); ISO/IEC 9796-2 scheme 1.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator

from asn1crypto import core, keys, parser
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa, utils

from signing.chip.keys import KeyFault, public_key

#: ecdsa-plain-SHA224 … SHA512 of TR-03111.
_PLAIN = {
    "0.4.0.127.0.7.1.1.4.1.2": hashes.SHA224,
    "0.4.0.127.0.7.1.1.4.1.3": hashes.SHA256,
    "0.4.0.127.0.7.1.1.4.1.4": hashes.SHA384,
    "0.4.0.127.0.7.1.1.4.1.5": hashes.SHA512,
}
_ACTIVE_AUTHENTICATION = "2.23.136.1.1.5"
_TRAILERS = {
    b"\x34\xcc": "sha256",
    b"\x36\xcc": "sha384",
    b"\x35\xcc": "sha512",
    b"\x38\xcc": "sha224",
}


def holds_key(group15: bytes, group14: bytes | None, challenge: bytes, answer: bytes) -> bool:
    """Whether the answer to the challenge was made with the key of DG15.

    Args:
        group15: the chip's public key.
        group14: algorithms of the chip; an elliptic key needs it.
        challenge: the bytes sent, 8.
        answer: the bytes that came back.

    Raises:
        KeyFault: key or algorithm cannot be judged.
    """
    key = public_key(_key_info(group15))
    if isinstance(key, rsa.RSAPublicKey):
        return _recovered(key, challenge, answer)
    size = (key.curve.key_size + 7) // 8
    if len(answer) != 2 * size:
        return False
    r, s = (int.from_bytes(half, "big") for half in (answer[:size], answer[size:]))
    digest = _digest_of(group14)
    try:
        key.verify(utils.encode_dss_signature(r, s), challenge, ec.ECDSA(digest()))
    except InvalidSignature:
        return False
    return True


def _key_info(group15: bytes) -> keys.PublicKeyInfo:
    try:
        if group15[0] != 0x6F:
            raise KeyFault("chip.key_unknown")
        return keys.PublicKeyInfo.load(_value(group15), strict=True)
    except (ValueError, IndexError, TypeError) as error:
        raise KeyFault("chip.key_unknown") from error


def _digest_of(group14: bytes | None) -> type[hashes.HashAlgorithm]:
    try:
        for info in _members(parser.parse(_value(group14 or b""), strict=True)[4]):
            if info[0].dotted == _ACTIVE_AUTHENTICATION:
                return _PLAIN[info[2].dotted]
    except (ValueError, IndexError, TypeError, KeyError, AttributeError) as error:
        raise KeyFault("chip.key_unknown") from error
    return hashes.SHA256


def _members(content: bytes) -> Iterator[core.Sequence]:
    while content:
        size = parser.peek(content)
        yield core.Sequence.load(content[:size], strict=True)
        content = content[size:]


def _value(group: bytes) -> bytes:
    """The value of the outer object of a data group."""
    size = group[1]
    start = 2 + (size & 0x7F if size & 0x80 else 0)
    return group[start:]


def _recovered(key: rsa.RSAPublicKey, challenge: bytes, answer: bytes) -> bool:
    """ISO/IEC 9796-2 scheme 1: the message's first part lies inside the signature."""
    numbers = key.public_numbers()
    size = (key.key_size + 7) // 8
    number = int.from_bytes(answer, "big")
    if len(answer) != size or number >= numbers.n:
        return False
    opened = pow(number, numbers.e, numbers.n).to_bytes(size, "big")
    if opened[0] & 0xC0 != 0x40:
        return False
    name = "sha1" if opened[-1:] == b"\xbc" else _TRAILERS.get(opened[-2:])
    if name is None:
        raise KeyFault("chip.key_unknown")
    trailer = 1 if name == "sha1" else 2
    length = hashlib.new(name, usedforsecurity=False).digest_size
    head = next((i for i, byte in enumerate(opened) if byte & 0x0F == 0x0A), size)
    message, given = opened[head + 1 : -trailer - length], opened[-trailer - length : -trailer]
    own = hashlib.new(name, message + challenge, usedforsecurity=False).digest()
    return hmac.compare_digest(own, given)
