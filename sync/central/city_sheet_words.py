"""How *Lembar kota* reads on paper and in a sheet, in Indonesian."""

from __future__ import annotations

from sync.central.dossiers.gather import plain
from sync.central.figures_words import day, number
from sync.domain.city_sheet import CityProof, UnitIndicator, basic_affairs, unit_indicators
from sync.protocol.city_sheet import CitySheet

NOTHING = "–"


def average(tenths: int | None) -> str:
    """`23,4`; a dash where nothing was approved."""
    return NOTHING if tenths is None else f"{tenths // 10},{tenths % 10}"


def hundredths(points: int) -> str:
    """`12,75`."""
    return f"{points // 100},{points % 100:02}".removesuffix("0").removesuffix(",0")


def counted(found: CitySheet) -> list[tuple[str, str]]:
    return [
        ("Inovasi yang diajukan dan masih berjalan prosesnya", number(found.submitted)),
        ("Di antaranya disetujui atau terbit", number(found.approved)),
        ("Rata-rata nilai IGA yang diklaim", average(found.claimed_tenths)),
        ("Rata-rata nilai IGA yang diberikan BRIDA", average(found.granted_tenths)),
    ]


def affairs(found: CitySheet) -> list[tuple[str, int]]:
    """The six basic affairs in the order of the law, then all the others together."""
    return [
        *((name, found.basic.get(code, 0)) for code, name in basic_affairs().items()),
        ("Urusan lain", found.others),
    ]


def shown(found: CitySheet) -> list[tuple[UnitIndicator, CityProof | None]]:
    return [(each, found.proofs.get(each.code)) for each in unit_indicators(found.year)]


def said_of(proof: CityProof | None) -> str:
    """`SK Wali Kota, nomor 12/2026, tanggal 1 Mar 2026, https://…`."""
    if proof is None:
        return ""
    parts = [plain(proof.subject)]
    parts += [f"nomor {plain(proof.number)}"] if proof.number else []
    parts += [f"tanggal {day(proof.on)}"] if proof.on else []
    return ", ".join(part for part in [*parts, proof.link] if part)
