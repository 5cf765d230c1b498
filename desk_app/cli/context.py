"""What every command shares: the profile, who acts, the PIN, and how errors end a command."""

import datetime as dt
import functools
import logging
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn, ParamSpec

import typer

from desk_app.application.desk import Desk
from desk_app.cli.output import Exit, complain, exit_code
from desk_app.domain.errors import Cancelled, DeskError
from desk_app.domain.people import Actor

_log = logging.getLogger(__name__)

JsonFlag = Annotated[bool, typer.Option("--json", help="UTF-8 JSON, one object a line")]
ProfileOption = Annotated[
    Path | None, typer.Option("--profile", envvar="DESK_PROFILE", help="folder of the desk")
]
AsOption = Annotated[str, typer.Option("--as", help="sign-in name of the officer who acts")]
PinFlag = Annotated[bool, typer.Option("--pin-stdin", help="PIN as one line on standard input")]

P = ParamSpec("P")


class CommandError(Exception):
    """Ends a command with a code of its own.

    Attributes:
        code: catalogue key.
        exit: exit code.
    """

    def __init__(self, code: str, exit_: Exit = Exit.USAGE, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.exit = exit_
        self.facts = facts


def command(function: Callable[P, Exit | None]) -> Callable[P, None]:
    """Turn refusals into words and exit codes; no traceback ever reaches a user."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        as_json = bool(kwargs.get("json_", False))
        try:
            code = function(*args, **kwargs) or Exit.DONE
        except CommandError as error:
            complain(error.code, error.facts, as_json=as_json)
            code = error.exit
        except DeskError as error:
            complain(error.code, error.facts, as_json=as_json)
            code = exit_code(error)
        except Cancelled:
            code = Exit.REFUSED
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:  # noqa: BLE001 - the last place before the user
            code = _unexpected(error, as_json=as_json)
        raise typer.Exit(int(code))

    return run


def _unexpected(error: Exception, *, as_json: bool) -> Exit:
    """Translate what the libraries raise with a code; anything else is our fault, logged."""
    code = getattr(error, "code", None)
    facts = getattr(error, "facts", {})
    if isinstance(code, str) and isinstance(facts, dict):
        complain(code, facts, as_json=as_json)
        usage = code.endswith((".uri_invalid", ".bad_value")) or code.startswith("usage.")
        return Exit.USAGE if usage else Exit.UNAVAILABLE
    _log.error("command failed", exc_info=error)
    facts = {"kind": type(error).__name__, "place": _place(error)}
    complain("program.fault", facts, as_json=as_json)
    return Exit.OUR_FAULT


def _place(error: BaseException) -> str:
    """Where it happened, for the engineer: ``module:line`` of the innermost frame."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(frame.filename).stem}:{frame.lineno}"


@contextmanager
def opened(profile: Path | None) -> Iterator[Desk]:
    """The desk of a profile, closed at the end."""
    from desk_app import bootstrap

    desk = bootstrap.open_desk(profile)
    try:
        yield desk
    finally:
        desk.close()


def day_of(text: str) -> dt.date:
    """A day as the options give it; refused as bad usage."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError("usage.bad_time", text=text) from None


def acting_as(desk: Desk, user: str) -> Actor:
    """The officer who acts; a profile that asks for passwords reads one from standard input."""
    from desk_app import bootstrap

    if not user:
        _refuse("usage.as_missing")
    bootstrap.check_password(desk, user, _line_of_stdin)
    return desk.actor(user)


def _line_of_stdin() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def read_pin(*, wanted: bool) -> bytearray | None:
    """The PIN from standard input as bytes that can be wiped; None when none is given."""
    if not wanted:
        return None
    line = sys.stdin.buffer.readline()
    return bytearray(line.rstrip(b"\r\n"))


def _refuse(code: str) -> NoReturn:
    raise CommandError(code)
