"""Answers of the practice time-stamping, OCSP and revocation-list services, with their faults."""

import datetime as dt
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import ocsp

from desk_app.practice.pki.people import POLICY_TIME_STAMP
from signing.cms.der import integer, sequence

DER = serialization.Encoding.DER
_REJECTION = 2


class Answers:
    """Reads a folder of ``make_practice_pki`` and answers requests from it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        index = json.loads((folder / "pki.json").read_text(encoding="utf-8"))
        self.base_url: str = index["base_url"]
        self.certificates = {
            path.stem: x509.load_der_x509_certificate(path.read_bytes())
            for path in (folder / "certs").glob("*.der")
        }
        self._keys: dict[str, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey] = {}
        for path in (folder / "keys").glob("*.pem"):
            key = serialization.load_pem_private_key(path.read_bytes(), None)
            if isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
                self._keys[path.stem] = key
        self._names = {
            (entry["issuer"], int(entry["serial"], 16)): name
            for name, entry in index["certificates"].items()
            if entry["issuer"]
        }
        self._revoked: dict[tuple[str, int], dt.datetime] = {}
        for path in (folder / "crl").glob("*.crl"):
            for entry in x509.load_der_x509_crl(path.read_bytes()):
                self._revoked[path.stem, entry.serial_number] = entry.revocation_date_utc

    def time_stamp(self, body: bytes, fault: str, now: dt.datetime) -> bytes:
        """RFC 3161 answer; faults: reject, wrong-nonce, wrong-imprint, wrong-usage, clock±N."""
        request = tsp.TimeStampReq.load(body)
        if fault == "reject":
            return sequence(sequence(integer(_REJECTION)))
        payload = self._stamp_info(request, fault, now)
        token = self._stamp_token(payload, "canbo1" if fault == "wrong-usage" else "tsa")
        answer = tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})
        return bytes(answer.dump())

    def _stamp_info(self, request: Any, fault: str, now: dt.datetime) -> bytes:
        if fault.startswith("clock"):
            now += dt.timedelta(seconds=int(fault.removeprefix("clock")))
        imprint = request["message_imprint"]
        if fault == "wrong-imprint":
            imprint = tsp.MessageImprint(
                {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": os.urandom(32)}
            )
        info = {
            "version": "v1",
            "policy": POLICY_TIME_STAMP,
            "message_imprint": imprint,
            "serial_number": int.from_bytes(os.urandom(8), "big"),
            "gen_time": now,
            "accuracy": {"seconds": 1},
            "ordering": False,
        }
        if request["nonce"].native is not None:
            info["nonce"] = 12345 if fault == "wrong-nonce" else request["nonce"].native
        return bytes(tsp.TSTInfo(info).dump())

    def _stamp_token(self, payload: bytes, signer_name: str) -> Any:
        certificate = asn1_x509.Certificate.load(self._der(signer_name))
        sha256 = {"algorithm": "sha256"}
        binding = tsp.SigningCertificateV2(
            {"certs": [{"hash_algorithm": sha256, "cert_hash": certificate.sha256}]}
        )
        digest = hashlib.sha256(payload).digest()
        attributes = cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
                cms.CMSAttribute({"type": "message_digest", "values": [digest]}),
                cms.CMSAttribute({"type": "signing_certificate_v2", "values": [binding]}),
            ]
        )
        key = self._keys[signer_name]
        assert isinstance(key, rsa.RSAPrivateKey)  # noqa: S101 - both stamp signers have RSA keys
        issuer_and_serial = cms.IssuerAndSerialNumber(
            {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
        )
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier({"issuer_and_serial_number": issuer_and_serial}),
                "digest_algorithm": algos.DigestAlgorithm(sha256),
                "signed_attrs": attributes,
                "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
                "signature": key.sign(attributes.dump(), padding.PKCS1v15(), hashes.SHA256()),
            }
        )
        signed = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [algos.DigestAlgorithm(sha256)],
                "encap_content_info": {
                    "content_type": "tst_info",
                    "content": core.ParsableOctetString(payload),
                },
                "certificates": [certificate, asn1_x509.Certificate.load(self._der("sub"))],
                "signer_infos": [signer],
            }
        )
        return cms.ContentInfo({"content_type": "signed_data", "content": signed})

    def _der(self, name: str) -> bytes:
        return self.certificates[name].public_bytes(DER)

    def status(self, issuer: str, body: bytes, fault: str, now: dt.datetime) -> bytes:
        """OCSP answer; faults: try-later, unknown, stale, good and revoked (both lies)."""
        if fault == "try-later":
            refusal = ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus.TRY_LATER)
            return refusal.public_bytes(DER)
        request = ocsp.load_der_ocsp_request(body)
        known = (issuer, request.serial_number)
        revoked_at = self._revoked.get(known)
        state = ocsp.OCSPCertStatus.GOOD
        if known not in self._names or fault == "unknown":
            state = ocsp.OCSPCertStatus.UNKNOWN
        elif (revoked_at or fault == "revoked") and fault != "good":
            state = ocsp.OCSPCertStatus.REVOKED
        if fault == "stale":
            now -= dt.timedelta(days=60)
        is_revoked = state is ocsp.OCSPCertStatus.REVOKED
        responder = "ocsp" if issuer == "sub" else issuer
        if fault == "wrong-responder":
            responder = "canbo1"
        builder = (
            ocsp.OCSPResponseBuilder()
            .add_response(
                cert=self.certificates[self._names.get(known, "canbo1")],
                issuer=self.certificates[issuer],
                algorithm=request.hash_algorithm,
                cert_status=state,
                this_update=now,
                next_update=now + dt.timedelta(hours=12),
                revocation_time=(revoked_at or now) if is_revoked else None,
                revocation_reason=x509.ReasonFlags.key_compromise if is_revoked else None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, self.certificates[responder])
            .certificates([self.certificates[responder]])
        )
        for extension in request.extensions:
            if isinstance(extension.value, x509.OCSPNonce):
                builder = builder.add_extension(extension.value, extension.critical)
        response = builder.sign(self._keys[responder], hashes.SHA256())
        return response.public_bytes(DER)

    def revocation_list(self, issuer: str, fault: str, now: dt.datetime) -> bytes | None:
        """The list of ``issuer``; fault: stale (two months old)."""
        path = self._folder / "crl" / f"{issuer}.crl"
        if not path.is_file():
            return None
        data = path.read_bytes()
        if fault != "stale":
            return data
        past = now - dt.timedelta(days=60)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(x509.load_der_x509_crl(data).issuer)
            .last_update(past)
            .next_update(past + dt.timedelta(days=7))
            .add_extension(x509.CRLNumber(0), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._keys[issuer].public_key()),
                critical=False,
            )
        )
        return builder.sign(self._keys[issuer], hashes.SHA256()).public_bytes(DER)
