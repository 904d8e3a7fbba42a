"""What every module here needs of JavaScript: objects from dicts, its errors by name and as a StoreError."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from mobile.store.errors import StoreBusy, StoreFailed, StoreFull


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


@contextmanager
def store_errors() -> Iterator[None]:
    """What the browser's storage raises, as a StoreError."""
    try:
        yield
    except js_error() as error:
        kinds = {"QuotaExceededError": StoreFull, "NoModificationAllowedError": StoreBusy}
        raise kinds.get(name_of(error), StoreFailed)(str(error)) from error
