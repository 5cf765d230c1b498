"""How the command line speaks: results on standard output, progress on standard error."""

import errno
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import IntEnum

from desk_app.domain.errors import (
    Cancelled,
    ConflictError,
    DeskError,
    IntegrityError,
    NotFoundError,
    RuleError,
)
from desk_app.texts import Texts


class Exit(IntEnum):
    """Exit codes of every command."""

    DONE = 0
    REFUSED = 1
    UNAVAILABLE = 2
    NOTHING = 3
    USAGE = 64
    OUR_FAULT = 70


def exit_code(error: DeskError) -> Exit:
    """64 when the command was wrong, 1 when a rule says no, 2 when something is not there."""
    if error.code.startswith("usage.") or error.code == "scanner.uri_invalid":
        return Exit.USAGE
    refused = (RuleError, ConflictError, IntegrityError, NotFoundError)
    return Exit.REFUSED if isinstance(error, refused) else Exit.UNAVAILABLE


def say(value: object, *, as_json: bool, words: Callable[[], Iterable[str]] | None = None) -> None:
    """Print one result."""
    if as_json or words is None:
        _write(json.dumps(value, ensure_ascii=False, default=_plain) + "\n")
    else:
        for line in words():
            _write(line + "\n")


def _write(text: str) -> None:
    """Write to standard output; a reader who went away (``… | head``) ends the program quietly."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        if error.errno not in (
            errno.EPIPE,
            errno.EINVAL,
        ):  # Windows says the latter of a closed pipe
            raise
        # What is still in the buffer has to go somewhere when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(Exit.DONE) from None


def _plain(value: object) -> object:
    if isinstance(value, (set, frozenset)):
        return sorted(str(v) for v in value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


def note(text: str) -> None:
    """A line of progress for a person."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def progress(done: int, total: int) -> None:
    """A line of progress for a program."""
    note(json.dumps({"done": done, "total": total}))


def nobody(_done: int, _total: int) -> None:
    """Nobody asked for progress."""


def sentence(code: str, facts: Mapping[str, object], *, language: str = "vi") -> str:
    """What happened, what is safe and what to do, as one text."""
    return _sentence(Texts(language).message(code, facts))


def complain(
    code: str, facts: Mapping[str, object], *, as_json: bool, language: str = "vi"
) -> None:
    """Say an error: code and facts as JSON, or what happened, what is safe, what to do."""
    message = Texts(language).message(code, facts)
    if as_json:
        body = {"code": code, "message": _sentence(message), "facts": dict(facts)}
        _write(json.dumps({"error": body}, ensure_ascii=False, default=_plain) + "\n")
        return
    for line in (
        message.title,
        message.body,
        *_faults(facts, language),
        message.action,
        f"[{code}]",
    ):
        if line:
            note(line)


def _faults(facts: Mapping[str, object], language: str) -> Iterator[str]:
    """Each fault of a definition with its place, where the error is about one."""
    found = facts.get("problems")
    for fault in found if isinstance(found, list) else ():
        if isinstance(fault, dict):
            told = {"path": fault.get("path", ""), "detail": fault.get("detail", "")}
            yield "- " + Texts(language).label(str(fault.get("code", "")), **told)


def _sentence(message: object) -> str:
    parts = (getattr(message, name, "") for name in ("title", "body", "action"))
    return " ".join(p if p.endswith((".", "?", "…")) else p + "." for p in parts if p)


__all__ = [
    "Cancelled",
    "Exit",
    "complain",
    "exit_code",
    "nobody",
    "note",
    "progress",
    "say",
    "sentence",
]
