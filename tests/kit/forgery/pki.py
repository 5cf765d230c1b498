"""A throw-away PKI in memory: root, issuing authority, people, faulty certificates, time stamping,
an impostor.

Keys live for one test run. Every name is marked THU NGHIEM.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass, field
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID as AIA  # noqa: N814 - the usual short name
from cryptography.x509.oid import ExtendedKeyUsageOID as EKU  # noqa: N814 - the usual short name
from cryptography.x509.oid import NameOID

from signing.trust import TrustStore
from signing.trust.store import store_of

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
POLICY_OFFICER = x509.ObjectIdentifier("2.25.334101728")
POLICY_SEAL = x509.ObjectIdentifier("2.25.334101729")
DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
USAGES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
    "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


@dataclass
class Spec:
    """One end-entity certificate; times in days from now."""

    name: str
    cn: str
    key: str = "p256"
    policy: x509.ObjectIdentifier | None = POLICY_OFFICER
    usage: tuple[str, ...] = ("digital_signature", "content_commitment")
    eku: tuple[x509.ObjectIdentifier, ...] | None = (EKU.EMAIL_PROTECTION, DOCUMENT_SIGNING)
    since: float = -30
    until: float = 700
    revoked: float | None = None
    reason: x509.ReasonFlags = x509.ReasonFlags.key_compromise
    issuer: str = "sub"
    points: bool = True


SPECS = (
    Spec("canbo1", "Nguyen Thi Mau Mot", "rsa2048"),
    Spec("canbo2", "Tran Van Mau Hai", "rsa3072"),
    Spec("canbo3", "Le Thi Mau Ba", "p256"),
    Spec("lanhdao", "Pham Van Mau Bon", "p384"),
    Spec("condau", "UBND Xa Mau", "rsa2048", policy=POLICY_SEAL),
    Spec("hethan", "Hoang Van Het Han", since=-800, until=-2),
    Spec("thuhoi", "Vu Thi Thu Hoi", revoked=-1),
    Spec("thuhoisau", "Vu Van Thu Hoi Sau", revoked=-0.5, reason=x509.ReasonFlags.superseded),
    Spec("chuahieuluc", "Do Van Tuong Lai", since=10),
    Spec("saimucdich", "Bui Thi Ma Hoa", usage=("key_encipherment",), eku=(EKU.CLIENT_AUTH,)),
    Spec("dangnhap", "Ly Van Dang Nhap", eku=(EKU.CLIENT_AUTH,)),
    Spec("khongcrl", "Cao Thi Khong Danh Sach", points=False, issuer="sub2"),
    Spec("giamao", "Nguyen Thi Mau Mot", issuer="fakesub"),
    Spec("nguoila", "Nguoi La", issuer="strangesub"),
    Spec(
        "tsa",
        "TSA Thu nghiem",
        "rsa2048",
        policy=None,
        usage=("digital_signature",),
        eku=(EKU.TIME_STAMPING,),
        since=-900,
    ),
    Spec(
        "tsakhac",
        "TSA sai muc dich",
        "rsa2048",
        policy=None,
        usage=("digital_signature",),
        eku=(EKU.EMAIL_PROTECTION,),
    ),
    Spec(
        "tsala",
        "TSA la",
        "rsa2048",
        policy=None,
        usage=("digital_signature",),
        eku=(EKU.TIME_STAMPING,),
        issuer="strangesub",
    ),
    Spec(
        "ocsp",
        "OCSP Thu nghiem",
        policy=None,
        usage=("digital_signature",),
        eku=(EKU.OCSP_SIGNING,),
        points=False,
    ),
)


def new_key(kind: str):
    """A fresh key of a named kind."""
    if kind == "p256":
        return ec.generate_private_key(ec.SECP256R1())
    if kind == "p384":
        return ec.generate_private_key(ec.SECP384R1())
    return rsa.generate_private_key(65537, int(kind.removeprefix("rsa")))


def name_of(cn: str) -> x509.Name:
    """A distinguished name of the test organisation."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Co quan Mau THU NGHIEM"),
            x509.NameAttribute(NameOID.COMMON_NAME, cn),
        ]
    )


