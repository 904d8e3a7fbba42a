"""How *Kiriman* speaks: of what a change is, of what waits for what, and of what will be sent."""

from __future__ import annotations

from collections.abc import Iterable

from mobile.context import AppState
from mobile.outgoing import Refused, Waiting, WaitingPhoto
from mobile.text import number, refusal_text, size
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
    """`Foto 1 · 412 KB · menunggu Wi-Fi`."""
    _ = app.gettext
    reason = {
        "note": _("berangkat setelah catatannya diterima"),
        "sending": _("sedang dikirim"),
        "signal": _("menunggu sinyal"),
        "wifi": _("menunggu Wi-Fi"),
        "battery": _("menunggu baterai diisi"),
        "next_try": _("tersendat, dicoba lagi"),
    }.get(photo.waits_for, _("menunggu giliran"))
    parts = [_("Foto {n}").format(n=photo.place), size(photo.size_bytes, app), reason]
    if photo.tries:
        parts.append(
            app.ngettext("sudah dicoba {n} kali", "sudah dicoba {n} kali", photo.tries).format(n=photo.tries)
        )
    return " · ".join(parts)


def reasons(app: AppState, item: Refused) -> list[str]:
    """Why, and what to do; what only waits behind another is not said once more."""
    codes = [code for code in item.codes if code != "earlier_refused"] or list(item.codes)
    return list(dict.fromkeys(_reason(app, code) for code in codes))


def _reason(app: AppState, code: str) -> str:
    if code == "photo_missing":
        return app.gettext("Satu foto tidak ada lagi di HP ini. Ganti dengan foto lain, lalu kirim lagi.")
    return refusal_text(app, code.removeprefix("photo_"))


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
