from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from penstock.kernel.errors import RosterError
from penstock.lists.feeds.drafts import Draft, Place, birth_date, day_of, distinct, made, named, plain

PLACE = Place("list.csv", "line 7")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31 Aug 1960", "1960-08-31"),
        ("Aug 1958", "1958-08"),
        ("1957", "1957"),
        ("1958-08", "1958-08"),
        ("16/03/1941", "1941-03-16"),
        ("circa 1960", "circa 1960"),
        ("1956 to 1958", "1956 to 1958"),
        ("31 Feb 1960", "31 Feb 1960"),
        ("", ""),
    ],
)
def test_births_are_written_as_iso_where_they_can_be_read(text: str, expected: str) -> None:
    assert birth_date(text) == expected


def test_a_day_is_read_in_the_form_of_its_publisher_or_refused() -> None:
    assert day_of(PLACE, "2023-07-19") == date(2023, 7, 19)
    assert day_of(PLACE, "19/07/2023", "%d/%m/%Y") == date(2023, 7, 19)
    assert day_of(PLACE, " ") is None
    with pytest.raises(RosterError, match=r"list\.csv: line 7: found '2023-13-01'; expected a day written %Y-%m-%d"):
        day_of(PLACE, "2023-13-01")


def test_names_are_trimmed_and_empty_ones_left_out() -> None:
    name = named(PLACE, "  A \n B ", "alias", language="en")
    assert name is not None
    assert (name.text, name.kind, name.language) == ("A B", "alias", "en")
    assert named(PLACE, " \t ", "alias") is None
    assert named(PLACE, None, "alias") is None
    assert plain("\u3000湖北\u00a0省 ") == "湖北 省"


def test_a_name_of_ten_thousand_characters_is_refused() -> None:
    assert named(PLACE, "x" * 1000, "primary") is not None
    with pytest.raises(RosterError, match="line 7: found a name of 10000 characters; expected at most 1000"):
        named(PLACE, "x" * 10_000, "primary")


def test_an_entry_keeps_its_parts_once_and_in_order() -> None:
    names = [named(PLACE, text, kind) for text, kind in (("A", "primary"), ("B", "alias"), ("B", "alias"))]  # type: ignore[arg-type]
    entry = made(PLACE, list_id="l", uid="1", kind=None, names=[*names, None], programmes=["X", "", "X", "Y"])
    assert [(name.text, name.kind) for name in entry.names] == [("A", "primary"), ("B", "alias")]
    assert entry.programmes == ("X", "Y")
    assert len(entry.digest) == 16


@pytest.mark.parametrize(("uid", "name", "found"), [("", "A", "no id"), ("1", " ", "no name in entry 1")])
def test_an_entry_without_id_or_name_is_refused(uid: str, name: str, found: str) -> None:
    with pytest.raises(RosterError, match=found):
        made(PLACE, list_id="l", uid=uid, kind=None, names=[named(PLACE, name, "primary")])


def test_two_entries_of_one_id_are_refused() -> None:
    entry = made(PLACE, list_id="l", uid="1", kind=None, names=[named(PLACE, "A", "primary")])
    with pytest.raises(RosterError, match=r"f\.csv: entry 1: found the id a second time"):
        distinct(Draft("l", [entry, entry], [Path("f.csv")]))
