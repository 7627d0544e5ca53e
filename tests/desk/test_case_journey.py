"""The story of cases in a browser, in Debian's Chromium; the screenshots are left in ``build/screenshots``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.cases.licences import licence_cells
from tests.cases.notices import notice_fields
from tests.cases.samples import lead_body
from tests.desk.conftest import DAY
from tests.desk.office import ONE_STORE, SCRIPT
from tests.desk.test_case_story import ARTICLE, opened, taken
from tests.desk.test_journey import RULES, address, chromium, is_too_wide, kept
from tests.desk.test_journey import opened as in_window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from tests.desk.office import Office

__all__ = ["address", "chromium"]

PUBLISHED = {
    "000": "2023-06-21", "001": "2023-06-08", "002": "2023-07-07", "003": "2023-12-22", "004": "2025-03-12",
}  # fmt: skip
"""The day of each of the five articles."""

ARTICLES = sorted((Path(__file__).parents[3] / "shared" / "articles").glob("*.txt"))


def signed_in(chromium: Browser, address: str, language: str = "en-GB") -> Page:
    """Open a window and sign the officer in; whoever waits in vain is told soon."""
    page = in_window(chromium, address, language=language)
    page.set_default_timeout(20_000)
    return page


@pytest.fixture(autouse=True)
def _same_day(office: Office) -> Iterator[None]:
    yield
    office.day = DAY


def filled(page: Page, **fields: str) -> None:
    """Fill in the fields of a form for a new case; a dot is written as two underscores."""
    for name, text in fields.items():
        field = page.locator(f"#new-{name.replace('__', '.').replace('.', chr(92) + '.')}")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)


def step(page: Page, name: str, **fields: str) -> None:
    """Open the form of a step, fill it in, and press its button."""
    form = page.locator(f"details:has(button[value='{name}'])").last
    if form.get_attribute("open") is None:
        form.locator("summary").first.click()
    for field, text in fields.items():
        own = form.locator(f"[name='{field.replace('__', '.')}']")
        if own.evaluate("one => one.tagName") == "SELECT":
            own.select_option(text)
        else:
            own.fill(text)
    form.locator(f"button[value='{name}']").click()


LEAD = {
    "from_authority": "Example Laboratory Service", "to_authority": "Example Control Office", "place": "CN",
    "allegation": f"is said to have shipped {SCRIPT}", "basis": "seizure", "source": "parcel examination",
    "reliability": "B", "credibility": "2", "handling__tlp": "amber", "handling__purpose": "verification",
}  # fmt: skip


def test_a_hold_becomes_a_lead_and_is_stopped_by_what_the_register_of_companies_says(
    office: Office, chromium: Browser, address: str
) -> None:
    matter = office.matter("JOURNEY-LEAD")
    name = "Example Festive Catering Co., Ltd."
    page = signed_in(chromium, address)
    page.goto(f"/matters/{matter}")
    page.get_by_role("link", name="Make it a lead").click()
    assert "79099-07-3" in page.locator("[name='goods.0.description']").input_value()
    kept(page, "lead-new")
    told = LEAD | {
        "subject__kind": "party",
        "subject__name": name,
        "subject__country": "CN",
    }
    filled(page, reference="JOURNEY-1", **told)
    page.get_by_role("button", name="Open it").click()
    page.wait_for_selector(".state-draft")
    assert page.get_by_role("link", name="Matter").count() == 1
    caterer = {
        "register": "Example Company Register", "companies__0__name": name,
        "companies__0__status": "注销", "companies__0__ended_on": "2025-02-01",
        "companies__0__business_scope": "餐饮服务",
    }  # fmt: skip
    step(page, "test", **caterer)
    page.wait_for_selector(".state-stopped")
    assert page.locator("tr", has_text="It is in business").locator(".test-failed").count() == 1
    assert "it ended on 2025-02-01" in page.locator("tr", has_text="It is in business").inner_text()
    assert page.locator("button[value=send]").count() == 0
    kept(page, "lead-caterer")


def test_a_maker_of_bicycle_parts_is_stopped(chromium: Browser, address: str) -> None:
    page = signed_in(chromium, address)
    page.goto("/cases/lead/new")
    name = "Example Cycle Components Co., Ltd."
    told = LEAD | {"subject__kind": "party", "subject__name": name, "subject__country": "CN"}
    filled(page, reference="JOURNEY-2", goods__0__description="norfentanyl", goods__0__cas="1609-66-1", **told)
    page.get_by_role("button", name="Open it").click()
    step(
        page, "test", register="Example Company Register", companies__0__name=name, companies__0__status="存续",
        companies__0__business_scope="自行车零配件制造；自行车销售",
    )  # fmt: skip
    page.wait_for_selector(".state-stopped")
    assert page.locator("tr", has_text="Its business fits").locator(".test-failed").count() == 1
    kept(page, "lead-bicycle")


def test_a_third_is_sent_answered_and_scored(chromium: Browser, address: str) -> None:
    page = signed_in(chromium, address)
    page.goto("/cases/lead/new")
    name = "Example Riverside Chemical Co., Ltd."
    told = LEAD | {"subject__kind": "party", "subject__name": name, "subject__country": "CN", "source": "journey"}
    filled(page, reference="JOURNEY-3", goods__0__description="norfentanyl", goods__0__cas="1609-66-1", **told)
    page.get_by_role("button", name="Open it").click()
    step(
        page, "test", register="Example Company Register", companies__0__name=name, companies__0__status="存续",
        companies__0__business_scope="化工产品销售",
    )  # fmt: skip
    page.wait_for_selector(".state-ready")
    step(page, "send", sent_on="2026-10-01")
    page.wait_for_selector(".state-sent")
    step(
        page, "answer", verification__result="confirmed", verification__explanation=f"drums were found {SCRIPT}",
        verification__for_sender="it was found", verification__by="Example", verification__answered_on="2026-10-21",
        verification__evidence__0__what="record of inspection",
    )  # fmt: skip
    page.wait_for_selector(".state-answered")
    kept(page, "lead-answered")
    page.goto("/scores?by=source")
    row = page.locator("tr", has_text="journey")
    assert "100 % (1/1)" in row.inner_text()
    assert row.locator("td").last.inner_text() == "20"
    kept(page, "scores")


def test_a_notification_runs_its_clock_to_silence(office: Office, chromium: Browser, address: str) -> None:
    notice = opened(office.browser("officer"), "notification", notice_fields(dispatch_on="2026-11-20", consignment="J"))
    office.day = date(2026, 11, 9)
    page = signed_in(chromium, address)
    page.goto(f"/cases/notification/{notice['id']}")
    step(page, "send", sent_on="2026-11-09")
    page.wait_for_selector(".state-sent")
    assert "5 days left" in page.locator(".clocks").inner_text()
    assert "The goods may not leave yet." in page.locator("main").inner_text()
    office.day = date(2026, 11, 18)
    page.goto("/cases/notification?overdue=1")
    assert "2 days overdue" in page.locator("main table").inner_text()
    kept(page, "notifications-overdue")
    page.goto(f"/cases/notification/{notice['id']}")
    said = page.locator(".clocks").inner_text()
    assert "the goods may leave" in said
    assert "The goods may leave." in page.locator("main").inner_text()
    kept(page, "notification-silence")


def test_a_licence_is_drawn_down_and_not_beyond_what_is_left(office: Office, chromium: Browser, address: str) -> None:
    licence = opened(office.browser("officer"), "authorisation", licence_cells(number="JOURNEY", quantity="100"))
    page, other = signed_in(chromium, address), signed_in(chromium, address)
    for one, consignment in ((page, "ONE"), (other, "TWO")):
        one.goto(f"/cases/authorisation/{licence['id']}")
        one.fill("#draw-consignment", consignment)
        one.fill("#draw-quantity", "60")
        one.fill("#draw-on", "2026-11-20")
    page.get_by_role("button", name="Draw down").click()
    page.wait_for_selector("td:has-text('60 kg')")
    other.get_by_role("button", name="Draw down").click()
    assert "has 40 kg left" in other.locator("main").inner_text()
    other.goto(f"/cases/authorisation/{licence['id']}")
    assert "40 kg" in other.locator("dl.figures").inner_text()
    kept(other, "authorisation")


def test_an_article_is_pasted_read_and_accepted_into_the_record(chromium: Browser, address: str) -> None:
    page = signed_in(chromium, address)
    page.goto("/read")
    page.fill("#text", f"{ARTICLE}\n{SCRIPT}\n")
    page.fill("#published", "2023-06-21")
    page.get_by_role("button", name="Read it").click()
    page.wait_for_selector(".article")
    assert page.locator(".article mark.m-substance").count() >= 2
    assert page.locator(".article .quoted").count() >= 1
    assert "Jane Doe" in page.locator("table").first.inner_text()
    kept(page, "reading")
    page.locator(".proposal", has_text="Jane Doe").locator("button[value=accept]").first.click()
    page.wait_for_selector(".proposal .state-accepted")
    page.goto("/record?since=2023-06-01&until=2023-07-01")
    own = page.locator(".record > li", has_text="Jane Doe")
    assert own.locator(".state-accepted").count() == 1
    own.locator("summary").first.click()
    assert "2023-06-21" in own.locator("table.beside").first.inner_text()


@ONE_STORE
@pytest.mark.skipif(not ARTICLES, reason="the five articles are not at hand")
def test_the_five_articles_become_a_timeline_with_the_claim_beside_the_register(
    chromium: Browser, address: str
) -> None:
    page = signed_in(chromium, address)
    for file in ARTICLES:
        page.goto("/read")
        page.set_input_files("#file", file)
        page.fill("#published", PUBLISHED[file.name[:3]])
        page.get_by_role("button", name="Read it").click()
        page.wait_for_selector(".article")
        assert page.locator(".article .quoted").count() >= 1
        for _ in range(page.locator("button[value=accept]").count()):
            page.locator("button[value=accept]").first.click()
            page.wait_for_load_state()
    kept(page, "reading-article")
    page.goto("/record?since=2023-06-01&until=2025-04-01")
    assert page.locator(".record .state-accepted").count() >= 5
    page.goto("/record?since=2023-06-21&until=2023-06-22&subject=4-piperidone")
    events = page.locator(".record > li.event-statement")
    read = events.filter(has=page.locator(".state-accepted")).filter(has_text="The US claims that")
    own = events.filter(has=page.locator("a[href='/record/cn-yu-haibin-2023-06-21']"))
    for claim in (read, own):
        claim.locator("summary").first.click()
        rows = claim.locator("table.beside").first.locator("tbody tr")
        assert rows.count() == 30
        assert claim.locator(".beside-contradicted").count() >= 1
        assert claim.locator(".beside-consistent").count() >= 1
        assert claim.locator("table.beside a[href^=http]").count() >= 1
    kept(page, "record")


@ONE_STORE
def test_the_meeting_pack_prints(chromium: Browser, address: str) -> None:
    page = signed_in(chromium, address)
    page.goto("/papers")
    kept(page, "papers")
    page.fill("#pack-since", "2026-10-01")
    page.fill("#pack-until", "2026-11-20")
    page.select_option("#pack-format", "pdf")
    with page.expect_download() as download:
        page.locator("form[action='/papers/pack'] button").click()
    assert download.value.suggested_filename == "pack-2026-10-01-2026-11-20.pdf"
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")


@pytest.fixture(scope="module")
def paths(office: Office) -> dict[str, str]:
    """Return the page of a case of each kind."""
    officer = office.browser("officer")
    lead = opened(officer, "lead", lead_body(reference="AXE", subject={"kind": "party", "name": "Example Axe Ltd."}))
    notice = opened(officer, "notification", notice_fields(dispatch_on="2026-12-20", consignment="AXE"))
    notice = taken(officer, notice, "send", sent_on="2026-11-20")
    licence = opened(officer, "authorisation", licence_cells(number="AXE"))
    fields: dict[str, Any] = {"name": "Example Axe Works", "place": "CN", "substances": [{"name": "acetic anhydride"}]}
    enterprise = opened(officer, "enterprise", fields)
    inspection = opened(
        officer, "inspection", {"enterprise": enterprise["id"], "due": "2026-11-01", "why": "never seen"}
    )
    page = {"where": "https://example.org/axe", "seen_on": "2026-11-01", "text": "norfentanyl for sale, axe"}
    told = {"text": f"{ARTICLE}Axe.", "name": "axe.txt", "published": "2023-06-21"}
    reading = officer.ask("/api/readings", told).json()
    made = [lead, notice, licence, enterprise, inspection, opened(officer, "referral", page), reading]
    proposals = officer.get(f"/api/readings/{reading['id']}").json()["proposals"]
    statement = next(one for one in proposals if one["kind"] == "statement" and one["body"]["claims"])
    act = {"kind": "indictment", "day": "2023-06-23", "by": "US", "what": "An indictment.", "citation": "a notice"}
    made += [statement, opened(officer, "act", act)]
    lists = {f"list-{one['kind']}": f"/cases/{one['kind']}" for one in made}
    forms = {f"new-{one['kind']}": f"/cases/{one['kind']}/new" for one in made if one["kind"] != "reading"}
    pages = {"cases": "/cases", "schedule": "/schedule", "scores": "/scores", "read": "/read", "papers": "/papers"}
    pages |= {"record-all": "/record?subject=norfentanyl", "entry": "/record/cn-yu-haibin-2023-06-21"}
    return pages | lists | forms | {f"case-{one['kind']}": f"/cases/{one['kind']}/{one['id']}" for one in made}


@ONE_STORE
@pytest.mark.parametrize("language", RULES)
def test_no_page_of_cases_breaks_a_rule_of_access(
    paths: dict[str, str], chromium: Browser, address: str, language: str
) -> None:
    page = signed_in(chromium, address, language)
    for name, path in paths.items():
        page.set_viewport_size({"width": 1280, "height": 844})
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found = Axe().run(page, options=RULES[language])
        assert found.response["passes"]
        assert found.response["violations"] == [], f"{name}: {found.generate_snapshot()}"
        if language == "en-GB" or name.startswith("case-"):
            kept(page, f"{name}-{language}")
        page.set_viewport_size({"width": 390, "height": 844})
        assert not is_too_wide(page), name
