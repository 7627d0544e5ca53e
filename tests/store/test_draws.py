from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.drawing import EACH, WORKERS, tries
from tests.store.drawing_run import drawings, draws_run, gives_back
from tests.store.drawn import ACTOR, KG, at_once, drawn, in_processes, opened

from penstock.kernel.errors import Conflict, NotAllowed, Overdrawn, UnknownId, UsageError
from penstock.store import trail
from penstock.store.cases import Cases
from penstock.store.draws import Draws

if TYPE_CHECKING:
    from penstock.store.accounts import Accounts
    from penstock.store.store import Store


def test_two_consignments_draw_and_the_second_is_told_what_is_over(store: Store) -> None:
    of = opened(store)
    first = drawn(store, of, "C1", "60")
    assert (first.drawn, first.left, first.draws, first.is_new) == (KG[60], KG[40], 1, True)
    with pytest.raises(Overdrawn) as refused:
        drawn(store, of, "C2", "60")
    assert (refused.value.left, refused.value.asked, refused.value.code) == ("40", "60", "overdrawn")
    assert "20 kg over" in refused.value.remedy
    assert drawn(store, of, "C2", "40000", "g").left == 0
    assert [(one.consignment, one.item, one.quantity) for one in Draws(store).of(of)] == [
        ("C1", 1, KG[60]),
        ("C2", 1, KG[40]),
    ]
    acts = [(row.act, row.of) for row in trail.rows_of(store, of=of)]
    assert acts == [
        ("authorisation.drawn", of),
        ("authorisation.refused", of),
        ("authorisation.drawn", of),
        ("authorisation.opened", of),
    ]
    assert trail.verify(store) == []


def test_the_same_again_draws_nothing_more_and_another_quantity_is_refused(store: Store) -> None:
    of = opened(store)
    drawn(store, of, "C1", "60")
    again = drawn(store, of, "C1", "60000", "g")
    assert (again.is_new, again.drawn) == (False, KG[60])
    with pytest.raises(UsageError, match="C1/1 drew 60 kg already"):
        drawn(store, of, "C1", "61")
    assert drawn(store, of, "C1", "1", item=2).drawn == 61


def test_what_was_drawn_before_it_was_kept_counts(store: Store) -> None:
    of = opened(store, drawn="95")
    with pytest.raises(Overdrawn, match="has 5 kg left"):
        drawn(store, of, "C1", "6")
    assert drawn(store, of, "C1", "5").as_dict()["left"] == "0"


def test_without_a_limit_it_is_counted_and_never_overdrawn(store: Store) -> None:
    of = opened(store, quantity="unlimited", unit="")
    balance = drawn(store, of, "C1", "100000", "t")
    assert (balance.left, balance.drawn) == (None, KG[100_000])
    assert balance.as_dict()["granted"] is None


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"on": date(2027, 1, 1)}, "holds from 2026-01-01 to 2026-12-31, and the shipment is of 2027-01-01"),
        ({"on": date(2025, 12, 31)}, "the shipment is of 2025-12-31"),
        ({"quantity": "0"}, "nothing that can be drawn"),
        ({"quantity": "-1"}, "nothing that can be drawn"),
        ({"quantity": "NaN"}, "nothing that can be drawn"),
        ({"quantity": "1e-12"}, "nothing that can be drawn"),
        ({"quantity": "1e12"}, "nothing that can be drawn"),
        ({"item": 0}, "nothing that can be drawn"),
        ({"unit": "litres"}, "counts in kg, and 'litres' cannot be turned into that"),
    ],
)
def test_what_cannot_be_drawn_is_refused_and_stands_in_the_trail(store: Store, more: dict[str, Any], said: str) -> None:
    of = opened(store)
    told = {"quantity": "1", "unit": "kg"} | more
    with pytest.raises(UsageError, match=said):
        drawn(store, of, "C1", **told)
    assert Draws(store).balance(of).draws == 0
    assert trail.rows_of(store, of=of)[0].act == "authorisation.refused"


def test_a_suspended_one_may_not_be_relied_on(store: Store) -> None:
    of, cases = opened(store), Cases(store)
    cases.take(ACTOR, of, "suspend", version=1, detail={"note": "asked by the authority"})
    with pytest.raises(UsageError, match="is suspended: it may not be relied on"):
        drawn(store, of, "C1", "1")
    assert Draws(store).active() == []
    cases.take(ACTOR, of, "resume", version=2, detail={"note": "it is in order"})
    assert drawn(store, of, "C1", "1").left == 99
    assert [one.id for one in Draws(store).active()] == [of]


