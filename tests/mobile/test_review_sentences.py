from __future__ import annotations

import csv

from mobile import review_sentences as sentences
from mobile.review_sentences import ANY, NOTE
from sync.domain.assets import assets_folder
from sync.domain.forms import form
from sync.domain.validation import COMMENT_MAX
from tests.support.sessions import memory_shelves


def test_the_city_gives_twelve_to_sixteen_sentences_each_for_a_field_or_a_note() -> None:
    known = sentences.catalogue()

    assert 12 <= len(known) <= 16
    places = {ANY, NOTE, *(item.path for item in form("note").fields)}
    assert {each.field for each in known} <= places
    assert all(each.id and each.en and len(each.id) <= COMMENT_MAX for each in known)


def test_each_sentence_has_a_code_of_its_own() -> None:
    path = assets_folder() / "catalogues" / "texts" / "kalimat_tinjau.csv"
    with path.open(encoding="utf-8", newline="") as file:
        codes = [row["kode"] for row in csv.DictReader(file)]

    assert len(codes) == len(set(codes))


def test_a_mark_is_offered_the_sentences_of_its_field_and_those_for_any() -> None:
    fields = [each.field for each in sentences.sentences_for(memory_shelves(), "since")]

    assert fields == ["since", ANY, ANY]


def test_a_note_is_offered_only_sentences_for_notes() -> None:
    assert {each.field for each in sentences.sentences_for(memory_shelves(), NOTE)} == {NOTE}


def test_own_sentences_come_first_and_are_kept_once() -> None:
    tables = memory_shelves()

    sentences.add(tables, ANY, " Sebut nama lorongnya. ")
    sentences.add(tables, ANY, "Sebut nama lorongnya.")
    sentences.add(tables, ANY, "  ")

    (first, *others) = sentences.sentences_for(tables, "title")
    assert (first.id, first.is_own) == ("Sebut nama lorongnya.", True)
    assert not any(each.is_own for each in others)


def test_an_own_sentence_can_be_removed() -> None:
    tables = memory_shelves()
    sentences.add(tables, NOTE, "Hubungi kami di kantor.")

    sentences.remove(tables, NOTE, "Hubungi kami di kantor.")

    assert sentences.own(tables) == []


def test_a_personal_number_is_masked_in_an_own_sentence() -> None:
    tables = memory_shelves()

    sentences.add(tables, ANY, "Hapus 7371130101900001")

    assert [each.id for each in sentences.own(tables)] == ["Hapus [nomor pribadi disamarkan]"]
