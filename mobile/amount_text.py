"""How amounts are typed and read: `1.250`, `2,5`, `kurang dari 5`, `30 dari 40 (75%)`. Total, as text.py is."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from mobile.context import AppState
from mobile.text import number
from sync.domain.checks import BELOW, DECIMAL
from sync.domain.measuring import RATIO, Amount, Indicator, Measured, decimals_of, rounded

_GROUPED = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+")
_PLACES = 2


def typed_number(typed: str, app: AppState) -> str | None:
    """The decimal string of what was typed, None for what is no number: `1.250` is a thousand and more, `2,5` and
    `2.5` are two and a half; in English the other way round."""
    text = typed.strip().replace(" ", "")
    if app.language == "en":
        text = text.translate(str.maketrans(",.", ".,"))
    if "," in text or _GROUPED.fullmatch(text):
        text = text.replace(".", "").replace(",", ".", 1)
    return text if DECIMAL.fullmatch(text) else None


def number_text(app: AppState, exact: Fraction, places: int = _PLACES) -> str:
    """Rounded half up to so many places, without zeros at the end."""
    said = rounded(exact, places)
    return number(said, app, decimals_of(said))


def kept_text(app: AppState, value: Any) -> str:
    """A value as records keep it; empty for none."""
    if value == BELOW:
        return app.gettext("kurang dari {n}").format(n=BELOW["below"])
    is_number = isinstance(value, str) and DECIMAL.fullmatch(value)
    return number_text(app, Fraction(value), 6) if is_number else str(value or "")


def amount_text(app: AppState, amount: Amount, indicator: Indicator) -> str:
    """`120 kantong`, `75%`, `2,5–10%`, `kurang dari 5 anak`."""
    if indicator["kind"] == RATIO:
        return "–".join(number_text(app, each, 1) for each in dict.fromkeys((amount.low, amount.high))) + "%"
    words = number_text(app, amount.low) if amount.is_exact else kept_text(app, BELOW)
    unit = str(indicator["unit"])
    return words + unit if unit == "%" else f"{words} {unit}".strip()


def measured_text(app: AppState, measured: Measured, indicator: Indicator) -> str:
    """`30 dari 40 (75%)`, `120 kantong`."""
    share = amount_text(app, measured.amount, indicator)
    if indicator["kind"] != RATIO:
        return share
    part, whole = (kept_text(app, each) for each in measured.counted)
    words = app.gettext("{bagian} dari {semua}").format(bagian=part, semua=whole)
    return f"{words} ({share})"
