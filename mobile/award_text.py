"""Competitions, their stages and what speaks against a proposal, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mobile.award_catalogues import indicator_at
from mobile.context import AppState
from sync.domain.awards import IN, OUT, WON, Competition, competitions
from sync.domain.eligibility import Reason
from sync.domain.kipp import questions


def competition_text(app: AppState, code: str) -> str:
    found = competitions().get(code)
    return found.name.in_language(app.language) if found else code


def stage_text(app: AppState, competition: Competition, stage: str) -> str:
    place = competition.place(stage)
    return competition.stages[place].label.in_language(app.language) if place >= 0 else stage


def outcome_text(app: AppState, outcome: str) -> str:
    _ = app.gettext
    return {IN: _("Berjalan"), OUT: _("Berhenti di tahap ini"), WON: _("Menang")}.get(outcome, outcome)


def group_text(app: AppState, group: str) -> str:
    _ = app.gettext
    return {"umum": _("Umum"), "replikasi": _("Replikasi"), "khusus": _("Khusus")}.get(group, group)


def track_text(app: AppState, path: str, track: Mapping[str, Any]) -> str:
    """`KIPP 2019: Seleksi administrasi`, with how it ended where it did."""
    code = path.partition("/")[2]
    competition = competitions().get(code)
    if competition is None:
        return code
    words = f"{competition_text(app, code)}: {stage_text(app, competition, str(track.get('stage')))}"
    ended = track.get("outcome")
    return words if ended == IN else f"{words} · {outcome_text(app, str(ended))}"


def reason_text(app: AppState, reason: Reason) -> str:
    """What is wrong and, by its name, where."""
    _ = app.gettext
    words = {
        "not_running": _("Belum berjalan: tahapnya masih uji coba atau rencana."),
        "no_start": _("Tanggal mulai belum diisi, padahal harus berjalan {n} tahun."),
        "too_young": _("Belum berjalan {n} tahun pada tanggal penutupan."),
        "doubled_title": _("Judulnya sama dengan inovasi lain."),
        "won_before": _("Sudah pernah menang di {apa}."),
        "unanswered": _("“{apa}” belum dijawab."),
        "too_long": _("Jawaban “{apa}” lebih dari {n} kata."),
        "unchecked": _("Jawaban “{apa}” diambil dari catatan dan belum diperiksa."),
        "too_short": _("Jawaban “{apa}” kurang dari {n} kata."),
        "repeated": _("Jawaban “{apa}” sama dengan jawaban lain."),
        "question_repeated": _("Jawaban “{apa}” hanya mengulang pertanyaannya."),
        "placeholder": _("Jawaban “{apa}” masih berisi tanda yang belum diganti, seperti titik-titik."),
        "no_evidence": _("Indikator wajib “{apa}” belum ada buktinya."),
    }
    return words.get(reason.code, reason.code).format(apa=_about(app, reason.about), n=reason.number)


def _about(app: AppState, code: str) -> str:
    if code in competitions():
        return competition_text(app, code)
    names = {each.code: each.item for group in ("umum", "replikasi", "khusus") for each in questions(group=group)}
    indicator = indicator_at(app, code)
    return indicator.name if indicator else names.get(code, code)
