"""Reading definitions that people write as data: every fault is named by its path.

Procedures and e-forms come from files that an administrator edits. A file with three faults
must show three, not the first one; so a `Node` collects problems and parsing goes on.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeVar

Severity = Literal["error", "to_confirm"]
Choice = TypeVar("Choice", bound=StrEnum)

_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault of a definition.

    Attributes:
        path: dotted place inside the definition, such as `components.2.name`.
        code: stable slug, such as `definition.missing`; key of the text catalogue.
        detail: the offending value or what was expected, for the message.
        severity: `to_confirm` marks a value that is known to need a source, not a fault.
    """

    path: str
    code: str
    detail: str = ""
    severity: Severity = "error"


class DefinitionError(Exception):
    """A definition cannot be used; `facts["problems"]` names every fault."""

    def __init__(self, what: str, problems: Sequence[Problem]) -> None:
        """Keep the faults of the definition called `what`."""
        self.code = "definition.broken"
        self.problems = tuple(problems)
        self.facts: dict[str, object] = {
            "what": what,
            "problems": [{"path": p.path, "code": p.code, "detail": p.detail} for p in problems],
        }
        places = ", ".join(f"{p.path} ({p.code})" for p in problems[:5])
        super().__init__(f"{what}: {len(problems)} problem(s): {places}")


