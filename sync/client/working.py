"""Working copies: what is being typed, kept on this device, and how it becomes one change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from typing import Any

from sync.client import outbox
from sync.client.erased import without_erased
from sync.client.replica import RecordState, Replica, differing
from sync.client.tables import OUTBOX, RECORDS, REFUSED, WORKING, Document, Tables
from sync.domain.areas import AreaCode, gazetteer
from sync.domain.forms import Form, form_of
from sync.domain.lifecycle import Status, first_status
from sync.domain.people import Person, Role
from sync.domain.personal import mask_personal_numbers
from sync.domain.records import REPLICATES, Kind, Values, is_guarded
from sync.domain.validation import Fault, faults_in, missing_from
from sync.protocol.bank import Published
from sync.protocol.canonical import canonical
from sync.protocol.limits import MAX_CHANGE_BYTES, MAX_PATHS
from sync.protocol.messages import Change

_ENVELOPE_BYTES = 1024
"""What a change holds beside its edits."""


@dataclass(frozen=True, slots=True)
class Working:
    """A record as its author types it. `base` is what stood there when the form was opened."""

    record: str
    kind: str
    area: str
    seen: int
    values: Values
    base: Values = field(default_factory=dict)
    sends_status: bool = True
    saved_at: str = ""

    def with_value(self, path: str, value: Any) -> Working:
        return replace(self, values=self.values | {path: value})

    @property
    def form(self) -> Form:
        return form_of(self.kind)

    @property
    def is_new(self) -> bool:
        return not self.base


def begin(person: Person, record: str, kind: Kind, unit: str) -> Working:
    """An empty record with what fills itself in: area, unit, classification and the form's defaults."""
    form = form_of(kind)
    values: Values = {item.path: item.default for item in form.fields if item.default}
    values |= {"form": form.reference, "area": person.area.text}
    umkm = person.role is Role.UMKM
    if kind is Kind.INNOVATION:
        values |= {"unit": unit, "classification": "society" if umkm else "village", "place_private": umkm}
    if kind is Kind.ISSUE and umkm:
        values |= {"place_private": True}
    return Working(record, kind, AreaCode(person.area.text).kelurahan or person.area.text, 0, values)


def replica_of(person: Person, begun: Working, parent: Published) -> Working:
    """A draft that says what it replicates. Problem and action are its own; the title says where it is done, since
    two innovations of one title are taken for the same."""
    place = f" di {gazetteer().name(person.area.text)}"
    most = form_of(Kind.INNOVATION).field("title").max or 0
    title = parent.title.partition(" di RT ")[0][: most - len(place)].rstrip() + place
    values = {REPLICATES: parent.id, "title": title} | ({"theme": parent.theme} if parent.theme else {})
    return replace(begun, values=begun.values | values)


def find(tables: Tables, record: str) -> Working | None:
    """The working copy that was kept, also after a kill."""
    document = tables.table(WORKING).read(record)
    return Working(**document) if document else None


def open_record(tables: Tables, replica: Replica, record: str) -> Working | None:
    """The kept working copy, else a fresh one of the record as the device shows it, refused changes included."""
    kept = find(tables, record)
    state = replica.record(record)
    if kept or state is None:
        return kept
    pulled = replica.pulled(record)
    refused = tables.table(REFUSED).matching("record", record)
    base = (pulled.values if pulled else {}) if refused else state.values
    values = state.values | _refused_words(tables, record)
    return Working(record, state.kind, state.area, state.version, values, base, _sends_status(state, refused))


def _refused_words(tables: Tables, record: str) -> Values:
    """What the person had written last and was refused: also where somebody else's value came meanwhile and stands
    in place, but not where they wrote something else since."""
    changes = [pair for name in (REFUSED, OUTBOX) for pair in tables.table(name).matching("record", record)]
    written: Values = {}
    for _, document in sorted(changes, key=lambda pair: pair[0]):
        words = {path: value for path, value in document["change"]["set"].items() if not is_guarded(path)}
        if "code" in document:
            written |= words
        else:
            written = {path: value for path, value in written.items() if path not in words}
    return written


def _sends_status(state: RecordState, refused: list[tuple[str, Any]]) -> bool:
    first = first_status(Kind(state.kind)).value
    sent_before = any(document["change"]["set"].get("status") == first for _, document in refused)
    return sent_before or state.status in (None, Status.REVISION, Status.RETURNED)


