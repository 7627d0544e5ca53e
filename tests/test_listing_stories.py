"""Made-up pages, each with the outcome that its file name begins with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from penstock.batch.pages import screen_pages
from penstock.reading.referral import OUTCOMES

if TYPE_CHECKING:
    from penstock.law.register import Register

PAGES = sorted((Path(__file__).parent / "stories" / "listings").iterdir())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_has_the_outcome_of_its_name(page: Path, register: Register) -> None:
    (one,) = screen_pages([page], on="2026-11-22", register=register).referrals
    assert one.outcome == page.name.split("-", maxsplit=1)[0], one.reasons
    assert one.reasons


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_a_page_says_the_same_in_every_encoding(encoding: str, tmp_path: Path, register: Register) -> None:
    (chinese,) = (page for page in PAGES if page.name == "refer-chinese.html")
    text = chinese.read_text(encoding="utf-8").replace('charset="utf-8"', f'charset="{encoding}"')
    (tmp_path / "page.html").write_bytes(text.encode(encoding))
    (tmp_path / "plain.html").write_text(text, encoding="utf-8")
    files = [tmp_path / "page.html", tmp_path / "plain.html"]
    one, plain = screen_pages(files, on="2026-11-22", register=register).referrals
    assert (one.goods, one.phrases, one.contacts) == (plain.goods, plain.phrases, plain.contacts)


def test_every_outcome_has_its_pages() -> None:
    assert {page.name.split("-", maxsplit=1)[0] for page in PAGES} == set(OUTCOMES)