class Node:
    """A table of a definition under its path; wrong values become problems.

    Each reader returns a value of the right type even after a fault, so that the caller can
    build its object and report everything at once; the object is thrown away then.
    """

    def __init__(self, data: object, path: str, problems: list[Problem]) -> None:
        """Wrap `data`; faults are appended to `problems`."""
        self.path = path
        self.problems = problems
        self._seen: set[str] = set()
        if isinstance(data, Mapping):
            self._data: Mapping[str, object] = data
        else:
            self._data = {}
            self.fault("", "definition.not_a_table", _show(data))

    def fault(self, key: str, code: str, detail: str = "") -> None:
        """Record a fault of `key` (of the table itself when empty)."""
        path = ".".join(part for part in (self.path, key) if part)
        self.problems.append(Problem(path=path or "(root)", code=code, detail=detail))

    def has(self, key: str) -> bool:
        """Whether the key is there, with any value."""
        return key in self._data

    def text(self, key: str, default: str | None = None) -> str:
        """A text without outer spaces; required unless a default is given."""
        value = self._take(key)
        if value is None:
            if default is None:
                self.fault(key, "definition.missing")
            return default or ""
        if not isinstance(value, str):
            self.fault(key, "definition.not_a_text", _show(value))
            return ""
        if value != value.strip() or not value:
            self.fault(key, "definition.empty_or_padded", _show(value))
        return value

    def optional_text(self, key: str) -> str | None:
        """A text, or None when the key is absent."""
        return self.text(key) if self.has(key) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when absent."""
        found = []
        for index, value in enumerate(self._list(key)):
            if isinstance(value, str) and value:
                found.append(value)
            else:
                self.fault(f"{key}.{index}", "definition.not_a_text", _show(value))
        return tuple(found)

    def number(self, key: str, default: int | None = None, *, least: int = 0) -> int:
        """A whole number not below `least`."""
        value = self._take(key)
        if value is None:
            if default is None:
                self.fault(key, "definition.missing")
            return default if default is not None else least
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(key, "definition.not_a_whole_number", _show(value))
            return least
        if value < least:
            self.fault(key, "definition.too_small", f"{value} < {least}")
        return value

    def optional_number(self, key: str, *, least: int = 0) -> int | None:
        """A whole number, or None when the key is absent."""
        return self.number(key, least=least) if self.has(key) else None

    def amount(self, key: str) -> float:
        """A number not below 0, parts of one allowed."""
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            self.fault(key, "definition.not_a_number", repr(value))
            return 0.0
        return float(value)

    def optional_amount(self, key: str) -> float | None:
        """A number not below 0, or None when the key is absent."""
        return self.amount(key) if self.has(key) else None

    def flag(self, key: str, *, default: bool = False) -> bool:
        """A yes or no."""
        value = self._take(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.fault(key, "definition.not_a_yes_or_no", _show(value))
            return default
        return value

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """One of the values of an enumeration."""
        value = self._take(key)
        first = next(iter(kind))
        if value is None:
            if default is None:
                self.fault(key, "definition.missing")
            return default if default is not None else first
        try:
            return kind(str(value))
        except ValueError:
            allowed = " | ".join(kind)
            self.fault(key, "definition.not_a_choice", f"{_show(value)}: {allowed}")
            return first

    def choices(self, key: str, kind: type[Choice]) -> tuple[Choice, ...]:
        """A list of values of an enumeration; empty when absent."""
        found = []
        for index, value in enumerate(self._list(key)):
            try:
                found.append(kind(str(value)))
            except ValueError:
                allowed = " | ".join(kind)
                self.fault(
                    f"{key}.{index}", "definition.not_a_choice", f"{_show(value)}: {allowed}"
                )
        return tuple(found)

    def date(self, key: str) -> dt.date:
        """A calendar day, as a TOML date or an ISO text."""
        value = self._take(key)
        if value is None:
            self.fault(key, "definition.missing")
        elif isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value
        else:
            try:
                return dt.date.fromisoformat(str(value))
            except ValueError:
                self.fault(key, "definition.not_a_date", _show(value))
        return dt.date.min

    def optional_date(self, key: str) -> dt.date | None:
        """A calendar day, or None when the key is absent."""
        return self.date(key) if self.has(key) else None

    def moment(self, key: str) -> dt.datetime:
        """An aware moment as an ISO text."""
        text = self.text(key)
        try:
            found = dt.datetime.fromisoformat(text)
            if found.tzinfo is not None:
                return found
        except ValueError:
            pass
        self.fault(key, "definition.not_a_date", _show(text))
        return dt.datetime.min.replace(tzinfo=dt.UTC)

    def optional_time(self, key: str) -> dt.time | None:
        """An hour of the day such as `15:00`, or None when the key is absent."""
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, dt.time):
            return value
        try:
            return dt.time.fromisoformat(str(value))
        except ValueError:
            self.fault(key, "definition.not_a_time", _show(value))
            return None

    def node(self, key: str) -> "Node":
        """A table that must be there."""
        if not self.has(key):
            self.fault(key, "definition.missing")
        return Node(self._take(key) or {}, self._under(key), self.problems)

    def optional_node(self, key: str) -> "Node | None":
        """A table, or None when the key is absent."""
        return self.node(key) if self.has(key) else None

    def nodes(self, key: str) -> list["Node"]:
        """A list of tables; empty when absent."""
        return [
            Node(value, self._under(f"{key}.{index}"), self.problems)
            for index, value in enumerate(self._list(key))
        ]

    def tables(self, key: str) -> dict[str, "Node"]:
        """Named tables, as in `[sources.NAME]`; empty when absent."""
        value = self._take(key)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.fault(key, "definition.not_a_table", _show(value))
            return {}
        return {
            str(name): Node(child, self._under(f"{key}.{name}"), self.problems)
            for name, child in value.items()
        }

    def raw(self, key: str) -> object:
        """The value as it stands, for parts that another schema checks; None when absent."""
        return self._take(key)

    def finish(self) -> None:
        """Name every key that nobody asked for: a typing slip must not pass in silence."""
        for key in self._data:
            if key not in self._seen:
                self.fault(str(key), "definition.unknown_key")

    def _take(self, key: str) -> object:
        self._seen.add(key)
        return self._data.get(key)

    def _list(self, key: str) -> Sequence[object]:
        value = self._take(key)
        if value is None:
            return ()
        if isinstance(value, str) or not isinstance(value, Sequence):
            self.fault(key, "definition.not_a_list", _show(value))
            return ()
        return value

    def _under(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def _show(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
