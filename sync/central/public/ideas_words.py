"""What the pages of residents' ideas say: every sentence that depends on data, in Indonesian."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from sync.domain.areas import UnknownArea, gazetteer
from sync.protocol.ideas import IdeaStep
from sync.protocol.problems import Code

STATUS = {
    "received": "Diterima",
    "read": "Sudah dibaca",
    "asked": "Ada pertanyaan untuk Anda",
    "taken_up": "Diangkat",
    "joined": "Digabung dengan yang serupa",
    "forwarded": "Diteruskan",
    "complaint": "Ini aduan",
    "declined": "Belum dapat diangkat",
    "hidden": "Tidak ditayangkan",
    "erased": "Dihapus",
}
_STEPS = STATUS | {
    "asked": "Pertanyaan dari {office}",
    "answered": "Jawaban Anda",
    "appealed": "Anda minta ditinjau kecamatan",
    "forwarded": "Diteruskan ke {place}",
}
MEANING = {
    "received": "Usulan Anda sudah ada di server kota dan menunggu dibaca.",
    "read": "Usulan Anda sudah dibaca dan sedang dipertimbangkan.",
    "asked": "Usulan Anda baru dilanjutkan setelah pertanyaan di bawah ini dijawab.",
    "taken_up": "Usulan Anda dikerjakan. Seorang petugas menuliskannya sebagai rencana inovasi.",
    "joined": "Sudah ada yang serupa. Usulan Anda menjadi bagian darinya.",
    "forwarded": "Usulan Anda ada pada kantor yang berwenang.",
    "complaint": "Aduan ditangani lebih cepat lewat Lontara+ atau SP4N-LAPOR!, bukan di sini.",
    "declined": "Alasannya tertulis di bawah ini.",
    "hidden": "Usulan ini tidak ditayangkan kepada umum.",
    "erased": "Isi usulan ini sudah dihapus atas permintaan. Nomornya tetap ada.",
}
COLOURS = {"taken_up": "good", "joined": "good", "asked": "ask"}

_FAULTS = {
    ("area", "required"): "Pilih kelurahan Anda.",
    ("area", "unknown_area"): "Pilih kelurahan dari daftar ini.",
    ("title", "required"): "Tulis usulan Anda dalam satu kalimat.",
    ("title", "too_long"): "Paling banyak 100 huruf. Ceritakan selebihnya di kotak berikutnya.",
    ("text", "required"): "Ceritakan sedikit: apa yang ingin diubah, dan bagaimana caranya.",
    ("text", "too_long"): "Paling banyak 1.000 huruf. Ringkas sedikit.",
    ("name", "too_long"): "Paling banyak 80 huruf.",
    ("phone", "wrong_type"): "Tulis nomor HP dengan angka saja, misalnya 0812 3456 7890.",
    ("consent", "required"): "Beri tanda setuju, atau kosongkan nama dan nomor HP.",
    ("website", "filled"): "Kosongkan isian ini.",
}
_GENERAL = {
    "personal_number": "Ada nomor seperti NIK atau nomor KK. Hapus dulu: nomor itu tidak boleh tersimpan di sini.",
    "too_long": "Terlalu panjang. Ringkas sedikit.",
    "required": "Isian ini masih kosong.",
    "too_many": "Sudah ada tiga foto, dan tidak bisa lebih.",
}
_PROBLEMS = {
    Code.TOO_MANY: "Terlalu banyak kiriman dari jaringan ini. Tulisan Anda masih ada; coba lagi sejam lagi.",
    Code.BUSY: "Server kota sedang sibuk. Tulisan Anda masih ada; coba lagi sebentar.",
    Code.ID_REUSED: "Usulan yang tadi sudah kami terima. Tekan Kirim sekali lagi bila ini usulan yang baru.",
    Code.ILLEGAL_TRANSITION: "Keadaan usulan ini sudah berubah. Lihat langkah terakhirnya.",
    Code.NOT_ALLOWED: "Keadaan usulan ini sudah berubah. Lihat langkah terakhirnya.",
    Code.NOT_LOGGED: "Buktinya belum dapat diunduh. Catatan kota ditandatangani sekali sehari; coba lagi besok.",
    Code.WRONG_TYPE: "Berkas itu bukan foto. Pilih foto JPEG, PNG, atau WebP.",
    Code.TOO_LARGE: "Fotonya terlalu besar. Paling besar 10 MB.",
}


def fault(field: str, code: str) -> str:
    """What is wrong with a field, said so that it can be mended."""
    return _FAULTS.get((field, code)) or _GENERAL.get(code) or "Isian ini belum benar."


def problem(code: Code) -> str:
    return _PROBLEMS.get(code, "Usulan belum dapat disimpan. Periksa isian di bawah ini.")


def place(code: str) -> str:
    """`Kelurahan Kassi-Kassi`."""
    try:
        found = gazetteer().place(code)
    except UnknownArea:
        return code
    return f"{found.level.capitalize()} {found.name}"


def office(role: str, kelurahan: str) -> str:
    """Who took a step, as an office."""
    if role == "kecamatan":
        return place(kelurahan[:8])
    return {"kelurahan": place(kelurahan), "kota": "kota"}.get(role, "Anda" if role == "resident" else "petugas")


def step(told: IdeaStep, kelurahan: str) -> str:
    """The heading of a step."""
    where = told.office or ""
    names = {"office": office(told.by, kelurahan), "place": place(where) if where[:2].isdecimal() else where}
    return _STEPS.get(told.what, told.what).format_map(names)


def to_oneself(tracking: str, link: str, what: str = "Usulan") -> Mapping[str, str]:
    """Links that open a message to be sent to oneself."""
    text = quote(f"{what} saya di Lorong, nomor {tracking}. Lacak di {link}")
    return {"sms": f"sms:?&body={text}", "whatsapp": f"https://wa.me/?text={text}"}
