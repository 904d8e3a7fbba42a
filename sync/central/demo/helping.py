"""Lets the work beside the notes happen: partners, needs, offers, the board, what is shown for the award, and a
catalogue that waits for a second person. Each by the call that the app, or a public page, makes."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from sync.central import city_sheet, offers
from sync.central.answer import Centre
from sync.central.catalogues import report, table
from sync.central.catalogues.report import Proposal
from sync.central.demo.device import SampleDevice, SampleRefused
from sync.central.demo.material import MARK, marked
from sync.central.indexing import catch_up
from sync.domain.assets import assets_folder
from sync.domain.city_sheet import CityProof
from sync.domain.growing import ADDRESSES, EVIDENCE, LEVELS
from sync.domain.ideas import new_secret
from sync.domain.iga_catalogue import FIRST, shipped_rows
from sync.domain.lab import LAB
from sync.domain.lifecycle import Status
from sync.domain.needs import DONE, MATCHED, MET, NEEDS
from sync.domain.records import GRANTED, STEPS, WORKS_WITH, Kind, Values
from sync.protocol import wire
from sync.protocol.ideas import Contact
from sync.protocol.partners import OfferRequest

CITY = "brida"
_PHONE = "0812-0000-0000"
_TYPED = ("title", "part", "office", "agreement", "text", "design", "helps", "subject", "note")


class Told(Protocol):
    """A note or a problem of the demo, once it was noted."""

    @property
    def record(self) -> str: ...
    @property
    def kind(self) -> Kind: ...


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that somebody does. `of` is the title of a note or a problem, `name` what this act begins or goes
    on with, `to` what it leads to; `in_days` are dates, counted from the day of the act."""

    do: str
    days_ago: int
    hour: str
    by: str = CITY
    of: str = ""
    name: str = ""
    to: str = ""
    text: str = ""
    contact: str = ""
    set: dict[str, Any] = field(default_factory=dict)
    in_days: dict[str, int] = field(default_factory=dict)
    levels: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, dict[str, str]] = field(default_factory=dict)


def acts() -> list[Act]:
    path = assets_folder() / "sample" / "kerja_sama.json"
    return [wire.read(Act, each) for each in json.loads(path.read_text("utf-8"))]


