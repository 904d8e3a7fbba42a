"""Every code with which the centre says no. Stable: clients and the README's table depend on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from http import HTTPStatus
from typing import Any


class Code(Enum):
    """`(HTTP status, what to do)`. A code inside a receipt never sets the status of the reply."""

    BAD_JSON = (400, "The body is not the JSON this call takes; correct it.")
    BAD_ENVELOPE = (400, "The change at `index` cannot be read; send the others without it.")
    BAD_CODE = (404, "This enrolment code is unknown, used or expired; ask for a new one.")
    BAD_CURSOR = (400, "The cursor is not one of ours; start without it.")
    UNAUTHORISED = (401, "The token is missing, wrong or ended; enrol again. Drafts stay.")
    REVOKED = (401, "This device was switched off; ask the kelurahan for a new code. Drafts stay.")
    FORBIDDEN = (403, "Outside role or area.")
    NOT_FOUND = (404, "There is nothing here.")
    NOT_LOGGED = (404, "The change is under no signed checkpoint yet; ask again tomorrow.")
    TOO_LARGE = (413, "The body is over the limit; send it in smaller parts.")
    WRONG_TYPE = (415, "The file is none of the types that are kept.")
    APP_TOO_OLD = (426, "The protocol is no longer spoken; update the app.")
    WRONG_HASH = (422, "The bytes do not have the sha256 in the address; send the file again.")
    BAD_HANDOVER = (422, "The hand-over file was altered, or not signed by a phone of this city; make it again.")
    SENDER_REVOKED = (403, "The phone that made the hand-over was switched off; it needs a new code first.")
    BAD_UPLOAD = (400, "The headers of this upload do not fit; see `detail`.")
    UPLOAD_OFFSET = (409, "The upload stands at another byte; go on at `Upload-Offset`.")
    UPLOAD_VERSION = (412, "Uploads speak tus 1.0.0; say so in `Tus-Resumable`.")
    TOO_MANY = (429, "Too many requests; wait as `Retry-After` says.")
    BUSY = (503, "The centre is busy; try again later.")
    FAULT = (500, "The centre failed; try again later.")

    UNKNOWN_KIND = (422, "No record of this kind exists.")
    UNKNOWN_AREA = (422, "The city has no such area.")
    UNKNOWN_PATH = (422, "Records of this kind have no such path.")
    UNKNOWN_RECORD = (422, "`seen` names a version, but the record is not here.")
    BAD_VALUE = (422, "A value has the wrong type or size; see `fields`.")
    INCOMPLETE = (422, "Required fields are empty; see `fields`.")
    PERSONAL_NUMBER = (422, "A text holds what looks like a NIK or KK number; remove it.")
    NOT_ALLOWED = (403, "This person may not do that to this record.")
    ILLEGAL_TRANSITION = (409, "The record is not in a state from which this step is possible.")
    NOTE_NEEDED = (422, "This decision needs a note.")
    MARKS_DISAGREE = (422, "The decision is not the one that its marks lead to.")
    CHANGED_SINCE_SEEN = (409, "The record was changed after the decision's author saw it; see `fields`.")
    TWO_VALUES_OPEN = (409, "A field holds two values; choose first.")
    ALREADY_DECIDED = (409, "Somebody decided before; see the record.")
    MIXED_DECISION = (422, "A decision travels alone, without edits of fields.")
    OTHER_STREAM = (409, "A record of this id lives in another kelurahan.")
    ID_REUSED = (409, "This change id is known with another content or person.")
    NOT_PUBLISHED = (409, "What it replicates is not published, or not any more; choose another, or none.")
    ERASED = (410, "The record was erased because somebody asked for it; nothing is added to it any more.")
    UNKNOWN_INDICATOR = (422, "The innovation that is measured, or its indicator, is not here; send that first.")
    SMALL_NUMBER = (422, 'A count from 1 to 4 that concerns health must travel as `{"below": 5}`; see `fields`.')
    EARLIER_REFUSED = (409, "An earlier change of the same record was refused; correct that one.")

    def __init__(self, status: int, advice: str) -> None:
        self.status = status
        self.advice = advice

    @property
    def text(self) -> str:
        """As written on the wire: `changed_since_seen`."""
        return self.name.lower()

    @classmethod
    def from_text(cls, text: str) -> Code | None:
        """None for a code that a newer centre may send and this one does not know."""
        return cls.__members__.get(text.upper())


@dataclass(eq=False)
class Problem(Exception):
    """The centre's no. `fields` maps paths to what is wrong with them."""

    code: Code
    detail: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code.text}: {self.detail or self.code.advice}"

    def document(self) -> dict[str, Any]:
        """RFC 9457 problem details."""
        body: dict[str, Any] = {
            "type": f"urn:lorong:problem:{self.code.text}",
            "title": HTTPStatus(self.code.status).phrase,
            "status": self.code.status,
            "code": self.code.text,
            "detail": self.detail or self.code.advice,
        }
        if self.fields:
            body["fields"] = self.fields
        return body | self.extra
