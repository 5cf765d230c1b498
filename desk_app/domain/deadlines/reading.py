"""Moments, days and hours out of plain data; strict, because law hangs on them."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from desk_app.domain.deadlines.errors import DeadlineError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?", re.ASCII)
_YEARS = range(1900, 3000)  # leaves room to count on both sides
_HOUR = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)


def day(value: object, key: str) -> dt.date:
    """Read a day written `YYYY-MM-DD`, or take the date a TOML file holds.

    Raises:
        DeadlineError: `due.day_invalid`.
    """
    found = value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            found = dt.date.fromisoformat(value)
        except ValueError:
            found = None
    if isinstance(found, dt.date) and not isinstance(found, dt.datetime) and found.year in _YEARS:
        return found
    raise DeadlineError("due.day_invalid", key=key, value=value)


def moment(value: object, key: str) -> dt.datetime:
    """Read a local Vietnamese moment without a zone, `YYYY-MM-DDTHH:MM[:SS]`.

    Raises:
        DeadlineError: `due.moment_invalid`; a moment that names a zone is one, too.
    """
    found = value
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            found = dt.datetime.fromisoformat(value)
        except ValueError:
            found = None
    if isinstance(found, dt.datetime) and found.tzinfo is None and found.year in _YEARS:
        return found
    raise DeadlineError("due.moment_invalid", key=key, value=value)


def hour(value: object, key: str) -> dt.time:
    """Read an hour of the day written `HH:MM`.

    Raises:
        DeadlineError: `due.hour_invalid`.
    """
    if isinstance(value, dt.time):
        return value
    found = _HOUR.fullmatch(value) if isinstance(value, str) else None
    if found:
        try:
            return dt.time(int(found[1]), int(found[2]))
        except ValueError:
            pass
    raise DeadlineError("due.hour_invalid", key=key, value=value)


def flag(value: object, key: str) -> bool:
    """Read a yes or no.

    Raises:
        DeadlineError: `due.value_invalid`.
    """
    if isinstance(value, bool):
        return value
    raise DeadlineError("due.value_invalid", key=key, value=value)


def table(value: object, key: str) -> Mapping[str, Any]:
    """Take a value that must be a mapping.

    Raises:
        DeadlineError: `due.value_invalid`.
    """
    if isinstance(value, Mapping):
        return value
    raise DeadlineError("due.value_invalid", key=key, value=value)


def rows(value: object, key: str) -> Sequence[Any]:
    """Take a value that must be a list.

    Raises:
        DeadlineError: `due.value_invalid`.
    """
    if isinstance(value, list | tuple):
        return value
    raise DeadlineError("due.value_invalid", key=key, value=value)
