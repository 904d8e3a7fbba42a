"""What the pages of offers and of partners say when something did not go: every sentence, in Indonesian."""

from __future__ import annotations

from sync.central.offers import FROM_ONE, NEED_FULL
from sync.protocol.problems import Code, Problem

_BUSY = "Server kota sedang sibuk. Coba lagi sebentar."
_OFFER = {
    Code.TOO_MANY: "Terlalu banyak kiriman dari jaringan ini. Coba lagi sejam lagi.",
    Code.BUSY: _BUSY,
    Code.ID_REUSED: "Tawaran yang tadi sudah kami terima. Bila ini tawaran lain, tekan Kirim tawaran sekali lagi.",
}
_TOO_MANY = {
    NEED_FULL: "Sudah banyak yang menawarkan bantuan untuk kebutuhan ini. Coba lagi sejam lagi.",
    FROM_ONE: "Sudah beberapa tawaran untuk kebutuhan ini dari jaringan ini. Coba lagi sejam lagi.",
}
_NOTE = {
    Code.TOO_MANY: "Sudah banyak catatan lewat tautan ini. Tulisan Anda masih ada; coba lagi sejam lagi.",
    Code.BUSY: _BUSY,
    Code.ID_REUSED: "Catatan yang tadi sudah kami terima. Bila ini catatan lain, tekan Kirim catatan sekali lagi.",
}


def of_an_offer(problem: Problem) -> str:
    """Why an offer was not taken in; that what was typed is still there, the page says itself."""
    if problem.code is Code.TOO_MANY and problem.extra.get("of") in _TOO_MANY:
        return _TOO_MANY[problem.extra["of"]]
    return _OFFER.get(problem.code, "Tawaran belum dapat disimpan. Periksa isian di bawah ini.")


def of_a_note(problem: Problem) -> str:
    return _NOTE.get(problem.code, "Catatan belum dapat disimpan. Periksa isinya, lalu kirim lagi.")