def _steps_behind(refused: list[tuple[str, Any]], *, with_status: bool) -> Iterator[tuple[int, Values]]:
    """The transitions that only waited behind what is put right, each with what its author had seen; one of the
    status not where that sends one itself."""
    for _, document in sorted(refused, key=lambda pair: pair[0]):
        change = document["change"]
        step = {path: value for path, value in change["set"].items() if is_guarded(path)}
        if step and document["code"] == "earlier_refused" and (with_status or "status" not in step):
            yield change["seen"], step


def keep(tables: Tables, working: Working, at: str) -> Working:
    """Autosave. What looks like a NIK or KK number is masked before it reaches the journal, and what was erased
    since the form was opened does not come back into it."""
    kept = replace(working, values={path: masked(value) for path, value in working.values.items()}, saved_at=at)
    pulled = tables.table(RECORDS).read(working.record)
    document = without_erased(asdict(kept), pulled["view"]["set"] if pulled else {})
    tables.table(WORKING).put(working.record, document)
    return Working(**document)


def masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask_personal_numbers(_writable(value))
    if isinstance(value, dict):
        return {key: masked(inner) for key, inner in value.items()}
    return [masked(inner) for inner in value] if isinstance(value, list) else value


def _writable(text: str) -> str:
    """Half a character, which a cut emoji leaves, and NUL cannot go on the wire; the rest of the text stays."""
    if text.isascii() and "\0" not in text:
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def says_more(document: Document) -> bool:
    """Whether a kept working copy holds anything that was not submitted."""
    return not document["base"] or bool(differing(document["base"], document["values"]))


def discard(tables: Tables, record: str) -> None:
    tables.table(WORKING).discard(record)


def faults(working: Working) -> list[Fault]:
    """Everything to be put right before it can be submitted, in the form's order.

    What stood there before is not judged again: it may hold decisions, and paths of a newer app.
    """
    found = faults_in(working.kind, differing(working.base, working.values))
    found += [fault for fault in missing_from(working.form, working.values) if fault not in found]
    order = {item.path: place for place, item in enumerate(working.form.fields)}
    return sorted(found, key=lambda fault: order.get(fault.path, len(order)))


def submit(tables: Tables, working: Working, make_id: Callable[[], str], at: str) -> Change | None:
    """Turn what differs into one change, written together with the end of the working copy.

    None when nothing differs. What is more than the centre takes in one change goes as several; the first is
    returned. Call only without faults; the centre judges again.
    """
    tidy = {path: tidied(masked(value)) for path, value in working.values.items()}
    edits = differing(working.base, {path: value for path, value in tidy.items() if path != "status"})
    # What was refused after the form was opened stands in its base: replaced, it must not be forgotten.
    refused = tables.table(REFUSED).matching("record", working.record)
    words = _refused_words(tables, working.record)
    edits |= {path: word for path, word in words.items() if path not in edits and tidy.get(path, word) == word}
    if working.sends_status:
        edits = {"status": first_status(Kind(working.kind)).value} | edits
    with tables.transaction():
        discard(tables, working.record)
        if not edits:
            return None
        parts = [(working.seen, part) for part in parts_of(edits)]
        steps = _steps_behind(refused, with_status=not working.sends_status)
        envelope = working.record, working.kind, working.area
        first, *others = [Change(make_id(), *envelope, seen, at, part) for seen, part in chain(parts, steps)]
        outbox.replace_refused(tables, first)
        for change in others:
            outbox.save(tables, change)
    return first


def parts_of(edits: Values) -> list[Values]:
    """The edits as they fit into changes, nearly always one: what a record grew by in a month may be more."""
    parts, taken = [Values()], 0
    for path, value in edits.items():
        size = len(canonical({path: value}))
        if parts[-1] and (len(parts[-1]) == MAX_PATHS or taken + size > MAX_CHANGE_BYTES - _ENVELOPE_BYTES):
            parts.append({})
            taken = 0
        parts[-1][path] = value
        taken += size
    return parts


def tidied(value: Any) -> Any:
    """Text without blanks around it; an answer that is empty is none."""
    if isinstance(value, str):
        return value.strip() or None
    return None if value == [] else value


def edit(
    tables: Tables, state: RecordState, edits: Mapping[str, Any], make_id: Callable[[], str], at: str
) -> Change:
    """One change of a record that was already submitted: a comment, an answer, a choice between two values."""
    change = Change(make_id(), state.id, state.kind, state.area, state.version, at, masked(dict(edits)))
    outbox.save(tables, change)
    return change
