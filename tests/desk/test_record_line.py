from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.desk.test_case_story import opened, taken

from penstock.desk.record_line import PAGE

if TYPE_CHECKING:
    from tests.desk.office import Office

CLAIM = {"predicate": "not_regulated", "subjects": ["norfentanyl", "npp"], "places": ["CN", "UN"]}


def statement(**changed: Any) -> dict[str, Any]:  # noqa: ANN401  # any JSON value
    told = {
        "speaker": "Ann Example",
        "day": "2023-06-20",
        "quote": "they are not",
        "claims": [CLAIM],
        "citation": "a paper",
    }
    return told | changed


def test_what_people_accepted_is_part_of_the_record_and_nothing_else(office: Office) -> None:
    officer = office.browser("officer")
    entry = opened(officer, "statement", statement(speaker="Ann Accepted"))
    path = "/api/record?since=2023-06-20&until=2023-06-21"
    assert entry["id"] not in officer.get(path).text
    assert entry["id"] in officer.get(f"{path}&state=proposed").text
    accepted = taken(officer, entry, "accept")
    own = next(one for one in officer.get(path).json()["events"] if one["id"] == entry["id"])
    rows = {(row["subject"], row["place"]): row for claim in own["beside"]["claims"] for row in claim["rows"]}
    assert len(rows) == 4
    assert rows["npp", "UN"]["status"] == "contradicted"
    assert sum(own["counts"].values()) == 4
    taken(officer, accepted, "withdraw", note="it was another")
    assert entry["id"] not in officer.get(path).text


def test_a_correction_is_set_beside_the_register_anew(office: Office) -> None:
    officer = office.browser("officer")
    entry = taken(officer, opened(officer, "statement", statement(speaker="Ann Corrected")), "accept")
    path = "/api/record?since=2023-06-20&until=2023-06-21"

    def places() -> set[str]:
        own = next(one for one in officer.get(path).json()["events"] if one["id"] == entry["id"])
        return {row["place"] for claim in own["beside"]["claims"] for row in claim["rows"]}

    assert places() == {"CN", "UN"}
    taken(officer, entry, "correct", claims=[CLAIM | {"places": ["MX"]}], note="read again")
    assert places() == {"MX"}


def test_a_day_that_is_not_settled_has_nothing_beside_it(office: Office) -> None:
    officer = office.browser("officer")
    month = taken(officer, opened(officer, "statement", statement(speaker="Ann Month", day="2023-06")), "accept")
    never = taken(officer, opened(officer, "statement", statement(speaker="Ann Never", day="unknown")), "accept")
    told = officer.get("/api/record?since=2023-06-01&until=2023-07-01").json()
    own = next(one for one in told["events"] if one["id"] == month["id"])
    assert (own["beside"], own["has_claims"]) == (None, True)
    assert never["id"] in {one["id"] for one in told["undated"]}
    assert "Its day is not settled" in officer.get(f"/cases/statement/{month['id']}").text


def test_spans_of_control_stand_in_the_line(office: Office) -> None:
    told = office.browser("viewer").get("/api/record?subject=norfentanyl&party=cn-hubei-amarvel-biotech").json()
    kinds = {one["kind"] for one in told["events"]}
    assert "control_begins" in kinds
    assert all(one["sources"] for one in told["events"] if one["kind"].startswith("control"))


def test_the_pages_of_the_line_hold_every_event_once(office: Office) -> None:
    viewer, seen, after = office.browser("viewer"), [], 0
    while True:
        told = viewer.get(f"/api/record?subject=norfentanyl&after={after}").json()
        seen += [(one["day"], one["kind"], one["id"]) for one in told["events"]]
        if told["next"] is None:
            break
        assert told["next"] == after + PAGE
        after = told["next"]
    assert len(seen) == told["total"]
    assert seen == sorted(seen)


def test_an_indictment_says_that_it_is_an_allegation(office: Office) -> None:
    officer = office.browser("officer")
    act = {"kind": "indictment", "day": "2023-06-23", "by": "US", "what": "A charge.", "citation": "a notice"}
    entry = taken(officer, opened(officer, "act", act), "accept")
    for path in (
        f"/cases/act/{entry['id']}",
        "/record?since=2023-06-23&until=2023-06-24",
        "/record/us-indictments-2023-06",
    ):
        assert "no court has decided" in officer.get(path).text, path
    done = officer.ask("/api/cases/act", {"fields": act | {"status": "done", "what": "Another."}})
    assert done.status_code == 422


def test_claims_without_end_are_not_worked_out(office: Office) -> None:
    officer = office.browser("officer")
    many = CLAIM | {"subjects": [f"s{number}" for number in range(3_000)]}
    entry = opened(officer, "statement", statement(speaker="Ann Many", claims=[many]))
    shown = officer.get(f"/api/cases/statement/{entry['id']}").json()
    assert shown["beside"] is None
