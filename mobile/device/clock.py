"""The phone's own clock. What it says is shown and kept, never used to order."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class SystemClock:
    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def now_iso(self) -> str:
        return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
