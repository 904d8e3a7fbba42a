"""*Masuk*: a link or a code becomes an account on this device. Knows no screens."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from mobile.device.ports import Secrets
from mobile.store import accounts
from mobile.store.accounts import Account
from sync import VERSION
from sync.client.api import CentralApi
from sync.client.errors import Refused
from sync.client.tables import SETTINGS, Document, Tables
from sync.protocol.messages import DeviceInfo, EnrolReply, EnrolRequest
from sync.protocol.problems import Code

CODE_LENGTH = 8
NOT_IN_CODES = frozenset("01ILO")
"""Left out of every code that the centre makes, because they are mistaken for one another."""
_APP = "/app"
_OWN_DEVICES_TRIED = 3
_ENROLLING = "enrolling"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code, and the centre that gave it where a link says so."""

    code: str
    server: str | None = None


def invitation_in(text: str) -> Invitation | None:
    """A link `https://…/app/?p=…#CODE`, or a code as somebody types it; None when it is neither."""
    text = text.strip()
    if "://" not in text:
        code = _letters(text).replace("U", "V")  # a code has no U, and a V is written like one
        return Invitation(code) if len(code) == CODE_LENGTH else None
    parts = _split(text)
    code = unquote(parts.fragment).strip()
    return Invitation(code, server_in(text)) if len(_letters(code)) == CODE_LENGTH else None


def server_in(text: str) -> str | None:
    """The address of the centre in what somebody typed or in a link to the app; None when it is no address."""
    text = text.strip()
    parts = _split(text if "://" in text else f"https://{text}")
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[\w.\-\[\]:]+", parts.netloc):
        return None
    path = parts.path.rstrip("/")
    if path.endswith(_APP) or f"{_APP}/" in path:
        path = path[: path.rindex(_APP)]
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def _split(text: str) -> SplitResult:
    """What is no address at all has no parts."""
    try:
        return urlsplit(text)
    except ValueError:
        return urlsplit("")


def grouped(text: str) -> str:
    """`ABCD-EFGH` while it is typed; a link stays as it is."""
    if ":" in text or "/" in text:
        return text
    letters = _letters(text)[:CODE_LENGTH]
    return f"{letters[:4]}-{letters[4:]}" if len(letters) > 4 else letters


def _letters(text: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", text.upper())


@dataclass(frozen=True, slots=True)
class ThisDevice:
    """What the centre is told of the phone, so that people can tell their phones apart."""

    name: str
    platform: str

    def info(self, device_id: str) -> DeviceInfo:
        return DeviceInfo(device_id, self.name, self.platform, VERSION)


async def enrol(
    api: CentralApi,
    tables: Tables,
    secrets: Secrets,
    server: str,
    code: str,
    device: ThisDevice,
    make_id: Callable[[], str],
) -> Account:
    """The account that the code opens, kept on this device and chosen.

    An account that is already here keeps its device id. Raises what errors.py of sync.client names.
    """
    device_id, reply = await _ask(api, tables, server, code, device, make_id)
    await secrets.write(token_name(device_id), reply.token)
    await secrets.write(handover_key_name(device_id), reply.handover_key)
    account = _confirmed_as_before(tables, accounts.account_of(device_id, server, reply))
    with tables.transaction():
        accounts.keep_account(tables, account)
        accounts.choose(tables, account.id)
        _remember(tables, {"used": {account.id: code_digest(server, code)}})
    return account


def token_name(device_id: str) -> str:
    return f"token:{device_id}"


def handover_key_name(device_id: str) -> str:
    return f"handover:{device_id}"


async def _ask(
    api: CentralApi, tables: Tables, server: str, code: str, device: ThisDevice, make_id: Callable[[], str]
) -> tuple[str, EnrolReply]:
    """Tries the code for the devices that are here, then for a new one: only the centre knows whose it is."""
    known = _accounts_here(tables, server)
    new = _new_device_id(tables, server, code, make_id)
    for account in known:
        try:
            return account.id, await api.enrol(EnrolRequest(code, device.info(account.id), account.owner))
        except Refused as error:
            if error.code != Code.BAD_CODE.text:
                raise
    return new, await api.enrol(EnrolRequest(code, device.info(new)))


def _accounts_here(tables: Tables, server: str) -> list[Account]:
    here = [account for account in accounts.accounts(tables) if account.server == server]
    # Who has left comes back more often than somebody signed in needs a new code.
    here.sort(key=lambda account: (account.signed_in, account.id))
    return here[:_OWN_DEVICES_TRIED]


def _new_device_id(tables: Tables, server: str, code: str, make_id: Callable[[], str]) -> str:
    """The same for the same code: when a reply is lost, the code is bound to the device that asked."""
    digest = code_digest(server, code)
    asked = _memory(tables).get("asked", {})
    if asked.get("code") != digest or (accounts.accounts(tables) and asked["device"] in _all_ids(tables)):
        asked = {"code": digest, "device": make_id()}
        _remember(tables, {"asked": asked})
    return str(asked["device"])


def _all_ids(tables: Tables) -> set[str]:
    return {account.id for account in accounts.accounts(tables)}


def was_used(tables: Tables, account: Account, invitation: Invitation) -> bool:
    """True when this very code opened this account before: a link that is opened again needs no network."""
    used = _memory(tables).get("used", {})
    return bool(used.get(account.id) == code_digest(invitation.server or account.server, invitation.code))


def code_digest(server: str, code: str) -> str:
    return hashlib.sha256(f"{server} {_letters(code)}".encode()).hexdigest()[:16]


def _memory(tables: Tables) -> Document:
    return tables.table(SETTINGS).read(_ENROLLING) or {}


def _remember(tables: Tables, facts: Document) -> None:
    memory = _memory(tables)
    if "used" in facts:
        facts = {"used": memory.get("used", {}) | facts["used"]}
    tables.table(SETTINGS).put(_ENROLLING, memory | facts)


def _confirmed_as_before(tables: Tables, account: Account) -> Account:
    """Nobody is asked twice whether an unchanged account is theirs."""
    before = next((each for each in accounts.accounts(tables) if each.id == account.id), None)
    same = before is not None and before.confirmed and replace(before, signed_in=True, confirmed=False) == account
    return replace(account, confirmed=same)
