"""Reads JSON into the dataclasses of messages.py by their annotations, and says which field is wrong."""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from typing import Any, TypeVar

T = TypeVar("T")


class Unreadable(ValueError):
    """A message that does not fit its dataclass. `field` is the dotted name of what is wrong."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field or 'message'}: {reason}")
        self.field = field
        self.reason = reason


def read(cls: type[T], data: Any, where: str = "") -> T:
    """The message in `data`. Unknown keys are ignored, so that a newer sender may say more. Raises Unreadable."""
    if not isinstance(data, dict):
        raise Unreadable(where, "is not an object")
    values = {}
    for name, hint, optional in _fields(cls):  # type: ignore[arg-type]
        if name in data:
            values[name] = _value(hint, data[name], f"{where}.{name}" if where else name)
        elif not optional:
            raise Unreadable(f"{where}.{name}" if where else name, "is missing")
    return cls(**values)


def write(message: Any) -> Any:
    """The message as JSON values. A field that is None is left out where it may be missing; null is a value."""
    if dataclasses.is_dataclass(message) and not isinstance(message, type):
        fields = ((name, getattr(message, name), optional) for name, _, optional in _fields(type(message)))
        return {name: write(value) for name, value, optional in fields if value is not None or not optional}
    if isinstance(message, (list, tuple)):
        return [write(item) for item in message]
    if isinstance(message, dict):
        return {str(key): write(value) for key, value in message.items()}
    return message


@functools.cache
def _fields(cls: type) -> tuple[tuple[str, Any, bool], ...]:
    hints = typing.get_type_hints(cls)
    missing = dataclasses.MISSING
    return tuple(
        (f.name, hints[f.name], f.default is not missing or f.default_factory is not missing)
        for f in dataclasses.fields(cls)
    )


def _value(hint: Any, value: Any, where: str) -> Any:
    if hint is Any:
        return value
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        inner = next(each for each in typing.get_args(hint) if each is not type(None))
        return None if value is None else _value(inner, value, where)
    if origin in (list, tuple):
        return _items(hint, value, where)
    if origin is dict:
        return _mapping(hint, value, where)
    if dataclasses.is_dataclass(hint):
        return read(typing.cast(type, hint), value, where)
    if type(value) is not hint:
        raise Unreadable(where, f"is not {_WORDS.get(hint, hint.__name__)}")
    return value


_WORDS = {str: "text", int: "an integer", bool: "true or false"}


def _items(hint: Any, value: Any, where: str) -> Any:
    if not isinstance(value, list):
        raise Unreadable(where, "is not a list")
    inner = typing.get_args(hint)[0]
    read_items = [_value(inner, item, f"{where}[{place}]") for place, item in enumerate(value)]
    return typing.get_origin(hint)(read_items)


def _mapping(hint: Any, value: Any, where: str) -> dict[Any, Any]:
    if not isinstance(value, dict):
        raise Unreadable(where, "is not an object")
    key_type, inner = typing.get_args(hint)
    try:
        return {key_type(key): _value(inner, item, f"{where}.{key}") for key, item in value.items()}
    except ValueError as error:
        raise error if isinstance(error, Unreadable) else Unreadable(where, "has a wrong key") from error
