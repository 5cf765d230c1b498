"""The desk's side of the 32-bit signing broker: the verbs of ``child`` over its standard pipes.

Several vendors ship their PKCS#11 module only as a 32-bit DLL, which a 64-bit interpreter cannot
load. The broker (installer/windows/broker) loads it and speaks the frames written down there; this
channel makes of them what ``ModuleProcess`` expects of a child.
"""

import hashlib
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from signing.tokens.child import DIGEST_INFO
from signing.tokens.facts import CertificateFact, KeyFact, PinState, TokenInfo

PROGRAM = "desk-signing-32.exe"
_MAX_FRAME = 16 << 20

_FAULTS = {
    0x07: "ArgumentsBad",
    0x30: "DeviceError",
    0x31: "DeviceMemory",
    0x32: "DeviceRemoved",
    0x50: "FunctionCancelled",
    0x70: "MechanismInvalid",
    0xA0: "PinIncorrect",
    0xA1: "PinInvalid",
    0xA2: "PinLenRange",
    0xA3: "PinExpired",
    0xA4: "PinLocked",
    0xB3: "SessionHandleInvalid",
    0xE0: "TokenNotPresent",
    0xE1: "TokenNotRecognised",
    0x101: "UserNotLoggedIn",
    0x102: "UserPinNotInitialized",
}
"""CKR numbers of PKCS#11 2.40 under the names that ``child`` gives them."""

_STATES = (
    (0x40000, PinState.LOCKED),
    (0x20000, PinState.FINAL_TRY),
    (0x80000, PinState.TO_BE_CHANGED),
    (0x10000, PinState.COUNT_LOW),
)
_PIN_PAD, _PIN_SET = 0x100, 0x8
_RSA, _EC = 0, 3
_RSA_PKCS, _ECDSA = 0x1, 0x1041
_COMBINED = {"sha256": 0x40, "sha384": 0x41, "sha512": 0x42}
_LETTERS = {"list": b"l", "look": b"k", "login": b"i", "sign": b"s", "logout": b"o"}


def narrow_program() -> Path:
    """Where the Windows set-up program lays the broker."""
    return Path(sys.prefix) / "broker" / PROGRAM


