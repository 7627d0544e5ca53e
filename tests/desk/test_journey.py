"""What an officer does in a browser, in Debian's Chromium; the screenshots are left in ``build/screenshots``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright
from tests.desk.office import ONE_STORE, SCRIPT
from tests.desk.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from tests.desk.office import Office

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
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
    page.on("console", lambda said: pytest.fail(said.text) if said.type == "error" and "403" not in said.text else None)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.goto("/sign-in")
    page.fill("#name", "officer")
    page.fill("#password", "the password of officer")
    page.locator("main button").click()
    page.wait_for_url(f"{address}/")
    return page


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
