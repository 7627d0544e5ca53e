from __future__ import annotations

import pytest

from penstock.substances.sameness import is_same_substance, is_within

PIPERIDONE = "O=C1CCNCC1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PIPERIDONE, "C1CNCCC1=O"),
        (PIPERIDONE, "Cl.O=C1CCNCC1"),
        ("[Cl-].O=C1CC[NH2+]CC1.O", "Br.O=C1CCNCC1"),
        (PIPERIDONE, "InChI=1S/C5H9NO.ClH/c7-5-1-3-6-4-2-5;/h6H,1-4H2;1H"),
        ("C[C@H](N)C(=O)O", "C[C@@H](N)C(=O)O"),
        ("CC(=O)[O-].[Na+]", "CC(=O)O"),
        (PIPERIDONE, "O=C1CCNCC1.OC(=O)C(F)(F)F"),
        ("[Cu+2].[O-]S([O-])(=O)=O.O.O", "[Cu+2].[O-]S([O-])(=O)=O"),
        ("O", "O.O"),
    ],
)
def test_drawings_salts_and_hydrates_of_one_substance_are_the_same(one: str, other: str) -> None:
    assert is_same_substance(one, other)
    assert is_same_substance(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PIPERIDONE, "O=C1CCNC1"),
        ("Cl.O=C1CCNCC1", "Cl.CCN"),
        ("[Na+].[Cl-]", "[K+].[Cl-]"),
        (PIPERIDONE, "Cl"),
        (PIPERIDONE, "O"),
        ("CN(C)CCO", "CN(C)C(C)O"),
        ("CCO.CCN", "CCO.CCC"),
        (PIPERIDONE, "no structure"),
        ("", ""),
    ],
)
def test_other_substances_and_what_is_unreadable_are_not(one: str, other: str) -> None:
    assert not is_same_substance(one, other)
    assert not is_same_substance(other, one)


def test_a_part_is_within_the_whole_and_not_the_other_way_round() -> None:
    assert is_within(PIPERIDONE, "O=C1CCNCC1.OC(=O)CC")
    assert not is_within("O=C1CCNCC1.OC(=O)CC", PIPERIDONE)
    assert is_within("Cl.O=C1CCNCC1", PIPERIDONE)
    assert not is_within("", PIPERIDONE)
