"""How people, their phones and what went wrong read on the screens of *Orang & HP* and *Pendaftaran UMKM*."""

from __future__ import annotations

from mobile.context import AppState
from mobile.office import place_text, role_text
from mobile.text import date, date_time, number
from sync.client.errors import AppTooOld, Busy, CaptivePortal, Offline, Refused, SignedOut, SyncError, TooLarge
from sync.protocol.people import DeviceEntry, PersonEntry

_PLATFORMS = {"android": "Android", "ios": "iPhone", "linux": "Linux", "windows": "Windows", "macos": "Mac"}


def trouble_text(app: AppState, error: SyncError) -> str:
    """What kept the centre from doing it, and what to do."""
    _ = app.gettext
    if isinstance(error, Refused):
        return _refusal(app, error.code)
    texts: dict[type[SyncError], str] = {
        Offline: _("Perlu sinyal: ini hanya bisa dikerjakan saat HP tersambung ke server kota."),
        CaptivePortal: _(
            "Yang menjawab bukan server kota. Bila memakai Wi-Fi umum, buka peramban dan masuk dulu."
        ),
        SignedOut: _("Akun ini perlu masuk lagi dengan kode baru."),
        AppTooOld: _("Perbarui aplikasi Lorong dulu, lalu coba lagi."),
        TooLarge: _("Terlalu banyak sekaligus. Pilih bagian yang lebih kecil."),
    }
    if isinstance(error, Busy) and error.retry_after_s and error.retry_after_s > 60:
        minutes = max(1, round(error.retry_after_s / 60))
        return _("Terlalu banyak percobaan. Coba lagi dalam {n} menit.").format(n=number(minutes, app))
    return texts.get(type(error), _("Server kota belum menjawab. Coba sekali lagi; tidak akan tercatat dua kali."))


def _refusal(app: AppState, code: str) -> str:
    _ = app.gettext
    texts = {
        "forbidden": _("Ini di luar wewenang akun Anda."),
        "not_found": _("Tidak ditemukan di wilayah Anda. Muat ulang daftarnya."),
        "bad_value": _("Ada isian yang belum benar. Periksa lagi; masa bakti yang habis perlu diperpanjang dulu."),
        "unknown_area": _("Wilayah ini tidak dikenal. Pilih lagi."),
        "personal_number": _("Ada yang mirip nomor NIK atau KK. Hapus angkanya."),
        "id_reused": _("Orang ini sudah tercatat dengan isian lain. Muat ulang daftarnya, lalu periksa."),
        "already_decided": _("Sudah diputuskan orang lain lebih dulu. Muat ulang daftarnya."),
        "note_needed": _("Tulis dulu alasannya."),
        "illegal_transition": _("Keadaan catatan ini tidak bisa dipindahkan lagi. Lihat riwayatnya."),
    }
    return texts.get(code, _("Server kota belum bisa menerimanya. Periksa isiannya, lalu coba lagi."))


def office_text(app: AppState, entry: PersonEntry) -> str:
    """`Ketua RT · RT 002 / RW 003, Kassi-Kassi`."""
    return f"{role_text(app, entry.role)} · {place_text(app, entry.area)}"


def term_text(app: AppState, entry: PersonEntry, *, has_ended: bool) -> str:
    """Until when somebody is in office; nothing where no end was set."""
    _ = app.gettext
    if entry.term_ends is None:
        return ""
    text = _("Masa bakti habis {tanggal}") if has_ended else _("Masa bakti sampai {tanggal}")
    return text.format(tanggal=date(entry.term_ends, app))


def phones_text(app: AppState, entry: PersonEntry) -> str:
    """One line for the list: that there is a phone and when it spoke, or what is still missing."""
    _ = app.gettext
    if entry.devices:
        spoke = max((device.last_contact or "" for device in entry.devices), default="")
        count = len(entry.devices)
        phones = app.ngettext("{n} HP", "{n} HP", count).format(n=number(count, app))
        heard = _("terhubung {waktu}").format(waktu=date(spoke, app)) if spoke else _("belum pernah terhubung")
        return f"{phones} · {heard}"
    if entry.code_until:
        return _("Belum ada HP · kode berlaku sampai {tanggal}").format(tanggal=date(entry.code_until, app))
    return _("Belum ada HP dan belum ada kode")


def device_name(app: AppState, device: DeviceEntry) -> str:
    """What the phone is; that it is a browser is worth knowing when somebody looks for it."""
    name = _PLATFORMS.get(device.platform, device.platform)
    return app.gettext("{sistem}, lewat peramban").format(sistem=name) if "(web)" in device.name else name


def device_lines(app: AppState, device: DeviceEntry) -> list[str]:
    """What helps somebody whose phone does not do what it should."""
    _ = app.gettext
    heard = (
        _("Terhubung terakhir {waktu}").format(waktu=date_time(device.last_contact, app))
        if device.last_contact
        else _("Belum pernah terhubung")
    )
    about = _("Dipakai sejak {tanggal} · aplikasi versi {versi}").format(
        tanggal=date(device.enrolled_at, app), versi=device.app_version
    )
    holding = holding_text(app, device)
    return [heard, about, *([holding] if holding else [])]


def holding_text(app: AppState, device: DeviceEntry) -> str:
    """`2 catatan dan 3 foto belum terkirim`, as the phone last said; nothing where it never did."""
    _ = app.gettext
    if device.holding is None:
        return ""
    what = held(app, [device])
    return _("{isi} belum terkirim").format(isi=what) if what else _("Semua sudah terkirim")


def held(app: AppState, devices: list[DeviceEntry]) -> str:
    """What these phones last said they hold; empty for nothing."""
    known = [device.holding for device in devices if device.holding is not None]
    notes, photos = sum(each.changes for each in known), sum(each.files for each in known)
    parts = []
    if notes:
        parts.append(app.ngettext("{n} catatan", "{n} catatan", notes).format(n=number(notes, app)))
    if photos:
        parts.append(app.ngettext("{n} foto", "{n} foto", photos).format(n=number(photos, app)))
    return app.gettext("{a} dan {b}").format(a=parts[0], b=parts[1]) if len(parts) == 2 else "".join(parts)
