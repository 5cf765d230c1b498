"""Reads a card once: access, the signed object, the groups it lists that are wanted, the proof.

Source: ICAO Doc 9303-11 section 4 (order of access), section 6.1 (active authentication).
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from scanner.chip import access, contents
from scanner.chip.errors import ChipError, SessionLost
from scanner.chip.keys import AccessKey
from scanner.chip.session import (
    EXTENDED_READ,
    SECURITY_OBJECT,
    WRONG_LENGTH,
    CardFile,
    CardSession,
    Refused,
    Transport,
    data_group,
)

#: Text groups first: the officer has the words while the picture is still on its way.
TEXT_GROUPS, PROOF_GROUPS, PICTURE_GROUP = (1, 13), (14, 15), 2
_BREATH_SECONDS = 0.1

Opener = Callable[[float], AbstractContextManager[Transport]]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRequest:
    """What is wanted of a card.

    Attributes:
        wants_picture: read DG2 too; it takes most of the time.
        extended: long commands: True, False, or None to try once.
        patience: seconds in which a card that was lifted may come back.
    """

    key: AccessKey = field(repr=False)
    wants_picture: bool = False
    extended: bool | None = None
    patience: float = 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReading:
    """The raw answer of a card; nothing in it is proven.

    Attributes:
        access: ``pace-mrz``, ``pace-can`` or ``bac``.
        groups: data groups by number, whole files.
        security_object: EF.SOD; empty when it could not be read.
        problems: files that could not be read, with the reason.
        challenge: what the chip had to sign; empty when it offers no active authentication.
        answer: its signature; empty when it refused.
        card_seconds: part of ``seconds`` spent waiting for the card.
    """

    access: str
    groups: dict[int, bytes] = field(repr=False)
    security_object: bytes = field(repr=False)
    problems: dict[str, str]
    challenge: bytes = field(repr=False)
    answer: bytes = field(repr=False)
    extended: bool
    exchanges: int
    sent: int
    received: int
    seconds: float
    card_seconds: float


def read_card(
    open_card: Opener, request: ReadRequest, progress: Progress | None = None
) -> CardReading:
    """Read the card; a torn session is begun again by itself.

    Args:
        open_card: gives the card as a context; its argument is how long to wait for one.
        request: key and wishes.
        progress: called with the file's name, bytes read and bytes in all.

    Raises:
        ChipError: what went wrong, for a person.
    """
    extended = request.extended is not False
    ends: float | None = None  # set once the card was lifted
    while True:
        try:
            with open_card(0.0 if ends is None else max(ends - time.monotonic(), 0.1)) as transport:
                return _read(CardSession(transport, extended=extended), request, progress)
        except Refused as refused:
            if refused.status == WRONG_LENGTH and extended:
                extended = False
                continue
            status = f"{refused.status:04X}"
            raise ChipError("chip.protocol", step=refused.step, status=status) from refused
        except (SessionLost, ChipError) as fault:
            if not _is_lifted(fault, was_lifted=ends is not None):
                raise
            if ends is None:
                ends = time.monotonic() + request.patience
            elif _is_away(fault) or time.monotonic() > ends:
                raise ChipError("chip.moved") from fault
            time.sleep(_BREATH_SECONDS)  # the service sees late that it left and came back


def _is_away(fault: Exception) -> bool:
    return isinstance(fault, ChipError) and fault.code == "chip.no_card"


def _is_lifted(fault: Exception, *, was_lifted: bool) -> bool:
    if not isinstance(fault, ChipError):
        return True
    return fault.code == "chip.moved" or (was_lifted and _is_away(fault))


def _read(session: CardSession, request: ReadRequest, progress: Progress | None) -> CardReading:
    started = time.perf_counter()
    way = access.grant(session, request.key)
    reader = _Files(session, progress)
    signed = reader.file(SECURITY_OBJECT)
    listed = _listed(signed, reader.problems)
    for number in (*TEXT_GROUPS, *PROOF_GROUPS):
        if number in listed:
            reader.group(number)
    challenge, answer = b"", b""
    if 15 in reader.groups:
        challenge, answer = _prove(session, reader.problems)
    if request.wants_picture and PICTURE_GROUP in listed:
        reader.group(PICTURE_GROUP)
    return CardReading(
        access=way,
        groups=reader.groups,
        security_object=signed,
        problems=reader.problems,
        challenge=challenge,
        answer=answer,
        extended=session.extended,
        exchanges=session.exchanges,
        sent=session.sent,
        received=session.received,
        seconds=time.perf_counter() - started,
        card_seconds=session.card_seconds,
    )


@dataclass(slots=True)
class _Files:
    session: CardSession
    progress: Progress | None
    groups: dict[int, bytes] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    def file(self, file: CardFile) -> bytes:
        """A file, or nothing and a note of why."""
        if self.progress is not None:
            tell = self.progress
            self.session.progress = lambda done, whole: tell(file.name, done, whole)
        try:
            return self.session.read(file)
        except Refused as refused:
            if refused.status == WRONG_LENGTH:
                raise
            self.problems[file.name] = f"{refused.status:04X}"
        except ChipError as error:
            if error.code != "chip.file_unreadable":
                raise
            self.problems[file.name] = str(error.facts["reason"])
        return b""

    def group(self, number: int) -> None:
        data = self.file(data_group(number))
        if data:
            self.groups[number] = data


def _listed(signed: bytes, problems: dict[str, str]) -> tuple[int, ...]:
    """Groups of the signed object; without one the text groups are read and stay unproven."""
    if not signed:
        return TEXT_GROUPS
    try:
        return contents.listed_groups(signed)
    except ChipError as error:
        problems[SECURITY_OBJECT.name] = str(error.facts["reason"])
        return TEXT_GROUPS


def _prove(session: CardSession, problems: dict[str, str]) -> tuple[bytes, bytes]:
    """Let the chip sign fresh bytes: a copy of the files has no key to do so."""
    challenge = secrets.token_bytes(8)
    try:
        room = EXTENDED_READ if session.extended else 256
        answer = session.secure("proof", b"\x00\x88\x00\x00", challenge, expected=room)
    except Refused as refused:
        problems["proof"] = f"{refused.status:04X}"
        return challenge, b""
    return challenge, answer
