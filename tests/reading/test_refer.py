from __future__ import annotations

import time
from datetime import date
from html import unescape
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel.errors import UnknownPlace
from penstock.reading.markup import tokens
from penstock.reading.page import read_page
from penstock.reading.refer import Referrer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.law.register import Register
    from penstock.reading.referral import Referral, Span

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def referrer(register: Register) -> Referrer:
    return Referrer(register, ["US", "CN", "MX"], DAY, "test")


def referred(referrer: Referrer, source: str) -> Referral:
    return referrer.refer(read_page(source), "page.html", "0" * 64)


def spans_of(referral: Referral) -> Iterator[Span]:
    for found in (referral.goods, referral.phrases, referral.contacts, referral.parties):
        for one in found:
            yield from one.spans
    yield from (price.span for price in referral.prices)
    yield from referral.unknown_numbers


def bare(source: str) -> str:
    """Return a stretch of a page without tags, entities, null characters and white space."""
    text = "".join(source[token.start : token.end] for token in tokens(source) if token.kind == "text")
    return "".join(unescape(text).replace("\0", "").split())


def test_a_whole_page_is_referred_with_all_that_is_on_it(referrer: Referrer) -> None:
    source = (
        "<!doctype html><title>Fine chemicals</title><h1>4-Pi<i>peri</i>done &#102;or sale</h1>"
        "<p>US$ 120/kg. We promise 100% stealth&nbsp;shipping.</p><p hidden>NPP 39742-60-4</p>"
        "<a href='mailto:s@chem.example'>mail</a> WhatsApp: +1 202 555 0143"
    )
    found = referred(referrer, source)
    assert found.outcome == "refer"
    assert found.title == "Fine chemicals"
    assert {one.subject for one in found.goods} == {"4-piperidone", "npp"}
    assert [one.phrase for one in found.phrases] == ["stealth-shipping"]
    assert found.phrases[0].sources[0].quote == "They went as far as to guarantee ‘100% stealth shipping.’"
    assert [(one.low, one.currency, one.unit) for one in found.prices] == [("120", "USD", "kg")]
    assert {(one.kind, one.value) for one in found.contacts} == {
        ("email", "s@chem.example"),
        ("whatsapp", "+12025550143"),
    }
    for span in spans_of(found):
        assert bare(source[span.start : span.end]) == "".join(span.quote.split())


def test_the_stamp_says_what_the_answer_rests_on(referrer: Referrer, register: Register) -> None:
    assert referrer.stamp == {
        "as_of": "2026-11-22",
        "register": register.digest,
        "rosters": {},
        "engine": "test",
        "jurisdictions": ["US", "CN", "MX"],
    }
    assert Referrer(register, None, DAY, "test").stamp["jurisdictions"] is None


def test_an_unknown_place_is_refused(register: Register) -> None:
    with pytest.raises(UnknownPlace):
        Referrer(register, ["XX"], DAY, "test")


def test_a_page_that_cannot_be_decoded_is_unknown(referrer: Referrer) -> None:
    found = referrer.unreadable("page.html", "0" * 64, "It is no text.")
    assert (found.outcome, found.reasons, found.format) == ("unknown", ["It is no text."], None)


@pytest.mark.parametrize(
    "source",
    [
        "<p>Our bakery sells bread for $4. Call +1 202 555 0143.</p>",
        "",
        "<html></html>",
        "<script>alert('4-piperidone $5 a@b.example')</script>",
        "<!-- 4-piperidone $5 a@b.example -->",
        "<style>.x{content:'4-piperidone'}</style>",
    ],
)
def test_a_page_that_names_nothing_known_is_unknown(referrer: Referrer, source: str) -> None:
    found = referred(referrer, source)
    assert found.outcome == "unknown"
    assert found.goods == []


@pytest.mark.parametrize(
    "source",
    ["<p>table salt, sodium chloride, $4/kg, a@b.example</p>", "citric acid 77-92-9, 25 kg bags, USD 30"],
)
def test_ordinary_goods_are_nothing_found(referrer: Referrer, source: str) -> None:
    assert referred(referrer, source).outcome == "nothing_found"


def test_a_report_without_contacts_is_for_review(referrer: Referrer) -> None:
    assert referred(referrer, "<p>The court heard of 4-piperidone.</p>").outcome == "review"


def test_stuffed_keywords_that_nobody_sees_are_referred_as_hidden(referrer: Referrer) -> None:
    source = "<p>Garden tools, $5</p><div aria-hidden='true' style='font-size:0'>4-piperidone</div>"
    found = referred(referrer, source)
    assert found.outcome == "refer"
    assert "in hidden text" in found.reasons[0]


def test_product_data_alone_is_an_offer(referrer: Referrer) -> None:
    source = (
        '<script type="application/ld+json">{"@type":"Product","name":"4-piperi\\u0064one",'
        '"offers":{"price":"1,200.00","priceCurrency":"usd"}}</script>'
    )
    found = referred(referrer, source)
    assert found.outcome == "refer"
    assert [(one.low, one.currency) for one in found.prices] == [("1200.00", "USD")]
    span = found.goods[0].spans[0]
    assert source[span.start : span.end] == "4-piperi\\u0064one"


def test_the_same_page_gives_the_same_record(referrer: Referrer) -> None:
    source = "<p>4-piperidone $5</p>"
    assert referred(referrer, source).as_dict() == referred(referrer, source).as_dict()


def test_a_page_of_five_megabytes_is_read(referrer: Referrer) -> None:
    piece = "<div class='x'><p>The weather was fine that day and nobody said a word about it.</p></div>\n"
    source = piece * (5_000_000 // len(piece)) + "<p>4-piperidone $5</p>"
    started = time.perf_counter()
    found = referred(referrer, source)
    assert found.outcome == "refer"
    span = found.goods[0].spans[0]
    assert source[span.start : span.end] == "4-piperidone"
    assert time.perf_counter() - started < 240


PIECES = st.sampled_from(
    [
        *("4-piperidone", "NPP", "41661-47-6", "stealth shipping", "$5/kg", "a@b.example", "压片机", "&#102;entanyl"),
        *("<b>", "</b>", "<p>", "<p hidden>", "</p>", "<!-- x -->", "4-Pi<i>peri</i>done", "<br>", "</div>", "<"),
        *("\u202e", "\0", " ", "\n", "&amp;", "中文", "<script>4-piperidone</script>"),
        *("<a href='https://t.me/someone'>", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
    ]
)


@given(pieces=st.lists(PIECES, max_size=25))
def test_every_span_quotes_the_page_up_to_tags_and_entities(referrer: Referrer, pieces: list[str]) -> None:
    source = "<html>" + "".join(pieces)
    for span in spans_of(referred(referrer, source)):
        assert 0 <= span.start < span.end <= len(source)
        said = source[span.start : span.end]
        if span.part == "body":
            shown = read_page(f"<p>{said}", "html").passage("body").text
            assert "".join(shown.split()) == "".join(span.quote.split())


def test_a_label_in_one_cell_speaks_for_the_next(referrer: Referrer) -> None:
    source = "<table><tr><td>Phone</td> <td>202-555-0143</td></tr>\n<tr><td>Telegram<td>@made_up_seller</table>"
    found = referred(referrer, source)
    assert {(one.kind, one.value) for one in found.contacts} == {
        ("telephone", "2025550143"),
        ("telegram", "made_up_seller"),
    }
