"""`/lacak`: what became of an idea or an offer, for who has the whole number; question, photo, appeal, consent.

The number stands in the address, so no page here may be kept by a cache, and none names it elsewhere.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Collection
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from python_multipart.exceptions import FormParserError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from sync.central import idea_photos, idea_story, ideas, log
from sync.central.addresses import address_of
from sync.central.answer import Centre
from sync.central.api import CentreOf, bounded
from sync.central.ideas import Tracked
from sync.central.json_text import canonical
from sync.central.moments import day_and_time
from sync.central.public import ideas_words as words
from sync.central.public import offers_tracking
from sync.central.public.form_body import FormBody
from sync.central.public.pages import page
from sync.domain.ideas import as_tracking
from sync.domain.ids import IdSource
from sync.domain.records import Kind
from sync.protocol import wire
from sync.protocol.evidence import Evidence
from sync.protocol.ideas import AnswerRequest, AppealRequest, IdeaView
from sync.protocol.limits import MAX_FILE_BYTES
from sync.protocol.problems import Code, Problem

router = APIRouter(prefix="/lacak", include_in_schema=False)
_PRIVATE = "no-store"
_AROUND_A_FILE = 16 * 1024
_FILED = (Kind.IDEA, Kind.OFFER)
"""What has a tracking number."""
_make_id = IdSource()


@router.get("")
def ask_number() -> Response:
    return _ask("")


@router.post("")
def look_up(request: Request, centre: CentreOf, fields: FormBody) -> Response:
    typed = fields.get("nomor", "")
    parts = as_tracking(typed)
    if parts is None:
        return _ask(typed, "Nomor lacak terdiri dari 14 huruf dan angka, misalnya 7K4Q-2MXD-R8T3VW.", 422)
    try:
        found = ideas.track(centre, typed, address_of(request), _FILED)
    except Problem as problem:
        return _missing(problem, typed)
    return RedirectResponse(f"/lacak/{found.tracking}", 303)


@router.get("/{tracking}")
def show(request: Request, centre: CentreOf, tracking: str, baru: str = "") -> Response:
    try:
        found = ideas.track(centre, tracking, address_of(request), _FILED)
    except Problem as problem:
        return _missing(problem, tracking)
    return _story(request, centre, found, is_new=bool(baru))


@router.post("/{tracking}/jawab")
def take_answer(request: Request, centre: CentreOf, tracking: str, fields: FormBody) -> Response:
    def answer(found: Tracked, address: str) -> None:
        asked = AnswerRequest(fields.get("id", ""), fields.get("pertanyaan", ""), fields.get("jawaban", ""))
        ideas.answer(centre, found, asked, address)

    return _act(request, centre, tracking, answer, "text", kept=fields.get("jawaban", ""))


@router.post("/{tracking}/tinjau")
def take_appeal(request: Request, centre: CentreOf, tracking: str, fields: FormBody) -> Response:
    def appeal(found: Tracked, address: str) -> None:
        idea_story.appeal(centre, found, AppealRequest(fields.get("id", ""), fields.get("alasan", "")), address)

    return _act(request, centre, tracking, appeal, "reason", kept=fields.get("alasan", ""))


@router.post("/{tracking}/kontak")
def withdraw_consent(request: Request, centre: CentreOf, tracking: str) -> Response:
    def withdraw(found: Tracked, _: str) -> None:
        ideas.withdraw_contact(centre, found)

    return _act(request, centre, tracking, withdraw, "contact", kinds=_FILED)


async def photo_body(request: Request) -> bytes:
    """The one file of a multipart form, read no further than the limit. Raises Problem."""
    body = await bounded(request, MAX_FILE_BYTES + _AROUND_A_FILE)

    async def once() -> AsyncGenerator[bytes, None]:
        yield body

    try:
        form = await MultiPartParser(request.headers, once(), max_files=1, max_fields=4).parse()
    except (MultiPartException, FormParserError, KeyError, ValueError) as error:
        raise Problem(Code.BAD_JSON, "the body is not a form with one file") from error
    try:
        sent = form.get("foto")
        return await sent.read() if isinstance(sent, UploadFile) else b""
    finally:
        await form.close()


@router.post("/{tracking}/foto")
def take_photo(
    request: Request, centre: CentreOf, tracking: str, content: Annotated[bytes, Depends(photo_body)]
) -> Response:
    def add(found: Tracked, address: str) -> None:
        idea_photos.add_photo(centre, found, content, address)

    return _act(request, centre, tracking, add, "photo")


@router.get("/{tracking}/bukti.json")
def give_proof(request: Request, centre: CentreOf, tracking: str) -> Response:
    """The idea as it came in, with the proof that it stands in the city's log, for `lorong verify FILE`."""
    try:
        found = ideas.track(centre, tracking, address_of(request))
    except Problem as problem:
        return _missing(problem, tracking)
    try:
        evidence = _evidence(centre, found)
    except Problem as problem:
        if problem.code is not Code.NOT_LOGGED:
            raise
        response = _story(request, centre, found, errors={"proof": words.problem(problem.code)})
        response.status_code = problem.code.status
        return response
    headers = {"Content-Disposition": 'attachment; filename="bukti-usulan.json"', "Cache-Control": _PRIVATE}
    return Response(canonical(wire.write(evidence)), media_type="application/json", headers=headers)


