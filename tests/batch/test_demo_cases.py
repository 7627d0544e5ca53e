from __future__ import annotations

from typing import TYPE_CHECKING

import penstock
from penstock.batch.demo_cases import MOST, Case, Source, counted, weighed

if TYPE_CHECKING:
    from penstock.law.register import Register


def test_what_is_due_is_due_by_the_law_of_the_first_and_last_day(planting: Source) -> None:
    due = planting.due("4-ap")
    assert due is not None
    lane, code = due
    assert code == "obligation"
    for day in planting.words.days:
        answer = penstock.check("23056-29-3", route=lane, on=day)
        assert "controlled" in {one.verdict for one in answer.answers if one.jurisdiction != "UN"}


def test_nothing_is_due_for_what_no_list_names(planting: Source, register: Register) -> None:
    free = next(s for s in register.packed.substances if not register.is_ever_listed(s) and not _classes(register, s))
    assert planting.due(free) is None


def _classes(register: Register, subject: str) -> bool:
    structure = register.structure_of.get(subject)
    return structure is None or bool(structure.classes or structure.derived)


def test_a_name_that_two_subjects_share_or_a_short_one_is_not_used(planting: Source, register: Register) -> None:
    for language in ("en", "zh", "es"):
        for subject, names in planting.names(language).items():
            for name in names:
                meant = {one.subject for one in register.by_name[register.folder.key(name)]}
                assert meant == {subject}
                assert len(name) >= 4
                assert not name.startswith("(+)")


def test_no_more_than_so_many_cases_are_taken_and_gaps_are_passed_over(planting: Source) -> None:
    case = Case("k", ("CN", "US"), {})
    assert list(planting.some([None, case, None])) == [case]
    assert len(list(planting.some([case] * 200))) == MOST


def test_things_are_drawn_in_another_order_and_none_is_lost(planting: Source) -> None:
    drawn = planting.drawn(range(50))
    assert drawn != list(range(50))
    assert sorted(drawn) == list(range(50))
    assert planting.one_of(["only"]) == "only"


def test_goods_by_mass_agree_in_mass_and_goods_by_piece_have_none(planting: Source) -> None:
    by_mass = weighed(planting, goods_description="x")
    assert by_mass["quantity"] == by_mass["net_mass_kg"]
    assert by_mass["quantity_unit"] == "kg"
    by_piece = counted(planting, quantity=7.0)
    assert by_piece["quantity"] == 7.0
    assert "net_mass_kg" not in by_piece
