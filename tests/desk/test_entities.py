from __future__ import annotations

from datetime import date

import pytest
from tests.desk.conftest import DAY

from penstock.desk.answering import Answering
from penstock.desk.entities import ABOVE, SCHEMATA, as_entity, is_a, record_of
from penstock.law.register import Register  # noqa: TC001  # pytest reads the annotation


@pytest.fixture(scope="module")
def answering(register: Register) -> Answering:
    return Answering(register)


def test_every_party_of_the_register_is_an_entity_with_its_names(answering: Answering, register: Register) -> None:
    for key, party in register.packed.parties.items():
        record = record_of(answering, key, DAY)
        assert record is not None
        entity = as_entity(answering, record)
        assert entity["schema"] == SCHEMATA[party.kind]
        assert entity["caption"] == party.name
        told = {
            name
            for kind in ("name", "alias", "previousName", "weakAlias")
            for name in entity["properties"].get(kind, ())
        }
        assert told == {name.name for name in party.names}
        assert all(code == code.lower() for code in entity["properties"]["country"])


def test_a_party_has_its_topic_while_it_is_listed(answering: Answering) -> None:
    def topics(day: date) -> list[str]:
        record = record_of(answering, "ca-djebelibak-bahman", day)
        assert record is not None
        found: list[str] = as_entity(answering, record)["properties"].get("topics", [])
        return found

    assert topics(DAY) == ["sanction"]
    assert topics(date(2023, 10, 2)) == []


def test_a_charge_is_no_sanction(answering: Answering) -> None:
    record = record_of(answering, "cn-hubei-amarvel-biotech", DAY)
    assert record is not None
    assert record.stands["us-charges"].verdict == "charged"
    assert "poi" in as_entity(answering, record)["properties"]["topics"]


def test_nobody_has_no_record(answering: Answering) -> None:
    assert record_of(answering, "us-ofac-sdn:1", DAY) is None
    assert record_of(answering, "", DAY) is None


def test_schemas_are_kinds_of_others() -> None:
    assert is_a("Company", ["Organization"])
    assert not is_a("Person", ["Organization"])
    assert set(SCHEMATA.values()) <= ABOVE.keys()
