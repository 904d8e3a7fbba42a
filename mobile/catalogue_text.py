"""What differs between two catalogues of the award, in words. Total, as all of text.py."""

from __future__ import annotations

from mobile.context import AppState
from mobile.text import date
from sync.domain import catalogue_changes as changes
from sync.protocol.catalogues import CONFIRMED, PROPOSED, REJECTED, SHIPPED, WITHDRAWN, CatalogueEntry


def difference_text(app: AppState, what: str, level: int, before: str, after: str) -> str:
    """`Ambang tingkat 2: “11-30 SDM” menjadi “11-25 SDM”`."""
    _ = app.gettext
    words = {
        changes.ADDED: _("Indikator baru."),
        changes.REMOVED: _("Tidak dinilai lagi. Isiannya tetap tersimpan."),
        changes.WEIGHT: _("Bobot {dulu} menjadi {kini}."),
        changes.THRESHOLD: _("Ambang tingkat {n}: “{dulu}” menjadi “{kini}”. Periksa lagi buktinya."),
        changes.LEVEL_ADDED: _("Tingkat {n} baru: “{kini}”."),
        changes.LEVEL_REMOVED: _("Tingkat {n} tidak ada lagi: “{dulu}”. Yang memilihnya memilih lagi."),
        changes.REQUIRED: _("Kini wajib.") if after == changes.YES else _("Tidak wajib lagi."),
        changes.PROOF: _("Bukti yang diminta: “{dulu}” menjadi “{kini}”."),
        changes.NAME: _("Nama: “{dulu}” menjadi “{kini}”."),
    }
    return words.get(what, what).format(n=level, dulu=before, kini=after)


def kind_text(app: AppState, what: str, n: int) -> str:
    """How many differences of one kind: `3 ambang berubah`."""
    _ = app.gettext
    words = {
        changes.ADDED: _("{n} indikator baru"),
        changes.REMOVED: _("{n} indikator tidak dinilai lagi"),
        changes.WEIGHT: _("{n} bobot berubah"),
        changes.THRESHOLD: _("{n} ambang berubah"),
        changes.LEVEL_ADDED: _("{n} tingkat baru"),
        changes.LEVEL_REMOVED: _("{n} tingkat tidak ada lagi"),
        changes.REQUIRED: _("{n} wajib berubah"),
        changes.PROOF: _("{n} bukti yang diminta berubah"),
        changes.NAME: _("{n} nama berubah"),
    }
    return words.get(what, what).format(n=n)


def state_text(app: AppState, entry: CatalogueEntry) -> str:
    """Whether it is in force, and since or from when."""
    _ = app.gettext
    day = date(entry.valid_from, app) if entry.valid_from else ""
    if entry.is_current:
        return _("Berlaku sekarang")
    words = {
        PROPOSED: _("Diusulkan, berlaku mulai {hari}"),
        CONFIRMED: _("Berlaku mulai {hari}"),
        REJECTED: _("Ditolak"),
        WITHDRAWN: _("Ditarik"),
        SHIPPED: _("Bawaan aplikasi"),
    }
    return words.get(entry.state, entry.state).format(hari=day)


def facts_text(app: AppState, entry: CatalogueEntry) -> str:
    """`20 indikator · nilai paling banyak 111`."""
    text = app.gettext("{n} indikator · nilai paling banyak {nilai}")
    return text.format(n=entry.indicators, nilai=entry.reaches)


def people_text(app: AppState, entry: CatalogueEntry) -> list[str]:
    """Who proposed it and who decided, each with the day."""
    _ = app.gettext
    decided = {
        CONFIRMED: _("Disahkan {siapa}, {hari}"),
        REJECTED: _("Ditolak {siapa}, {hari}"),
        WITHDRAWN: _("Ditarik {siapa}, {hari}"),
    }.get(entry.state, "")
    proposed = _("Diusulkan {siapa}, {hari}") if entry.proposed_at else ""
    told = [(proposed, entry.proposed_by, entry.proposed_at), (decided, entry.decided_by, entry.decided_at)]
    return [text.format(siapa=who, hari=date(at, app)) for text, who, at in told if text]
