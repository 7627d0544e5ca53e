from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest

from penstock.law.party_records import Party
from penstock.lists.history import History, Sight
from penstock.lists.packed import Line
from penstock.lists.records import Entry, ListedName
from penstock.screening.stands import ALLEGED, Edition, Stand, joined, stands_of

if TYPE_CHECKING:
    from penstock.law.register import Register

INSTITUTE = "cn-mps-institute-of-forensic-science"
NAME = {"name": "ODD", "type": "primary", "lang": "en", "script": "Latn", "by": "us-ofac-2023-10-03"}


def stand(register: Register, party: str | Party, list_id: str, day: str) -> Stand:
    record = register.packed.parties[party] if isinstance(party, str) else party
    return stands_of(register, record, date.fromisoformat(day))[list_id]


def party(**fields: object) -> Party:
    return msgspec.convert({"kind": "company", "country": "CN", "names": [NAME], **fields}, Party)


@pytest.mark.parametrize(
    ("day", "verdict", "citation"),
    [
        ("2020-06-04", "not_listed", "85 FR 34503"),
        ("2020-06-05", "listed", "85 FR 34503"),
        ("2023-11-15", "listed", "85 FR 34503"),
        ("2023-11-16", "delisted", "88 FR 80131"),
    ],
)
def test_a_listing_holds_from_its_first_day_to_the_day_before_its_end(
    register: Register, day: str, verdict: str, citation: str
) -> None:
    found = stand(register, INSTITUTE, "us-bis-entity-list", day)
    assert (found.verdict, found.since, found.until) == (verdict, date(2020, 6, 5), date(2023, 11, 16))
    assert citation in (found.citation or "")
    assert found.since_basis == "published"


def test_a_charge_is_no_listing_and_is_known_from_the_day_it_was_public(register: Register) -> None:
    amarvel = register.packed.parties["cn-hubei-amarvel-biotech"]
    verdicts = {key: one.verdict for key, one in stands_of(register, amarvel, date(2026, 11, 1)).items()}
    assert verdicts == {"us-charges": "charged", "us-ofac-sdn": "not_listed"}
    before = stand(register, amarvel, "us-charges", "2023-06-22")
    after = stand(register, amarvel, "us-charges", "2023-06-23")
    assert (before.verdict, after.verdict) == ("unknown", "charged")
    assert before.notes == ("Charged, and public only from 2023-06-23.",)
    assert after.notes[-1] == ALLEGED
    assert after.source == "secondary"


def test_what_became_of_a_charge_is_told_from_the_day_it_is_known(register: Register) -> None:
    for day, is_told in (("2025-02-21", False), ("2025-02-22", True)):
        notes = " ".join(stand(register, "cn-wang-qingzhou", "us-charges", day).notes)
        assert ("Convicted (known by 2025-02-22)." in notes) is is_told


def test_a_charge_that_is_probably_of_this_party_leaves_it_open(register: Register) -> None:
    found = stand(register, "cn-hanhong-pharmaceutical-technology", "us-charges", "2024-01-01")
    assert found.verdict == "unknown"
    assert any(note.startswith("Probably this party.") for note in found.notes)


@pytest.mark.parametrize(
    ("day", "verdict", "note"),
    [
        ("2020-07-16", "not_listed", "Not listed before 2020-07-17."),
        ("2020-07-17", "listed", None),
        ("2023-01-01", "listed", None),
        ("2023-01-02", "unknown", "the day on which it left is not known"),
        ("2025-11-01", "unknown", "absent from that of 2025-10-06 to 2025-11-02"),
        (
            "2025-11-02",
            "not_listed",
            "Absent from the list of 2025-10-06 to 2025-11-02; last on the list of 2023-01-01",
        ),
    ],
)
def test_a_list_that_lacks_an_entry_shows_that_it_left_and_no_removal(
    register: Register, day: str, verdict: str, note: str | None
) -> None:
    found = stand(register, "cn-cheng-guifeng", "us-ofac-sdn", day)
    assert found.verdict == verdict
    assert note is None or note in " ".join(found.notes)
    assert "removed" not in " ".join(found.notes)


def test_programmes_that_widen_are_one_listing(register: Register) -> None:
    before = stand(register, "mx-sumilab", "us-ofac-sdn", "2025-10-05")
    after = stand(register, "mx-sumilab", "us-ofac-sdn", "2025-10-06")
    assert before.since == after.since == date(2023, 5, 9)
    assert before.until is after.until is None
    assert before.programmes == ("ILLICIT-DRUGS-EO14059",)
    assert after.programmes == ("SDGT", "ILLICIT-DRUGS-EO14059")


def test_a_first_day_that_is_not_settled_is_unknown_between_its_bounds(register: Register) -> None:
    days = ("2025-11-01", "2025-11-02", "2026-06-01", "2026-06-02")
    found = [stand(register, "in-sutaria-satishkumar-hareshbhai", "us-ofac-sdn", day).verdict for day in days]
    assert found == ["not_listed", "unknown", "unknown", "listed"]


def test_a_statement_that_somebody_is_listed_makes_no_listing(register: Register) -> None:
    early = stand(register, "cn-hu-qi", "us-ofac-sdn", "2020-08-01")
    late = stand(register, "cn-hu-qi", "us-ofac-sdn", "2024-01-01")
    assert (early.verdict, late.verdict) == ("unknown", "not_listed")
    assert "no list that was read holds it" in " ".join(early.notes)
    assert late.notes[0].startswith("Absent from the list of 2023-01-01")


