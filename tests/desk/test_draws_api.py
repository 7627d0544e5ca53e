from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from tests.desk.permits import both, file_of, goods, left, licence
from tests.desk.test_case_story import taken
from tests.desk.test_runs_api import sent

from penstock.desk.shapes import ScreenAnswer
from penstock.store.keys import ApiKeys
from penstock.store.trail import rows_of

if TYPE_CHECKING:
    from tests.desk.office import Browser, Office


def screened(browser: Browser, items: list[dict[str, Any]], **more: Any) -> dict[str, Any]:  # noqa: ANN401  # of JSON
    answer = browser.ask("/api/screen", {"items": items, "in": ["US"], "authorisations": True} | more)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    ScreenAnswer.model_validate(told)
    return told


def outcomes(told: dict[str, Any]) -> list[str]:
    return [one["outcome"] for one in told["items"]]


def finished(browser: Browser, run: str) -> dict[str, Any]:
    """Wait until a run is done, and return it."""
    for _ in range(600):
        told: dict[str, Any] = browser.get(f"/api/runs/{run}").json()
        if told["state"] not in {"queued", "running"}:
            return told
        time.sleep(0.1)
    raise AssertionError(told)


def test_a_call_is_held_against_the_authorisations_kept_here_and_draws_nothing(office: Office) -> None:
    of, viewer = licence(office, "Call"), office.browser("viewer")
    items = [goods("Call", "C1", 60), goods("Call", "C2", 60), goods("Call", "C3", 40, consignor_name="Otra SA")]
    plain = viewer.ask("/api/screen", {"items": items, "in": ["US"]}).json()
    assert outcomes(plain) == ["licence"] * 3
    assert "authorisations" not in plain
    assert "authorisations" not in plain["stamp"]
    told = screened(viewer, items)
    assert outcomes(told) == ["clear", "licence", "licence"]
    first, second, third = ([one["code"] for one in item["findings"]] for item in told["items"])
    assert (first, "not_authorised" in second, "not_authorised" in third) == (["authorised"], True, True)
    assert told["items"][0]["findings"][0]["other_matched"] == "EX-Call"
    said = [one["message"] for item in told["items"][1:] for one in item["findings"] if one["code"] == "not_authorised"]
    assert "20 kg over: 40 of 100 kg are left" in said[0]
    assert "the consignor is Otra SA (MX)" in said[1]
    (draw,) = told["authorisations"]["draws"]
    assert (draw["number"], draw["consignment_id"], draw["quantity"], draw["unit"]) == ("EX-Call", "C1", "60", "kg")
    assert "POST /api/draws" in told["authorisations"]["how"]
    assert [(one["number"], one["left"]) for one in told["authorisations"]["balance"]] == [("EX-Call", "40")]
    assert left(office, of) == "100"
    assert ("viewer", "saw") in {(row.actor, row.act) for row in rows_of(office.store, of=of)}
    assert outcomes(screened(viewer, items[:1])) == ["clear"]
    assert screened(viewer, items)["stamp"] == told["stamp"]


def test_what_an_answer_draws_is_drawn_whole_or_not_at_all(office: Office) -> None:
    of, officer = licence(office, "Whole"), office.browser("officer")
    told = screened(officer, [goods("Whole", "W1", 60), goods("Whole", "W2", 40)])
    draws = {"draws": told["authorisations"]["draws"]}
    assert office.browser("viewer").ask("/api/draws", draws).status_code == 403
    meanwhile = {"consignment": "X", "quantity": "1", "unit": "kg", "on": "2026-05-04"}
    assert officer.ask(f"/api/cases/authorisation/{of}/draws", meanwhile).status_code == 200
    refused = officer.ask("/api/draws", draws)
    assert (refused.status_code, refused.json()["code"]) == (422, "overdrawn")
    assert "99 kg left, and 100 kg were to be drawn by 2 items" in refused.json()["detail"]
    assert "1 kg over" in refused.json()["remedy"]
    assert left(office, of) == "99"
    given = {"consignment": "X", "reason": "it did not go"}
    assert office.browser("approver").ask(f"/api/cases/authorisation/{of}/returns", given).status_code == 200
    done = officer.ask("/api/draws", draws).json()
    assert (done["new"], done["before"], done["balances"][0]["left"]) == (2, 0, "0")
    assert officer.ask("/api/draws", draws).json()["new"] == 0
    again = screened(officer, [goods("Whole", "W1", 60), goods("Whole", "W3", 1)])
    assert outcomes(again) == ["clear", "licence"]
    assert "60 kg drawn before, 0 kg left" in again["items"][0]["findings"][0]["message"]


def test_two_answers_that_each_need_more_than_half_are_drawn_at_once_and_one_wins(office: Office) -> None:
    of, officer = licence(office, "Half"), office.browser("officer")
    told = [
        screened(officer, [goods("Half", f"{name}{nth}", 30) for nth in range(2)])["authorisations"]["draws"]
        for name in "AB"
    ]
    with ThreadPoolExecutor(2) as two:
        answers = list(two.map(lambda draws: officer.ask("/api/draws", {"draws": draws}), told))
    assert sorted(one.status_code for one in answers) == [200, 422]
    assert left(office, of) == "40"


