"""A bar that was printed is gathered as it was meant."""

from __future__ import annotations

import pytest

from tests.bench.bars import at_least, at_most, bar_of


def test_a_printed_bar_is_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    at_most("3", "a save", 1.3, 1.25)

    bar = bar_of(capsys.readouterr().out)

    assert bar is not None
    assert (bar.line, bar.what, bar.measured, bar.limit, bar.verdict) == (
        "3",
        "a save",
        "1.30x",
        "at most 1.25x",
        "NOT",
    )


def test_a_value_on_the_bar_holds(capsys: pytest.CaptureFixture[str]) -> None:
    at_most("3", "a save", 1.25, 1.25)
    at_least("4", "pushed", 0.4, 0.4)

    assert [line.rsplit("| ", 1)[1] for line in capsys.readouterr().out.splitlines()] == ["ok", "ok"]


def test_any_other_line_is_no_bar() -> None:
    assert bar_of("records 100 | 2") is None
