"""What a centre answers, for tests of the phone alone: enrolment codes, and syncs without news."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import httpx

from sync.protocol import wire
from sync.protocol.limits import PROTOCOL, PROTOCOL_HEADER
from sync.protocol.messages import EnrolReply, PersonInfo
from sync.protocol.people import HandOverKeyReply
from sync.protocol.problems import Code, Problem

HEADERS = {PROTOCOL_HEADER: str(PROTOCOL)}
IBU_RT = PersonInfo("0192aaaa-0000-7000-8000-000000000001", "Ibu Contoh", "rt", "73.71.13.1005/RW003/RT005")
PAK_CAMAT = PersonInfo("0192aaaa-0000-7000-8000-000000000002", "Pak Contoh", "kecamatan", "73.71.13")


@dataclass
class SomeCentre:
    """Codes are for one person and, once used, for one device, as at the real centre."""

    codes: dict[str, PersonInfo] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)
    devices: dict[str, str] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    loses_replies: int = 0
    handover_key: str = "key"

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.paths.append(request.url.path)
        if request.url.path == "/v1/handover-key":
            reply = HandOverKeyReply(self.handover_key)
            return httpx.Response(200, headers=HEADERS, json=wire.write(reply))
        if request.url.path != "/v1/enrol":
            raise httpx.ConnectError("only enrolment here", request=request)
        body = json.loads(request.content)
        self.asked.append(body)
        enrolled = self._enrol(body["code"].replace("-", ""), body["device"]["id"])
        if self.loses_replies:
            self.loses_replies -= 1
            raise httpx.ReadError("the reply was lost", request=request)
        return enrolled

    def _enrol(self, code: str, device: str) -> httpx.Response:
        person = self.codes.get(code)
        taken = self.used.get(code, device) != device
        if person is None or taken or self.devices.get(device, person.id) != person.id:
            return problem(Problem(Code.BAD_CODE))
        self.used[code], self.devices[device] = device, person.id
        reply = EnrolReply(f"token of {device}", self.handover_key, person, [])
        return httpx.Response(200, headers=HEADERS, json=wire.write(reply))


def problem(what: Problem) -> httpx.Response:
    return httpx.Response(what.code.status, headers=HEADERS | what.headers, json=what.document())
