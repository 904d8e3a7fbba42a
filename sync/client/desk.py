"""The calls of who works through search: kota, pimpinan, auditor; and page reports. Every failure is one of
errors.py; each call is safe to repeat."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sync.client.api import CentralApi, with_query
from sync.client.errors import Refused
from sync.protocol.audit import Preview, Purpose, Views
from sync.protocol.bank import FoundPage, History, HistoryEntry, PageReport, PageReports, ReportAnswer
from sync.protocol.evidence import InclusionProof
from sync.protocol.messages import RecordView


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for; empty is everything. `waits` is `objection` or `update`."""

    q: str = ""
    kind: str = ""
    status: str = ""
    area: str = ""
    theme: str = ""
    waits: str = ""


@dataclass(frozen=True, slots=True)
class Consistency:
    """Hashes by which a later log is shown to begin with an earlier one, lower-case hex."""

    path: list[str]


class DeskApi:
    def __init__(self, api: CentralApi) -> None:
        self._api = api

    async def find(self, wanted: Wanted, after: str = "") -> FoundPage:
        """A page of what the caller may see, the newest first. Raises Refused(unknown_area)."""
        return await self._api.ask(FoundPage, with_query("/v1/records", asdict(wanted) | {"after": after}))

    async def record(self, record: str) -> RecordView:
        """One record as it stands. Raises Refused(not_found)."""
        return await self._api.ask(RecordView, f"/v1/records/{record}")

    async def opened(self, record: str, purpose: str) -> RecordView:
        """The same unmasked, for an auditor; who looked and for what is kept. Raises Refused(note_needed)."""
        return await self._api.tell(RecordView, f"/v1/records/{record}/open", Purpose(purpose))

    async def history(self, record: str) -> list[HistoryEntry]:
        """Every change of the record, the oldest first."""
        found: list[HistoryEntry] = []
        after = ""
        while True:
            page = await self._api.ask(History, with_query(f"/v1/records/{record}/history", {"after": after}))
            found += page.changes
            if page.after is None or not page.changes:
                return found
            after = page.after

    async def preview(self, record: str) -> Preview:
        """The edition approved last, and what the public reads of it."""
        return await self._api.ask(Preview, f"/v1/records/{record}/preview")

    async def reports(self, after: str = "") -> PageReports:
        """What readers reported in the caller's area, open ones first. Raises Refused(forbidden)."""
        return await self._api.ask(PageReports, with_query("/v1/reports", {"after": after}))

    async def answer_report(self, report: str, answer: str) -> PageReport:
        """Raises Refused(already_decided) when somebody was first."""
        return await self._api.tell(PageReport, f"/v1/reports/{report}/answer", ReportAnswer(answer))

    async def views(
        self, *, person: str = "", since: str = "", until: str = "", q: str = "", after: str = ""
    ) -> Views:
        """Who opened personal data, the newest first."""
        asked = {"person": person, "from": since, "to": until, "q": q, "after": after}
        return await self._api.ask(Views, with_query("/v1/views", asked))

    async def audit_pdf(self, record: str) -> bytes:
        return await self._api.read_bytes(f"/v1/audit/{record}.pdf")

    async def proof(self, stream: str, seq: int) -> InclusionProof | None:
        """None while the change is newer than the last signed checkpoint."""
        try:
            return await self._api.ask(
                InclusionProof, with_query("/v1/log/proof", {"stream": stream, "seq": str(seq)})
            )
        except Refused as error:
            if error.code == "not_logged":
                return None
            raise

    async def consistency(self, old: int, new: int) -> Consistency:
        """Raises Refused(not_found) beyond what is signed."""
        return await self._api.ask(Consistency, f"/v1/log/consistency?from={old}&to={new}")
