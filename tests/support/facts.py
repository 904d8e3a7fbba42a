"""Facts about sending for tests: one for each row of the catalogue, and any that can be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from sync.client.engine import EngineState
from sync.client.sending import Facts
from tests.support.notes import SENT_AT

PHASES = ("idle", "sending_notes", "sending_previews", "sending_photos", "carrying")
TROUBLES = ("", "offline", "captive_portal", "server_silent", "signed_out", "device_revoked", "app_too_old")


def an_engine(**state: Any) -> EngineState:
    return EngineState(**state)


def after_contact(**facts: Any) -> Facts:
    return replace(Facts(has_submitted=True, last_success=SENT_AT), **facts)


EVERY_ROW = {
    "save_failed": Facts(save_failed=True),
    "device_revoked": Facts(engine=an_engine(trouble="device_revoked")),
    "signed_out": Facts(to_send=1, engine=an_engine(trouble="signed_out")),
    "app_too_old": Facts(engine=an_engine(trouble="app_too_old")),
    "sending_notes": Facts(to_send=1, sending=1, engine=an_engine(phase="sending_notes")),
    "sending_previews": Facts(photos=1, engine=an_engine(phase="sending_previews")),
    "sending_photos": Facts(photos=1, engine=an_engine(phase="sending_photos")),
    "captive_portal": Facts(to_send=1, engine=an_engine(trouble="captive_portal")),
    "waiting_signal": Facts(to_send=1, network_up=False),
    "server_silent": Facts(to_send=1, engine=an_engine(trouble="server_silent")),
    "photos_wait_wifi": Facts(photos=1, photos_wait_wifi=True),
    "photos_wait_battery": Facts(photos=1, photos_wait_battery=True),
    "photos_retry": Facts(photos=1, photo_tries=1, engine=an_engine(trouble="server_silent")),
    "carried": Facts(to_send=1, carried=1),
    "waiting": Facts(to_send=1),
    "waiting_you": Facts(refused=1),
    "never_connected": Facts(),
    "empty": Facts(last_success=SENT_AT),
    "drafts_never_sent": Facts(drafts=1, last_success=SENT_AT),
    "drafts_only": after_contact(drafts=1),
    "all_sent": after_contact(),
}

every_facts = st.builds(
    lambda to_send, part, carried, photos, photos_carried, **facts: Facts(
        to_send=to_send,
        sending=min(part, to_send),
        carried=min(carried, to_send),
        photos=photos,
        photos_carried=min(photos_carried, photos),
        **facts,
    ),
    st.integers(0, 3),
    st.integers(0, 3),
    st.integers(0, 3),
    st.integers(0, 3),
    st.integers(0, 3),
    refused=st.integers(0, 2),
    photo_tries=st.integers(0, 2),
    drafts=st.integers(0, 2),
    has_submitted=st.booleans(),
    last_success=st.sampled_from(("", SENT_AT)),
    save_failed=st.booleans(),
    network_up=st.booleans(),
    photos_wait_wifi=st.booleans(),
    photos_wait_battery=st.booleans(),
    engine=st.builds(EngineState, phase=st.sampled_from(PHASES), trouble=st.sampled_from(TROUBLES)),
)
