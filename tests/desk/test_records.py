from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from penstock.store.tables import decisions
from penstock.store.trail import rows_of, verify

if TYPE_CHECKING:
    from tests.desk.office import Office


def step(office: Office, who: str, matter: str, name: str, version: int, **said: str) -> Any:  # noqa: ANN401  # JSON
    told = {"step": name, "version": version, **said}
    return office.browser(who).ask(f"/api/matters/{matter}/steps", told)


def test_a_release_takes_two_people(office: Office) -> None:
    matter = office.matter("FOUR-EYES")
    asked = step(office, "approver", matter, "ask_release", 1, reason="authorised", note="licence 12")
    assert asked.json()["state"] == "release_asked"
    alone = step(office, "approver", matter, "approve", 2, reason="authorised")
    assert (alone.status_code, alone.json()["code"]) == (403, "not_allowed")
    assert "asked" in alone.json()["detail"]
    assert step(office, "officer", matter, "approve", 2, reason="authorised").status_code == 403
    done = step(office, "second", matter, "approve", 2, reason="authorised", note="seen it")
    assert (done.status_code, done.json()["state"]) == (200, "released")
    told = office.browser("officer").get(f"/api/matters/{matter}").json()
    assert [(one["by"], one["step"]) for one in told["history"]] == [
        ("officer", "open"), ("approver", "ask_release"), ("second", "approve"),
    ]  # fmt: skip
    assert verify(office.store) == []


def test_who_comes_second_is_told_who_was_first(office: Office) -> None:
    matter = office.matter("TWO-AT-ONCE")
    assert step(office, "officer", matter, "confirm", 1, reason="controlled").status_code == 200
    late = step(office, "colleague", matter, "escalate", 1, note="look at this")
    assert (late.status_code, late.json()["code"]) == (409, "already_changed")
    assert "'officer'" in late.json()["detail"]
    assert "confirmed" in late.json()["detail"]
    assert len(office.browser("officer").get(f"/api/matters/{matter}").json()["history"]) == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [("ask_release", {}), ("ask_release", {"reason": "nix", "note": "x"}), ("nix", {}), ("note", {"note": " "})],
)
def test_a_step_that_says_too_little_is_refused(office: Office, name: str, said: dict[str, str]) -> None:
    matter = office.matter(f"LITTLE-{name}-{len(said)}")
    assert step(office, "officer", matter, name, 1, **said).status_code == 422


def test_whoever_is_shown_a_record_stands_in_the_trail(office: Office) -> None:
    matter = office.matter("SEEN")
    office.browser("colleague").get(f"/api/matters/{matter}")
    seen = {(row.actor, row.act) for row in rows_of(office.store, of=matter)}
    assert ("colleague", "saw") in seen


@pytest.mark.parametrize("path", ["/api/matters", "/queue", "/queue.json"])
def test_whoever_is_shown_the_queue_stands_in_the_trail_for_each_matter_in_it(office: Office, path: str) -> None:
    for nth in range(2):
        office.matter(f"LISTED-{nth}-{path}")
    before = rows_of(office.store, limit=1)[0].seq
    page = office.browser("second").get(path)
    shown = re.findall(r'/matters/([^"/?]+)"', page.text) or [one["id"] for one in page.json()["matters"]]
    assert len(shown) > 1
    rows = [row for row in reversed(rows_of(office.store, after=before)) if row.act == "saw"]
    assert [(row.actor, row.of) for row in rows] == [("second", one) for one in shown]
    assert verify(office.store) == []


def test_a_list_of_no_matters_writes_nothing(office: Office) -> None:
    office.browser("second")
    before = rows_of(office.store, limit=1)[0].seq
    assert office.browser("second").get("/api/matters", params={"after": "9999,x"}).json()["matters"] == []
    assert rows_of(office.store, after=before) == []


def test_records_are_for_officers(office: Office) -> None:
    decision, matter = office.held("OFFICERS"), office.matter("OFFICERS")
    for path in (f"/api/decisions/{decision}", f"/api/matters/{matter}", "/api/matters", "/api/runs"):
        assert office.browser("viewer").get(path).status_code == 403, path
        assert office.browser("colleague").get(path).status_code == 200, path


@pytest.mark.parametrize("key", ["nix", "' OR 1=1 --", "%00", "..%2f..", "a" * 500])
def test_an_id_that_is_none_is_no_failure(office: Office, key: str) -> None:
    officer = office.browser("officer")
    for path in (f"/api/matters/{key}", f"/api/decisions/{key}", f"/matters/{key}", f"/decisions/{key}.json"):
        assert officer.get(path).status_code in {404, 422}, path
    assert officer.ask(f"/api/decisions/{key}/replay", {}).status_code in {404, 422}


def test_the_queue_goes_on_where_a_page_ended_and_refuses_what_it_did_not_say(office: Office) -> None:
    for number in range(51):
        office.held(f"PAGE-{number}")
    officer = office.browser("officer")
    first = officer.get("/api/matters", params={"state": "open"}).json()
    assert len(first["matters"]) == 50
    rest = officer.get("/api/matters", params={"state": "open", "after": first["next"]}).json()
    assert rest["matters"]
    assert not {one["id"] for one in first["matters"]} & {one["id"] for one in rest["matters"]}
    for query in ({"after": "nix"}, {"state": "nix"}):
        assert officer.get("/api/matters", params=query).status_code == 422


def test_a_kept_decision_is_answered_again_to_the_same_bytes(office: Office) -> None:
    officer = office.browser("officer")
    screened = office.held("REPLAY", consignee_name="Hubei Amarvel Biotech")
    checked = officer.ask("/api/check", {"subject": "acetone", "in": ["CN", "US"], "keep": True})
    for decision in (screened, checked.headers["penstock-decision"]):
        told = officer.ask(f"/api/decisions/{decision}/replay", {}).json()
        assert (told["is_same"], told["absent"], told["differs"]) == (True, [], [])
    kept = officer.get(f"/api/decisions/{screened}").json()
    assert kept["as_of"] == "2026-11-22" < kept["known_on"]
    assert kept["answer"]["items"][0]["consignment_id"] == "REPLAY"


def test_a_decision_that_was_tampered_with_is_not_shown(office: Office) -> None:
    decision = office.held("TAMPERED")
    with office.store.writing() as connection:
        connection.execute(update(decisions).where(decisions.c.id == decision).values(answer=b"{}"))
    assert office.browser("officer").get(f"/api/decisions/{decision}").status_code == 503
