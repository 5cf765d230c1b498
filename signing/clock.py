"""The library's own clock; every function that needs the time also takes another."""

import datetime as dt
from collections.abc import Callable

Clock = Callable[[], dt.datetime]

VIETNAM = dt.timezone(dt.timedelta(hours=7), "+07:00")


def utc_now() -> dt.datetime:
    """The PC's time: a claim, which a time stamp may confirm."""
    return dt.datetime.now(dt.UTC)  # noqa: TID251 - the one clock of a library without a Clock port
