from __future__ import annotations

from datetime import date

import pytest

from penstock.kernel.errors import RosterError
from penstock.lists.feeds.drafts import Place, named
from penstock.lists.feeds.gathering import Gathered, entries_of

PLACE = Place("list.csv", "line 2")


def test_the_parts_of_an_entry_come_together() -> None:
    one = Gathered(PLACE, "7", "person")
    one.names = [named(PLACE, "B", "alias"), None, named(PLACE, "A", "primary")]
    one.genders = ["", "Male"]
    one.remarks = ["x", "", "y", "x"]
    one.listed_on = [None, date(2022, 3, 1), date(2020, 1, 1)]
    one.programmes = ["P", "P"]
    (entry,) = entries_of([one], "gb-sanctions")
    assert [name.text for name in entry.names] == ["A", "B"]
    assert (entry.gender, entry.remarks, entry.listed_on) == ("male", "x; y", date(2020, 1, 1))
    assert (entry.list, entry.uid, entry.programmes) == ("gb-sanctions", "7", ("P",))


def test_an_entry_without_a_name_is_refused_at_its_first_row() -> None:
    with pytest.raises(RosterError, match=r"list\.csv: line 2: found no name in entry 7"):
        Gathered(PLACE, "7", "person").entry("gb-sanctions")
