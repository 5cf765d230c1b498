"""Builds national payloads from field tables, with every field explained: a dry run on paper.

The tables are data (``resources/sync/dvcqg_g1.toml``, ``dvcqg_g2.toml``). A required field without
a value makes the payload incomplete; it is then shown, never sent.
"""

import datetime as dt
import enum
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desk_app.adapters.sync.rules import read_table

LOCAL = zoneinfo.ZoneInfo("Asia/Ho_Chi_Minh")


class Filling(enum.StrEnum):
    """How a field came out."""

    FILLED = "filled"
    CUT = "cut"
    ABSENT = "absent"
    MISSING = "missing"
    UNKNOWN_CODE = "unknown_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldNote:
    """One field of a payload: where it is, what it got, from which fact, and why not.

    ``confirm``: the sources differ or there is one only; the customer's guide decides.
    """

    path: str
    value: Any
    source: str
    filling: Filling
    note: str = ""
    confirm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A payload with its explanation."""

    payload: dict[str, Any]
    notes: tuple[FieldNote, ...]

    @property
    def is_complete(self) -> bool:
        """Tell whether every required field has a value the table knows."""
        bad = (Filling.MISSING, Filling.UNKNOWN_CODE)
        return all(note.filling not in bad for note in self.notes)

    def to_json(self) -> dict[str, Any]:
        """Give payload and explanation for a dry run."""
        return {
            "complete": self.is_complete,
            "payload": self.payload,
            "fields": [
                {
                    "field": note.path,
                    "value": note.value,
                    "from": note.source,
                    "filling": note.filling.value,
                    "note": note.note,
                    "confirm": note.confirm,
                }
                for note in self.notes
            ],
        }


class FieldTable:
    """One generation's objects and code tables."""

    def __init__(self, name: str) -> None:
        self.data = read_table(name)
        self._codes: Mapping[str, Mapping[str, str]] = self.data.get("code", {})

    def export(self, kind: str, facts: Mapping[str, Any]) -> Export:
        """Build one object of the table from facts."""
        notes: list[FieldNote] = []
        payload = self._object(kind, facts, "", notes)
        return Export(payload=payload, notes=tuple(notes))

    def _object(
        self, kind: str, facts: Mapping[str, Any], path: str, notes: list[FieldNote]
    ) -> dict[str, Any]:
        payload: dict[str, Any] = {}
        for field in self.data[kind]["field"]:
            value = self._field(field, facts, f"{path}{field['name']}", notes)
            if value is not None:
                payload[field["name"]] = value
        return payload

    def _field(
        self, field: Mapping[str, Any], facts: Mapping[str, Any], path: str, notes: list[FieldNote]
    ) -> Any:
        raw = _lookup(facts, field["from"])
        shape, _, inner = str(field["as"]).partition(":")
        if shape == "list":
            entries = raw or []
            self._note(
                field, path, len(entries), Filling.FILLED if entries else Filling.ABSENT, notes
            )
            return [
                self._object(inner, entry, f"{path}[{position}].", notes)
                for position, entry in enumerate(entries)
            ] or None
        if shape == "one":
            return self._object(inner, raw, f"{path}.", notes) if raw else None
        value, filling = self._plain(shape, inner, raw)
        limit = field.get("max")
        if isinstance(value, str) and limit and len(value) > limit:
            value, filling = value[:limit], Filling.CUT
        if filling is Filling.ABSENT and field.get("required"):
            filling = Filling.MISSING
        self._note(field, path, value, filling, notes)
        return value

    def _plain(self, shape: str, inner: str, raw: Any) -> tuple[Any, Filling]:
        if raw is None or raw == "":
            return None, Filling.ABSENT
        if shape == "code":
            code = self._codes[inner].get(str(raw))
            return code, Filling.FILLED if code is not None else Filling.UNKNOWN_CODE
        return _SHAPES[shape](raw), Filling.FILLED

    def _note(
        self,
        field: Mapping[str, Any],
        path: str,
        value: Any,
        filling: Filling,
        notes: list[FieldNote],
    ) -> None:
        notes.append(
            FieldNote(
                path=path,
                value=value,
                source=field["from"],
                filling=filling,
                note=field.get("note", ""),
                confirm=bool(field.get("confirm", False)),
            )
        )


def _lookup(facts: Mapping[str, Any], source: str) -> Any:
    if source.startswith("const:"):
        return source.removeprefix("const:")
    found: Any = facts
    for part in source.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _moment(raw: Any) -> dt.datetime:
    """Read a date or a moment in the country's time."""
    text = str(raw)
    if len(text) == 10:
        return dt.datetime.combine(dt.date.fromisoformat(text), dt.time(), LOCAL)
    return dt.datetime.fromisoformat(text).astimezone(LOCAL)


_SHAPES: dict[str, Callable[[Any], Any]] = {
    "text": str,
    "date14": lambda raw: _moment(raw).strftime("%Y%m%d%H%M%S"),
    "date19": lambda raw: _moment(raw).strftime("%Y-%m-%d %H:%M:%S"),
    "flag": lambda raw: "1" if raw else "0",
    "amount": lambda raw: str(int(raw)),
    "number": int,
    "object": dict,
}
