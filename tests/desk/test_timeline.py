from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.desk.conftest import DAY

from penstock.desk.timeline import WIDTH, listings, timeline
from penstock.kernel.errors import UnknownId

if TYPE_CHECKING:
    from penstock.law.register import Register


def by_place(picture: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {place["jurisdiction"]: place for place in picture["places"]}


def test_each_place_has_a_row_with_its_spans_and_the_days_beside_the_un(register: Register) -> None:
    picture = timeline(register, "4-piperidone", DAY, DAY)
    places = by_place(picture)
    assert next(iter(places)) == "UN"
    assert places.keys() == register.packed.jurisdictions.keys()
    assert (places["UN"]["since"], places["UN"]["days_behind_un"]) == ("2024-12-03", None)
    assert (places["US"]["since"], places["US"]["days_behind_un"]) == ("2023-05-12", -571)
    assert (places["CN"]["since"], places["CN"]["days_behind_un"]) == ("2025-07-20", 229)
    spans = [(bar["since"], bar["until"]) for bar in places["CA"]["bars"]]
    assert spans == [("2016-11-30", "2024-09-03"), ("2024-09-03", None)]
    assert places["GB"]["status"] == "unknown"
    assert all(bar["citation"] and bar["url"] for place in places.values() for bar in place["bars"])


def test_bars_are_drawn_in_the_order_of_time_and_meet_where_spans_do(register: Register) -> None:
    picture = timeline(register, "4-piperidone", DAY, DAY)
    first, second = by_place(picture)["CA"]["bars"]
    assert first["x"] + first["width"] == pytest.approx(second["x"], abs=0.2)
    assert second["x"] + second["width"] == pytest.approx(WIDTH)
    assert second["x"] < picture["marked"] < WIDTH
    assert first["x"] < by_place(picture)["UN"]["bars"][0]["x"]


@pytest.mark.parametrize("on", [date(1950, 1, 1), date(2023, 6, 1), date(2400, 1, 1), date.max, date.min])
def test_whatever_the_day_all_is_inside_the_picture(register: Register, on: date) -> None:
    for subject in ("4-piperidone", "tablet_press", "norfentanyl", *list(register.packed.classes)[:3]):
        picture = timeline(register, subject, on, DAY)
        assert 0 <= picture["marked"] <= WIDTH
        assert len(picture["years"]) <= 25
        assert picture["slider"]["least"] <= picture["slider"]["at"] <= picture["slider"]["most"]
        for place in picture["places"]:
            for bar in place["bars"]:
                assert 0 <= bar["x"] <= WIDTH
                assert bar["width"] > 0


def test_a_subject_of_another_basis_is_drawn_on_its_day(register: Register) -> None:
    bars = by_place(timeline(register, "1-boc-4-piperidone", DAY, DAY))["US"]["bars"]
    assert {(bar["since"], bar["basis"]) for bar in bars} == {("2025-10-02", "named"), ("2023-05-12", "scope")}


def test_a_subject_that_is_none_is_told(register: Register) -> None:
    with pytest.raises(UnknownId):
        timeline(register, "<script>", DAY, DAY)


def test_the_slider_is_as_long_as_the_picture_and_stands_at_its_mark(register: Register) -> None:
    picture = timeline(register, "4-piperidone", DAY, DAY)
    slider = picture["slider"]
    share = (slider["at"] - slider["least"]) / (slider["most"] - slider["least"])
    assert share * WIDTH == pytest.approx(picture["marked"], abs=0.1)
    assert date.fromordinal(slider["at"]) == DAY
    assert [date.fromordinal(slider[end]).isoformat() for end in ("least", "most")] == [
        picture["first"],
        picture["last"],
    ]
    assert picture["first"] < "2016-11-30" < picture["last"]


def test_the_day_inside_leaves_the_picture_as_it_is(register: Register) -> None:
    early, late = (timeline(register, "4-piperidone", day, DAY) for day in (date(2017, 1, 1), DAY))
    assert (early["first"], early["last"], early["years"]) == (late["first"], late["last"], late["years"])
    assert [one["status"] for one in early["places"]] != [one["status"] for one in late["places"]]


def test_the_changes_before_and_after_a_day_are_named(register: Register) -> None:
    picture = timeline(register, "4-piperidone", date(2022, 9, 11), DAY)
    assert (picture["before"], picture["after"]) == ("2016-11-30", "2023-05-12")
    assert timeline(register, "4-piperidone", date(2023, 5, 12), DAY)["after"] == "2024-09-03"
    assert timeline(register, "4-piperidone", date(2000, 1, 1), DAY)["before"] is None
    assert timeline(register, "4-piperidone", DAY, DAY)["after"] is None


def match(verdict: str, since: str | None, until: str | None = None) -> dict[str, Any]:
    party = {"name": "A", "known_as": "A", "party": None, "uid": "1", "is_near": False, "since_basis": "published"}
    return party | {"verdict": verdict, "since": since, "until": until, "citation": "c", "url": None}


def test_only_who_is_or_was_on_a_list_is_drawn() -> None:
    on = {
        "list": "a",
        "title": "A",
        "matches": [match("delisted", "2010-05-01", "2015-05-01"), match("listed", "2020-01-01")],
    }
    off = {"list": "b", "title": "B", "matches": [match("not_listed", "unknown"), match("listed", None)]}
    picture = listings([on, off], DAY)
    assert picture is not None
    (row,) = picture["lists"]
    assert [bar["since"] for bar in row["bars"]] == ["2010-05-01", "2020-01-01"]
    assert row["bars"][0]["x"] + row["bars"][0]["width"] < row["bars"][1]["x"]
    assert listings([off], DAY) is None


def test_a_listing_of_unknown_day_reaches_to_the_edge() -> None:
    told = {"list": "a", "title": "A", "matches": [match("listed", "unknown"), match("listed", "2020-01-01")]}
    picture = listings([told], DAY)
    assert picture is not None
    assert [(bar["since"], bar["x"] == 0.0) for bar in picture["lists"][0]["bars"]] == [
        (None, True),
        ("2020-01-01", False),
    ]
