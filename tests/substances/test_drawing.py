from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

import penstock
from penstock.kernel.errors import UsageError
from penstock.substances.drawing import COLOURS, SKELETON, colours, draw

MEMBER = "Cl.CC(=O)N(c1ccc(F)cc1)C1CCN(CCc2ccccc2)CC1"


def test_the_atoms_of_each_clause_bear_its_colour() -> None:
    answer = penstock.check(MEMBER, jurisdictions=["US"], on="2026-01-01").as_dict()
    atoms = answer["answers"][0]["measures"][0]["atoms"]
    svg = draw(MEMBER, atoms)
    ET.fromstring(svg)  # noqa: S314  # our own text
    assert list(atoms) == ["skeleton", "D", "E"]
    for name in ("D", "E"):
        assert colours(atoms)[name].upper() in svg.upper()
    assert "href" not in svg  # it refers to nothing outside itself


def test_colours_tell_clauses_apart_and_leave_the_skeleton_grey() -> None:
    assert colours(["skeleton", "A", "B"]) == {"A": COLOURS[0], "B": COLOURS[1], "skeleton": SKELETON}


@pytest.mark.parametrize("text", ["", "C1CC", "*C"])
def test_what_cannot_be_read_is_not_drawn(text: str) -> None:
    with pytest.raises(UsageError):
        draw(text, {})


def test_an_atom_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UsageError, match="no atom 3"):
        draw("CCO", {"A": [3]})


def test_drawn_hydrogens_are_not_counted() -> None:
    assert draw("[H]OC", {"A": [1]}).count("ellipse") == draw("OC", {"A": [1]}).count("ellipse") > 0
