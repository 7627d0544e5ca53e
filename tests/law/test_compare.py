from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shipped import REGISTER

from penstock.kernel.errors import UnknownId
from penstock.law.compare import (
    FENTANYL_PRECURSORS,
    LAG_PLACES,
    Change,
    First,
    LagRow,
    changes,
    first_control,
    lag,
)
from penstock.law.compile import compile_register
from penstock.law.register import Register

if TYPE_CHECKING:
    from pathlib import Path

DAY = timedelta(days=1)
TODAY = date(2026, 11, 22)
PLACES = sorted(REGISTER.packed.jurisdictions)


def row(subject: str, on: date = TODAY) -> LagRow:
    (one,) = lag(REGISTER, [subject], LAG_PLACES, on)
    return one


def first(subject: str, place: str, on: date = TODAY, register: Register = REGISTER) -> First:
    return first_control(register, subject, place, on)


def short(found: list[Change]) -> set[tuple[str, str]]:
    return {(change.measure, change.what) for change in found}


# Changes between two days


def test_what_begins_shows_its_scope_and_its_text() -> None:
    day = date(2023, 5, 12)
    found = [c for c in changes(REGISTER, day - DAY, day, ["US"]) if c.subject == "4-piperidone"]
    assert [change.as_dict() for change in found] == [
        {
            "day": "2023-05-12",
            "jurisdiction": "US",
            "list": "List I chemicals",
            "measure": "us.list-i.4-piperidone",
            "subject": "4-piperidone",
            "what": "begins",
            "scope": ["acetal", "amide", "carbamate", "salt", "any-combination"],
            "citation": "88 FR 21902, 21 CFR 1310.02(a)(38)",
        }
    ]


def test_the_first_day_is_left_out_and_the_second_taken_in() -> None:
    day, measure = date(2023, 5, 12), ("us.list-i.4-piperidone", "begins")
    assert measure in short(changes(REGISTER, day - DAY, day, ["US"]))
    assert measure not in short(changes(REGISTER, day, day + DAY, ["US"]))
    assert measure not in short(changes(REGISTER, day - 2 * DAY, day - DAY, ["US"]))
    assert changes(REGISTER, day, day, ["US"]) == []
    assert changes(REGISTER, day + DAY, day - DAY, ["US"]) == []


def test_a_widened_entry_changes_and_neither_ends_nor_begins() -> None:
    day = date(2023, 11, 30)
    found = [c for c in changes(REGISTER, day - DAY, day, ["US"]) if c.subject == "4-ap"]
    assert [(c.measure, c.what) for c in found] == [("us.list-i.4-ap", "changes")]
    assert "halide" in found[0].scope
    assert found[0].citation == "88 FR 74352, 21 CFR 1310.02(a)(33)"


def test_a_subject_that_moves_ends_on_one_list_and_begins_on_the_other() -> None:
    day = date(2023, 8, 30)
    found = short(changes(REGISTER, day - DAY, day, ["CA"]))
    assert {
        ("ca.schedule-v-temporary.1-boc-4-ap", "ends"),
        ("ca.class-a-precursors.1-boc-4-ap", "begins"),
        ("ca.class-a-precursors.4-ap", "changes"),
    } <= found


def test_an_end_cites_the_text_that_ended_it() -> None:
    day = date(2007, 8, 1)
    (ended,) = [c for c in changes(REGISTER, day - DAY, day, ["US"]) if c.what == "ends"]
    assert (ended.measure, ended.scope) == ("us.list-ii.iodine", ())
    assert ended.citation == "72 FR 35920, 21 CFR 1310.02"


def test_only_the_places_asked_for_in_order_of_day_place_and_measure() -> None:
    found = changes(REGISTER, date(2022, 1, 1), date(2025, 12, 31), ["UN", "US"])
    assert {change.jurisdiction for change in found} == {"UN", "US"}
    assert found == sorted(found, key=lambda c: (c.day, c.jurisdiction, c.measure))
    assert changes(REGISTER, date(2022, 1, 1), date(2025, 12, 31), []) == []


def test_a_first_day_nobody_knows_is_no_change() -> None:
    every = changes(REGISTER, date(1900, 1, 1), date(2100, 1, 1), PLACES)
    ids = {change.measure for change in every}
    assert "us.list-i.propionyl-chloride" not in ids
    assert "us.list-i.4-piperidone" in ids


@given(days=st.lists(st.dates(date(1960, 1, 1), TODAY), min_size=3, max_size=3), place=st.sampled_from(PLACES))
def test_two_stretches_of_days_change_what_the_whole_does(days: list[date], place: str) -> None:
    start, middle, end = sorted(days)
    parts = changes(REGISTER, start, middle, [place]) + changes(REGISTER, middle, end, [place])
    assert parts == changes(REGISTER, start, end, [place])
    assert all(start < change.day <= end for change in parts)


