"""The states a record can be in, and who may move it from one to the next.

SIGAP's words and its overall rule are followed: rejected if any field is, else revision if any, else approved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from sync.domain.records import Kind


class Status(StrEnum):
    SUBMITTED = "submitted"
    REVISION = "revision"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    LISTED = "listed"
    JOINED = "joined"
    DECLINED = "declined"
    HANDLED = "handled"
    RECEIVED = "received"
    READ = "read"
    ASKED = "asked"
    TAKEN_UP = "taken_up"
    FORWARDED = "forwarded"
    COMPLAINT = "complaint"
    MATCHED = "matched"
    DONE = "done"
    FAILED = "failed"
    ERASED = "erased"


class Act(StrEnum):
    """What somebody does when a status changes; rights.py says who may."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    REVIEW = "review"
    PUBLISH = "publish"
    HIDE = "hide"
    UNHIDE = "unhide"
    SORT = "sort"
    HANDLE = "handle"
    ANSWER_IDEA = "answer_idea"
    SETTLE_IDEA = "settle_idea"
    REPLY = "reply"
    APPEAL = "appeal"
    ASK_UPDATE = "ask_update"
    REVIEW_UPDATE = "review_update"
    OBJECT = "object"
    HEAR = "hear"
    MARK_STRATEGIC = "mark_strategic"
    FORWARD = "forward"
    HANDLE_OFFER = "handle_offer"


S = Status
_NEW: Status | None = None

_INNOVATION: dict[tuple[Status | None, Status], Act] = {
    (_NEW, S.SUBMITTED): Act.SUBMIT,
    (S.REVISION, S.SUBMITTED): Act.SUBMIT,
    (S.RETURNED, S.SUBMITTED): Act.SUBMIT,
    (S.SUBMITTED, S.WITHDRAWN): Act.WITHDRAW,
    (S.REVISION, S.WITHDRAWN): Act.WITHDRAW,
    (S.RETURNED, S.WITHDRAWN): Act.WITHDRAW,
    (S.SUBMITTED, S.APPROVED): Act.REVIEW,
    (S.SUBMITTED, S.REVISION): Act.REVIEW,
    (S.SUBMITTED, S.RETURNED): Act.REVIEW,
    (S.SUBMITTED, S.REJECTED): Act.REVIEW,
    (S.APPROVED, S.PUBLISHED): Act.PUBLISH,
}

_ISSUE: dict[tuple[Status | None, Status], Act] = {
    (_NEW, S.SUBMITTED): Act.SUBMIT,
    (S.SUBMITTED, S.LISTED): Act.SORT,
    (S.SUBMITTED, S.JOINED): Act.SORT,
    (S.SUBMITTED, S.DECLINED): Act.SORT,
    (S.SUBMITTED, S.WITHDRAWN): Act.WITHDRAW,
    (S.LISTED, S.HANDLED): Act.HANDLE,
}

_APPEALABLE = (S.READ, S.ASKED, S.JOINED, S.FORWARDED, S.COMPLAINT, S.DECLINED)
_IDEA: dict[tuple[Status | None, Status], Act] = {
    (_NEW, S.RECEIVED): Act.SUBMIT,
    (S.RECEIVED, S.READ): Act.ANSWER_IDEA,
    (S.RECEIVED, S.ASKED): Act.ANSWER_IDEA,
    (S.READ, S.ASKED): Act.ANSWER_IDEA,
    (S.ASKED, S.READ): Act.REPLY,
    **{(before, S.RECEIVED): Act.APPEAL for before in _APPEALABLE},
    **{
        (before, after): Act.SETTLE_IDEA
        for before in (S.RECEIVED, S.READ, S.ASKED)
        for after in (S.TAKEN_UP, S.JOINED, S.FORWARDED, S.COMPLAINT, S.DECLINED)
    },
}

_OFFER: dict[tuple[Status | None, Status], Act] = {
    (_NEW, S.RECEIVED): Act.SUBMIT,
    (S.RECEIVED, S.READ): Act.HANDLE_OFFER,
    **{
        (before, after): Act.HANDLE_OFFER
        for before in (S.RECEIVED, S.READ)
        for after in (S.MATCHED, S.FORWARDED, S.DECLINED)
    },
    (S.MATCHED, S.DONE): Act.HANDLE_OFFER,
    (S.MATCHED, S.FAILED): Act.HANDLE_OFFER,
}

_PLAIN: dict[tuple[Status | None, Status], Act] = {(_NEW, S.SUBMITTED): Act.SUBMIT}

TRANSITIONS: Mapping[Kind, Mapping[tuple[Status | None, Status], Act]] = {
    Kind.INNOVATION: _INNOVATION,
    Kind.ISSUE: _ISSUE,
    Kind.IDEA: _IDEA,
    Kind.MEASUREMENT: _PLAIN,
    Kind.PARTNER: _PLAIN,
    Kind.OFFER: _OFFER,
}

NEEDS_NOTE = frozenset({S.REVISION, S.RETURNED, S.REJECTED})
"""Decisions that SIGAP takes only with a note."""

_HIDEABLE = frozenset({S.SUBMITTED, S.REVISION, S.APPROVED, S.PUBLISHED, S.LISTED, S.HANDLED, S.TAKEN_UP})


def act_for(kind: Kind, before: str | None, after: str, hidden: Mapping[str, Any] | None) -> Act | None:
    """What moving a record from `before` to `after` is, or None where no such step exists.

    `hidden` is the value of the path of that name: it remembers the status before hiding.
    """
    if after == S.HIDDEN:
        return Act.HIDE if before in _HIDEABLE else None
    if before == S.HIDDEN:
        return Act.UNHIDE if hidden and hidden.get("before") == after else None
    if after not in set(Status) or (before is not None and before not in set(Status)):
        return None
    return TRANSITIONS[kind].get((Status(before) if before else None, Status(after)))


GOES_OUT = frozenset({S.SUBMITTED, S.REVISION, S.RETURNED, S.REJECTED, S.APPROVED, S.PUBLISHED})
"""An innovation that stands otherwise goes into no file for another system of the government."""

LEFT_AS: Mapping[Kind, Status] = {Kind.INNOVATION: S.RETURNED, Kind.ISSUE: S.DECLINED}
"""How a record ends where it does not belong, once it was moved to another kelurahan. Ideas are forwarded."""

_TRANSFERABLE = frozenset({S.SUBMITTED, S.REVISION, S.RETURNED, S.LISTED})


def may_leave(kind: Kind, status: str | None) -> bool:
    """Whether a record in this state can be transferred: nothing was decided on it that others rely on."""
    return kind in LEFT_AS and status in _TRANSFERABLE


def first_status(kind: Kind) -> Status:
    return next(after for (before, after) in TRANSITIONS[kind] if before is None)


def decision_for(verdicts: Iterable[str]) -> Status:
    """SIGAP's overall rule over the marks of a review."""
    marks = set(verdicts)
    if "reject" in marks:
        return S.REJECTED
    return S.REVISION if "revise" in marks else S.APPROVED
