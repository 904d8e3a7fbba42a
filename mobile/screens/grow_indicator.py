"""One indicator of the award: the level that is claimed, what it asks for, and the evidence for it."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.award_catalogues import shelf
from mobile.components.fields.choices import choice_button
from mobile.components.fields.draft import Draft, Remarks
from mobile.components.fields.frame import quiet, use_answer
from mobile.components.keyed import keyed, told_apart
from mobile.components.layout import heading, notice, section_title
from mobile.context import AppState, use_app
from mobile.growing_text import effort_text, evidence_facts, obtainer_text
from mobile.screens.grow_grant import GrantLevel, granted_read
from mobile.screens.grow_indicators import side_by_side_text
from mobile.screens.grow_parts import Grown, use_answers
from mobile.screens.grow_score import not_here_yet
from mobile.screens.proof_adding import use_adding
from mobile.screens.proof_card import ProofCard, ProofShown
from mobile.screens.proof_work import ProofWork
from mobile.theme import GAP, GAP_S
from sync.domain import iga
from sync.domain.growing import EVIDENCE, LEVELS
from sync.domain.iga_catalogue import Indicator, Way
from sync.domain.next_steps import OBTAINS, REPLICATION, open_ways

_SUBJECT = "subject"


@ft.component
def IndicatorPart(grown: Grown, code: str) -> ft.Control:
    app, draft = use_app(), grown.draft
    use_answers(grown)
    indicator = grown.catalogue.indicator(code)
    if indicator is None:
        return _not_scored(app, grown, code)
    parts: list[ft.Control] = [*_about(app, grown, indicator), *_ways(app, grown, indicator)]
    if draft:
        parts += [LevelAnswer(draft, indicator), ProofsAnswer(draft, draft.remarks, indicator)]
    else:
        parts += [*_levels_read(app, indicator), *_proofs_read(app, grown, code)]
    parts += [GrantLevel(grown, indicator)] if grown.may_grant else granted_read(app, grown, code)
    return ft.Column(
        told_apart(parts), spacing=GAP, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )


def _not_scored(app: AppState, grown: Grown, code: str) -> ft.Control:
    """What stands there is read, and not added to."""
    if not grown.catalogue.is_known:
        return not_here_yet(app, grown.catalogue)
    held = next((each for each in shelf(grown.session).unscored(grown.values) if each.code == code), None)
    if held is None:
        return ft.Text(app.gettext("Indikator ini tidak dikenal. Perbarui aplikasi."))
    text = app.gettext("Katalog {versi} tidak menilai indikator ini. Isiannya tetap tersimpan.")
    return _stretched(
        [
            heading(held.name),
            notice(text.format(versi=grown.catalogue.version)),
            ft.Text(side_by_side_text(app, grown, held)),
            *_proofs_read(app, grown, code),
        ]
    )


def _about(app: AppState, grown: Grown, indicator: Indicator) -> list[ft.Control]:
    _ = app.gettext
    weight = _("Tiap tingkat +{n}").format(n=indicator.weight)
    required = _("{bobot} · wajib").format(bobot=weight) if indicator.is_required else weight
    asked = _("Bukti yang diminta IGA: {dokumen}").format(dokumen=indicator.documents)
    parts: list[ft.Control] = [
        heading(indicator.name),
        quiet(required),
        ft.Text(side_by_side_text(app, grown, indicator)),
        ft.Text(asked),
    ]
    if indicator.code == REPLICATION:
        text = _(
            "Yang dihitung IGA hanya daerah lain yang meniru, dengan suratnya. Tiruan antar-lorong masuk ke "
            "keluarga inovasi dan KIPP."
        )
        parts.append(notice(text))
    return parts


def _ways(app: AppState, grown: Grown, indicator: Indicator) -> list[ft.Control]:
    """What is left to do, and by whom."""
    mine = OBTAINS.get(grown.session.person.role, frozenset())
    lines = [quiet(_way(app, way, way.by in mine)) for way in open_ways(grown.values, indicator, grown.catalogue)]
    return [_stretched([section_title(app.gettext("Langkah berikutnya")), *lines])] if lines else []


def _way(app: AppState, way: Way, is_mine: bool) -> str:
    _ = app.gettext
    who = (
        effort_text(app, way.effort) if is_mine else _("menunggu {siapa}").format(siapa=obtainer_text(app, way.by))
    )
    return f"{way.level}. {way.text.in_language(app.language)} ({who})"


@ft.component
def LevelAnswer(draft: Draft, indicator: Indicator) -> ft.Control:
    """Another tap on the chosen level takes it back."""
    app = use_app()
    _ = app.gettext
    path = f"{LEVELS}/{indicator.code}"
    chosen, answer = use_answer(draft, path)

    def choose(level: int) -> None:
        answer(None if level == chosen else level)
        draft.save()
        draft.refresh()

    has_proof = bool(iga.evidence_for(draft.copy.values, indicator.code))
    rows: list[ft.Control] = [
        choice_button(
            app,
            f"{level}. {asked}",
            partial(choose, level),
            selected=level == chosen,
            key=f"{path}={level}",
            alignment=ft.Alignment.CENTER_LEFT,
        )
        for level, asked in enumerate(indicator.parameters, start=1)
    ]
    if chosen and chosen > len(indicator.parameters):
        gone = _("Tingkat {n} yang dipilih dulu tidak ada di katalog ini dan tidak dihitung. Pilih tingkat lagi.")
        rows.append(notice(gone.format(n=chosen), "warning"))
    elif chosen and not has_proof:
        rows.append(notice(_("Tingkat ini belum dihitung. Tambahkan buktinya."), "warning"))
    if has_proof and not chosen:
        rows.append(notice(_("Buktinya sudah ada. Pilih tingkat yang dibuktikan.")))
    return _stretched([section_title(_("Tingkat yang diklaim")), *rows])


@ft.component
def ProofsAnswer(draft: Draft, remarks: Remarks, indicator: Indicator) -> ft.Control:
    app = use_app()
    below = f"{EVIDENCE}/{indicator.code}"
    work = ft.use_memo(lambda: ProofWork(draft, app.devices, below), [])
    adding = use_adding(app, work, indicator.files)
    cards = [
        keyed(proof, ProofCard, draft, remarks, work, proof, proof_name(app, place), _SUBJECT)
        for place, proof in enumerate(iga.evidence_for(draft.copy.values, indicator.code), start=1)
    ]
    return _stretched([section_title(app.gettext("Bukti")), *cards, *adding])


def proof_name(app: AppState, place: int) -> str:
    return app.gettext("Bukti {n}").format(n=place)


def _levels_read(app: AppState, indicator: Indicator) -> list[ft.Control]:
    asked = [ft.Text(f"{level}. {text}") for level, text in enumerate(indicator.parameters, start=1)]
    return [section_title(app.gettext("Yang diminta tiap tingkat")), *asked]


def _proofs_read(app: AppState, grown: Grown, code: str) -> list[ft.Control]:
    proofs = iga.evidence_for(grown.values, code)
    shown: list[ft.Control] = [
        _proof_read(app, grown.record, value, place) for place, value in enumerate(proofs.values(), start=1)
    ]
    return [section_title(app.gettext("Bukti")), *(shown or [quiet(app.gettext("(belum ada)"))])]


def _proof_read(app: AppState, record: str, value: dict[str, str], place: int) -> ft.Control:
    told = evidence_facts(app, value)
    shown = keyed(str(value), ProofShown, record, value, proof_name(app, place))
    return _stretched([shown, *([quiet(told)] if told else [])])


def _stretched(parts: list[ft.Control]) -> ft.Control:
    return ft.Column(
        told_apart(parts), spacing=GAP_S, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )
