from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from penstock.batch import demo_chemicals
from penstock.batch.demo_chemicals import controlled, is_of_a_period, slip
from penstock.law.records import Threshold
from penstock.substances.cas import check_digit

if TYPE_CHECKING:
    from penstock.batch.demo_cases import Case, Source
    from penstock.law.register import Register


def of_kind(cases: list[Case], kind: str) -> list[Case]:
    found = [case for case in cases if case.kind == kind]
    assert found, kind
    return found


def test_names_are_those_of_the_register_in_each_language(planted_cases: list[Case], register: Register) -> None:
    for language in demo_chemicals.LANGUAGES:
        for case in of_kind(planted_cases, f"name_{language}"):
            names = register.packed.substances[case.subject or ""].names[language]
            assert any(name in str(case.fields["goods_description"]) for name in names)


def test_a_salt_has_its_own_number(planted_cases: list[Case], register: Register) -> None:
    for case in of_kind(planted_cases, "salt"):
        others = register.packed.substances[case.subject or ""].other_cas
        assert case.fields["cas_number"] in {other.cas for other in others}


def test_a_disguised_name_is_no_longer_the_name(planted_cases: list[Case], register: Register) -> None:
    for kind in ("disguised_homoglyph", "disguised_spacing"):
        for case in of_kind(planted_cases, kind):
            text = str(case.fields["goods_description"])
            assert case.expects == ("disguised_name",)
            assert not any(name in text for name in register.packed.substances[case.subject or ""].names["en"])
        assert text.isascii() == (kind == "disguised_spacing")


@pytest.mark.parametrize("cas", ["23056-29-3", "79099-07-3", "50-00-9"])
def test_a_slip_fails_the_check_digit(cas: str) -> None:
    wrong = slip(cas)
    assert wrong[:-1] == cas[:-1]
    assert wrong != cas


def test_a_number_with_a_slip_is_valid_nowhere(planted_cases: list[Case]) -> None:
    for case in of_kind(planted_cases, "cas_slip"):
        number = str(case.fields["cas_number"])
        assert check_digit(number.replace("-", "")[:-1]) != number[-1]
        assert case.subject is None


def test_structures_are_the_register_s_and_members_are_named_by_no_list(
    planted_cases: list[Case], register: Register
) -> None:
    for kind in ("structure_named", "structure_class"):
        for case in of_kind(planted_cases, kind):
            assert case.fields["smiles"] == register.packed.substances[case.subject or ""].smiles
    for case in of_kind(planted_cases, "structure_class"):
        assert register.structure_of[case.subject or ""].classes


def test_contradictions_say_two_different_things(planted_cases: list[Case], register: Register) -> None:
    for case in of_kind(planted_cases, "name_against_cas"):
        subject, _ = register.by_cas[str(case.fields["cas_number"])]
        assert subject != case.subject
        assert case.fields["goods_description"] in register.packed.substances[case.subject or ""].names["en"]
    for case in of_kind(planted_cases, "liquid_by_piece"):
        assert register.packed.substances[case.subject or ""].state == "liquid"
        assert case.fields["quantity_unit"] == "pcs"


def test_parts_stay_below_a_threshold_that_they_pass_together(planted_cases: list[Case], register: Register) -> None:
    parts = of_kind(planted_cases, "split")
    groups: dict[int | None, list[Case]] = {}
    for case in parts:
        groups.setdefault(case.group, []).append(case)
    assert len(groups) >= 3
    for group in groups.values():
        assert [case.part for case in group] == list(range(len(group)))
        limits = [
            duty.threshold.quantity
            for placed in register.every_entry()
            if placed.subject == group[0].subject
            for duty in placed.entry.obligations or ()
            if duty.threshold is not None and is_of_a_period(duty.threshold)
        ]
        masses = [float(case.fields["net_mass_kg"]) for case in group]
        assert any(limit is not None and max(masses) < limit < sum(masses) for limit in limits)


def test_a_threshold_of_one_deal_adds_nothing_up() -> None:
    assert is_of_a_period(Threshold(meaning="exempt_below", quantity=1, unit="kg", period="calendar_year"))
    assert not is_of_a_period(Threshold(meaning="exempt_below", quantity=1, unit="kg", period="transaction"))
    assert not is_of_a_period(Threshold(meaning="exempt_below", quantity=1, unit="kg", period="year"))
    assert not is_of_a_period(Threshold(meaning="exempt_below", quantity=1, unit="kg"))
    assert not is_of_a_period(None)


def test_what_nothing_binds_is_no_case(planting: Source, register: Register) -> None:
    free = next(s for s in register.packed.substances if planting.due(s) is None)
    assert controlled(planting, "k", free, goods_description="x") is None