# The lag behind the United Nations

UN_DAYS = {
    "npp": date(2017, 10, 18),
    "4-anpp": date(2017, 10, 18),
    "4-ap": date(2022, 11, 23),
    "1-boc-4-ap": date(2022, 11, 23),
    "norfentanyl": date(2022, 11, 23),
    "4-piperidone": date(2024, 12, 3),
    "1-boc-4-piperidone": date(2024, 12, 3),
}
CHINA_DAYS = {
    "npp": date(2018, 2, 1),
    "4-anpp": date(2018, 2, 1),
    "4-ap": date(2024, 9, 1),
    "1-boc-4-ap": date(2024, 9, 1),
    "norfentanyl": date(2024, 9, 1),
    "4-piperidone": date(2025, 7, 20),
    "1-boc-4-piperidone": date(2025, 7, 20),
}
US_DAYS = {
    "4-anpp": date(2010, 8, 30),
    "4-ap": date(2020, 5, 15),
    "1-boc-4-ap": date(2020, 5, 15),  # as a carbamate; a line of its own from 9 November 2022
    "norfentanyl": date(2020, 5, 18),
    "4-piperidone": date(2023, 5, 12),
    "1-boc-4-piperidone": date(2023, 5, 12),  # as a carbamate; a line of its own from 2 October 2025
}
CANADA_DAYS = {
    "npp": date(2016, 11, 30),
    "4-ap": date(2016, 11, 30),
    "1-boc-4-ap": date(2022, 8, 31),
    "norfentanyl": date(2016, 11, 30),
    "4-piperidone": date(2016, 11, 30),
    "1-boc-4-piperidone": date(2024, 9, 3),
}
EU_DAYS = {
    "4-ap": date(2023, 2, 20),
    "1-boc-4-ap": date(2023, 2, 20),
    "norfentanyl": date(2023, 2, 20),
}
DATED = [
    (place, subject, day)
    for place, days in {"US": US_DAYS, "CN": CHINA_DAYS, "CA": CANADA_DAYS, "EU": EU_DAYS}.items()
    for subject, day in days.items()
]


def test_the_table_is_of_the_seven_precursors_in_five_places() -> None:
    table = lag(REGISTER, FENTANYL_PRECURSORS, LAG_PLACES, TODAY)
    assert {one.subject: one.un.since for one in table} == UN_DAYS
    assert [one.subject for one in table] == list(FENTANYL_PRECURSORS)
    for one in table:
        assert [found.jurisdiction for found in one.firsts] == list(one.lags) == list(LAG_PLACES)
        assert one.un.status == "controlled"
        assert (one.un.citation or "").startswith("CND decision")


@pytest.mark.parametrize(("place", "subject", "day"), DATED)
def test_the_lag_is_the_days_between_two_cited_days(place: str, subject: str, day: date) -> None:
    one = row(subject)
    found = next(found for found in one.firsts if found.jurisdiction == place)
    assert (found.since, found.status) == (day, "controlled")
    assert one.lags[place] == (day - UN_DAYS[subject]).days
    assert found.citation


def test_china_took_106_648_and_229_days_and_the_us_was_ahead() -> None:
    assert [row(subject).lags["CN"] for subject in ("npp", "4-ap", "4-piperidone")] == [106, 648, 229]
    assert [row(subject).lags["US"] for subject in ("4-anpp", "4-ap")] == [-2606, -922]
    assert row("norfentanyl").lags["EU"] == 89


@pytest.mark.parametrize(("subject", "parent"), [("1-boc-4-ap", "4-ap"), ("1-boc-4-piperidone", "4-piperidone")])
def test_a_carbamate_counts_from_the_day_its_parents_scope_took_it_in(subject: str, parent: str) -> None:
    found = first(subject, "US")
    assert (found.basis, found.scope) == ("scope", ("carbamate",))
    assert found.since == first(parent, "US").since
    assert found.citation == first(parent, "US").citation


def test_before_the_national_day_the_days_run_on() -> None:
    day = date(2023, 6, 21)
    for subject in ("4-ap", "1-boc-4-ap", "norfentanyl"):
        one = row(subject, day)
        assert one.lags["CN"] == (day - date(2022, 11, 23)).days == 210
        china = next(found for found in one.firsts if found.jurisdiction == "CN")
        assert (china.status, china.since, china.citation) == ("not_controlled", None, None)
    assert row("4-ap", date(2024, 8, 31)).lags["CN"] == 647
    assert row("4-ap", date(2024, 9, 1)).lags["CN"] == row("4-ap", TODAY).lags["CN"] == 648


def test_before_the_uns_day_there_is_no_lag() -> None:
    one = row("4-piperidone", date(2023, 6, 21))
    assert (one.un.since, one.un.status) == (None, "not_controlled")
    assert set(one.lags.values()) == {None}
    assert row("4-piperidone", date(2024, 12, 3)).lags["CN"] == 0


