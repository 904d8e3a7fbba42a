"""A device's token is replaced twice a year, so that one that leaked somewhere does not work for ever; and what it
signs hand-overs with is asked for daily, since the centre takes no older one once its secret was exchanged.

Every step may be the last before a crash: until the new token is kept, the old one goes on working, and asking
again with it brings the same new one. The centre ends the old one only when the new one is first used.
"""

from __future__ import annotations

import logging

from mobile.device.ports import Secrets
from mobile.session import Session
from mobile.sign_in import handover_key_name, token_name
from mobile.store.errors import StoreError
from sync.client.errors import SyncError
from sync.client.people import PeopleApi
from sync.client.tables import SETTINGS
from sync.domain.ids import is_id, time_ms_of

RENEW_AFTER_DAYS = 180
_DAY_MS = 86_400_000
_TOKEN, _HANDOVER = "token", "handover_key"
log = logging.getLogger(__name__)


async def renew_when_old(session: Session, secrets: Secrets) -> bool:
    """Whether a new token is in use. Never raises: what fails today is tried at the next start."""
    if not is_old(session) or not session.network.is_up:
        return False
    try:
        token = await PeopleApi(session.api).renew_token()
        await secrets.write(token_name(session.account.id), token)
    except (SyncError, StoreError):
        log.info("the token is renewed at the next start")
        return False
    session.api.use_token(token)
    try:
        session.tables.table(SETTINGS).put(_TOKEN, {"since_ms": session.clock.now_ms()})
    except StoreError:
        log.exception("the age of the token could not be kept; it is renewed once more")
    return True


async def learn_handover_key(session: Session, secrets: Secrets) -> str:
    """What this device signs hand-overs with from now on. Never raises: what fails is tried at the next start."""
    now_ms, name = session.clock.now_ms(), handover_key_name(session.account.id)
    is_young = 0 <= now_ms - _since_ms(session, _HANDOVER) < _DAY_MS
    if is_young or not session.network.is_up:
        return session.handover_key
    try:
        key = await PeopleApi(session.api).handover_key()
        if key != session.handover_key:
            await secrets.write(name, key)
        session.tables.table(SETTINGS).put(_HANDOVER, {"since_ms": now_ms})
    except (SyncError, StoreError):
        log.info("the key of hand-overs is asked for at the next start")
        return session.handover_key
    return key


def is_old(session: Session) -> bool:
    """A clock that was set back makes no token old."""
    return session.clock.now_ms() - _since_ms(session, _TOKEN) >= RENEW_AFTER_DAYS * _DAY_MS


def _since_ms(session: Session, what: str) -> int:
    """When it came. The first one came with the account, whose id tells its time."""
    kept = session.tables.table(SETTINGS).read(what)
    if kept:
        return int(kept["since_ms"])
    device = session.account.id
    return time_ms_of(device) if is_id(device) else session.clock.now_ms()
