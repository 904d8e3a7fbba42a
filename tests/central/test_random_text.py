from __future__ import annotations

from sync.central.random_text import random_texts


def test_no_text_comes_twice_when_thousands_are_made() -> None:
    make = random_texts()
    made = [make() for _ in range(2_000)]
    assert len(set(made)) == len(made)
    assert {len(bytes.fromhex(text)) for text in made} == {16}
