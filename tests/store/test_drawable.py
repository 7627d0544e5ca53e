from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from tests.store.drawing_run import drawings
from tests.store.drawn import ACTOR, KG, drawn, opened

from penstock.kernel.errors import Conflict, NotAllowed, UnknownId, UsageError
from penstock.store import trail
from penstock.store.cases import Cases
from penstock.store.draws import Draws

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.cases.drawing import Drawing
    from penstock.store.store import Store


@pytest.mark.usefixtures("people")
def test_a_shipment_that_did_not_go_is_given_back_once_and_may_be_drawn_again(store: Store) -> None:
    of, draws = opened(store), Draws(store)
    drawn(store, of, "C1", "60", actor="officer")
    told: dict[str, Any] = {"consignment": "C1", "item": 1, "reason": "  The buyer withdrew.  "}
    with pytest.raises(NotAllowed, match="takes the role 'approver'"):
        draws.give_back("officer", of, **told)
    after = draws.give_back("approver", of, **told)
    assert (after.drawn, after.returned, after.left, after.draws) == (KG[60], KG[60], KG[100], 0)
    (row,) = draws.of(of)
    assert (row.returned_by, row.reason, row.stands) == ("approver", "The buyer withdrew.", False)
    with pytest.raises(Conflict, match="C1/1 drew was given back by approver at 2026"):
        draws.give_back("approver", of, **told)
    again = drawn(store, of, "C1", "40", actor="officer")
    assert (again.is_new, again.drawn, again.returned, again.left) == (True, KG[100], KG[60], KG[60])
    assert [(one.nth, one.quantity, one.stands) for one in draws.of(of)] == [(1, KG[60], False), (2, KG[40], True)]
    draws.give_back("approver", of, **told)
    assert draws.balance(of).left == 100
    acts = [(row.act, row.actor) for row in reversed(trail.rows_of(store, of=of))]
    assert acts[1:4] == [
        ("authorisation.drawn", "officer"),
        ("authorisation.refused", "officer"),
        ("authorisation.returned", "approver"),
    ]
    assert trail.verify(store) == []


GONE: dict[str, Any] = {"consignment": "C1", "item": 1, "reason": "it did not go"}


@pytest.mark.parametrize(
    ("told", "error", "said"),
    [
        ({"consignment": "C2"}, UnknownId, "C2/1 drew nothing of licence EX-1"),
        ({"item": 2}, UnknownId, "C1/2 drew nothing"),
        ({"reason": "  "}, UsageError, "Nothing says why"),
        ({"reason": "x" * 1001}, UsageError, "has 1,001 characters"),
        ({"reason": "\0"}, UsageError, "no text"),
    ],
)
def test_what_cannot_be_given_back_is_refused(
    store: Store, told: dict[str, Any], error: type[UsageError], said: str
) -> None:
    of = opened(store)
    drawn(store, of, "C1", "60")
    with pytest.raises(error, match=said):
        Draws(store).give_back(ACTOR, of, **GONE | told)
    assert Draws(store).balance(of).left == KG[40]
    with pytest.raises(UnknownId):
        Draws(store).give_back(ACTOR, "none", consignment="C1", item=1, reason="it did not go")


def test_what_was_drawn_is_given_back_whatever_became_of_the_licence(store: Store) -> None:
    of = opened(store)
    drawn(store, of, "C1", "60")
    Cases(store).take(ACTOR, of, "revoke", version=1, detail={"note": "taken away"})
    assert Draws(store).give_back(ACTOR, of, consignment="C1", item=1, reason="it did not go").left == 100


@pytest.mark.usefixtures("people")
def test_a_run_is_not_drawn_on_what_is_no_longer_what_it_was_held_against(store: Store) -> None:
    of = opened(store)
    one = Draws(store).balance(of).authorisation
    whole = drawings(one, "R", "30")

    def refused(some: Sequence[Drawing], actor: str = ACTOR) -> str:
        with pytest.raises((UsageError, NotAllowed)) as error:
            Draws(store).draw_all(actor, some, "a run")
        assert Draws(store).of(of) == []
        return error.value.message

    assert "may not draw" in refused(whole, "viewer")
    others = [msgspec.structs.replace(whole[0], terms="another")]
    assert "is of other terms" in refused(others)
    absent = [msgspec.structs.replace(whole[0], number="EX-9")]
    assert "There is no authorisation 'EX-9' of Example Authority here." in refused([*whole, *absent])
    late = [msgspec.structs.replace(whole[0], on=date(2027, 1, 1))]
    assert "the shipment is of 2027-01-01" in refused(late)
    twice = [*whole, msgspec.structs.replace(whole[0], quantity=KG[9])]
    assert "R-1/1 drew 30 kg already." in refused(twice)
    for version, step, state in ((1, "suspend", "suspended"), (2, "revoke", "revoked")):
        Cases(store).take(ACTOR, of, step, version=version, detail={"note": "as asked"})
        assert f"is {state}" in refused(whole)
