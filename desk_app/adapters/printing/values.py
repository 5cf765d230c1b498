"""How data look on paper: dates, sums, lists; and lines of results filled from the data."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from zoneinfo import ZoneInfo

from desk_app.adapters.printing.errors import PrintingError
from desk_app.adapters.printing.templates import Row, at
from desk_app.texts.vietnamese import amount_in_words, date_in_words, day_and_month, long_date

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_PLACE = re.compile(r"\{([a-z0-9_.]+)(?::([a-z_]+))?\}")
_ISO_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def for_paper(value: object) -> object:
    """Plain JSON for the layout: texts in NFC, moments and dates as their parts.

    An ISO text is a moment or a date too, since e-form values travel as JSON.
    """
    if isinstance(value, Mapping):
        return {str(key): for_paper(child) for key, child in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [for_paper(child) for child in value]
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value)
        if _ISO_MOMENT.fullmatch(text):
            return parts(dt.datetime.fromisoformat(text))
        if _ISO_DATE.fullmatch(text):
            return parts(dt.date.fromisoformat(text))
        return text
    if isinstance(value, dt.date):
        return parts(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)


def parts(moment: dt.date) -> dict[str, str]:
    """The parts of a date or moment as papers write them, in Vietnamese local time."""
    found = {}
    if isinstance(moment, dt.datetime):
        if moment.tzinfo is not None:
            moment = moment.astimezone(VIETNAM)
        found = {"hour": f"{moment.hour:02}", "minute": f"{moment.minute:02}"}
    day, month = day_and_month(moment)
    return {**found, "day": day, "month": month, "year": str(moment.year)}


def _as_date(value: object) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return (value if value.tzinfo is None else value.astimezone(VIETNAM)).date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and _ISO_DATE.match(value):
        return dt.date.fromisoformat(value[:10])
    return None


def _short_date(value: object) -> str:
    day = _as_date(value)
    return str(value) if day is None else f"{day.day:02}/{day.month:02}/{day.year}"


def _long_date(value: object) -> str:
    day = _as_date(value)
    return str(value) if day is None else long_date(day)


def _compact(value: object) -> str:
    """Digits only, for codes: a moment as YYYYMMDDhhmmss, a day as YYYYMMDD."""
    if isinstance(value, str) and _ISO_MOMENT.fullmatch(value):
        value = dt.datetime.fromisoformat(value)
    if isinstance(value, dt.datetime):
        local = value if value.tzinfo is None else value.astimezone(VIETNAM)
        return local.strftime("%Y%m%d%H%M%S")
    day = _as_date(value)
    return str(value) if day is None else day.strftime("%Y%m%d")


def _date_words(value: object) -> str:
    day = _as_date(value)
    return str(value) if day is None else date_in_words(day)


def _number(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    whole, _, part = f"{value:,.4f}".partition(".")
    part = part.rstrip("0")
    return whole.replace(",", ".") + (f",{part}" if part else "")


def _amount_words(value: object) -> str:
    return amount_in_words(int(value)) if isinstance(value, int | float) else str(value)


STYLES: Mapping[str, Callable[[object], str]] = {
    "text": str,
    "upper": lambda value: str(value).upper(),
    "date": _short_date,
    "long_date": _long_date,
    "compact": _compact,
    "date_words": _date_words,
    "number": _number,
    "amount_words": _amount_words,
}
"""How a datum is written."""


def rows_for_paper(rows: Sequence[Row], data: Mapping[str, object]) -> list[dict[str, object]]:
    """Lines of a result with their values written out.

    Raises:
        PrintingError: `printing.style_unknown` for a style nobody knows.
    """
    found: list[dict[str, object]] = []
    for row in rows:
        if row.when is not None and at(data, row.when) in (None, "", [], ()):
            continue
        if row.kind == "cells":
            cells = [
                {
                    "label": cell.label,
                    "text": written(at(data, cell.value), cell.style),
                    "strong": cell.strong,
                    "share": cell.share,
                }
                for cell in row.cells
            ]
            found.append({"kind": "cells", "cells": cells})
        elif row.kind == "list":
            items = at(data, row.text)
            listed = items if isinstance(items, Sequence) and not isinstance(items, str) else []
            found.append({"kind": "list", "items": [written(item, "text") for item in listed]})
        else:
            found.append({"kind": row.kind, "text": filled(row.text, data)})
    return found


def filled(words: str, data: Mapping[str, object]) -> str:
    """A text with its `{dotted.path}` or `{dotted.path:style}` places filled; gaps show as dots."""
    return _PLACE.sub(lambda found: written(at(data, found[1]), found[2] or "text") or "………", words)


def written(value: object, style: str) -> str | None:
    """A datum in its style, None when there is nothing to write."""
    if value in (None, "", [], ()):
        return None
    if style not in STYLES:
        raise PrintingError("printing.style_unknown", style=style)
    return unicodedata.normalize("NFC", STYLES[style](value))
