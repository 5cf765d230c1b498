"""JSON lines in, JSON-ready mappings out; one bad line never stops the rest."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from desk_app.domain.deadlines import DeadlineError

Line = Mapping[str, Any]
Answer = dict[str, Any]
Say = Callable[[str, Mapping[str, object]], str]

_ENGLISH = {
    "facts.not_json": "The line is not JSON.",
    "facts.not_object": "The line is not a JSON object.",
    "facts.text_invalid": "The line holds half a surrogate pair.",
    "facts.kind_unknown": "Unknown kind.",
    "facts.input_missing": "A needed input is missing.",
    "facts.input_invalid": "An input has the wrong type or form.",
}


class FactError(Exception):
    """A line that cannot be understood.

    Attributes:
        code: stable slug, for example `facts.not_json`.
        facts: what a message may name.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def facts_stream(
    lines: Iterable[str], answer: Callable[[Line], Answer], say: Say | None = None
) -> Iterator[Answer]:
    """Answer line by line, in order; a line that fails gives its error and the rest goes on.

    Args:
        lines: JSON lines; blank ones are passed over.
        answer: `answer_due` or `answer_identity` with its data bound.
        say: turns an error code and its facts into a message; English without it.
    """
    for line in lines:
        text = line.strip().lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")
        if text:
            yield _answer_line(text, answer, say or _say_in_english)


def _answer_line(text: str, answer: Callable[[Line], Answer], say: Say) -> Answer:
    name: object = None
    try:
        asked = _asked(text)
        name = asked.get("id")
        return {"id": name, **answer(asked)}
    except (FactError, DeadlineError) as refused:
        message = say(refused.code, refused.facts)
        return {"id": name, "error": {"code": refused.code, "message": message}}


def _asked(text: str) -> Line:
    try:
        asked = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise FactError("facts.not_json") from None
    if not isinstance(asked, dict):
        raise FactError("facts.not_object")
    try:
        json.dumps(asked, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise FactError("facts.text_invalid") from None
    return asked


def _no_number(word: str) -> object:
    """``NaN`` and ``Infinity`` are no JSON (RFC 8259, section 6), and no answer could copy them."""
    raise ValueError(word)


def _say_in_english(code: str, facts: Mapping[str, object]) -> str:
    named = ", ".join(f"{key}={value!r}" for key, value in facts.items())
    known = _ENGLISH.get(code, code)
    return f"{known} ({named})" if named else known


def needed(line: Line, key: str) -> Line:
    """Take a mapping the line must hold.

    Raises:
        FactError: `facts.input_missing` or `facts.input_invalid`.
    """
    value = line.get(key)
    if value is None:
        raise FactError("facts.input_missing", key=key)
    if not isinstance(value, Mapping):
        raise FactError("facts.input_invalid", key=key)
    return value


def rows(line: Line, key: str) -> list[Any]:
    """Take a list the line must hold.

    Raises:
        FactError: `facts.input_missing` or `facts.input_invalid`.
    """
    value = line.get(key)
    if value is None:
        raise FactError("facts.input_missing", key=key)
    if not isinstance(value, list):
        raise FactError("facts.input_invalid", key=key)
    return value
