from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.reading.markup import Token, decode_into, tokens
from penstock.reading.passages import Passage


def pieces(page: str) -> list[tuple[str, str]]:
    return [(token.kind, page[token.start : token.end]) for token in tokens(page)]


def test_tags_and_text_come_in_order_with_their_places() -> None:
    assert pieces("a<b x=1>c</b>d") == [
        ("text", "a"),
        ("open", "<b x=1>"),
        ("text", "c"),
        ("close", "</b>"),
        ("text", "d"),
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- no -->",
        "<!-->",
        "<!--->",
        "<!-- a --!>",
        "<!doctype html>",
        "<?php x ?>",
        "</ x>",
        "<![CDATA[x]]>",
        "<!-- < > -- -->",
    ],
)
def test_comments_and_declarations_are_left_out(hidden: str) -> None:
    assert pieces(f"a{hidden}b") == [("text", "a"), ("text", "b")]


@pytest.mark.parametrize("page", ["<!-- never closed <b>", "<a href='x", "<a href=x", "<b", "</b", "<!", "<"])
def test_what_never_ends_takes_the_rest_of_the_page(page: str) -> None:
    assert pieces(page) == ([("text", "<")] if page == "<" else [])


def test_a_bare_angle_is_text() -> None:
    assert pieces("1 < 2 <3<<b>") == [("text", "1 < 2 <3<"), ("open", "<b>")]


def test_script_is_one_piece_whatever_it_holds() -> None:
    page = "<script>if (a < b) '<p>'</script ><p>"
    assert pieces(page)[1] == ("raw", "if (a < b) '<p>'")
    assert pieces("<STYLE>x</style>")[1] == ("raw", "x")
    assert pieces("<script>x</scripty>")[1] == ("raw", "x</scripty>")


def test_attributes_are_read_with_their_places() -> None:
    page = '<IMG a=\'1>2\' B = "x" c=y/ d alt="" a=3 =odd />'
    (token,) = tokens(page)
    shown = {key: page[start:end] for key, (start, end) in token.attributes.items()}
    assert token.name == "img"
    assert shown == {"a": "1>2", "b": "x", "c": "y/", "d": "", "alt": "", "=odd": ""}


def test_plaintext_ends_all_markup() -> None:
    assert pieces("<plaintext><b>") == [("open", "<plaintext>"), ("text", "<b>")]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("&#102;entanyl", "fentanyl"),
        ("&#x66;ent", "fent"),
        ("a&nbsp;b", "a\xa0b"),
        ("AT&T", "AT&T"),
        ("&unknownthing;", "&unknownthing;"),
        ("a \n\t b", "a b"),
        ("a\nb", "a b"),
        ("fen\0tanyl", "fentanyl"),
        ("&#0;&#xD800;&#99999999;", "\ufffd\ufffd\ufffd"),
        ("&#" + "9" * 9000 + ";", "\ufffd" + "9" * 8990 + ";"),
    ],
)
def test_entities_are_decoded_and_white_space_is_drawn_together(source: str, shown: str) -> None:
    passage = Passage("body")
    decode_into(passage, source, 0, len(source))
    assert passage.text == shown


@given(st.text(alphabet="<>/!-='\" abp&#;1x\0\n", max_size=60))
def test_the_pieces_of_any_page_lie_in_order_and_never_overlap(page: str) -> None:
    at = 0
    for token in tokens(page):
        assert at <= token.start < token.end <= len(page)
        at = token.end


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<a ",
        "<a b='",
        "<",
        "</",
        "<!",
        "<script>",
        "<script></scrip",
        "<div>",
        "</p>",
        "<a b=",
        "&#",
        "<?",
        "<a\0",
    ],
)
def test_a_hostile_page_is_read_in_one_pass(piece: str) -> None:
    page = piece * (600_000 // len(piece))
    started = time.perf_counter()
    for _ in tokens(page):
        pass
    assert time.perf_counter() - started < 20


def test_a_token_without_attributes_has_none() -> None:
    assert Token("text", 0, 1).attributes == {}
