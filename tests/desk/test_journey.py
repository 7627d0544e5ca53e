"""What an officer does in a browser, in Debian's Chromium; the screenshots are left in ``build/screenshots``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from tests.desk.office import ONE_STORE, SCRIPT
from tests.desk.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from tests.desk.office import Office

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WCAG: dict[str, Any] = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
"""The rules of axe for WCAG 2.1, levels A and AA."""

TRANSLATED = {**WCAG, "rules": {"color-contrast": {"enabled": False}}}
"""The rules for a page that was looked at in English: other words have the same colours."""

RULES = {"en-GB": WCAG, "zh-CN": TRANSLATED, "es-ES": TRANSLATED}

MEMBER = "CCC(=O)N(C1CCN(CCc2ccc(F)cc2)CC1)c1ccccc1C"
PICTURES = Path(__file__).parents[2] / "build" / "screenshots"


@pytest.fixture(scope="module")
def address(office: Office) -> Iterator[str]:
    """Serve the office and give its address."""
    with serving(office.app, is_running=True) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start the browser, or skip where there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def opened(chromium: Browser, address: str, *, has_script: bool = True, language: str = "en-GB") -> Page:
    """Open a window, sign the officer in, and have every error of a page fail the test."""
    context = chromium.new_context(java_script_enabled=has_script, locale=language, base_url=address)
    page = context.new_page()
    page.on(
        "console", lambda said: pytest.fail(said.text) if said.type == "error" and not _is_refusal(said.text) else None
    )
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.goto("/sign-in")
    page.fill("#name", "officer")
    page.fill("#password", "the password of officer")
    page.locator("main button").click()
    page.wait_for_url(f"{address}/")
    return page


def _is_refusal(said: str) -> bool:
    """Tell whether the browser only says that a page was refused."""
    return re.search(r"status of 4\d\d", said) is not None


def kept(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def is_too_wide(page: Page) -> bool:
    """Tell whether a page must be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_an_officer_searches_looks_at_the_timeline_and_decides(office: Office, chromium: Browser, address: str) -> None:
    matter = office.matter(f"SHIP {SCRIPT}")
    page = opened(chromium, address)
    kept(page, "home")
    page.fill("#q", "79099-07-3")
    page.fill("#on", "2026-11-22")
    page.locator("main form.search button").click()
    page.wait_for_selector("#CN .badge")
    assert page.locator("figure img").evaluate("one => one.naturalWidth") > 0
    kept(page, "answer")
    page.locator("main .subject a").first.click()
    page.wait_for_selector("table.timeline")
    assert page.locator("svg a .bar").count() >= 5
    assert page.locator("svg a").first.get_attribute("href") is not None
    kept(page, "timeline")
    page.fill("#on", "2023-06-01")
    page.wait_for_url("**on=2023-06-01")
    assert "2023-06-01" in page.locator("#timeline-help").inner_text()
    assert page.locator("#day").get_attribute("aria-valuetext") == "2023-06-01"
    page.goto("/queue?state=open")
    page.locator(f"a[href='/matters/{matter}']").click()
    assert page.locator("mark").count() >= 1
    kept(page, "matter")
    page.select_option("#reason", "authorised")
    page.fill("#note", f"licence 7 {SCRIPT}")
    page.locator("button[value=ask_release]").click()
    page.wait_for_selector(".state-release_asked")
    assert page.locator(".history blockquote").inner_text() == f"licence 7 {SCRIPT}"
    assert page.locator("button[value=approve]").count() == 0
    kept(page, "matter-asked")


@ONE_STORE
def test_a_party_is_shown_with_its_listings(chromium: Browser, address: str) -> None:
    page = opened(chromium, address)
    page.goto("/answer?q=Hubei+Amarvel+Biotech")
    assert page.locator("table.timeline .bar").count() >= 1
    kept(page, "party")
    page.goto("/changes")
    kept(page, "changes")


def test_a_run_is_followed_until_it_is_done(chromium: Browser, address: str) -> None:
    page = opened(chromium, address)
    page.goto("/runs")
    goods = b"consignment_id,goods_description\nA,acetone\nB,norfentanyl\n"
    page.set_input_files("#file", {"name": "goods.csv", "mimeType": "text/csv", "buffer": goods})
    page.locator("main form button").click()
    page.wait_for_selector(".run-done", timeout=60_000)
    kept(page, "run")
    with page.expect_download() as download:
        page.locator("a[download]", has_text="decisions.csv").click()
    assert download.value.suggested_filename == "decisions.csv"
    page.locator("main a[href^='/queue?run=']").click()
    page.locator("main th a", has_text="B / 1").first.click()
    page.wait_for_selector("mark")
    assert "Row 2 of a file of officer: goods.csv" in page.locator("main").inner_text()
    kept(page, "matter-of-run")


