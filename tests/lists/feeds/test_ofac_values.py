from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from penstock.kernel.errors import RosterError
from penstock.lists.feeds.markup import nodes_of
from penstock.lists.feeds.ofac_values import Values, address_of, day_in, period_of
from penstock.lists.records import Address

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.lists.feeds.markup import Node

SETS = """<ReferenceValueSets><CountryValues><Country ID="1" ISO2="IR">Iran</Country>
<Country ID="2">undetermined</Country>
</CountryValues><LocPartTypeValues><LocPartType ID="10">ADDRESS1</LocPartType><LocPartType ID="11">CITY</LocPartType>
</LocPartTypeValues></ReferenceValueSets>"""


def node(tmp_path: Path, text: str) -> Node:
    path = tmp_path / "x.xml"
    path.write_text(f"<x>{text}</x>", encoding="utf-8")
    tag = text.removeprefix("<").split(">")[0].split(" ")[0]
    return list(nodes_of(path, {tag}, {"x"}))[1]


def date_node(name: str, year: int, month: int, day: int) -> str:
    return f"<{name}><Year>{year}</Year><Month>{month}</Month><Day>{day}</Day></{name}>"


def period(start: tuple[int, int, int], end: tuple[int, int, int]) -> str:
    first = date_node("From", *start) + date_node("To", *start)
    last = date_node("From", *end) + date_node("To", *end)
    return f"<DatePeriod><Start>{first}</Start><End>{last}</End></DatePeriod>"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ((1960, 8, 31), (1960, 8, 31), "1960-08-31"),
        ((1962, 1, 1), (1962, 12, 31), "1962"),
        ((1956, 1, 1), (1958, 12, 31), "1956-01-01 to 1958-12-31"),
        ((1960, 2, 31), (1960, 2, 31), ""),
    ],
)
def test_periods_are_days_years_or_both_ends(
    tmp_path: Path, start: tuple[int, int, int], end: tuple[int, int, int], expected: str
) -> None:
    assert period_of(node(tmp_path, period(start, end))) == expected


def test_a_day_needs_all_its_parts(tmp_path: Path) -> None:
    assert day_in(node(tmp_path, date_node("Date", 2022, 2, 24))) == date(2022, 2, 24)
    assert day_in(node(tmp_path, "<Date><Year>2022</Year></Date>")) is None
    assert day_in(None) is None


def test_addresses_are_put_together_from_their_parts(tmp_path: Path) -> None:
    values = Values.read("x.xml", node(tmp_path, SETS))
    text = (
        '<Location ID="5"><LocationCountry CountryID="1"/>'
        '<LocationPart LocPartTypeID="11"><LocationPartValue><Value>Tehran</Value></LocationPartValue></LocationPart>'
        '<LocationPart LocPartTypeID="10"><LocationPartValue><Value>1 St.</Value></LocationPartValue></LocationPart>'
        "</Location>"
    )
    assert address_of(values, node(tmp_path, text)) == Address(text="1 St., Tehran", country="Iran")
    nowhere = node(tmp_path, '<Location><LocationCountry CountryID="2"/></Location>')
    assert address_of(values, nowhere) == Address(text="", country=None)


def test_an_id_without_a_value_is_refused(tmp_path: Path) -> None:
    values = Values.read("x.xml", node(tmp_path, SETS))
    with pytest.raises(RosterError, match=r"x\.xml: line 1: found CountryID '9' of <LocationCountry>; expected the id"):
        address_of(values, node(tmp_path, '<Location><LocationCountry CountryID="9"/></Location>'))
    assert values.maybe(node(tmp_path, "<Document></Document>"), "Country", "IssuedBy-CountryID") is None