def test_only_an_officer_draws_and_only_on_an_authorisation(store: Store, people: Accounts) -> None:
    of = opened(store)
    assert drawn(store, of, "C1", "1", actor="officer").drawn == 1
    with pytest.raises(NotAllowed, match="takes the role 'officer'"):
        drawn(store, of, "C2", "1", actor="viewer")
    people.disable(ACTOR, "officer")
    with pytest.raises(NotAllowed):
        drawn(store, of, "C2", "1", actor="officer")
    with pytest.raises(UnknownId):
        drawn(store, "none", "C2", "1")
    with pytest.raises(UnknownId):
        Draws(store).of("none")


def test_a_rounded_draw_never_counts_less_than_it_is(store: Store) -> None:
    of = opened(store, quantity="1", unit="lb")
    with pytest.raises(Overdrawn):
        drawn(store, of, "C1", "453.59237001", "g")
    assert drawn(store, of, "C1", "453.59237", "g").left == 0


def _holds(store: Store, of: str, got: list[bool]) -> None:
    """See that 10 kg bore three draws of 3 kg, however many were tried at once, and the trail says the same."""
    balance = Draws(store).balance(of)
    assert (sum(got), balance.draws, balance.drawn, balance.left) == (3, 3, KG[9], KG[1])
    acts = [row.act for row in trail.rows_of(store, of=of, limit=1000)]
    assert acts.count("authorisation.drawn") == 3
    assert acts.count("authorisation.refused") == WORKERS * EACH - 3
    assert trail.verify(store) == []


def test_threads_that_draw_at_once_never_overdraw(store: Store) -> None:
    of = opened(store, quantity="10")
    found = at_once([partial(tries, store, of, f"T{worker}") for worker in range(WORKERS)])
    _holds(store, of, [one for some in found for one in some])


def test_processes_that_draw_at_once_never_overdraw(store: Store) -> None:
    of = opened(store, quantity="10")
    told = in_processes(store, "drawing", *([of, f"P{worker}"] for worker in range(WORKERS)))
    _holds(store, of, [word == "True" for line in told for word in line.split()])


def _won_by_one(store: Store, of: str, said: list[str]) -> None:
    """See that one of two runs that each need more than half was drawn whole, and nothing of the other."""
    assert sorted(said) == ["drew 2", "overdrawn"]
    rows = Draws(store).of(of)
    assert len({one.consignment[:1] for one in rows}) == 1
    assert [one.quantity for one in rows] == [Decimal(30)] * 2
    assert Draws(store).balance(of).left == 40
    assert trail.verify(store) == []


def test_two_runs_that_each_need_more_than_half_are_drawn_by_threads_and_one_wins(store: Store) -> None:
    of = opened(store)
    _won_by_one(store, of, at_once([partial(draws_run, store, of, run) for run in "AB"]))


def test_two_runs_that_each_need_more_than_half_are_drawn_by_processes_and_one_wins(store: Store) -> None:
    of = opened(store)
    _won_by_one(store, of, in_processes(store, "drawing_run", *(["draw", of, run] for run in "AB")))


def test_one_run_that_is_drawn_by_many_at_once_is_drawn_once(store: Store) -> None:
    of = opened(store)
    said = at_once([partial(draws_run, store, of, "A") for _ in range(WORKERS)])
    assert sorted(said) == ["drew 0"] * (WORKERS - 1) + ["drew 2"]
    assert Draws(store).balance(of).left == 40


def test_what_is_given_back_by_many_at_once_is_given_back_once(store: Store) -> None:
    of = opened(store)
    drawn(store, of, "C1", "60")
    said = at_once([partial(gives_back, store, of, "C1") for _ in range(WORKERS)])
    said += in_processes(store, "drawing_run", *(["return", of, "C1"] for _ in range(2)))
    assert sorted(said) == ["already_changed"] * (WORKERS + 1) + ["gave back"]
    balance = Draws(store).balance(of)
    assert (balance.drawn, balance.returned, balance.left) == (KG[60], KG[60], KG[100])


