"""Secure messaging as the reader speaks it.

The counter rises by one for every command and by one for every answer; once the two ends differ,
the session is dead. Source: ICAO Doc 9303-11 section 9.8; ISO/IEC 7816-4.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from enum import Enum

from scanner.chip import ciphers
from scanner.chip.errors import SessionLost
from scanner.chip.tlv import TlvFault, items, tlv, value_of


class Cipher(Enum):
    """The two families of session keys; the value is the block in bytes."""

    DES3 = 8
    AES = 16


@dataclass(slots=True)
class Channel:
    """One protected session.

    Attributes:
        counter: send sequence counter.
        room: most plain bytes that fit into a protected answer of 256 bytes.
    """

    cipher: Cipher
    encryption: bytes = field(repr=False)
    authentication: bytes = field(repr=False)
    counter: int = 0

    @property
    def room(self) -> int:
        """231 with 3DES, 223 with AES."""
        return 231 if self.cipher is Cipher.DES3 else 223

    def protect(
        self,
        head: bytes,
        data: bytes = b"",
        *,
        expected: int | None = None,
        extended: bool = False,
    ) -> bytes:
        """A protected command.

        Args:
            head: CLA, INS, P1, P2 of the plain command; the class byte is replaced.
            data: plain data.
            expected: bytes wanted; None for none, 256 or 65536 for all.
            extended: lengths of two bytes.
        """
        self.counter += 1
        objects = b""
        if data:
            secret = self._crypt(ciphers.pad(data, self.cipher.value), encrypt=True)
            # odd instructions carry BER-TLV data, which has a tag of its own (85 instead of 87)
            objects = tlv(0x85, secret) if head[1] & 1 else tlv(0x87, b"\x01" + secret)
        if expected is not None:
            width = 1 if expected <= 256 and not extended else 2
            objects += tlv(0x97, (expected % (1 << 8 * width)).to_bytes(width, "big"))
        covered = bytes([0x0C]) + head[1:4]
        body = objects + tlv(0x8E, self._mac(self._padded(covered) + objects))
        if extended or len(body) > 255:
            return covered + b"\0" + len(body).to_bytes(2, "big") + body + b"\0\0"
        return covered + bytes([len(body)]) + body + b"\0"

    def unprotect(self, answer: bytes) -> tuple[bytes, int]:
        """Data and status word of a protected answer.

        Raises:
            SessionLost: the answer is not protected, or its MAC is wrong.
        """
        self.counter += 1
        body, status = answer[:-2], int.from_bytes(answer[-2:], "big")
        if not body:
            raise SessionLost(f"unprotected {status:04X}")
        try:
            found = items(body)
            given, inner = value_of(found, 0x8E), value_of(found, 0x99)
            if given is None or inner is None:
                raise TlvFault("no MAC or status")
            covered = b"".join(tlv(tag, value) for tag, value in found if tag != 0x8E)
            if not hmac.compare_digest(given, self._mac(covered)):
                raise SessionLost("wrong MAC")
            return self._open(found), int.from_bytes(inner, "big")
        except ValueError as fault:
            raise SessionLost(str(fault)) from fault

    def _open(self, found: list[tuple[int, bytes]]) -> bytes:
        boxed = value_of(found, 0x87)
        secret = boxed[1:] if boxed else value_of(found, 0x85)
        if not secret:
            return b""
        return ciphers.unpad(self._crypt(secret, encrypt=False))

    def _crypt(self, data: bytes, *, encrypt: bool) -> bytes:
        if self.cipher is Cipher.DES3:
            return ciphers.des3(self.encryption, data, encrypt=encrypt)
        vector = ciphers.aes_block(self.encryption, self._count())
        return ciphers.aes(self.encryption, data, encrypt=encrypt, vector=vector)

    def _mac(self, data: bytes) -> bytes:
        whole = self._padded(self._count() + data)
        if self.cipher is Cipher.DES3:
            return ciphers.retail_mac(self.authentication, whole)
        return ciphers.aes_mac(self.authentication, whole)

    def _padded(self, data: bytes) -> bytes:
        return ciphers.pad(data, self.cipher.value)

    def _count(self) -> bytes:
        size = self.cipher.value
        return (self.counter % (1 << 8 * size)).to_bytes(size, "big")
