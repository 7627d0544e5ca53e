from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from tests.cases.licences import licence_cells
from tests.shipped import REGISTER

from penstock.cases.authorisations import Authorisation, read_authorisation
from penstock.cases.drawing import AtHand, Drawing, Taken


def licence(**changed: str) -> Authorisation:
    return read_authorisation(licence_cells(**changed), REGISTER)


DRAWING = {
    "number": "EX-1",
    "issuer": "Example Authority",
    "terms": licence().terms,
    "consignment_id": "C1",
    "item_no": 1,
    "quantity": "60.5",
    "unit": "kg",
    "on": "2026-05-04",
}


def test_what_an_item_draws_names_its_authorisation_and_is_exact_as_json() -> None:
    one = msgspec.convert(DRAWING, Drawing)
    assert one.key == licence().key
    assert one.quantity == Decimal("60.5")
    assert msgspec.json.decode(msgspec.json.encode(one)) == DRAWING


@pytest.mark.parametrize(
    "changed", [{"item_no": 0}, {"item_no": 10**9}, {"quantity": "much"}, {"on": "soon"}, {"colour": "white"}]
)
def test_what_is_no_draw_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(DRAWING | changed, Drawing)


def test_terms_are_what_is_granted_and_not_what_is_drawn_of_it() -> None:
    one = licence()
    assert licence(drawn="40").terms == one.terms
    for changed in ({"quantity": "101"}, {"valid_until": "2027-12-31"}, {"counterparties": "any"}, {"salts": "yes"}):
        assert licence(**changed).terms != one.terms


def test_the_digest_is_of_what_is_left_and_of_what_items_drew() -> None:
    one = licence()
    found = {
        AtHand(()).digest,
        AtHand((one,)).digest,
        AtHand((licence(drawn="40"),)).digest,
        AtHand((licence(drawn="40"),), (Taken(one.key, "C1", 1, Decimal(40)),)).digest,
    }
    assert len(found) == 4
    assert AtHand((one,), file="f.csv", sha256="0" * 64).digest == AtHand((one,)).digest


def test_those_for_other_goods_and_what_others_drew_are_left_out() -> None:
    one, other = licence(), licence(number="EX-2", substances="57-13-6;108-24-7")
    taken = tuple(Taken(one.key, name, 1, Decimal(1)) for name in ("C1", "C2"))
    some = AtHand((one, other), taken).narrowed({"4-anpp"}, {"C1"})
    assert [auth.number for auth in some.authorisations] == ["EX-1"]
    assert [drew.consignment for drew in some.taken] == ["C1"]
    assert some.narrowed({"4-anpp"}, {"C1"}).digest == some.digest
    assert msgspec.json.decode(msgspec.json.encode(some), type=AtHand) == some
