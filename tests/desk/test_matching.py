from __future__ import annotations

import msgspec
import pytest
from tests.desk.conftest import DAY

from penstock.desk.answering import Answering
from penstock.desk.matching import Choice, Example, facets, match, search
from penstock.law.register import Register  # noqa: TC001  # pytest reads the annotation

AMARVEL = "Hubei Amarvel Biotech Co., Ltd."


@pytest.fixture(scope="module")
def answering(register: Register) -> Answering:
    return Answering(register)


@pytest.fixture(scope="module")
def every(answering: Answering) -> Choice:
    return Choice(datasets=frozenset(answering.parties.lists()))


def test_a_match_scores_as_the_answer_about_the_name_does(answering: Answering, every: Choice) -> None:
    (found,) = match(answering, Example("Company", {"name": [AMARVEL]}), DAY, every)
    answers = answering.parties.answers  # the plain way
    from penstock.screening.party_answers import PartyQuestion  # noqa: PLC0415  # here alone

    scores = [
        one.hit.comparison.score
        for answer in answers(PartyQuestion(name=AMARVEL, kind="company"), DAY)
        for one in answer.matches
    ]
    assert found["score"] == round(max(scores), 3)
    assert found["features"]["name"] == found["score"]
    assert not found["is_cleared"]


def test_a_schema_that_is_none_is_refused() -> None:
    told = b'{"schema": "%s", "properties": {"name": "x"}}'
    assert msgspec.json.decode(told % b"Vehicle", type=Example).schema == "Vehicle"
    with pytest.raises(msgspec.ValidationError, match="schema: use one of Address, Airplane, "):
        msgspec.json.decode(told % b"Nope", type=Example)


def test_the_best_of_several_names_counts(answering: Answering, every: Choice) -> None:
    one = Example("Company", {"name": "Amarvel Biotech", "alias": [AMARVEL, "Ltd."]})
    assert match(answering, one, DAY, every) == match(answering, Example("Company", {"name": AMARVEL}), DAY, every)


def test_a_search_puts_names_that_match_before_words(answering: Answering, every: Choice) -> None:
    found = search(answering, AMARVEL, DAY, every)
    assert found[0]["caption"] == AMARVEL
    assert {one["id"] for one in search(answering, "amarvel", DAY, every)} >= {found[0]["id"]}
    assert search(answering, "  ", DAY, every) == []


def test_facets_count_values(answering: Answering, every: Choice) -> None:
    found = search(answering, "amarvel", DAY, every)
    told = facets(found, ["countries", "schema", "datasets"])
    assert sum(value["count"] for value in told["schema"]["values"]) == len(found)
    assert {value["name"] for value in told["countries"]["values"]} >= {"cn"}
