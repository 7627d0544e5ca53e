from __future__ import annotations

import pytest

from penstock.reading.news import read_news
from penstock.reading.resolving import Voice, on_behalf


@pytest.mark.parametrize(
    ("role", "body"),
    [
        ("deputy head of the National Narcotics Control Commission", "National Narcotics Control Commission"),
        ("Chinese foreign ministry spokesman", "Chinese foreign ministry"),
        ("Secretary of State", "Department of State"),
        ("a fellow", None),
    ],
)
def test_a_role_says_for_whom_somebody_speaks(role: str, body: str | None) -> None:
    assert on_behalf(Voice("Ann Lee", "person", "Lee", role)) == body


def test_pronouns_mean_whom_the_text_spoke_of_and_fit() -> None:
    text = 'Tom Ray met Ms. Ann Lee. Ann Lee spoke first. "We agree," he said. "We do," she said.'
    assert [one.speaker.name for one in read_news(text, None).quotations] == ["Tom Ray", "Ann Lee"]


def test_it_means_a_body() -> None:
    text = 'The Port Authority closed a pier. "It is not safe," it said in a statement.'
    assert [one.speaker.name for one in read_news(text, None).quotations] == ["Port Authority"]
