"""The practice card itself: one command in, one answer out, with faults in time for tests.

Source: ICAO Doc 9303-11 (access, secure messaging), ISO/IEC 7816-4 (commands).
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from desk_app.practice.chip.content import CardContent
from desk_app.practice.chip.sealed import CardChannel, Unsealed
from scanner.chip import ciphers
from scanner.chip.access import PaceOffer, token
from scanner.chip.channel import Cipher
from scanner.chip.curves import Point, standard_curves
from scanner.chip.keys import AUTHENTICATION, ENCRYPTION, PASSWORD, ZoneKey, derive
from scanner.chip.session import APPLICATION
from scanner.chip.tlv import TlvFault, items, only, tlv, value_of

_PACE_BITS = {"04007F00070202040202": 128, "04007F00070202040203": 192, "04007F00070202040204": 256}
_ACCESS_FILE = 0x011C
_NAMES = {0x011C: "EF.CardAccess", 0x011D: "EF.SOD"}
FAULTS = ("pull_at", "tear_at", "lose_at", "drop_at", "reset_at")


class Answered(Exception):
    """The answer is a bare status word."""

    def __init__(self, status: int) -> None:
        super().__init__(f"{status:04X}")
        self.status = status


@dataclass(slots=True)
class _Pace:
    offer: PaceOffer
    secret: bytes
    nonce: bytes = b""
    base: Point = (0, 0)
    mine: Point = (0, 0)
    theirs: Point = (0, 0)
    keys: tuple[bytes, bytes] = (b"", b"")


@dataclass(slots=True)
class PracticeCard:
    """A card that answers commands.

    Attributes:
        extended: takes commands with lengths of two bytes.
        most: bytes it gives at once.
        short_identifiers: knows READ BINARY with a short file identifier.
        wrong_key: status word for a wrong key; chips differ.
        slow: seconds each command takes.
        faults: countdown of commands to each fault of ``FAULTS``; 1 hits the next command.
        commands: how many came.
    """

    content: CardContent
    extended: bool = True
    most: int = 65000
    short_identifiers: bool = True
    wrong_key: int = 0x6300
    slow: float = 0.0
    faults: dict[str, int] = field(default_factory=dict)
    commands: int = 0
    _channel: CardChannel | None = None
    _file: bytes | None = None
    _is_started: bool = False
    _challenge: bytes = b""
    _pace: _Pace | None = None

    def reset(self) -> None:
        """Power was cut: every session is over."""
        self._channel, self._file, self._is_started = None, None, False
        self._challenge, self._pace = b"", None

    def transmit(self, command: bytes) -> bytes | None:
        """Answer a command; None when the card is taken away within it."""
        time.sleep(self.slow)
        self.commands += 1
        hit = self._fault()
        if hit in {"pull_at", "tear_at"}:
            self.reset()
            return None
        if hit == "drop_at":
            return b"\x6f\x00"
        if hit == "reset_at":
            self.reset()
        answer = self._answer(command)
        return b"\x6f\x00" if hit == "lose_at" else answer

    def _fault(self) -> str:
        hit = ""
        for name in list(self.faults):
            self.faults[name] -= 1
            if self.faults[name] == 0:
                hit = name
                del self.faults[name]
        return hit

    def _answer(self, command: bytes) -> bytes:
        if len(command) < 4:
            return b"\x67\x00"
        head, data, expected, is_long = _split(command)
        if is_long and not self.extended:
            return b"\x67\x00"
        if head[0] & 0xEC == 0x00 and head[0] & 0x03:
            return b"\x6e\x00"
        try:
            if head[0] & 0xEC == 0x0C:
                return self._protected(head, data, is_long=is_long)
            if self._channel is not None:
                self._channel, self._file = None, None
            room = min(65536 if is_long else 256, self.most)
            return self._do(head, data, expected, room) + b"\x90\x00"
        except Answered as answered:
            return answered.status.to_bytes(2, "big")

    def _protected(self, head: bytes, data: bytes, *, is_long: bool) -> bytes:
        channel = self._channel
        if channel is None:
            raise Answered(0x6982)
        try:
            inner, expected = channel.open(head, data)
        except Unsealed as fault:
            self._channel, self._file = None, None
            raise Answered(fault.status) from fault
        room = min(channel.room(65536 if is_long else 256), self.most)
        try:
            return channel.close(self._do(head, inner, expected, room), 0x9000, head[1])
        except Answered as answered:
            return channel.close(b"", answered.status, head[1])

    def _do(self, head: bytes, data: bytes, expected: int | None, room: int) -> bytes:
        acts: dict[int, Callable[[], bytes]] = {
            0xA4: lambda: self._select(head, data),
            0xB0: lambda: self._read(head, data, expected, room),
            0xB1: lambda: self._read(head, data, expected, room),
            0x84: self._random,
            0x82: lambda: self._basic(data),
            0x22: lambda: self._choose(head, data),
            0x86: lambda: self._step(data),
            0x88: lambda: self._prove(data),
        }
        act = acts.get(head[1])
        if act is None:
            raise Answered(0x6D00)
        return act()

    # -- files

    def _select(self, head: bytes, data: bytes) -> bytes:
        if head[2] == 0x04:
            if data != APPLICATION:
                raise Answered(0x6A82)
            self._is_started, self._file = True, None
        elif head[2] == 0x00 and data in {b"", b"\x3f\x00"}:
            raise Answered(0x6D00)  # as a Vietnamese card was reported to say
        elif head[2] in {0x00, 0x02} and len(data) == 2:
            self._open(int.from_bytes(data, "big"))
        else:
            raise Answered(0x6A86)
        return b""

    def _open(self, identifier: int) -> None:
        name = _NAMES.get(identifier, f"DG{identifier & 0xFF}")
        data = self.content.files.get(name)
        if data is None or (identifier != _ACCESS_FILE and not self._is_started):
            raise Answered(0x6A82)
        if identifier != _ACCESS_FILE and (self._channel is None or name in self.content.locked):
            raise Answered(0x6982)
        self._file = data

    def _read(self, head: bytes, data: bytes, expected: int | None, room: int) -> bytes:
        is_odd = head[1] == 0xB1
        if head[2] & 0x80 and not is_odd:
            if not self.short_identifiers:
                raise Answered(0x6A86)
            self._open(0x0100 | head[2] & 0x1F)
            offset = head[3]
        elif is_odd:
            offset = int.from_bytes(value_of(items(data), 0x54) or b"", "big")
        else:
            offset = head[2] << 8 | head[3]
        if self._file is None:
            raise Answered(0x6982 if self._channel is None else 0x6985)
        if offset >= len(self._file):
            raise Answered(0x6B00)
        part = self._file[offset : offset + min(expected or 256, room - (6 if is_odd else 0))]
        return tlv(0x53, part) if is_odd else part

    # -- basic access control

    def _random(self) -> bytes:
        self._challenge = secrets.token_bytes(8)
        return self._challenge

    def _basic(self, data: bytes) -> bytes:
        challenge, self._challenge = self._challenge, b""
        if not self._is_started or not challenge or len(data) != 40:
            raise Answered(0x6985)
        seed = self._zone.seed
        encryption, authentication = derive(seed, ENCRYPTION), derive(seed, AUTHENTICATION)
        plain = ciphers.des3(encryption, data[:32], encrypt=False)
        proof = ciphers.retail_mac(authentication, ciphers.pad(data[:32], 8))
        if proof != data[32:] or plain[8:16] != challenge:
            raise Answered(self.wrong_key)
        half = secrets.token_bytes(16)
        secret = ciphers.des3(encryption, challenge + plain[:8] + half, encrypt=True)
        shared = bytes(a ^ b for a, b in zip(plain[16:], half, strict=True))
        self._channel = CardChannel(
            Cipher.DES3,
            derive(shared, ENCRYPTION),
            derive(shared, AUTHENTICATION),
            int.from_bytes(challenge[4:] + plain[4:8], "big"),
        )
        return secret + ciphers.retail_mac(authentication, ciphers.pad(secret, 8))

    @property
    def _zone(self) -> ZoneKey:
        return ZoneKey(self.content.number, self.content.birth, self.content.expiry)

    # -- PACE

    def _choose(self, head: bytes, data: bytes) -> bytes:
        found = items(data)
        oid, which = value_of(found, 0x80) or b"", value_of(found, 0x83) or b"\0"
        offered = self._offered()
        bits = _PACE_BITS.get(oid.hex().upper())
        if head[2:4] != b"\xc1\xa4" or oid not in offered or bits is None:
            raise Answered(0x6A80)
        if which not in {b"\x01", b"\x02"}:
            raise Answered(0x6A88)
        secret = self.content.can.encode("ascii") if which == b"\x02" else self._zone.digest
        self._pace = _Pace(PaceOffer(oid, standard_curves()[offered[oid]]), secret)
        return b""

    def _offered(self) -> dict[bytes, int]:
        raw = self.content.files.get("EF.CardAccess")
        infos = [items(value) for _, value in items(only(raw, 0x31))] if raw else []
        return {info[0][1]: info[2][1][0] for info in infos}

    def _step(self, data: bytes) -> bytes:
        state = self._pace
        if state is None:
            raise Answered(0x6985)
        try:
            return self._pace_step(state, items(only(data, 0x7C)))
        except (TlvFault, ValueError) as fault:
            self._pace = None
            raise Answered(0x6A80) from fault

    def _pace_step(self, state: _Pace, found: list[tuple[int, bytes]]) -> bytes:
        curve, bits = state.offer.curve, state.offer.bits
        if not found:
            state.nonce = secrets.token_bytes(16)
            key = derive(state.secret, PASSWORD, bits)
            return _boxed(0x80, ciphers.aes(key, state.nonce, encrypt=True))
        tag, value = found[0]
        if tag == 0x81:
            private = curve.secret()
            shared = curve.times(private, curve.decode(value))
            state.base = curve.add(curve.of_base(int.from_bytes(state.nonce, "big")), shared)
            return _boxed(0x82, curve.encode(curve.of_base(private)))
        if tag == 0x83:
            private = curve.secret()
            state.theirs = curve.decode(value)
            state.mine = curve.up_to_sign(private, state.base)
            shared_x = curve.shared_x(private, state.theirs).to_bytes(curve.size, "big")
            state.keys = (
                derive(shared_x, ENCRYPTION, bits),
                derive(shared_x, AUTHENTICATION, bits),
            )
            return _boxed(0x84, curve.encode(state.mine))
        self._pace = None
        if tag != 0x85 or value != token(state.keys[1], state.offer, state.mine):
            raise Answered(self.wrong_key)
        self._channel = CardChannel(Cipher.AES, *state.keys)
        return _boxed(0x86, token(state.keys[1], state.offer, state.theirs))

    # -- active authentication

    def _prove(self, data: bytes) -> bytes:
        key = self.content.chip_key
        if key is None or self._channel is None or len(data) != 8:
            raise Answered(0x6985)
        r, s = utils.decode_dss_signature(key.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def _boxed(tag: int, value: bytes) -> bytes:
    return tlv(0x7C, tlv(tag, value))


def _split(command: bytes) -> tuple[bytes, bytes, int | None, bool]:
    """Head, data, expected length, and whether lengths are of two bytes."""
    head, body = command[:4], command[4:]
    if not body:
        return head, b"", None, False
    if len(body) >= 3 and body[0] == 0:
        size = int.from_bytes(body[1:3], "big") if len(body) > 3 else 0
        data, tail = (body[3 : 3 + size], body[3 + size :]) if len(body) > 3 else (b"", body[1:])
        return head, data, (int.from_bytes(tail, "big") or 65536) if tail else None, True
    if len(body) == 1:
        return head, b"", body[0] or 256, False
    data, tail = body[1 : 1 + body[0]], body[1 + body[0] :]
    return head, data, (tail[0] or 256) if tail else None, False
