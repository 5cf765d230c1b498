"""Which certificate, which token and which key is meant, among all that the modules show."""

from collections.abc import Iterable

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from signing.errors import SigningError
from signing.tokens.facts import CertificateFact, KeyFact, TokenInfo


def find_certificate(
    tokens: Iterable[TokenInfo], *, token_label: str, label: str
) -> CertificateFact:
    """The one certificate with this label on the one token with that label.

    Args:
        tokens: what the broker listed.
        token_label: which token.
        label: ``CKA_LABEL``, or the serial number of the certificate in hexadecimal.

    Raises:
        SigningError: nothing matches, or more than one does: a label alone never decides.
    """
    named = [token for token in tokens if token.label == token_label]
    if not named:
        raise SigningError("signing.token_absent", token=token_label)
    if len(named) > 1:
        raise SigningError("signing.token_ambiguous", token=token_label)
    found = [
        fact
        for fact in named[0].certificates
        if fact.label == label or _serial_number(fact.der) == label.lower().lstrip("0")
    ]
    if not found:
        raise SigningError("signing.certificate_not_found", token=token_label, certificate=label)
    if len(found) > 1:
        raise SigningError("signing.certificate_ambiguous", token=token_label, certificate=label)
    return found[0]


def _serial_number(der: bytes) -> str:
    try:
        return f"{x509.load_der_x509_certificate(der).serial_number:x}"
    except (ValueError, UnsupportedAlgorithm):
        return ""


def once_each(tokens: list[TokenInfo]) -> list[TokenInfo]:
    """Drop a second sight of one card through another module: same serial, same certificates."""
    seen: dict[tuple[str, frozenset[bytes]], TokenInfo] = {}
    for token in tokens:
        ders = frozenset(fact.der for fact in token.certificates)
        seen.setdefault((token.serial, ders), token)
    return list(seen.values())


def matching_key(keys: list[KeyFact], certificate: CertificateFact) -> KeyFact:
    """The private key of the certificate: by ``CKA_ID`` first, then proved by the public key."""
    public = x509.load_der_x509_certificate(certificate.der).public_key()
    facts = {"token": certificate.token_label, "certificate": certificate.label}
    if isinstance(public, rsa.RSAPublicKey):
        number = public.public_numbers().n
        modulus = number.to_bytes((number.bit_length() + 7) // 8, "big")
        fitting = [key for key in keys if key.kind == "rsa" and key.modulus == modulus]
    elif isinstance(public, ec.EllipticCurvePublicKey):
        fitting = [key for key in keys if key.kind == "ec" and key.key_id == certificate.key_id]
    else:
        raise SigningError("signing.key_kind_unknown", **facts)
    same_id = [key for key in fitting if key.key_id == certificate.key_id]
    if same_id or fitting:
        return (same_id or fitting)[0]
    if any(key.key_id == certificate.key_id for key in keys):
        raise SigningError("signing.key_mismatch", **facts)
    raise SigningError("signing.key_missing", **facts)
