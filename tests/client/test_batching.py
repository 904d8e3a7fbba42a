"""A batch of dossiers: part by part into one ZIP, ended between two parts when the person says so."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, field

import httpx
import pytest

from sync.client.api import CentralApi
from sync.client.batching import TABLE, Ended, batch
from sync.client.desk import DeskApi
from sync.client.errors import CaptivePortal
from sync.protocol.limits import PROTOCOL, PROTOCOL_HEADER
from sync.protocol.portfolio import LEFT_OUT, MOST_AT_ONCE

RECORDS = [f"r{number:02}" for number in range(MOST_AT_ONCE * 2 + 1)]


def a_part(records: list[str]) -> bytes:
    """As the centre makes it: a file for each record, but the last one is left out."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for record in records[:-1]:
            archive.writestr(f"{record}.pdf", record)
        archive.writestr(LEFT_OUT, f"{records[-1]}: sebab\r\n")
    return made.getvalue()


@dataclass
class Wire:
    """What was asked over the line, and what came back."""

    asked: list[list[str]] = field(default_factory=list)
    is_portal: bool = False

    def desk(self) -> DeskApi:
        transport = httpx.MockTransport(self._answer)
        return DeskApi(CentralApi(httpx.AsyncClient(base_url="http://test", transport=transport), "token"))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(json.loads(request.content)["records"])
        content = b"<html>Masuk dulu</html>" if self.is_portal else a_part(self.asked[-1])
        return httpx.Response(200, content=content, headers={PROTOCOL_HEADER: str(PROTOCOL)})


async def test_parts_become_one_archive_and_tell_how_far_they_are() -> None:
    wire, heard = Wire(), list[int]()

    def goes_on(done: int) -> bool:
        heard.append(done)
        return True

    content, left_out = await batch(wire.desk(), "iga", RECORDS, goes_on)

    assert heard == [0, MOST_AT_ONCE, MOST_AT_ONCE * 2, len(RECORDS)]
    assert left_out == [f"{records[-1]}: sebab" for records in wire.asked]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert len(archive.namelist()) == len(RECORDS) - len(wire.asked) + 1
        assert archive.read("r00.pdf") == b"r00"
        assert archive.read(LEFT_OUT).decode().splitlines() == left_out


async def test_it_ends_between_two_parts_when_it_is_not_wanted_any_more() -> None:
    wire = Wire()

    with pytest.raises(Ended):
        await batch(wire.desk(), "iga", RECORDS, lambda done: done == 0)

    assert len(wire.asked) == 1


async def test_a_table_that_came_is_not_given_when_it_is_not_wanted_any_more() -> None:
    with pytest.raises(Ended):
        await batch(Wire().desk(), TABLE, RECORDS, lambda _: False)


async def test_what_is_no_archive_comes_from_a_portal() -> None:
    with pytest.raises(CaptivePortal):
        await batch(Wire(is_portal=True).desk(), "iga", RECORDS, lambda _: True)
