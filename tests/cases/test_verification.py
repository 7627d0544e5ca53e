from __future__ import annotations

from datetime import date
from typing import get_args

import msgspec
import pytest

from penstock.cases.verification import Evidence, Result, Verification, check_answer, results, told_to_sender
from penstock.kernel.errors import UsageError

ANSWER = Verification(
    result="lawful_trade",
    explanation="seen at the warehouse by two inspectors",
    for_sender="the goods were sold under licence 7",
    by="Example Narcotics Control Office",
    answered_on=date(2026, 11, 1),
    evidence=(Evidence(what="licence 7", where="file 12, shelf 3"),),
)


def test_every_result_has_a_meaning_and_counts_somehow() -> None:
    assert tuple(results()) == get_args(Result)
    assert all(one.means for one in results().values())
    assert {name for name, one in results().items() if one.counts == "confirmed"} == {"confirmed", "partly_confirmed"}
    assert {name for name, one in results().items() if one.counts == "left_out"} == {
        "insufficient_information",
        "declined",
    }


@pytest.mark.parametrize("result", get_args(Result))
def test_an_answer_that_has_to_rest_on_something_does(result: Result) -> None:
    check_answer(msgspec.structs.replace(ANSWER, result=result))
    bare = msgspec.structs.replace(ANSWER, result=result, evidence=())
    if results()[result].needs_evidence:
        with pytest.raises(UsageError, match=f"The answer '{result}' names no evidence"):
            check_answer(bare)
    else:
        check_answer(bare)


@pytest.mark.parametrize("name", ["explanation", "for_sender", "by"])
def test_an_answer_that_says_nothing_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match=f"The answer's {name} is empty"):
        check_answer(msgspec.structs.replace(ANSWER, **{name: "  "}))


def test_the_sender_is_told_the_result_and_not_what_the_office_keeps_to_itself() -> None:
    told = told_to_sender("EX-1", ANSWER)
    assert told == {
        "reference": "EX-1",
        "result": "lawful_trade",
        "means": "the goods were traded, and the law was kept",
        "answered_on": "2026-11-01",
        "text": "the goods were sold under licence 7",
        "evidence": ["licence 7"],
    }
