"""One of a resident's own ideas as their device keeps it: what was typed, where it stands, what is to be sent."""

from __future__ import annotations

from dataclasses import dataclass

from sync.client.tables import Document
from sync.domain.forms import form_of
from sync.domain.ideas import is_phone, tracking_of
from sync.domain.ids import number_of
from sync.domain.personal import has_personal_number
from sync.domain.records import Kind
from sync.domain.validation import faults_in, missing_from
from sync.protocol import wire
from sync.protocol.ideas import MAX_PERSON_NAME, MAX_PHONE, Contact, IdeaView

DRAFT, WAITING, SENT, REFUSED, GONE = "draft", "waiting", "sent", "refused", "gone"
"""GONE: the centre no longer knows the number. Nothing is sent again unless the person says so."""
KEPT, ARRIVED = "kept", "arrived"
ANSWER, APPEAL, WITHDRAW = "answer", "appeal", "withdraw"
MOST_PHOTOS = 3


@dataclass(frozen=True, slots=True)
class OwnIdea:
    """One idea. `photos` are `{sha256, preview, state}`; `acts` wait to be sent, `{id, kind, question, text}`;
    `not_taken` is the last one that was refused, with its `code`; `former` is the id that was somebody else's,
    until the contact under it is deleted."""

    id: str
    secret: str
    area: str = ""
    title: str = ""
    text: str = ""
    theme: str = ""
    about_office: bool = False
    with_contact: bool = False
    state: str = DRAFT
    code: str = ""
    saved_at: str = ""
    photos: tuple[Document, ...] = ()
    acts: tuple[Document, ...] = ()
    not_taken: Document | None = None
    told: Document | None = None
    told_at: str = ""
    former: str = ""

    @property
    def number(self) -> str:
        return number_of(self.id)

    @property
    def tracking(self) -> str:
        """Made here: it can be noted before there is a signal."""
        return tracking_of(self.id, self.secret)

    @property
    def view(self) -> IdeaView | None:
        """As the centre last told of it."""
        try:
            return wire.read(IdeaView, self.told) if self.told else None
        except wire.Unreadable:
            return None

    @property
    def waits(self) -> bool:
        """Whether anything of it is still to be sent."""
        photos_wait = any(photo["state"] == KEPT for photo in self.photos)
        return self.state == WAITING or (self.state == SENT and (photos_wait or bool(self.acts)))


def files_of(photo: Document) -> tuple[str, ...]:
    """What the device keeps of a photo, also once it has arrived: a centre that lost it is sent it again."""
    return photo["sha256"], photo["preview"]


def faults(idea: OwnIdea, contact: Contact | None) -> dict[str, str]:
    """What is to be put right before it can be sent, by field."""
    values = {name: getattr(idea, name) for name in ("area", "title", "text", "theme") if getattr(idea, name)}
    values = {name: value.strip() for name, value in values.items() if value.strip()}
    found = {fault.path: fault.code for fault in missing_from(form_of(Kind.IDEA), values)}
    found |= {fault.path: fault.code for fault in faults_in(Kind.IDEA, values)}
    if values.get("area") and len(values["area"]) != 13:
        found["area"] = "required"
    return found | (_contact_faults(contact) if contact else {})


def _contact_faults(contact: Contact) -> dict[str, str]:
    found = {}
    if len(contact.name) > MAX_PERSON_NAME or has_personal_number(contact.name):
        found["name"] = "too_long" if len(contact.name) > MAX_PERSON_NAME else "personal_number"
    if len(contact.phone) > MAX_PHONE or not is_phone(contact.phone) or has_personal_number(contact.phone):
        found["phone"] = "wrong_type"
    if not contact.consent:
        found["consent"] = "required"
    return found
