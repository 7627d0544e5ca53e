from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from penstock.batch.demo_cases import Source
from penstock.batch.demo_listed import Listed
from penstock.batch.demo_lots import generator
from penstock.batch.demo_planted import cases, kinds_first, swapped
from penstock.batch.demo_words import demo_words

if TYPE_CHECKING:
    from penstock.batch.demo_cases import Case
    from penstock.law.register import Register


def test_one_of_each_kind_comes_first(planted_cases: list[Case]) -> None:
    first = planted_cases[: kinds_first(planted_cases)]
    assert {case.kind for case in first} == {case.kind for case in planted_cases}
    once = [case.kind for case in first if case.kind != "split"]
    assert len(once) == len(set(once))
    assert [case.part for case in first if case.kind == "split"] == [0, 1, 2, 3]


def test_each_case_expects_something_or_is_a_negative(planted_cases: list[Case], register: Register) -> None:
    known = {row.finding for row in register.packed.decision_table.rows}
    for case in planted_cases:
        assert bool(case.expects) != bool(case.never), case
        assert {*case.expects, *case.never} <= known
        assert case.kind.startswith("negative_") == bool(case.never)


def test_listed_parties_are_listed_on_all_days_and_slips_are_near_them(
    planted_cases: list[Case], register: Register
) -> None:
    for case in planted_cases:
        if case.kind.startswith("party_"):
            party = register.packed.parties[case.subject or ""]
            name = case.fields.get("consignor_name", case.fields.get("consignee_name"))
            names = {told.name for told in party.names}
            assert (name in names) == (case.kind == "party_exact")
            assert party.country in case.lane


def test_machines_under_toys_are_machines_of_the_register(planted_cases: list[Case], register: Register) -> None:
    toys = [case for case in planted_cases if case.kind == "machine_as_toy"]
    assert toys
    names = {name.name for name in register.packed.names if name.kind == "equipment"}
    assert all(case.fields["goods_description"] in names for case in toys)
    assert {case.fields["commodity_code"] for case in toys} == {"950300"}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("Example Chemicals Co Ltd", "Example Chemcials Co Ltd"),
        ("Tiny Co Ltd", None),
        ("aaaaaaaaaa Ltd", None),
        ("示例化工有限公司", None),
    ],
)
def test_two_letters_inside_a_long_word_are_swapped(name: str, wrong: str | None) -> None:
    assert swapped(name) == wrong


def test_companies_of_imported_lists_are_planted_on_the_day_of_their_list(register: Register) -> None:
    listed = [Listed("Example Holdings Ltd", "CN", date(2026, 7, 31)), Listed("Elsewhere Ltd", "ZZ", date(2026, 7, 31))]
    found = cases(Source(register, demo_words(), generator(1, 0)), listed)
    (case,) = [case for case in found if case.kind == "party_imported"]
    assert case.fields["consignor_name"] == "Example Holdings Ltd"
    assert case.fields["date"] == "2026-07-31"
    assert case.expects == ("party_listed",)


def test_the_same_seed_gives_the_same_cases_and_another_others(register: Register) -> None:
    one, same, other = (cases(Source(register, demo_words(), generator(seed, 0)), []) for seed in (1, 1, 2))
    assert one == same
    assert one != other
