"""Names read as kinds, the first time each is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from penstock.parties.names import take_apart
from penstock.parties.readings import UNREADABLE, Readings

if TYPE_CHECKING:
    from penstock.parties import Kind

NAMES = ["Vladimir Petrov", "CO LTD", "Hubei Huarui Biotech Co., Ltd.", "Dr. Petrov"]


def test_each_kind_is_read_when_it_is_asked_for() -> None:
    readings = Readings(NAMES)
    kinds: tuple[Kind | None, ...] = (None, "company", "person")
    for kind in kinds:
        for places in ([2], [3, 0], [0, 2, 3]):
            lines, at = readings.read(kind, np.array(places))
            assert [lines.cores[line] for line in at] == [take_apart(NAMES[place], kind).core for place in places]


def test_what_cannot_be_read_is_told() -> None:
    readings = Readings(NAMES)
    lines, at = readings.read("company", np.array([0, 1]))
    assert at.tolist() == [0, UNREADABLE]
    assert len(lines.cores) == 1
    assert readings.errors[1, "company"].code == "unreadable_name"
