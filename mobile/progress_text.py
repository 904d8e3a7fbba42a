"""What measurements say, in words: from what to what, better or not, and since how many months."""

from __future__ import annotations

import flet as ft

from mobile.amount_text import amount_text, measured_text
from mobile.context import AppState
from mobile.text import month
from sync.domain.measuring import Bar, Drawn, Indicator, Progress, Verdict, amount_of, drawn

SHOWN_MONTHS = 6

ICONS = {
    Verdict.BETTER: ft.Icons.THUMB_UP_OUTLINED,
    Verdict.UNCHANGED: ft.Icons.DRAG_HANDLE,
    Verdict.WORSE: ft.Icons.REPLAY,
    Verdict.NO_BASELINE: ft.Icons.HELP_OUTLINE,
    Verdict.UNCLEAR: ft.Icons.HELP_OUTLINE,
}


def verdict_text(app: AppState, progress: Progress) -> str:
    """`Lebih baik: dari 6 kantong menjadi 2 kantong`; that nothing was measured yet."""
    _ = app.gettext
    if progress.verdict is None or progress.after is None:
        return _("Belum ada hasil ukur.")
    words = {
        Verdict.BETTER: _("Lebih baik"),
        Verdict.UNCHANGED: _("Tetap"),
        Verdict.WORSE: _("Belum lebih baik"),
        Verdict.NO_BASELINE: _("Belum ada data awal untuk dibandingkan."),
        Verdict.UNCLEAR: _("Jumlahnya terlalu kecil untuk dibandingkan."),
    }[progress.verdict]
    if progress.before is None or progress.verdict in (Verdict.NO_BASELINE, Verdict.UNCLEAR):
        return words
    before, after = (amount_text(app, each, progress.indicator) for each in (progress.before, progress.after))
    return _("{kata}: dari {awal} menjadi {akhir}").format(kata=words, awal=before, akhir=after)


def trend_text(app: AppState, progress: Progress) -> str:
    """Empty for less than two months in a row."""
    if progress.periods < 2:
        return ""
    return app.gettext("Membaik {n} kali ukur berturut-turut.").format(n=progress.periods)


def target_text(app: AppState, progress: Progress) -> str:
    """Empty without a target."""
    target = amount_of(progress.indicator.get("target"))
    if target is None:
        return ""
    return app.gettext("Target: {angka}").format(angka=amount_text(app, target, progress.indicator))


def bars_of(app: AppState, progress: Progress) -> list[Bar]:
    """What was before, and the last months, the oldest first."""
    return [_bar(app, each, progress.indicator) for each in drawn(progress, SHOWN_MONTHS)]


def _bar(app: AppState, each: Drawn, indicator: Indicator) -> Bar:
    if each.measured is None:
        return Bar(app.gettext("Awal"), amount_text(app, each.amount, indicator), each.length, is_before=True)
    text = measured_text(app, each.measured, indicator)
    return Bar(month(each.measured.period, app), text, each.length)
