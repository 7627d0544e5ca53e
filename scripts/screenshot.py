"""Make the picture of the README anew, docs/images/timeline.png: the page of one subject, in Debian's Chromium.

Run it by ``make screenshot``. The day is a fixed one, so that the picture changes only when the page does.
"""

from __future__ import annotations

import secrets
import tempfile
import threading
import time
from datetime import date
from pathlib import Path

import uvicorn
from playwright.sync_api import ViewportSize, sync_playwright

from penstock.desk.app import Settings
from penstock.desk.whole import create_desk
from penstock.store.accounts import Accounts
from penstock.store.passwords import Cost
from penstock.store.store import Store

PICTURE = Path(__file__).parent.parent / "docs" / "images" / "timeline.png"
CHROMIUM = "/usr/bin/chromium"
PAGE = "/timeline/4-piperidone?on=2025-01-15"
TODAY = date(2026, 11, 22)
SIZE: ViewportSize = {"width": 1280, "height": 830}


def main() -> None:
    """Serve a desk with nothing in it, look at the page, and write what is seen."""
    password = secrets.token_urlsafe()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "lists").mkdir()
        store = Store.open(f"sqlite:///{place}/penstock.sqlite")
        Accounts(store, Cost()).add("screenshot", "officer", "officer", password)
        app = create_desk(Settings(lists=place / "lists", today=lambda: TODAY), store, place / "runs")
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            while not server.started:
                time.sleep(0.05)
            look(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", password)
        finally:
            server.should_exit = True
            thread.join()
            store.close()


def look(address: str, password: str) -> None:
    """Sign in and write the picture of the page."""
    PICTURE.parent.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--headless", "--no-sandbox"])
        page = browser.new_context(base_url=address, locale="en-GB", viewport=SIZE).new_page()
        page.goto("/sign-in")
        page.fill("#name", "officer")
        page.fill("#password", password)
        page.locator("main button").click()
        page.wait_for_url(f"{address}/")
        page.goto(PAGE)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
