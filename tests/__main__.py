"""Every check, in the order in which they are quick: `python -m tests`. More words go to pytest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOLS = Path(sys.executable).parent

CHECKS: tuple[tuple[str, ...], ...] = (
    (str(TOOLS / "ruff"), "format", "--check", "."),
    (str(TOOLS / "ruff"), "check", "."),
    (str(TOOLS / "lint-imports"),),
    (sys.executable, "-m", "mypy"),
    (sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", *sys.argv[1:]),
)


def main() -> int:
    for check in CHECKS:
        print("$", " ".join(Path(word).name if word.startswith("/") else word for word in check), flush=True)
        code = subprocess.run(check, cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
