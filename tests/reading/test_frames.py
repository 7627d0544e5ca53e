from __future__ import annotations

from penstock.reading.frames import after_quote, barrier, colon_before, frames_in, main_subject
from penstock.reading.prose import paragraphs
from penstock.reading.quotes import masked, quotations
from penstock.reading.speech import speech

EN = speech("en")


def frames(text: str) -> list[tuple[str, str | None]]:
    outside = masked(text, quotations(text, paragraphs(text)))
    return [(one.word, one.subject.text if one.subject else None) for one in frames_in(EN, outside, 0, len(text))]


def test_verbs_of_speech_have_their_subject() -> None:
    assert frames("Yu accused Washington of smearing and insisted that it stop.") == [
        ("accused", "Yu"),
        ("insisted", None),
    ]
    assert frames("Ann Lee, calling it late, said items mentioned in lists were old.")[-1] == ("said", "Ann Lee")


def test_a_verb_of_many_has_no_subject_that_is_one() -> None:
    assert frames("Export pledge schemes grew.") == []
    assert frames("Ministers pledge to come.")[0] == ("pledge", "Ministers")
    assert frames("Ann Lee would say no.")[0] == ("say", "Ann Lee")


def test_a_passive_in_a_closed_aside_is_not_that_of_the_verb() -> None:
    assert frames("An official, who declined to be named, called it late.")[-1] == ("called", "An official")


def test_nouns_and_participles_are_no_verbs() -> None:
    assert frames("The claims of the firm and the new calls for action are old.") == []
    assert frames("Sanctions denounced by Ann Lee remain.") == [("denounced", "Ann Lee")]


def test_a_possessive_noun_of_speech_has_an_owner() -> None:
    assert ("call", "Wang") in frames("Wang's call for restraint was heard.")


def test_what_follows_a_quotation_says_who_spoke() -> None:
    text = '"Yes," Ann Lee told reporters.'
    outside = masked(text, quotations(text, paragraphs(text)))
    frame = after_quote(EN, outside, 6, len(text))
    assert frame is not None
    assert frame.subject is not None
    assert frame.subject.name == "Ann Lee"
    assert after_quote(EN, " Prices fell on Monday.", 0, 22) is None


def test_but_and_while_part_clauses() -> None:
    text = "Trump said yes, but the deal is small"
    assert text[barrier(text, 0, len(text)) :] == "the deal is small"


def test_a_colon_names_a_speaker_only_alone() -> None:
    assert colon_before(EN, "Wang Wenbin: ", 0, 13) is not None
    assert colon_before(EN, "Wang had two points: ", 0, 21) is None


def test_the_main_subject_stands_behind_leading_phrases() -> None:
    found = main_subject(EN, "On Friday, in Geneva, Ann Lee signed the paper.", 0, 40)
    assert found is not None
    assert found.name == "Ann Lee"
