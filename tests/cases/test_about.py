from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cases.kept import STORE, decision

from penstock.cases.about import about, party, substance

if TYPE_CHECKING:
    from penstock.law.register import Register


def test_a_party_is_named_by_any_spelling_that_matches() -> None:
    found = about(STORE, party(("Hubei Amarvel Biotech Co., Ltd.",), "cn-hubei-amarvel-biotech"))
    assert [case.id for case in found.cases] == ["1"]
    everbright = about(STORE, party(("EXAMPLE EVERBRIGHT CHEMICAL CO LTD",)))
    assert {case.id for case in everbright.cases} == {"2", "3", "4", "i1"}
    assert about(STORE, party(("Another Example Trading GmbH",))).cases == ()


def test_traders_and_holders_are_parties_too() -> None:
    found = about(STORE, party(("Example Export Co., Ltd.",)))
    assert {case.id for case in found.cases} == {"n1", "a1"}


def test_a_substance_is_named_by_its_number_or_in_words(register: Register) -> None:
    found = about(STORE, substance(register, "1-boc-4-piperidone"))
    assert {case.id for case in found.cases} == {"1", "2", "3", "4"}
    assert {case.id for case in about(STORE, substance(register, "4-ap")).cases} == {"n1", "r1", "a1"}
    assert about(STORE, substance(register, "npp")).cases == ()


def test_decisions_are_about_what_their_question_names(register: Register) -> None:
    told = (decision("a", subject="79099-07-3"), decision("b", subject="acetone"), decision("c", text="4-AP, 25 kg"))
    store = STORE._replace(decisions=told)
    assert [one.id for one in about(store, substance(register, "1-boc-4-piperidone")).decisions] == ["a"]
    assert about(store, substance(register, "norfentanyl")).decisions == ()
