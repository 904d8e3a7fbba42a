"""How safe and how large the browser's storage for this app is.

Only a page may ask the browser to keep it for good; the bundle's page does so at each start.
"""

from __future__ import annotations

from dataclasses import dataclass

from mobile.web.javascript import store_errors


@dataclass(frozen=True, slots=True)
class Storage:
    """`is_persistent`: the browser will not clear it by itself when the device runs low."""

    is_persistent: bool
    used_bytes: int
    quota_bytes: int

    @property
    def free_bytes(self) -> int:
        return max(0, self.quota_bytes - self.used_bytes)


async def storage() -> Storage:
    """Raises StoreError."""
    from js import navigator

    with store_errors():
        estimate = await navigator.storage.estimate()
        kept = bool(await navigator.storage.persisted())
    return Storage(kept, int(estimate.usage), int(estimate.quota))
