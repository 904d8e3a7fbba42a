"""What is measured of an innovation: its indicators, one amount a month, and what they say of before and after.

An amount on the wire is a decimal string, or BELOW for a count from 1 to 4 where somebody's health is concerned.
It is read as all that it may be, from `low` to `high`, in exact fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from sync.domain.assets import catalogue_rows
from sync.domain.checks import BELOW, is_amount
from sync.domain.growing import INDICATORS
from sync.domain.lifecycle import Status
from sync.domain.records import CONFIRMED, Values, entries_below

Indicator = Mapping[str, Any]
INNOVATION, INDICATOR, PERIOD = "innovation", "indicator", "period"
VALUE, NUMERATOR, DENOMINATOR = "value", "numerator", "denominator"
AMOUNTS = (VALUE, NUMERATOR, DENOMINATOR)
RATIO = "ratio"
SAID = frozenset({INNOVATION, INDICATOR, PERIOD, *AMOUNTS})
"""By what the kelurahan stands when it confirms a measurement."""
FROM_THE_RECAP = 8
"""The first Longset indicators come from the puskesmas's recap, through the kelurahan; nobody asks at the door."""
MOST_PERIODS = 3
"""Of those that IGA counts for a positive trend (sid16, base f)."""


@dataclass(frozen=True, slots=True)
class Amount:
    """From `low` to `high`; twice the same where it is known exactly."""

    low: Fraction
    high: Fraction

    @property
    def is_exact(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Measured:
    """What one record says of one month (`2026-11`).

    `counted` has the value, or numerator and denominator, as they are kept.
    """

    record: str
    period: str
    amount: Amount
    is_confirmed: bool
    counted: tuple[Any, ...]


class Verdict(StrEnum):
    BETTER = "better"
    UNCHANGED = "unchanged"
    WORSE = "worse"
    NO_BASELINE = "no_baseline"
    UNCLEAR = "unclear"
    """Both are so few that nobody can tell."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One indicator with its months, the oldest first, each once. `verdict` is None before the first.

    `periods` counts the last months in a row, three at most, that were each better than the one before.
    """

    key: str
    indicator: Indicator
    before: Amount | None
    series: tuple[Measured, ...]
    verdict: Verdict | None
    periods: int

    @property
    def after(self) -> Amount | None:
        return self.series[-1].amount if self.series else None


# One amount


def is_small(value: Any) -> bool:
    """Whether it counts so few that somebody could be meant: 1 to 4."""
    return isinstance(value, str) and is_amount(value) and Fraction(value) in (1, 2, 3, 4)


def hidden_if_small(value: Any, *, is_health: bool) -> Any:
    """As it may be kept."""
    return dict(BELOW) if is_health and is_small(value) else value


def amount_of(value: Any) -> Amount | None:
    """None for what is no amount."""
    if not is_amount(value):
        return None
    if value == BELOW:
        return Amount(Fraction(1), Fraction(BELOW["below"] - 1))
    return Amount(Fraction(value), Fraction(value))


def share_of(numerator: Amount, denominator: Amount) -> Amount:
    """In percent. The denominator is more than nothing."""
    low, high = 100 * numerator.low / denominator.high, 100 * numerator.high / denominator.low
    return Amount(low, max(low, min(high, Fraction(100))))


# Indicators


def indicators_of(innovation: Values) -> dict[str, Indicator]:
    """By id, in the order of the ids."""
    return entries_below(innovation, INDICATORS)


def concerns_health(innovation: Mapping[str, Any], indicator: Indicator) -> bool:
    """Whether what is counted may be somebody's health: then a count from 1 to 4 is kept as BELOW."""
    is_health = innovation.get("theme") == "health" or innovation.get("affair") == "kesehatan"
    return is_health or "longset" in indicator


def as_it_may_be_shown(innovation: Mapping[str, Any], indicator: Indicator) -> Indicator:
    """A baseline that counts very few is no more than BELOW, also where it was typed before the innovation was
    said to be about health."""
    if "baseline" not in indicator or indicator["kind"] == RATIO:
        return indicator
    is_health = concerns_health(innovation, indicator)
    return {**indicator, "baseline": hidden_if_small(indicator["baseline"], is_health=is_health)}


def is_from_recap(indicator: Indicator) -> bool:
    return bool(1 <= indicator.get("longset", 0) <= FROM_THE_RECAP)


def longset_indicators() -> dict[str, Indicator]:
    """The twelve of a Longset, as paths of an innovation hold them, by id."""
    shape = {"unit": "%", "kind": RATIO, "better": "up"}
    rows = catalogue_rows("city/longset_12_indikator.csv")
    return {
        f"longset{number:02}": {"name": row["indikator"], **shape, "longset": number}
        for number, row in ((int(row["nomor"]), row) for row in rows)
    }


# One measurement


def shape_faults(innovation: Mapping[str, Any], indicator: Indicator, values: Values) -> dict[str, str]:
    """What is wrong with the amounts of a measurement, by path: required, not_asked, out_of_range, more_than_all,
    small_number. Their types were looked at before."""
    is_ratio = indicator["kind"] == RATIO
    asked = (NUMERATOR, DENOMINATOR) if is_ratio else (VALUE,)
    found = {path: "required" for path in asked if values.get(path) is None}
    found |= {path: "not_asked" for path in AMOUNTS if path not in asked and values.get(path) is not None}
    if concerns_health(innovation, indicator):
        found |= {path: "small_number" for path in asked if is_small(values.get(path))}
    return found or (_ratio_faults(values) if is_ratio else {})


def _ratio_faults(values: Values) -> dict[str, str]:
    part, whole = amount_of(values[NUMERATOR]), amount_of(values[DENOMINATOR])
    if part is None or part.low < 0:
        return {NUMERATOR: "out_of_range"}
    if whole is None or whole.high <= 0:
        return {DENOMINATOR: "out_of_range"}
    return {NUMERATOR: "more_than_all"} if part.low > whole.high else {}


def measured_in(
    record: str, innovation: Mapping[str, Any], indicator: Indicator, values: Values
) -> Measured | None:
    """What a measurement says; None for one that is hidden or erased, or does not fit its indicator any more."""
    is_health = concerns_health(innovation, indicator)
    shown = {path: hidden_if_small(values.get(path), is_health=is_health) for path in AMOUNTS}
    is_there = values.get("status") == Status.SUBMITTED and bool(values.get(PERIOD))
    if not is_there or shape_faults(innovation, indicator, shown):
        return None
    counted = tuple(shown[path] for path in AMOUNTS if shown[path] is not None)
    amounts = [amount for each in counted if (amount := amount_of(each))]
    if len(amounts) < len(counted):
        return None
    amount = share_of(*amounts) if indicator["kind"] == RATIO else amounts[0]
    return Measured(record, values[PERIOD], amount, bool(values.get(CONFIRMED)), counted)


# What they say together


def progress(innovation: Mapping[str, Any], measurements: Iterable[tuple[str, Values]]) -> list[Progress]:
    """Each indicator of the innovation. `measurements` are its records, by id; those of unknown indicators and of
    other innovations' shapes are left out."""
    known, found = indicators_of(dict(innovation)), dict[str, list[Measured]]()
    for record, values in measurements:
        key = values.get(INDICATOR)
        measured = measured_in(record, innovation, known[key], values) if key in known else None
        if measured is not None:
            found.setdefault(str(key), []).append(measured)
    return [_progress(innovation, key, known[key], found.get(key, [])) for key in known]


def _progress(innovation: Mapping[str, Any], key: str, indicator: Indicator, measured: list[Measured]) -> Progress:
    before = amount_of(as_it_may_be_shown(innovation, indicator).get("baseline"))
    series, better = by_period(measured), indicator["better"]
    verdict = verdict_of(before, series[-1].amount, better) if series else None
    amounts = [*([before] if before else []), *(each.amount for each in series)]
    return Progress(key, indicator, before, series, verdict, periods_better(amounts, better))


def by_period(measured: Iterable[Measured]) -> tuple[Measured, ...]:
    """One a month, the oldest month first: the newest that is confirmed, else the newest."""
    chosen: dict[str, Measured] = {}
    for each in measured:
        other = chosen.get(each.period)
        # Ids begin with the time at which they were made.
        if other is None or (other.is_confirmed, other.record) < (each.is_confirmed, each.record):
            chosen[each.period] = each
    return tuple(chosen[period] for period in sorted(chosen))


def verdict_of(before: Amount | None, after: Amount, better: str) -> Verdict:
    """`better` is up or down."""
    if before is None:
        return Verdict.NO_BASELINE
    if before.is_exact and before == after:
        return Verdict.UNCHANGED
    is_up, is_down = after.low > before.high, after.high < before.low
    if not (is_up or is_down):
        return Verdict.UNCLEAR
    return Verdict.BETTER if is_up == (better == "up") else Verdict.WORSE


def periods_better(amounts: list[Amount], better: str) -> int:
    """How many of the last amounts, in a row, are each better than the one before; three at most."""
    steps = zip(reversed(amounts[:-1]), reversed(amounts), strict=False)
    count = 0
    for earlier, later in steps:
        if count == MOST_PERIODS or verdict_of(earlier, later, better) is not Verdict.BETTER:
            break
        count += 1
    return count


# How it is drawn


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart, which says its number in words. `length` is from 0 to 1."""

    label: str
    text: str
    length: Fraction
    is_before: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a bar shows; without `measured` it is what was before."""

    measured: Measured | None
    amount: Amount
    length: Fraction


def drawn(progress: Progress, most: int) -> list[Drawn]:
    """What was before, and the last months, the oldest first."""
    shown: list[tuple[Measured | None, Amount]] = [(each, each.amount) for each in progress.series[-most:]]
    if progress.before is not None:
        shown.insert(0, (None, progress.before))
    found = lengths([amount for _, amount in shown], progress.indicator)
    return [Drawn(measured, amount, length) for (measured, amount), length in zip(shown, found, strict=True)]


def lengths(amounts: Sequence[Amount], indicator: Indicator) -> list[Fraction]:
    """How long each stands beside the longest, or a share beside the whole: 0 to 1."""
    longest = max((each.high for each in amounts), default=Fraction(0))
    whole = Fraction(100) if indicator["kind"] == RATIO else longest
    return [
        max(Fraction(0), min(each.high / whole, Fraction(1))) if whole > 0 else Fraction(0) for each in amounts
    ]


def rounded(exact: Fraction, places: int) -> Decimal:
    """Half up to so many places, without zeros at the end."""
    scaled = Decimal(exact.numerator) / Decimal(exact.denominator)
    text = f"{scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    return Decimal(text.rstrip("0").rstrip(".")) if "." in text else Decimal(text)


def decimals_of(number: Decimal) -> int:
    """How many digits stand behind the comma."""
    return max(0, -int(number.as_tuple().exponent))
