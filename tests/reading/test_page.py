from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.reading.page import format_of, read_article_page, read_page


def shown(source: str, part: str = "body") -> str:
    page = read_page(source, "html")
    found = {key: passage.text for key, passage in page.passages.items()}
    return " ".join(found.get(part, "").split())  # type: ignore[call-overload]  # any part


def test_inline_tags_part_no_words_and_blocks_do() -> None:
    assert shown("fen<b>tan</b>yl") == "fentanyl"
    assert shown("fen<!-- x --><span>tan</span>yl") == "fentanyl"
    assert shown("fen<wbr>tanyl") == "fentanyl"
    assert shown("<tr> <td>fen</td>\n <td>tanyl</td> </tr><tr><td>x") == ": fen: tanyl: x"
    assert shown("fen<br>tanyl") == "fen tanyl"
    assert shown("fen<img src=x>tanyl") == "fen tanyl"


def test_each_part_has_its_own_text() -> None:
    page = "<title>T&amp;C</title><meta name=description content='d'><meta property='og:title' content=o>"
    page += "<meta name=robots content=no>"
    page += (
        "<body>b<img alt='a' title=t><a href='mailto:x@y.zz'>l</a><script>s</script><style>q</style><!-- c --></body>"
    )
    assert shown(page, "title") == "T&C"
    assert shown(page, "description") == "d o"
    assert shown(page, "alt") == "a t"
    assert shown(page, "link") == "mailto:x@y.zz"
    assert shown(page) == "b l"


@pytest.mark.parametrize(
    "page",
    [
        "a<p style='display:none'>h</p>b",
        "a<div hidden><span>h</span></div>b",
        "a<div aria-hidden=true><p>h</div>b",
        "a<template><div>h</div></template>b",
        "a<noscript>h</noscript>b",
        "a<p hidden>h<div>b</div>",
        "a<iframe>h</iframe>b",
    ],
)
def test_hidden_text_is_apart(page: str) -> None:
    assert shown(page) == "a b"
    assert shown(page, "hidden") == "h"


def test_a_word_around_a_hidden_one_is_whole() -> None:
    assert shown("fen<i style='font-size:0'>zzz</i>tanyl") == "fentanyl"


def test_end_tags_of_nothing_close_nothing() -> None:
    assert shown("<div hidden>h</p></b></span>h</div>b") == "b"


def test_the_first_title_counts_and_textareas_are_body() -> None:
    page = "<title>one</title><title>two</title><textarea>three</textarea>"
    assert shown(page, "title") == "one"
    assert shown(page) == "two three"
    assert read_page("<p>x", "html").title is None


def test_product_data_gives_names_and_prices() -> None:
    source = """<script type="application/ld+json">{"@type":"Product","name":"4-AP","offers":
    [{"price":"10","priceCurrency":"USD"},{"price":20,"priceCurrency":"EUR"}]}</script>"""
    page = read_page(source)
    assert page.has_product
    assert page.passage("data").text == "4-AP"
    said = [
        (source[p.amount.start : p.amount.end], source[p.currency.start : p.currency.end] if p.currency else None)
        for p in page.prices
    ]
    assert said == [("10", "USD"), ("20", "EUR")]


def test_other_scripts_are_not_read() -> None:
    page = read_page('<script>{"@type":"Product","name":"4-AP"}</script>', "html")
    assert not page.has_product
    assert not page.passage("data").text


def test_plain_text_is_told_from_html() -> None:
    assert format_of("a < b and c > d") == "text"
    assert format_of("  <!DOCTYPE HTML>") == "html"
    assert format_of("<p class='x'>y") == "html"
    page = read_page("we\0 offer\n4-AP &amp; more")
    assert page.format == "text"
    assert page.passage("body").text == "we offer\n4-AP &amp; more"


def test_deep_nesting_is_read_without_recursion() -> None:
    deep = "<div>" * 100_000 + "fentanyl" + "</div>" * 100_000
    page = read_page(deep, "html")
    body = page.passage("body")
    at = body.text.index("fentanyl")
    assert body.span(at, at + 8) == (500_000, 500_008)


WORD = "fentanyl"
INSIDE = st.sampled_from(
    ["", "<b>", "</b>", "<i class='x'>", "<!-- c -->", "<span style='display:none'>zz</span>", "\0", "<wbr>"]
)


def encoded(char: str, how: int) -> str:
    return [char, f"&#{ord(char)};", f"&#x{ord(char):x};"][how]


@given(
    st.lists(st.tuples(INSIDE, st.integers(0, 2)), min_size=len(WORD), max_size=len(WORD)),
    st.text(alphabet="<>&;/ab \n\u202e中é\0", max_size=20),
    st.text(alphabet="<>&;/ab \n\u202e中é\0", max_size=20),
)
def test_the_span_of_a_word_holds_it_up_to_tags_and_entities(
    inside: list[tuple[str, int]], before: str, behind: str
) -> None:
    tagged = [
        (tag if i else "") + encoded(char, how) for i, (char, (tag, how)) in enumerate(zip(WORD, inside, strict=True))
    ]
    word = "".join(tagged)
    source = f"<p>{before.replace('<', '').replace('&', '')}</p>{word}<p>{behind}</p>"
    body = read_page(source, "html").passage("body")
    at = body.text.index(WORD)
    start, end = body.span(at, at + len(WORD))
    assert source[start:end] == word


def article(source: str) -> str:
    return read_article_page(source, "html").clean


def test_blocks_and_cells_of_an_article_are_paragraphs() -> None:
    assert article("<p>a<p>b</p>\n  <div>c<br>d</div>e") == "a\n\nb\n\nc\nd\n\ne"
    assert article("<table><tr><td>a</td> <td><p>b</p></td></tr></table>c<br><p>d") == "a\n\nb\n\nc\n\nd"
    assert article("<li>a <b>b</b><img alt=x>c</li><li>&lt;d&gt;") == "a b c\n\n<d>"


@pytest.mark.parametrize(
    "beside",
    [
        "<nav><ul><li>x</ul></nav>",
        "<header><h1>x</h1></header>",
        "<footer>x</footer>",
        "<aside><p>x</p></aside>",
        "<script>x</script>",
        "<style>x</style>",
        "<div role=navigation>x</div>",
        "<div role='Banner'>x</div>",
        "<nav>x<nav>x</nav>x</nav>",
    ],
)
def test_what_stands_beside_an_article_is_left_out(beside: str) -> None:
    assert article(f"<p>a</p>{beside}<p>b</p>") == "a\n\nb"
    assert article(f"<p>a{beside}b</p>") in {"a\n\nb", "ab"}


def test_a_header_or_foot_of_the_article_s_own_is_part_of_it() -> None:
    assert article("<header>x</header><article><header><h1>a</h1></header><p>b<footer>x</footer></article>") == "a\n\nb"
    assert article("<blockquote>a<footer>b</footer></blockquote>") == "a\n\nb"


def test_where_nothing_else_stands_all_of_the_page_is_read() -> None:
    assert article("<nav>a<p>b</p><p>c") == "a\n\nb\n\nc"
    assert article("<script>x</script>") == ""


def test_a_plain_text_is_as_it_is() -> None:
    assert read_article_page(" a\0b \n\n\n\n c < d ").clean == " ab \n\n\n\n c < d "


PIECES = [*"<>/p &;\n\"'", "<p>", "</p>", "<nav>", "</nav>", "<br>", "&amp;", "x"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_a_clean_text_has_no_needless_space(source: str) -> None:
    text = article(source)
    assert text == text.strip()
    assert "\n\n\n" not in text
    assert " \n" not in text
