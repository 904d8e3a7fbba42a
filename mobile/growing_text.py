"""How what makes a record grow reads: goals, levels, evidence, answers of a proposal. Total, as all of text.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mobile.award_catalogues import indicator_at
from mobile.context import AppState
from mobile.problem_text import degree_text
from mobile.text import date
from sync.domain import goals, iga_catalogue, kipp
from sync.domain.growing import ADDRESSES, CATALOGUE, EVIDENCE, INDICATORS, KIPP, LEVELS
from sync.domain.kipp import Question
from sync.domain.records import CONFIRMED, GRANTED, family


def question_at(code: str) -> Question | None:
    return next((each for each in kipp.questions() if each.code == code), None)


def growing_name(app: AppState, path: str) -> str:
    """What a path is called; empty for one that is none of these, or that only a newer catalogue knows."""
    _, below = app.gettext, path.partition("/")[2].partition("/")[0]
    indicator, question = indicator_at(app, below), question_at(below)
    if family(path) == KIPP:
        return _("KIPP: {butir}").format(butir=question.item) if question else ""
    plain = {INDICATORS: _("Yang diukur"), CONFIRMED: _("Pengesahan kelurahan")}
    plain |= {ADDRESSES: _("Masalah yang diatasi"), CATALOGUE: _("Katalog IGA")}
    if family(path) in plain:
        return plain[family(path)]
    names = {LEVELS: _("Tingkat"), EVIDENCE: _("Bukti"), GRANTED: _("Tingkat dari BRIDA")}
    name = names.get(family(path))
    return f"{name}: {indicator.name}" if name and indicator else ""


def growing_text(app: AppState, path: str, value: Any) -> str:
    """What stands there, in words; empty for nothing. Call it for a path that has a name."""
    _ = app.gettext
    if value is None:
        return ""
    if family(path) == CATALOGUE:
        return str(value)
    if family(path) == INDICATORS:
        return str(value["name"])
    if family(path) == ADDRESSES:
        return degree_text(app, str(value["degree"]))
    if family(path) == CONFIRMED:
        return _("Ya") if value else _("Tidak")
    if family(path) == LEVELS:
        return level_text(app, int(value))
    if family(path) == EVIDENCE:
        return evidence_text(app, value)
    if family(path) == GRANTED:
        return " · ".join(filter(None, (level_text(app, int(value["level"])), value["note"])))
    return str(value["text"]) if value["checked"] else _("{teks} (belum diperiksa)").format(teks=value["text"])


def level_text(app: AppState, level: int) -> str:
    _ = app.gettext
    return _("Tingkat {n}").format(n=level) if level else _("Belum ada tingkat")


def evidence_text(app: AppState, value: Mapping[str, Any]) -> str:
    """`Foto · SK tim · 12/2026 · 3 Des 2026`."""
    return " · ".join(filter(None, (evidence_kind(app, value), evidence_facts(app, value))))


def evidence_facts(app: AppState, value: Mapping[str, Any]) -> str:
    """What the document says of itself; empty where nobody wrote it down."""
    told = [value.get("subject", ""), value.get("number", "")]
    told += [date(str(value["date"]), app)] if "date" in value else []
    return " · ".join(filter(None, map(str, told)))


def evidence_kind(app: AppState, value: Mapping[str, Any]) -> str:
    _ = app.gettext
    if "link" in value:
        return str(value["link"])
    return _("Foto") if "preview" in value else _("PDF")


def goal_text(app: AppState, goal: str) -> str:
    _ = app.gettext
    return {
        goals.NOTE: _("Catatan"),
        goals.PROFILE: _("Profil SIGAP"),
        goals.AWARD: _("IGA"),
        goals.PROPOSAL: _("KIPP"),
    }[goal]


def obtainer_text(app: AppState, by: str) -> str:
    _ = app.gettext
    return {
        iga_catalogue.RECORDER: _("pencatat"),
        iga_catalogue.KELURAHAN: _("kelurahan"),
        iga_catalogue.OFFICE: _("perangkat daerah"),
        iga_catalogue.CITY: _("BRIDA"),
    }[by]


def effort_text(app: AppState, effort: str) -> str:
    _ = app.gettext
    return {"1_hari": _("1 hari"), "1_bulan": _("1 bulan"), "1_tahun": _("1 tahun anggaran")}[effort]


def band_text(app: AppState, band: str) -> str:
    """SIGAP BRIDA's own words."""
    _ = app.gettext
    return {"poor": _("Kurang"), "fair": _("Cukup"), "good": _("Baik"), "very_good": _("Sangat Baik")}[band]
