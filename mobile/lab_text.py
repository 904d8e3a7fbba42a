"""How the columns and proofs of *Papan Labinov* read on the screen. Total, since components call it."""

from __future__ import annotations

from collections.abc import Iterable

from mobile.context import AppState
from sync.domain.lab import OFF


def stage_text(app: AppState, stage: str) -> str:
    _ = app.gettext
    texts = {
        "drum_up": _("Galang"),
        "diagnose": _("Telaah"),
        "design": _("Rancang"),
        "delivery": _("Jalankan"),
        "display": _("Tampilkan"),
        OFF: _("Selesai, turun dari papan"),
    }
    return texts.get(stage, stage)


def stage_meaning(app: AppState, stage: str) -> str:
    _ = app.gettext
    texts = {
        "drum_up": _("Hubungkan dengan masalah yang tercatat."),
        "diagnose": _("Temukan akar masalahnya."),
        "design": _("Tulis rancang bangunnya dan temukan mitranya."),
        "delivery": _("Ukur hasilnya."),
        "display": _("Terbitkan untuk warga."),
    }
    return texts.get(stage, "")


def proof_text(app: AppState, proof: str) -> str:
    """As something that is there or not."""
    _ = app.gettext
    texts = {
        "issue": _("masalah yang tercatat"),
        "root_cause": _("akar masalah"),
        "design": _("rancang bangun"),
        "partner": _("mitra"),
        "measurement": _("pengukuran"),
        "edition": _("versi terbit"),
        "reason": _("alasan"),
        "start": _("mulai dari kolom Galang"),
    }
    return texts.get(proof, proof)


def missing_text(app: AppState, missing: Iterable[str]) -> str:
    names = ", ".join(proof_text(app, each) for each in missing)
    return app.gettext("Belum ada: {apa}.").format(apa=names) if names else ""