ENTRY = Entry(
    list="us-ofac-sdn", uid="1", kind="company", names=(ListedName(text="ODD", kind="primary"),), programmes=("NEW",)
)


def history(*vintages: tuple[str, bool]) -> History:
    days = [(date.fromisoformat(day), held) for day, held in vintages]
    return History(Sight(day, day, [Line("1", "d")] if held else []) for day, held in days)


def put(own: Stand | None, day: str, *vintages: tuple[str, bool]) -> Stand:
    on, told = date.fromisoformat(day), history(*vintages)
    vintage = max((sight.latest for sight in told.sights if sight.latest <= on), default=None)
    return joined(own, told.on("1", on), ENTRY, Edition("SDN List", vintage))


def test_a_roster_alone_says_since_when_its_vintages_show_an_entry() -> None:
    found = put(None, "2024-05-01", ("2024-01-01", False), ("2024-02-01", True))
    assert (found.verdict, found.since, found.since_basis) == ("listed", date(2024, 2, 1), "vintage")
    assert found.citation == "SDN List of 2024-02-01"
    assert found.programmes == ("NEW",)


def test_a_notice_gives_the_day_and_the_roster_shows_that_it_still_stands() -> None:
    own = Stand(verdict="listed", since=date(2023, 10, 3), since_basis="published", citation="notice")
    found = put(own, "2024-05-01", ("2024-02-01", True))
    assert (found.verdict, found.since, found.since_basis) == ("listed", date(2023, 10, 3), "published")
    assert found.citation == "notice"
    assert found.programmes == ("NEW",)


def test_a_roster_that_lacks_what_a_notice_listed_before_it_wins_for_its_day() -> None:
    own = Stand(verdict="listed", since=date(2023, 10, 3), citation="notice")
    found = put(own, "2024-05-01", ("2024-02-01", True), ("2024-04-01", False))
    assert found.verdict == "not_listed"
    assert "Absent from the list of 2024-04-01; last on the list of 2024-02-01." in found.notes


def test_a_notice_newer_than_the_roster_stands() -> None:
    listed = Stand(verdict="listed", since=date(2024, 4, 20), citation="notice")
    assert put(listed, "2024-05-01", ("2024-04-01", False)) is listed
    ended = Stand(verdict="delisted", since=date(2020, 1, 1), until=date(2024, 4, 20), citation="notice")
    assert put(ended, "2024-05-01", ("2024-04-01", True)) is ended


def test_an_entry_that_came_back_after_a_notice_ended_it_is_listed_by_the_roster() -> None:
    ended = Stand(verdict="delisted", since=date(2020, 1, 1), until=date(2023, 1, 1), citation="notice")
    found = put(ended, "2024-05-01", ("2023-06-01", False), ("2024-04-01", True))
    assert (found.verdict, found.citation) == ("listed", "SDN List of 2024-04-01")


def test_a_removal_by_notice_stays_one_where_the_roster_shows_the_absence() -> None:
    ended = Stand(verdict="delisted", since=date(2020, 1, 1), until=date(2023, 1, 1), citation="notice")
    found = put(ended, "2024-05-01", ("2022-06-01", True), ("2024-04-01", False))
    assert (found.verdict, found.citation) == ("delisted", "notice")


def test_where_the_vintages_leave_a_day_open_the_notice_answers() -> None:
    own = Stand(verdict="listed", since=date(2019, 1, 1), citation="notice")
    assert put(own, "2020-01-01", ("2024-04-01", True)) is own


def test_a_vintage_of_some_day_of_a_month_is_no_later_than_its_first() -> None:
    own, on = Stand(verdict="listed", since=date(2024, 4, 15), citation="notice"), date(2024, 5, 1)
    month = Sight(date(2024, 4, 1), date(2024, 4, 30), [])
    edition = Edition("SDN List", month.latest, None, month.earliest)
    assert joined(own, History([month]).on("1", on), None, edition) is own
    sure = Stand(verdict="listed", since=date(2024, 3, 31), citation="notice")
    found = joined(sure, History([month]).on("1", on), None, edition)
    assert (found.verdict, found.notes) == ("not_listed", ("Absent from the list of 2024-04-30.",))


def test_a_party_of_two_charges_is_charged_from_the_first(register: Register) -> None:
    charge = {"court": "S.D.N.Y.", "charges": "x", "by": "us-doj-2023-06-23", "identity": "only_record"}
    found = party(charged=[{**charge, "unsealed": "2024-01-01"}, {**charge, "announced": "2023-06-23", "case": "1"}])
    assert stand(register, found, "us-charges", "2024-06-01").since == date(2023, 6, 23)
    assert stand(register, found, "us-charges", "2023-07-01").notes == ("S.D.N.Y., 1: x.", ALLEGED)


def test_a_list_searched_in_vain_says_so_from_the_day_of_its_vintage(register: Register) -> None:
    amarvel = register.packed.parties["cn-hubei-amarvel-biotech"]
    assert "us-ofac-sdn" not in stands_of(register, amarvel, date(2021, 7, 30))
    found = stand(register, amarvel, "us-ofac-sdn", "2026-11-25")
    assert (found.verdict, found.notes) == ("not_listed", ("Absent from the list of 2026-07-11.",))
