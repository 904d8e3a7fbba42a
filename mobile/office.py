"""How an account's office and area read."""

from __future__ import annotations

from mobile.context import AppState
from mobile.store.accounts import Account
from sync.domain.areas import gazetteer


def role_text(app: AppState, role: str) -> str:
    _ = app.gettext
    texts = {
        "umkm": _("Pelaku UMKM"),
        "rt": _("Ketua RT"),
        "rw": _("Ketua RW"),
        "kelurahan": _("Petugas kelurahan"),
        "kecamatan": _("Peninjau kecamatan"),
        "kota": _("BRIDA Kota"),
        "pimpinan": _("Pimpinan"),
        "auditor": _("Pemeriksa"),
    }
    return texts.get(role, role)


def area_text(app: AppState, account: Account) -> str:
    """`RT 005 / RW 003, Kassi-Kassi`, `Kecamatan Rappocini`, `Kota Makassar`."""
    _ = app.gettext
    area = account.person.area
    if area.kecamatan is None:
        return _("Seluruh kota")
    name = gazetteer().name(area.text)
    return name if area.kelurahan else _("Kecamatan {nama}").format(nama=name)
