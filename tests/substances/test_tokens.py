from __future__ import annotations

import pytest

from penstock.substances.tokens import ATOM, BOND, CLOSE, END, LABEL, OPEN, SINGLE, SLACK, alphabet, tokens


def test_every_spelling_is_one_token() -> None:
    cut = tokens(["C[C@@H](Cl)C%12=CC%12"])
    assert cut.kind.tolist() == [ATOM, ATOM, OPEN, ATOM, CLOSE, ATOM, LABEL, BOND, ATOM, ATOM, LABEL, END]
    assert alphabet().number[cut.code[cut.kind == ATOM]].tolist() == [6, 6, 17, 6, 6, 6]
    assert alphabet().label[cut.code[cut.kind == LABEL]].tolist() == [12, 12]
    assert cut.depth.tolist() == [0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("text", "most", "spare"),
    [("C", 4, 0), ("N", 3, 0), ("S", 6, 0), ("[NH3+]", 1, 2), ("[O-]", 1, 1), ("[C@H]", 3, 1), ("Cl", 1, 0)],
)
def test_an_atom_takes_as_many_bonds_as_rdkit_gives_it(text: str, most: int, spare: int) -> None:
    (code, _) = tokens([text]).code
    assert (alphabet().room[code] - SLACK) // SINGLE == most
    assert alphabet().spare[code] == spare


@pytest.mark.parametrize(
    "text", ["", "(C)", "C(", "C)", "C()C", "C==C", "C=", "=C", "C.(C)", "C..C", "C(.C)", "C(-1)C1", "?", "[Xx]", "C C"]
)
def test_what_is_not_well_spelt_is_left_out_alone(text: str) -> None:
    cut = tokens(["CO", text, "CN"])
    assert set(cut.text.tolist()) == {0, 2}
    assert (cut.kind == END).sum() == 2


def test_spellings_that_are_refused_take_no_room_from_those_that_are_read() -> None:
    tokens([f"[CH3:{number}]C" for number in range(2000)])
    assert alphabet().spelt("[nothing]") == "?"
    assert tokens(["[P@@H](C)N"]).text.tolist() == [0] * 6
