"""Dossiers of many records for one ZIP: the worker behind `lorong export … --all` and behind *Portofolio*."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import Connection

from sync.central.answer import Centre
from sync.central.dossiers.archive import Entry
from sync.central.dossiers.kipp import file_name, proposal
from sync.central.dossiers.kipp_pdf import kipp_pdf
from sync.central.stored import StoredRecord
from sync.domain.ids import number_of
from sync.protocol.problems import Problem


def proposals(
    centre: Centre, connection: Connection, found: Iterable[StoredRecord], left_out: Callable[[str], object]
) -> Iterator[Entry]:
    """The PDFs; one that cannot be handed in is named to `left_out`, and the others go on."""
    for record in found:
        try:
            yield file_name(record, "pdf"), kipp_pdf(proposal(centre, connection, record))
        except Problem as problem:
            left_out(f"{number_of(record.id)}: {problem.detail}")
