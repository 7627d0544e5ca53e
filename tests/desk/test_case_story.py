"""The story of cases from end to end, as programs see it: leads, a notification, a licence, articles, the record."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.cases.licences import licence_cells
from tests.cases.notices import notice_fields
from tests.cases.samples import extract, lead_body
from tests.desk.conftest import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.desk.office import Browser, Office

CATERER = "Example Banquet Catering Co., Ltd."
BICYCLES = "Example Bicycle Parts Co., Ltd."


def opened(browser: Browser, kind: str, fields: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    answer = browser.ask(f"/api/cases/{kind}", {"fields": fields, **more})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def taken(browser: Browser, case: dict[str, Any], step: str, **said: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    path = f"/api/cases/{case['kind']}/{case['id']}/steps"
    answer = browser.ask(path, {"step": step, "version": case["version"], "detail": said})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def tried(browser: Browser, case: dict[str, Any], *extracts: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Put a lead to the tests, and return it with the result of each."""
    told = {"version": case["version"], "extracts": list(extracts)}
    answer = browser.ask(f"/api/cases/lead/{case['id']}/precheck", told)
    assert answer.status_code == 200, answer.text
    after: dict[str, Any] = answer.json()
    return after, {one["test"]: one["result"] for one in after["body"]["precheck"]["tests"]}


