from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from tests.cases.licences import licence_cells
from tests.shipped import REGISTER

from penstock.cases.authorisations import COVERS, KINDS, Counterparty, Covered, read_authorisation
from penstock.cases.kinds import checked
from penstock.kernel.errors import UsageError

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def test_a_row_is_read_whole() -> None:
    one = read_authorisation(licence_cells(drawn="0.5", salts="yes", conditions="keep records"), REGISTER)
    assert one.covers == (Covered("4-anpp"),)
    assert one.counterparties == (Counterparty("MX", "Ejemplo Quimica SA"),)
    assert (one.quantity, one.drawn, one.salts) == (Decimal(100), Decimal("0.5"), True)
    assert (one.valid_from, one.valid_until) == (date(2026, 1, 1), date(2026, 12, 31))
    assert one.key == "example authority EX-1"
    assert one.said == "licence EX-1 of Example Authority"


def test_lists_may_be_lists_and_any_and_unlimited_are_said() -> None:
    cells = licence_cells(stages=["import", "transport"], substances=["npp", "4-anpp"], counterparties="any")
    one = read_authorisation(cells | {"quantity": "unlimited", "unit": ""}, REGISTER)
    assert one.stages == ("import", "transport")
    assert [covered.subject for covered in one.covers] == ["npp", "4-anpp"]
    assert one.counterparties is None
    assert one.quantity is None
    anybody = read_authorisation(licence_cells(counterparties="|MX; Otra SA | AR"), REGISTER)
    assert anybody.counterparties == (Counterparty("MX"), Counterparty("AR", "Otra SA"))


def test_a_salt_that_is_named_is_covered_as_that_salt() -> None:
    one = read_authorisation(licence_cells(substances="piperidine hydrochloride"), REGISTER)
    (covered,) = one.covers
    assert covered.subject == "piperidine"
    assert covered.form is not None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"colour": "white"}, "There is no column 'colour'"),
        ({"number": ""}, "number is empty"),
        ({"counterparties": ""}, "counterparties is empty. Write NAME|COUNTRY"),
        ({"counterparties": "Ejemplo"}, "'Ejemplo' has no country"),
        ({"counterparties": "Ejemplo|Mexico"}, "no code of a country"),
        ({"quantity": ""}, "or 'unlimited'"),
        ({"quantity": "-1"}, "quantity is '-1'"),
        ({"quantity": "0"}, "quantity is '0'"),
        ({"quantity": "NaN"}, "quantity is 'NaN'"),
        ({"drawn": "some"}, "drawn is 'some'"),
        ({"unit": ""}, "The quantity has no unit"),
        ({"kind": "permission"}, "kind says 'permission'"),
        ({"stages": "export;sea"}, "stages says 'sea'"),
        ({"jurisdiction": "United States"}, "no code of a country"),
        ({"substances": "a made up liquid"}, "no substance that the register knows"),
        ({"salts": "perhaps"}, "salts says 'perhaps'"),
        ({"valid_from": "1 May 2026"}, "valid_from: '1 May 2026' is not a day"),
        ({"valid_until": "2025-12-31"}, "before it begins on 2026-01-01"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_authorisation(licence_cells(**changed), REGISTER)
    assert said in str(refused.value)
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"valid_until": "2025-01-01"}, "before it begins"),
        ({"stages": []}, "It lacks its number"),
        ({"quantity": "-5"}, "Its quantity is -5"),
        ({"drawn": "NaN"}, "NaN are drawn"),
        ({"unit": " "}, "has no unit"),
        ({"kind": "permission"}, "This is no authorisation"),
    ],
)
def test_a_case_of_one_is_checked_as_well(changed: dict[str, Any], said: str) -> None:
    body = msgspec.to_builtins(read_authorisation(licence_cells(), REGISTER))
    assert checked("authorisation", "open", body, NOW) == body
    with pytest.raises(UsageError, match=said):
        checked("authorisation", "open", body | changed, NOW)


def test_every_kind_has_a_holder_and_a_word_and_meets_a_duty() -> None:
    assert set(COVERS.kinds) == set(COVERS.words) == set(KINDS)
    assert {kind for kinds in COVERS.duties.values() for kind in kinds} == set(KINDS)
    outcome = {row.duty: row.outcome for row in REGISTER.packed.decision_table.rows if row.finding == "obligation"}
    assert set(COVERS.duties) == {duty for duty, said in outcome.items() if said == "licence"}
