"""Systems of aromatic rings: whether RDKit can give them double bonds, asked once for each system and remembered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from penstock.substances.structure import chem

if TYPE_CHECKING:
    from collections.abc import Iterator

REMEMBERED = 50_000
"""How many texts, sums or ring systems are remembered before the memory is emptied."""

# Bonds an atom still has room for, in sixteenths of a bond. A double bond takes a little more than two single
# ones, so that sums tell which bonds they are made of; every atom has half a bond of slack for that.
SINGLE, DOUBLE, TRIPLE, SLACK = 16, 33, 50, 8

# An aromatic atom is a number, too: its kind, its aromatic neighbours, and what it bears outside its rings.
RING_KIND, START, NEIGHBOUR = 1 << 12, 1 << 10, 1 << 8

# A bond between aromatic atoms is one number: the place of its one end in the upper bits, that of the other below.
END_BITS = 10
_FUSES = 3 * NEIGHBOUR - SLACK
BOTH_ENDS = (1 << END_BITS) + 1
KINDS = ("c", "n", "[nH]", "o", "s", "[n+]", "[nH+]", "[n-]")
_SHOWN = {  # (kind, aromatic neighbours, borne outside): the same atom in the sample put to RDKit
    ("c", 2, 0): "c",
    ("c", 2, SINGLE): "c",
    ("c", 3, 0): "c",
    ("c", 2, DOUBLE): "c(=C)",
    ("n", 2, 0): "n",
    ("n", 2, SINGLE): "n(C)",
    ("n", 3, 0): "n(C)",
    ("[nH]", 2, 0): "[nH]",
    ("o", 2, 0): "o",
    ("s", 2, 0): "s",
    ("[n+]", 2, SINGLE): "[n+](C)",
    ("[n+]", 3, 0): "[n+](C)",
    ("[nH+]", 2, 0): "[nH+]",
    ("[n-]", 2, 0): "[n-]",
}
_SAMPLES = ["", *dict.fromkeys(_SHOWN.values())]
_ATOMS = {
    (KINDS.index(kind) + 1) * RING_KIND + START + near * NEIGHBOUR - borne: _SAMPLES.index(shown)
    for (kind, near, borne), shown in _SHOWN.items()
}
_SAMPLE = re.compile(r"(\[.*\]|.)(.*)")
_FULL = 3  # aromatic neighbours of an atom that bears nothing else
_MOST_BONDS = 85  # ring closures of SMILES have two digits

_rings: dict[tuple[tuple[int, ...], tuple[int, ...]], int | None] = {}
_systems: dict[tuple[tuple[int, ...], tuple[int, ...]], bool] = {}


def fused_atoms(aromatic: list[int], bonds: list[int]) -> int | None:
    """Return how many aromatic atoms fuse rings; ``None`` where RDKit is not known to give the rings double bonds.

    Args:
        aromatic: One number for each aromatic atom: its kind, its aromatic neighbours, what it bears outside.
        bonds: One number for each bond between two of them, by their places.
    """
    try:
        key = (tuple([_ATOMS[one] for one in aromatic]), tuple(bonds))  # a list is built faster than it is iterated
    except KeyError:
        return None
    if key not in _rings:
        if len(_rings) >= REMEMBERED:
            _rings.clear()
        is_sound = all(_is_system(*system) for system in _apart(*key))
        _rings[key] = sum(one % RING_KIND - START >= _FUSES for one in aromatic) if is_sound else None
    return _rings[key]


def _apart(atoms: tuple[int, ...], bonds: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yield each system of aromatic atoms that hang together, numbered anew: what they are and which are bound."""
    ends = [divmod(bond, 1 << END_BITS) for bond in bonds]
    home = list(range(len(atoms)))
    for one, other in ends:
        left, right = home[one], home[other]
        if left != right:
            home = [right if place == left else place for place in home]
    for system in set(home):
        places = [place for place, own in enumerate(home) if own == system]
        number = {place: new for new, place in enumerate(places)}
        pairs = [(number[one] << END_BITS) + number[other] for one, other in ends if one in number]
        yield tuple([atoms[place] for place in places]), tuple(pairs)


def _is_system(atoms: tuple[int, ...], bonds: tuple[int, ...]) -> bool:
    key = (atoms, bonds)
    if key not in _systems:
        if len(_systems) >= REMEMBERED:
            _systems.clear()
        _systems[key] = _reads(atoms, [divmod(bond, 1 << END_BITS) for bond in bonds])
    return _systems[key]


def _reads(atoms: tuple[int, ...], bonds: list[tuple[int, int]]) -> bool:
    """Ask RDKit whether it can give a system double bonds: each atom is written apart, each bond as a closure."""
    if len(bonds) > _MOST_BONDS:
        return False
    labels = [""] * len(atoms)
    for number, pair in enumerate(bonds, start=10):
        for place in pair:
            labels[place] += f"%{number}"
    written = []
    for atom, label in zip(atoms, labels, strict=True):
        kind, borne = _SAMPLE.fullmatch(_SAMPLES[atom]).groups()  # type: ignore[union-attr]  # every sample has its shape
        written.append(kind + label + (borne if label.count("%") < _FULL else ""))
    return chem().MolFromSmiles(".".join(written)) is not None
