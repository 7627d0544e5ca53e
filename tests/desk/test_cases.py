from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.cases.samples import lead_body
from tests.desk.test_case_story import opened, taken

from penstock.cases.kinds import KINDS
from penstock.desk.cases import ORDER, PAGE
from penstock.store.keys import ApiKeys
from penstock.store.trail import rows_of

if TYPE_CHECKING:
    from tests.desk.office import Office


def red(reference: str) -> dict[str, Any]:
    subject = {"kind": "party", "name": f"Example {reference} Ltd."}
    return lead_body(reference=reference, subject=subject, handling={"tlp": "red", "purpose": "for one"})


def test_every_kind_has_its_place() -> None:
    assert sorted(ORDER) == sorted(KINDS)


def test_a_red_lead_is_not_there_for_a_viewer(office: Office) -> None:
    officer, viewer = office.browser("officer"), office.browser("viewer")
    lead = opened(officer, "lead", red("RED-1"))
    path = f"/api/cases/lead/{lead['id']}"
    assert officer.get(path).status_code == 200
    for told in (path, f"/cases/lead/{lead['id']}", f"/cases/lead/{lead['id']}.json"):
        assert viewer.get(told).status_code == 404, told
    for told in ("/api/cases/lead", "/cases/lead.json", "/cases/lead"):
        assert lead["id"] not in viewer.get(told).text
    assert viewer.get("/api/scores").status_code == 403
    assert viewer.get("/api/dossiers/pack?since=2026-10-01&until=2026-11-01").status_code == 403
    assert viewer.get(path.replace(lead["id"], "nix")).json() == viewer.get(path).json() | {
        "detail": "There is no case 'nix'.", "remedy": "Take the id from the list of cases.",
    }  # fmt: skip


def test_a_page_of_leads_is_full_whatever_is_left_out_of_it(office: Office) -> None:
    officer, viewer = office.browser("officer"), office.browser("viewer")
    for number in range(PAGE + 2):
        body = red(f"PAGE-{number}") if number % 2 else lead_body(reference=f"PAGE-{number}")
        opened(officer, "lead", body)
    seen: list[str] = []
    path = "/api/cases/lead"
    while path:
        told = viewer.get(path).json()
        seen += [one["id"] for one in told["cases"]]
        assert len(told["cases"]) == PAGE or told["next"] is None
        path = f"/api/cases/lead?after={told['next']}" if told["next"] else ""
    assert len(seen) == len(set(seen))
    every: list[dict[str, Any]] = []
    path = "/api/cases/lead"
    while path:
        told = officer.get(path).json()
        every += told["cases"]
        path = f"/api/cases/lead?after={told['next']}" if told["next"] else ""
    assert seen == [one["id"] for one in every if one["body"]["handling"]["tlp"] != "red"]


def test_whoever_is_shown_a_case_stands_in_the_trail(office: Office) -> None:
    officer, viewer = office.browser("officer"), office.browser("viewer")
    lead = opened(officer, "lead", lead_body(reference="SEEN-1"))

    def seen() -> int:
        return sum(row.act == "saw" and row.actor == "viewer" for row in rows_of(office.store, of=lead["id"]))

    before = seen()
    viewer.get(f"/api/cases/lead/{lead['id']}")
    assert seen() == before + 1
    told = viewer.get("/api/cases/lead").json()
    assert seen() == before + 1 + sum(one["id"] == lead["id"] for one in told["cases"])


def test_a_viewer_writes_nothing_and_a_key_does_no_more_than_it_may(office: Office) -> None:
    officer, viewer = office.browser("officer"), office.browser("viewer")
    lead = opened(officer, "lead", lead_body(reference="ROLE-1"))
    step = {"step": "note", "version": lead["version"], "detail": {"note": "x"}}
    assert viewer.ask(f"/api/cases/lead/{lead['id']}/steps", step).status_code == 403
    assert viewer.ask("/api/cases/lead", {"fields": lead_body()}).status_code == 403
    assert viewer.ask("/api/readings", {"text": "x"}).status_code == 403
    key = ApiKeys(office.store).make("shell:test", "approver", "low", role="officer").key
    stopped = {"step": "override", "version": lead["version"], "detail": {"override": "x"}}
    told = office.stranger().post(
        f"/api/cases/lead/{lead['id']}/steps", json=stopped, headers={"authorization": f"ApiKey {key}"}
    )
    assert told.status_code in {403, 422}


def test_who_comes_second_is_told_who_was_first(office: Office) -> None:
    officer, colleague = office.browser("officer"), office.browser("colleague")
    lead = opened(officer, "lead", lead_body(reference="LATE-1"))
    taken(officer, lead, "note", note="first")
    late = {"step": "note", "version": lead["version"], "detail": {"note": "second"}}
    told = colleague.ask(f"/api/cases/lead/{lead['id']}/steps", late)
    assert (told.status_code, told.json()["code"]) == (409, "already_changed")
    assert "officer" in told.json()["detail"]


def test_a_case_of_another_kind_is_not_found_under_this_one(office: Office) -> None:
    officer = office.browser("officer")
    lead = opened(officer, "lead", lead_body(reference="KIND-1"))
    for kind in ORDER:
        assert (officer.get(f"/api/cases/{kind}/{lead['id']}").status_code == 200) == (kind == "lead")
    draw = {"consignment": "A", "quantity": "1", "unit": "kg"}
    assert officer.ask(f"/api/cases/authorisation/{lead['id']}/draws", draw).status_code == 404
    assert officer.get(f"/api/readings/{lead['id']}").status_code == 404


def test_the_tests_of_a_lead_are_taken_by_nobody_else(office: Office) -> None:
    officer = office.browser("officer")
    lead = opened(officer, "lead", lead_body(reference="FORGED-1"))
    forged = {"checked_on": "2026-11-20", "tests": [], "stamp": {}}
    told = officer.ask(
        f"/api/cases/lead/{lead['id']}/steps",
        {"step": "pass_precheck", "version": lead["version"], "detail": {"precheck": forged}},
    )
    assert (told.status_code, told.json()["code"]) == (422, "usage")


@pytest.mark.parametrize(
    "path",
    ["/api/cases/nix", "/api/cases/lead?state=nix", "/api/cases/lead?after=x", "/cases/nix", "/cases/nix/new",
     "/cases/reading/new", "/api/record?state=nix", "/api/record?subject=nix", "/api/record?after=-1",
     "/api/record?since=2026-13-01", "/record?after=9999999999", "/api/record/nix", "/scores?by=nix",
     "/api/dossiers/nix", "/api/dossiers/pack", "/api/dossiers/party?subject=Nobody+At+All&format=exe"],
)  # fmt: skip
def test_what_there_is_not_is_refused(office: Office, path: str) -> None:
    told = office.browser("officer").get(path)
    assert told.status_code in {404, 422}, told.text
