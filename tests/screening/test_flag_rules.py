from __future__ import annotations

from typing import Any

import pytest

from penstock.law.flag_records import (
    Case,
    DescriptionTest,
    ListedTerm,
    MassTest,
    PartyTest,
    ValueTest,
    WordList,
)
from penstock.screening.consignment import GoodsItem
from penstock.screening.decide import Finding
from penstock.screening.flag_rules import Condition, Facts, Met, Missing, ask, conditions_of, settled

WORDS = {
    "vague_terms": WordList(
        terms=tuple(
            ListedTerm(term=term, lang="en", source="a-text") for term in ("parts", "daily necessities", "gift")
        )
    ),
    "evasive_phrases": WordList(terms=(ListedTerm(term="safe customs passage", lang="en", source="a-text"),)),
}
PRESS = Met("tablet press", "goods_description", "press", 0, 5)


def facts(*findings: Finding, is_named: bool = False, **columns: Any) -> Facts:  # noqa: ANN401  # any column
    item = GoodsItem(consignment_id="1", item_no=1, **columns)
    origin = item.export_country or item.consignor_country
    destination = item.destination_country or item.consignee_country
    return Facts(item, findings, {"published": PRESS} if is_named else {}, origin, destination)


def answer(case: Case, known: Facts) -> tuple[Met, ...] | Missing | None:
    return ask(conditions_of(case, "published", WORDS), known)


def missing(*fields: str) -> Missing:
    return Missing(fields)


def test_goods_are_those_the_publication_speaks_of() -> None:
    case = Case(goods="spoken-of")
    assert answer(case, facts(is_named=True, goods_description="press")) == (PRESS,)
    assert answer(case, facts(goods_description="steel pipes")) is None
    assert answer(case, facts(commodity_code="8479.89")) == missing("goods_description", "cas_number", "smiles")


def test_the_ends_of_the_route_are_the_item_s_or_the_parties_countries() -> None:
    case = Case(from_=("CN",), to=("MX", "US"))
    assert answer(case, facts(export_country="CN", consignee_country="MX")) == (Met("from CN"), Met("to MX"))
    assert answer(case, facts(consignor_country="CN")) == missing("destination_country")
    assert answer(case, facts(export_country="DE")) is None, "no is no, whatever else is missing"
    assert answer(case, facts()) == missing("export_country", "destination_country")


def test_a_third_country_is_neither_end_of_the_route() -> None:
    case = Case(via="third-country")
    ends: dict[str, Any] = {"export_country": "CN", "destination_country": "MX"}
    assert answer(case, facts(**ends, transit_countries=("US", "MX"))) == (
        Met("by way of US", "transit_countries", "US"),
    )
    assert answer(case, facts(**ends, transit_countries=("MX",))) is None
    assert answer(case, facts(**ends)) == missing("transit_countries")


@pytest.mark.parametrize("text", ["parts", "Parts", " 12 PARTS.", "gifts", "parts, daily  necessities & gift", "Part"])
def test_a_description_of_nothing_but_vague_terms(text: str) -> None:
    met = answer(Case(description=DescriptionTest(only="vague_terms")), facts(goods_description=text))
    assert met == (Met(f"described as {text!r}", "goods_description", text, 0, len(text)),)


@pytest.mark.parametrize("text", ["auto parts", "parts for presses", "gift, steel pipes", "party", "12", "..."])
def test_a_description_that_says_more(text: str) -> None:
    assert answer(Case(description=DescriptionTest(only="vague_terms")), facts(goods_description=text)) is None


def test_a_phrase_anywhere_in_the_description_with_its_place() -> None:
    case = Case(description=DescriptionTest(has="evasive_phrases"))
    (met,) = answer(case, facts(goods_description="powder, Safe customs-passage!")) or (None,)
    assert isinstance(met, Met)
    assert (met.matched, met.start, met.end) == ("Safe customs-passage", 8, 28)
    assert answer(case, facts(goods_description="customs passage")) is None
    assert answer(case, facts()) == missing("goods_description")