@ONE_STORE
@pytest.mark.parametrize("language", ["zh-CN", "es-ES"])
def test_it_is_read_without_a_script_in_each_language(chromium: Browser, address: str, language: str) -> None:
    page = opened(chromium, address, has_script=False, language=language)
    page.set_viewport_size({"width": 390, "height": 844})
    for path, name in (
        ("/answer?q=4-piperidone", "answer"),
        ("/timeline/4-piperidone", "timeline"),
        ("/queue", "queue"),
    ):
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == {"zh-CN": "zh-Hans", "es-ES": "es"}[language]
        assert not is_too_wide(page)
        kept(page, f"{name}-{language}")


@ONE_STORE
def test_the_slider_is_moved_by_keys_and_all_follows(chromium: Browser, address: str) -> None:
    page = opened(chromium, address)
    page.goto("/timeline/4-piperidone?on=2023-05-11")
    page.evaluate("window.isTheSame = true")
    before = page.locator("line.marked").first.get_attribute("x1")
    stands = page.locator("table.timeline tbody tr", has_text="US").locator(".badge")
    assert stands.inner_text() == "unknown"
    page.locator("#on").focus()
    while page.evaluate("document.activeElement.id") != "day":
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**on=2023-05-12")
    assert stands.inner_text() == "controlled"
    assert "controlled: CA, US" in page.locator("[role=status]").inner_text()
    assert page.locator("#day").get_attribute("aria-valuetext") == page.locator("#on").input_value() == "2023-05-12"
    assert page.locator("line.marked").first.get_attribute("x1") != before
    assert page.evaluate("document.activeElement.id") == "day"
    page.keyboard.press("Home")
    page.wait_for_url("**on=2014-01-01")
    page.keyboard.press("End")
    page.wait_for_url("**on=2028-01-01")
    page.fill("#on", "2040-06-01")
    page.wait_for_url("**on=2040-06-01")
    assert page.locator("#day").get_attribute("aria-valuetext") == "2040-06-01"
    assert "2042-01-01" in page.locator("#day-help").inner_text()
    page.fill("#on", "2023-06-01")
    page.wait_for_url("**on=2023-06-01")
    assert page.evaluate("window.isTheSame")
    kept(page, "timeline-slid")
    bar = page.locator("svg a").first
    address_of_text = bar.get_attribute("href")
    page.route(re.compile("^https://"), lambda route: route.fulfill(body="the text"))
    bar.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(str(address_of_text))


@ONE_STORE
def test_the_slider_is_sent_as_a_form_without_a_script(chromium: Browser, address: str) -> None:
    page = opened(chromium, address, has_script=False)
    page.goto("/timeline/4-piperidone?on=2023-05-11")
    page.locator("#day").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**day=*")
    assert page.locator("#on").input_value() == "2023-05-12"


def test_a_matter_is_decided_by_keys_alone(office: Office, chromium: Browser, address: str) -> None:
    matter = office.matter("KEYS")
    page = opened(chromium, address)
    page.goto(f"/matters/{matter}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    while page.evaluate("document.activeElement.id") != "note":
        page.keyboard.press("Tab")
    page.keyboard.type("looked at")
    while page.evaluate("document.activeElement.value") != "note":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".history blockquote")
    assert page.locator(".history blockquote").inner_text() == "looked at"


@ONE_STORE
@pytest.mark.parametrize("language", RULES)
def test_no_page_breaks_a_rule_of_access(office: Office, chromium: Browser, address: str, language: str) -> None:
    decision = office.held(f"ACCESS {language}", goods_description="white", smiles=MEMBER, destination_country="CN")
    told = office.browser("officer").get(f"/api/decisions/{decision}").json()
    runs = office.browser("officer").get("/api/runs").json()["runs"]
    page = opened(chromium, address, language=language)
    paths = {
        "home": "/", "answer-structure": f"/answer?q={quote(MEMBER)}", "answer": "/answer?q=79099-07-3",
        "party": "/answer?q=Hubei+Amarvel+Biotech", "timeline": "/timeline/4-piperidone?on=2026-11-22",
        "timeline-class": "/timeline/us-fentanyl-related-substances", "changes": "/changes", "queue": "/queue",
        "matter": f"/matters/{told['matters'][0]['id']}", "decision": f"/decisions/{decision}", "runs": "/runs",
        "problem": "/timeline/nix", **({"run": f"/runs/{runs[0]['id']}"} if runs else {}),
    }  # fmt: skip
    for name, path in paths.items():
        page.set_viewport_size({"width": 1280, "height": 844})
        page.goto(path)
        found = Axe().run(page, options=RULES[language])
        assert found.response["passes"]
        assert found.response["violations"] == [], f"{name}: {found.generate_snapshot()}"
        kept(page, f"{name}-{language}")
        page.set_viewport_size({"width": 390, "height": 844})
        assert not is_too_wide(page), name
        kept(page, f"{name}-{language}-narrow")
    page.locator("form.out button").click()
    page.wait_for_url("**/sign-in*")
    assert Axe().run(page, options=WCAG).violations_count == 0
