from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from penstock.reading.companies import CompanyBook
from penstock.reading.page import read_page

if TYPE_CHECKING:
    from penstock.law.register import Register


@pytest.fixture(scope="module")
def book(register: Register) -> CompanyBook:
    return CompanyBook(register)


def test_a_company_of_a_notice_is_found_with_its_place(book: CompanyBook) -> None:
    source = "<p>Seller: Guangzhou Tengyue <b>Chemical</b> Co., Ltd. in Guangzhou</p>"
    (party, *_) = book.on(read_page(source, "html"))
    assert party.party == "cn-guangzhou-tengyue-chemical"
    assert party.score > 0.85
    assert party.spans[0].quote.startswith("Guangzhou Tengyue Chemical Co., Ltd")


@pytest.mark.parametrize(
    "text", ["Springfield Bicycle Parts Inc", "株式会社", "Ltd", "we are a company", "上海自行车零件有限公司"]
)
def test_another_company_is_none(book: CompanyBook, text: str) -> None:
    assert book.on(read_page(text, "text")) == []


def test_one_party_named_twice_has_two_places(book: CompanyBook) -> None:
    text = "Guangzhou Tengyue Chemical Co., Ltd\n\nGuangzhou Tengyue Chemical Co., Ltd"
    (party, *_) = book.on(read_page(text, "text"))
    assert len(party.spans) == 2
