"""How an account's office and area read."""

from __future__ import annotations

from mobile.context import AppState
from mobile.store.accounts import Account
from sync.domain.areas import AreaCode, UnknownArea, gazetteer


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
    """Where the account's office is."""
    return place_text(app, account.area)


def place_text(app: AppState, code: str) -> str:
    """`RT 005 / RW 003, Kassi-Kassi`, `Kecamatan Rappocini`, `Seluruh kota`; a code that is none as it stands."""
    _ = app.gettext
    try:
        area = AreaCode.parse(code)
    except UnknownArea:
        return code
    if area.kecamatan is None:
        return _("Seluruh kota")
    name = gazetteer().name(area.text)
    return name if area.kelurahan else _("Kecamatan {nama}").format(nama=name)