def test_a_line_of_business_is_stated_by_the_name() -> None:
    case = Case(consignor=PartyTest(trade=("food", "textile"), trade_not=("chem",)))
    name = "Example Foods Ltd"
    assert answer(case, facts(consignor_name=name)) == (
        Met(f"consignor {name} (food)", "consignor_name", name, 0, len(name)),
    )
    assert answer(case, facts(consignor_name="Example Food Chemicals Ltd")) is None
    assert answer(case, facts(consignor_name="Example Steel Ltd")) is None
    assert answer(case, facts(consignor_name="Example Trading")) == missing("consignor_name")
    assert answer(case, facts(consignee_name=name)) == missing("consignor_name")


def test_a_party_that_reads_as_a_person() -> None:
    case = Case(consignee=PartyTest(looks="person"))
    assert isinstance(answer(case, facts(consignee_name="John Smith")), tuple)
    assert answer(case, facts(consignee_name="Example Ltd")) is None
    assert answer(case, facts(consignee_name="???")) == missing("consignee_name")
    assert answer(case, facts()) == missing("consignee_name")


def test_a_value_is_held_against_the_rule_in_its_own_currency_only() -> None:
    case = Case(value=ValueTest(currency="USD", at_most=800))
    assert answer(case, facts(declared_value=800.0, currency=" usd")) == (Met("800 USD", "declared_value", "800"),)
    assert answer(case, facts(declared_value=800.01, currency="USD")) is None
    assert answer(case, facts(declared_value=1.0, currency="CNY")) == missing("currency")
    assert answer(case, facts(declared_value=1.0)) == missing("currency")
    assert answer(case, facts(currency="USD")) == missing("declared_value")


def test_quantity_and_net_mass_are_compared_in_units_of_mass_only() -> None:
    case = Case(mass=MassTest(differs_by_percent=10))
    given: dict[str, Any] = {"net_mass_kg": 20.0, "quantity_unit": "g"}
    assert answer(case, facts(quantity=2000.0, **given)) == (Met("2000 g and 20 kg net", "quantity", "2000"),)
    assert answer(case, facts(quantity=21000.0, **given)) is None
    assert answer(case, facts(quantity=2.0, quantity_unit="drums", net_mass_kg=20.0)) == missing("quantity_unit")
    assert answer(case, facts(quantity=0.0, **given)) == missing("quantity")
    assert answer(case, facts(net_mass_kg=20.0)) == missing("quantity", "quantity_unit")


@pytest.mark.parametrize(("unit", "mass"), [("KG.", 2.0), ("公斤", 2.0), ("mg", 2e-6), ("吨", 2000.0), ("lb", 0.907)])
def test_units_of_mass_in_several_languages(unit: str, mass: float) -> None:
    case = Case(mass=MassTest(differs_by_percent=1))
    assert answer(case, facts(quantity=2.0, quantity_unit=unit, net_mass_kg=mass)) is None


def test_what_is_filled_in_and_what_is_not() -> None:
    case = Case(given=("consignee_address",), absent=("consignee_name",))
    said = "consignee_address without consignee_name"
    assert answer(case, facts(consignee_address="3 Street")) == (Met(said, "consignee_address"),)
    assert answer(case, facts(consignee_address="3 Street", consignee_name="Example")) is None
    assert answer(case, facts()) is None


def test_another_finding_of_the_item() -> None:
    case = Case(found=("name_cas",))
    found = Finding(code="name_cas", message="Name and number differ.", field="cas_number", matched="1", start=0, end=1)
    assert answer(case, facts(found)) == (Met("Name and number differ", "cas_number", "1", 0, 1),)
    assert answer(case, facts(Finding(code="open", message="open"))) is None


def test_the_route_and_empty_columns_are_settled_and_the_rest_is_left() -> None:
    case = Case(to=("US",), description=DescriptionTest(only="vague_terms"), consignee=PartyTest(looks="person"))
    tests = conditions_of(case, "published", WORDS)
    known = facts(destination_country="US", goods_description="parts")
    left = settled(tests, known)
    assert left is not None
    assert [isinstance(one, Condition) for one in left] == [False, True, False]
    assert left[0] == Met("to US")
    assert left[2] == missing("consignee_name")
    assert settled(tests, facts(destination_country="CA", goods_description="parts")) is None
    assert ask(left, known) == ask(tests, known)