@pytest.mark.parametrize(
    "draws",
    [
        [],
        [{"number": "EX-1"}],
        [{"number": "EX-1", "issuer": "x", "terms": "x", "consignment_id": "C", "item_no": 0, "quantity": "1",
          "unit": "kg", "on": "2026-05-04"}],
        "all",
    ],
)  # fmt: skip
def test_what_is_no_draw_is_refused(office: Office, draws: object) -> None:
    refused = office.browser("officer").ask("/api/draws", {"draws": draws})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")


def test_an_authorisation_that_was_suspended_or_is_of_other_terms_is_not_drawn_on(office: Office) -> None:
    of, officer = licence(office, "Terms"), office.browser("officer")
    (draw,) = screened(officer, [goods("Terms", "T1", 60)])["authorisations"]["draws"]
    other = officer.ask("/api/draws", {"draws": [draw | {"terms": "0" * 16}]})
    assert "is of other terms" in other.json()["detail"]
    absent = officer.ask("/api/draws", {"draws": [draw | {"number": "EX-None"}]})
    assert (absent.status_code, absent.json()["code"]) == (404, "unknown_id")
    endless = officer.ask("/api/draws", {"draws": [draw | {"quantity": "NaN"}]})
    assert "nothing that can be drawn" in endless.json()["detail"]
    case = officer.get(f"/api/cases/authorisation/{of}").json()["case"]
    taken(officer, case, "suspend", note="asked to")
    assert "is suspended" in officer.ask("/api/draws", {"draws": [draw]}).json()["detail"]
    assert outcomes(screened(officer, [goods("Terms", "T1", 60)])) == ["licence"]
    assert left(office, of) == "100"


def test_a_kept_answer_is_answered_again_by_the_authorisations_it_was_held_against_and_drawn_from(
    office: Office,
) -> None:
    of, officer = licence(office, "Kept"), office.browser("officer")
    items = [goods("Kept", "K1", 60)]
    answer = officer.ask("/api/screen", {"items": items, "in": ["US"], "authorisations": True, "keep": True})
    decision = answer.headers["penstock-decision"]
    path = f"/api/decisions/{decision}"
    page = officer.get(f"/decisions/{decision}").text
    assert "60 kg drawn, 40 kg left" in page
    assert f'action="/decisions/{decision}/draws"' in page
    colleague = office.browser("colleague")
    assert colleague.client.post(f"/decisions/{decision}/draws").status_code == 403, "no form of this session"
    assert colleague.send(f"/decisions/{decision}/draws").status_code == 200
    assert left(office, of) == "40"
    assert [(one["by"], one["draws"]) for one in officer.get(path).json()["drawn"]] == [("colleague", 1)]
    again = officer.ask(f"{path}/draws", {}).json()
    assert (again["new"], again["before"]) == (0, 1)
    assert officer.ask(f"{path}/replay", {}).json()["is_same"], "by what was left when it was asked"
    plain = officer.ask("/api/screen", {"items": items, "keep": True}).headers["penstock-decision"]
    refused = officer.ask(f"/api/decisions/{plain}/draws", {})
    assert (refused.status_code, "against no authorisations" in refused.json()["detail"]) == (422, True)
    assert officer.ask("/api/decisions/none/draws", {}).status_code == 404


def test_goods_of_a_kept_answer_are_held_against_the_authorisations_of_now_on_its_page(office: Office) -> None:
    officer, item = office.browser("officer"), goods("Now", "N1", 60)
    plain = officer.ask("/api/screen", {"items": [item], "in": ["US"], "keep": True}).headers["penstock-decision"]
    action = f'action="/decisions/{plain}/authorised"'
    assert action in officer.get(f"/decisions/{plain}").text
    none = officer.send(f"/decisions/{plain}/authorised")
    assert "at hand" in none.text
    of = licence(office, "Now")
    held = officer.send(f"/decisions/{plain}/authorised")
    assert "60 kg drawn, 40 kg left" in held.text
    decision = held.url.path.rpartition("/")[2]
    assert decision not in {plain, none.url.path.rpartition("/")[2]}
    assert left(office, of) == "100"
    assert "Drawn: 1; drawn before: 0." in officer.send(f"/decisions/{decision}/draws").text
    assert left(office, of) == "40"
    assert officer.client.post(f"/decisions/{plain}/authorised").status_code == 403, "no form of this session"
    asked = officer.ask("/api/check", {"subject": "acetone", "keep": True}).headers["penstock-decision"]
    assert officer.send(f"/decisions/{asked}/authorised").status_code == 422


