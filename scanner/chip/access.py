"""Opens the protected session: PACE where the card offers it, else basic access control.

Source: ICAO Doc 9303-11 sections 4.3 (BAC) and 4.4 (PACE, generic mapping).
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass

from scanner.chip import ciphers
from scanner.chip.channel import Channel, Cipher
from scanner.chip.curves import Curve, Point, standard_curves
from scanner.chip.errors import ChipError, SessionLost
from scanner.chip.keys import (
    AUTHENTICATION,
    ENCRYPTION,
    PASSWORD,
    AccessKey,
    CardNumberKey,
    ZoneKey,
    derive,
)
from scanner.chip.session import CARD_ACCESS, CardSession, Refused
from scanner.chip.tlv import TlvFault, items, only, tlv, value_of

#: id-PACE-ECDH-GM-AES-CBC-CMAC-128, -192 and -256, DER bodies: bits of the session keys.
_AES_BITS = {
    bytes.fromhex("04007F00070202040202"): 128,
    bytes.fromhex("04007F00070202040203"): 192,
    bytes.fromhex("04007F00070202040204"): 256,
}
_GENERAL_AUTHENTICATE = {False: b"\x10\x86\x00\x00", True: b"\x00\x86\x00\x00"}


@dataclass(frozen=True, slots=True)
class PaceOffer:
    """One way of PACE that the card offers and we speak."""

    protocol: bytes
    curve: Curve

    @property
    def bits(self) -> int:
        """Bits of the session keys."""
        return _AES_BITS[self.protocol]


def offers(session: CardSession) -> list[PaceOffer]:
    """What EF.CardAccess offers, strongest first; empty for a card without it.

    The master file is not selected first: a Vietnamese card refuses that (6D00).
    """
    try:
        try:
            head = bytes([0x00, 0xB0, 0x80 | CARD_ACCESS.short, 0])
            raw = session.plain(CARD_ACCESS.name, head, expected=b"\0")
        except Refused:
            name = CARD_ACCESS.identifier.to_bytes(2, "big")
            session.plain(CARD_ACCESS.name, b"\x00\xa4\x02\x0c", name)
            raw = session.plain(CARD_ACCESS.name, b"\x00\xb0\x00\x00", expected=b"\0")
        found = [offer for offer in map(_offer, items(only(raw, 0x31))) if offer is not None]
    except (Refused, TlvFault):
        return []
    return sorted(found, key=lambda each: each.bits, reverse=True)


def _offer(info: tuple[int, bytes]) -> PaceOffer | None:
    parts = items(info[1])
    protocol = parts[0][1] if parts and parts[0][0] == 0x06 else b""
    if protocol not in _AES_BITS or len(parts) < 3:
        return None
    curve = standard_curves().get(int.from_bytes(parts[2][1], "big"))
    return None if curve is None else PaceOffer(protocol, curve)


def grant(session: CardSession, key: AccessKey) -> str:
    """Open the session and start the application.

    Returns:
        ``pace-mrz``, ``pace-can`` or ``bac``.

    Raises:
        ChipError: ``chip.wrong_key``, ``chip.key_missing`` (a card without PACE needs the zone),
            ``chip.foreign_card``, ``chip.protocol``.
    """
    ways = offers(session)
    if ways:
        pace(session, ways[0], key)
        _start(session)
        return "pace-can" if isinstance(key, CardNumberKey) else "pace-mrz"
    if isinstance(key, CardNumberKey):
        raise ChipError("chip.key_missing")
    _start(session)
    basic_access(session, key)
    return "bac"


def _start(session: CardSession) -> None:
    try:
        session.select_application()
    except Refused as refused:
        if refused.status == 0x6A82:
            raise ChipError("chip.foreign_card", reader="") from refused
        raise _odd(refused) from refused


def basic_access(session: CardSession, key: ZoneKey) -> None:
    """Basic access control with two-key 3DES."""
    encryption, authentication = derive(key.seed, ENCRYPTION), derive(key.seed, AUTHENTICATION)
    ours, half = secrets.token_bytes(8), secrets.token_bytes(16)
    try:
        theirs = session.plain("challenge", b"\x00\x84\x00\x00", expected=b"\x08")
        secret = ciphers.des3(encryption, ours + theirs + half, encrypt=True)
        proof = ciphers.retail_mac(authentication, ciphers.pad(secret, 8))
        answer = session.plain("bac", b"\x00\x82\x00\x00", secret + proof, b"\x28")
    except Refused as refused:
        if refused.step == "bac" and _is_wrong_password(refused.status):
            raise ChipError("chip.wrong_key", access="mrz") from refused
        raise _odd(refused) from refused
    expected = ciphers.retail_mac(authentication, ciphers.pad(answer[:32], 8))
    if len(answer) != 40 or not hmac.compare_digest(expected, answer[32:]):
        raise ChipError("chip.protocol", step="bac", status="mac")
    opened = ciphers.des3(encryption, answer[:32], encrypt=False)
    if opened[:16] != theirs + ours:
        raise ChipError("chip.protocol", step="bac", status="echo")
    shared = bytes(a ^ b for a, b in zip(half, opened[16:], strict=True))
    session.channel = Channel(
        Cipher.DES3,
        derive(shared, ENCRYPTION),
        derive(shared, AUTHENTICATION),
        int.from_bytes(theirs[4:] + ours[4:], "big"),
    )


def pace(session: CardSession, offer: PaceOffer, key: AccessKey) -> None:
    """PACE with generic mapping; a wrong password shows only in the last step."""
    by_number = isinstance(key, CardNumberKey)
    password = key.can.encode("ascii") if isinstance(key, CardNumberKey) else key.digest
    curve = offer.curve
    try:
        session.plain(
            "mse",
            b"\x00\x22\xc1\xa4",
            tlv(0x80, offer.protocol) + bytes([0x83, 1, 2 if by_number else 1]),
        )
        sealed = _round(session, b"", 0x80)
        if len(sealed) != 16:
            raise ChipError("chip.protocol", step="pace", status="nonce")
        nonce = ciphers.aes(derive(password, PASSWORD, offer.bits), sealed, encrypt=False)
        base = _mapped(session, curve, int.from_bytes(nonce, "big"))
        private = curve.secret()
        mine = curve.up_to_sign(private, base)
        theirs = curve.decode(_round(session, tlv(0x83, curve.encode(mine)), 0x84))
        if theirs[0] == mine[0]:
            raise ChipError("chip.protocol", step="pace", status="reflected")
        shared = curve.shared_x(private, theirs).to_bytes(curve.size, "big")
        encryption = derive(shared, ENCRYPTION, offer.bits)
        authentication = derive(shared, AUTHENTICATION, offer.bits)
        proof = tlv(0x85, token(authentication, offer, theirs))
        answer = _round(session, proof, 0x86, is_last=True)
    except Refused as refused:
        if refused.step == "pace-last" and _is_wrong_password(refused.status):
            access = "can" if by_number else "mrz"
            raise ChipError("chip.wrong_key", access=access) from refused
        raise _odd(refused) from refused
    except (TlvFault, ValueError) as fault:
        raise ChipError("chip.protocol", step="pace", status=str(fault)[:40]) from fault
    if not hmac.compare_digest(answer, token(authentication, offer, mine)):
        raise ChipError("chip.protocol", step="pace", status="token")
    session.channel = Channel(Cipher.AES, encryption, authentication)


def token(authentication: bytes, offer: PaceOffer, point: Point) -> bytes:
    """Authentication token over the other side's key (Doc 9303-11 section 4.4.3.4)."""
    key = tlv(0x06, offer.protocol) + tlv(0x86, offer.curve.encode(point))
    return ciphers.aes_mac(authentication, tlv(0x7F49, key))


