import re

from mobile.language import compiled, target, texts
from tests.support.used_texts import counted_texts, used_texts

ENGLISH = target().parents[1]


def test_every_text_of_the_app_has_an_english_translation() -> None:
    missing = {text: file for text, file in used_texts().items() if text not in texts(ENGLISH)}

    assert missing == {}


def test_no_translation_is_left_over() -> None:
    left_over = set(texts(ENGLISH)) - set(used_texts())

    assert left_over == set()


def test_a_translation_fills_in_the_same_values() -> None:
    differing = {
        indonesian: english
        for indonesian, english in texts(ENGLISH).items()
        if set(re.findall(r"{\w*}", indonesian)) != set(re.findall(r"{\w*}", english))
    }

    assert differing == {}


def test_the_compiled_texts_are_those_of_the_tables() -> None:
    assert target().read_bytes() == compiled(texts(ENGLISH)), "run python -m mobile.language"


def test_what_counts_something_has_a_form_for_one_and_a_form_for_many() -> None:
    english = texts(ENGLISH)

    assert {text for text in counted_texts() if " | " not in english[text]} == set()
