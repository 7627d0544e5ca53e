from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from followthemoney import model
from tests.cases.kept import DAY, SINCE, STORE, UNTIL, ask

from penstock.cases.dossier import of_party, of_period
from penstock.cases.ftm import entities

if TYPE_CHECKING:
    from penstock.cases.listed import Known
    from penstock.law.register import Register


def checked(told: list[Any]) -> list[Any]:
    """Return entities that the library takes whole: every schema, property and value."""
    for one in told:
        schema = model.get(one["schema"])
        assert schema is not None
        schema.validate(one)
        assert model.get_proxy(one).id == one["id"]
        for name, values in one["properties"].items():
            assert all(schema.properties[name].type.validate(value) for value in values), (name, values)
    assert len({one["id"] for one in told}) == len(told)
    return told


def party(known: Known, register: Register, name: str) -> list[dict[str, Any]]:
    return checked(entities(register, of_party(known, STORE, ask(register, "party", name))))


def test_a_listed_company_has_its_sanction_and_its_topic(known: Known, register: Register) -> None:
    company, sanction = party(known, register, "cn-hebei-yaxin-restaurant-management")
    assert (company["schema"], company["properties"]["topics"]) == ("Company", ["sanction"])
    told = sanction["properties"]
    assert (sanction["schema"], told["startDate"], told["status"]) == ("Sanction", ["2023-10-03"], ["listed"])
    assert told["entity"] == [company["id"]]
    assert told["program"] == ["ILLICIT-DRUGS-EO14059"]


def test_one_taken_off_keeps_the_end_and_loses_the_topic(known: Known, register: Register) -> None:
    told = party(known, register, "cn-mps-institute-of-forensic-science")
    (ended,) = [one["properties"] for one in told if one["properties"].get("endDate")]
    assert ended["status"] == ["delisted"]
    assert all("topics" not in one["properties"] for one in told)


def test_a_charge_is_a_note_and_never_a_sanction(known: Known, register: Register) -> None:
    company, named = party(known, register, "cn-hubei-amarvel-biotech")
    assert (company["schema"], company["properties"]["topics"]) == ("Company", ["poi"])
    assert (named["schema"], named["properties"].get("topics")) == ("LegalEntity", None)
    assert all("allegation" in note for one in (company, named) for note in one["properties"]["notes"])


def test_what_was_notified_is_trade(known: Known, register: Register) -> None:
    made = of_period(known, STORE, ask(register, "period", since=SINCE, until=UNTIL, as_of=DAY))
    told = checked(entities(register, made))
    (trade,) = [one["properties"] for one in told if one["schema"] == "EconomicActivity"]
    assert (trade["departureCountry"], trade["destinationCountry"]) == (["cn"], ["mx"])
    assert trade["goodsDescription"] == ["25.5 kg 4-anilinopiperidine"]
    assert not [one for one in told if any("crime" in topic for topic in one["properties"].get("topics", []))]
    assert "parcel examination" not in str(told), "who told of a lead is left out"


@pytest.mark.parametrize("name", ["cn-hubei-amarvel-biotech", "cn-hebei-yaxin-restaurant-management"])
def test_the_same_document_gives_the_same_entities(known: Known, register: Register, name: str) -> None:
    assert party(known, register, name) == party(known, register, name)
