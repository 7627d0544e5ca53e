from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from penstock.kernel.errors import UnknownId
from penstock.store.visits import Visits

if TYPE_CHECKING:
    from penstock.store.accounts import Accounts


def test_the_last_visit_of_each_account_is_kept(people: Accounts) -> None:
    visits = Visits(people.store)
    assert visits.last("officer") is None
    visits.mark("officer", "r1", {"un-sc": "u1"})
    second = visits.mark("officer", "r2", {"un-sc": "u2", "eu-fsf": "e1"})
    visits.mark("viewer", "r1", {})
    assert visits.last("officer") == second
    assert second.rosters == {"un-sc": "u2", "eu-fsf": "e1"}


def test_the_law_that_was_seen_is_kept_beside_the_lists(people: Accounts) -> None:
    visits = Visits(people.store)
    assert visits.mark("officer", "r1", {"un-sc": "u1"}).law is None
    kept = visits.last("officer")
    assert kept is not None
    assert kept.law is None
    for law in (frozenset[str](), frozenset({"a1", "b2"})):
        assert visits.mark("officer", "r2", {"un-sc": "u1"}, law) == visits.last("officer")
        assert visits.last("officer") is not None
    last = visits.last("officer")
    assert last is not None
    assert (last.rosters, last.law) == ({"un-sc": "u1"}, frozenset({"a1", "b2"}))


def test_a_visit_of_nobody_is_refused(people: Accounts) -> None:
    with pytest.raises(UnknownId, match="no account 'nobody'"):
        Visits(people.store).mark("nobody", "r1", {})
    assert Visits(people.store).last("nobody") is None
