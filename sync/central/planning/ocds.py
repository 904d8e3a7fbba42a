"""Planned procurement as a release package of the Open Contracting Data Standard, OCDS 1.1.

Each line of public money is a planning process of its own. What was paid is not told: OCDS wants the supplier and
the contract with it, which nobody notes here.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any

from sync.central.dossiers.gather import plain
from sync.central.planning.chosen import Chosen
from sync.central.planning.tables import LABELS

PUBLIC_SOURCES = frozenset({"apbd", "apbn", "kelurahan"})
"""What companies and residents give is no public procurement."""
Json = dict[str, Any]


def package(lines: Iterable[Chosen], prefix: str, publisher: str, area: str, year: int) -> Json:
    """`prefix` begins each ocid; the partnership gives one to a publisher. Without a line there is no package."""
    releases = [_release(each, prefix) for each in lines if each.line.parts["source"] in PUBLIC_SOURCES]
    if not releases:
        return {}
    return {
        "uri": uuid.uuid5(uuid.NAMESPACE_URL, f"{prefix}/{area}/{year}").urn,
        "version": "1.1",
        "extensions": [],
        "publishedDate": max(release["date"] for release in releases),
        "publisher": {"name": publisher},
        "releases": releases,
    }


def written(made: Json) -> str:
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _release(chosen: Chosen, prefix: str) -> Json:
    record, path = chosen.record, chosen.line.path
    seq = record.seqs[path]
    ocid = f"{prefix}-{chosen.number}-{path.partition('/')[2]}"
    buyer = {"id": record.stream, "name": f"Kelurahan {chosen.kelurahan}"}
    release: Json = {
        "ocid": ocid,
        "id": f"{ocid}-{seq}",
        "date": record.sources[str(seq)]["received_at"],
        "tag": ["planning"],
        "initiationType": "tender",
        "language": "id",
        "parties": [{**buyer, "roles": ["buyer"], "address": _address(chosen)}],
        "buyer": buyer,
        "planning": {
            "rationale": plain(str(record.value("problem") or "")),
            "budget": _budget(chosen),
        },
    }
    if "rup" in chosen.line.parts:
        release["tender"] = {"id": chosen.line.parts["rup"], "title": chosen.title, "status": "planned"}
    return release


def _address(chosen: Chosen) -> Json:
    return {"locality": chosen.kecamatan, "region": "Sulawesi Selatan", "countryName": "Indonesia"}


def _budget(chosen: Chosen) -> Json:
    return {
        "id": chosen.line.path.partition("/")[2],
        "description": f"{LABELS[chosen.line.parts['source']]}, {chosen.line.year}",
        "amount": {"amount": chosen.line.parts["ceiling"], "currency": "IDR"},
        "project": chosen.title,
        "projectID": chosen.number,
    }
