from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.cases.referrals import (
    SAME_TEXT,
    Contact,
    ListingReferral,
    alike,
    check,
    marks_of,
    referred,
    seen_before,
)
from penstock.kernel.errors import UsageError
from penstock.reading.page import read_page
from penstock.reading.refer import Referrer

if TYPE_CHECKING:
    from penstock.law.register import Register

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
DAY = date(2026, 11, 22)
OFFER = """Example seller, made up. We offer 4-piperidone, CAS 41661-47-6, in stock, 25 kg drums, from our own works.
Price US$ 120 a kilogram, samples on request. Mail sales@chem-sample.example, WhatsApp: +1 202 555 0143."""


def listing(register: Register, text: str, **more: Any) -> ListingReferral:  # noqa: ANN401  # of a referral
    page = read_page(text, "text")
    record = Referrer(register, ["CN", "US"], DAY, "0").refer(page, "offer.txt", "0" * 64)
    return referred(record, page.passage("body").text, where="https://example.org/offer", seen_on=DAY, **more)


def test_what_reading_says_of_a_page_is_in_its_referral(register: Register) -> None:
    told = listing(register, OFFER, seller="Example seller")
    assert told.outcome == "refer"
    assert told.goods == ("4-piperidone",)
    assert told.sellers == ("Example seller",)
    assert Contact(kind="email", value="sales@chem-sample.example") in told.contacts
    assert told.stamp["register"] == register.digest
    check("open", told, NOW)
    assert msgspec.convert(msgspec.to_builtins(told), type=ListingReferral) == told


def test_the_same_listing_is_known_again_by_its_text_its_contact_or_its_seller(register: Register) -> None:
    first = [("r1", listing(register, OFFER, seller="Example Seller"))]
    moved = OFFER.replace("120", "135").replace("sales@chem-sample.example", "new@other.example").replace("0143", "9")
    assert [one.by for one in seen_before(listing(register, moved), first)] == [("text",)]
    words = "Quite other words about 4-piperidone here, nothing of the former. Mail sales@chem-sample.example today."
    assert [one.by for one in seen_before(listing(register, words), first)] == [("contact",)]
    seller = "Other words once more on 4-piperidone, of which there is plenty at this place."
    assert [one.by for one in seen_before(listing(register, seller, seller="EXAMPLE seller"), first)] == [("seller",)]
    (both,) = seen_before(listing(register, OFFER, seller="Example Seller"), first)
    assert both.by == ("text", "contact", "seller")


def test_other_goods_of_the_same_seller_and_other_sellers_of_the_same_goods_are_other_listings(
    register: Register,
) -> None:
    first = [("r1", listing(register, OFFER, seller="Example Seller"))]
    other = "We rent bicycles by the day at the lake. Mail sales@chem-sample.example or come and see us."
    assert seen_before(listing(register, other, seller="Example Seller"), first) == []
    stranger = "Plenty of 4-piperidone at our warehouse. Write to someone@elsewhere.example for a quotation."
    assert seen_before(listing(register, stranger), first) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"where": " "}, "where is empty"),
        ({"seen_on": "2027-01-01"}, "seen_on is 2027-01-01, which has not come yet"),
        ({"down_on": "2027-01-01"}, "down_on is 2027-01-01"),
        ({"sightings": [{"seen_on": "2027-01-01", "where": "x", "sha256": "0"}]}, "sightings.seen_on"),
    ],
)
def test_a_referral_that_cannot_be_is_refused(changed: dict[str, Any], words: str) -> None:
    body = {"where": "x", "sha256": "0", "seen_on": "2026-11-01", "title": None, "outcome": "refer"}
    body |= {"reasons": [], "goods": []}  # type: ignore[dict-item]  # lists beside texts
    with pytest.raises(UsageError, match=words):
        check("open", msgspec.convert(body | changed, type=ListingReferral), NOW)


TEXTS = st.text(min_size=1, max_size=400)


@given(TEXTS, TEXTS)
def test_how_alike_two_texts_are_is_one_number_in_either_order(one: str, other: str) -> None:
    found = alike(marks_of(one), marks_of(other))
    assert 0 <= found <= 1
    assert found == alike(marks_of(other), marks_of(one))
    if marks_of(one):
        assert alike(marks_of(one), marks_of(one)) == 1 >= SAME_TEXT


def test_case_digits_and_signs_make_no_other_text_and_nothing_is_like_nothing() -> None:
    assert marks_of("Price: 120 US$ a kilogram") == marks_of("PRICE 99 us$ A KILOGRAM!")
    assert alike("", "") == 0
