"""A PIV card in software for the virtual reader of vpcd: real insertion, removal and PIN counter.

The stack above it is the real one: application, OpenSC's PKCS#11 module, pcscd, vpcd (which
listens on 127.0.0.1:35963), this card. Slots: 0x9A asks the PIN once, 0x9C before every
signature. PINs have 6 to 8 digits (NIST SP 800-73-4, part 2).
"""

import collections
import contextlib
import socket
import struct
import threading
from collections.abc import Mapping
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa, utils

from desk_app.practice.chip.places import note_removal, wait_until_missed

READER_PORT = 35963

_ATR = bytes.fromhex("3B80800101")
_AID = bytes.fromhex("A000000308000010000100")
_CERTIFICATE_TAGS = {"5FC105": 0x9A, "5FC10A": 0x9C, "5FC10B": 0x9D, "5FC101": 0x9E}
_OK, _WRONG_DATA, _NOT_FOUND, _NO_AUTH, _BLOCKED, _NO_INSTRUCTION = (
    bytes.fromhex(word) for word in ("9000", "6A80", "6A82", "6982", "6983", "6D00")
)
_NAMES = {
    0xA4: "select",
    0xCB: "data",
    0x20: "verify",
    0x87: "sign",
    0x2C: "unblock",
    0x24: "change",
}

CardKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class VirtualPiv:
    """One card.

    Attributes:
        tries: PIN attempts left; the proof that no try was spent without a key press.
        log: how often each command came.
        sign_delay_s: how long a signature takes.
        remove_at: pull the card at the next command of this name (``sign``, ``verify``, …).
    """

    def __init__(
        self,
        keys: Mapping[int, tuple[CardKey, bytes]],
        *,
        pin: str = "246810",
        puk: str = "13572468",
        tries: int = 3,
        serial: str = "VIRTUALPIV-00001",
        port: int = READER_PORT,
    ) -> None:
        self._keys, self._port, self._serial = dict(keys), port, serial.encode()[:16].ljust(16)
        self.pin, self._puk, self._max_tries = pin, puk, tries
        self.tries = self._puk_tries = tries
        self.sign_delay_s = 0.0
        self.remove_at: str | None = None
        self.log: collections.Counter[str] = collections.Counter()
        self._socket: socket.socket | None = None
        self._stopped = threading.Event()
        self._reset()

    def _reset(self) -> None:
        self._is_verified = False
        self._is_fresh = False
        self._chain, self._rest = b"", b""

    @property
    def is_inserted(self) -> bool:
        """Whether the card lies in the reader."""
        return self._socket is not None

    def insert(self) -> None:
        """Put the card into the reader."""
        if self._socket is None:
            wait_until_missed(self._port)
            self._reset()
            self._stopped.clear()
            self._socket = socket.create_connection(("127.0.0.1", self._port))
            threading.Thread(target=self._serve, args=(self._socket,), daemon=True).start()

    def remove(self) -> None:
        """Pull the card."""
        sock, self._socket = self._socket, None
        self._stopped.set()
        if sock is not None:
            note_removal(self._port)
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()

    def _serve(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                message = _read(sock, struct.unpack(">H", _read(sock, 2))[0])
                if len(message) == 1:
                    if message[0] == 4:
                        sock.sendall(struct.pack(">H", len(_ATR)) + _ATR)
                    else:
                        self._reset()
                    continue
                reply = self.transmit(message)
                if reply is None:
                    return
                sock.sendall(struct.pack(">H", len(reply)) + reply)

    def transmit(self, command: bytes) -> bytes | None:
        """Answer one command; ``None`` when the card is pulled at it."""
        kind, instruction, p1, p2 = command[:4]
        data, size = _split(command[4:])
        if kind & 0x10:
            self._chain += data
            return _OK
        data, self._chain = self._chain + data, b""
        if instruction == 0xC0:
            return self._send(b"", size)
        name = _NAMES.get(instruction)
        self.log[name or f"{instruction:02x}"] += 1
        if name is None:
            return _NO_INSTRUCTION
        if self.remove_at == name:
            self.remove_at = None
            self.remove()
            return None
        answer: bytes = getattr(self, f"_{name}")(p1, p2, data)
        return answer if len(answer) == 2 else self._send(answer, size)

    def _send(self, fresh: bytes, size: int) -> bytes:
        if fresh:
            self._rest = fresh
        part, self._rest = self._rest[:size], self._rest[size:]
        if self._rest:
            return part + bytes([0x61, len(self._rest) if len(self._rest) < 256 else 0])
        return part + _OK

    def _select(self, p1: int, _p2: int, data: bytes) -> bytes:
        if p1 != 4 or not _AID.startswith(data[:9]):
            return _NOT_FOUND
        return _tlv("61", _tlv("4F", _AID[5:]) + _tlv("79", _tlv("4F", _AID[:5])))

    def _data(self, _p1: int, _p2: int, data: bytes) -> bytes:
        tag = dict(_parse(data)).get(0x5C, b"").hex().upper()
        if tag == "7E":
            return _tlv("7E", _tlv("4F", _AID) + bytes.fromhex("5F2F024000"))
        if tag == "5FC102":  # card holder unique identifier: gives the card its serial number
            number = bytes.fromhex("D4E739DA739CED39CE739D836858210842108421C84210C3EB")
            parts = _tlv("30", number) + _tlv("34", self._serial)
            return _tlv("53", parts + _tlv("35", b"20401231") + _tlv("3E", b"") + _tlv("FE", b""))
        slot = _CERTIFICATE_TAGS.get(tag)
        if slot not in self._keys:
            return _NOT_FOUND
        body = _tlv("70", self._keys[slot][1]) + _tlv("71", b"\0") + _tlv("FE", b"")
        return _tlv("53", body)

    def _verify(self, p1: int, _p2: int, data: bytes) -> bytes:
        if p1 == 0xFF:
            self._is_verified = False
            return _OK
        if not data:  # a question about the state costs no try
            return _OK if self._is_verified else self._tries_left()
        if not self.tries:
            return _BLOCKED
        if data.rstrip(b"\xff") != self.pin.encode():
            self.tries -= 1
            self._is_verified = self._is_fresh = False
            return self._tries_left()
        self.tries, self._is_verified, self._is_fresh = self._max_tries, True, True
        return _OK

    def _tries_left(self) -> bytes:
        return bytes([0x63, 0xC0 | self.tries]) if self.tries else _BLOCKED

    def _unblock(self, _p1: int, _p2: int, data: bytes) -> bytes:
        if not self._puk_tries:
            return _BLOCKED
        if data[:8].rstrip(b"\xff") != self._puk.encode():
            self._puk_tries -= 1
            return bytes([0x63, 0xC0 | self._puk_tries])
        self.pin = data[8:].rstrip(b"\xff").decode()
        self.tries = self._puk_tries = self._max_tries
        return _OK

    def _change(self, _p1: int, _p2: int, data: bytes) -> bytes:
        state = self._verify(0, 0x80, data[:8])
        if state == _OK:
            self.pin = data[8:].rstrip(b"\xff").decode()
        return state

    def _sign(self, _p1: int, p2: int, data: bytes) -> bytes:
        if p2 not in self._keys:
            return _NOT_FOUND
        if not self._is_verified or (p2 == 0x9C and not self._is_fresh):
            return _NO_AUTH
        self._is_fresh = False
        fields = dict(_parse(_parse(data)[0][1]))
        message, key = fields.get(0x81), self._keys[p2][0]
        if not message:
            return _WRONG_DATA
        self._stopped.wait(self.sign_delay_s)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            digest = hashes.SHA256() if len(message) == 32 else hashes.SHA384()
            value = key.sign(message, ec.ECDSA(utils.Prehashed(digest)))
        else:  # raw RSA: the host did the padding
            private = key.private_numbers()
            number = pow(int.from_bytes(message, "big"), private.d, private.public_numbers.n)
            value = number.to_bytes(key.key_size // 8, "big")
        return _tlv("7C", _tlv("82", value))


def card_from_pki(
    folder: Path,
    names: Mapping[int, str],
    *,
    pin: str = "246810",
    tries: int = 3,
    serial: str = "VIRTUALPIV-00001",
    port: int = READER_PORT,
) -> VirtualPiv:
    """A card with certificates of ``make_practice_pki``, such as ``{0x9A: "canbo1"}``."""
    keys: dict[int, tuple[CardKey, bytes]] = {}
    for slot, name in names.items():
        pem = (folder / "keys" / f"{name}.pem").read_bytes()
        key = serialization.load_pem_private_key(pem, None)
        if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            message = f"{name} is neither an RSA nor an EC key"
            raise TypeError(message)
        certificate = x509.load_der_x509_certificate(
            (folder / "certs" / f"{name}.der").read_bytes()
        )
        keys[slot] = (key, certificate.public_bytes(serialization.Encoding.DER))
    return VirtualPiv(keys, pin=pin, tries=tries, serial=serial, port=port)


def _read(sock: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = sock.recv(size - len(data))
        if not part:
            raise ConnectionError
        data += part
    return data


def _split(body: bytes) -> tuple[bytes, int]:
    """Data of a command and how much the host wants back (Le, which OpenSC relies on)."""
    if len(body) > 2 and body[0] == 0:
        size = int.from_bytes(body[1:3], "big")
        return body[3 : 3 + size], int.from_bytes(body[3 + size :], "big") or 65536
    if len(body) > 1:
        wanted = (body[-1] or 256) if len(body) == 2 + body[0] else 256
        return body[1 : 1 + body[0]], wanted
    return b"", (body[0] if body else 0) or 256


def _tlv(tag: str, value: bytes) -> bytes:
    size = len(value)
    if size < 128:
        length = bytes([size])
    elif size < 256:
        length = bytes([0x81, size])
    else:
        length = b"\x82" + struct.pack(">H", size)
    return bytes.fromhex(tag) + length + value


def _parse(data: bytes) -> list[tuple[int, bytes]]:
    items, at = [], 0
    while at < len(data):
        tag, size = data[at], data[at + 1]
        at += 2
        if size & 0x80:
            width = size & 0x7F
            size = int.from_bytes(data[at : at + width], "big")
            at += width
        items.append((tag, data[at : at + size]))
        at += size
    return items
