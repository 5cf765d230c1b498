"""The PC/SC library of the system: WinSCard on Windows, pcsc-lite elsewhere.

One small binding by ctypes instead of a compiled one: the functions are a stable standard, there is
nothing to build at installation, and both systems run the same code. The widths differ: pcsc-lite
counts in ``long``, Windows in 32 bits.

Source: PC/SC Workgroup part 5; pcsc-lite ``winscard.h``; Windows ``winscard.h``.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import byref, c_char_p, c_long, c_size_t, c_ubyte, c_ulong, c_void_p
from dataclasses import dataclass
from typing import Any

from scanner.chip.errors import ChipError

_SHARED, _T0, _T1 = 2, 1, 2
_RESET = 1
_SCOPE_SYSTEM = 2
_PRESENT, _EMPTY, _CHANGED = 0x20, 0x10, 0x02
_ANSWER_ROOM = 65536 + 2

_CODES = {
    0x8010001D: "chip.service_down",
    0x8010001E: "chip.service_down",
    0x8010000B: "chip.busy",
    0x8010000C: "chip.no_card",
    0x8010002E: "chip.no_reader",
    0x80100009: "chip.reader_unknown",
    0x80100017: "chip.reader_unknown",
}
#: The card left, was reset, lost power or does not answer: all of it is «hold the card still».
_MOVED = frozenset(
    {0x80100066, 0x80100067, 0x80100068, 0x80100069, 0x8010002F, 0x80100016, 0x8010000F, 0x80100003}
)
_TIMEOUT = 0x8010000A

if sys.platform == "win32":
    _Long, _DWord, _Handle = ctypes.c_int32, ctypes.c_uint32, c_size_t
    _ATR_ROOM = 36
else:
    _Long, _DWord, _Handle = c_long, c_ulong, c_long
    _ATR_ROOM = 33


class _ReaderState(ctypes.Structure):
    _fields_ = (
        ("reader", c_char_p),
        ("user", c_void_p),
        ("current", _DWord),
        ("event", _DWord),
        ("atr_size", _DWord),
        ("atr", c_ubyte * _ATR_ROOM),
    )


class _Protocol(ctypes.Structure):
    _fields_ = (("protocol", c_ulong), ("size", c_ulong))


@dataclass(frozen=True, slots=True)
class ReaderState:
    """One slot of a reader.

    Attributes:
        kind: ``contactless``, ``contact`` or ``unknown``: one device may list a slot of each.
        atr: answer to reset of the card on it; empty without a card.
    """

    name: str
    has_card: bool
    kind: str
    atr: bytes


class CardReaders:
    """The readers of this machine; a context manager over one PC/SC context.

    Raises:
        ChipError: ``chip.service_down`` when there is no PC/SC service or library.
    """

    def __init__(self) -> None:
        self._api = _library()
        self._context = _Handle()

    def __enter__(self) -> CardReaders:
        code = self._api.SCardEstablishContext(
            _DWord(_SCOPE_SYSTEM), None, None, byref(self._context)
        )
        _check(code, "")
        return self

    def __exit__(self, *_: object) -> None:
        self._api.SCardReleaseContext(self._context)

    def states(self) -> list[ReaderState]:
        """Every slot and whether a card lies on it."""
        return [self._state(name, 0) for name in self._names()]

    def wait_for_card(self, name: str, seconds: float) -> bool:
        """Wait until a card lies on a reader; False when none came."""
        state = self._ask(name, _EMPTY, int(seconds * 1000))
        return bool(state.event & _PRESENT)

    def connect(self, name: str) -> Card:
        """Take the card on a reader, alone until it is closed.

        Raises:
            ChipError: ``chip.no_card``, ``chip.busy``, ``chip.reader_unknown``, ``chip.moved``.
        """
        handle, protocol = _Handle(), _DWord()
        code = self._api.SCardConnect(
            self._context,
            _coded(name),
            _DWord(_SHARED),
            _DWord(_T0 | _T1),
            byref(handle),
            byref(protocol),
        )
        _check(code, name)
        code = self._api.SCardBeginTransaction(handle)
        if code:
            self._api.SCardDisconnect(handle, _DWord(_RESET))
            _check(code, name)
        return Card(self._api, handle, int(protocol.value), name)

    def _names(self) -> list[str]:
        size = _DWord()
        code = self._api.SCardListReaders(self._context, None, None, byref(size))
        if _unsigned(code) == 0x8010002E or size.value == 0:
            return []
        _check(code, "")
        room = ctypes.create_string_buffer(size.value)
        code = self._api.SCardListReaders(self._context, None, room, byref(size))
        if _unsigned(code) == 0x8010002E:
            return []
        _check(code, "")
        raw = bytes(room.raw[: size.value])
        return [_decoded(part) for part in raw.split(b"\0") if part]

    def _state(self, name: str, milliseconds: int) -> ReaderState:
        state = self._ask(name, 0, milliseconds)
        atr = bytes(state.atr[: min(int(state.atr_size), _ATR_ROOM)])
        has_card = bool(state.event & _PRESENT)
        return ReaderState(name, has_card, kind_of(name, atr), atr if has_card else b"")

    def _ask(self, name: str, known: int, milliseconds: int) -> _ReaderState:
        states = (_ReaderState * 1)()
        states[0].reader = _coded(name)
        states[0].current = known
        code = self._api.SCardGetStatusChange(
            self._context, _DWord(milliseconds), states, _DWord(1)
        )
        if _unsigned(code) != _TIMEOUT:
            _check(code, name)
        return states[0]


class Card:
    """A card held for us alone; closing resets it, so that no access stays open for others."""

    def __init__(self, api: Any, handle: Any, protocol: int, reader: str) -> None:
        self._api = api  # ctypes libraries carry no types
        self._handle = handle
        self._head = _Protocol(protocol, ctypes.sizeof(_Protocol))
        self._reader = reader

    def exchange(self, command: bytes) -> bytes:
        """Send one command; ``chip.moved`` when the card went away."""
        size = _DWord(_ANSWER_ROOM)
        room = ctypes.create_string_buffer(_ANSWER_ROOM)
        code = self._api.SCardTransmit(
            self._handle,
            byref(self._head),
            command,
            _DWord(len(command)),
            None,
            room,
            byref(size),
        )
        _check(code, self._reader)
        if size.value < 2:  # what pcsc-lite says when the card is pulled within a command
            raise ChipError("chip.moved")
        return bytes(room.raw[: size.value])

    def close(self) -> None:
        """Give the card back, reset."""
        self._api.SCardEndTransaction(self._handle, _DWord(_RESET))
        self._api.SCardDisconnect(self._handle, _DWord(_RESET))


def kind_of(name: str, atr: bytes) -> str:
    """Contact or contactless, as the slot's name and the answer to reset tell.

    PC/SC part 3 gives contactless cards the answer ``3B 8n 80 01 …``.
    """
    words = name.upper().replace("-", " ").split()
    if atr[:1] == b"\x3b" and len(atr) > 3 and atr[1] & 0xF0 == 0x80 and atr[2:4] == b"\x80\x01":
        return "contactless"
    if {"PICC", "CL", "CONTACTLESS", "NFC"} & set(words):
        return "contactless"
    if {"CONTACT", "ICC", "SAM"} & set(words) or atr:
        return "contact"
    return "unknown"


if sys.platform == "win32":

    class _WithoutLetter:
        """The ANSI functions under the names that pcsc-lite has."""

        def __init__(self, library: Any) -> None:
            self._library = library

        def __getattr__(self, name: str) -> Any:
            has_letter = name in {"SCardListReaders", "SCardGetStatusChange", "SCardConnect"}
            return getattr(self._library, f"{name}A" if has_letter else name)

    def _load() -> Any:
        return _WithoutLetter(ctypes.WinDLL("winscard.dll"))

else:

    def _load() -> Any:
        return ctypes.CDLL("libpcsclite.so.1")


def _library() -> Any:
    try:
        return _load()
    except OSError as error:
        raise ChipError("chip.service_down") from error


def _coded(name: str) -> bytes:
    return name.encode("mbcs" if sys.platform == "win32" else "utf-8")


def _decoded(raw: bytes) -> str:
    return raw.decode("mbcs" if sys.platform == "win32" else "utf-8", "replace")


def _unsigned(code: int) -> int:
    return code & 0xFFFFFFFF


def _check(code: int, reader: str) -> None:
    status = _unsigned(code)
    if status == 0:
        return
    if status in _MOVED:
        raise ChipError("chip.moved")
    known = _CODES.get(status)
    if known is None:
        raise ChipError("chip.reader_failed", reason=f"{status:08X}")
    raise ChipError(known, reader=reader)
