"""Whether one certificate's key signed another, whatever the age of the algorithms.

Old roots are signed with digests that no longer hold; that is for the policy to judge, not for this
test.
"""

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes


def load_certificate(raw: bytes) -> x509.Certificate | None:
    """A certificate from DER; ``None`` when it cannot be read."""
    try:
        certificate = x509.load_der_x509_certificate(raw)
        # Parts are parsed when first touched; a certificate with an unreadable part is no
        # certificate.
        _ = (certificate.public_key(), certificate.subject, certificate.issuer)
        _ = (certificate.serial_number, certificate.not_valid_after_utc, certificate.extensions)
    except (
        ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion, x509.DuplicateExtension
    ):  # fmt: skip
        return None
    return certificate


def signed_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether ``issuer`` bears the issuer's name and its key made the signature."""
    if certificate.issuer != issuer.subject:
        return False
    try:
        _verify(
            issuer.public_key(),
            certificate.signature,
            certificate.tbs_certificate_bytes,
            certificate.signature_algorithm_parameters,
            certificate.signature_hash_algorithm,
        )
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True


def list_signed_by(crl: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    """Whether ``issuer`` bears the list's issuer's name and its key signed the list."""
    if crl.issuer != issuer.subject:
        return False
    try:
        _verify(
            issuer.public_key(),
            crl.signature,
            crl.tbs_certlist_bytes,
            crl.signature_algorithm_parameters,
            crl.signature_hash_algorithm,
        )
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True


def _verify(
    key: PublicKeyTypes,
    signature: bytes,
    signed: bytes,
    parameters: object,
    digest: hashes.HashAlgorithm | None,
) -> None:
    if isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        key.verify(signature, signed)
        return
    if digest is None:
        raise UnsupportedAlgorithm("no digest")
    if isinstance(key, rsa.RSAPublicKey):
        if not isinstance(parameters, padding.PSS | padding.PKCS1v15):
            raise UnsupportedAlgorithm("not an RSA signature")
        key.verify(signature, signed, parameters, digest)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, signed, ec.ECDSA(digest))
    elif isinstance(key, dsa.DSAPublicKey):
        key.verify(signature, signed, digest)
    else:
        raise UnsupportedAlgorithm("unknown key")
