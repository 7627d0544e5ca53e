from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from penstock.cases.local_law import LocalLaw

if TYPE_CHECKING:
    from penstock.law.register import Register

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("goods", "place", "day", "verdict"),
    [
        ("79099-07-3", "CN", DAY, "controlled"),
        ("79099-07-3", "cn", date(2023, 6, 21), "not_controlled"),
        ("62-44-2", "ZZ", DAY, "unknown"),
        ("79099-07-4", "CN", DAY, "unknown"),
        ("something nobody knows", "CN", DAY, "unknown"),
        ("ephedrine", "DE", DAY, "controlled"),
        ("ephedrine", "UN", DAY, "controlled"),
    ],
)
def test_goods_stand_by_the_law_that_binds_at_a_place(
    register: Register, goods: str, place: str, day: date, verdict: str
) -> None:
    told = LocalLaw(register, "0").of(goods, place, day)
    assert told.verdict == verdict
    assert bool(told.citations) == (verdict == "controlled")


def test_what_the_goods_are_is_told_wherever(register: Register) -> None:
    law = LocalLaw(register, "0")
    there = law.of("tablet press", "ZZ", DAY)
    assert there.kinds == {"equipment"}
    assert there.names == {"tablet_press"}
    assert law.of("79099-07-3", "CN", DAY).names == {"79099-07-3", "1-boc-4-piperidone"}
    assert law.of("79099-07-3", "CN", DAY) is law.of("79099-07-3", "CN", DAY), "asked once"


def test_a_member_of_a_union_has_its_law_and_a_place_without_any_has_none(register: Register) -> None:
    law = LocalLaw(register, "0")
    assert law.has("DE")
    assert law.has("MX")
    assert not law.has("ZZ")
