"""What a module tells about its tokens, as values that cross the process border."""

from dataclasses import dataclass
from enum import StrEnum


class PinState(StrEnum):
    """How close the PIN is to being locked, as the token's own flags say."""

    NORMAL = "normal"
    COUNT_LOW = "count_low"
    FINAL_TRY = "final_try"
    LOCKED = "locked"
    NOT_SET = "not_set"
    TO_BE_CHANGED = "to_be_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFact:
    """A certificate found on a token before any PIN was asked.

    Attributes:
        module: file name of the PKCS#11 module that showed it.
        token_serial: serial number of the token, as the module prints it.
        token_label: what the token calls itself; not unique.
        key_id: ``CKA_ID`` that joins certificate and private key; may be empty.
        label: ``CKA_LABEL``; not unique.
        der: the certificate.
    """

    module: str
    slot_id: int
    token_serial: str
    token_label: str
    key_id: bytes
    label: str
    der: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenInfo:
    """A token in a slot, read without logging in."""

    module: str
    slot_id: int
    serial: str
    label: str
    manufacturer: str
    model: str
    pin: PinState
    has_pin_pad: bool
    certificates: tuple[CertificateFact, ...]

    @property
    def identity(self) -> tuple[str, str, str]:
        """What must be equal for "the same token": two vendors may use the same serial."""
        return (self.manufacturer, self.model, self.serial)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFact:
    """A private key seen after login.

    Attributes:
        kind: ``rsa`` or ``ec``.
        modulus: RSA modulus, big-endian without leading zeros; empty for other keys.
        asks_pin_each_time: ``CKA_ALWAYS_AUTHENTICATE``.
        hashes_itself: the token offers the combined hash-and-sign mechanism.
    """

    key_id: bytes
    label: str
    kind: str
    modulus: bytes
    asks_pin_each_time: bool
    hashes_itself: bool
