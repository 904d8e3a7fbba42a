"""An innovation told to the end: what an RT notes, then SIGAP's profile and answers to all of KIPP's questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_FILE = Path(__file__).resolve().parents[1] / "data" / "teba_kompos.json"


def whole_story() -> dict[str, Any]:
    """`title`, `problem`, `action`; `design` (more than IGA's 300 words), `goals`, `benefits`, `results`; `kipp`
    has the answers from the second question on, the first being taken from the note."""
    story: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))
    return story
