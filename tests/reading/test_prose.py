from __future__ import annotations

from penstock.reading.prose import paragraphs, sentences
from penstock.reading.quotes import masked, quotations
from penstock.reading.speech import speech


def parts(text: str) -> list[str]:
    found = paragraphs(text)
    outside = masked(text, quotations(text, found))
    return [one.of(text) for p in found for one in sentences(outside, text, p, speech("en").verbs)]


def test_abbreviations_end_no_sentence() -> None:
    assert parts("Mr. Wang met Dr. Li of the U.S. Treasury at 3 p.m. on Monday. They talked.") == [
        "Mr. Wang met Dr. Li of the U.S. Treasury at 3 p.m. on Monday.",
        "They talked.",
    ]


def test_a_dateline_and_titles_begin_no_sentence() -> None:
    assert parts("WASHINGTON, Oct. 4, 2023 — Sen. Lee and Gov. Ray came No. 3 in the U.S. vote. They left.") == [
        "Sen. Lee and Gov. Ray came No. 3 in the U.S. vote.",
        "They left.",
    ]
    assert parts("México, 24 nov (Agencia).- La ministra viajó. Volvió.") == ["La ministra viajó.", "Volvió."]


def test_what_is_quoted_ends_the_sentence_around_it_only_where_that_ends_too() -> None:
    assert parts('"Stop. Now!" Wang said. "Go."') == ['"Stop. Now!" Wang said.', '"Go."']
    assert parts('He said "no." Then he left.') == ['He said "no."', "Then he left."]


def test_lines_broken_at_a_width_are_one_paragraph() -> None:
    wide = "\n".join(["a line of words that runs on and on up to a width of about seventy"] * 6)
    assert len(paragraphs(wide)) == 1
    assert len(paragraphs("One.\nTwo.\n\nThree.")) == 3
