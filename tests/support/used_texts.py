"""Which texts the app asks gettext for, read from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

ASKING = {"_": 1, "gettext": 1, "ngettext": 2}
"""The functions that take texts, and how many of their arguments are."""
ROOT = Path(__file__).resolve().parents[2]


def used_texts() -> dict[str, str]:
    """Every text, and a file that uses it."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "mobile").rglob("*.py")):
        for text in _texts_in(ast.parse(path.read_text("utf-8"))):
            found.setdefault(text, str(path.relative_to(ROOT)))
    return found


def counted_texts() -> set[str]:
    """Those that count something: their English has two forms."""
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "mobile").rglob("*.py")]
    return {text for tree in trees for text in _texts_in(tree, {"ngettext": 1})}


def _texts_in(tree: ast.AST, asking: Mapping[str, int] = ASKING) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            for argument in node.args[: asking.get(name, 0)]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value
