"""Reads JSON into the dataclasses of messages.py by their annotations, and says which field is wrong.

How a class is read and written is worked out once, from its annotations, and kept.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
Convert = Callable[[Any], Any]


class Unreadable(ValueError):
    """A message that does not fit its dataclass. `field` is the dotted name of what is wrong."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field or 'message'}: {reason}")
        self.field = field
        self.reason = reason

    def inside(self, outer: str) -> Unreadable:
        """The same, seen from what holds the field."""
        dot = "." if self.field and not self.field.startswith("[") else ""
        return Unreadable(f"{outer}{dot}{self.field}", self.reason)


def read(cls: type[T], data: Any) -> T:
    """The message in `data`. Unknown keys are ignored, so that a newer sender may say more. Raises Unreadable."""
    message: T = _reader(typing.cast(Any, cls))(data)
    return message


def write(message: Any) -> Any:
    """The message as JSON values. A field that is None is left out where it may be missing; null is a value."""
    if isinstance(message, (list, tuple)):
        return [write(item) for item in message]
    if isinstance(message, dict):
        return {str(key): write(value) for key, value in message.items()}
    return _writer(typing.cast(Any, type(message)))(message)


@functools.cache
def _fields(cls: type) -> tuple[tuple[str, Any, bool], ...]:
    """Name, annotation and whether it may be missing."""
    hints = typing.get_type_hints(cls)
    missing = dataclasses.MISSING
    return tuple(
        (f.name, hints[f.name], f.default is not missing or f.default_factory is not missing)
        for f in dataclasses.fields(cls)
    )


@functools.cache
def _reader(hint: Any) -> Convert:
    """What makes a value of this annotation out of JSON, or raises Unreadable."""
    if hint is Any:
        return _as_it_is
    if _is_union(hint):
        return _read_if_there(_reader(_inner(hint)))
    origin = typing.get_origin(hint)
    if origin in (list, tuple):
        return _read_items(origin, _reader(typing.get_args(hint)[0]))
    if origin is dict:
        key_type, inner = typing.get_args(hint)
        return _read_mapping(key_type, _reader(inner))
    if dataclasses.is_dataclass(hint):
        return _read_message(typing.cast(type, hint))
    return _read_scalar(hint)


def _as_it_is(value: Any) -> Any:
    return value


def _is_union(hint: Any) -> bool:
    return typing.get_origin(hint) in (types.UnionType, typing.Union)


def _inner(union: Any) -> Any:
    """The one type beside None."""
    return next(each for each in typing.get_args(union) if each is not type(None))


_WORDS = {str: "text", int: "an integer", bool: "true or false"}


def _read_scalar(kind: type) -> Convert:
    reason = f"is not {_WORDS.get(kind, kind.__name__)}"

    def read_scalar(value: Any) -> Any:
        if type(value) is not kind:
            raise Unreadable("", reason)
        return value

    return read_scalar


def _read_if_there(read_value: Convert) -> Convert:
    return lambda value: None if value is None else read_value(value)


def _read_items(make: type, read_item: Convert) -> Convert:
    def read_items(value: Any) -> Any:
        if not isinstance(value, list):
            raise Unreadable("", "is not a list")
        found = []
        try:
            for item in value:
                found.append(read_item(item))
        except Unreadable as error:
            raise error.inside(f"[{len(found)}]") from None
        return make(found)

    return read_items


def _read_mapping(key_type: type, read_value: Convert) -> Convert:
    def read_mapping(value: Any) -> dict[Any, Any]:
        if not isinstance(value, dict):
            raise Unreadable("", "is not an object")
        if key_type is str and read_value is _as_it_is:
            return dict(value)
        found, key = {}, ""
        try:
            for key, inner in value.items():
                found[key_type(key)] = read_value(inner)
        except Unreadable as error:
            raise error.inside(str(key)) from None
        except ValueError as error:
            raise Unreadable("", "has a wrong key") from error
        return found

    return read_mapping


def _read_message(cls: type) -> Convert:
    fields = [(name, _reader(hint), optional) for name, hint, optional in _fields(cls)]

    def read_message(data: Any) -> Any:
        if not isinstance(data, dict):
            raise Unreadable("", "is not an object")
        values = {}
        name = ""
        try:
            for name, read_field, optional in fields:
                if name in data:
                    values[name] = read_field(data[name])
                elif not optional:
                    raise Unreadable("", "is missing")
        except Unreadable as error:
            raise error.inside(name) from None
        return cls(**values)

    return read_message


@functools.cache
def _writer(hint: Any) -> Convert:
    """What makes JSON of a value of this annotation."""
    if _is_union(hint):
        return _writer(_inner(hint))
    if typing.get_origin(hint) in (list, tuple, dict):
        *keys, inner = typing.get_args(hint)
        return _as_it_is if _writer(inner) is _as_it_is and keys in ([], [str]) else write
    return _write_message(hint) if dataclasses.is_dataclass(hint) else _as_it_is


def _write_message(cls: Any) -> Convert:
    fields = [(name, _writer(hint), optional) for name, hint, optional in _fields(cls)]

    def write_message(message: Any) -> dict[str, Any]:
        found = {}
        for name, write_field, optional in fields:
            value = getattr(message, name)
            if value is not None:
                found[name] = write_field(value)
            elif not optional:
                found[name] = None
        return found

    return write_message
