from __future__ import annotations

from typing import Any

import msgspec
import pytest
from tests.cases.samples import lead_body

from penstock.cases.duplicates import Earlier, duplicates, same_subject
from penstock.cases.leads import Goods, Lead, Subject

NAME = "Example Everbright Chemical Co., Ltd."


def lead(**changed: Any) -> Lead:  # noqa: ANN401  # any JSON value
    return msgspec.convert(lead_body(**changed), type=Lead)


def found(*others: Lead, state: str = "sent", **changed: Any) -> list[bool]:  # noqa: ANN401  # any JSON value
    earlier = [Earlier(str(place), state, one) for place, one in enumerate(others)]
    return [one.is_sure for one in duplicates(lead(**changed), earlier, goods_of)]


def goods_of(goods: Goods) -> frozenset[str]:
    return frozenset({goods.cas or goods.description})


def party(name: str, **numbers: str) -> dict[str, Any]:
    return {"kind": "party", "name": name, "identifiers": [{"scheme": k, "value": v} for k, v in numbers.items()]}


def test_the_same_party_goods_and_days_are_a_duplicate() -> None:
    assert found(lead()) == [True]
    assert found(lead(subject=party("Another Name GmbH", uscc="91350100 M000100Y43"))) == [True], "by the number"
    assert found(lead(subject=party("Example Everbright Chemical Company Limited"))) == [True], "by the name"
    assert found(lead(period={"since": "2026-03-31", "until": "2026-05-01"})) == [True], "one day is shared"
    assert found(lead(period=None)) == [True], "it may be about any day"


@pytest.mark.parametrize(
    "changed",
    [
        {"subject": party("Example Northern Textile Mill SA")},
        {"subject": party(NAME, uscc="91110000600037341L")},
        {"subject": {"kind": "account", "name": NAME}},
        {"goods": [{"description": "tablet press"}]},
        {"goods": []},
        {"period": {"since": "2026-04-01", "until": "2026-05-01"}},
    ],
)
def test_another_party_other_goods_or_other_days_are_none(changed: dict[str, Any]) -> None:
    assert found(lead(**changed)) == []


def test_a_name_that_is_near_may_be_the_same_and_a_withdrawn_lead_does_not_count() -> None:
    near = lead(subject=party("Example Evergreen Chemical Co Ltd"))
    assert found(near, lead()) == [True, False], "the sure one first"
    assert found(lead(), state="withdrawn") == []


def test_subjects_that_are_no_parties_are_told_by_what_they_are_known_by() -> None:
    one = Subject(kind="account", name="GB82 WEST 1234 5698 7654 32")
    assert same_subject(one, Subject(kind="account", name="gb82west12345698765432")) == "same"
    assert same_subject(one, Subject(kind="account", name="GB82 WEST 1234 5698 7654 33")) == "other"
    assert same_subject(Subject(kind="party", name="Ltd"), Subject(kind="party", name="LTD.")) == "same"
