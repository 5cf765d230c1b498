"""Aggregates to JSON and back: strict, by the types the dataclasses declare.

Only shapes the domain uses are known; anything else is an error at once, never a silent loss.
"""

import collections.abc
import dataclasses
import datetime as dt
import enum
import functools
import types
import typing
from fractions import Fraction
from typing import Any, Union, get_args, get_origin, get_type_hints


class CodecError(TypeError):
    """A value whose shape the codec does not know."""


def encode(value: object) -> Any:
    """Plain JSON of a domain value."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: encode(getattr(value, f.name)) for f in dataclasses.fields(value)}
    return _encode_many(value)


def _encode_many(value: object) -> Any:
    if isinstance(value, collections.abc.Mapping):
        return {str(k): encode(v) for k, v in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(encode(v) for v in value)
    if isinstance(value, (list, tuple)):
        return [encode(v) for v in value]
    raise CodecError(type(value).__name__)


def decode(kind: Any, data: Any) -> Any:
    """The domain value of a declared type from its JSON."""
    return _decoder(kind)(data)


@functools.cache
def _decoder(kind: Any) -> collections.abc.Callable[[Any], Any]:
    if hasattr(kind, "__supertype__"):
        return _decoder(kind.__supertype__)
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        return _union(get_args(kind))
    if origin is not None:
        return _container(kind, origin, get_args(kind))
    if kind is Any or kind is object:
        return lambda data: data
    if isinstance(kind, type):
        return _plain(kind)
    raise CodecError(str(kind))


def _plain(kind: type) -> collections.abc.Callable[[Any], Any]:
    if dataclasses.is_dataclass(kind):
        return _dataclass(kind)
    if issubclass(kind, enum.Enum):
        return kind
    simple: dict[type, collections.abc.Callable[[Any], Any]] = {
        dt.datetime: dt.datetime.fromisoformat,
        dt.date: dt.date.fromisoformat,
        dt.time: dt.time.fromisoformat,
        Fraction: Fraction,
        str: str,
        int: int,
        float: float,
        bool: bool,
        type(None): lambda _: None,
    }
    if kind in simple:
        return simple[kind]
    raise CodecError(kind.__name__)


def _dataclass(kind: type) -> collections.abc.Callable[[Any], Any]:
    hints = get_type_hints(kind)
    fields = [f for f in dataclasses.fields(kind) if f.init]

    def build(data: Any) -> Any:
        given = {f.name: _decoder(hints[f.name])(data[f.name]) for f in fields if f.name in data}
        return kind(**given)

    return build


def _union(options: tuple[Any, ...]) -> collections.abc.Callable[[Any], Any]:
    others = [o for o in options if o is not type(None)]
    if len(others) == 1:
        inner = _decoder(others[0])
        return lambda data: None if data is None else inner(data)
    if any(dataclasses.is_dataclass(o) for o in others):
        raise CodecError(str(options))
    return lambda data: tuple(data) if isinstance(data, list) else data


def _container(
    kind: Any, origin: Any, args: tuple[Any, ...]
) -> collections.abc.Callable[[Any], Any]:
    if origin is tuple:
        if len(args) == 2 and args[1] is Ellipsis:
            return lambda data: tuple(_decoder(args[0])(item) for item in data)
        return lambda data: tuple(_decoder(a)(item) for a, item in zip(args, data, strict=True))
    if origin in {list, collections.abc.Sequence}:
        return lambda data: [_decoder(args[0])(item) for item in data]
    if origin is frozenset:
        return lambda data: frozenset(_decoder(args[0])(item) for item in data)
    if origin in {dict, collections.abc.Mapping}:
        return lambda data: {_decoder(args[0])(k): _decoder(args[1])(v) for k, v in data.items()}
    if origin is typing.Literal:
        return lambda data: data
    raise CodecError(str(kind))
