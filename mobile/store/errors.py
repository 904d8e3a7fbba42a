"""What can go wrong with the device's store, by what the caller can do."""

from __future__ import annotations


class StoreError(Exception):
    """The store could not do what was asked. What was saved before is still there; this was not saved."""


class StoreFull(StoreError):
    """There is no room left. Ask the person to free some, then save again."""


class StoreFailed(StoreError):
    """The device could not write or read. Try again, and if it stays so, ask the person to restart the app."""


class StoreBusy(StoreError):
    """Another window or process holds this store. Ask the person to close it."""
