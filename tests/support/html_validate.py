"""HTML as a validator of the standard reads it: html-validate from npm, which needs no network of its own."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.bench.npm import node_modules

_PACKAGE = ("html-validate@10",)
_OF_STYLE = ("doctype-style", "no-implicit-button-type", "no-implicit-input-type", "tel-non-breaking")
"""What the standard allows, and shorter pages make use of."""
_RULES = {"extends": ["html-validate:recommended"], "rules": dict.fromkeys(_OF_STYLE, "off")}


def faults_in(pages: Mapping[str, str]) -> list[str]:
    """What is wrong, as `name: line: rule: message`, for pages by a name."""
    modules = node_modules(_PACKAGE)
    with tempfile.TemporaryDirectory() as folder:
        files = {str(Path(folder) / f"{place}.html"): name for place, name in enumerate(pages)}
        for file, name in files.items():
            Path(file).write_text(pages[name], "utf-8")
        rules, found = Path(folder) / "rules.json", Path(folder) / "found.json"
        rules.write_text(json.dumps(_RULES))
        # Into a file: what it writes to a pipe is cut at 64 KB.
        said = ["--formatter", f"json={found}", "--config", str(rules)]
        subprocess.run(["node", str(modules / "html-validate/bin/html-validate.mjs"), *said, *files], check=False)
        return [
            f"{files[one['filePath']]}: line {each['line']}: {each['ruleId']}: {each['message']}"
            for one in json.loads(found.read_text("utf-8"))
            for each in one["messages"]
        ]
