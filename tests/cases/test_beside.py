from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from penstock.cases.beside import beside, counted, rows_of
from penstock.cases.record import ClaimSaid
from penstock.kernel.errors import UsageError

if TYPE_CHECKING:
    from penstock.law.register import Register

DAY = date(2023, 6, 21)


def test_the_claim_of_21_june_2023_beside_the_register_substance_by_substance(register: Register) -> None:
    statement = register.packed.statements["cn-yu-haibin-2023-06-21"]
    chemicals = {(one.subject, one.place): one for one in beside(register, statement.claims[0], statement.day)}
    assert len(chemicals) == 30
    contradicted = {key for key, one in chemicals.items() if one.status == "contradicted"}
    assert contradicted == {
        *((subject, "UN") for subject in ("npp", "4-anpp", "4-ap", "1-boc-4-ap", "norfentanyl")),
        ("npp", "CN"),
        ("4-anpp", "CN"),
        *((subject, "MX") for subject in ("4-ap", "propionyl-chloride", "propionic-anhydride")),
    }
    assert chemicals["4-piperidone", "UN"].status == "consistent"
    assert chemicals["4-piperidone", "MX"].status == "unknown"
    text = chemicals["4-anpp", "UN"].texts[0]
    assert (text.since, text.citation) == ("2017-10-18", "CND decision 60/12, Table I")


def test_the_machines_one_by_one(register: Register) -> None:
    statement = register.packed.statements["cn-yu-haibin-2023-06-21"]
    machines = {(one.subject, one.place): one.status for one in beside(register, statement.claims[1], statement.day)}
    assert machines["tablet_press", "MX"] == machines["capsule_filler", "MX"] == "contradicted"
    assert machines["punch_die_mould", "MX"] == machines["tablet_press", "CN"] == "unknown"
    assert machines["tablet_press", "UN"] == "consistent"
    assert counted(beside(register, statement.claims[2], statement.day))["out_of_scope"] == 9


def test_a_class_and_a_party_on_their_days(register: Register) -> None:
    klass = ClaimSaid(predicate="scheduled_class", subjects=("cn-fentanyl-related-substances",), places=("CN",))
    assert [one.status for one in beside(register, klass, DAY)] == ["consistent"]
    assert [one.status for one in beside(register, klass, date(2019, 4, 30))] == ["contradicted"]
    party = ClaimSaid(predicate="listed", subjects=("cn-mps-institute-of-forensic-science",), places=("US", "CN"))
    assert [one.status for one in beside(register, party, DAY)] == ["consistent", "unknown"]
    assert beside(register, party, date(2023, 11, 16))[0].status == "contradicted"


@pytest.mark.parametrize(
    ("subject", "place", "status"),
    [("4-ap", "ZZ", "out_of_scope"), ("no-such", "CN", "out_of_scope"), ("4-ap", "CN", "contradicted")],
)
def test_what_the_register_does_not_hold_is_out_of_scope(
    register: Register, subject: str, place: str, status: str
) -> None:
    claim = ClaimSaid(predicate="regulated", subjects=(subject,), places=(place,))
    (row,) = beside(register, claim, DAY)
    assert row.status == status
    assert row.as_dict()["day"] == "2023-06-21"


def test_the_opposite_claim_stands_the_other_way_and_unknown_stays_unknown(register: Register) -> None:
    swapped = {"consistent": "contradicted", "contradicted": "consistent", "unknown": "unknown"}
    subjects = ("npp", "4-ap", "4-piperidone", "tablet_press", "phenethyl-bromide")
    one, other = (
        beside(register, ClaimSaid(predicate=predicate, subjects=subjects, places=("UN", "CN", "MX", "US")), DAY)
        for predicate in ("regulated", "not_regulated")
    )
    assert [swapped[row.status] for row in one] == [row.status for row in other]


def test_a_day_that_is_not_settled_has_to_be_given(register: Register) -> None:
    said = {"speaker": "Ann Lee", "day": "2023-06", "claims": []}
    with pytest.raises(UsageError, match="Give the day of law with --on"):
        rows_of(register, "x", said, None)
    assert rows_of(register, "x", said, date(2023, 6, 21))["claims"] == []
