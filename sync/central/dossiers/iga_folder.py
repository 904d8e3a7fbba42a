"""IGA's folder of a record: profile, score sheet, and each piece of evidence under the name of its indicator.

Files that are missing are named in a list instead of failing the whole: an office wants to know what to ask for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sync.central import filestore
from sync.central.answer import Centre
from sync.central.documents import slug_of
from sync.central.dossiers.archive import Entry
from sync.central.dossiers.gather import plain, said_of, writable
from sync.central.dossiers.iga_scores import sheet
from sync.central.dossiers.profile_page import profile
from sync.central.moments import day
from sync.central.stored import StoredRecord
from sync.domain.forms import form
from sync.domain.ids import number_of
from sync.domain.iga import evidence_for
from sync.domain.iga_catalogue import Indicator
from sync.domain.records import Values
from sync.domain.shelf import Shelf
from sync.domain.words import words_in

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
_NO_NAME = frozenset({"inovasi", "daerah", "terhadap"})
"""In the name of nearly every indicator."""
_LONGEST = 60


@dataclass
class _Contents:
    """What lies in the folder so far: `proofs` by indicator, `documents` of the profile, `missing` in words."""

    proofs: dict[str, list[str]] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def unused(self, name: str, ending: str) -> str:
        found, count = f"{name}.{ending}", 1
        while found.casefold() in self.names:
            count += 1
            found = f"{name}-{count}.{ending}"
        self.names.add(found.casefold())
        return found


def folder(centre: Centre, record: StoredRecord, shelf: Shelf) -> Iterator[Entry]:
    """Its files, each read when it is asked for. Evidence for an indicator that the record's catalogue does not
    have goes along all the same."""
    catalogue = shelf.of(record.set)
    home, contents = _home(record), _Contents()
    yield f"{home}/profil.pdf", profile(record, centre.zone)
    yield from _documents(centre, record.set, home, contents)
    for indicator in (*catalogue.indicators, *shelf.unscored(record.set)):
        yield from _evidence(centre, record.set, indicator, home, contents)
    yield f"{home}/nilai.xlsx", sheet(record.set, catalogue, dict(contents.proofs))
    if contents.links:
        yield f"{home}/tautan.txt", _lines(contents.links)
    yield f"{home}/daftar.txt", _lines(_listed(centre, record, contents))


def _home(record: StoredRecord) -> str:
    return f"{number_of(record.id)}_{slug_of(plain(str(record.value('title') or '')))}"


def _documents(centre: Centre, values: Values, home: str, contents: _Contents) -> Iterator[Entry]:
    """The profile's own files. None of them is required: only one that was named and did not arrive is missing."""
    for item in form("profile").in_section("files"):
        held = values.get(item.path)
        if not held:
            continue
        said = said_of({**held, "subject": held.get("title") or ""})
        about, content = f" ({said})" if said else "", filestore.get(centre.files, held["sha256"])
        if content is None:
            contents.missing.append(f"{item.question.id}: berkas belum sampai di server{about}")
            continue
        name = contents.unused(slug_of(item.question.id), _ENDINGS[filestore.type_of(content)])
        contents.documents.append(f"dokumen/{name}{about}")
        yield f"{home}/dokumen/{name}", content


def _evidence(
    centre: Centre, values: Values, indicator: Indicator, home: str, contents: _Contents
) -> Iterator[Entry]:
    shown = evidence_for(values, indicator.code)
    told = contents.proofs.setdefault(indicator.code, [])
    if not shown and indicator.documents:
        contents.missing.append(f"{_number(indicator)} {indicator.name}: belum ada bukti ({indicator.documents})")
    for proof in shown.values():
        said = said_of(proof)
        about = f" ({said})" if said else ""
        if "link" in proof:
            link = writable(proof["link"])
            told.append(link)
            contents.links.append(f"{_number(indicator)} {indicator.name}: {link}{about}")
            continue
        content = filestore.get(centre.files, proof["sha256"])
        if content is None:
            contents.missing.append(f"{_number(indicator)} {indicator.name}: berkas belum sampai di server{about}")
            continue
        name = contents.unused(name_of(indicator, proof), _ENDINGS[filestore.type_of(content)])
        told.append(f"bukti/{name}{about}")
        yield f"{home}/bukti/{name}", content


def _number(indicator: Indicator) -> str:
    """In SIGAP's count."""
    return indicator.code.removeprefix("sid")


def name_of(indicator: Indicator, proof: Values) -> str:
    """`01_regulasi_12-SK-2026`: safe on every system, whatever somebody typed."""
    topic = "-".join(word for word in words_in(indicator.name) if word not in _NO_NAME)
    told = re.sub(r"[^A-Za-z0-9]+", "-", plain(proof.get("number") or proof.get("subject") or "")).strip("-")
    return "_".join(part for part in (_number(indicator), topic[:_LONGEST], told[:_LONGEST].strip("-")) if part)


def _listed(centre: Centre, record: StoredRecord, contents: _Contents) -> list[str]:
    title = plain(str(record.value("title") or "")) or "Tanpa nama"
    there = [line for lines in contents.proofs.values() for line in lines]
    return [
        f"{title}, nomor {number_of(record.id)}, {day(centre.clock(), centre.zone)}",
        "",
        f"Bukti yang ada ({len(there)}):",
        *(there or ["tidak ada"]),
        "",
        *([f"Dokumen profil ({len(contents.documents)}):", *contents.documents, ""] if contents.documents else []),
        f"Belum ada ({len(contents.missing)}):",
        *(contents.missing or ["tidak ada"]),
    ]


def _lines(lines: list[str]) -> bytes:
    """For every editor, Notepad's too."""
    return "".join(f"{line}\r\n" for line in lines).encode()
