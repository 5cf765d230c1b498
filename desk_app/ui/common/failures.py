"""Errors on their way to the screen: a code with facts, whatever was raised."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

UNEXPECTED = "desk.unexpected"


class Failure(NamedTuple):
    """A catalogue code with the facts of its sentences."""

    code: str
    facts: Mapping[str, object] = MappingProxyType({})


def failure_of(error: BaseException) -> Failure:
    """The code and facts of an error of the desk; anything else is a fault of the program."""
    code = getattr(error, "code", None)
    if isinstance(code, str):
        return Failure(code, dict(getattr(error, "facts", None) or {}))
    return Failure(UNEXPECTED, {"kind": type(error).__name__})


def was_cancelled(error: BaseException) -> bool:
    """Whether the officer merely changed their mind."""
    return type(error).__name__ == "Cancelled"
