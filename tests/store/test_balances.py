from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import event
from tests.store.drawn import ACTOR, KG, drawn, opened

from penstock.store.draws import Draws

if TYPE_CHECKING:
    from penstock.store.store import Store


def test_those_at_hand_say_what_is_left_and_what_items_drew_before(store: Store) -> None:
    of = opened(store, drawn="5")
    opened(store, number="EX-2")
    drawn(store, of, "C1", "60")
    drawn(store, of, "C2", "9")
    Draws(store).give_back(ACTOR, of, consignment="C2", item=1, reason="it did not go")
    at_hand = Draws(store).at_hand()
    assert [(one.number, one.drawn) for one in at_hand.authorisations] == [("EX-1", Decimal(65)), ("EX-2", Decimal(0))]
    assert [tuple(one) for one in at_hand.taken] == [("example authority EX-1", "C1", 1, KG[60])]
    before = at_hand.digest
    assert Draws(store).at_hand().digest == before
    drawn(store, of, "C3", "1")
    assert Draws(store).at_hand().digest != before


def test_the_authorisations_of_a_store_are_read_in_two_statements_however_many(store: Store) -> None:
    for nth in range(5):
        drawn(store, opened(store, number=f"EX-{nth}"), "C1", "60")
    said: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(store.engine, "before_cursor_execute", count)
    assert len(Draws(store).at_hand().taken) == 5
    event.remove(store.engine, "before_cursor_execute", count)
    assert len([one for one in said if one.startswith("SELECT")]) == 2
