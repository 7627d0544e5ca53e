from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest
from tests.cases.kept import SINCE, STORE, UNTIL, ask

from penstock.cases.document import HEADS, Dossier
from penstock.cases.pack import pack
from penstock.kernel.errors import BadDay

if TYPE_CHECKING:
    from penstock.cases.listed import Known
    from penstock.law.register import Register


@pytest.fixture(scope="module")
def made(known: Known, register: Register) -> Dossier:
    return pack(known, STORE, ask(register, "pack", since=SINCE, until=UNTIL))


def told(made: Dossier, section: str, key: str, **of: str) -> float | None:
    found = made.section(section)
    assert found is not None
    (figure,) = [one for one in found.figures if one.key == key and one.of == of]
    return figure.value


def test_it_has_exactly_the_five_heads_and_the_sources(made: Dossier) -> None:
    assert tuple(one.name for one in made.sections) == (*HEADS, "sources")


def test_each_head_counts_its_own(made: Dossier) -> None:
    assert told(made, "situation", "leads") == 3
    assert told(made, "situation", "overdue") == 3
    assert told(made, "web_removal", "removals.down") == 1
    assert told(made, "web_removal", "removals.again") == 1
    assert told(made, "cases", "leads", result="entity_defunct") == 1
    assert told(made, "cases", "leads.share", basis="seizure") == 0.5
    assert told(made, "chemical_control", "notices") == 1
    assert told(made, "chemical_control", "overdue", kind="notification") == 1
    assert told(made, "chemical_control", "lag.days", subject="4-ap", place="CN") == 648
    assert told(made, "anti_money_laundering", "leads") == 1


def test_what_is_overdue_is_told_though_nothing_was_done_in_the_period(known: Known, register: Register) -> None:
    late = pack(known, STORE, ask(register, "pack", since=date(2026, 10, 1), until=UNTIL))
    assert told(late, "situation", "leads") == 0
    assert told(late, "cases", "overdue") == 1
    assert told(late, "chemical_control", "overdue") == 2
    early = pack(known, STORE, ask(register, "pack", since=SINCE, until=date(2026, 5, 22)))
    assert told(early, "situation", "overdue") == 0


def test_both_sides_statements_stand_in_it(known: Known, register: Register) -> None:
    made = pack(known, STORE, ask(register, "pack", since=date(2023, 1, 1), until=date(2023, 12, 31)))
    text = msgspec.json.encode(made.section("situation")).decode()
    assert '"side":"CN"' in text
    assert '"side":"US"' in text
    assert (told(made, "chemical_control", "claims", beside="contradicted") or 0) > 0


def test_no_red_lead_is_in_it_and_the_number_is_told(made: Dossier) -> None:
    assert "EX-4" not in msgspec.json.encode(made).decode()
    assert [(one.kind, one.limit, one.number) for one in made.head.left_out] == [("lead", "red", 1)]


def test_an_empty_period_is_refused(known: Known, register: Register) -> None:
    with pytest.raises(BadDay):
        pack(known, STORE, ask(register, "pack", since=UNTIL, until=SINCE))
