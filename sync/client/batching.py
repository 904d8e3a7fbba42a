"""Dossiers of many records in one file: asked for a few at a time, so that it tells how far it is and can end.

The centre makes each part as `lorong export` does; here they are only laid into one ZIP.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

from sync.client.desk import DeskApi
from sync.client.errors import CaptivePortal
from sync.protocol.portfolio import LEFT_OUT, MOST_AT_ONCE

TABLE = "sigap"
MOST_CHOSEN = 100
"""More would not fit into the memory of a browser's page; `lorong export --all` writes any number."""


class Ended(Exception):
    """The person ended it: nothing was made."""


async def batch(
    desk: DeskApi, kind: str, records: Sequence[str], done: Callable[[int], bool]
) -> tuple[bytes, list[str]]:
    """The file, and what was left out of it, one a line. `done` hears how many of the records are through, and
    says whether to go on. Raises Ended or SyncError."""
    if kind == TABLE:
        table = await desk.dossiers(kind, records)
        if not done(len(records)):
            raise Ended
        return table, []
    made, left_out = io.BytesIO(), list[str]()
    with zipfile.ZipFile(made, "w") as whole:
        for first in range(0, len(records), MOST_AT_ONCE):
            if not done(first):
                raise Ended
            part = await desk.dossiers(kind, records[first : first + MOST_AT_ONCE])
            left_out += _taken_over(whole, part)
        if left_out:
            whole.writestr(zipfile.ZipInfo(LEFT_OUT), "".join(f"{line}\r\n" for line in left_out))
    if not done(len(records)):
        raise Ended
    return made.getvalue(), left_out


def _taken_over(whole: zipfile.ZipFile, part: bytes) -> list[str]:
    """Lays what is in the part into the whole; returns what the part says was left out."""
    try:
        with zipfile.ZipFile(io.BytesIO(part)) as archive:
            found = {info: archive.read(info) for info in archive.infolist()}
    except zipfile.BadZipFile as error:
        raise CaptivePortal("not a ZIP") from error
    left_out = list[str]()
    for info, content in found.items():
        if info.filename == LEFT_OUT:
            left_out += content.decode().splitlines()
        else:
            whole.writestr(zipfile.ZipInfo(info.filename), content, info.compress_type)
    return left_out
