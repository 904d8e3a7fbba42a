"""The README tells what is there: every code, every command, every setting, and the two commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sync.central.cli import app
from sync.central.settings import Settings
from sync.protocol.problems import Code

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("code", Code, ids=lambda code: code.text)
def test_every_problem_code_stands_in_the_table(code: Code) -> None:
    assert f"| `{code.text}` | {code.status} | {code.advice} |" in README


def test_every_command_is_told() -> None:
    groups = [group.typer_instance for group in app.registered_groups]
    commands = [command for group in groups if group is not None for command in group.registered_commands]
    names = [command.name or str(getattr(command.callback, "__name__", "")) for command in commands]

    assert len(names) > 10
    assert [name for name in names if f"lorong {name}" not in README] == []


@pytest.mark.parametrize("name", Settings.__dataclass_fields__)
def test_every_setting_is_told(name: str) -> None:
    assert f"LORONG_{name.upper()}" in README


def test_ci_calls_the_command_that_the_readme_gives() -> None:
    ci = (ROOT / ".ci" / "run").read_text()

    for words in ("python3 -m venv .venv", "'.[dev]'", ".venv/bin/python -m tests"):
        assert words in README
        assert words in ci


def test_every_file_that_is_linked_exists() -> None:
    links = re.findall(r"\]\(((?!http)[^)#]+)\)", README) + re.findall(r'src="([^"]+)"', README)

    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("page", sorted((ROOT / ".readme").glob("*.md")), ids=lambda page: page.stem)
def test_every_test_that_a_page_names_exists(page: Path) -> None:
    named = re.findall(r"(?:tests/)?[\w/]*test_\w+\.py", page.read_text("utf-8"))
    known = [path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py")]

    assert [name for name in named if not any(path.endswith("/" + name) or path == name for path in known)] == []
