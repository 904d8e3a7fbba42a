"""What plans, money and quarters of an innovation may hold, and how they add up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.domain.areas import AreaCode
from sync.domain.people import Person, Role
from sync.domain.planning import (
    BUDGET,
    FAMILIES,
    FIRST_YEAR,
    LAST_YEAR,
    MONEV,
    MOST_RUPIAH,
    PARTS,
    PLANS,
    Money,
    Part,
    Type,
    line_faults,
    lines_of,
    money_of,
    years_of,
)
from sync.domain.rights import Ownership, may_write
from sync.domain.validation import faults_in

PLAN: dict[str, Any] = {
    "year": 2027,
    "stage": "lurah",
    "activity": "Teba kompos di tiga lorong",
    "target": "12 teba",
}
MONEY: dict[str, Any] = {"year": 2027, "source": "apbd", "ceiling": 12_500_000, "realised": 4_000_000}
QUARTER: dict[str, Any] = {
    "year": 2027,
    "quarter": 1,
    "target": "3 teba",
    "realised": "2 teba",
    "obstacles": "Hujan.",
}
GOOD = {PLANS: PLAN, BUDGET: MONEY, MONEV: QUARTER}
CODE = "7.01.02.2.01.0001"


def codes(path: str, value: Any, kind: str = "innovation") -> list[str]:
    return [fault.code for fault in faults_in(kind, {path: value})]


_VALUES: dict[Type, Callable[[Part], st.SearchStrategy[Any]]] = {
    Type.YEAR: lambda _: st.integers(FIRST_YEAR, LAST_YEAR),
    Type.QUARTER: lambda _: st.integers(1, 4),
    Type.CHOICE: lambda part: st.sampled_from(part.choices),
    Type.TEXT: lambda _: st.text(alphabet="abc=+-@é", min_size=1, max_size=40),
    Type.MONEY: lambda _: st.integers(0, MOST_RUPIAH),
    Type.SUB_ACTIVITY: lambda _: st.from_regex(r"\A[0-9](\.[0-9]{2}){2}\.[0-9]\.[0-9]{2}\.[0-9]{4}\Z"),
    Type.RUP: lambda _: st.from_regex(r"\A[0-9]{5,12}\Z"),
}


def values_of(part: Part) -> st.SearchStrategy[Any]:
    return _VALUES[part.type](part)


def whole_lines(name: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({part.name: values_of(part) for part in PARTS[name]})


families = st.sampled_from(FAMILIES)
named_lines = families.flatmap(lambda name: st.tuples(st.just(name), whole_lines(name)))
anything = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.integers(), max_size=2)


@given(named_lines)
def test_a_line_with_every_part_in_its_range_is_good(named: tuple[str, dict[str, Any]]) -> None:
    name, line = named

    assert codes(f"{name}/a1", line) == []
    assert codes(f"{name}/a1", line, kind="issue") == ["unknown_path"]


@given(named_lines, st.data())
def test_a_line_without_what_is_not_required_is_good(
    named: tuple[str, dict[str, Any]], data: st.DataObject
) -> None:
    name, line = named
    spare = [part.name for part in PARTS[name] if not part.is_required]
    left_out = data.draw(st.sets(st.sampled_from(spare)))
    kept = {key: value for key, value in line.items() if key not in left_out}
    is_taken_over = name == PLANS and line["stage"] in ("skpd", "rkpd")

    missing = left_out & {"office", "sub_activity"} if is_taken_over else set()

    assert line_faults(name, kept) == dict.fromkeys(missing, ("required", None))


@given(named_lines, st.data(), anything)
def test_whatever_a_part_holds_is_judged_and_never_breaks(
    named: tuple[str, dict[str, Any]], data: st.DataObject, value: Any
) -> None:
    name, line = named
    part = data.draw(st.sampled_from([part.name for part in PARTS[name]]))

    found = line_faults(name, line | {part: value})

    assert found.keys() <= {part}
    assert bool(found) <= bool(codes(f"{name}/a1", line | {part: value}))


@pytest.mark.parametrize(
    ("name", "wrong", "code"),
    [
        (PLANS, {"year": 27}, "wrong_type"),
        (PLANS, {"year": True}, "wrong_type"),
        (PLANS, {"stage": "wali kota"}, "unknown_choice"),
        (PLANS, {"activity": ""}, "wrong_type"),
        (PLANS, {"activity": " "}, "wrong_type"),
        (PLANS, {"target": None}, "wrong_type"),
        (PLANS, {"activity": "x" * 301}, "too_long"),
        (PLANS, {"stage": "skpd"}, "required"),
        (PLANS, {"sub_activity": "7.01.02"}, "wrong_type"),
        (PLANS, {"owner": "x"}, "wrong_type"),
        (BUDGET, {"ceiling": -1}, "out_of_range"),
        (BUDGET, {"ceiling": 10**14}, "out_of_range"),
        (BUDGET, {"ceiling": "1000"}, "out_of_range"),
        (BUDGET, {"realised": True}, "out_of_range"),
        (BUDGET, {"source": "hibah"}, "unknown_choice"),
        (BUDGET, {"rup": "12-345"}, "wrong_type"),
        (MONEV, {"quarter": 5}, "wrong_type"),
        (MONEV, {"obstacles": "x" * 501}, "too_long"),
    ],
)
def test_a_wrong_part_is_a_fault(name: str, wrong: dict[str, Any], code: str) -> None:
    assert codes(f"{name}/a1", GOOD[name] | wrong) == [code]


@pytest.mark.parametrize("value", ["text", [], 1, {}])
def test_what_is_no_line_is_a_fault(value: Any) -> None:
    assert all(len(codes(f"{name}/a1", value)) == 1 for name in FAMILIES)


def test_a_line_stands_one_step_below_its_family_and_is_taken_away_by_none() -> None:
    assert codes("plans", PLAN) == codes("plans/a/b", PLAN) == ["unknown_path"]
    assert codes("plans/a1", None) == []


def test_a_personal_number_is_found_in_a_line() -> None:
    assert codes("monev/a1", QUARTER | {"drivers": "NIK 7371010101900001"}) == ["personal_number"]


@given(st.lists(whole_lines(BUDGET), max_size=8))
def test_money_adds_up_whatever_the_order(lines: list[dict[str, Any]]) -> None:
    values = {f"budget/{place}": line for place, line in enumerate(lines)}

    per_year = {year: money_of(lines_of(values, BUDGET, year)) for year in years_of(values)}

    assert sum(money.ceiling for money in per_year.values()) == sum(line["ceiling"] for line in lines)
    assert sum(money.left for money in per_year.values()) == sum(
        line["ceiling"] - line["realised"] for line in lines
    )


def test_without_money_nothing_is_summed_and_more_than_planned_leaves_less_than_nothing() -> None:
    assert money_of([]) == Money(0, 0)
    assert Money(10, 15).left == -5


def test_lines_stand_by_year_then_in_the_order_of_chain_source_and_quarter() -> None:
    values = {
        "plans/a": PLAN | {"stage": "camat"},
        "plans/b": PLAN,
        "plans/c": PLAN | {"year": 2026, "stage": "rkpd", "office": "DLH", "sub_activity": CODE},
        "monev/a": QUARTER | {"quarter": 2},
        "monev/b": QUARTER,
        "budget/a": MONEY | {"source": "other"},
        "budget/b": MONEY,
        "budget/gone": None,
        "budget/newer": {"year": 2027, "colour": "green"},
    }

    assert [line.path for line in lines_of(values, PLANS)] == ["plans/c", "plans/b", "plans/a"]
    assert [line.path for line in lines_of(values, MONEV)] == ["monev/b", "monev/a"]
    assert [line.path for line in lines_of(values, BUDGET, 2027)] == ["budget/b", "budget/a"]
    assert years_of(values) == [2027, 2026]


def test_plans_and_money_are_written_by_kelurahan_kecamatan_and_city_and_never_asked_of_others() -> None:
    record = Ownership("73.71.13.1002", "author")
    areas = {Role.KOTA: "73.71", Role.KECAMATAN: "73.71.13", Role.PIMPINAN: "73.71", Role.AUDITOR: "73.71"}
    everybody = [Person("p", "Contoh", role, AreaCode(areas.get(role, "73.71.13.1002"))) for role in Role]
    author = Person("author", "Contoh", Role.RT, AreaCode("73.71.13.1002/RW003/RT002"))

    for name in FAMILIES:
        writers = {each.role for each in everybody if may_write(each, record, f"{name}/a1")}
        assert writers == {Role.KELURAHAN, Role.KECAMATAN, Role.KOTA}
        assert not may_write(author, record, f"{name}/a1")
