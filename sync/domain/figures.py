"""*Laporan*: which figures there are, what each means, and how it is counted. The same on the screen and on paper.

A figure tells of an area as a whole. Nothing is counted or ordered by person, RT or RW, and nothing by theme, so
that no small number about somebody's health can be read out of it (DESIGN section 6).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sync.domain.forms import Label
from sync.domain.tally import ENTERED, Tally, days_in, parts_in


class Unit(StrEnum):
    COUNT = "count"
    DAYS = "days"
    RUPIAH = "rupiah"


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` reads it out of a tally in the `unit`, None where there is nothing to tell. `parts` are shown in
    their order."""

    code: str
    label: Label
    meaning: Label
    value: Callable[[Tally], int | None]
    parts: Sequence[str] = ()
    unit: Unit = Unit.COUNT


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of an area. `before` is None where nothing had been noted a year ago."""

    code: str
    value: int | None
    before: int | None = None
    parts: dict[str, int] = field(default_factory=dict)


def told(now: Tally, before: Tally) -> list[Told]:
    """Every figure, with what it was in the period before."""
    return [_told(figure, now, before) for figure in FIGURES]


def _told(figure: Figure, now: Tally, before: Tally) -> Told:
    earlier = figure.value(before) if before else None
    counted = parts_in(now, figure.code)
    parts = {part: counted[part] for part in figure.parts if counted.get(part)}
    return Told(figure.code, figure.value(now), earlier, parts)


def _all_of(code: str) -> Callable[[Tally], int]:
    return lambda tally: sum(parts_in(tally, code).values())


def _one_of(code: str, part: str) -> Callable[[Tally], int]:
    return lambda tally: parts_in(tally, code).get(part, 0)


def _money_of(code: str) -> Callable[[Tally], int | None]:
    """None where nobody entered any."""
    return lambda tally: parts_in(tally, code).get(ENTERED)


def _middle_of(code: str) -> Callable[[Tally], int | None]:
    return lambda tally: middle(days_in(tally, code))


def _longest_of(code: str) -> Callable[[Tally], int | None]:
    return lambda tally: max(days_in(tally, code), default=None)


def middle(days: Mapping[int, int]) -> int | None:
    """The lower median of `{days: how often}`: within so many days at least half were done."""
    reached, half = 0, sum(days.values()) / 2
    for day in sorted(days):
        reached += days[day]
        if reached >= half:
            return day
    return None


FIGURES: Sequence[Figure] = (
    Figure(
        "innovations",
        Label("Inovasi", "Innovations"),
        Label(
            "Semua inovasi yang pernah diajukan, menurut statusnya. Yang dibatalkan, dihapus, atau dipindahkan ke "
            "wilayah lain tidak dihitung.",
            "All innovations that were ever submitted, by their status. Those withdrawn, erased or moved to "
            "another area do not count.",
        ),
        _all_of("innovations"),
        ("submitted", "revision", "returned", "approved", "published", "rejected", "hidden"),
    ),
    Figure(
        "stages",
        Label("Sudah berjalan", "Running"),
        Label(
            "Inovasi yang menurut pencatatnya sudah berjalan; yang lain masih direncanakan atau sedang dicoba. "
            "Yang ditolak atau dikembalikan tidak dihitung.",
            "Innovations that run, as those who noted them say; the others are planned or being tried. "
            "Those rejected or given back do not count.",
        ),
        _one_of("stages", "running"),
        ("planned", "trial"),
    ),
    Figure(
        "noted",
        Label("Dicatat tahun ini", "Noted this year"),
        Label(
            "Inovasi yang sampai di server kota sejak 1 Januari, dari semua yang dihitung pada “Inovasi”.",
            "Innovations that reached the city's server since 1 January, of all that “Innovations” counts.",
        ),
        _all_of("noted"),
    ),
    Figure(
        "answer_days",
        Label("Hari sampai dijawab", "Days to an answer"),
        Label(
            "Separuh inovasi yang pertama kali dijawab peninjau tahun ini menunggu paling lama sekian hari, "
            "dihitung sejak sampai di server kota (median).",
            "Half of the innovations that a reviewer first answered this year waited at most so many days, "
            "counted from their arrival at the city's server (the median).",
        ),
        _middle_of("answer_days"),
        unit=Unit.DAYS,
    ),
    Figure(
        "wait_days",
        Label("Terlama menunggu", "Longest wait"),
        Label(
            "Sudah sekian hari inovasi yang paling lama menunggu belum mendapat jawaban pertama.",
            "The innovation that has waited longest is without its first answer for so many days.",
        ),
        _longest_of("wait_days"),
        unit=Unit.DAYS,
    ),
    Figure(
        "issues",
        Label("Masalah", "Problems"),
        Label(
            "Masalah yang diajukan, tercatat, atau sudah tertangani. Yang digabung, belum dapat diangkat, atau "
            "dibatalkan tidak dihitung.",
            "Problems that are submitted, listed or handled. Those joined, declined or withdrawn do not count.",
        ),
        _all_of("issues"),
        ("submitted", "listed", "handled"),
    ),
    Figure(
        "issues_open",
        Label("Masalah tanpa inovasi", "Problems without an innovation"),
        Label(
            "Masalah tercatat yang belum disebut inovasi mana pun di kota ini sebagai yang diatasinya, seluruhnya "
            "atau sebagian.",
            "Listed problems that no innovation of the city names as one that it solves, wholly or partly.",
        ),
        lambda tally: len(tally.unsolved - tally.solved),
    ),
    Figure(
        "ideas_waiting",
        Label("Usulan menunggu", "Ideas waiting"),
        Label(
            "Usulan warga yang sudah diterima atau dibaca dan belum dijawab.",
            "Residents' ideas that were received or read and have no answer yet.",
        ),
        _all_of("ideas_waiting"),
    ),
    Figure(
        "ideas_answered",
        Label("Usulan dijawab", "Ideas answered"),
        Label(
            "Usulan warga yang pertama kali dijawab tahun ini: diangkat, digabung, diteruskan, ditanyakan, atau "
            "belum dapat diangkat dengan alasan.",
            "Residents' ideas that were first answered this year: taken up, joined, forwarded, asked about, or "
            "declined with a reason.",
        ),
        _all_of("idea_days"),
    ),
    Figure(
        "idea_days",
        Label("Hari menjawab usulan", "Days to answer an idea"),
        Label(
            "Separuh usulan yang pertama kali dijawab tahun ini menunggu paling lama sekian hari (median).",
            "Half of the ideas that were first answered this year waited at most so many days (the median).",
        ),
        _middle_of("idea_days"),
        unit=Unit.DAYS,
    ),
    Figure(
        "measured",
        Label("Pengukuran membaik", "Measured: better"),
        Label(
            "Indikator inovasi yang pengukuran terakhirnya lebih baik daripada angka awalnya. Yang belum pernah "
            "diukur tidak dihitung.",
            "Indicators of innovations whose last measurement is better than their value at the start. What was "
            "never measured does not count.",
        ),
        _one_of("measured", "better"),
        ("unchanged", "worse", "unclear", "no_baseline"),
    ),
    Figure(
        "iga_ready",
        Label("Siap IGA", "Ready for IGA"),
        Label(
            "Inovasi disetujui atau terbit yang sudah berjalan, mengklaim semua indikator wajib IGA dengan bukti, "
            "dan nilainya masuk pita Baik atau Sangat Baik (pita SIGAP BRIDA). Levelnya belum tentu diakui BRIDA.",
            "Approved or published innovations that run, claim every required IGA indicator with evidence, and "
            "reach the band Good or Very good (SIGAP BRIDA's bands). BRIDA need not have granted the levels.",
        ),
        _all_of("iga_ready"),
    ),
    Figure(
        "kipp_ready",
        Label("Siap KIPP", "Ready for KIPP"),
        Label(
            "Inovasi disetujui atau terbit yang pada tanggal data tidak terhalang syarat KIPP umum: berjalan dua "
            "tahun, belum pernah menang, tiap jawaban diperiksa dan dalam batas kata. Judul ganda tidak dilihat.",
            "Approved or published innovations that on the date of the data meet what KIPP's general group asks: "
            "two years old, no earlier winner, every answer checked and within its limits. Doubled titles are not "
            "looked for.",
        ),
        _all_of("kipp_ready"),
    ),
    Figure(
        "money_planned",
        Label("Anggaran tahun ini", "Budget this year"),
        Label(
            "Jumlah pagu tahun ini dari semua sumber, untuk inovasi yang diajukan, diperbaiki, disetujui, atau "
            "terbit dan anggarannya diisi di “Rencana & anggaran”. Yang belum diisi tidak dihitung.",
            "The sum of this year's ceilings from every source, for innovations submitted, under correction, "
            "approved or published whose budget was entered. What was not entered does not count.",
        ),
        _money_of("money_planned"),
        unit=Unit.RUPIAH,
    ),
    Figure(
        "money_realised",
        Label("Sudah terpakai", "Spent"),
        Label(
            "Jumlah yang menurut isian anggaran tahun ini sudah terpakai. Baris yang realisasinya belum diisi "
            "tidak dihitung.",
            "The sum that was spent, as the lines of this year's budget say. Lines without what was spent do not "
            "count.",
        ),
        _money_of("money_realised"),
        unit=Unit.RUPIAH,
    ),
)
PARTS: Mapping[str, Label] = {
    "submitted": Label("Menunggu", "Waiting"),
    "revision": Label("Perlu perbaikan", "To be corrected"),
    "returned": Label("Dikembalikan", "Given back"),
    "approved": Label("Disetujui", "Approved"),
    "published": Label("Terbit", "Published"),
    "rejected": Label("Ditolak", "Rejected"),
    "hidden": Label("Disembunyikan", "Hidden"),
    "planned": Label("Direncanakan", "Planned"),
    "trial": Label("Dicoba", "Being tried"),
    "unchanged": Label("Tetap", "Unchanged"),
    "worse": Label("Memburuk", "Worse"),
    "unclear": Label("Belum jelas", "Unclear"),
    "no_baseline": Label("Tanpa angka awal", "Without a start"),
    "listed": Label("Tercatat", "Listed"),
    "handled": Label("Tertangani", "Handled"),
}
"""What a part is called, short enough to stand below its figure."""
BY_CODE: Mapping[str, Figure] = {figure.code: figure for figure in FIGURES}


def named_parts(told: Told) -> list[tuple[Label, int]]:
    """The parts of a figure that are more than none, in their order."""
    return [(PARTS[part], told.parts[part]) for part in BY_CODE[told.code].parts if told.parts.get(part)]


def joined(tallies: Iterable[Tally], solved: Collection[str]) -> Tally:
    """Of a larger area. `solved` are the problems that innovations of the whole city solve."""
    whole = Tally()
    for each in tallies:
        whole += each
    return whole.with_solved(solved)
