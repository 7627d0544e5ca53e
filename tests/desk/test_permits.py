from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.desk.permits import licence

from penstock.desk.permits import permits_of
from penstock.store.cases import Cases
from penstock.store.trail import rows_of

if TYPE_CHECKING:
    from tests.desk.office import Office


def test_those_that_are_active_are_read_and_who_is_shown_one_stands_in_the_trail(office: Office) -> None:
    of, gone = licence(office, "Shown"), licence(office, "Gone")
    Cases(office.store).take("officer", gone, "surrender", version=1, detail={"note": "not needed"})
    permits = permits_of(office.store)
    assert len(permits.ids) == len(permits.at_hand.authorisations)
    assert of in permits.ids.values()
    assert gone not in permits.ids.values()
    permits.saw("viewer", ["example authority EX-Shown"])
    last = rows_of(office.store, of=of)[0]
    assert (last.actor, last.act) == ("viewer", "saw")
    with pytest.raises(KeyError):
        permits.saw("viewer", ["example authority EX-Gone"])
