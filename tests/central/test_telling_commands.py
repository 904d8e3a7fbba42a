"""`lorong webhook …` and `lorong digest …`, as an operator types them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sync.central.cli import app
from tests.support.mail_server import receiving_mail


@pytest.fixture(autouse=True)
def lorong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LORONG_DATA_DIR", str(tmp_path / "centre"))


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_a_webhook_is_added_listed_and_removed() -> None:
    added = run("webhook", "add", "https://contoh.id/kait", "--area", "73.71.13")
    identifier, secret = added.output.split("\n")[:2]

    assert re.fullmatch(r"Rahasia / secret: whsec_\S{32}", secret)
    listed = run("webhook", "list").output
    assert (identifier in listed, "https://contoh.id/kait" in listed, "nothing told yet" in listed) == (True,) * 3
    assert secret.rpartition(" ")[2] not in listed
    assert run("webhook", "resume", identifier).exit_code == 0
    assert run("webhook", "remove", identifier).exit_code == 0
    assert run("webhook", "list").output == ""


def test_the_last_attempts_are_listed_and_an_unknown_event_is_refused_in_words() -> None:
    identifier = run("webhook", "add", "https://contoh.id/kait", "--events", "published, hidden").output.split()[0]
    refused = run("webhook", "add", "https://contoh.id/kait", "--events", "published,read")

    assert (run("webhook", "deliveries", identifier).output, refused.exit_code) == ("", 1)
    assert "no event 'read'" in refused.output


@pytest.mark.parametrize(
    "words", [("webhook", "remove"), ("webhook", "resume"), ("webhook", "deliveries"), ("digest", "remove")]
)
def test_one_that_there_is_not_is_said_in_words(words: tuple[str, str]) -> None:
    result = run(*words, "0192aaaa-0000-7000-8000-000000000001")

    assert (result.exit_code, "There is no" in result.output) == (1, True)


def test_an_address_without_tls_is_refused_in_words() -> None:
    result = run("webhook", "add", "http://contoh.id/kait")

    assert (result.exit_code, "https://" in result.output) == (1, True)


def test_a_digest_is_added_listed_and_removed() -> None:
    identifier = run("digest", "add", "73.71.13", "rappocini@contoh.id").output.strip()

    listed = run("digest", "list").output
    assert (identifier in listed, "Rappocini" in listed, "contoh.id" in listed) == (True, True, False)
    assert run("digest", "remove", identifier).exit_code == 0


def test_a_digest_is_not_sent_without_a_mail_server_and_says_which_setting_is_missing() -> None:
    result = run("digest", "send")

    assert (result.exit_code, "LORONG_SMTP_URL" in result.output) == (1, True)


def test_a_digest_is_sent_now(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with receiving_mail() as box:
        monkeypatch.setenv("LORONG_SMTP_URL", box.url)
        monkeypatch.setenv("LORONG_MAIL_FROM", "lorong@contoh.id")
        assert run("digest", "send").output == "0 surat / letters\n"
