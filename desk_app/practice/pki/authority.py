"""A throw-away certification authority: offline root, issuing CA, holders, revocation lists."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from desk_app.practice.pki.people import ORGANISATION, Holder

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

ROOT_NAME = "Root CA chuyên dùng THỬ NGHIỆM"
ISSUER_NAME = "CA phục vụ cơ quan THỬ NGHIỆM"

_DAY = dt.timedelta(days=1)
_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


class Authority:
    """Makes keys, certificates and revocation lists in memory and writes them to a folder.

    Attributes:
        keys: private keys by name (``root``, ``sub``, holders); made at run time, never shipped.
        certificates: certificates by the same names.
    """

    def __init__(self, base_url: str, now: dt.datetime) -> None:
        self.base_url = base_url
        self.now = now.replace(microsecond=0)
        self.keys: dict[str, PrivateKey] = {}
        self.certificates: dict[str, x509.Certificate] = {}
        self.holders: dict[str, Holder] = {}

    def add_chain(self, root: str, issuer: str, *, bits: int) -> None:
        """A root and the one CA below it, both under the names of the practice office."""
        self._add_ca(root, ROOT_NAME, bits=bits, issuer=None, years=20)
        self._add_ca(issuer, ISSUER_NAME, bits=bits, issuer=root, years=10)

    def _add_ca(self, name: str, cn: str, *, bits: int, issuer: str | None, years: int) -> None:
        key = self.keys[name] = rsa.generate_private_key(65537, bits)
        subject = _name(cn)
        parent = self.certificates[issuer].subject if issuer else subject
        signing_key = self.keys[issuer] if issuer else key
        builder = _start(subject, parent, key, signing_key).not_valid_before(self.now - 1000 * _DAY)
        builder = builder.not_valid_after(self.now + years * 365 * _DAY)
        builder = builder.add_extension(
            x509.BasicConstraints(ca=True, path_length=0 if issuer else 1), critical=True
        ).add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
        if issuer:
            any_policy = x509.PolicyInformation(x509.ObjectIdentifier("2.5.29.32.0"), None)
            builder = self._with_links(builder, issuer, has_ocsp=False).add_extension(
                x509.CertificatePolicies([any_policy]), critical=False
            )
        self.certificates[name] = builder.sign(signing_key, hashes.SHA256())

    def add_holder(self, holder: Holder) -> None:
        """A certificate of a person, a seal or a service."""
        key: PrivateKey
        if holder.key == "p256":
            key = ec.generate_private_key(ec.SECP256R1())
        else:
            key = rsa.generate_private_key(65537, int(holder.key.removeprefix("rsa")))
        self.keys[holder.name] = key
        issuer_key = self.keys[holder.issuer]
        not_before, not_after = holder.validity(self.now)
        builder = _start(
            _name(holder.cn, holder.ou, holder.title),
            self.certificates[holder.issuer].subject,
            key,
            issuer_key,
        )
        builder = builder.not_valid_before(not_before).not_valid_after(not_after)
        builder = builder.add_extension(
            x509.BasicConstraints(ca=False, path_length=None), critical=True
        ).add_extension(_usage(*holder.usage), critical=True)
        builder = builder.add_extension(
            x509.ExtendedKeyUsage(holder.eku),
            critical=ExtendedKeyUsageOID.TIME_STAMPING in holder.eku,
        )
        if holder.policy is not None:
            policy = x509.PolicyInformation(holder.policy, None)
            builder = builder.add_extension(x509.CertificatePolicies([policy]), critical=False)
        if ExtendedKeyUsageOID.OCSP_SIGNING in holder.eku:
            builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
        else:
            builder = self._with_links(builder, holder.issuer, has_ocsp=True)
        self.certificates[holder.name] = builder.sign(issuer_key, hashes.SHA256())
        self.holders[holder.name] = holder

    def _with_links(
        self, builder: x509.CertificateBuilder, issuer: str, *, has_ocsp: bool
    ) -> x509.CertificateBuilder:
        where = AuthorityInformationAccessOID
        links = [(where.CA_ISSUERS, f"{self.base_url}/ca/{issuer}.cer")]
        if has_ocsp:
            links.insert(0, (where.OCSP, f"{self.base_url}/ocsp/{issuer}"))
        access = [
            x509.AccessDescription(method, x509.UniformResourceIdentifier(url))
            for method, url in links
        ]
        point = x509.DistributionPoint(
            [x509.UniformResourceIdentifier(f"{self.base_url}/crl/{issuer}.crl")], None, None, None
        )
        return builder.add_extension(
            x509.AuthorityInformationAccess(access), critical=False
        ).add_extension(x509.CRLDistributionPoints([point]), critical=False)

    def revocation_list(self, issuer: str) -> bytes:
        """DER of the list of ``issuer``, an hour old and good for a week."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificates[issuer].subject)
            .last_update(self.now - _DAY / 24)
            .next_update(self.now + 7 * _DAY)
            .add_extension(x509.CRLNumber(1), critical=False)
            .add_extension(_authority_key(self.keys[issuer]), critical=False)
        )
        for name, holder in self.holders.items():
            if holder.issuer == issuer and holder.is_revoked:
                entry = x509.RevokedCertificateBuilder(
                    self.certificates[name].serial_number, self.now - _DAY
                ).add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
                builder = builder.add_revoked_certificate(entry.build())
        crl = builder.sign(self.keys[issuer], hashes.SHA256())
        return crl.public_bytes(serialization.Encoding.DER)

    def write(self, folder: Path, issuers: Iterable[str]) -> None:
        """Put certificates, lists and keys under ``folder`` (``certs``, ``crl``, ``keys``)."""
        for part in ("certs", "keys", "crl"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        for name, certificate in self.certificates.items():
            pem = certificate.public_bytes(serialization.Encoding.PEM)
            (folder / "certs" / f"{name}.pem").write_bytes(pem)
            der = certificate.public_bytes(serialization.Encoding.DER)
            (folder / "certs" / f"{name}.der").write_bytes(der)
            key_file = folder / "keys" / f"{name}.pem"
            key_file.write_bytes(
                self.keys[name].private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
            )
            key_file.chmod(0o600)
        for issuer in issuers:
            (folder / "crl" / f"{issuer}.crl").write_bytes(self.revocation_list(issuer))


def _name(cn: str, ou: str = "", title: str = "") -> x509.Name:
    parts = [(NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, ORGANISATION)]
    if ou:
        parts.append((NameOID.ORGANIZATIONAL_UNIT_NAME, ou))
    if title:
        parts.append((NameOID.TITLE, title))
    parts.append((NameOID.COMMON_NAME, cn))
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


def _start(
    subject: x509.Name, issuer: x509.Name, key: PrivateKey, issuer_key: PrivateKey
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_authority_key(issuer_key), critical=False)
    )


def _authority_key(key: PrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _usage(*names: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{usage: usage in names for usage in _USAGES})
