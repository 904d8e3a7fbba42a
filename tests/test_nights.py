"""The pages for operators at night: complete, and their commands run as they are written."""

from __future__ import annotations

import re
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sync.central import syncing
from sync.central.accept import Caller
from sync.central.cli import app
from sync.central.opening import make_centre
from sync.central.settings import from_environment
from sync.domain.people import Role
from sync.protocol.messages import SyncRequest
from tests.support.centres import KASSI, a_device, a_note, a_person, http_to

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted((ROOT / ".readme" / "nights").glob("*.md"))
SECTIONS = ("## What you see", "## What to do", "## How you see that it worked", "## Whom to tell")
_BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
_KEY = "centre/secret.key"


@dataclass(frozen=True, slots=True)
class Night:
    """A centre in a folder, with a phone and a record, and what the words in capital letters stand for."""

    folder: Path
    words: dict[str, str]

    def follow(self, page: str) -> str:
        """Run every command of the page in one environment, until one fails; what they said."""
        script = "".join(_BLOCK.findall((ROOT / ".readme" / "nights" / page).read_text("utf-8")))
        for word, meant in self.words.items():
            script = re.sub(rf"(?<![\w$]){word}(?!\w)", meant, script)
        here = {"PWD": str(self.folder), "LORONG_DATA_DIR": str(self.folder / "centre")}
        return "".join(self._run(line, here) for line in script.splitlines())

    def _run(self, line: str, here: dict[str, str]) -> str:
        """What the shell does of itself changes `here`; `lorong` runs in this process, which saves its start."""
        name, *words = shlex.split(line.removesuffix(" || true").replace("$PWD", here["PWD"]))
        if name == "export":
            here |= dict(word.split("=", 1) for word in words)
            return ""
        if name == "unset":
            return here.pop(words[0], "")
        if name == "lorong":
            result = CliRunner().invoke(app, words, env=here)
            assert result.exit_code == 0 or line.endswith("|| true"), f"{line}: {result.output}"
            return result.output
        return subprocess.run(
            ["bash", "-ec", line], cwd=self.folder, check=True, capture_output=True, text=True
        ).stdout


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Night:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LORONG_DATA_DIR", str(tmp_path / "centre"))
    centre = make_centre(from_environment())
    who = a_device(centre, http_to(centre), a_person(centre, Role.RT, f"{KASSI}/RW003/RT002", "Ibu Contoh"))
    record = who.make_id()
    values = a_note(originator_name={"name": "Pak Contoh", "may_show": False})
    [receipt] = syncing.push(centre, Caller(who.person, who.device), SyncRequest([who.change_of(record, values)]))
    assert receipt.status == "accepted", receipt
    centre.database.close()
    words = {"AREA": KASSI, "DEVICE": who.device, "PERSON": who.person.id, "RECORD": record}
    words |= {"FILE": "all.lorong", "KEY": _KEY, "DATA": "centre", "PATH": "originator_name"}
    return Night(tmp_path, words | {"DATABASE": "sqlite:///drill/lorong.sqlite3"})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_says_the_sign_the_steps_the_proof_and_whom_to_tell(page: Path) -> None:
    text = page.read_text("utf-8")
    places = [text.find(section) for section in SECTIONS]

    assert -1 not in places
    assert places == sorted(places)


def test_a_lost_phone_is_gone_from_the_list(night: Night) -> None:
    said = night.follow("lost-phone.md")

    first, last = said.split("Sudah dinonaktifkan")
    assert night.words["DEVICE"] in first
    assert "Kode / code: " in last
    assert night.words["DEVICE"] not in last


def test_a_full_disk_is_looked_at(night: Night) -> None:
    said = night.follow("full-disk.md")

    assert "free for the database" in said
    assert "lorong.sqlite3" in said


def test_a_leaked_key_is_exchanged_and_the_backup_before_it_is_restored_with_the_old_one(night: Night) -> None:
    old = (night.folder / _KEY).read_bytes()
    said = night.follow("leaked-token.md")

    assert "kontak / contacts" in said
    assert (night.folder / _KEY).read_bytes() != old
    assert (night.folder / f"{_KEY}.old").read_bytes() == old

    night.words["KEY"] = f"{_KEY}.old"
    drilled = night.follow("restore-drill.md")
    assert night.words["PERSON"] in drilled
    assert not (night.folder / "drill").exists()


def test_a_breach_is_stopped_kept_and_erased_with_the_chain_whole(night: Night) -> None:
    night.follow("breach.md")

    assert (night.folder / "history.pdf").read_bytes().startswith(b"%PDF")
    assert (night.folder / "breach-known-at.txt").read_text()
    assert (night.folder / "all.lorong").exists()