@dataclass
class Pki:
    """Certificates, keys and revocation lists by name."""

    now: dt.datetime
    keys: dict = field(default_factory=dict)
    certs: dict[str, x509.Certificate] = field(default_factory=dict)
    specs: dict[str, Spec] = field(default_factory=dict)

    def add_authority(self, name: str, cn: str, issuer: str | None) -> None:
        """An authority; a root when it has no issuer."""
        key = self.keys[name] = new_key("p256")
        by = issuer or name
        subject = name_of(cn)
        builder = self._start(subject, self.certs[by].subject if issuer else subject, key, by)
        builder = builder.not_valid_before(self.now - 1000 * DAY).not_valid_after(
            self.now + 3000 * DAY
        )
        builder = builder.add_extension(
            x509.BasicConstraints(ca=True, path_length=0 if issuer else 1), critical=True
        ).add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
        if issuer:
            builder = self._points(builder, issuer)
        self.certs[name] = builder.sign(self.keys[by], hashes.SHA256())

    def add(self, spec: Spec, **changes) -> x509.Certificate:
        """An end-entity certificate."""
        key = self.keys[spec.name] = self.keys.get(spec.name) or new_key(spec.key)
        builder = self._start(name_of(spec.cn), self.certs[spec.issuer].subject, key, spec.issuer)
        builder = builder.not_valid_before(self.now + spec.since * DAY).not_valid_after(
            self.now + spec.until * DAY
        )
        builder = builder.add_extension(
            x509.BasicConstraints(ca=False, path_length=None), critical=True
        ).add_extension(_usage(*spec.usage), critical=True)
        if spec.eku is not None:
            builder = builder.add_extension(
                x509.ExtendedKeyUsage(spec.eku), critical=EKU.TIME_STAMPING in spec.eku
            )
        if spec.policy:
            builder = builder.add_extension(
                x509.CertificatePolicies([x509.PolicyInformation(spec.policy, None)]),
                critical=False,
            )
        if spec.points:
            builder = self._points(builder, spec.issuer)
        certificate = builder.sign(self.keys[spec.issuer], changes.get("digest", hashes.SHA256()))
        self.certs[spec.name] = certificate
        self.specs[spec.name] = spec
        return certificate

    def _start(self, subject, issuer, key, by):
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.keys[by].public_key()),
                critical=False,
            )
        )

    def _points(self, builder, issuer: str):
        base = "http://127.0.0.1:9"
        point = x509.DistributionPoint(
            [x509.UniformResourceIdentifier(f"{base}/crl/{issuer}.crl")], None, None, None
        )
        access = x509.AccessDescription(
            AIA.OCSP, x509.UniformResourceIdentifier(f"{base}/ocsp/{issuer}")
        )
        return builder.add_extension(
            x509.CRLDistributionPoints([point]), critical=False
        ).add_extension(x509.AuthorityInformationAccess([access]), critical=False)

    def crl(self, issuer: str, *, this: float = -1 / 24, following: float = 7) -> bytes:
        """A revocation list; times in days from now."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certs[issuer].subject)
            .last_update(self.now + this * DAY)
            .next_update(self.now + following * DAY)
            .add_extension(x509.CRLNumber(1), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.keys[issuer].public_key()),
                critical=False,
            )
        )
        for name, spec in self.specs.items():
            if spec.issuer == issuer and spec.revoked is not None and spec.revoked <= max(this, 0):
                builder = builder.add_revoked_certificate(
                    x509.RevokedCertificateBuilder()
                    .serial_number(self.certs[name].serial_number)
                    .revocation_date(self.now + spec.revoked * DAY)
                    .add_extension(x509.CRLReason(spec.reason), critical=False)
                    .build()
                )
        return builder.sign(self.keys[issuer], hashes.SHA256()).public_bytes(
            serialization.Encoding.DER
        )

    def ocsp(
        self, name: str, *, status: str = "good", this: float = 0, responder: str = "ocsp"
    ) -> bytes:
        """An OCSP response about one certificate."""
        spec = self.specs[name]
        revoked = status == "revoked"
        moment = self.now + this * DAY
        builder = ocsp.OCSPResponseBuilder().add_response(
            cert=self.certs[name],
            issuer=self.certs[spec.issuer],
            algorithm=hashes.SHA1(),
            cert_status=getattr(ocsp.OCSPCertStatus, status.upper()),
            this_update=moment,
            next_update=moment + 12 * HOUR,
            revocation_time=self.now - DAY if revoked else None,
            revocation_reason=x509.ReasonFlags.key_compromise if revoked else None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, self.certs[responder])
        return (
            builder.certificates([self.certs[responder]])
            .sign(self.keys[responder], hashes.SHA256())
            .public_bytes(serialization.Encoding.DER)
        )

    def der(self, name: str) -> bytes:
        """A certificate as DER."""
        return self.certs[name].public_bytes(serialization.Encoding.DER)

    def asn1(self, name: str) -> asn1_x509.Certificate:
        """A certificate as asn1crypto's type."""
        return asn1_x509.Certificate.load(self.der(name))

    def asn1_key(self, name: str) -> asn1_keys.PrivateKeyInfo:
        """A key as asn1crypto's type."""
        return asn1_keys.PrivateKeyInfo.load(
            self.keys[name].private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )

    @functools.cached_property
    def trust(self) -> TrustStore:
        """The trust store the office would use."""
        return store_of(
            [self.der(n) for n in ("root", "sub", "sub2")],
            [self.crl(n) for n in ("root", "sub", "fakesub", "strangesub")],
        )

    def write_trust(self, folder: Path) -> Path:
        """The same as a flat folder, PEM and DER mixed."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("root", "sub", "sub2"):
            (folder / f"{name}.pem").write_bytes(
                self.certs[name].public_bytes(serialization.Encoding.PEM)
            )
        for name in ("root", "sub"):
            (folder / f"{name}.crl").write_bytes(self.crl(name))
        return folder


def _usage(*names: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{u: u in names for u in USAGES})


def make_pki(now: dt.datetime | None = None) -> Pki:
    """A whole PKI around ``now``."""
    pki = Pki((now or dt.datetime.now(dt.UTC)).replace(microsecond=0))  # noqa: TID251
    pki.add_authority("root", "Root CA chuyen dung THU NGHIEM", None)
    pki.add_authority("sub", "CA phuc vu co quan THU NGHIEM", "root")
    pki.add_authority("sub2", "CA khong danh sach THU NGHIEM", "root")
    pki.add_authority("fakeroot", "Root CA chuyen dung THU NGHIEM", None)
    pki.add_authority("fakesub", "CA phuc vu co quan THU NGHIEM", "fakeroot")
    pki.add_authority("strange", "Root CA la THU NGHIEM", None)
    pki.add_authority("strangesub", "CA la THU NGHIEM", "strange")
    for spec in SPECS:
        pki.add(spec)
    return pki
