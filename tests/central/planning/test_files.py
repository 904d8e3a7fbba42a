"""Whatever a cell says, it is read again as it was written, and no cell is ever a formula."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.central.planning import files
from sync.central.public.exports import FORMULA

HEADERS = ("Nomor", "Teks", "Jumlah")
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=30
) | st.sampled_from(
    ["=1+1", '+"x";', "-5 juta", "@a", "baris\nkedua", "_x0041_", "a;b,c", '"', "12.500", "TRUE", "1e5"]
)
rows = st.lists(st.tuples(st.just("A1"), texts, st.integers(-(10**13), 10**13)), max_size=4)


def without_blanks(text: str) -> str:
    """Blanks around a text mean nothing, and an apostrophe before a formula is the guard."""
    plain = text.strip()
    return plain[1:] if plain[:1] == "'" and plain[1:].startswith(FORMULA) else plain


@pytest.mark.parametrize("suffix", files.SUFFIXES)
@settings(max_examples=40, deadline=None)
@given(rows=rows)
def test_a_table_is_read_again_as_it_was_written(suffix: str, rows: list[tuple[str, str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"a{suffix}"

        count = files.write(file, "Tabel", HEADERS, rows)

        wanted = [(number, without_blanks(text), str(amount)) for number, text, amount in rows]
        found = [row[: len(HEADERS)] for row in files.read(file)]
        assert (count, found) == (len(rows), [HEADERS, *wanted])
