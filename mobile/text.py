"""How times, numbers, states and problems read on the screen.

Every function here is total, since components call it while they render: what cannot be read is shown as it is.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

from mobile.context import AppState
from mobile.device.ports import DeviceError
from sync.client.cards import Chip
from sync.domain.validation import Fault

CITY_TIME = timezone(timedelta(hours=8), "WITA")
"""The city's fixed offset: what a screen shows does not depend on how the phone is set."""

_INDONESIAN = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
_ENGLISH = "January February March April May June July August September October November December"
_MONTHS = {"id": _INDONESIAN.split(), "en": _ENGLISH.split()}


def _language(app: AppState) -> str:
    return "en" if app.language == "en" else "id"


def _moment(iso: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return None
    # What has no zone was read from a photo: it is the time on the clock there.
    return moment.astimezone(CITY_TIME) if moment.tzinfo else moment


def time_of_day(iso: str, app: AppState) -> str:
    """`14.05`, in the city's time."""
    moment = _moment(iso)
    mark = ":" if _language(app) == "en" else "."
    return f"{moment.hour:02}{mark}{moment.minute:02}" if moment else iso


def date(iso: str, app: AppState) -> str:
    """`3 Des 2026`."""
    moment = _moment(iso)
    return f"{moment.day} {_MONTHS[_language(app)][moment.month - 1][:3]} {moment.year}" if moment else iso


def date_time(iso: str, app: AppState) -> str:
    """`3 Des 2026 pukul 14.05`."""
    if _moment(iso) is None:
        return iso
    return app.gettext("{tanggal} pukul {jam}").format(tanggal=date(iso, app), jam=time_of_day(iso, app))


def month(year_month: str, app: AppState) -> str:
    """`Maret 2026` for `2026-03`."""
    year, _, number_ = year_month.partition("-")
    if not (year.isdecimal() and number_.isdecimal() and 1 <= int(number_) <= 12):
        return year_month
    return f"{_MONTHS[_language(app)][int(number_) - 1]} {year}"


def number(value: float | Decimal, app: AppState | None = None, decimals: int = 0) -> str:
    """`1.250` and `2,5`; in English the other way round."""
    text = f"{value:,.{decimals}f}"
    if app is not None and _language(app) == "en":
        return text
    return text.translate(str.maketrans(",.", ".,"))


def size(size_bytes: int, app: AppState) -> str:
    """`3,4 MB`, whole KB below one, GB from one."""
    if size_bytes < 1_000_000:
        return f"{number(-(-size_bytes // 1000), app)} KB"
    if size_bytes >= 1_000_000_000:
        return f"{number(size_bytes / 1_000_000_000, app, 1)} GB"
    return f"{number(size_bytes / 1_000_000, app, 1)} MB"


def days_between(iso: str, now_ms: int) -> int:
    """How many midnights of the city lie between; 0 for today, for the future and for no date."""
    moment = _moment(iso)
    if moment is None:
        return 0
    today = datetime.fromtimestamp(now_ms / 1000, CITY_TIME).date()
    return max(0, (today - moment.date()).days)


def day_in_city(now_ms: int) -> str:
    """`2026-12-03`, as it is in the city."""
    return datetime.fromtimestamp(now_ms / 1000, CITY_TIME).date().isoformat()


def status_text(app: AppState, chip: Chip) -> str:
    """The words on a chip: what is true of the record now."""
    _ = app.gettext
    if chip.code == "resting":
        return _("Keputusan dikirim dalam {n} detik").format(n=chip.values.get("seconds", 0))
    if chip.code == "sent":
        return _sent_text(app, chip)
    if chip.code == "waiting" and chip.values.get("network_up"):
        return _("Menunggu dikirim")
    words = _status_words(app).get(chip.code, chip.code)
    detail = _detail(app, chip)
    return f"{words} · {detail}" if detail else words


def _sent_text(app: AppState, chip: Chip) -> str:
    _ = app.gettext
    at, photos = chip.values.get("at", ""), chip.values.get("photos", 0)
    is_today = not days_between(at, chip.values.get("now_ms", 0))
    moment = time_of_day(at, app) if is_today else date(at, app)
    text = _("Terkirim {jam}").format(jam=moment) if at else _("Terkirim")
    if not photos:
        return text
    return f"{text} · " + _("foto {i}/{f}").format(i=chip.values.get("stored", 0), f=photos)


def _detail(app: AppState, chip: Chip) -> str:
    _ = app.gettext
    if chip.code == "submitted":
        days = days_between(chip.values.get("at", ""), chip.values.get("now_ms", 0))
        return app.ngettext("{n} hari", "{n} hari", days).format(n=days) if days else ""
    if chip.code == "revision" and chip.values.get("n"):
        n = chip.values["n"]
        return app.ngettext("{n} isian", "{n} isian", n).format(n=n)
    return {"draft": _("hanya di HP ini"), "not_accepted": _("betulkan")}.get(chip.code, "")


def _status_words(app: AppState) -> dict[str, str]:
    _ = app.gettext
    return {
        "draft": _("Draf"),
        "waiting": _("Menunggu sinyal"),
        "sending": _("Mengirim …"),
        "carried": _("Dititipkan lewat HP lain"),
        "not_accepted": _("Belum diterima"),
        "two_values": _("Dua isian berbeda"),
        "submitted": _("Menunggu Verifikasi"),
        "matched": _("Dipertemukan"),
        "done": _("Terwujud"),
        "failed": _("Tidak jadi"),
        "revision": _("Perlu Perbaikan"),
        "returned": _("Dikembalikan"),
        "approved": _("Disetujui"),
        "rejected": _("Ditolak"),
        "withdrawn": _("Dibatalkan"),
        "published": _("Terbit"),
        "hidden": _("Disembunyikan"),
        "listed": _("Tercatat"),
        "joined": _("Digabung"),
        "declined": _("Belum dapat diangkat"),
        "handled": _("Tertangani"),
        "received": _("Diterima"),
        "read": _("Dibaca"),
        "asked": _("Ada pertanyaan"),
        "taken_up": _("Diangkat"),
        "forwarded": _("Diteruskan"),
        "complaint": _("Ini aduan"),
        "moved": _("Dipindahkan"),
        "erased": _("Dihapus"),
    }


def fault_text(app: AppState, fault: Fault) -> str:
    """What is to be put right in a field, said under that field."""
    _ = app.gettext
    limit = number(fault.limit, app) if fault.limit is not None else ""
    texts = {
        "required": _("Wajib diisi."),
        "too_long": _("Terlalu panjang: paling banyak {n} huruf.").format(n=limit),
        "out_of_range": _("Isi angka dari 0 sampai {n}.").format(n=limit),
        "not_a_number": _("Tulis angka, misalnya 12 atau 2,5."),
        "not_positive": _("Isi angka lebih dari 0."),
        "more_than_all": _("Tidak bisa lebih banyak dari seluruhnya."),
        "unknown_choice": _("Pilih salah satu yang tersedia."),
        "unknown_area": _("Wilayah ini tidak dikenal. Pilih lagi."),
        "unknown_path": _("Isian ini tidak dikenal server kota."),
        "personal_number": _("Ada yang mirip nomor NIK atau KK. Hapus angkanya."),
    }
    return texts.get(fault.code, _("Isian ini belum benar. Periksa lagi."))


def device_error_text(app: AppState, error: DeviceError) -> str:
    """What the phone could not do, and what to do instead."""
    _ = app.gettext
    texts = {
        "denied": _("Izin belum diberikan. Buka Setelan HP, izinkan Lorong, lalu coba lagi."),
        "missing": _("HP ini tidak menyediakannya. Anda tetap bisa melanjutkan tanpa itu."),
        "timeout": _("HP belum menjawab. Coba lagi di tempat terbuka, atau lanjutkan saja."),
        "not_an_image": _("Berkas ini bukan foto. Pilih foto lain."),
        "not_a_pdf": _("Berkas itu bukan PDF. Pilih berkas PDF, atau foto dokumennya."),
        "too_large": _("Berkas itu lebih besar dari 10 MB. Perkecil dulu, atau pakai tautan."),
        "cancelled": _("Dibatalkan. Tidak ada yang berubah."),
    }
    return texts.get(error.code, _("HP tidak bisa melakukannya sekarang. Coba lagi."))


def refusal_text(app: AppState, code: str) -> str:
    """Why something was not accepted, and what to do about it."""
    known = _refusals_of_content(app) | _refusals_of_steps(app)
    return known.get(code, app.gettext("Server kota belum bisa menerimanya. Buka, periksa, lalu kirim lagi."))


def _refusals_of_content(app: AppState) -> dict[str, str]:
    _ = app.gettext
    renew = _("Server kota belum mengenal jenis isian ini. Perbarui aplikasi, lalu kirim lagi.")
    return {
        "bad_value": _("Ada isian yang belum benar. Betulkan yang ditandai, lalu kirim lagi."),
        "incomplete": _("Ada isian wajib yang masih kosong. Lengkapi, lalu kirim lagi."),
        "personal_number": _("Ada yang mirip nomor NIK atau KK. Hapus angkanya, lalu kirim lagi."),
        "unknown_area": _("Wilayahnya tidak dikenal. Pilih RT/RW lagi, lalu kirim lagi."),
        "unknown_kind": renew,
        "unknown_path": renew,
        "bad_envelope": _("Kiriman ini tidak terbaca. Buka, simpan sekali lagi, lalu kirim."),
        "unknown_indicator": _("Inovasi atau yang diukur belum ada di server kota. Kirim itu dulu, lalu ulangi."),
        "small_number": _("Jumlah 1 sampai 4 tentang kesehatan hanya disimpan sebagai kurang dari 5. Isi lagi."),
        "too_large": _("Isinya terlalu besar untuk dikirim. Ringkas tulisannya, lalu kirim lagi."),
        "wrong_type": _("Berkas ini bukan jenis yang disimpan. Ganti dengan foto lain."),
        "wrong_hash": _("Foto ini rusak di jalan. Kirim sekali lagi."),
        "not_published": _("Inovasi yang ditiru tidak terbit lagi. Pilih Ini bukan tiruan, lalu kirim lagi."),
        "not_wholly": _(
            "Inovasi yang dipilih tidak tercatat menuntaskan masalah ini. Minta pencatatnya memilih “Tuntas”, "
            "lalu tandai lagi, atau tulis jawaban kantor yang berwenang."
        ),
        "note_needed": _("Keputusan ini perlu catatan. Tulis alasannya, lalu kirim lagi."),
        "marks_disagree": _("Keputusan tidak sesuai dengan tandanya. Periksa tanda, lalu putuskan lagi."),
        "mixed_decision": _("Keputusan dan isian tidak bisa dikirim bersama. Putuskan lagi."),
    }


def _refusals_of_steps(app: AppState) -> dict[str, str]:
    _ = app.gettext
    return {
        "unknown_record": _("Catatan ini belum ada di server kota. Tetap aman di HP ini; kirim lagi nanti."),
        "not_allowed": _("Akun Anda tidak bisa mengubah catatan ini. Tanyakan ke kelurahan."),
        "forbidden": _("Akun Anda tidak bisa mengubah catatan ini. Tanyakan ke kelurahan."),
        "illegal_transition": _("Keadaan catatan sudah berubah. Buka, lihat yang terbaru, lalu ulangi."),
        "changed_since_seen": _("Catatan berubah sesudah Anda membacanya. Baca yang baru, lalu putuskan lagi."),
        "two_values_open": _("Ada dua isian berbeda. Pilih dulu yang benar, lalu putuskan lagi."),
        "already_decided": _("Sudah diputuskan orang lain lebih dulu. Lihat keputusannya."),
        "other_stream": _("Catatan ini tercatat di kelurahan lain. Tanyakan ke kelurahan."),
        "id_reused": _("Kiriman ini bertabrakan dengan kiriman lain. Buka, simpan sekali lagi."),
        "erased": _("Isi catatan ini sudah dihapus atas permintaan. Perubahan ini tidak bisa ditambahkan lagi."),
        "earlier_refused": _("Menunggu kiriman sebelumnya dari catatan yang sama. Betulkan yang itu dulu."),
    }
