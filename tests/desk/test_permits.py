from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from tests.desk.permits import licence

from penstock.desk.permits import PermitDesk
from penstock.store.cases import Cases
from penstock.store.draws import Draws
from penstock.store.trail import rows_of

if TYPE_CHECKING:
    from tests.desk.office import Office


def test_those_that_are_active_are_read_and_who_is_shown_one_stands_in_the_trail(office: Office) -> None:
    of, gone = licence(office, "Shown"), licence(office, "Gone")
    Cases(office.store).take("officer", gone, "surrender", version=1, detail={"note": "not needed"})
    permits = PermitDesk(office.store).now()
    assert len(permits.ids) == len(permits.at_hand.authorisations)
    assert of in permits.ids.values()
    assert gone not in permits.ids.values()
    permits.saw("viewer", ["example authority EX-Shown"])
    last = rows_of(office.store, of=of)[0]
    assert (last.actor, last.act) == ("viewer", "saw")
    with pytest.raises(KeyError):
        permits.saw("viewer", ["example authority EX-Gone"])


def test_they_are_read_again_after_every_draw_return_and_step_and_not_before(office: Office) -> None:
    desk, draws = PermitDesk(office.store), Draws(office.store)
    of = licence(office, "Again")
    seen = [desk.now()]
    assert desk.now() is seen[0]

    def drawn() -> object:
        one = [auth for auth in desk.now().at_hand.authorisations if auth.number == "EX-Again"]
        seen.append(desk.now())
        assert desk.now() is seen[-1]
        return one[0].drawn if one else None

    draws.draw("officer", of, consignment="C", item=1, quantity=Decimal(60), unit="kg", on=date(2026, 5, 4))
    assert drawn() == 60
    draws.give_back("approver", of, consignment="C", item=1, reason="it did not go")
    assert drawn() == 0
    Cases(office.store).take("officer", of, "suspend", version=1, detail={"note": "as asked"})
    assert drawn() is None
    licence(office, "Another")
    desk.now()
    assert len({id(one) for one in [*seen, desk.now()]}) == 5
