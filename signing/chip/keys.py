"""Public keys and raw signatures of state documents, explicit curve parameters included.

Country authorities write their curve out in full, which the key library refuses; the parameters are
compared in full with the named curves. Source: ICAO Doc 9303-12 section 4; RFC 3279 section 2.3.5.
"""

from __future__ import annotations

import functools
import hashlib
import tomllib
from importlib.resources import files

from asn1crypto import algos, keys
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey
_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
_LEAST_RSA, _LEAST_EC = 2048, 224


class KeyFault(ValueError):
    """A key or algorithm that cannot be judged; the text is a reason code."""


def public_key(info: keys.PublicKeyInfo) -> PublicKey:
    """The key of a certificate or of DG15.

    Raises:
        KeyFault: ``chip.key_unknown`` or ``chip.weak_algorithm``.
    """
    try:
        key = _explicit(info) if _is_explicit(info) else load_der_public_key(info.dump())
    except (ValueError, TypeError, KeyError, UnsupportedAlgorithm) as error:
        raise KeyFault("chip.key_unknown") from error
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size < _LEAST_RSA:
            raise KeyFault("chip.weak_algorithm")
        return key
    if isinstance(key, ec.EllipticCurvePublicKey):
        if key.curve.key_size < _LEAST_EC:
            raise KeyFault("chip.weak_algorithm")
        return key
    raise KeyFault("chip.key_unknown")


def holds(
    key: PublicKey,
    algorithm: algos.SignedDigestAlgorithm,
    digest: str,
    signature: bytes,
    signed: bytes,
) -> bool:
    """Whether a signature over ``signed`` is the key's.

    Args:
        key: of the supposed signer.
        algorithm: as the signature states it.
        digest: name of the digest the signer states, for algorithms that do not name one.
        signature: raw value.
        signed: the bytes it is over.

    Raises:
        KeyFault: the algorithm cannot be judged.
    """
    try:
        scheme = algorithm.signature_algo
        named = digest if scheme == algorithm["algorithm"].native else algorithm.hash_algo
    except ValueError as error:
        raise KeyFault("chip.key_unknown") from error
    if named not in _HASHES:
        raise KeyFault("chip.weak_algorithm" if named in {"sha1", "md5"} else "chip.key_unknown")
    machine = _HASHES[named]()
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, signed, ec.ECDSA(machine))
        elif scheme == "rsassa_pss":
            salt = int(algorithm["parameters"]["salt_length"].native)
            key.verify(signature, signed, padding.PSS(padding.MGF1(machine), salt), machine)
        else:
            key.verify(signature, signed, padding.PKCS1v15(), machine)
    except InvalidSignature:
        return False
    except (ValueError, TypeError, KeyError, UnsupportedAlgorithm) as error:
        raise KeyFault("chip.key_unknown") from error
    return True


def _is_explicit(info: keys.PublicKeyInfo) -> bool:
    return bool(info.algorithm == "ec" and info["algorithm"]["parameters"].name == "specified")


def _explicit(info: keys.PublicKeyInfo) -> ec.EllipticCurvePublicKey:
    domain = info["algorithm"]["parameters"].chosen
    if domain["field_id"]["field_type"].native != "prime_field":
        raise KeyFault("chip.key_unknown")
    base = domain["base"].native
    size = (len(base) - 1) // 2
    if base[:1] != b"\x04" or len(base) != 1 + 2 * size:
        raise KeyFault("chip.key_unknown")
    numbers = (
        domain["field_id"]["parameters"].native.to_bytes(size, "big"),
        domain["curve"]["a"].native.rjust(size, b"\0"),
        domain["curve"]["b"].native.rjust(size, b"\0"),
        base[1:],
        domain["order"].native.to_bytes(size, "big"),
    )
    name = _named_curves().get(hashlib.sha256(b"".join(numbers)).hexdigest())
    if name is None or domain["cofactor"].native not in {None, 1}:
        raise KeyFault("chip.key_unknown")
    curve: ec.EllipticCurve = getattr(ec, name)()
    return ec.EllipticCurvePublicKey.from_encoded_point(curve, info["public_key"].native)


@functools.cache
def _named_curves() -> dict[str, str]:
    table = tomllib.loads(files("signing.chip").joinpath("curves.toml").read_text("utf-8"))
    return {digest: name for name, digest in table["curves"].items()}
