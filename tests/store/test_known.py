from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.cases.kept import DAY, PERMIT
from tests.cases.samples import lead_body

from penstock.store.cases import Case, Cases
from penstock.store.decisions import Decisions
from penstock.store.draws import Draws
from penstock.store.known import known

if TYPE_CHECKING:
    from tests.store.conftest import Ticking

    from penstock.store.accounts import Accounts
    from penstock.store.store import Store

STAMP = {"as_of": "2026-11-22", "register": "r1", "rosters": {}, "engine": "0.1.0"}
PASSED = {"checked_on": "2026-11-20", "tests": [], "stamp": {}}


def opened(store: Store, key: str, **changed: Any) -> Case:  # noqa: ANN401  # any JSON value
    return Cases(store).open("officer", "lead", lead_body(reference=key, **changed), key=key)


def sent(store: Store, case: Case) -> Case:
    ready = Cases(store).take("officer", case.id, "pass_precheck", version=case.version, detail={"precheck": PASSED})
    said = {"sent_on": "2026-11-21", "due": "2026-12-21"}
    return Cases(store).take("officer", case.id, "send", version=ready.version, detail=said)


def test_a_case_is_as_it_stood_at_the_moment(people: Accounts, clock: Ticking) -> None:
    store = people.store
    first = opened(store, "EX-1")
    before = known(store)
    sent(store, first)
    opened(store, "EX-2")
    now = known(store)
    assert [case.state for case in now.cases] == ["sent", "draft"]
    assert known(store, before.at) == before, "replayed from its steps, it is what was read then, byte for byte"
    (then,) = before.cases
    assert (then.state, then.version, then.body["sent_on"], then.due) == ("draft", 1, None, "2026-06-30")
    assert known(store, "2026-01-01T00:00:00.000000Z").cases == ()
    clock.at += timedelta(days=1)
    assert {case.digest() for case in known(store).cases} == {case.digest() for case in now.cases}
    assert before.cases[0].digest() != now.cases[0].digest()


def test_decisions_are_those_that_name_what_is_meant_and_were_kept_by_then(people: Accounts) -> None:
    store = people.store
    kept = Decisions(store)
    kept.keep("officer", {"subject": "Acetone 丙酮"}, STAMP, b"{}")
    kept.keep("officer", {"subject": "100%_pure"}, STAMP, b"{}")
    before = known(store, naming=["acetone"])
    kept.keep("officer", {"subject": "acetone again"}, STAMP, b"{}")
    assert known(store).decisions == ()
    assert [one.question["subject"] for one in before.decisions] == ["Acetone 丙酮"]
    assert known(store, before.at, ["acetone"]).decisions == before.decisions
    assert len(known(store, naming=["acetone"]).decisions) == 2
    assert len(known(store, naming=["丙酮"]).decisions) == 1
    assert known(store, naming=["100__pure"]).decisions == (), "no character of it is a wildcard"


def test_what_was_drawn_by_then_is_added_up(people: Accounts) -> None:
    store = people.store
    case = Cases(store).open("officer", "authorisation", PERMIT, key="L-1")
    assert known(store).cases[0].drawn is None
    draw(store, case.id, "c1", "2.5")
    between = known(store).at
    draw(store, case.id, "c2", "40")
    assert known(store).cases[0].drawn == "42.5"
    assert known(store, between).cases[0].drawn == "2.5"
    before = known(store).at
    Draws(store).give_back("approver", case.id, consignment="c2", item=1, reason="it did not go")
    assert known(store).cases[0].drawn == "2.5"
    assert known(store, before).cases[0].drawn == "42.5"


def draw(store: Store, case: str, consignment: str, kilograms: str) -> None:
    quantity = Decimal(kilograms)
    Draws(store).draw("officer", case, consignment=consignment, item=1, quantity=quantity, unit="kg", on=DAY)