def _evidence(centre: Centre, found: Tracked) -> Evidence:
    with centre.database.read() as connection:
        receipt = idea_story.view(connection, found, centre.clock()).receipt
        return log.evidence(connection, centre, found.record.stream, receipt.seq or 0)


def _act(
    request: Request,
    centre: Centre,
    tracking: str,
    act: Callable[[Tracked, str], object],
    field: str,
    *,
    kept: str = "",
    kinds: Collection[Kind] = (Kind.IDEA,),
) -> Response:
    """Do it and show the idea again; refused, with the sentence beside the field and what was typed in it."""
    address = address_of(request)
    try:
        found = ideas.track(centre, tracking, address, kinds)
    except Problem as problem:
        return _missing(problem, tracking)
    try:
        act(found, address)
    except Problem as problem:
        trouble = _sentence(problem)
        response = _story(request, centre, found, errors={field: trouble}, kept={field: kept})
        response.status_code = problem.code.status
        response.headers.update(problem.headers)
        return response
    return RedirectResponse(f"/lacak/{found.tracking}", 303)


def _sentence(problem: Problem) -> str:
    code = next(iter(problem.fields.values()), "")
    if code in ("personal_number", "too_long", "required", "too_many"):
        return words.fault("", code)
    if problem.code is Code.PERSONAL_NUMBER:
        return words.fault("", "personal_number")
    if problem.code in (Code.INCOMPLETE, Code.NOTE_NEEDED):
        return words.fault("", "required")
    return words.problem(problem.code)


def _story(request: Request, centre: Centre, found: Tracked, *, is_new: bool = False, **more: Any) -> Response:
    if found.record.kind == Kind.OFFER:
        return offers_tracking.story_page(request, centre, found, is_new=is_new)
    with centre.database.read() as connection:
        current = ideas.again(connection, found)
        told = idea_story.view(connection, current, centre.clock())
        signed_at = log.signed_since(connection, told.area, told.receipt.seq or 0)
    link = f"{centre.base_url or str(request.base_url).rstrip('/')}/lacak/{found.tracking}"
    values: dict[str, Any] = {"tracking": found.tracking, "told": told, "is_new": is_new, "id": _make_id()}
    values |= {"steps": _lines(centre, told), "to_oneself": words.to_oneself(found.tracking, link)}
    values |= {"status": words.STATUS.get(told.status, told.status), "meaning": words.MEANING.get(told.status, "")}
    values |= {"colour": words.COLOURS.get(told.status, ""), "place": words.place(told.area)}
    values |= {"signed_at": day_and_time(signed_at, centre.zone) if signed_at else ""}
    values |= {"can_add_photo": told.photos < idea_photos.MOST_PHOTOS and told.status in ("received", "read")}
    return page("lacak_usulan.html", caching=_PRIVATE, **({"errors": {}, "kept": {}} | values | more))


def _lines(centre: Centre, told: IdeaView) -> list[dict[str, str]]:
    return [
        {
            "heading": words.step(step, told.area),
            "by": words.office(step.by, told.area),
            "when": day_and_time(step.at, centre.zone),
            "reason": step.reason or "",
        }
        for step in told.steps
    ]


def _ask(typed: str, error: str = "", status_code: int = 200) -> Response:
    return page("lacak.html", status_code=status_code, caching=_PRIVATE, typed=typed[:40], error=error)


def _missing(problem: Problem, typed: str) -> Response:
    if problem.code is Code.TOO_MANY:
        sentence = "Terlalu banyak nomor yang salah dari jaringan ini. Coba lagi sejam lagi."
    else:
        sentence = "Nomor itu tidak kami temukan. Periksa lagi huruf dan angkanya."
    response = _ask(typed, sentence, problem.code.status)
    response.headers.update(problem.headers)
    return response
