"""What a person reads whose browser asked for what cannot be given: a page, where a program gets JSON."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from sync.central.public.pages import page

_OF_PROGRAMS = ("/v1/", "/open311/", "/bank.", "/app/", "/health", "/metrics", "/openapi.json")
_SAID = {
    404: ("Tidak ditemukan", "Halaman ini tidak ada, atau tidak ditayangkan lagi."),
    413: ("Terlalu besar", "Yang dikirim terlalu besar. Satu foto paling besar 10 MB. Kembali, lalu kirim lagi."),
    429: ("Terlalu sering", "Terlalu banyak permintaan dari jaringan ini. Coba lagi nanti."),
    500: ("Ada yang salah di server kota", "Bukan karena Anda. Kembali, lalu coba lagi beberapa menit lagi."),
    503: ("Server kota sedang sibuk", "Kembali, lalu coba lagi sebentar lagi."),
}
_ELSE = ("Belum dapat dibaca", "Server kota tidak mengerti permintaan ini. Kembali, lalu coba lagi.")


def is_read_by_a_person(scope: Scope) -> bool:
    """A browser says that it takes HTML; the API, its files and the app answer programs in any case."""
    path: str = scope["path"]
    return "text/html" in Headers(scope=scope).get("accept", "") and not path.startswith(_OF_PROGRAMS)


def fault_page(status: int, headers: dict[str, str] | None = None) -> Response:
    """The same status as a program gets, in words, with nothing from the inside.

    Of a 404 nobody learns whether the page never was, or was hidden or withdrawn.
    """
    heading, text = _SAID.get(status, _ELSE)
    response = page("pesan.html", status_code=status, caching="no-store", heading=heading, text=text)
    response.headers.update(headers or {})
    return response
