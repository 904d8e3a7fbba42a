"""The calls of who works through search: kota, pimpinan, auditor; page reports and figures. Every failure is one
of errors.py; each call is safe to repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sync.client.api import CentralApi, with_query
from sync.client.errors import Refused
from sync.domain.city_sheet import CityProof
from sync.protocol.audit import Preview, Purpose, Views
from sync.protocol.bank import FoundPage, History, HistoryEntry, PageReport, PageReports, ReportAnswer
from sync.protocol.city_sheet import CitySheet, mark_of
from sync.protocol.evidence import AuditFile, InclusionProof
from sync.protocol.figures import AreaFigures
from sync.protocol.messages import RecordView
from sync.protocol.portfolio import Chosen, Portfolio


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for; empty is everything. `waits` is `objection`, `update` or `idea`; `award` a contest;
    `addresses` a degree and the problem that innovations solve so far: `partly:0192…`."""

    q: str = ""
    kind: str = ""
    status: str = ""
    area: str = ""
    theme: str = ""
    waits: str = ""
    award: str = ""
    addresses: str = ""


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

    async def figures(self, area: str) -> AreaFigures:
        """How the area stands. Raises Refused(forbidden, unknown_area), and Busy until it was counted today."""
        return await self._api.ask(AreaFigures, f"/v1/figures/{area}")

    async def figures_pdf(self, area: str) -> bytes:
        return await self._api.read_bytes(f"/v1/figures/{area}.pdf")

    async def city_sheet(self) -> CitySheet:
        """The city as a whole before IGA, for the kota."""
        return await self._api.ask(CitySheet, "/v1/city-sheet")

    async def city_sheet_file(self, ending: str) -> bytes:
        """The same as `pdf` or `xlsx`."""
        return await self._api.read_bytes(f"/v1/city-sheet.{ending}")

    async def keep_city_proof(self, code: str, proof: CityProof, before: CityProof | None) -> CitySheet:
        """What the city shows for one of its own indicators, in the place of what was seen before. Raises
        Refused(bad_value), Refused(already_decided) where somebody else was quicker."""
        path = with_query(f"/v1/city-sheet/{code}", {"seen": mark_of(before)})
        return await self._api.put_and_read(CitySheet, path, proof)

    async def portfolio(self, after: str = "") -> Portfolio:
        """A page of the city's innovations side by side, for the kota."""
        return await self._api.ask(Portfolio, with_query("/v1/portfolio", {"after": after}))

    async def dossiers(self, kind: str, records: Sequence[str]) -> bytes:
        """A file with the dossiers of these records: as many as protocol/portfolio.py says at once."""
        return await self._api.fetch(f"/v1/dossiers/{kind}", Chosen(list(records)))

    async def dossier(self, kind: str, record: str) -> bytes:
        """The record as `sigap`, `iga`, `kipp.docx` or `kipp.pdf`. Raises Refused(not_found, bad_value)."""
        return await self._api.read_bytes(with_query(f"/v1/dossiers/{kind}", {"record": record}))

    async def audit_file(self, record: str, purpose: str = "") -> AuditFile:
        """Every change with its proof; with a purpose, which is kept, what is masked for an auditor too."""
        path = f"/v1/audit/{record}.json"
        if purpose:
            return await self._api.tell(AuditFile, path, Purpose(purpose))
        return await self._api.ask(AuditFile, path)

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
