from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile.texts_catalogue import NEEDS_YOU, SENDING, codes, line

FULL: dict[str, int | str] = {
    "n": 3,
    "f": 2,
    "d": 1,
    "i": 1,
    "p": 40,
    "mb": "1,2",
    "jam": "14.05",
    "waktu": "14.05",
    "time": "14:05",
}


def said(code: str, language: str = "id", catalogue: str = SENDING, **values: int | str) -> str:
    return line(catalogue, code, language, FULL | values).text


def test_a_text_is_filled_with_its_counts() -> None:
    assert said("waiting_signal") == (
        "3 catatan dan 2 foto menunggu sinyal. Aman di HP ini; terkirim sendiri selama aplikasi terbuka."
    )


@pytest.mark.parametrize(
    ("n", "f", "start"),
    [(3, 0, "3 catatan menunggu sinyal."), (0, 2, "2 foto menunggu sinyal."), (3, 2, "3 catatan dan 2 foto")],
)
def test_a_count_of_none_is_left_out(n: int, f: int, start: str) -> None:
    assert said("waiting_signal", n=n, f=f).startswith(start)


def test_a_sentence_that_counts_nothing_is_left_out() -> None:
    assert said("app_too_old", n=0) == "Perbarui aplikasi untuk mengirim."
    assert said("device_revoked", n=0) == "HP ini dinonaktifkan. Hubungi kelurahan untuk kode baru."


def test_a_time_that_is_not_known_is_not_said() -> None:
    assert said("server_silent", jam="") == "Server kota belum menjawab. 3 catatan aman di HP ini."
    assert said("photos_retry", jam="") == "Catatan sudah terkirim. 2 foto tersendat di 40%."


def test_none_of_a_percentage_is_said() -> None:
    assert said("sending_photos", p=0) == (
        "Catatan sudah terkirim. Mengirim foto 1 dari 2 (0%). Biarkan aplikasi terbuka."
    )


def test_what_stands_in_brackets_is_a_button() -> None:
    shown = line(SENDING, "photos_wait_wifi", "id", FULL)

    assert shown.text == "Catatan sudah terkirim. 2 foto menunggu Wi-Fi."
    assert shown.button == "Kirim sekarang, sekitar 1,2 MB"


def test_a_button_in_the_middle_leaves_a_whole_text() -> None:
    shown = line(NEEDS_YOU, "update_ready", "id", {})

    assert (shown.text, shown.button) == ("Versi baru siap. Isian Anda tersimpan.", "Muat ulang")


def test_a_text_without_brackets_has_no_button() -> None:
    assert line(SENDING, "all_sent", "id", FULL).button is None


def test_a_part_can_be_changed_where_it_would_not_be_true() -> None:
    shown = line(SENDING, "photos_wait_wifi", "id", FULL, instead={"Catatan sudah terkirim. ": ""})

    assert shown.text == "2 foto menunggu Wi-Fi."


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("waiting", "1 note waits to be sent. Safe on this phone."),
        ("carried", "1 note and 1 photo travel with another phone, waiting for the receipt."),
        ("waiting_signal", "1 note and 1 photo are waiting for signal."),
        ("drafts_never_sent", "1 draft is on this phone only. Tap Submit to send."),
    ],
)
def test_english_knows_one(code: str, text: str) -> None:
    assert said(code, "en", n=1, f=1, d=1).startswith(text)
    assert said("carried", "en", n=1, f=0, d=0) == "1 note travels with another phone, waiting for the receipt."


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    ("catalogue", "code"), [(catalogue, code) for catalogue in (SENDING, NEEDS_YOU) for code in codes(catalogue)]
)
def test_every_text_can_be_filled(catalogue: str, code: str, language: str) -> None:
    shown = line(catalogue, code, language, FULL)

    assert shown.text
    assert not set("{}[]") & set(shown.text + (shown.button or ""))


def test_a_code_that_a_newer_catalogue_knows_is_shown_as_it_is() -> None:
    assert line(SENDING, "not_yet_known", "id", FULL).text == "not_yet_known"


@given(
    st.sampled_from([(c, code) for c in (SENDING, NEEDS_YOU) for code in codes(c)]),
    st.sampled_from(("id", "en")),
    st.fixed_dictionaries({name: st.integers(0, 3) for name in "nfd"}),
    st.sampled_from(("", "14.05")),
)
def test_no_text_ever_counts_none(where: tuple[str, str], language: str, counts: dict[str, int], at: str) -> None:
    shown = line(*where, language, FULL | counts | {"jam": at, "waktu": at, "time": at})

    assert not any(f"0 {noun}" in shown.text for noun in ("catatan", "foto", "draf", "note", "photo", "draft"))
    assert not shown.text.endswith((";", " "))
