"""Aggregates to JSON and back: strict, by the types the dataclasses declare.

Only shapes the domain uses are known; anything else is an error at once, never a silent loss. A
field that is missing takes its default (an older program wrote the row), a field nobody knows is
refused (a newer one did).
"""

import collections.abc
import dataclasses
import datetime as dt
import enum
import functools
import math
import types
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Decoder = Callable[[Any], Any]
T = TypeVar("T")

_AS_IT_IS = (str, int, float, bool, type(None))
_FROM_TEXT: dict[type, Decoder] = {
    dt.datetime: dt.datetime.fromisoformat,
    dt.date: dt.date.fromisoformat,
    dt.time: dt.time.fromisoformat,
    Fraction: Fraction,
}


class CodecError(TypeError):
    """A value whose shape the codec does not know."""


def encode(value: object) -> Any:
    """Plain JSON of a domain value."""
    kind: Any = type(value)
    return _encoder(kind)(value)


def decode(kind: type[T], data: Any) -> T:
    """The domain value of a declared type from its JSON."""
    wanted: Any = kind
    made: T = _decoder(wanted)(data)
    return made


@functools.cache
def _encoder(kind: type) -> Decoder:
    if issubclass(kind, enum.Enum):
        return lambda value: value.value
    if kind in _AS_IT_IS:
        return _finite if kind is float else lambda value: value
    if issubclass(kind, str):
        return str
    if issubclass(kind, (dt.date, dt.time)):
        return lambda value: value.isoformat()
    if issubclass(kind, Fraction):
        return str
    if dataclasses.is_dataclass(kind):
        names = [f.name for f in dataclasses.fields(kind)]
        return lambda value: {name: encode(getattr(value, name)) for name in names}
    return _many_encoder(kind)


def _many_encoder(kind: type) -> Decoder:
    if issubclass(kind, collections.abc.Mapping):
        return lambda value: {_key(k): encode(v) for k, v in value.items()}
    if issubclass(kind, (set, frozenset)):
        return lambda value: sorted(encode(v) for v in value)
    if issubclass(kind, (list, tuple)):
        return lambda value: [encode(v) for v in value]
    raise CodecError(kind.__name__)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise CodecError(f"key of type {type(key).__name__}")
    return str(key.value) if isinstance(key, enum.Enum) else key


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise CodecError(repr(value))
    return value


@functools.cache
def _decoder(kind: Any) -> Decoder:
    if hasattr(kind, "__supertype__"):
        return _decoder(kind.__supertype__)
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        return _union(get_args(kind))
    if origin is not None:
        return _container(kind, origin, get_args(kind))
    if not isinstance(kind, type):
        raise CodecError(str(kind))
    if dataclasses.is_dataclass(kind):
        return _dataclass(kind)
    if issubclass(kind, enum.Enum):
        return kind
    if kind in _FROM_TEXT:
        return _FROM_TEXT[kind]
    if kind in _AS_IT_IS:
        return _one_of((kind,))
    raise CodecError(kind.__name__)


def _one_of(kinds: tuple[type, ...]) -> Decoder:
    allowed = {*kinds, int} if float in kinds else set(kinds)

    def check(data: Any) -> Any:
        if type(data) not in allowed:
            raise CodecError(f"{type(data).__name__} where {sorted(k.__name__ for k in kinds)}")
        return data

    return check


def _dataclass(kind: type) -> Decoder:
    """Decoders of the fields are made at first use: a type may hold itself."""
    fields: dict[str, Decoder] = {}

    def prepare() -> None:
        hints = get_type_hints(kind)
        fields.update({f.name: _decoder(hints[f.name]) for f in dataclasses.fields(kind)})

    def build(data: Any) -> Any:
        if not fields:
            prepare()
        try:
            return kind(**{name: fields[name](value) for name, value in data.items()})
        except KeyError as error:
            raise CodecError(f"{kind.__name__}.{error.args[0]}") from error

    return build


def _union(options: tuple[Any, ...]) -> Decoder:
    others = tuple(option for option in options if option is not type(None))
    if len(others) == 1:
        inner = _decoder(others[0])
        return lambda data: None if data is None else inner(data)
    if all(option in _AS_IT_IS for option in options):
        return _one_of(options)
    raise CodecError(str(options))


def _container(kind: Any, origin: Any, args: tuple[Any, ...]) -> Decoder:
    if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
        item = _decoder(args[0])
        return lambda data: tuple([item(one) for one in data])
    if origin is tuple:
        items = [_decoder(arg) for arg in args]
        return lambda data: tuple(item(one) for item, one in zip(items, data, strict=True))
    if origin is list:
        item = _decoder(args[0])
        return lambda data: [item(one) for one in data]
    if origin is frozenset:
        item = _decoder(args[0])
        return lambda data: frozenset(item(one) for one in data)
    if origin in {dict, collections.abc.Mapping}:
        key, item = _decoder(args[0]), _decoder(args[1])
        return lambda data: {key(k): item(v) for k, v in data.items()}
    raise CodecError(str(kind))