def test_one_item_that_is_drawn_by_many_at_once_draws_once(store: Store) -> None:
    of = opened(store, quantity="10")
    found = [one.is_new for one in at_once([partial(drawn, store, of, "C1", "3")] * WORKERS)]
    assert sorted(found) == [False] * (WORKERS - 1) + [True]
    assert Draws(store).balance(of).drawn == 3


def test_a_run_is_drawn_whole_over_several_licences_or_not_at_all(store: Store) -> None:
    first, second = opened(store), opened(store, number="EX-2", quantity="50")
    one, two = (Draws(store).balance(of).authorisation for of in (first, second))
    whole = [*drawings(one, "R", "30,30"), *drawings(two, "R", "50")]
    done = Draws(store).draw_all(ACTOR, whole, "a run")
    assert (done.new, done.before, [balance.left for balance in done.balances]) == (3, 0, [KG[40], 0])
    again = Draws(store).draw_all(ACTOR, whole, "a run")
    assert (again.new, again.before, [balance.left for balance in again.balances]) == (0, 3, [KG[40], 0])
    with pytest.raises(Overdrawn) as refused:
        Draws(store).draw_all(ACTOR, [*drawings(one, "S", "10,31"), *drawings(two, "S", "0.5")], "another")
    assert "EX-1 of Example Authority has 40 kg left, and 41 kg were to be drawn by 2 items" in refused.value.message
    assert "That is 1 kg over on EX-1, 0.5 kg over on EX-2" in refused.value.remedy
    assert (refused.value.left, refused.value.asked) == ("40", "41")
    assert [Draws(store).balance(of).left for of in (first, second)] == [KG[40], 0]
    acts = [row.act for row in reversed(trail.rows_of(store, of="a run"))]
    assert acts == ["authorisation.drawn_for", "authorisation.drawn_for"]
    assert [row.act for row in trail.rows_of(store, of="another")] == ["authorisation.refused"]
    assert trail.verify(store) == []


def test_an_item_of_a_run_that_was_given_back_is_drawn_again_with_it(store: Store) -> None:
    of = opened(store)
    whole = drawings(Draws(store).balance(of).authorisation, "R", "30,30")
    Draws(store).draw_all(ACTOR, whole, "a run")
    Draws(store).give_back(ACTOR, of, consignment="R-2", item=1, reason="it did not go")
    again = Draws(store).draw_all(ACTOR, whole, "a run")
    assert (again.new, again.before, again.balances[0].left) == (1, 1, KG[40])


STEPS = st.lists(
    st.tuples(st.sampled_from("ABCD"), st.integers(1, 2), st.integers(0, 900), st.sampled_from(["g", "kg"])),
    max_size=14,
)
"""What is drawn by which item; 0 stands for giving back what it drew."""


def _given_back(store: Store, of: str, key: tuple[str, int], model: dict[tuple[str, int], int]) -> dict[Any, int]:
    """Give back what an item drew, and return what is drawn then; it is refused where nothing of it stands."""
    try:
        Draws(store).give_back(ACTOR, of, consignment=key[0], item=key[1], reason="it did not go")
    except (UnknownId, Conflict):
        assert key not in model
    else:
        assert key in model
    return {of: grams for of, grams in model.items() if of != key}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.integers(1, 2_000_000))
def test_whatever_is_asked_in_whatever_order_the_sum_stays_within_the_grant(
    store: Store, asked: list[tuple[str, int, int, str]], granted: int
) -> None:
    Cases(store).queue("authorisation")
    number = f"EX-{len(trail.rows_of(store, limit=10_000))}"
    of = opened(store, number=number, quantity=str(granted), unit="g")
    model: dict[tuple[str, int], int] = {}
    for consignment, item, quantity, unit in asked:
        grams, key = quantity * (1000 if unit == "kg" else 1), (consignment, item)
        if not quantity:
            model = _given_back(store, of, key, model)
            continue
        fits = sum(model.values()) + grams <= granted if key not in model else model[key] == grams
        try:
            balance = drawn(store, of, consignment, str(quantity), unit, item=item)
        except UsageError:
            assert not fits
            continue
        assert fits
        assert balance.is_new == (key not in model)
        model.setdefault(key, grams)
        assert balance.net == sum(model.values()) <= granted
    assert Draws(store).balance(of).left == granted - sum(model.values())
