from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from penstock.screening.ownership import owners, ruled_by

if TYPE_CHECKING:
    from penstock.law.register import Register

SDN = "us-ofac-sdn"
TENGYUE = "cn-guangzhou-tengyue-chemical"


def test_owners_come_first_and_are_on_the_list_only_from_their_own_first_day(register: Register) -> None:
    before, after = (list(owners(register, TENGYUE, SDN, date(2025, 9, day))) for day in (2, 3))
    assert (after[0].role, after[0].percent) == ("owner", 50)
    assert [one.is_listed for one in before] == [False] * 3
    assert all(one.is_listed for one in after)
    assert "50 percent" in after[0].words
    assert after[0].as_dict()["party"] == "cn-huang-zhanpeng"


def test_a_share_of_half_held_by_a_listed_owner_makes_it_count_as_listed(register: Register) -> None:
    found = list(owners(register, TENGYUE, SDN, date(2025, 9, 3)))
    said = ruled_by(register, found, SDN, date(2025, 9, 3))
    assert said is not None
    assert "HUANG, Zhanpeng (50 percent)" in said
    assert "OFAC guidance of 13 August 2014" in said


def test_without_a_listed_owner_a_figure_or_a_rule_nothing_is_said(register: Register) -> None:
    early = list(owners(register, TENGYUE, SDN, date(2025, 9, 2)))
    assert ruled_by(register, early, SDN, date(2025, 9, 2)) is None
    late = list(owners(register, TENGYUE, SDN, date(2025, 9, 3)))
    assert ruled_by(register, late, "us-bis-entity-list", date(2025, 9, 3)) is None
    assert ruled_by(register, late, SDN, date(2014, 8, 12)) is None
    yaxin = list(owners(register, "cn-hebei-yaxin-restaurant-management", SDN, date(2026, 1, 1)))
    assert yaxin[0].is_listed
    assert ruled_by(register, yaxin, SDN, date(2026, 1, 1)) is None
