"""The accounts on this device, each with a folder of its own: leaving one never touches another's unsent work."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from sync.client.tables import SETTINGS, Tables
from sync.domain.areas import AreaCode
from sync.domain.people import Person, Role
from sync.protocol.messages import EnrolReply, PersonInfo

_ACCOUNT = "account:"
_CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Account:
    """One enrolment on this device. `confirmed` after "Benar, ini saya"; `signed_in` until *Keluar*."""

    id: str
    server: str
    person_id: str
    name: str
    role: str
    area: str
    confirmed: bool = False
    signed_in: bool = True

    @property
    def person(self) -> Person:
        return Person(self.person_id, self.name, Role(self.role), AreaCode(self.area))

    @property
    def owner(self) -> PersonInfo:
        """Whose it is, as the centre once said."""
        return PersonInfo(self.person_id, self.name, self.role, self.area)


def account_of(device: str, server: str, reply: EnrolReply) -> Account:
    """The account that an enrolment opens; its id is the device id that the centre knows."""
    person = reply.person
    return Account(device, server, person.id, person.name, person.role, person.area)


def accounts(tables: Tables) -> list[Account]:
    found = tables.table(SETTINGS).items()
    return [Account(**document) for key, document in found if key.startswith(_ACCOUNT)]


def keep_account(tables: Tables, account: Account) -> None:
    tables.table(SETTINGS).put(_ACCOUNT + account.id, asdict(account))


def chosen(tables: Tables) -> Account | None:
    """The account in use: the last one chosen that is still signed in."""
    signed_in = [account for account in accounts(tables) if account.signed_in]
    choice = (tables.table(SETTINGS).read(_CHOICE) or {}).get("account")
    return next((account for account in signed_in if account.id == choice), signed_in[0] if signed_in else None)


def choose(tables: Tables, account_id: str) -> None:
    tables.table(SETTINGS).put(_CHOICE, {"account": account_id})


def sign_out(tables: Tables, account: Account) -> None:
    """The folder, with everything unsent, stays; a new code for the same person opens it again."""
    keep_account(tables, replace(account, signed_in=False))


def preference(tables: Tables, name: str, default: str) -> str:
    """A setting of the device: language, theme, text_size."""
    document = tables.table(SETTINGS).read("preferences") or {}
    return str(document.get(name, default))


def set_preference(tables: Tables, name: str, value: str) -> None:
    document = tables.table(SETTINGS).read("preferences") or {}
    tables.table(SETTINGS).put("preferences", document | {name: value})
