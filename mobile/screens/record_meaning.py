"""What a record's state means in one sentence, and what happens next."""

from __future__ import annotations

from mobile.context import AppState
from sync.client.cards import Chip
from sync.client.replica import RecordState
from sync.domain.areas import AreaCode, gazetteer


def meaning(app: AppState, state: RecordState, chip: Chip) -> str:
    """Total: a state that only a newer centre knows is said to be that."""
    texts = _on_its_way(app) | _reviewed(app) | _elsewhere(app)
    text = texts.get(chip.code, app.gettext("Keadaan ini belum dikenal versi aplikasi Anda. Perbarui aplikasi."))
    kecamatan = AreaCode(state.area).kecamatan or state.area
    return text.format(kecamatan=gazetteer().name(kecamatan))


def _on_its_way(app: AppState) -> dict[str, str]:
    _ = app.gettext
    return {
        "draft": _("Hanya ada di HP ini. Lengkapi, lalu ketuk Ajukan."),
        "waiting": _("Tersimpan di HP ini. Terkirim sendiri begitu ada sinyal selama aplikasi terbuka."),
        "sending": _("Sedang dikirim. Biarkan aplikasi terbuka."),
        "sent": _("Sudah diterima server kota. Berikutnya diperiksa Kecamatan {kecamatan}."),
        "resting": _("Keputusan menunggu sebentar sebelum dikirim; masih bisa diurungkan di Tinjau."),
        "not_accepted": _("Server kota belum menerima perubahan terakhir. Lihat sebabnya di bawah."),
        "two_values": _("Dua orang mengisi hal yang sama dengan berbeda. Pilih yang benar di bawah."),
    }


def _reviewed(app: AppState) -> dict[str, str]:
    _ = app.gettext
    return {
        "submitted": _("Sudah di server kota. Berikutnya diperiksa Kecamatan {kecamatan}; masih bisa diubah."),
        "revision": _("Kecamatan {kecamatan} minta diperbaiki. Betulkan yang ditandai, jawab, lalu kirim lagi."),
        "returned": _("Kecamatan {kecamatan} mengembalikannya. Baca alasannya; perbaiki lalu kirim lagi."),
        "approved": _("Kecamatan {kecamatan} menyetujuinya. Berikutnya BRIDA menerbitkannya di Bank Inovasi."),
        "rejected": _("Kecamatan {kecamatan} menolaknya. Alasannya ada di bawah; catatan ini tetap tersimpan."),
        "withdrawn": _("Pengajuan dibatalkan oleh pengusulnya. Catatan tetap bisa dibaca."),
        "published": _("Terbit di Bank Inovasi dan bisa dibaca warga. Pengukuran tetap bisa ditambah."),
        "hidden": _("Disembunyikan dari warga untuk sementara. Alasannya ada di riwayat."),
    }


def _elsewhere(app: AppState) -> dict[str, str]:
    _ = app.gettext
    return {
        "listed": _("Tercatat di Bank Isu Strategis. Berikutnya dicari jalan penyelesaiannya."),
        "joined": _("Digabung dengan catatan yang serupa. Kelanjutannya ada di sana."),
        "declined": _("Belum dapat diangkat. Alasannya ada di riwayat."),
        "handled": _("Sudah tertangani."),
        "erased": _("Isi catatan ini sudah dihapus atas permintaan. Nomornya tetap ada."),
        "moved": _("Catatan ini dilanjutkan di kelurahan lain."),
        "received": _("Usulan sudah diterima. Berikutnya dibaca kelurahan."),
        "read": _("Usulan sudah dibaca. Berikutnya dijawab kelurahan."),
        "asked": _("Ada pertanyaan untuk pengusul."),
        "taken_up": _("Usulan diangkat menjadi inovasi."),
        "forwarded": _("Diteruskan ke kantor yang berwenang."),
        "complaint": _("Ini aduan; salurannya Lontara+ atau SP4N-LAPOR!."),
    }
