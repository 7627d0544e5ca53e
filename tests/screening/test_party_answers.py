from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from penstock.screening.parties import PartyJudge
from penstock.screening.party_answers import PartyQuestion

if TYPE_CHECKING:
    from penstock.law.register import Register
    from penstock.screening.party_answers import ListAnswer

CONTRACT = {"list", "title", "jurisdiction", "verdict", "matches", "vintage", "vintage_age_days", "note"}
OF_A_MATCH = {
    "name",
    "input",
    "score",
    "explanation",
    "uid",
    "party",
    "programmes",
    "since",
    "until",
    "since_basis",
    "citation",
    "url",
    "ownership",
    "note",
}


def answers(register: Register, by_words: Any, name: str) -> tuple[ListAnswer, ...]:  # noqa: ANN401  # a search
    return PartyJudge(register, search=by_words).answers(PartyQuestion(name=name), date(2026, 11, 25))


def test_an_answer_and_its_matches_have_the_fields_of_the_contract(register: Register, by_words: Any) -> None:  # noqa: ANN401
    shown = [answer.as_dict() for answer in answers(register, by_words, "Guangzhou Tengyue Chemical")]
    assert all(set(one) == CONTRACT for one in shown)
    matches = [match for one in shown for match in one["matches"]]
    assert matches
    assert all(set(match) >= OF_A_MATCH for match in matches)
    assert json.loads(json.dumps(shown)) == shown


def test_an_unknown_first_day_is_said_as_that(register: Register, by_words: Any) -> None:  # noqa: ANN401
    first, *_ = answers(register, by_words, "Peng Bo")
    assert first.matches[0].as_dict()["since"] == "unknown"


def test_the_best_match_stands_first_and_one_on_a_weak_name_last(register: Register, by_words: Any) -> None:  # noqa: ANN401
    first, *_ = answers(register, by_words, "Hanhong")
    kept = [(match.hit.is_weak, -match.hit.comparison.score) for match in first.matches]
    assert kept == sorted(kept)
    assert len(kept) > 1
