from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from penstock.cases.referrals import Contact, ListingReferral, marks_of
from penstock.store.cases import Cases
from penstock.store.referrals import Referrals

if TYPE_CHECKING:
    from penstock.store.accounts import Accounts

TEXT = "Made-up offer of a substance in drums of every size, with a price and a word on how it is sent to you"


def listing(text: str = TEXT, **changed: Any) -> ListingReferral:  # noqa: ANN401  # of a referral
    told: dict[str, Any] = {"where": "https://example.org/1", "sha256": "a" * 64, "seen_on": date(2026, 11, 1)}
    told |= {"title": None, "outcome": "refer", "reasons": ("x",), "goods": ("4-piperidone",)}
    told |= {"contacts": (Contact(kind="email", value="a@example.org"),), "marks": marks_of(text)}
    return ListingReferral(**(told | changed))


def test_a_listing_that_was_taken_down_and_stands_again_is_the_same_case(people: Accounts) -> None:
    store = people.store
    first = Referrals(store).add("officer", listing())
    assert (first.case.state, first.again) == ("found", None)
    said = {"sent_to": "Example Marketplace", "sent_on": "2026-11-02", "due": "2026-11-09"}
    Cases(store).take("officer", first.case.id, "send", version=1, detail=said)
    Cases(store).take("officer", first.case.id, "take_down", version=2, detail={"down_on": "2026-11-05"})
    again = listing(where="https://example.org/2", sha256="b" * 64, seen_on=date(2026, 11, 20))
    told = Referrals(store).add("officer", again)
    assert (told.case.id, told.case.state) == (first.case.id, "reappeared")
    assert told.again is not None
    assert told.again.by == ("text", "contact")
    assert told.case.body["sightings"] == [
        {"seen_on": "2026-11-20", "where": "https://example.org/2", "sha256": "b" * 64, "by": ["text", "contact"]}
    ]
    assert Referrals(store).add("officer", again).case == told.case, "the same page on the same day says nothing new"


def test_a_listing_that_was_not_taken_down_stands_still(people: Accounts) -> None:
    first = Referrals(people.store).add("officer", listing())
    still = Referrals(people.store).add("officer", listing(seen_on=date(2026, 11, 3)))
    assert (still.case.id, still.case.state, len(still.case.body["sightings"])) == (first.case.id, "found", 1)
    assert Referrals(people.store).add("officer", listing()).case == still.case


def test_another_listing_is_another_case(people: Accounts) -> None:
    Referrals(people.store).add("officer", listing())
    other = listing("Quite other words of another seller on other goods", contacts=(), goods=("npp",), where="x")
    assert Referrals(people.store).add("officer", other).again is None
    assert len(Cases(people.store).queue("referral")) == 2
