from __future__ import annotations

from datetime import date
from typing import Any

from penstock.screening.books import Hit
from penstock.screening.party_answers import ListAnswer, PartyMatch, PartyQuestion
from penstock.screening.rescreened import Move, Outcome, outcome
from penstock.screening.stands import Stand

ASKED = PartyQuestion(name="KESTREL BAY", country="PA")


def match(uid: str = "1", verdict: str = "listed", *, score: float = 0.9, **told: Any) -> PartyMatch:  # noqa: ANN401  # fields
    comparison: Any = type("Scored", (), {"score": score, "explanation": (), "is_near": False})()
    is_cleared = told.pop("is_cleared", False)
    hit = Hit("KESTREL BAY", f"NAME {uid}", "primary", comparison, uid=uid, party=told.pop("party", None))
    stand: Any = {"programmes": ("A", "B"), "since": date(2020, 1, 1), "verdict": verdict, **told}
    return PartyMatch(hit, Stand(**stand), is_cleared=is_cleared)


def answer(verdict: str, *matches: PartyMatch) -> ListAnswer:
    told: Any = {"verdict": verdict, "matches": matches}
    return ListAnswer(list="l", title="t", jurisdiction=None, vintage=None, age=None, note=None, **told)


def between(before: ListAnswer, after: ListAnswer) -> Outcome:
    found = outcome(ASKED, before, after)
    assert found is not None
    return found


def test_a_verdict_that_differs_is_a_flip_with_the_entry_that_did_it() -> None:
    found = between(answer("not_listed"), answer("listed", match("1")))
    assert (found.is_flip, found.before, found.after) == (True, "not_listed", "listed")
    assert found.moves == (Move(None, match("1")),) or found.moves[0].before is None
    (entry,) = found.as_dict()["entries"]
    assert (entry["uid"], entry["name"], entry["before"]) == ("1", "NAME 1", None)
    assert entry["after"]["verdict"] == "listed"


def test_answers_that_differ_in_order_notes_and_score_alone_are_the_same() -> None:
    before = answer("listed", match("1", notes=("On the list of 2021.",)), match("2"))
    after = answer("listed", match("2"), match("1", notes=("On the list of 2026.",), score=0.8, programmes=("B", "A")))
    assert outcome(ASKED, before, after) is None


def test_the_verdict_stays_while_another_entry_matches() -> None:
    before = answer("listed", match("1"), match("2", score=0.7))
    after = answer("listed", match("2", score=0.7), match("1", "not_listed"), match("3", score=0.95))
    found = between(before, after)
    assert not found.is_flip
    assert [(move.as_dict()["uid"], move.as_dict()["after"]["verdict"]) for move in found.moves] == [
        ("3", "listed"),
        ("1", "not_listed"),
    ]


def test_programmes_and_days_that_differ_are_told_from_both_sides() -> None:
    found = between(answer("listed", match()), answer("listed", match(programmes=("C",), until=date(2030, 1, 1))))
    (entry,) = found.as_dict()["entries"]
    assert (entry["before"]["programmes"], entry["after"]["programmes"]) == (["A", "B"], ["C"])
    assert (entry["before"]["until"], entry["after"]["until"]) == (None, "2030-01-01")
    assert list(found.as_dict()) == ["name", "kind", "country", "before", "after", "entries"]


def test_a_cleared_pair_that_is_open_again_is_told() -> None:
    found = between(answer("not_listed", match(is_cleared=True)), answer("listed", match()))
    assert (found.is_reopened, found.as_dict()["entries"][0]["is_reopened"]) == (True, True)
    closed = between(answer("listed", match()), answer("not_listed", match(is_cleared=True)))
    assert (closed.is_reopened, closed.is_flip) == (False, True)


def test_an_entry_that_the_register_knows_is_the_same_by_its_number() -> None:
    found = between(answer("unknown", match(verdict="unknown", party="p")), answer("listed", match(party="p")))
    assert [(move.before is None, move.after is None) for move in found.moves] == [(False, False)]
    assert outcome(ASKED, answer("listed", match("", party="p")), answer("listed", match("", party="q"))) is not None


def test_an_entry_that_is_no_match_any_more_is_shown_as_it_was() -> None:
    (entry,) = between(answer("listed", match()), answer("not_listed")).as_dict()["entries"]
    assert (entry["uid"], entry["before"]["verdict"], entry["after"]) == ("1", "listed", None)
