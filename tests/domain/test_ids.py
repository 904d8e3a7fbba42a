from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.domain.ids import IdSource, as_number, is_id, number_of, time_ms_of


@given(st.lists(st.integers(0, 2**42), min_size=2, max_size=40), st.integers(0, 2**62 - 1))
def test_ids_grow_also_when_the_clock_goes_back(times: list[int], bits: int) -> None:
    clock = iter(times)
    source = IdSource(now_ms=lambda: next(clock), random_bits=lambda n: bits % (1 << n))

    made = [source() for _ in times]

    assert made == sorted(set(made))
    assert all(map(is_id, made))


def test_ids_grow_beyond_what_the_device_made_before() -> None:
    first = IdSource(now_ms=lambda: 2_000)()

    assert IdSource(first, now_ms=lambda: 1_000)() > first


def test_an_id_tells_when_it_was_made() -> None:
    assert time_ms_of(IdSource(now_ms=lambda: 1_764_648_000_000)()) == 1_764_648_000_000


def test_the_number_is_eight_letters_that_are_not_mistaken_for_one_another() -> None:
    number = number_of(IdSource()())

    assert len(number) == 9
    assert not set(number) & set("ILOU")


def test_a_typed_number_is_read_whatever_its_case_and_look_alikes() -> None:
    assert as_number(" 7k4q 2mxd") == "7K4Q-2MXD"
    assert as_number("7K4Q-OMIL") == "7K4Q-0M11"
