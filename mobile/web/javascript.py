"""What every module here needs of JavaScript: objects from dicts, and the names of its errors."""

from __future__ import annotations

from typing import Any


def js_object(**values: Any) -> Any:
    """A plain JavaScript object, as option arguments want it."""
    from js import Object
    from pyodide.ffi import to_js

    return to_js(values, dict_converter=Object.fromEntries)


def js_bytes(data: bytes) -> Any:
    """A Uint8Array with a copy of the bytes."""
    from pyodide.ffi import to_js

    return to_js(data)


def js_error() -> type[BaseException]:
    """The class that JavaScript's exceptions arrive as; its `name` says which one it was."""
    from pyodide.ffi import JsException

    kind: type[BaseException] = JsException
    return kind


def name_of(error: BaseException) -> str:
    return str(getattr(error, "name", ""))
