"""The sample data, loaded once for a module, and how its people see it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from sync.central import answer, syncing
from sync.central.accept import Caller
from sync.central.answer import Centre
from sync.central.demo.sample import Demo, DemoPerson, load_sample
from sync.client.replica import RecordState, state_of
from sync.protocol.messages import DeviceInfo, EnrolReply, EnrolRequest, RecordView, SyncReply, SyncRequest
from tests.support.centres import a_centre
from tests.support.clock import StandingClock

NOW = datetime(2026, 12, 3, 14, 5, tzinfo=timezone(timedelta(hours=8)))


@dataclass(frozen=True)
class Loaded:
    centre: Centre
    demo: Demo

    def person(self, profile: str) -> DemoPerson:
        return next(each for each in self.demo.people if each.profile.profile == profile)

    def enrol(self, profile: str, device: str) -> EnrolReply:
        info = DeviceInfo(str(uuid.uuid5(uuid.NAMESPACE_OID, device)), "Peramban", "web", "0.1.0")
        return answer.enrol(self.centre, EnrolRequest(self.person(profile).code, info), "test")

    def caller(self, profile: str) -> Caller:
        return answer.caller_of(self.centre, self.enrol(profile, f"{profile}-device").token)

    def pull(self, profile: str) -> SyncReply:
        reply = syncing.sync(self.centre, self.caller(profile), SyncRequest([], limit=500, holds_city=True))
        assert not reply.more
        return reply

    def views(self, profile: str) -> list[RecordView]:
        return self.pull(profile).records

    def states(self, profile: str) -> list[RecordState]:
        """The records as the app of that profile holds them."""
        return [state_of(view) for view in self.views(profile)]

    def state(self, profile: str, title: str) -> RecordState:
        return next(each for each in self.states(profile) if each.values.get("title") == f"{title} (contoh)")


def loaded_into(folder: Path) -> Loaded:
    centre = a_centre(f"sqlite:///{folder / 'centre.sqlite3'}", StandingClock())
    return Loaded(centre, load_sample(centre, NOW))


@pytest.fixture(scope="package")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    sample = loaded_into(tmp_path_factory.mktemp("demo"))
    yield sample
    sample.centre.database.close()
