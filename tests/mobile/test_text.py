from typing import Any

import pytest

from mobile import text
from mobile.context import AppState
from mobile.device.ports import DeviceError
from sync.client.cards import Chip
from sync.domain.lifecycle import Status
from sync.domain.validation import Fault
from sync.protocol.problems import Code
from tests.support.sessions import an_app

THIRD_OF_DECEMBER = "2026-12-03T06:05:00Z"
DAY_MS = 86_400_000
IN_RECEIPTS = [code.text for code in Code if list(Code).index(code) >= list(Code).index(Code.UNKNOWN_KIND)]


def indonesian() -> AppState:
    return an_app(None)


def english() -> AppState:
    return an_app(None, language="en")


def test_times_are_those_of_the_city() -> None:
    assert text.date_time(THIRD_OF_DECEMBER, indonesian()) == "3 Des 2026 pukul 14.05"
    assert text.date_time(THIRD_OF_DECEMBER, english()) == "3 Dec 2026 at 14:05"
    assert text.time_of_day("2026-12-03T17:30:00Z", indonesian()) == "01.30"
    assert text.date("2026-12-03T17:30:00Z", indonesian()) == "4 Des 2026"


def test_the_time_of_a_photo_is_the_clock_where_it_was_taken() -> None:
    assert text.date_time("2026-08-17T10:00:00", indonesian()) == "17 Agu 2026 pukul 10.00"


def test_numbers_have_indonesian_points_and_commas() -> None:
    assert text.number(1250) == "1.250"
    assert text.number(2.5, decimals=1) == "2,5"
    assert text.number(1250, english()) == "1,250"


def test_sizes_read_in_kb_mb_and_gb() -> None:
    sizes = [text.size(n, indonesian()) for n in (0, 1200, 3_400_000, 2_500_000_000)]

    assert sizes == ["0 KB", "2 KB", "3,4 MB", "2,5 GB"]


def test_a_month_has_its_name() -> None:
    assert text.month("2026-03", indonesian()) == "Maret 2026"
    assert text.month("2026-03", english()) == "March 2026"


@pytest.mark.parametrize("broken", ["", "kemarin", "2026-13"])
def test_what_cannot_be_read_is_shown_as_it_is(broken: str) -> None:
    app = indonesian()

    assert {text.date_time(broken, app), text.time_of_day(broken, app), text.month(broken, app)} == {broken}
    assert text.days_between(broken, 0) == 0


def test_days_are_counted_by_the_citys_midnights() -> None:
    received, noon_ms = "2026-12-01T15:59:00Z", 1_796_270_400_000

    assert text.date_time(received, indonesian()) == "1 Des 2026 pukul 23.59"
    assert text.days_between(received, noon_ms) == 2
    assert text.days_between("2030-01-01T00:00:00Z", noon_ms) == 0


@pytest.mark.parametrize(
    ("code", "values", "shown"),
    [
        ("draft", {}, "Draf · hanya di HP ini"),
        ("waiting", {}, "Menunggu sinyal"),
        ("sending", {}, "Mengirim …"),
        ("sent", {"at": THIRD_OF_DECEMBER, "stored": 2, "photos": 3}, "Terkirim 14.05 · foto 2/3"),
        ("sent", {"at": THIRD_OF_DECEMBER, "stored": 0, "photos": 0}, "Terkirim 14.05"),
        ("not_accepted", {}, "Belum diterima · betulkan"),
        ("two_values", {"n": 2}, "Dua isian berbeda"),
        ("resting", {"seconds": 8}, "Keputusan dikirim dalam 8 detik"),
        ("submitted", {"at": "2026-11-30T04:00:00Z", "now_ms": 1_796_270_400_000}, "Menunggu Verifikasi · 3 hari"),
        ("submitted", {"at": THIRD_OF_DECEMBER, "now_ms": 1_796_270_400_000}, "Menunggu Verifikasi"),
        ("revision", {"n": 2}, "Perlu Perbaikan · 2 isian"),
        ("returned", {"n": 0}, "Dikembalikan"),
        ("approved", {}, "Disetujui"),
        ("rejected", {}, "Ditolak"),
        ("withdrawn", {}, "Dibatalkan"),
        ("published", {}, "Terbit"),
        ("hidden", {}, "Disembunyikan"),
    ],
)
def test_a_chip_says_what_is_true(code: str, values: dict[str, Any], shown: str) -> None:
    assert text.status_text(indonesian(), Chip(code, values)) == shown


def test_english_counts_one_day_and_several() -> None:
    day = {"at": "2026-12-02T04:00:00Z", "now_ms": 1_796_270_400_000}

    assert text.status_text(english(), Chip("submitted", day)) == "Awaiting verification · 1 day"


def test_every_status_has_words() -> None:
    wordless = [status for status in Status if text.status_text(indonesian(), Chip(status, {})) == status]

    assert wordless == []


@pytest.mark.parametrize("code", [*IN_RECEIPTS, "too_large", "bad_envelope", "wrong_type", "wrong_hash"])
def test_every_refusal_says_what_to_do(code: str) -> None:
    said = text.refusal_text(indonesian(), code)

    assert said != text.refusal_text(indonesian(), "a code that only a newer centre knows")


@pytest.mark.parametrize("code", ["denied", "missing", "timeout", "not_an_image", "cancelled"])
def test_every_failure_of_the_phone_says_what_to_do(code: str) -> None:
    other = text.device_error_text(indonesian(), DeviceError("something else"))

    assert text.device_error_text(indonesian(), DeviceError(code)) != other


def test_a_fault_names_its_limit() -> None:
    assert text.fault_text(indonesian(), Fault("title", "too_long", 1500)) == (
        "Terlalu panjang: paling banyak 1.500 huruf."
    )
    assert text.fault_text(indonesian(), Fault("title", "required")) == "Wajib diisi."
    assert text.fault_text(indonesian(), Fault("title", "wrong_type"))
