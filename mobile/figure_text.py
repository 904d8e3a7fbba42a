"""How figures read on the screen."""

from __future__ import annotations

from decimal import Decimal

from mobile.context import AppState
from mobile.plan_text import rupiah
from mobile.text import date, number
from sync.domain.figures import BY_CODE, Told, Unit, named_parts
from sync.protocol.figures import AreaFigures

_MILLION, _BILLION = 10**6, 10**9


def label_text(app: AppState, told: Told) -> str:
    return BY_CODE[told.code].label.in_language(app.language)


def meaning_text(app: AppState, told: Told) -> str:
    return BY_CODE[told.code].meaning.in_language(app.language)


def value_text(app: AppState, told: Told) -> str:
    """`1.250`, `4 hari`; a dash where there is nothing to tell."""
    if told.value is None:
        return "–"
    return _amount(app, told, told.value)


def parts_text(app: AppState, told: Told) -> str:
    """`Menunggu 5 · Terbit 12`, where no number stands without its name."""
    named = named_parts(told)
    return " · ".join(f"{label.in_language(app.language)}\N{NO-BREAK SPACE}{number(n, app)}" for label, n in named)


def change_text(app: AppState, told: Told) -> str:
    """Against a year before, in words; nothing where one of the two is not known."""
    _ = app.gettext
    if told.value is None or told.before is None:
        return ""
    more = told.value - told.before
    if not more:
        return _("Sama")
    if BY_CODE[told.code].unit is Unit.DAYS:
        text = _("{hari} lebih lama") if more > 0 else _("{hari} lebih cepat")
        return text.format(hari=_days(app, abs(more)))
    text = _("{n} lebih banyak") if more > 0 else _("{n} lebih sedikit")
    return text.format(n=_amount(app, told, abs(more)))


def compared_text(app: AppState, found: AreaFigures) -> str:
    """With which day the figures are compared."""
    _ = app.gettext
    if all(told.before is None for told in found.figures):
        return _("Setahun lalu belum ada yang tercatat di sini.")
    return _("Dibandingkan dengan {tanggal}.").format(tanggal=date(found.until_before, app))


def whole_text(app: AppState, told: Told) -> str:
    """Money to the last rupiah, where the tile says it short; nothing for anything else."""
    is_money = BY_CODE[told.code].unit is Unit.RUPIAH and told.value is not None
    return rupiah(app, told.value or 0) if is_money else ""


def _amount(app: AppState, told: Told, amount: int) -> str:
    unit = BY_CODE[told.code].unit
    if unit is Unit.RUPIAH:
        return short_rupiah(app, amount)
    return _days(app, amount) if unit is Unit.DAYS else number(amount, app)


def short_rupiah(app: AppState, amount: int) -> str:
    """`Rp 12,5 jt`, as it is said: a tile has no room for the last rupiah."""
    _ = app.gettext
    for size, name in ((_BILLION, _("M")), (_MILLION, _("jt"))):
        if amount >= size:
            return f"Rp\N{NO-BREAK SPACE}{number(Decimal(amount) / size, app, 1)}\N{NO-BREAK SPACE}{name}"
    return rupiah(app, amount)


def _days(app: AppState, n: int) -> str:
    return app.ngettext("{n} hari", "{n} hari", n).format(n=number(n, app))
