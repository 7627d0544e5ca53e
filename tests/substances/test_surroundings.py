from __future__ import annotations

import numpy as np
import pytest

from penstock.substances.glance import glance
from penstock.substances.patterns import compile_smarts, weakened
from penstock.substances.surroundings import Surroundings, Wanted


def may_take(smarts: str, text: str) -> list[bool]:
    """Whether each atom of a text may take the first atom of a pattern."""
    surroundings = Surroundings([[Wanted.of(weakened(compile_smarts(smarts)), 0)]])
    kinds = surroundings.of(glance([text]))
    return [bool(one) for one in surroundings.first[0, kinds]]


@pytest.mark.parametrize(
    ("smarts", "text", "expected"),
    [
        ("[#7]", "CCN", [False, False, True]),
        ("[#6X4]", "C=CC", [False, False, True]),
        ("[CX3]=O", "CC(C)=O", [False, True, False, False]),
        ("[CX3]=O", "CC(C)O", [False, False, False, False]),
        ("[#6]-[#8]", "CCO", [False, True, False]),
        ("[#7D3]", "CN(C)C", [False, True, False, False]),
        ("[#7D3]", "CNC", [False, False, False]),
        ("[#7X3;!R]", "C1CN1CN", [False, False, False, False, True]),
        ("[c]", "C1=CC=CC=C1C", [True] * 6 + [False]),
        ("[c]1ccccc1", "CC1CCCCC1", [False] * 7),
        ("[#6]1[#6][#6]1", "CC1CC1", [False, True, True, True]),
        ("[C;$(C=O),$(C(O)O)]", "OCC=O", [False, False, True, False]),
        ("[C;$(C=O),$(C(O)O)]", "COCOC", [False, False, True, False, False]),
        ("[#16](~[#8])(~[#8])(~[#8])~[#8]", "OS(=O)(=O)O", [False, True, False, False, False]),
        ("*", "CN", [True, True]),
    ],
)
def test_an_atom_may_take_a_spot_that_its_surroundings_allow(smarts: str, text: str, expected: list[bool]) -> None:
    assert may_take(smarts, text) == expected


def test_kinds_learnt_at_different_times_are_the_same() -> None:
    wanted = [[Wanted.of(weakened(compile_smarts(smarts)), 0)] for smarts in ("[#7]", "[#6]=[#8]", "c")]
    slow, quick = Surroundings(wanted), Surroundings(wanted)
    texts = ["CCN", "CC=O", "c1ccccc1N", "CCN"]
    one_by_one = np.concatenate([slow.of(glance([text])) for text in texts])
    together = quick.of(glance(texts))
    assert np.array_equal(slow.first[:, one_by_one], quick.first[:, together])
    assert len(slow.shown) == len(quick.shown) == slow.first.shape[1]
