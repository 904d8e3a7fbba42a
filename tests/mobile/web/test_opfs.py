"""What can be said of the browser's files without a browser; the rest is in tests/browser."""

from __future__ import annotations

import pytest

from mobile.store.errors import StoreBusy
from mobile.web.opfs import OpfsFile


class Handle:
    """The browser's: tells a size, and is closed."""

    def __init__(self, size: int) -> None:
        self.size, self.is_closed = size, False

    def getSize(self) -> int:  # noqa: N802  as JavaScript calls it
        return self.size

    def close(self) -> None:
        self.is_closed = True


@pytest.mark.parametrize("told", [-1, 0, 99, 2**64 - 1])
def test_a_file_that_opens_with_another_size_is_let_go_of_to_be_opened_again(told: int) -> None:
    handle = Handle(told)

    with pytest.raises(StoreBusy):
        OpfsFile(handle, 100)

    assert handle.is_closed


def test_a_file_that_opens_with_its_size_is_kept_open() -> None:
    handle = Handle(100)

    assert OpfsFile(handle, 100).size_bytes == 100
    assert not handle.is_closed