def _mapped(session: CardSession, curve: Curve, nonce: int) -> Point:
    """The generator of this session: nonce times the base plus the shared point."""
    private = curve.secret()
    public = tlv(0x81, curve.encode(curve.of_base(private)))
    theirs = curve.decode(_round(session, public, 0x82))
    return curve.add(curve.of_base(nonce), curve.times(private, theirs))


def _round(session: CardSession, data: bytes, wanted: int, *, is_last: bool = False) -> bytes:
    step = "pace-last" if is_last else "pace"
    head = _GENERAL_AUTHENTICATE[is_last]
    answer = session.plain(step, head, tlv(0x7C, data), b"\0")
    found = value_of(items(only(answer, 0x7C)), wanted)
    if found is None:
        raise TlvFault(f"no object {wanted:02X}")
    return found


def _is_wrong_password(status: int) -> bool:
    return status in {0x6300, 0x6982, 0x6988, 0x6A80} or status & 0xFFF0 == 0x63C0


def _odd(refused: Refused) -> ChipError | SessionLost:
    """A refusal that no wrong password explains; after a torn field it is a lost session."""
    if refused.status in {0x6982, 0x6985, 0x6F00}:
        return SessionLost(str(refused))
    return ChipError("chip.protocol", step=refused.step, status=f"{refused.status:04X}")
