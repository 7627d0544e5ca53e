from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest
from tests.desk.conftest import DAY

from penstock.desk.news import key_of
from penstock.law.compare import changes
from penstock.store.decisions import Decisions
from penstock.store.visits import Visits

if TYPE_CHECKING:
    from tests.desk.office import Office


def test_an_answer_shows_each_place_with_its_text(office: Office) -> None:
    officer = office.browser("officer")
    told = officer.get("/answer.json", params={"q": "4-piperidone", "on": "2023-06-01", "in": "CN, US"}).json()
    verdicts = {one["jurisdiction"]: one["verdict"] for one in told["answer"]["answers"]}
    assert verdicts == {"CN": "not_controlled", "US": "controlled"}
    page = officer.get("/answer", params={"q": "4-piperidone", "on": "2023-06-01", "in": "CN, US"}).text
    assert "88 FR 21902" in page
    assert 'id="CN"' in page
    assert 'id="MX"' not in page
    assert told["timelines"][0] == {"subject": "4-piperidone", "name": "4-piperidone"}


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("1609-66-5", "is not valid"),
        ("C1CC", "is not valid"),
        ("8479.89", "tablet press"),
    ],
)
def test_what_is_invalid_or_a_code_is_not_said_to_be_known_to_nobody(office: Office, query: str, there: str) -> None:
    page = office.browser("viewer").get("/answer", params={"q": query, "on": "2026-11-22"}).text
    assert there in page
    assert "Nobody knows what this is; every verdict is unknown" not in page
    assert "Nobody knows what this is; every" in office.browser("viewer").get("/answer?q=zzzqqvv").text


def test_each_subject_of_a_text_has_its_verdict_on_the_page(office: Office) -> None:
    text = "tablet press, 4-piperidone 5 kg CAS 41661-47-6"
    page = office.browser("viewer").get("/answer", params={"q": text, "on": "2026-11-22", "in": "MX,US"}).text
    mexico = page[page.index('id="MX"') : page.index('id="US"')]
    assert '4-piperidone <span class="badge verdict-unknown">' in mexico
    assert 'tablet press <span class="badge verdict-controlled">' in mexico
    assert page[page.index('id="US"') :].count("4-piperidone: <strong>List I chemicals") == 1
    assert "The register last looked" not in office.browser("viewer").get("/answer?q=4-piperidone&on=2031-01-01").text


def test_an_answer_is_in_the_language_of_the_page(office: Office) -> None:
    told = {"q": "41661-47-6", "on": "2031-01-01", "in": "US,UN"}
    page = office.browser("viewer").get("/answer", params=told, headers={"accept-language": "zh-CN"}).text
    assert "依据：CAS号" in page
    assert "列名" in page
    for words in ("named", "(copy)", "(secondary)", "The register last looked", "依据：cas"):
        assert words not in page, words


def test_a_charge_is_not_a_listing_and_absence_is_not_drawn(office: Office) -> None:
    told = office.browser("viewer").get("/answer.json", params={"q": "Hubei Amarvel Biotech"}).json()
    (row,) = told["listings"]["lists"]
    assert row["list"] == "us-charges"
    assert {bar["verdict"] for bar in row["bars"]} == {"charged"}
    page = office.browser("viewer").get("/answer", params={"q": "Hubei Amarvel Biotech"}).text
    assert "charged (an allegation)" in page
    assert "None" not in page


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": " "},
        {"q": "x" * 20_001},
        {"q": "x", "on": "nix"},
        {"q": "x", "in": "XX"},
        {"q": "x", "from": "nix"},
        {"q": "x", "date": "2020-01-01"},
    ],
)
def test_a_question_put_wrongly_is_told(office: Office, query: dict[str, str]) -> None:
    assert office.browser("viewer").get("/answer", params=query).status_code == 422


def test_an_answer_is_kept_by_its_button(office: Office) -> None:
    officer = office.browser("officer")
    kept = officer.send("/answer", **{"q": "acetone", "on": "2024-05-01", "in": "CN", "from": "CN", "to": "MX"})
    decision = Decisions(office.store).get(kept.url.path.removeprefix("/decisions/"))
    assert decision.question["subject"] == "acetone"
    assert decision.stamp["as_of"] == "2024-05-01"
    assert "byte for byte" in officer.send(kept.url.path).text


def test_the_slider_of_a_timeline_works_without_a_script(office: Office) -> None:
    viewer = office.browser("viewer")
    page = viewer.get("/timeline/4-piperidone?on=2023-06-01")
    assert '<input id="day" name="day" type="range"' in page.text
    slid = viewer.get("/timeline/4-piperidone.json", params={"day": str(date(2023, 6, 1).toordinal())})
    assert slid.json() == viewer.get("/timeline/4-piperidone.json?on=2023-06-01").json()
    for day in ("nix", "-1", "1.5", "9" * 30, "²"):
        assert viewer.get("/timeline/4-piperidone", params={"day": day}).status_code == 422
    for day in ("0", "9999999"):
        assert viewer.get("/timeline/4-piperidone", params={"day": day}).status_code == 200


def test_what_changed_is_since_what_was_marked_as_seen(office: Office) -> None:
    viewer = office.browser("viewer")
    first = viewer.get("/changes.json").json()
    assert first["is_first"]
    assert first["changes"]
    assert {"day", "jurisdiction", "name", "what", "citation"} <= first["changes"][0].keys()
    assert viewer.send("/changes").status_code == 200
    last = Visits(office.store).last("viewer")
    assert last is not None
    again = viewer.get("/changes.json").json()
    assert (again["is_first"], again["is_new_register"], again["changes"], again["lists"]) == (False, False, [], [])
    Visits(office.store).mark("viewer", "another", {"gone": "0"})
    changed = viewer.get("/changes.json").json()
    assert (changed["is_new_register"], changed["lists"]) == (True, ["gone"])


def test_law_that_came_into_the_register_later_with_an_earlier_day_is_news(office: Office) -> None:
    colleague = office.browser("colleague")
    assert colleague.send("/changes").status_code == 200
    visits = Visits(office.store)
    last = visits.last("colleague")
    assert last is not None
    assert last.law
    every = changes(office.app.state.kit.lane.answering.register, date.min, DAY, ["CN"])
    late = next(one for one in every if one.day < DAY - timedelta(days=500))
    visits.mark("colleague", "older", last.rosters, last.law - {key_of(late)})  # the register did not tell of it
    told = colleague.get("/changes.json").json()["changes"]
    assert [(one["day"], one["measure"]) for one in told] == [(late.day.isoformat(), late.measure)]
    assert late.citation in unescape(colleague.get("/changes").text)
    colleague.send("/changes")
    assert colleague.get("/changes.json").json()["changes"] == []


def test_decisions_made_by_other_law_are_named_for_officers(office: Office) -> None:
    stamp = {"as_of": "2024-01-01", "register": "older", "rosters": {}, "engine": "0"}
    kept = Decisions(office.store).keep("officer", {"ask": "check", "subject": "acetone"}, stamp, b"{}")
    assert kept in {one["id"] for one in office.browser("officer").get("/changes.json").json()["decisions"]}
    assert office.browser("viewer").get("/changes.json").json()["decisions"] == []
    assert kept[:12] in office.browser("officer").get("/changes").text