def test_an_unknown_day_gives_no_figure_and_says_by_when_it_was_known() -> None:
    one = row("4-ap")
    mexico = next(found for found in one.firsts if found.jurisdiction == "MX")
    assert (mexico.since, mexico.status, one.lags["MX"]) == (None, "controlled", None)
    assert mexico.known_by is not None
    assert mexico.known_by < TODAY
    assert mexico.citation
    open_piperidone = next(f for f in row("4-piperidone").firsts if f.jurisdiction == "MX")
    assert (open_piperidone.status, open_piperidone.since) == ("unknown", None)
    assert row("4-piperidone").lags["MX"] is None


def test_a_row_as_plain_values() -> None:
    shown = row("1-boc-4-ap").as_dict()
    assert list(shown) == ["subject", "name", "un_since", "un_citation", "places"]
    assert (shown["subject"], shown["un_since"]) == ("1-boc-4-ap", "2022-11-23")
    assert shown["name"] == REGISTER.name_of("1-boc-4-ap")
    assert shown["places"][0] == {
        "jurisdiction": "US",
        "status": "controlled",
        "since": "2020-05-15",
        "known_by": None,
        "basis": "scope",
        "scope": ["carbamate"],
        "citation": "85 FR 20822",
        "days_not_controlled": -922,
    }


def test_a_subject_nobody_holds_is_refused() -> None:
    with pytest.raises(UnknownId, match="no subject 'no-such-thing'"):
        lag(REGISTER, ["no-such-thing"], LAG_PLACES, TODAY)


def test_a_list_for_some_countries_is_no_general_control() -> None:
    found = first("benzene", "CN")
    assert (found.since, found.citation, found.status) == (None, None, "not_controlled")


def test_a_watch_list_is_no_control() -> None:
    found = first("phenethyl-bromide", "US")
    assert (found.since, found.basis) == (None, None)


def test_a_control_of_unknown_day_that_came_before_is_not_passed_over() -> None:
    """List II held iodine by 31 July 2007; its first day was not read, so list I's day is not the first."""
    assert first("iodine", "US", date(2007, 7, 31)).status == "controlled"
    assert first("iodine", "US").since == date(1996, 10, 3)


MORE = """
list:
  jurisdiction: US
  name: {name}
  instrument: An act
  kind: control
  covers: [substance]
  checked_on: 2026-11-22
  coverage: [{{since: 2000-01-01, extent: {extent}, by: us-72-fr-20039}}]
  {more}
entries:
  {entries}
"""


def built(folder: Path, **lists: tuple[str, str, str]) -> Register:
    """Compile the good register in miniature with more lists of ``(extent, settings, entries)``."""
    for name, (extent, more, entries) in lists.items():
        text = MORE.format(name=name, extent=extent, more=more, entries=entries)
        (folder / "measures" / "us" / f"{name}.yaml").write_text(text, encoding="utf-8")
    compile_register(folder, folder.parent / "register.bin")
    return Register.load(folder.parent / "register.bin")


def test_an_unknown_day_shown_to_be_later_leaves_the_first_day_known(good: Path) -> None:
    later = "npp: {spans: [{since: unknown, by: us-88-fr-21902, not_before: 2020-01-01, known_by: 2021-01-01}]}"
    register = built(good, second=("complete", "scope: []", later))
    assert first("npp", "US", register=register).since == date(2007, 4, 23)


def test_an_unknown_day_that_may_be_earlier_leaves_the_first_day_unknown(good: Path) -> None:
    maybe = "npp: {spans: [{since: unknown, by: us-88-fr-21902, known_by: 2021-01-01}]}"
    register = built(good, second=("complete", "scope: []", maybe))
    found = first("npp", "US", register=register)
    assert (found.since, found.status, found.known_by) == (None, "controlled", date(2021, 1, 1))


def test_an_ended_control_keeps_its_first_day(good: Path) -> None:
    ended = "npp: {spans: [{since: 2001-01-01, by: us-72-fr-20039, until: 2002-01-01, ended_by: us-72-fr-20039}]}"
    register = built(good, second=("complete", "scope: []", ended))
    found = first("npp", "US", date(2003, 1, 1), register=register)
    assert (found.since, found.status) == (date(2001, 1, 1), "not_controlled")


def test_a_gap_stays_unknown_beside_a_list_for_some_countries(good: Path) -> None:
    narrow = "npp: {spans: [{since: 2001-01-01, by: us-72-fr-20039}]}"
    register = built(
        good,
        narrow=("complete", "counterparties: [CN]", narrow),
        partial=("partial", "scope: []", "{}"),
    )
    assert first("npp", "US", date(2002, 1, 1), register=register).status == "unknown"
