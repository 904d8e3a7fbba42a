"""What must hold of a measured value, said in one line that `python -m tests.bench` gathers into its table."""

from __future__ import annotations

from dataclasses import dataclass

MARK = "bar:"


@dataclass(frozen=True, slots=True)
class Bar:
    """A line as printed: which line of the issue, what was measured, how much, the limit, and whether it holds."""

    line: str
    what: str
    measured: str
    limit: str
    verdict: str

    def __str__(self) -> str:
        return f"{self.line:4}  {self.what:70}  {self.measured:>10}  {self.limit:>18}  {self.verdict}"


def at_most(line: str, what: str, value: float, limit: float, form: str = "{:.2f}x") -> None:
    """Prints whether the value is no higher than the limit. `form` writes both."""
    _say(Bar(line, what, form.format(value), f"at most {form.format(limit)}", _verdict(value <= limit)))


def at_least(line: str, what: str, value: float, limit: float, form: str = "{:.0%}") -> None:
    _say(Bar(line, what, form.format(value), f"at least {form.format(limit)}", _verdict(value >= limit)))


def bar_of(printed: str) -> Bar | None:
    """The bar in a line that was printed; None in any other line."""
    if not printed.startswith(MARK):
        return None
    line, what, measured, limit, verdict = (word.strip() for word in printed.removeprefix(MARK).split("|"))
    return Bar(line, what, measured, limit, verdict)


def _verdict(holds: bool) -> str:
    return "ok" if holds else "NOT"


def _say(bar: Bar) -> None:
    words = " | ".join((bar.line, bar.what, bar.measured, bar.limit, bar.verdict))
    print(f"{MARK} {words}", flush=True)