def a_lead(name: str, reference: str, **changed: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    subject = {"kind": "party", "name": name, "country": "CN"}
    return lead_body(reference=reference, subject=subject, **changed)


def test_a_hold_becomes_a_lead(office: Office) -> None:
    officer, matter = office.browser("officer"), office.matter("HOLD-TO-LEAD")
    body = {
        name: value
        for name, value in a_lead("Example Held Trading Ltd.", "HOLD-1").items()
        if name not in {"goods", "period"}
    }
    lead = opened(officer, "lead", body, matter=matter)
    assert lead["is_new"]
    assert lead["body"]["goods"][0]["description"].startswith("tert-butyl 4-oxopiperidine")
    shown = officer.get(f"/api/cases/lead/{lead['id']}").json()
    assert {one["kind"] for one in shown["links"]} == {"matter", "decision", "party"}
    again = opened(officer, "lead", body, matter=matter)
    assert (again["id"], again["is_new"]) == (lead["id"], False)
    assert lead["id"] in officer.get(f"/matters/{matter}").text


def test_a_dissolved_caterer_is_stopped_and_another_may_let_it_through(office: Office) -> None:
    officer, approver = office.browser("officer"), office.browser("approver")
    lead = opened(officer, "lead", a_lead(CATERER, "CATER-1"))
    told = extract(name=CATERER, number=None, status="注销", ended_on="2025-02-01", business_scope="餐饮服务")
    lead, results = tried(officer, lead, told)
    assert lead["state"] == "stopped"
    assert (results["exists"], results["in_business"]) == ("passed", "failed")
    sent = officer.ask(
        f"/api/cases/lead/{lead['id']}/steps",
        {"step": "send", "version": lead["version"], "detail": {"sent_on": "2026-11-20"}},
    )
    assert (sent.status_code, sent.json()["code"]) == (422, "usage")
    by_officer = officer.ask(
        f"/api/cases/lead/{lead['id']}/steps",
        {"step": "override", "version": lead["version"], "detail": {"override": "records are asked for"}},
    )
    assert by_officer.status_code == 403
    assert taken(approver, lead, "override", override="its records are asked for")["state"] == "ready"


def test_a_maker_of_bicycle_parts_is_stopped_since_its_business_does_not_fit(office: Office) -> None:
    officer = office.browser("officer")
    lead = opened(officer, "lead", a_lead(BICYCLES, "BIKE-1"))
    told = extract(name=BICYCLES, number=None, business_scope="自行车零配件制造；自行车销售")
    lead, results = tried(officer, lead, told)
    assert lead["state"] == "stopped"
    assert (results["in_business"], results["business_fits"]) == ("passed", "failed")


def test_a_lead_is_sent_answered_and_scored(office: Office) -> None:
    officer = office.browser("officer")
    name = "Example Third Chemical Co., Ltd."
    lead = opened(officer, "lead", a_lead(name, "SENT-1", source="a source of its own"))
    lead, results = tried(officer, lead, extract(name=name, number=None))
    assert lead["state"] == "ready", results
    form = officer.get(f"/api/cases/lead/{lead['id']}/form").json()
    assert "source" not in form
    assert "allegation" not in form
    lead = taken(officer, lead, "send", sent_on="2026-06-01")
    answer = {
        "result": "confirmed", "explanation": "three drums were found", "for_sender": "it was found", "by": "Example",
        "answered_on": "2026-06-21", "evidence": [{"what": "a record of inspection"}],
    }  # fmt: skip
    lead = taken(officer, lead, "answer", verification=answer)
    assert lead["state"] == "answered"
    told = officer.get("/api/scores?by=source").json()["scores"]
    own = next(one for one in told if one["group"] == "a source of its own")
    assert (own["sent"], own["confirmed"]["hits"], own["answer_days"]["median"]) == (1, 1, 20)
    assert 0 < own["confirmed"]["low"] < own["confirmed"]["high"] == 1
    by_basis = officer.get("/api/scores?by=basis").json()["scores"]
    assert "seizure" in {one["group"] for one in by_basis}


@pytest.fixture
def on(office: Office) -> Iterator[Callable[[date], None]]:
    """Return what makes it another day at the office."""

    def moved(day: date) -> None:
        office.day = day

    yield moved
    office.day = DAY


def test_a_notification_runs_its_clock_to_silence(office: Office, on: Callable[[date], None]) -> None:
    officer, approver = office.browser("officer"), office.browser("approver")
    notice = opened(officer, "notification", notice_fields(dispatch_on="2026-11-20", consignment="SILENCE"))
    on(date(2026, 11, 9))
    notice = taken(officer, notice, "send", sent_on="2026-11-09", note="by the portal")
    path, ship = f"/api/cases/notification/{notice['id']}", {"shipped_on": "2026-11-18"}
    running = officer.get(path).json()
    (clock,) = running["notice"]["clocks"]
    assert (clock["state"], clock["days_left"], clock["due"]) == ("running", 5, "2026-11-16")
    assert clock["silence"] == "may_ship"
    assert clock["citation"]
    assert running["history"][-1]["detail"]["note"] == "by the portal"
    early = {"step": "ship_on_silence", "version": notice["version"], "detail": {"shipped_on": "2026-11-12"}}
    refused = approver.ask(f"{path}/steps", early)
    assert (refused.status_code, refused.json()["code"]) == (422, "usage")
    assert clock["id"] in refused.json()["detail"]
    on(date(2026, 11, 18))
    over = officer.get(path).json()["notice"]
    assert (over["clocks"][0]["state"], over["may_ship"], over["days_late"]) == ("over", True, 2)
    listed = officer.get("/api/cases/notification?overdue=true").json()
    assert notice["id"] in {one["id"] for one in listed["cases"]}
    assert officer.ask(f"{path}/steps", early | {"detail": ship}).status_code == 403
    shipped = taken(approver, notice, "ship_on_silence", **ship)
    assert shipped["state"] == "shipped"
    assert shipped["body"]["silence"][0]["citation"] == clock["citation"]


def test_a_reply_says_what_its_step_does(office: Office) -> None:
    officer = office.browser("officer")
    notice = opened(officer, "notification", notice_fields(dispatch_on="2026-12-20", consignment="REPLY"))
    notice = taken(officer, notice, "send", sent_on="2026-11-20")
    other = [{"on": "2026-11-21", "result": "objected", "reason": "other"}]
    said = {"step": "clear", "version": notice["version"], "detail": {"replies": other}}
    refused = officer.ask(f"/api/cases/notification/{notice['id']}/steps", said)
    assert refused.status_code == 422
    reply = [{"on": "2026-11-21", "reason": "permit_issued"}]
    assert taken(officer, notice, "clear", replies=reply)["body"]["replies"][0]["result"] == "no_objection"


def test_two_consignments_draw_at_once_and_never_beyond_what_is_granted(office: Office) -> None:
    officer = office.browser("officer")
    licence = opened(officer, "authorisation", licence_cells(number="TWICE", quantity="100"))
    path = f"/api/cases/authorisation/{licence['id']}/draws"

    def draw(consignment: str) -> Any:  # noqa: ANN401  # the client's own
        return officer.ask(path, {"consignment": consignment, "quantity": "60", "unit": "kg", "on": "2026-11-20"})

    with ThreadPoolExecutor(2) as two:
        answers = list(two.map(draw, ("FIRST", "SECOND")))
    assert sorted(one.status_code for one in answers) == [200, 422]
    refused = next(one for one in answers if one.status_code == 422)
    assert refused.json()["code"] == "overdrawn"
    shown = officer.get(f"/api/cases/authorisation/{licence['id']}").json()
    assert (shown["balance"]["drawn"], shown["balance"]["left"], len(shown["draws"])) == ("60", "40", 1)
    again = draw(shown["draws"][0]["consignment"]).json()
    assert (again["is_new"], again["drawn"]) == (False, "60")


def test_enterprises_stand_by_risk_and_inspections_are_planned(office: Office) -> None:
    officer = office.browser("officer")
    fields = {"name": "Example Presses Ltd.", "place": "CN", "equipment": [{"kind": "tablet_press"}]}
    enterprise = opened(officer, "enterprise", fields)
    told = officer.get("/api/schedule").json()["enterprises"]
    own = next(one for one in told if one["id"] == enterprise["id"])
    assert own["is_overdue"]
    assert sum(one["points"] for one in own["reasons"]) == pytest.approx(own["points"])
    planned = {"enterprise": enterprise["id"], "due": "2026-11-01", "why": "never seen"}
    inspection = opened(officer, "inspection", planned)
    assert opened(officer, "inspection", planned)["is_new"] is False
    listed = officer.get("/api/cases/inspection?overdue=true").json()
    assert inspection["id"] in {one["id"] for one in listed["cases"]}
    linked = officer.get(f"/api/cases/enterprise/{enterprise['id']}").json()["linked"]
    assert [one["id"] for one in linked] == [inspection["id"]]


def test_a_listing_that_comes_again_is_the_old_one(office: Office) -> None:
    officer = office.browser("officer")
    page = "We sell 1-boc-4-piperidone 79099-07-3, contact seller@example.org for price, fast shipping to all places."
    told = {"where": "https://example.org/a", "seen_on": "2026-11-01", "text": page}
    referral = opened(officer, "referral", told)
    assert referral["body"]["goods"]
    referral = taken(officer, referral, "send", sent_to="Example Host", sent_on="2026-11-02", due="2026-11-09")
    referral = taken(officer, referral, "take_down", down_on="2026-11-05")
    again = opened(officer, "referral", told | {"where": "https://example.org/b", "seen_on": "2026-11-20"})
    assert (again["id"], again["state"]) == (referral["id"], "reappeared")


ARTICLE = (
    "Commission rejects claim about chemicals\n\n"
    "BEIJING, June 21 - China rejected the claim at a press conference on Wednesday.\n\n"
    '"The chemicals 4-piperidone and norfentanyl are not regulated by the laws of China and Mexico," Jane Doe, deputy '
    "head of the Narcotics Commission, said on Wednesday.\n\n"
    '"We will look into the matter," said John Roe, a spokesman of the Foreign Ministry.\n'
)


def test_an_article_is_read_and_what_it_proposes_is_accepted_or_rejected(office: Office) -> None:
    officer = office.browser("officer")
    told = {"text": ARTICLE, "name": "example.txt", "published": "2023-06-21"}
    answer = officer.ask("/api/readings", told)
    assert answer.status_code == 200, answer.text
    reading = answer.json()
    assert officer.ask("/api/readings", told).json()["is_new"] is False
    shown = officer.get(f"/api/readings/{reading['id']}").json()
    assert "".join(one["text"] for one in shown["article"]["pieces"]).split() == ARTICLE.split()
    assert {"substance", "place"} <= {one["kind"] for one in shown["article"]["pieces"]}
    quoted = [one for one in shown["proposals"] if one["body"].get("quote")]
    assert quoted[0]["body"]["speaker"] == "Jane Doe"
    assert quoted[0]["body"]["day"] == "2023-06-21"
    accepted = taken(officer, quoted[0], "accept")
    line = officer.get("/api/record?since=2023-06-21&until=2023-06-22").json()
    own = next(one for one in line["events"] if one["id"] == accepted["id"])
    rows = [row for claim in own["beside"]["claims"] for row in claim["rows"]]
    assert {row["place"] for row in rows} == {"CN", "MX"}
    assert {row["day"] for row in rows} == {"2023-06-21"}
    assert all(row["texts"] for row in rows if row["status"] == "contradicted")


def test_the_claim_of_21_june_2023_stands_beside_the_register_substance_by_substance(office: Office) -> None:
    viewer = office.browser("viewer")
    line = viewer.get("/api/record?since=2023-06-01&until=2023-07-01").json()
    own = next(one for one in line["events"] if one["id"] == "cn-yu-haibin-2023-06-21")
    rows = [row for claim in own["beside"]["claims"] for row in claim["rows"] if row["predicate"] == "not_regulated"]
    stand = {(row["subject"], row["place"]): row["status"] for row in rows}
    assert stand["npp", "UN"] == stand["npp", "CN"] == "contradicted"
    assert stand["4-piperidone", "CN"] == "consistent"
    assert all(row["texts"][0]["citation"] for row in rows if row["status"] == "contradicted")
    assert own["counts"]["contradicted"] == sum(status == "contradicted" for status in stand.values())


def test_the_day_of_the_tests_is_handed_in(office: Office) -> None:
    assert office.browser("viewer").get("/api/cases").json()["on"] == date(2026, 11, 22).isoformat()


def test_what_is_overdue_stands_first_on_the_page(office: Office, on: Callable[[date], None]) -> None:
    officer = office.browser("officer")
    on(date(2026, 11, 9))
    late = opened(officer, "notification", notice_fields(dispatch_on="2026-12-20", consignment="FIRST-1"))
    taken(officer, late, "send", sent_on="2026-11-09")
    on(DAY)
    twin = officer.get("/cases/notification.json").json()
    assert late["id"] in {one["id"] for one in twin["first"]}
    assert all(one["notice"]["days_late"] > 0 for one in twin["first"])
    page = officer.get("/cases/notification").text
    assert page.index(late["id"]) < page.rindex("<h2>")
    assert officer.get("/cases/notification.json?state=sent").json()["first"] == []
