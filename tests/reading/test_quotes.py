from __future__ import annotations

import pytest

from penstock.reading.prose import paragraphs
from penstock.reading.quotes import masked, quotations


def words(text: str) -> list[str]:
    return [one.words(text) for one in quotations(text, paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('He said "yes" and "no".', ["yes", "no"]),
        ("He said “yes, but ‘soon’”.", ["yes, but ‘soon’"]),
        ('“Opened curly, closed straight," he said.', ["Opened curly, closed straight,"]),
        (
            "'We don't know the firms' names,' she said, 'or the dogs.'",
            ["We don't know the firms' names,", "or the dogs."],
        ),
        ('"We call it the "pill press" case," he said.', ['We call it the "pill press" case,']),
        (
            "“The so-called “pill press” case is a farce,” he said. “No.”",
            ["The so-called “pill press” case is a farce,", "No."],
        ),
        (
            "“The so-called 'pill press' case, the 'lab' too,” he said.",
            ["The so-called 'pill press' case, the 'lab' too,"],
        ),
        ('\'The "lab" and the "press" are gone,\' she said.', ['The "lab" and the "press" are gone,']),
        ("“Never closed. “Closed,” he said.", ["Never closed.", "Closed,"]),
        ("The firms' lawyers don't agree in the '90s.", []),
        ("Dijo que es «una mentira» y “grave”.", ["una mentira", "grave"]),
        ("他说「不对」，又说“没有”。", ["不对", "没有"]),
        ('A 12" pipe and a 3" valve.', []),
        ('An empty "" mark.', []),
    ],
)
def test_marks_of_several_kinds(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_a_quotation_without_an_end_resumes_in_the_next_paragraph() -> None:
    text = "“One.\n\n“Two.”\n\nThree."
    one, two = quotations(text, paragraphs(text))
    assert one.goes_on
    assert two.resumes


def test_masking_keeps_every_character_in_its_place() -> None:
    text = 'He said "yes" twice.'
    outside = masked(text, quotations(text, paragraphs(text)))
    assert len(outside) == len(text)
    assert "yes" not in outside
    assert outside.startswith("He said ")
