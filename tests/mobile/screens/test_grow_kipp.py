"""KIPP answers: within their words, taken from the note only when asked, and never called read by a machine."""

from __future__ import annotations

from sync.domain.goals import proposal_meter
from sync.domain.kipp import questions
from tests.mobile.screens.grow_page import OpenGrow, approved

SUMMARY, BACKGROUND = "kipp/2023.umum.1", "kipp/2023.umum.2"


async def test_every_question_of_the_general_group_is_asked_with_its_limit(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="kipp")

    for question in questions():
        assert page.field(f"kipp/{question.code}").value == ""
        assert page.shows(question.text)
        assert page.shows(f"paling banyak {question.most_words} kata")


async def test_nothing_stands_there_before_somebody_asks_for_it(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="kipp")

    assert page.drafts == {}


async def test_what_a_person_writes_counts_as_read(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="kipp")

    await page.type(SUMMARY, "Warga mengompos bergiliran.")

    assert page.draft[SUMMARY] == {"text": "Warga mengompos bergiliran.", "checked": True}
    assert page.shows("3 kata dari 200.")
    assert page.shows("Sudah diperiksa.")


async def test_empty_answers_are_filled_from_the_note_and_marked_until_somebody_read_them(
    lengkapi: OpenGrow,
) -> None:
    page = await lengkapi(approved(**{SUMMARY: {"text": "Tulisan saya.", "checked": True}}), part="kipp")

    await page.press("Isi dari catatan")

    assert page.draft[SUMMARY] == {"text": "Tulisan saya.", "checked": True}
    assert page.draft[BACKGROUND]["text"].startswith("Sampah basah menumpuk di ujung lorong.")
    assert not page.draft[BACKGROUND]["checked"]
    assert page.shows("Dari catatan, periksa.")
    assert proposal_meter(page.draft).done == 1
    assert not page.has_button("Isi dari catatan")


async def test_only_the_person_says_that_an_answer_was_read(lengkapi: OpenGrow) -> None:
    page = await lengkapi(approved(**{BACKGROUND: {"text": "Sampah menumpuk.", "checked": False}}), part="kipp")
    await page.type(BACKGROUND, "Sampah menumpuk di lorong.")
    assert not page.draft[BACKGROUND]["checked"]

    await page.press("Sudah saya periksa")
    await page.save()

    assert page.sent == [{BACKGROUND: {"text": "Sampah menumpuk di lorong.", "checked": True}}]


async def test_over_the_limit_the_text_is_kept_and_cannot_be_called_read(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="kipp")

    await page.type(SUMMARY, "kata " * 205)

    assert page.shows("205 kata, paling banyak 200. Kurangi 5 kata; tulisan Anda tetap tersimpan.")
    assert page.draft[SUMMARY] == {"text": "kata " * 205, "checked": False}
    assert not page.has_button("Sudah saya periksa")
    await page.type(SUMMARY, "kata " * 200)
    assert page.has_button("Sudah saya periksa")


async def test_what_was_typed_a_moment_ago_is_not_written_over_by_the_note(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="kipp")

    await page.enter(page.field(SUMMARY), "Baru saja saya tulis.")
    await page.press("Isi dari catatan")

    assert page.draft[SUMMARY] == {"text": "Baru saja saya tulis.", "checked": True}


async def test_what_stands_below_an_answer_follows_each_key(lengkapi: OpenGrow) -> None:
    page = await lengkapi(approved(**{SUMMARY: {"text": "kata " * 210, "checked": False}}), part="kipp")

    for words, may_read in ((205, False), (200, True), (201, False), (199, True)):
        await page.enter(page.field(SUMMARY), "kata " * words)

        assert page.has_button("Sudah saya periksa") == may_read


async def test_an_answer_that_was_emptied_is_none(lengkapi: OpenGrow) -> None:
    page = await lengkapi(approved(**{SUMMARY: {"text": "Tulisan saya.", "checked": True}}), part="kipp")

    await page.type(SUMMARY, "")
    await page.save()

    assert page.sent == [{SUMMARY: None}]


async def test_a_text_that_is_far_too_long_for_the_record_is_said_where_it_stands(lengkapi: OpenGrow) -> None:
    page = await lengkapi(part="kipp")
    await page.enter(page.field(SUMMARY), "x" * 20_001)
    await page.overview()

    await page.save()

    assert page.sent == []
    assert page.route.endswith("/kipp")
    assert page.shows("Terlalu panjang: paling banyak 20.000 huruf.")
