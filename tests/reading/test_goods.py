from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from penstock.reading.goods import LawBook, named_on
from penstock.reading.page import read_page

if TYPE_CHECKING:
    from penstock.law.register import Register
    from penstock.reading.referral import Goods

DAY = date(2026, 11, 22)


def goods_on(register: Register, source: str, *places: str, on: date = DAY) -> dict[str, Goods]:
    named = named_on(register, read_page(source, "html"))
    return {one.subject: one for one in LawBook(register, places or ("US", "CN"), on).goods(named.mentions)}


def test_goods_come_with_their_spans_and_the_law(register: Register) -> None:
    source = "<title>NPP</title><p>4-Piper<b>idone</b>, 41661-47-6</p>"
    found = goods_on(register, source)
    one = found["4-piperidone"]
    assert (one.standing, one.near, one.kind, one.cas) == ("controlled", False, "substance", "41661-47-6")
    assert [source[span.start : span.end] for span in one.spans] == ["4-Piper<b>idone", "41661-47-6"]
    assert [(law.jurisdiction, law.verdict) for law in one.law] == [("US", "controlled"), ("CN", "controlled")]
    assert one.law[0].measures[0].citation == "88 FR 21902, 21 CFR 1310.02(a)(38)"


def test_the_day_and_the_places_decide(register: Register) -> None:
    assert goods_on(register, "4-piperidone", "CN", on=date(2023, 5, 12))["4-piperidone"].standing == "not_controlled"
    assert goods_on(register, "4-piperidone", "US", on=date(2023, 5, 11))["4-piperidone"].standing == "unknown"
    assert goods_on(register, "4-piperidone", "US", on=date(2023, 5, 12))["4-piperidone"].standing == "controlled"


def test_hidden_goods_are_told_as_hidden(register: Register) -> None:
    one = goods_on(register, "<p style='display:none'>4-piperidone</p>")["4-piperidone"]
    assert one.hidden
    assert one.spans[0].part == "hidden"


def test_a_short_form_and_a_slip_of_a_digit_are_near(register: Register) -> None:
    assert goods_on(register, "4-AP powder")["4-ap"].near
    slip = goods_on(register, "CAS 41661-47-7")["4-piperidone"]
    assert slip.near
    assert slip.spans[0].by == "slip"


def test_a_sure_mention_beside_a_short_form_is_sure(register: Register) -> None:
    assert not goods_on(register, "4-AP, CAS 23056-29-3")["4-ap"].near


def test_what_was_undone_is_told(register: Register) -> None:
    (span,) = goods_on(register, "4-piperi\u200bdone")["4-piperidone"].spans
    assert span.undone == ["zero_width"]
    assert span.quote == "4-piperi\u200bdone"


@pytest.mark.parametrize("text", ["sodium chloride", "7647-14-5"])
def test_ordinary_goods_are_counted_and_no_more(register: Register, text: str) -> None:
    named = named_on(register, read_page(text, "text"))
    assert not named.mentions
    assert named.ordinary == 1
    assert not named.unknown_numbers


def test_a_number_that_nobody_knows_is_told(register: Register) -> None:
    named = named_on(register, read_page("CAS 9999999-05-0", "text"))
    assert [span.quote for span in named.unknown_numbers] == ["9999999-05-0"]
    assert named.ordinary == 0


def test_customs_codes_are_no_goods(register: Register) -> None:
    named = named_on(register, read_page("HS 8479.89", "text"))
    assert not named.mentions
    assert named.ordinary == 0


def test_a_word_of_a_megabyte_is_passed_over_and_what_stands_around_it_is_not(register: Register) -> None:
    text = "fentanyl " + "a" * 1_000_000 + " 4-piperidone\n41661-47-6"
    named = named_on(register, read_page(text, "text"))
    spans = [span for _, span in named.mentions["4-piperidone"]]
    assert [text[span.start : span.end] for span in spans] == ["4-piperidone", "41661-47-6"]
    assert "fentanyl" in named.mentions
