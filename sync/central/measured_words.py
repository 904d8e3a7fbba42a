"""How measurements read on a page and on paper: in Indonesian, with bars for bar_chart."""

from __future__ import annotations

from fractions import Fraction

from sync.central.dossiers.gather import plain
from sync.central.moments import MONTHS
from sync.domain.checks import BELOW
from sync.domain.measuring import (
    RATIO,
    Amount,
    Bar,
    Drawn,
    Indicator,
    Progress,
    Verdict,
    amount_of,
    decimals_of,
    drawn,
    rounded,
)

_VERDICTS = {
    Verdict.BETTER: "Lebih baik: dari {before} menjadi {after}.",
    Verdict.UNCHANGED: "Tetap {after}.",
    Verdict.WORSE: "Belum lebih baik: dari {before} menjadi {after}.",
    Verdict.NO_BASELINE: "Terakhir {after}; belum ada data awal untuk dibandingkan.",
    Verdict.UNCLEAR: "Terakhir {after}; jumlahnya terlalu kecil untuk dibandingkan.",
}


def target_words(indicator: Indicator) -> str:
    """Empty without a target."""
    target = amount_of(indicator.get("target"))
    return f"Target: {amount_words(target, indicator)}." if target else ""


def bars_of(progress: Progress, most_months: int) -> list[Bar]:
    """What was before, and the last months, the oldest first."""
    return [_bar(each, progress.indicator) for each in drawn(progress, most_months)]


def _bar(each: Drawn, indicator: Indicator) -> Bar:
    words = amount_words(each.amount, indicator)
    if each.measured is None:
        return Bar("Awal", words, each.length, is_before=True)
    if indicator["kind"] == RATIO:
        part, whole = map(_counted_words, each.measured.counted)
        words = f"{part} dari {whole} ({words})"
    return Bar(month_words(each.measured.period), words, each.length)


def verdict_words(progress: Progress) -> str:
    """A whole sentence; empty where nothing was measured."""
    if progress.verdict is None or progress.after is None:
        return ""
    before = amount_words(progress.before, progress.indicator) if progress.before else ""
    return _VERDICTS[progress.verdict].format(
        before=before, after=amount_words(progress.after, progress.indicator)
    )


def amount_words(amount: Amount, indicator: Indicator) -> str:
    """`120 kantong`, `75%`, `2,5–10%`, `kurang dari 5 anak`."""
    if indicator["kind"] == RATIO:
        return "–".join(number_words(each, 1) for each in dict.fromkeys((amount.low, amount.high))) + "%"
    words = number_words(amount.low) if amount.is_exact else _counted_words(BELOW)
    unit = plain(str(indicator["unit"]))
    return words + unit if unit == "%" else f"{words} {unit}".strip()


def _counted_words(value: object) -> str:
    return f"kurang dari {BELOW['below']}" if value == BELOW else number_words(Fraction(str(value)))


def number_words(exact: Fraction, places: int = 2) -> str:
    """`1.250`, `2,5`."""
    said = rounded(exact, places)
    return f"{said:,.{decimals_of(said)}f}".translate(str.maketrans(",.", ".,"))


def month_words(period: str) -> str:
    """`Nov 2026`."""
    year, _, month = period.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}"
