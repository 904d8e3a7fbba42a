"""What the entrance holds open of one account, and how it runs work in the page's context."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Protocol

import httpx

from mobile.store.shelves import Shelves


class Spawn(Protocol):
    """Runs the work in the page's context; None where nobody looks at the page just now."""

    def __call__(self, work: Callable[..., Coroutine[Any, Any, Any]], /) -> Future[Any] | None: ...


@dataclass(slots=True)
class OpenAccount:
    """What is to be closed again when another account is opened."""

    tables: Shelves
    http: httpx.AsyncClient
    engine: Future[Any] | None = None
