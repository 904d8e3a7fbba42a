"""A KIPP proposal out of a record: what its DOCX and its PDF show, in the words and the order of the year's form.

Nothing is written here that nobody wrote: what is not answered says so, and an answer that is too long is refused.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from PIL import Image
from sqlalchemy import Connection

from sync.central import filestore
from sync.central.answer import Centre
from sync.central.catalogues.keeping import shelf
from sync.central.dossiers.gather import initiator_of, plain, said_of, writable
from sync.central.measured import confirmed_progress
from sync.central.measured_words import bars_of, target_words, verdict_words
from sync.central.moments import day
from sync.central.public.bank_words import date as date_text
from sync.central.public.bank_words import label
from sync.central.stored import StoredRecord
from sync.domain.areas import AreaCode, gazetteer
from sync.domain.awards import carrier
from sync.domain.growing import KIPP
from sync.domain.ids import number_of
from sync.domain.iga import evidence_for
from sync.domain.kipp import CURRENT_VERSION, GENERAL, Question, answer, count_words, questions, too_long
from sync.domain.measuring import Bar
from sync.domain.records import PHOTOS, Kind, Values, entries_below
from sync.domain.shelf import Shelf
from sync.protocol.problems import Code, Problem

MOST_PHOTOS, MOST_MONTHS = 6, 12
_LARGEST_PX = 1200
_MOST_PIXELS = 50_000_000
_QUALITY = 82


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is empty where nothing was answered; what was taken over from the note and read by nobody since is
    not checked."""

    number: int
    question: Question
    text: str
    words: int
    is_checked: bool


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    told: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """One indicator by which the kelurahan stands: what it says, and bars for what was before and each month."""

    name: str
    told: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    title: str
    number: str
    facts: tuple[tuple[str, str], ...]
    answers: tuple[Answer, ...]
    pictures: tuple[Picture, ...]
    measured: tuple[Measurement, ...]
    annexes: tuple[str, ...]
    version: str
    made_on: str

    @property
    def answered(self) -> int:
        return sum(bool(each.text) for each in self.answers)


def proposal(centre: Centre, connection: Connection, record: StoredRecord) -> Proposal:
    """Raises Problem(BAD_VALUE) that names each answer over its limit, with its words."""
    values = record.set
    _check(values)
    title = plain(str(values.get("title") or "")) or "Tanpa nama"
    asked = enumerate(questions(), 1)
    return Proposal(
        title,
        number_of(record.id),
        tuple(_facts(record)),
        tuple(_answer(number, question, values) for number, question in asked),
        tuple(_pictures(centre, record)),
        tuple(_measured(connection, record)),
        tuple(_annexes(values, shelf(centre, connection))),
        f"{CURRENT_VERSION}, kelompok {GENERAL}",
        day(centre.clock(), centre.zone),
    )


def file_name(record: StoredRecord, ending: str) -> str:
    return f"kipp-{number_of(record.id)}.{ending}"


def _check(values: Values) -> None:
    over = too_long(values)
    if over:
        counted = ((each, count_words(answer(values, each.code))) for each in over)
        told = ", ".join(f"{each.item} ({words} dari {each.most_words} kata)" for each, words in counted)
        fields = {f"{KIPP}/{each.code}": "too_long" for each in over}
        raise Problem(Code.BAD_VALUE, f"Jawaban terlalu panjang: {told}", fields)


def _answer(number: int, question: Question, values: Values) -> Answer:
    text = plain(answer(values, question.code))
    is_checked = bool((values.get(f"{KIPP}/{question.code}") or {}).get("checked"))
    return Answer(number, question, text, count_words(text), is_checked)


def _facts(record: StoredRecord) -> Iterator[tuple[str, str]]:
    values = record.set
    told = (
        ("UPP pengusul", plain(carrier(values, KIPP))),
        ("Unit penggagas", plain(str(values.get("unit") or ""))),
        ("Wilayah", place_of(record)),
        ("Klasifikasi", label(Kind.INNOVATION, "classification", values.get("classification") or "")),
        ("Diterapkan sejak", running_since(values)),
        ("Inisiator", initiator_of(values)),
    )
    return ((name, said) for name, said in told if said)


def place_of(record: StoredRecord) -> str:
    """`Kelurahan Kassi-Kassi, Kecamatan Rappocini, Kota Makassar`."""
    places, area = gazetteer(), AreaCode(record.stream)
    kecamatan = places.name(str(area.kecamatan))
    return f"Kelurahan {places.name(record.stream)}, Kecamatan {kecamatan}, {places.name(area.city)}"


def running_since(values: Values) -> str:
    """A day, or the month where no more is known; empty for neither."""
    start = values.get("start_date") or values.get("since") or ""
    return date_text(start) if start else ""


def _measured(connection: Connection, record: StoredRecord) -> Iterator[Measurement]:
    for each in confirmed_progress(connection, record.id, record.stream, record.set):
        if each.series:
            told = " ".join(filter(None, (verdict_words(each), target_words(each.indicator))))
            name = plain(str(each.indicator["name"]))
            yield Measurement(name, plain(told), tuple(bars_of(each, MOST_MONTHS)))


def _pictures(centre: Centre, record: StoredRecord) -> Iterator[Picture]:
    """The first that can be shown: a child only when it was blurred, and nobody who did not agree."""
    shown = 0
    for photo in entries_below(record.set, PHOTOS).values():
        is_fit = photo.get("people") != "child" or photo.get("blurred") is True
        content = filestore.get(centre.files, photo["sha256"]) if is_fit and shown < MOST_PHOTOS else None
        picture = _shrunk(content) if content else None
        if picture is not None:
            shown += 1
            yield Picture(picture, _told(centre, record, photo))


def _told(centre: Centre, record: StoredRecord, photo: Values) -> str:
    """`Lubang kompos. 3 Des 2026, Kelurahan Kassi-Kassi`."""
    taken = photo.get("taken_at")
    try:
        at = datetime.fromisoformat(taken) if taken else None
    except ValueError:
        at = None
    # What has no zone was read from the camera: it is the time on the clock there.
    when = (day(at, centre.zone) if at.tzinfo else day(at.replace(tzinfo=centre.zone), centre.zone)) if at else ""
    caption = plain(photo.get("caption") or "").rstrip(".")
    where = f"{when or 'tanggal tidak diketahui'}, Kelurahan {gazetteer().name(record.stream)}"
    return f"{caption}. {where[0].upper()}{where[1:]}" if caption else f"{where[0].upper()}{where[1:]}"


def _shrunk(content: bytes) -> bytes | None:
    """As a JPEG for a page, without what the camera wrote into it; None for what is no picture."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > _MOST_PIXELS:
                return None
            image.draft("RGB", (_LARGEST_PX, _LARGEST_PX))
            picture = image.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    picture.thumbnail((_LARGEST_PX, _LARGEST_PX))
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=_QUALITY)
    return made.getvalue()


def _annexes(values: Values, known: Shelf) -> Iterator[str]:
    """The evidence, in the order of IGA's indicators: what is to be attached."""
    for indicator in (*known.of(values).indicators, *known.unscored(values)):
        for proof in evidence_for(values, indicator.code).values():
            told = ", ".join(part for part in (said_of(proof), writable(proof.get("link") or "")) if part)
            yield f"{told or 'berkas tanpa keterangan'} ({indicator.name})"
