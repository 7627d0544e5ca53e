from __future__ import annotations

import pytest

from penstock.reading.asides import is_beside


@pytest.mark.parametrize(
    ("name", "role", "around", "is_one"),
    [
        ("nav", "", {"main": 1}, True),
        ("aside", "", {"article": 1}, True),
        ("header", "", {}, True),
        ("header", "", {"main": 1}, False),
        ("header", "", {"main": 0}, True),
        ("footer", "", {"article": 1}, True),
        ("footer", "", {"figure": 1}, False),
        ("div", " ContentInfo ", {}, True),
        ("div", "", {}, False),
        ("nav", "presentation", {}, True),
    ],
)
def test_menus_banners_columns_and_feet_stand_beside(
    name: str, role: str, around: dict[str, int], *, is_one: bool
) -> None:
    assert is_beside(name, role, around) is is_one
