"""Secure messaging as the card speaks it. Source: ICAO Doc 9303-11 section 9.8."""

from dataclasses import dataclass, field

from scanner.chip import ciphers
from scanner.chip.channel import Cipher
from scanner.chip.tlv import TlvFault, items, tlv, value_of


class Unsealed(Exception):
    """A command that is not sealed as it should be; the session ends."""

    def __init__(self, status: int) -> None:
        super().__init__(f"{status:04X}")
        self.status = status


@dataclass(slots=True)
class CardChannel:
    """The card's end of a protected session."""

    cipher: Cipher
    encryption: bytes = field(repr=False)
    authentication: bytes = field(repr=False)
    counter: int = 0

    def room(self, limit: int) -> int:
        """Most plain bytes that fit into a protected answer of ``limit`` bytes."""
        inner = limit - 4 - 10 - (3 if limit <= 256 else 4)
        return (inner - 1) // self.cipher.value * self.cipher.value - 1

    def open(self, head: bytes, body: bytes) -> tuple[bytes, int | None]:
        """Plain data and expected length of a command.

        Raises:
            Unsealed: an object is missing (6987) or the MAC is wrong (6988).
        """
        self.counter += 1
        try:
            found = items(body)
        except TlvFault as fault:
            raise Unsealed(0x6987) from fault
        mac = value_of(found, 0x8E)
        if mac is None:
            raise Unsealed(0x6987)
        covered = b"".join(tlv(tag, value) for tag, value in found if tag != 0x8E)
        if mac != self._mac(ciphers.pad(head, self.cipher.value) + covered):
            raise Unsealed(0x6988)
        boxed = value_of(found, 0x87)
        secret = boxed[1:] if boxed else value_of(found, 0x85)
        data = ciphers.unpad(self._crypt(secret, encrypt=False)) if secret else b""
        wanted = value_of(found, 0x97)
        if wanted is None:
            return data, None
        return data, int.from_bytes(wanted, "big") or (256 if len(wanted) == 1 else 65536)

    def close(self, data: bytes, status: int, instruction: int) -> bytes:
        """A protected answer."""
        self.counter += 1
        word = status.to_bytes(2, "big")
        objects = b""
        if data:
            secret = self._crypt(ciphers.pad(data, self.cipher.value), encrypt=True)
            objects = tlv(0x85, secret) if instruction & 1 else tlv(0x87, b"\x01" + secret)
        objects += tlv(0x99, word)
        return objects + tlv(0x8E, self._mac(objects)) + word

    def _crypt(self, data: bytes, *, encrypt: bool) -> bytes:
        if self.cipher is Cipher.DES3:
            return ciphers.des3(self.encryption, data, encrypt=encrypt)
        vector = ciphers.aes_block(self.encryption, self._count())
        return ciphers.aes(self.encryption, data, encrypt=encrypt, vector=vector)

    def _mac(self, data: bytes) -> bytes:
        whole = ciphers.pad(self._count() + data, self.cipher.value)
        if self.cipher is Cipher.DES3:
            return ciphers.retail_mac(self.authentication, whole)
        return ciphers.aes_mac(self.authentication, whole)

    def _count(self) -> bytes:
        return (self.counter % (1 << 8 * self.cipher.value)).to_bytes(self.cipher.value, "big")