@dataclass
class Helping:
    """`told` finds the notes and problems by their titles; `ids` are those of what the acts began, by name, and
    `offered` the acts that offered something."""

    centre: Centre
    phones: Mapping[str, SampleDevice]
    told: Mapping[str, Told]
    ids: dict[str, str] = field(default_factory=dict)
    offered: dict[str, Act] = field(default_factory=dict)

    def happenings(self) -> list[tuple[int, str, Callable[[datetime], None]]]:
        """How many days ago, at which hour, and what."""
        return [(act.days_ago, act.hour, partial(self._happen, act)) for act in acts()]

    def _happen(self, act: Act, at: datetime) -> None:
        _DOES[act.do](self, act, at)

    def _partner(self, act: Act, at: datetime) -> None:
        phone = self.phones[act.by]
        partner = self.ids[act.name] = phone.make_id()
        values = _said(act, at) | {"area": self.centre.city, "status": Status.SUBMITTED.value}
        phone.begin(partner, values, self.centre.city, Kind.PARTNER)

    def _write(self, act: Act, at: datetime) -> None:
        self._edit(act, _said(act, at))

    def _need(self, act: Act, at: datetime) -> None:
        need = self.ids[act.name] = self.phones[act.by].make_id()
        self._edit(act, {f"{NEEDS}/{need}": _said(act, at)})

    def _work(self, act: Act, _: datetime) -> None:
        self._edit(act, {f"{WORKS_WITH}/{self.ids[act.to]}": True})

    def _address(self, act: Act, at: datetime) -> None:
        self._edit(act, {f"{ADDRESSES}/{self.told[act.to].record}": _said(act, at)})

    def _publish(self, act: Act, at: datetime) -> None:
        self._edit(act, {"status": Status.PUBLISHED.value, "published": at.date().isoformat()})

    def _card(self, act: Act, at: datetime) -> None:
        self._edit(act, {LAB: _said(act, at)})

    def _show(self, act: Act, at: datetime) -> None:
        """A level, and the document that proves it, of that day."""
        edits: Values = {}
        for code, said in act.levels.items():
            proof = _marked({name: text for name, text in said.items() if name != "level"})
            edits[f"{LEVELS}/{code}"] = said["level"]
            shown = {"date": at.date().isoformat()} | ({} if "link" in proof else {"link": _document(code)})
            edits[f"{EVIDENCE}/{code}/{self.phones[act.by].make_id()}"] = shown | proof
        self._edit(act, edits)

    def _grant(self, act: Act, _: datetime) -> None:
        self._edit(act, {f"{GRANTED}/{code}": _marked(said) for code, said in act.levels.items()})

    def _offer(self, act: Act, _: datetime) -> None:
        """From the public page, which shows the need once the bank has found it."""
        catch_up(self.centre)
        phone = self.phones[CITY]
        offer = self.ids[act.name] = phone.make_id()
        contact = Contact(act.contact, _PHONE, consent=True) if act.contact else None
        asked = self.told[act.of].record, self.ids[act.to]
        request = OfferRequest(offer, new_secret(), *asked, marked(act.text), act.set.get("helix"), contact)
        offers.file_offer(self.centre, request, "demo")
        self.offered[act.name] = act

    def _match(self, act: Act, at: datetime) -> None:
        offered, helper = self.offered[act.name], marked(act.text)
        record, need, on = self.told[offered.of].record, self.ids[offered.to], at.date().isoformat()
        self._step(act, {"status": Status.MATCHED.value, "target": record, "need": need, "on": on})
        met = {"state": MATCHED, "on": on, "helper": helper, "offer": self.ids[act.name]}
        self._meet(offered, met)

    def _done(self, act: Act, at: datetime) -> None:
        offered, on = self.offered[act.name], at.date().isoformat()
        self._step(act, {"status": Status.DONE.value, "on": on})
        before = self.phones[CITY].look(self.told[offered.of].record)[f"{MET}/{self.ids[offered.to]}"]
        self._meet(offered, before | {"state": DONE, "on": on})

    def _step(self, act: Act, step: dict[str, str]) -> None:
        phone, offer = self.phones[CITY], self.ids[act.name]
        edits: Values = {"status": step["status"], f"{STEPS}/{phone.make_id()}": step}
        phone.send(offer, edits, phone.seen(offer), kind=Kind.OFFER)

    def _meet(self, offered: Act, met: dict[str, str]) -> None:
        edits: Values = {f"{MET}/{self.ids[offered.to]}": met}
        self._edit(Act("meet", 0, "", CITY, offered.of), edits)

    def _note(self, act: Act, _: datetime) -> None:
        """By the partner's reading link."""
        note, record = self.phones[CITY].make_id(), self.told[act.of].record
        offers.file_note(self.centre, self.ids[act.name], record, note, marked(act.text), "demo")

    def _city_proof(self, act: Act, at: datetime) -> None:
        caller = self.phones[act.by].caller
        city_sheet.keep(self.centre, caller, act.name, CityProof(**_said(act, at)))

    def _catalogue(self, act: Act, at: datetime) -> None:
        """Next year's, as a file that somebody worked on."""
        rows = [{**row, **act.rows.get(row["kode"], {})} for row in shipped_rows()]
        year, weights = max(at.year, int(FIRST)) + 1, sum(int(row["bobot"]) for row in rows)
        proposal = Proposal(str(uuid.uuid4()), str(year), f"{year}-01-01", weights)
        content = table.write(".csv", rows)
        found = report.take_in(self.centre, self.phones[act.by].caller, content, proposal)
        if found.wrong:
            raise SampleRefused(str(found.faults))

    def _edit(self, act: Act, edits: Values) -> None:
        phone, told = self.phones[act.by], self.told[act.of]
        phone.look(told.record)
        phone.send(told.record, edits, phone.versions[told.record], kind=told.kind)


_DOES: Mapping[str, Callable[[Helping, Act, datetime], None]] = {
    "partner": Helping._partner,
    "write": Helping._write,
    "need": Helping._need,
    "work": Helping._work,
    "address": Helping._address,
    "publish": Helping._publish,
    "card": Helping._card,
    "show": Helping._show,
    "grant": Helping._grant,
    "offer": Helping._offer,
    "match": Helping._match,
    "done": Helping._done,
    "note": Helping._note,
    "city_proof": Helping._city_proof,
    "catalogue": Helping._catalogue,
}


def _said(act: Act, at: datetime) -> dict[str, Any]:
    dates = {name: (at.date() + timedelta(days=days)).isoformat() for name, days in act.in_days.items()}
    return _marked(act.set) | dates


def _marked(said: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed freely is marked as an example."""
    return {name: marked(value) if name in _TYPED else value for name, value in said.items()}


def _document(code: str) -> str:
    return f"https://example.org/{MARK}/{code}"
