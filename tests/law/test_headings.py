from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.shipped import REGISTER

from penstock.law.headings import against_codes
from penstock.law.hits import Hit, Place, line_of_text
from penstock.law.structures import by_structure

if TYPE_CHECKING:
    from penstock.law.clash import Clash


def clashes(text: str, code: str) -> list[Clash]:
    hits = [hit for hit in line_of_text(REGISTER, text).hits if hit.is_sure]
    return list(against_codes(REGISTER, hits, [Place.whole("commodity_code", code)]))


def says(text: str, code: str) -> list[tuple[str, str | None]]:
    return [(clash.code, clash.subject) for clash in clashes(text, code)]


# --- a substance


@pytest.mark.parametrize(
    "code", ["9503.00", "95030099", "6109.10", "0902.10", "2106.90.9899", "8714.99", "6403", "9401.30"]
)
@pytest.mark.parametrize(
    "text", ["4-piperidone", "79099-07-3", "acetic anhydride", "potassium permanganate", "fentanyl"]
)
def test_a_listed_compound_under_a_chapter_of_other_goods(text: str, code: str) -> None:
    (found,) = clashes(text, code)
    assert found.code == "cas_hs"
    assert found.other == Place.whole("commodity_code", code)
    assert f"chapter {code[:2]}" in found.message
    assert found.source.citation == f"Harmonized System, chapter {code[:2]}"
    assert found.source.url is not None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("urea", "9503.00"),
        ("aspirin", "2106.90"),
        ("ethanol", "2207.10"),
        ("ephedra", "1211.90"),
        ("acetone", "3814.00"),
        ("acetone", "2914.11"),
        ("acetone", "8479.89"),
        ("4-piperidone", "2933.39"),
        ("4-piperidone", "2933399090"),
        ("4-piperidone", "3824.99"),
        ("steel pipes", "9503.00"),
        ("2,2-dipropyl-4-piperidone", "9503.00"),
    ],
)
def test_where_a_code_may_hold_the_goods_or_nothing_is_sure_there_is_no_contradiction(text: str, code: str) -> None:
    assert says(text, code) == []


@pytest.mark.parametrize(
    ("text", "code", "holds"),
    [
        ("calcium chloride", "2933399073", "CN-10 2933399073"),
        ("41661-47-6", "2933399073", "CN-10 2933399073"),
        ("4-piperidone", "2932.93", "HS 2932.93"),
        ("piperonal", "2932920000", "HTS 2932.92.00.00"),
        ("pseudoephedrine", "2939.41.00", "HS 2939.41"),
        ("acetone", "29152400", "HS 2915.24"),
        ("4-anpp 21409-26-7", "2933.37", "HS 2933.37"),
    ],
)
def test_a_code_that_names_another_substance(text: str, code: str, holds: str) -> None:
    (found,) = clashes(text, code)
    assert found.code == "cas_hs"
    assert found.source.citation == holds
    assert REGISTER.packed.codes[holds.split(" ")[1]].title in found.message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("4-anilinopiperidine", "2933399073"),
        ("23056-29-3", "2933399073"),
        ("ephedrine hydrochloride", "2939410000"),
        ("acetic anhydride", "2915.24"),
        ("acetic anhydride and acetone", "2915.24"),
        ("NPP 39742-60-4", "2933.37.00.00"),
        ("O=C1CCN(CCc2ccccc2)CC1", "2933.37"),
    ],
)
def test_a_code_that_names_the_substance_contradicts_nothing(text: str, code: str) -> None:
    assert says(text, code) == []


def test_a_code_of_another_heading_of_the_chemical_chapters() -> None:
    (found,) = clashes("N-phenethyl-4-piperidone", "2915.90")
    assert "stands under heading 2933" in found.message
    assert "heading 2915" in found.message
    assert found.source.citation == "HS 2933.37"
    assert says("N-phenethyl-4-piperidone", "2933.39") == []
    assert says("N-phenethyl-4-piperidone and urea", "2924.19") == [("cas_hs", "npp")]
    assert says("urea", "2915.90") == []


def test_a_structure_that_no_record_holds_under_a_code_that_names_one() -> None:
    (one,) = by_structure(REGISTER, "CCCCCCC")
    hit = Hit(one, "smiles", "CCCCCCC", 0, 7)
    (found,) = against_codes(REGISTER, [hit], [Place.whole("commodity_code", "2933.37")])
    assert found.message.startswith("The structure says another structure, and customs code 2933.37 holds only")
    assert found.one.field == "smiles"
    assert list(against_codes(REGISTER, [hit], [Place.whole("commodity_code", "2933.39")])) == []


# --- a machine


@pytest.mark.parametrize(
    "code", ["9503.00.0073", "8712.00", "8714.99", "6109.10", "2106.90", "9405.11", "3926", "2933.39"]
)
@pytest.mark.parametrize("text", ["tablet press", "胶囊填充机", "molde de comprimidos", "V-Mischer"])
def test_a_machine_under_a_chapter_of_other_goods(text: str, code: str) -> None:
    found = clashes(text, code)
    if code == "3926":
        assert found == []  # belts and gaskets of a press stand there lawfully
        return
    assert [clash.code for clash in found] == ["equipment_heading"]
    assert "chapter 84" in found[0].message


@pytest.mark.parametrize(
    "code", ["8479.89", "8479.90", "8422.30", "8474.80", "8480.71", "8207.30", "8462.99", "8501.10", "7318.15"]
)
def test_a_machine_under_a_heading_where_it_or_its_parts_may_stand(code: str) -> None:
    assert says("tablet press", code) == []


def test_a_chemical_beside_a_machine_may_have_given_the_code() -> None:
    assert says("citric acid for tablet press", "2918.14") == []
    assert says("citric acid for tablet press", "9503.00") == [("equipment_heading", "tablet_press")]
    assert says("acetone for tablet press", "9503.00") == [("cas_hs", "acetone"), ("equipment_heading", "tablet_press")]
