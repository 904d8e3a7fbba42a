"""A clock that stands still until a test moves it; the same for phone and centre."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass
class StandingClock:
    now: datetime = field(default_factory=lambda: datetime(2026, 12, 3, 6, 5, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def now_ms(self) -> int:
        return int(self.now.timestamp() * 1000)

    def now_iso(self) -> str:
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def move(self, **amount: float) -> None:
        self.now += timedelta(**amount)
