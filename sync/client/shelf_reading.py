"""Reads a file of this device, where what its shelf raises is not known: that is another package's."""

from __future__ import annotations

from sync.client.ports import FileShelf


class Unreadable(Exception):
    """The device cannot read a file just now. It is there, and may be read at another time."""


async def read_file(files: FileShelf, sha256: str) -> bytes | None:
    """None for a file that is not there. Raises Unreadable."""
    try:
        return await files.read(sha256)
    except Exception as error:
        raise Unreadable(sha256) from error