def test_what_did_not_go_is_given_back_by_an_approver_once(office: Office) -> None:
    of, officer, approver = licence(office, "Back"), office.browser("officer"), office.browser("approver")
    drawn = {"consignment": "B 1/x", "quantity": "60", "unit": "kg", "on": "2026-05-04"}
    officer.ask(f"/api/cases/authorisation/{of}/draws", drawn)
    path, given = f"/api/cases/authorisation/{of}/returns", {"consignment": "B 1/x", "reason": "The buyer withdrew."}
    assert officer.ask(path, given).status_code == 403
    narrow = ApiKeys(office.store).make("shell:test", "approver", "draws", role="officer").key
    assert office.stranger().post(path, json=given, headers={"Authorization": f"ApiKey {narrow}"}).status_code == 403
    assert approver.ask(path, given | {"reason": " "}).status_code == 422
    assert approver.ask(path, given | {"item": 2}).status_code == 404
    assert approver.ask(path, given).json()["left"] == "100"
    refused = approver.ask(path, given)
    assert (refused.status_code, refused.json()["code"]) == (409, "already_changed")
    told = officer.get(f"/api/cases/authorisation/{of}").json()
    assert [(one["nth"], one["returned_by"], one["reason"]) for one in told["draws"]] == [
        (1, "approver", "The buyer withdrew.")
    ]
    assert officer.ask(f"/api/cases/authorisation/{of}/draws", drawn).json()["left"] == "40"


def test_what_did_not_go_is_given_back_on_the_page(office: Office) -> None:
    of, officer, approver = licence(office, "Form"), office.browser("officer"), office.browser("approver")
    drawn = {"consignment": "F 1", "item": "2", "quantity": "60", "unit": "kg", "on": "2026-05-04"}
    page, action = f"/cases/authorisation/{of}", f"/cases/authorisation/{of}/returns"
    officer.send(f"{page}/draws", **drawn)
    assert action not in officer.get(page).text
    assert f'action="{action}"' in approver.get(page).text
    assert '<option value="2 F 1">' in approver.get(page).text
    given = {"draw": "2 F 1", "reason": "The buyer <b>withdrew</b>."}
    assert officer.send(action, **given).status_code == 403
    assert approver.client.post(action, data=given).status_code == 403, "no form of this session"
    assert approver.send(action, **given | {"draw": "F 1"}).status_code == 422
    done = approver.send(action, **given)
    assert done.status_code == 200
    assert "The buyer &lt;b&gt;withdrew&lt;/b&gt;." in done.text
    assert action not in done.text
    assert approver.send(action, **given).status_code == 409


def test_a_run_is_held_against_the_authorisations_kept_here_and_drawn_by_a_button(office: Office) -> None:
    of, officer = both(office, "Run"), office.browser("officer")
    assert 'name="authorisations"' in officer.get("/runs").text
    file = file_of(goods("Run", "R1", 60), goods("Run", "R2", 30), goods("Run", "R3", 20))
    refused = sent(officer, "/api/runs", "goods.csv", file, authorisations="maybe")
    assert refused.status_code == 422
    run = sent(officer, "/api/runs", "goods.csv", file, on="2026-11-22", authorisations="true").json()["id"]
    told = finished(officer, run)
    assert (told["state"], told["counts"]["outcomes"]["notify"], told["drawn"]) == ("done", 2, [])
    assert told["counts"]["authorisations"]["draws"] == 4
    assert "draws.parquet" in told["files"]
    assert officer.get(f"/api/runs/{run}/results/draws.parquet").content[:4] == b"PAR1"
    assert left(office, of) == "100"
    page = officer.get(f"/runs/{run}")
    assert f'action="/runs/{run}/draws"' in page.text
    assert office.browser("colleague").ask(f"/api/runs/{run}/draws", {}).status_code == 404, "it is another's"
    assert "Drawn: 4; drawn before: 0." in officer.send(f"/runs/{run}/draws").text
    assert left(office, of) == "10"
    again = office.browser("approver").ask(f"/api/runs/{run}/draws", {}).json()
    assert (again["new"], again["before"]) == (0, 4)
    plain = sent(officer, "/api/runs", "goods.csv", file, on="2026-11-22").json()["id"]
    assert "draws.parquet" not in finished(officer, plain)["files"]
    refused = officer.ask(f"/api/runs/{plain}/draws", {})
    assert (refused.status_code, "against no authorisations" in refused.json()["detail"]) == (422, True)
    assert "draws" not in officer.get(f"/runs/{plain}").text
    assert officer.ask("/api/runs/none/draws", {}).status_code == 404


def test_a_run_that_was_overtaken_is_drawn_not_at_all(office: Office) -> None:
    of, officer = both(office, "Late"), office.browser("officer")
    file = file_of(goods("Late", "L1", 60), goods("Late", "L2", 30))
    run = sent(officer, "/api/runs", "goods.csv", file, on="2026-11-22", authorisations="true").json()["id"]
    assert finished(officer, run)["counts"]["authorisations"]["draws"] == 4
    meanwhile = {"consignment": "X", "quantity": "11", "unit": "kg", "on": "2026-05-04"}
    officer.ask(f"/api/cases/authorisation/{of}/draws", meanwhile)
    refused = officer.send(f"/runs/{run}/draws")
    assert refused.status_code == 422
    assert "1 kg over" in refused.text
    assert left(office, of) == "89"
