from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cases.licences import licence_cells
from tests.shipped import REGISTER
from tests.store.drawing import EACH, WORKERS, tries

from penstock.cases.authorisations import read_authorisation
from penstock.kernel.errors import NotAllowed, Overdrawn, UnknownId, UsageError
from penstock.store import trail
from penstock.store.cases import Cases
from penstock.store.draws import Balance, Draws

if TYPE_CHECKING:
    from penstock.store.accounts import Accounts
    from penstock.store.store import Store

DAY = date(2026, 5, 4)
ACTOR = "shell:test"
ROOT = Path(__file__).parents[2]


def opened(store: Store, **changed: Any) -> str:  # noqa: ANN401  # a cell of any sort of file
    one = read_authorisation(licence_cells(**changed), REGISTER)
    return Cases(store).open(ACTOR, "authorisation", msgspec.to_builtins(one), key=one.key).id


def drawn(  # noqa: PLR0913  # what is drawn, by what, and when
    store: Store,
    of: str,
    consignment: str,
    quantity: str,
    unit: str = "kg",
    *,
    item: int = 1,
    on: date = DAY,
    actor: str = ACTOR,
) -> Balance:
    told = {"consignment": consignment, "unit": unit}
    return Draws(store).draw(actor, of, item=item, quantity=Decimal(quantity), on=on, **told)


KG = {kg: Decimal(kg) for kg in (1, 9, 40, 60, 100_000)}


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
    assert Draws(store).at_hand() == []
    cases.take(ACTOR, of, "resume", version=2, detail={"note": "it is in order"})
    assert drawn(store, of, "C1", "1").left == 99
    assert [one.id for one in Draws(store).at_hand()] == [of]


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
    found: list[bool] = []
    start = threading.Barrier(WORKERS)

    def work(worker: int) -> None:
        start.wait()
        found.extend(tries(store, of, f"T{worker}"))

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    _holds(store, of, found)


def test_processes_that_draw_at_once_never_overdraw(store: Store) -> None:
    of = opened(store, quantity="10")
    url = store.engine.url.render_as_string(hide_password=False)
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.store.drawing", url, of, f"P{worker}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        for worker in range(WORKERS)
    ]
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    told = [worker.communicate(timeout=120)[0] for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * WORKERS
    _holds(store, of, [word == "True" for line in told for word in line.split()])


def test_one_item_that_is_drawn_by_many_at_once_draws_once(store: Store) -> None:
    of = opened(store, quantity="10")
    found: list[bool] = []
    start = threading.Barrier(WORKERS)

    def work() -> None:
        start.wait()
        found.append(drawn(store, of, "C1", "3").is_new)

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [False] * (WORKERS - 1) + [True]
    assert Draws(store).balance(of).drawn == 3


STEPS = st.lists(
    st.tuples(st.sampled_from("ABCD"), st.integers(1, 2), st.integers(1, 900), st.sampled_from(["g", "kg"])),
    max_size=12,
)


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
        fits = sum(model.values()) + grams <= granted if key not in model else model[key] == grams
        try:
            balance = drawn(store, of, consignment, str(quantity), unit, item=item)
        except UsageError:
            assert not fits
            continue
        assert fits
        assert balance.is_new == (key not in model)
        model.setdefault(key, grams)
        assert balance.drawn == sum(model.values()) <= granted
    assert Draws(store).balance(of).left == granted - sum(model.values())
