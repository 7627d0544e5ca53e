from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from penstock.reading.phrases import PhraseBook

if TYPE_CHECKING:
    from penstock.law.register import Register


@pytest.fixture(scope="module")
def book(register: Register) -> PhraseBook:
    return PhraseBook(register.packed.phrases, register.folder)


@pytest.mark.parametrize(
    ("text", "phrase", "quote"),
    [
        ("We do 100% Stealth-Shipping.", "stealth-shipping", "Stealth-Shipping"),
        ("100 % stealth", "stealth-shipping", "100 % stealth"),
        (
            "with exit and entry customs clearance included",
            "exit-and-entry-clearance",
            "exit and entry customs clearance",
        ),
        ("提供伪装包装服务", "disguised-packaging", "伪装包装"),
        ("提供偽裝包裝服務", "disguised-packaging", "偽裝包裝"),
        ("双清到门", "clearance-on-both-sides", "双清"),
        ("dis\u200bguised packaging", "disguised-packaging", "dis\u200bguised packaging"),
        ("ENTREGA  GARANTIZADA", "safe-delivery", "ENTREGA  GARANTIZADA"),
        ("Замаскированная упаковка", "disguised-packaging", "Замаскированная упаковка"),
    ],
)
def test_a_phrase_is_found_in_any_spelling(book: PhraseBook, text: str, phrase: str, quote: str) -> None:
    (hit,) = book.find(text)
    assert (hit.phrase, text[hit.start : hit.end]) == (phrase, quote)


@pytest.mark.parametrize(
    "text",
    [
        "so safe. Delivery is free",
        "unsafe delivery",
        "stealth shippings",
        "stealth\nshipping",
        "packaging disguised",
        "",
    ],
)
def test_no_phrase_runs_over_a_sentence_or_into_a_word(book: PhraseBook, text: str) -> None:
    assert book.find(text) == []


def test_of_two_that_overlap_the_longer_counts(book: PhraseBook) -> None:
    (hit,) = book.find("guaranteed customs clearance guaranteed")
    assert hit.phrase == "clearance-guaranteed"
