"""Which algorithms hold at which time, as data, and the raw signature check.

Source: policy.toml beside this package; RFC 8017, RFC 5758, RFC 8410, FIPS 186-5.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

from signing.verify.crypto import der
from signing.verify.crypto.der import DerFault, Node

HashFunction = Callable[[str], bytes]

RSA_PLAIN = "1.2.840.113549.1.1.1"
RSA_PSS = "1.2.840.113549.1.1.10"
MGF1 = "1.2.840.113549.1.1.8"
EC_PUBLIC_KEY = "1.2.840.10045.2.1"
_DIGESTS = {
    "1.2.840.113549.2.5": "md5",
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
    "2.16.840.1.101.3.4.2.8": "sha3_256",
    "2.16.840.1.101.3.4.2.9": "sha3_384",
    "2.16.840.1.101.3.4.2.10": "sha3_512",
    "2.16.840.1.101.3.4.2.12": "shake256",
}
_HASHES: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "md5": hashes.MD5,
    "sha1": hashes.SHA1,
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
    "sha3_256": hashes.SHA3_256,
    "sha3_384": hashes.SHA3_384,
    "sha3_512": hashes.SHA3_512,
}
_RSA = {
    "1.2.840.113549.1.1.4": "md5",
    "1.2.840.113549.1.1.5": "sha1",
    "1.3.14.3.2.29": "sha1",
    "1.2.840.113549.1.1.14": "sha224",
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
    "2.16.840.1.101.3.4.3.14": "sha3_256",
    "2.16.840.1.101.3.4.3.15": "sha3_384",
    "2.16.840.1.101.3.4.3.16": "sha3_512",
}
_ECDSA = {
    "1.2.840.10045.4.1": "sha1",
    "1.2.840.10045.4.3.1": "sha224",
    "1.2.840.10045.4.3.2": "sha256",
    "1.2.840.10045.4.3.3": "sha384",
    "1.2.840.10045.4.3.4": "sha512",
    "2.16.840.1.101.3.4.3.10": "sha3_256",
    "2.16.840.1.101.3.4.3.11": "sha3_384",
    "2.16.840.1.101.3.4.3.12": "sha3_512",
}
_DSA = {
    "1.2.840.10040.4.3": "sha1",
    "2.16.840.1.101.3.4.3.2": "sha256",
}
_EDWARDS = {"1.3.101.112": ed25519.Ed25519PublicKey, "1.3.101.113": ed448.Ed448PublicKey}


def digest_pieces(name: str, *pieces: bytes | memoryview) -> bytes:
    """The digest of pieces that follow one another; SHAKE256 gives 64 bytes (RFC 8702)."""
    if name == "shake256":
        shake = hashlib.shake_256()
        for piece in pieces:
            shake.update(piece)
        return shake.digest(64)
    machine = hashlib.new(name, usedforsecurity=False)
    for piece in pieces:
        machine.update(piece)
    return machine.digest()


@dataclass(frozen=True, slots=True)
class Algorithms:
    """The policy on algorithms.

    Attributes:
        digests: digest name → the day from which it no longer holds; ``None`` while it holds.
        rsa_bits: least modulus, as (from day, bits), oldest first.
        ec_bits: least curve size.
    """

    digests: Mapping[str, dt.date | None]
    rsa_bits: tuple[tuple[dt.date, int], ...]
    ec_bits: int

    def digest_name(self, oid: str) -> str | None:
        """The digest an object identifier names, signature algorithms included."""
        return _DIGESTS.get(oid) or _RSA.get(oid) or _ECDSA.get(oid) or _DSA.get(oid)

    def digest_allowed(self, name: str, when: dt.datetime) -> bool:
        """Whether a digest holds for a signature made at ``when``."""
        if name not in self.digests:
            return False
        end = self.digests[name]
        return end is None or when.date() < end

    def hash(self, name: str, data: bytes) -> bytes:
        """The digest of ``data``."""
        return digest_pieces(name, data)

    def key_allowed(self, key: PublicKeyTypes, when: dt.datetime) -> bool:
        """Whether a key is long enough for a signature made at ``when``."""
        if isinstance(key, rsa.RSAPublicKey):
            least = max((bits for day, bits in self.rsa_bits if day <= when.date()), default=0)
            return key.key_size >= least
        if isinstance(key, ec.EllipticCurvePublicKey):
            return key.curve.key_size >= self.ec_bits
        return isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey)


def verify_signature(
    key: PublicKeyTypes,
    oid: str,
    parameters: Node | None,
    digest: str,
    signature: bytes,
    signed: bytes,
    algorithms: Algorithms,
    when: dt.datetime,
) -> str:
    """Check a raw signature.

    Returns:
        Empty when it holds, else the code of what does not.
    """
    if not algorithms.key_allowed(key, when):
        return "algorithm.weak_key"
    try:
        return _verify(key, oid, parameters, digest, signature, signed, algorithms, when)
    except InvalidSignature:
        return "signature.broken"
    except (UnsupportedAlgorithm, DerFault, ValueError, TypeError):
        return "algorithm.unknown"


def _verify(
    key: PublicKeyTypes,
    oid: str,
    parameters: Node | None,
    digest: str,
    signature: bytes,
    signed: bytes,
    algorithms: Algorithms,
    when: dt.datetime,
) -> str:
    if isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        if not isinstance(key, _EDWARDS.get(oid, ())):
            return "algorithm.unknown"
        key.verify(signature, signed)
        return ""
    scheme, named = _scheme(key, oid, parameters, digest, algorithms)
    if named not in _HASHES:
        return "algorithm.unknown"
    if named != digest:
        return "algorithm.digests_differ"
    if not algorithms.digest_allowed(named, when):
        return "algorithm.weak_digest"
    if isinstance(key, rsa.RSAPublicKey) and scheme is not None:
        key.verify(signature, signed, scheme, _HASHES[named]())
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, signed, ec.ECDSA(_HASHES[named]()))
    elif isinstance(key, dsa.DSAPublicKey):
        key.verify(signature, signed, _HASHES[named]())
    else:
        return "algorithm.unknown"
    return ""


def _scheme(
    key: PublicKeyTypes, oid: str, parameters: Node | None, digest: str, algorithms: Algorithms
) -> tuple[padding.AsymmetricPadding | None, str | None]:
    """Padding, where the key wants one, and the digest that the signature algorithm names."""
    if isinstance(key, rsa.RSAPublicKey):
        if oid == RSA_PSS:
            return _pss(parameters, algorithms)
        if parameters is not None and parameters.raw != b"\x05\x00":
            return None, None
        return padding.PKCS1v15(), digest if oid == RSA_PLAIN else _RSA.get(oid)
    if isinstance(key, ec.EllipticCurvePublicKey):
        return None, digest if oid == EC_PUBLIC_KEY else _ECDSA.get(oid)
    return None, _DSA.get(oid)


def _pss(parameters: Node | None, algorithms: Algorithms) -> tuple[padding.PSS, str]:
    """Padding and digest of RSASSA-PSS parameters; the defaults of the standard are SHA-1."""
    digest, mask, salt = "sha1", "sha1", 20
    for node in parameters.children() if parameters else []:
        inner = node.children()[0]
        if node.tag == der.CONTEXT_0:
            digest = algorithms.digest_name(inner.children()[0].oid()) or ""
        elif node.tag == der.CONTEXT_1:
            parts = inner.children()
            if parts[0].oid() != MGF1:
                raise DerFault("algorithm.unknown")
            mask = algorithms.digest_name(parts[1].children()[0].oid()) or ""
        elif node.tag == der.CONTEXT_2:
            salt = inner.integer()
    if digest not in _HASHES or mask not in _HASHES:
        raise DerFault("algorithm.unknown")
    return padding.PSS(padding.MGF1(_HASHES[mask]()), salt), digest


def algorithms_from(table: Mapping[str, Any]) -> Algorithms:  # a parsed TOML table
    """The policy from its ``[algorithms]`` table."""
    return Algorithms(
        digests={
            name: None if until == "" else dt.date.fromisoformat(until)
            for name, until in table["digests"].items()
        },
        rsa_bits=tuple(
            sorted((dt.date.fromisoformat(day), bits) for day, bits in table["rsa_bits"].items())
        ),
        ec_bits=table["ec_bits"],
    )
