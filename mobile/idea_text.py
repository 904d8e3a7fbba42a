"""How an idea reads, for the resident who filed it and for the officer who sees beforehand what the resident will
read: the same sentences as on the tracking page."""

from __future__ import annotations

from mobile.context import AppState
from sync.client.answering import ANSWERED, APPEALED
from sync.domain.areas import AreaCode, UnknownArea, gazetteer
from sync.domain.people import Role


def status_words(app: AppState, status: str) -> str:
    """Where an idea stands, said to the resident."""
    _ = app.gettext
    texts = {
        "received": _("Diterima"),
        "read": _("Sudah dibaca"),
        "asked": _("Ada pertanyaan untuk Anda"),
        "taken_up": _("Diangkat"),
        "joined": _("Digabung dengan yang serupa"),
        "forwarded": _("Diteruskan"),
        "complaint": _("Ini aduan"),
        "declined": _("Belum dapat diangkat"),
        "hidden": _("Tidak ditayangkan"),
        "erased": _("Dihapus"),
    }
    return texts.get(status, status)


def status_meaning(app: AppState, status: str) -> str:
    """What it means for the resident, and what comes next."""
    _ = app.gettext
    texts = {
        "received": _("Usulan Anda sudah ada di server kota dan menunggu dibaca."),
        "read": _("Usulan Anda sudah dibaca dan sedang dipertimbangkan."),
        "asked": _("Usulan Anda baru dilanjutkan setelah pertanyaan di bawah ini dijawab."),
        "taken_up": _("Usulan Anda dikerjakan. Seorang petugas menuliskannya sebagai rencana inovasi."),
        "joined": _("Sudah ada yang serupa. Usulan Anda menjadi bagian darinya."),
        "forwarded": _("Usulan Anda ada pada kantor yang berwenang."),
        "complaint": _("Aduan ditangani lebih cepat lewat Lontara+ atau SP4N-LAPOR!, bukan di sini."),
        "declined": _("Alasannya tertulis di bawah ini."),
        "hidden": _("Usulan ini tidak ditayangkan kepada umum."),
        "erased": _("Isi usulan ini sudah dihapus atas permintaan. Nomornya tetap ada."),
    }
    return texts.get(status, "")


def step_words(app: AppState, what: str, by: str, kelurahan: str, office: str) -> str:
    """The heading of a step, said to the resident. `by` is the role of who took it."""
    _ = app.gettext
    if what == "asked":
        return _("Pertanyaan dari {kantor}").format(kantor=office_words(app, by, kelurahan))
    if what == "forwarded" and office:
        return _("Diteruskan ke {kantor}").format(kantor=office)
    texts = {ANSWERED: _("Jawaban Anda"), APPEALED: _("Anda minta ditinjau kecamatan")}
    return texts.get(what) or status_words(app, what)


def told_to_officers(app: AppState, what: str, office: str) -> str:
    """The heading of a step, said to an officer."""
    _ = app.gettext
    if what == "forwarded" and office:
        return _("Diteruskan ke {kantor}").format(kantor=office)
    texts = {
        "received": _("Usulan diterima"),
        "asked": _("Ditanyakan kepada warga"),
        ANSWERED: _("Warga menjawab"),
        APPEALED: _("Warga minta ditinjau kecamatan"),
    }
    return texts.get(what) or status_words(app, what)


def office_words(app: AppState, role: str, kelurahan: str) -> str:
    """Who took a step, as an office: residents read no officer's name."""
    _ = app.gettext
    code = AreaCode(kelurahan)
    if role == Role.KELURAHAN:
        return _("Kelurahan {nama}").format(nama=area_words(kelurahan))
    if role == Role.KECAMATAN:
        return _("Kecamatan {nama}").format(nama=area_words(code.kecamatan or kelurahan))
    return {Role.KOTA.value: _("Kota"), Role.RESIDENT.value: _("Anda")}.get(role, _("Petugas"))


def area_words(code: str) -> str:
    try:
        return gazetteer().name(AreaCode.parse(code).text)
    except UnknownArea:
        return code


def complaint_words(app: AppState) -> str:
    """Where complaints belong, in words."""
    return app.gettext(
        "Ada yang rusak atau mengganggu dan perlu segera ditangani? Itu aduan: sampaikan lewat aplikasi Lontara+ "
        "atau SP4N-LAPOR! (lapor.go.id), supaya cepat sampai ke petugasnya."
    )
