from __future__ import annotations

import base64
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.desk.conftest import DAY

from penstock.desk.answering import Answering, Question
from penstock.desk.drawings import MOST, drawings, of_findings
from penstock.substances.drawing import colours

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.office import Office

    from penstock.law.register import Register

MEMBER = "CCC(=O)N(C1CCN(CCc2ccc(F)cc2)CC1)c1ccccc1C"
CARBAMATE = "O=C1CCN(C(=O)OCC)CC1"


@pytest.fixture(scope="module")
def answering(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Answering:
    folder: Path = tmp_path_factory.mktemp("lists")
    return Answering(register, folder)


def drawn(answering: Answering, text: str, on: date = DAY) -> list[Any]:
    return drawings(answering.register, answering.check(Question(text, on)))


def svg_of(drawing: dict[str, Any]) -> str:
    kind, _, data = drawing["src"].partition(";base64,")
    assert kind == "data:image/svg+xml"
    return base64.b64decode(data).decode()


def test_each_law_has_its_own_drawing_with_its_clauses_in_colour_and_in_words(answering: Answering) -> None:
    china, america = drawn(answering, MEMBER)
    assert [one["jurisdiction"] for one in china["measures"] + america["measures"]] == ["CN", "US"]
    assert [key["name"] for key in china["keys"]] == ["skeleton", "二", "四"]
    assert [(key["name"], key["elements"]) for key in america["keys"]] == [
        ("skeleton", "C15N2"), ("B", "F"), ("D", "C7"),
    ]  # fmt: skip
    assert america["whole"] == "C23FN2O"
    assert america["keys"][2]["wording"]
    for one in (china, america):
        assert all(key["colour"].upper() in svg_of(one).upper() for key in one["keys"])
    assert colours(["A", "B"])["B"] != colours(["A", "B"])["A"]


def test_a_scope_word_marks_what_it_is_about(answering: Answering) -> None:
    (one,) = drawn(answering, CARBAMATE)
    assert [(key["name"], key["elements"]) for key in one["keys"]] == [("carbamate", "C3O2")]


@pytest.mark.parametrize(("text", "is_drawn"), [("79099-07-3", True), ("O=C1CCNCC1", True), ("tablet press", False)])
def test_what_is_named_is_drawn_without_marks(answering: Answering, text: str, is_drawn: bool) -> None:  # noqa: FBT001  # a case
    found = drawn(answering, text)
    assert len(found) == is_drawn
    assert all(one["keys"] == one["measures"] == [] and "<svg" in svg_of(one) for one in found)


def test_on_a_day_without_the_law_no_atom_is_marked(answering: Answering) -> None:
    (one,) = drawn(answering, CARBAMATE, date(2020, 1, 1))
    assert one["keys"] == []


def test_atoms_of_another_structure_are_not_marked_on_this_one(answering: Answering) -> None:
    answer = answering.check(Question(CARBAMATE, DAY))
    answer["subject"]["input"] = "CCO"
    (one,) = drawings(answering.register, answer)
    assert (one["keys"], one["whole"]) == ([], "C2O")
    answer["subject"]["input"] = "C1CC"
    assert drawings(answering.register, answer) == []


def told(answering: Answering, **more: Any) -> dict[str, Any]:  # noqa: ANN401  # any value
    measure = "us.list-i.4-piperidone"
    finding = {"basis": "scope", "matched": CARBAMATE, "measure": measure, "jurisdiction": "US"}
    stamp = {"register": answering.register.digest}
    return {"findings": [finding, finding], "as_of": "2026-11-22", "stamp": stamp, **more}


def test_a_matter_shows_the_structure_its_findings_came_from(answering: Answering) -> None:
    found = of_findings(answering, told(answering))
    assert not found["is_other_law"]
    (one,) = found["drawings"]
    assert [key["name"] for key in one["keys"]] == ["carbamate"]
    many = [told(answering)["findings"][0] | {"matched": f"O=C1CCN(C(=O)O{'C' * length})CC1"} for length in range(1, 9)]
    assert len(of_findings(answering, told(answering, findings=many))["drawings"]) == MOST


def test_under_another_register_no_atom_is_marked(answering: Answering) -> None:
    found = of_findings(answering, told(answering, stamp={"register": "another"}))
    assert found["is_other_law"]
    assert [one["keys"] for one in found["drawings"]] == [[]]


@pytest.mark.parametrize(
    "finding",
    [
        {"basis": "scope", "matched": "79099-07-3", "measure": "us.list-i.4-piperidone", "jurisdiction": "US"},
        {"basis": None, "matched": "powder", "measure": None, "jurisdiction": None},
        {"basis": "class", "matched": CARBAMATE, "measure": "x", "jurisdiction": "XX"},
    ],
)
def test_a_finding_that_came_from_no_structure_is_not_drawn(answering: Answering, finding: dict[str, Any]) -> None:
    assert of_findings(answering, told(answering, findings=[finding])) == {"drawings": [], "is_other_law": False}


def test_the_page_of_a_matter_says_in_words_what_the_drawing_shows(office: Office) -> None:
    decision = office.held("DRAWN", goods_description="white crystals", smiles=MEMBER, destination_country="CN")
    officer = office.browser("officer")
    matters = officer.get(f"/api/decisions/{decision}").json()["matters"]
    matter = next(one["id"] for one in matters if one["about"] == "obligation: smiles")
    page = officer.get(f"/matters/{matter}", headers={"accept-language": "es"}).text
    assert 'alt="Estructura de DRAWN / 1: C23FN2O sin hidrógeno; marcados por esqueleto' in page
    assert officer.get(f"/matters/{matter}.json").json()["drawings"][0]["keys"]
