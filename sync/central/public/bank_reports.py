"""The form *Laporkan halaman ini*, which stands on every page of the bank."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request
from starlette.responses import Response

from sync.central import page_reports
from sync.central.addresses import address_of
from sync.central.answer import Centre
from sync.central.api import CentreOf
from sync.central.page_reports import REASONS, TEXT_MAX, Report
from sync.central.public.form_body import FormBody
from sync.central.public.pages import page
from sync.domain.areas import gazetteer
from sync.protocol.problems import Code, Problem

router = APIRouter(tags=["public"], include_in_schema=False)
_PAGE = re.compile(r"/[A-Za-z0-9/._-]{0,150}")
_RECORD = re.compile(r"/(?:inovasi|isu)/([0-9A-Z]{4}-[0-9A-Z]{4})(?:-|$)")


@router.post("/laporkan")
def report_page(request: Request, centre: CentreOf, form: FormBody) -> Response:
    """Keep what a reader found wrong, for the kecamatan and the kota."""
    report = _report(centre, form)
    if report is None:
        text = "Pilih alasan dan tulis paling banyak 1.000 huruf, lalu kirim lagi."
        return page("pesan.html", status_code=422, heading="Laporan belum terkirim", text=text)
    if not form.get("situs"):  # people do not see this field; machines fill it in
        try:
            page_reports.keep(centre, report, address_of(request))
        except Problem as problem:
            if problem.code is not Code.TOO_MANY:
                raise
            text = "Sudah banyak laporan dari jaringan ini. Coba lagi satu jam lagi."
            return page("pesan.html", status_code=429, heading="Laporan belum terkirim", text=text)
    text = "Petugas kecamatan atau kota akan memeriksa halaman itu."
    return page("pesan.html", heading="Terima kasih, laporan Anda sudah diterima", text=text, caching="no-store")


def _report(centre: Centre, form: dict[str, str]) -> Report | None:
    shown, text = form.get("halaman", ""), form.get("isi", "").replace("\0", "").strip()
    if form.get("alasan") not in REASONS or len(text) > TEXT_MAX or _PAGE.fullmatch(shown) is None:
        return None
    area, record = _place_of(centre, shown)
    return Report(shown, area, record, form["alasan"], text)


def _place_of(centre: Centre, shown: str) -> tuple[str, str | None]:
    """Whose page it is; the city's, where it is nobody's."""
    named = _RECORD.match(shown)
    found = page_reports.area_of_record(centre, named[1]) if named else None
    if found is not None:
        return found
    code = shown.removeprefix("/wilayah/")
    return (code if code in gazetteer() and code.startswith(centre.city) else centre.city), None
