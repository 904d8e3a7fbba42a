"""What GeoReport is told when something cannot be done: the HTTP status, and a sentence for each wrong thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sync.central.open311.shapes import Error
from sync.central.public import ideas_words as words
from sync.protocol.problems import Code, Problem

_WORDS = {
    Code.NOT_FOUND: "Tidak ada yang dapat ditampilkan dengan nomor ini.",
    Code.TOO_MANY: "Terlalu banyak permintaan dari alamat jaringan ini. Coba lagi sejam lagi.",
    Code.BUSY: "Server kota sedang sibuk. Coba lagi sebentar.",
    Code.TOO_LARGE: "Permintaan ini terlalu besar.",
    Code.BAD_JSON: "Isi permintaan bukan formulir (application/x-www-form-urlencoded) yang terbaca.",
    Code.PERSONAL_NUMBER: words.fault("", "personal_number"),
}


class Refused(Exception):
    """`status` is the HTTP status: 400 for what can be mended, 404 for what is not there."""

    def __init__(self, status: int, sentences: Sequence[str], headers: Mapping[str, str] | None = None) -> None:
        super().__init__(*sentences)
        self.status = status
        self.errors = [Error(status, sentence) for sentence in sentences]
        self.headers = dict(headers or {})


def of_problem(problem: Problem) -> Refused:
    """A refusal of the centre's own calls, in GeoReport's words. What is typed wrong is 400 there."""
    status = 400 if problem.code.status == 422 else problem.code.status
    named = [f"{name}: {words.fault(name, code)}" for name, code in problem.fields.items()]
    general = _WORDS.get(problem.code, "Permintaan ini belum dapat diterima. Periksa isinya.")
    return Refused(status, named or [general], problem.headers)