class NarrowChild:
    """The broker's process, with the three acts of a ``multiprocessing`` process."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def join(self, timeout: float | None = None) -> None:
        """Wait for its end, at most ``timeout`` seconds."""
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return


class NarrowChannel:
    """Questions and answers in the broker's frames; ``Channel`` for ``ModuleProcess``."""

    def __init__(self, module: str, process: "subprocess.Popen[bytes]") -> None:
        self._module = module
        self._process = process
        self._decode: Callable[[_Fields], Any] = _nothing
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._next: list[bytes | None] = []
        self._keys: list[KeyFact] = []
        self._mechanisms: frozenset[int] = frozenset()
        threading.Thread(target=self._read, name="narrow-broker", daemon=True).start()

    def _read(self) -> None:
        """Hand over frames until the broker ends; a pipe has no deadline of its own."""
        assert self._process.stdout is not None  # noqa: S101 - opened with a pipe
        pipe = self._process.stdout
        try:
            while head := _exactly(pipe, 4):
                (size,) = struct.unpack("<I", head)
                frame = _exactly(pipe, size) if 0 < size <= _MAX_FRAME else None
                if frame is None:
                    break
                self._answers.put(frame)
        except (OSError, ValueError):
            pass  # the pipe was closed under us: the child is being let go
        self._answers.put(None)

    def send(self, obj: Any, /) -> None:
        """Send ``(verb, arguments, pin_follows)``."""
        verb, arguments, pin_follows = obj
        fields = b""
        self._decode = _nothing
        if verb in {"list", "look"}:
            self._decode = self._tokens
        elif verb == "login":
            slot, serial = arguments
            fields = struct.pack("<I", slot) + _bytes(serial.encode())
            self._decode = self._login
        elif verb == "sign":
            fields = self._question_of(*arguments)
            self._decode = _Fields.data
        frame = _LETTERS[verb] + bytes([pin_follows]) + fields
        self.send_bytes(struct.pack("<I", len(frame)) + frame)

    def _question_of(self, key: KeyFact, data: bytes, hash_name: str) -> bytes:
        """Key, mechanism and payload; a key this login does not have is a number out of range."""
        named = [
            n for n, k in enumerate(self._keys) if (k.key_id, k.label) == (key.key_id, key.label)
        ]
        digest = hashlib.new(hash_name, data).digest()
        combined = _COMBINED[hash_name]
        if key.kind == "ec":
            mechanism, payload = _ECDSA, digest
        elif combined in self._mechanisms:
            mechanism, payload = combined, data
        else:
            mechanism, payload = _RSA_PKCS, DIGEST_INFO[hash_name] + digest
        number = named[0] if named else 0xFFFFFFFF
        return struct.pack("<II", number, mechanism) + _bytes(payload)

    def recv(self) -> Any:
        """The answer as ``child`` gives it.

        Raises:
            EOFError: the broker ended, or its answer breaks the agreement.
        """
        if not self._next:
            self._next.append(self._answers.get())
        frame = self._next.pop()
        if frame is None:
            raise EOFError
        fields = _Fields(frame[1:])
        try:
            if frame[0] == 0:
                return ("ok", self._decode(fields))
            if frame[0] == 1:
                number = fields.number()
                return ("error", _FAULTS.get(number, f"CKR_{number:08X}"), "")
        except (struct.error, ValueError) as error:
            raise EOFError from error
        return ("error", "NotLoadable", Path(self._module).name)

    def poll(self, timeout: float | None = 0.0) -> bool:
        """Whether an answer, or the end, is there."""
        if not self._next:
            try:
                self._next.append(self._answers.get(timeout=timeout))
            except queue.Empty:
                return False
        return True

    def close(self) -> None:
        """Close the broker's input, which logs out and ends it."""
        if self._process.stdin is not None:
            self._process.stdin.close()

    def fileno(self) -> int:
        """Descriptor that questions and PINs are written to."""
        assert self._process.stdin is not None  # noqa: S101 - opened with a pipe
        return self._process.stdin.fileno()

    def send_bytes(self, buf: bytes | bytearray, /) -> None:
        """Write bytes as they are."""
        assert self._process.stdin is not None  # noqa: S101 - opened with a pipe
        view = memoryview(buf)
        while view:
            view = view[self._process.stdin.write(view) or 0 :]

    def _tokens(self, fields: "_Fields") -> list[TokenInfo]:
        found = []
        while fields.left():
            fields.mark(b"t")
            slot = fields.number()
            label, manufacturer, model = (fields.text() for _ in range(3))
            serial = fields.data().decode("utf-8", "replace").strip("\0 ")
            flags = fields.number()
            certificates = tuple(
                CertificateFact(
                    module=self._module,
                    slot_id=slot,
                    token_serial=serial,
                    token_label=label,
                    key_id=fields.data(),
                    label=fields.data().decode("utf-8", "replace"),
                    der=fields.data(),
                )
                for _ in range(fields.number())
            )
            found.append(
                TokenInfo(
                    module=self._module,
                    slot_id=slot,
                    serial=serial,
                    label=label,
                    manufacturer=manufacturer,
                    model=model,
                    pin=_pin_state(flags),
                    has_pin_pad=bool(flags & _PIN_PAD),
                    certificates=tuple(c for c in certificates if c.der),
                )
            )
        return found

    def _login(self, fields: "_Fields") -> list[KeyFact]:
        self._mechanisms = frozenset(fields.number() for _ in range(fields.number()))
        self._keys = [self._key(fields) for _ in range(fields.number())]
        return list(self._keys)

    def _key(self, fields: "_Fields") -> KeyFact:
        key_id, label = fields.data(), fields.data().decode("utf-8", "replace")
        kind = {_RSA: "rsa", _EC: "ec"}.get(fields.number(), "other")
        modulus = fields.data()
        return KeyFact(
            key_id=key_id,
            label=label,
            kind=kind,
            modulus=modulus.lstrip(b"\0") if kind == "rsa" else b"",
            asks_pin_each_time=bool(fields.number()),
            hashes_itself=_COMBINED["sha256"] in self._mechanisms,
        )


def start_narrow(module: str, program: Path | None = None) -> tuple[NarrowChannel, NarrowChild]:
    """Start the broker around a module; its first answer tells whether the module loads.

    Raises:
        OSError: the broker itself cannot be started.
    """
    process = subprocess.Popen(
        [str(program or narrow_program()), module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        creationflags=_no_window(),
    )
    return NarrowChannel(module, process), NarrowChild(process)


def _no_window() -> int:
    """No console flashes up beside the desk."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW
    return flags


class _Fields:
    """Reads the fields of an answer in their order."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def left(self) -> bool:
        return self._at < len(self._data)

    def number(self) -> int:
        (value,) = struct.unpack_from("<I", self._data, self._at)
        self._at += 4
        return int(value)

    def data(self) -> bytes:
        size = self.number()
        if self._at + size > len(self._data):
            message = "a field is longer than its frame"
            raise ValueError(message)
        self._at += size
        return self._data[self._at - size : self._at]

    def text(self) -> str:
        """A blank-padded text of a token."""
        return self.data().decode("utf-8", "replace").rstrip("\0 ")

    def mark(self, wanted: bytes) -> None:
        if self._data[self._at : self._at + 1] != wanted:
            message = "an answer breaks the agreement"
            raise ValueError(message)
        self._at += 1


def _exactly(pipe: IO[bytes], size: int) -> bytes | None:
    """So many bytes of a raw pipe, which gives them in pieces; ``None`` at its end."""
    parts = bytearray()
    while len(parts) < size:
        part = pipe.read(size - len(parts))
        if not part:
            return None
        parts += part
    return bytes(parts)


def _nothing(_fields: _Fields) -> None:
    return None


def _bytes(value: bytes) -> bytes:
    return struct.pack("<I", len(value)) + value


def _pin_state(flags: int) -> PinState:
    for flag, state in _STATES:
        if flags & flag:
            return state
    return PinState.NORMAL if flags & _PIN_SET else PinState.NOT_SET
