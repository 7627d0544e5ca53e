from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.shipped import REGISTER

from penstock.law.hits import Line, Place, line_of_text
from penstock.law.unit_forms import against_unit

if TYPE_CHECKING:
    from penstock.law.clash import Clash


def clashes(text: str, unit: str, *, is_dilute: bool = False) -> list[Clash]:
    line = replace(line_of_text(REGISTER, text), unit=Place.whole("quantity_unit", unit), is_dilute=is_dilute)
    return list(against_unit(REGISTER, line))


@pytest.mark.parametrize(
    "unit",
    ["pcs", "PCS.", "piece", "C62", "H87", "个", "件", "個", "pieza", "Stück", "pièces", "pairs", "m", "㎡", "m²"],
)
@pytest.mark.parametrize("text", ["acetone", "67-64-1", "乙酸酐", "propionyl chloride", "甲苯"])
def test_a_liquid_by_the_piece_or_the_metre(text: str, unit: str) -> None:
    (found,) = clashes(text, unit)
    assert found.code == "unit_form"
    assert "a liquid" in found.message
    assert found.one.field == "goods_description"
    assert found.other == Place.whole("quantity_unit", unit)
    assert found.source.url is not None


@pytest.mark.parametrize(
    "unit", ["L", "kg", "KGM", "LTR", "drums", "桶", "瓶", "cartons", "set", "t", "no such unit", "40HQ"]
)
def test_a_liquid_by_volume_mass_or_package_or_in_an_unknown_unit(unit: str) -> None:
    assert clashes("acetone", unit) == []


def test_a_solid_by_the_litre_unless_it_is_dissolved() -> None:
    assert [clash.code for clash in clashes("potassium permanganate", "L")] == ["unit_form"]
    assert [clash.code for clash in clashes("高锰酸钾", "升")] == ["unit_form"]
    assert clashes("potassium permanganate solution", "L") == []
    assert clashes("高錳酸鉀水溶液", "升") == []
    assert clashes("potassium permanganate", "L", is_dilute=True) == []
    assert clashes("potassium permanganate", "kg") == []
    assert clashes("potassium permanganate", "pcs") == []


@pytest.mark.parametrize("text", ["tablet press", "胶囊填充机", "pill press die set", "V-Mischer"])
def test_a_machine_by_the_litre_or_the_metre(text: str) -> None:
    for unit in ("L", "升", "m3", "metres", "sqm"):
        assert [clash.code for clash in clashes(text, unit)] == ["unit_form"]
    for unit in ("pcs", "台", "sets", "kg", "cartons"):
        assert clashes(text, unit) == []


def test_an_unknown_state_says_nothing() -> None:
    assert REGISTER.packed.substances["4-piperidone"].state is None
    assert clashes("4-piperidone", "L") == []
    assert clashes("4-piperidone", "m") == []
    assert clashes("steel pipes", "L") == []


def test_the_state_is_of_the_substance_and_not_of_its_salts_or_of_what_it_soaks() -> None:
    (hit,) = line_of_text(REGISTER, "acetone").hits
    salt = replace(hit, one=replace(hit.one, form="hydrochloride"))
    line = Line(hits=[salt], text="acetone", unit=Place.whole("quantity_unit", "pcs"))
    assert list(against_unit(REGISTER, line)) == []
    assert clashes("acetone wipes", "pcs") == []


def test_where_one_of_several_goods_fits_the_unit_or_is_unknown_nothing_is_said() -> None:
    assert clashes("acetone, potassium permanganate", "pcs") == []
    assert clashes("acetone, 4-piperidone", "pcs") == []
    assert clashes("tablet press with acetone", "pcs") == []
    assert len(clashes("acetone, toluene", "pcs")) == 2
    assert len(clashes("acetone, 67-64-1", "pcs")) == 1
