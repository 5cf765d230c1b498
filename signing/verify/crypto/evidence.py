"""Revocation data at hand: every piece readable, and signed by whom it names.

Source: RFC 5280, RFC 6960.
"""

import hashlib
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import ocsp

from signing.trust.issued import list_signed_by
from signing.verify.crypto.chain import Pool
from signing.verify.crypto.der import DerFault, read

_SHA256 = hashes.SHA256()


@dataclass(slots=True)
class Evidence:
    """Revocation data at hand; every piece is checked before it counts.

    Attributes:
        lists: DER of certificate revocation lists.
        answers: DER of OCSP responses.
    """

    lists: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)
    _lists: dict[bytes, x509.CertificateRevocationList | None] = field(default_factory=dict)
    _checked: dict[tuple[bytes, bytes], bool] = field(default_factory=dict)

    def with_more(self, lists: list[bytes], answers: list[bytes]) -> "Evidence":
        """The same evidence with data from a file; parsed lists are shared."""
        return Evidence(
            [*self.lists, *lists], [*self.answers, *answers], self._lists, self._checked
        )

    def parsed_lists(self) -> list[x509.CertificateRevocationList]:
        """The lists that can be read."""
        found = []
        for raw in self.lists:
            key = hashlib.sha256(raw).digest()
            if key not in self._lists:
                try:
                    self._lists[key] = x509.load_der_x509_crl(raw)
                except (ValueError, TypeError):
                    self._lists[key] = None
            parsed = self._lists[key]
            if parsed is not None:
                found.append(parsed)
        return found

    def damaged(self, pool: Pool) -> bool:
        """Whether a piece cannot be read, or fails under the key it names and that is at hand."""
        parsed = self.parsed_lists()
        if len(parsed) != len(self.lists):
            return True
        known = [*pool.anchors, *pool.others]
        for crl in parsed:
            named = [c for c in known if _names_as_issuer(crl, c)]
            if named and not any(self.signed(crl, issuer) for issuer in named):
                return True
        return any(not _readable_answer(raw, pool) for raw in self.answers)

    def signed(self, crl: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
        """Whether ``issuer``'s key signed the list."""
        key = (crl.fingerprint(_SHA256), issuer.fingerprint(_SHA256))
        if key not in self._checked:
            self._checked[key] = list_signed_by(crl, issuer)
        return self._checked[key]


def _names_as_issuer(crl: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    if crl.issuer != issuer.subject:
        return False
    if not isinstance(issuer.public_key(), rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        return False
    try:
        if crl.signature_hash_algorithm is None or crl.signature_hash_algorithm.name == "md5":
            return False
        stated = crl.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
        own = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    except (x509.ExtensionNotFound, ValueError, UnsupportedAlgorithm):
        return False
    return stated.key_identifier == own.digest


def _readable_answer(raw: bytes, pool: Pool) -> bool:
    """Whether an answer can be read and, where its responder is at hand, was signed by it."""
    try:
        response = ocsp.load_der_ocsp_response(raw)
        if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            return True
        named = [
            c for c in [*response.certificates, *pool.others, *pool.anchors]
            if is_responder(response, c)
        ]  # fmt: skip
        return not named or any(_answer_signed(response, c) for c in named)
    except UnsupportedAlgorithm:
        return True
    except (ValueError, TypeError, DerFault, x509.InvalidVersion):
        return False


def _answer_signed(response: ocsp.OCSPResponse, responder: x509.Certificate) -> bool:
    key = responder.public_key()
    digest = response.signature_hash_algorithm
    signature, signed = response.signature, response.tbs_response_bytes
    try:
        if digest is None:
            return True
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, signed, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, signed, ec.ECDSA(digest))
    except InvalidSignature:
        return False
    return True


def is_responder(response: ocsp.OCSPResponse, candidate: x509.Certificate) -> bool:
    """Whether an answer names a certificate as its responder."""
    if response.responder_name is not None:
        return response.responder_name == candidate.subject
    key = read(
        candidate.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    ).children()[1]
    digest = hashlib.sha1(key.content[1:], usedforsecurity=False).digest()
    return response.responder_key_hash == digest
