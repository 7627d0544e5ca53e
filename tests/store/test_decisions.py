from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

import penstock
from penstock.kernel.errors import StoreError, UnknownId, UsageError
from penstock.store.decisions import Asked, Decisions
from penstock.store.trail import rows_of, verify

if TYPE_CHECKING:
    from penstock.store.store import Store

STAMP = {"as_of": "2026-11-22", "register": "r1", "rosters": {}, "engine": "0.1.0"}


def answered(question: dict[str, Any], stamp: dict[str, Any]) -> bytes:
    """Answer as ``penstock check --json`` does."""
    answer = penstock.check(question["subject"], jurisdictions=question["in"], on=stamp["as_of"])
    return json.dumps(answer.as_dict(), sort_keys=True).encode()


def test_a_decision_is_answered_again_to_the_same_bytes(store: Store) -> None:
    question = {"subject": "4-AP", "in": ["CN", "US"]}
    stamp = penstock.check("4-AP", jurisdictions=["CN", "US"], on="2026-11-22").as_dict()["stamp"]
    kept = Decisions(store).keep("ito", question, stamp, answered(question, stamp))
    again = Decisions(store).replay("ito", kept, answered, stamp)
    assert (again.is_same, again.absent) == (True, ())
    other = Decisions(store).replay("ito", kept, lambda _, stamp: answered({"subject": "NPP", "in": ["CN"]}, stamp), {})
    assert not other.is_same
    assert other.differs[0].startswith("/answers/0/")
    assert other.absent[0] == f"register {stamp['register']}"
    acts = [(row.act, json.loads(row.detail).get("same")) for row in rows_of(store, of=kept)]
    assert acts == [("decision.replayed", False), ("decision.replayed", True), ("decision.kept", None)]


def test_the_same_decision_is_kept_once_under_one_id(store: Store) -> None:
    kept = Decisions(store)
    first = kept.keep("ito", {"q": 1}, STAMP, b"answer")
    assert kept.keep("sato", {"q": 1}, dict(reversed(STAMP.items())), b"answer") == first
    others = [kept.keep("ito", {"q": 2}, STAMP, b"answer"), kept.keep("ito", {"q": 1}, STAMP, b"other")]
    others.append(kept.keep("ito", {"q": 1}, STAMP | {"engine": "2"}, b"answer"))
    assert len({first, *others}) == 4 == kept.count()
    assert kept.get(first).kept_by == "ito"
    assert [row.actor for row in rows_of(store, of=first)] == ["sato", "ito"]


@pytest.mark.parametrize("answer", [b"", b"\x00\xff", '{"名": "😀"}'.encode(), b"x" * 10**6])
def test_the_bytes_come_back_as_they_went_in(store: Store, answer: bytes) -> None:
    question = {"subject": "'); DROP TABLE decisions; -- \x00 \ud800", "名": [1.5, None, True]}
    found = Decisions(store).get(Decisions(store).keep("ito", question, STAMP, answer))
    assert (found.question, found.stamp, found.answer) == (question, STAMP, answer)


def test_many_are_kept_in_one_commit_or_none(store: Store) -> None:
    kept = Decisions(store)
    asked = [Asked({"q": number}, STAMP, b"answer") for number in range(1_000)]
    ids = kept.keep_many("ito", [*asked, asked[0]])
    assert ids[0] == ids[-1]
    assert kept.count() == 1_000
    assert kept.keep_many("ito", asked) == ids[:-1]
    assert kept.keep_many("ito", []) == []
    with pytest.raises(UsageError):
        kept.keep_many("ito", [Asked({"q": "new"}, STAMP, b"x"), Asked({"q": b"bytes"}, STAMP, b"x")])
    assert kept.count() == 1_000
    assert [row.of for row in rows_of(store, limit=2)] == ["decisions", "decisions"]


@pytest.mark.parametrize("stamp", [{}, STAMP | {"rosters": None}, STAMP | {"register": 1}, {**STAMP, "as_of": None}])
def test_a_stamp_that_replays_nothing_is_refused(store: Store, stamp: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="stamp"):
        Decisions(store).keep("ito", {}, stamp, b"")


@pytest.mark.parametrize("decision", ["", "0" * 64, "' OR 1=1 --", "%"])
def test_an_id_that_is_not_there_is_told(store: Store, decision: str) -> None:
    Decisions(store).keep("ito", {}, STAMP, b"")
    with pytest.raises(UnknownId, match="There is no decision"):
        Decisions(store).get(decision)


def test_a_decision_changed_behind_the_program_s_back_is_told(store: Store) -> None:
    kept = Decisions(store).keep("ito", {"q": 1}, STAMP, b"hold")
    with store.writing() as connection:
        connection.execute(text("UPDATE decisions SET answer = :answer"), {"answer": b"clear"})
    with pytest.raises(StoreError, match="was changed after it was kept"):
        Decisions(store).get(kept)


def test_decisions_are_listed_page_by_page(store: Store) -> None:
    kept = Decisions(store)
    together = kept.keep_many("ito", [Asked({"q": number}, STAMP, b"") for number in range(5)])
    last = kept.keep("ito", {"q": "last"}, STAMP, b"")
    listed, until = [], None
    while page := kept.latest(limit=2, until=until):
        listed += [one.id for one in page]
        until = (page[-1].kept_at, page[-1].id)
    assert listed == [last, *sorted(together, reverse=True)]
    assert kept.latest(limit=1)[0].question == {"q": "last"}


def test_the_decisions_that_a_change_of_law_may_touch_are_found(store: Store) -> None:
    kept = Decisions(store)
    now = kept.keep("ito", {"q": 1}, STAMP | {"register": "r2", "rosters": {"un-sc": "u2"}}, b"")
    older = kept.keep("ito", {"q": 2}, STAMP, b"")
    roster = kept.keep("ito", {"q": 3}, STAMP | {"register": "r2", "rosters": {"un-sc": "u1"}}, b"")
    gone = kept.keep("ito", {"q": 4}, STAMP | {"register": "r2", "rosters": {"eu-fsf": "e1"}}, b"")
    bare = kept.keep("ito", {"q": 5}, STAMP | {"register": "r2"}, b"")
    found = {one.id for one in kept.of_other_law("r2", {"un-sc": "u2"})}
    assert found == {older, roster, gone}
    assert not found & {now, bare}
    assert kept.of_other_law("r2", {"un-sc": "u2"}, limit=1)[0].id == gone


def test_the_trail_and_the_decisions_are_one_commit(store: Store) -> None:
    before = len(rows_of(store))
    with pytest.raises(UsageError):
        Decisions(store).keep("ito\x00", {"q": 1}, STAMP, b"")
    assert Decisions(store).count() == 0
    assert len(rows_of(store)) == before
    assert verify(store) == []
