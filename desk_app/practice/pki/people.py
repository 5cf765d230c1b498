"""Who holds a certificate in the practice office, and the faulty ones for tests.

Every subject carries THỬ NGHIỆM (test) in its organisation: nothing here can be taken for a
genuine official-duty certificate.
"""

import datetime as dt
from dataclasses import dataclass

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

USER_PIN = "Mau@2468"
SO_PIN = "87654321"

# Policy identifiers under the UUID arc 2.25, private to the practice office.
POLICY_OFFICER = x509.ObjectIdentifier("2.25.334101728")
POLICY_SEAL = x509.ObjectIdentifier("2.25.334101729")
POLICY_TIME_STAMP = "2.25.334101730"
EKU_DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336

AGENCY = "UBND xã Mẫu"
COUNTER = "Bộ phận Tiếp nhận và Trả kết quả"
ORGANISATION = "Cơ quan Mẫu THỬ NGHIỆM"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One end-entity certificate to be made.

    Attributes:
        name: file name and PKCS#11 label.
        not_before_days: validity starts so many days from now (negative: in the past).
        device: label of the token, or ``None`` for a certificate without one.
        role: role of the practice office's person, empty for the faulty ones and the services.
        asks_pin_each_time: the key carries ``CKA_ALWAYS_AUTHENTICATE``.
    """

    name: str
    cn: str
    key: str = "rsa2048"
    ou: str = COUNTER
    title: str = ""
    policy: x509.ObjectIdentifier | None = POLICY_OFFICER
    usage: tuple[str, ...] = ("digital_signature", "content_commitment")
    eku: tuple[x509.ObjectIdentifier, ...] = (
        ExtendedKeyUsageOID.EMAIL_PROTECTION,
        EKU_DOCUMENT_SIGNING,
    )
    not_before_days: int = -30
    not_after_days: int = 700
    is_revoked: bool = False
    issuer: str = "sub"
    device: str | None = None
    role: str = ""
    note: str = ""
    asks_pin_each_time: bool = False

    def validity(self, now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
        """First and last moment of validity."""
        return (
            now + dt.timedelta(days=self.not_before_days),
            now + dt.timedelta(days=self.not_after_days),
        )


OFFICE = (
    Holder(
        name="canbo1",
        cn="Nguyễn Thị Mẫu Một",
        title="Cán bộ tiếp nhận",
        device="CANBO-1",
        role="intake",
    ),
    Holder(
        name="canbo2",
        cn="Trần Văn Mẫu Hai",
        key="rsa3072",
        title="Cán bộ thẩm định",
        device="CANBO-2",
        role="appraiser",
    ),
    Holder(
        name="lanhdao",
        cn="Phạm Văn Mẫu Bốn",
        ou="Lãnh đạo UBND",
        title="Chủ tịch",
        device="LANHDAO",
        role="approver",
    ),
    Holder(
        name="condau",
        cn=AGENCY,
        key="rsa3072",
        ou="Văn phòng HĐND và UBND",
        policy=POLICY_SEAL,
        device="CONDAU",
        role="records_clerk",
        note="agency seal",
    ),
    Holder(
        name="canbo4",
        cn="Lý Thị Mẫu Năm",
        title="Cán bộ trả kết quả",
        device="CANBO-4",
        role="result_officer",
    ),
)

CASES = (
    Holder(name="canbo3", cn="Lê Thị Mẫu Ba", key="p256", title="Cán bộ số hóa", device="CANBO-3"),
    Holder(
        name="hethan",
        cn="Hoàng Văn Hết Hạn",
        not_before_days=-800,
        not_after_days=-2,
        device="LOI",
        note="expired",
    ),
    Holder(
        name="thuhoi", cn="Vũ Thị Thu Hồi", is_revoked=True, device="LOI", note="revoked yesterday"
    ),
    Holder(
        name="chuahieuluc",
        cn="Đỗ Văn Tương Lai",
        not_before_days=10,
        device="LOI",
        note="not yet valid",
    ),
    Holder(
        name="saimucdich",
        cn="Bùi Thị Mã Hóa",
        usage=("key_encipherment",),
        eku=(ExtendedKeyUsageOID.CLIENT_AUTH,),
        device="LOI",
        note="key usage: encipherment only",
    ),
    Holder(
        name="tunglan",
        cn="Đặng Văn Từng Lần",
        device="TUNGLAN",
        note="key asks the PIN for every signature",
        asks_pin_each_time=True,
    ),
    Holder(
        name="giamao",
        cn="Nguyễn Thị Mẫu Một",
        title="Cán bộ tiếp nhận",
        issuer="fakesub",
        device="GIAMAO",
        note="same names as canbo1, chain of an impostor root",
    ),
)

SERVICES = (
    Holder(
        name="tsa",
        cn="TSA Thử nghiệm",
        ou="Dấu thời gian",
        policy=None,
        usage=("digital_signature",),
        eku=(ExtendedKeyUsageOID.TIME_STAMPING,),
    ),
    Holder(
        name="ocsp",
        cn="OCSP Thử nghiệm",
        ou="OCSP",
        policy=None,
        usage=("digital_signature",),
        eku=(ExtendedKeyUsageOID.OCSP_SIGNING,),
    ),
)
