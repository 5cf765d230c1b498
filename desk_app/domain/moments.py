"""Vietnamese time: one zone, no summer time since 1975."""

import datetime as dt

VIETNAM = dt.timezone(dt.timedelta(hours=7), "+07:00")


def local(at: dt.datetime) -> dt.datetime:
    """The moment as the clock on the wall shows it, without a zone.

    What deadlines are counted in.
    """
    return at.astimezone(VIETNAM).replace(tzinfo=None)


def aware(at: dt.datetime) -> dt.datetime:
    """A wall-clock moment with its zone again."""
    return at.replace(tzinfo=VIETNAM)
