from __future__ import annotations

import pytest
from tests.shipped import REGISTER

from penstock.law.hits import Place, codes_in, line_of_text


def codes(text: str) -> list[str]:
    found = codes_in(text, REGISTER.scanner.scan(text))
    assert all(text[place.start : place.end] == place.matched for place in found)
    return [place.matched for place in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tablet press, HS 9503.00", ["9503.00"]),
        ("tablet press HS code: 9503", ["9503"]),
        ("tablet press (HTSUS 9503.00.00.73)", ["9503.00.00.73"]),
        ("压片机 编码9503", ["9503"]),
        ("壓片機 稅號：95030060", ["95030060"]),
        ("tableteadora, fracción arancelaria 9503.00.99", ["9503.00.99"]),
        ("Tablettenpresse, Zolltarifnummer 95030099", ["95030099"]),
        ("4-piperidone 2932.93", ["2932.93"]),
        ("4-piperidone, HS 2932.93", ["2932.93"]),
        ("tablet press, 9503 pieces", []),
        ("tablet press, order 20240101", []),
        ("tablet press, USD 6109.10", []),
        ("chassis 9503", []),
    ],
)
def test_a_code_counts_where_the_register_has_it_or_a_word_calls_it_one(text: str, found: list[str]) -> None:
    assert codes(text) == found


def test_a_line_of_text_holds_its_hits_with_their_places() -> None:
    line = line_of_text(REGISTER, "calcium chloride, CAS 79099-07-3, O=C1CCNCC1")
    assert [(hit.how, hit.one.subject) for hit in line.hits] == [
        ("name", "calcium-chloride"),
        ("cas", "1-boc-4-piperidone"),
        ("structure", "4-piperidone"),
    ]
    assert [hit.place for hit in line.hits] == [
        Place("goods_description", "calcium chloride", 0, 16),
        Place("goods_description", "79099-07-3", 22, 32),
        Place("goods_description", "O=C1CCNCC1", 34, 44),
    ]
    assert all(hit.is_sure for hit in line.hits)


def test_a_short_form_and_a_part_of_a_name_are_not_sure() -> None:
    assert [hit.is_sure for hit in line_of_text(REGISTER, "NPP").hits] == [False]
    assert [hit.is_sure for hit in line_of_text(REGISTER, "2,2-dipropyl-4-piperidone").hits] == [False]
