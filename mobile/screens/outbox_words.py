"""How *Kiriman* speaks: of what a change is, of what waits for what, and of what will be sent."""

from __future__ import annotations

from collections.abc import Iterable

from mobile.context import AppState
from mobile.device.ports import DeviceError
from mobile.handing_over import Carried
from mobile.outgoing import Refused, Waiting, WaitingPhoto
from mobile.text import device_error_text, number, refusal_text, size
from sync.client.carrying import DELIVERED, OWN, REFUSED, WAITING, TakenIn
from sync.client.sending import Facts


def kind_text(app: AppState, kind: str) -> str:
    _ = app.gettext
    return {
        "decision": _("Keputusan"),
        "withdrawal": _("Pembatalan"),
        "new": _("Catatan baru"),
        "correction": _("Perbaikan"),
        "comment": _("Komentar"),
        "answer": _("Jawaban"),
        "again": _("Dikirim ulang setelah server kota dipulihkan"),
    }.get(kind, _("Perubahan"))


def kinds_text(app: AppState, kinds: Iterable[str]) -> str:
    return ", ".join(kind_text(app, kind) for kind in kinds)


def photo_text(app: AppState, photo: WaitingPhoto) -> str:
    """`Foto 1 · 412 KB · menunggu Wi-Fi`, `Foto 2 · 180 KB dari 420 KB sudah sampai · sedang dikirim`."""
    _ = app.gettext
    reason = {
        "carried": _("dititipkan lewat HP lain"),
        "note": _("berangkat setelah catatannya diterima"),
        "sending": _("sedang dikirim"),
        "signal": _("menunggu sinyal"),
        "wifi": _("menunggu Wi-Fi"),
        "battery": _("menunggu baterai diisi"),
        "next_try": _why_again(app, photo.error),
    }.get(photo.waits_for, _("menunggu giliran"))
    parts = [_("Foto {n}").format(n=photo.place), _how_far(app, photo), reason]
    if photo.tries:
        parts.append(
            app.ngettext("sudah dicoba {n} kali", "sudah dicoba {n} kali", photo.tries).format(n=photo.tries)
        )
    return " · ".join(parts)


def _how_far(app: AppState, photo: WaitingPhoto) -> str:
    whole = size(photo.size_bytes, app)
    # Rounded down: no more is said to be there than is.
    step = 1000 if photo.sent_bytes < 1_000_000 else 100_000
    there = photo.sent_bytes // step * step
    if not there:
        return whole
    return app.gettext("{ada} dari {semua} sudah sampai").format(ada=size(there, app), semua=whole)


def _why_again(app: AppState, error: str) -> str:
    _ = app.gettext
    return {
        "offline": _("sambungan terputus, dicoba lagi"),
        "server_silent": _("server kota belum menjawab, dicoba lagi"),
        "wrong_hash": _("rusak di jalan, dikirim ulang"),
    }.get(error, _("tersendat, dicoba lagi"))


def reasons(app: AppState, item: Refused) -> list[str]:
    """Why, and what to do; what only waits behind another is not said once more."""
    codes = [code for code in item.codes if code != "earlier_refused"] or list(item.codes)
    return list(dict.fromkeys(_reason(app, code) for code in codes))


def _reason(app: AppState, code: str) -> str:
    _ = app.gettext
    here = {
        "photo_missing": _("Satu foto tidak ada lagi di HP ini. Ganti dengan foto lain, lalu kirim lagi."),
        "photo_damaged": _("Satu foto rusak di HP ini. Ganti dengan foto lain, lalu kirim lagi."),
    }
    return here.get(code) or refusal_text(app, code.removeprefix("photo_"))


def what_will_go(app: AppState, facts: Facts, items: Iterable[Waiting]) -> str:
    """`3 catatan, 2 foto, sekitar 1,2 MB`; a decision that rests goes when it has rested."""
    notes = sum(1 for item in items if item.chip is not None and item.chip.code != "resting")
    parts = []
    if notes:
        parts.append(app.ngettext("{n} catatan", "{n} catatan", notes).format(n=number(notes, app)))
    if facts.photos:
        parts.append(app.ngettext("{n} foto", "{n} foto", facts.photos).format(n=number(facts.photos, app)))
        mb = number(max(0.1, facts.photo_bytes / 1_000_000), app, 1)
        parts.append(app.gettext("sekitar {mb} MB").format(mb=mb))
    if not parts:
        return app.gettext("Tidak ada yang menunggu. Lorong menanyakan kabar baru.")
    return app.gettext("Akan dikirim: {isi}").format(isi=", ".join(parts))


def counted(app: AppState, notes: int, photos: int) -> str:
    """`3 catatan dan 5 foto`; what is none is left out."""
    parts = []
    if notes:
        parts.append(app.ngettext("{n} catatan", "{n} catatan", notes).format(n=number(notes, app)))
    if photos or not notes:
        parts.append(app.ngettext("{n} foto", "{n} foto", photos).format(n=number(photos, app)))
    return parts[0] if len(parts) == 1 else app.gettext("{a} dan {b}").format(a=parts[0], b=parts[1])


def carried_text(app: AppState, item: Carried) -> str:
    """Where something stands that this phone carries for another."""
    _ = app.gettext
    if item.state == REFUSED:
        if item.code == "sender_revoked":
            return _("Belum diterima: HP yang menitipkan perlu kode baru dari kelurahan.")
        return _("Belum diterima server kota. Minta pemiliknya membuat titipan sekali lagi.")
    if item.state == DELIVERED:
        text = _("Sudah sampai di server kota.")
        left_out = _("Sebagian foto tidak terbaca; HP yang menitipkan akan mengirimnya sendiri.")
        return f"{text} {left_out}" if item.left_out else text
    return {
        "sending": _("Sedang dikirim"),
        "signal": _("Menunggu sinyal"),
        "wifi": _("Catatan sudah sampai, foto menunggu Wi-Fi"),
        "battery": _("Catatan sudah sampai, foto menunggu baterai diisi"),
    }.get(item.waits_for, _("Menunggu dikirim"))


def taken_text(app: AppState, taken: TakenIn) -> str:
    """What became of a file that was taken in."""
    _ = app.gettext
    known = {
        OWN: _("Titipan ini dibuat di HP ini. Teruskan berkasnya ke HP lain."),
        WAITING: _("Titipan ini sudah ada di HP ini."),
        DELIVERED: _("Titipan ini sudah sampai di server kota."),
    }
    fresh = _("{isi} dari HP lain diterima; dikirim saat ada sinyal.")
    return known.get(taken.was) or fresh.format(isi=counted(app, taken.notes, taken.photos))


def not_taken_text(app: AppState, code: str) -> str:
    """Why a file was not taken in, and what to do."""
    _ = app.gettext
    return {
        "damaged": _("Berkas ini bukan titipan Lorong, atau rusak di jalan. Minta dikirim sekali lagi."),
        "newer": _("Titipan ini dibuat aplikasi yang lebih baru. Perbarui aplikasi, lalu coba lagi."),
        "no_room": _("Ruang HP tidak cukup untuk titipan ini. Kosongkan ruang, lalu coba lagi."),
        "not_kept": _("Titipan ini belum tersimpan. Coba sekali lagi."),
    }.get(code) or device_error_text(app, DeviceError(code))
