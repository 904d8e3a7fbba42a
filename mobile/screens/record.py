"""*Rincian*: everything about one record, and what this person may do with it."""

from __future__ import annotations

import flet as ft

from mobile.components.layout import empty_state, page_body, secondary_button, section_title
from mobile.components.note_opened import use_note_opened
from mobile.components.tell_author import telling
from mobile.context import AppState, use_app, use_session
from mobile.needing import has_needs
from mobile.routes import HOME, NOTE, go
from mobile.screens.idea import IdeaRead
from mobile.screens.ideas import IdeasUndo
from mobile.screens.measurement import MeasurementRead
from mobile.screens.offer import OfferRead
from mobile.screens.partner import PartnerRead
from mobile.screens.record_actions import RecordActions
from mobile.screens.record_addressed import RecordAddressed, is_issue
from mobile.screens.record_audit import RecordAudit, has_audit
from mobile.screens.record_awards import RecordAwards, has_awards
from mobile.screens.record_business import RecordBusiness, has_business
from mobile.screens.record_comments import Comments
from mobile.screens.record_dossier import RecordDossier, has_dossier
from mobile.screens.record_erase import RecordErase, may_be_erased
from mobile.screens.record_family import RecordFamily, has_family
from mobile.screens.record_fields import fields_by_section
from mobile.screens.record_grow import growing
from mobile.screens.record_head import head
from mobile.screens.record_history import history
from mobile.screens.record_lab import lab_parts
from mobile.screens.record_measurements import RecordMeasurements, has_measurements
from mobile.screens.record_moved import moved_notices
from mobile.screens.record_needs import RecordNeeds
from mobile.screens.record_outcome import outcome_notices
from mobile.screens.record_partners import RecordPartners, has_partners
from mobile.screens.record_photos import RecordPhotos
from mobile.screens.record_plans import RecordPlans, has_plans
from mobile.screens.record_problems import RecordProblems, has_problems
from mobile.screens.record_receipt import receipt
from mobile.screens.record_refused import RefusedBanner
from mobile.screens.record_said import said
from mobile.screens.record_share import RecordShare
from mobile.screens.record_sorting import RecordSorting, has_sorting
from mobile.screens.record_steps import RecordSteps
from mobile.screens.record_transfer import RecordTransfer, may_move
from mobile.screens.record_two_values import choices_to_make
from mobile.session import Session
from mobile.share_card import may_share
from mobile.theme import GAP_L
from sync.client.answering import is_idea
from sync.domain.lifecycle import Status
from sync.domain.records import PHOTOS, Kind, entries_below


@ft.component
def RecordScreen(record: str) -> ft.Control:
    app, session = use_app(), use_session()
    state = session.record(record)
    use_note_opened(app, session, record)
    if state is None:
        return page_body(_nothing(app, session, record))
    if state.status == Status.ERASED:
        refused = [RefusedBanner(session, state)] if session.refusals(record) else []
        return page_body(*head(app, session, state), *refused, *receipt(app, session, state))
    if is_idea(state):
        idea: ft.Control = IdeaRead(app, session, record)
        return ft.Column([idea, IdeasUndo(app, session)], expand=True, spacing=0)
    if state.kind == Kind.PARTNER:
        return PartnerRead(session, state)
    if state.kind == Kind.OFFER:
        return OfferRead(session, state)
    if state.kind == Kind.MEASUREMENT:
        return MeasurementRead(session, state)
    # What is empty is left out, because a screen puts its distance around every part.
    refused = [RefusedBanner(session, state)] if session.refusals(record) else []
    photos = [RecordPhotos(session, state)] if entries_below(state.values, PHOTOS) else []
    return page_body(
        *head(app, session, state),
        *moved_notices(app, session, state),
        *refused,
        *choices_to_make(app, session, state),
        RecordActions(session, state),
        *said(app, state),
        *outcome_notices(app, session, state),
        *telling(app, session, state.id),
        *([RecordSorting(session, state)] if has_sorting(session, state) else []),
        *lab_parts(app, session, state),
        RecordSteps(session, state),
        *growing(app, session, state),
        *([RecordTransfer(session, state)] if may_move(session, state) else []),
        *([RecordErase(session, state)] if may_be_erased(session, state) else []),
        *([RecordBusiness(session, state)] if has_business(session, state) else []),
        *([RecordShare(session, state)] if may_share(state) else []),
        *([RecordDossier(session, state)] if has_dossier(session, state) else []),
        *photos,
        ft.SelectionArea(content=_read(fields_by_section(app, session, state))),
        *([RecordAwards(session, state)] if has_awards(session, state) else []),
        *([RecordMeasurements(session, state)] if has_measurements(session, state) else []),
        *([RecordFamily(session, state.id)] if has_family(session, state.id) else []),
        *([RecordProblems(session, state)] if has_problems(session, state) else []),
        *([RecordAddressed(session, state)] if is_issue(state) else []),
        *([RecordNeeds(session, state)] if has_needs(session, state) else []),
        *([RecordPartners(session, state)] if has_partners(session, state) else []),
        *([RecordPlans(session, state)] if has_plans(session, state) else []),
        section_title(app.gettext("Komentar")),
        Comments(session, state),
        *([RecordAudit(session, state)] if has_audit(session, state) else []),
        section_title(app.gettext("Riwayat")),
        ft.SelectionArea(content=history(app, state)),
        *receipt(app, session, state),
    )


def _read(controls: list[ft.Control]) -> ft.Control:
    return ft.Column(controls, spacing=GAP_L, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _nothing(app: AppState, session: Session, record: str) -> ft.Control:
    _ = app.gettext
    if session.is_being_typed(record):
        return empty_state(
            ft.Icons.EDIT_NOTE,
            _("Ini masih draf"),
            _("Hanya ada di HP ini dan belum diajukan."),
            secondary_button(_("Lanjutkan"), lambda: go(NOTE, record=record)),
        )
    return empty_state(
        ft.Icons.FIND_IN_PAGE_OUTLINED,
        _("Catatan ini belum ada di HP ini"),
        _("Mungkin belum terambil dari server kota. Coba lagi bila ada sinyal."),
        secondary_button(_("Ke Beranda"), lambda: go(HOME)),
    )
