"""Systems of aromatic rings: whether RDKit can give them double bonds, asked once for each system and remembered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from penstock.substances.structure import chem
from penstock.substances.tokens import DOUBLE, RING_KINDS, SINGLE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from penstock.substances.glance import Written

REMEMBERED = 50_000
"""How many ring systems are remembered before the memory is emptied."""

_SHOWN = {  # (kind, aromatic bonds in rings, borne outside): the same atom in the sample put to RDKit
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
_KNOWN_BORNE = (0, SINGLE, DOUBLE)
_MOST_NEAR = 3
_SAMPLE = re.compile(r"(\[.*\]|.)(.*)")
_FULL = 3  # aromatic neighbours of an atom that bears nothing else
_MOST_BONDS = 85  # ring closures of SMILES have two digits
_MOST_ATOMS = 255  # places in a system are bytes


def _table() -> NDArray[np.uint8]:
    """Return the sample of an atom by kind, aromatic bonds in rings and what it bears outside; 0 where none is."""
    table = np.zeros((len(RING_KINDS) + 1, _MOST_NEAR + 1, DOUBLE + 1), np.uint8)
    for (kind, near, borne), shown in _SHOWN.items():
        table[RING_KINDS.index(kind) + 1, near, borne] = _SAMPLES.index(shown)
    return table


_TABLE = _table()
_systems: dict[tuple[bytes, bytes], bool] = {}


def are_sound(ring_kind: NDArray[np.uint8], bonds: Written) -> NDArray[np.bool_]:
    """Tell of each atom whether it is no aromatic one or lies in a system that RDKit can give double bonds.

    Args:
        ring_kind: The place of each atom in ``RING_KINDS``, from 1; zero for one written with a capital.
        bonds: All bonds; one in a ring, between two aromatic atoms, that nothing is written for is aromatic.
    """
    count = len(ring_kind)
    sound = np.ones(count, np.bool_)
    is_small = ring_kind > 0
    small = np.flatnonzero(is_small)
    if not len(small):
        return sound
    rank = np.cumsum(is_small) - 1  # among the aromatic atoms
    is_aromatic = (bonds.order == 0) & bonds.in_ring & is_small[bonds.one] & is_small[bonds.other]
    shown = _shown(ring_kind, bonds, is_aromatic)[small]
    one, other = rank[bonds.one[is_aromatic]], rank[bonds.other[is_aromatic]]
    home = _homes(len(small), one, other)
    return _put(sound, small, shown, (one, other), home)


def _shown(ring_kind: NDArray[np.uint8], bonds: Written, is_aromatic: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return the sample of each atom, 0 where this knows none."""
    weight = np.where(is_aromatic, 1 << 12, np.where(bonds.order, bonds.order, SINGLE))
    ends = np.concatenate((bonds.one, bonds.other))
    total = np.bincount(ends, weights=np.concatenate((weight, weight)), minlength=len(ring_kind)).astype(np.int64)
    near, borne = total >> 12, total & ((1 << 12) - 1)
    is_known = (near <= _MOST_NEAR) & (borne <= DOUBLE)
    drawn = (bonds.order == DOUBLE) & (ring_kind[bonds.one] > 0) & (ring_kind[bonds.other] > 0)
    is_known[np.concatenate((bonds.one[drawn], bonds.other[drawn]))] = False  # RDKit may not draw it again
    return np.where(is_known, _TABLE[ring_kind, np.minimum(near, _MOST_NEAR), np.minimum(borne, DOUBLE)], 0)


def _homes(count: int, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each atom the first atom of its system, by the bonds between atoms."""
    home = np.arange(count)
    while True:
        low = np.minimum(home[one], home[other])
        new = home.copy()
        np.minimum.at(new, home[one], low)
        np.minimum.at(new, home[other], low)
        while not np.array_equal(new, deeper := new[new]):
            new = deeper
        if np.array_equal(new, home):
            return home
        home = new


def _put(
    sound: NDArray[np.bool_],
    small: NDArray[np.int64],
    shown: NDArray[np.uint8],
    bonds: tuple[NDArray[np.int64], NDArray[np.int64]],
    home: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Put each system to RDKit or to memory, and mark the atoms of those that are not sound."""
    by_home = np.argsort(home, kind="stable")
    first = np.flatnonzero(np.diff(home[by_home], prepend=-1))
    size = np.diff(first, append=len(by_home))
    place = np.empty(len(home), np.int64)
    place[by_home] = np.arange(len(home)) - np.repeat(first, size)
    by_system = np.argsort(home[bonds[0]], kind="stable")
    pairs = np.column_stack([place[side[by_system]] for side in bonds]).astype(np.uint8).tobytes()
    systems = home[by_home[first]]
    cuts = np.searchsorted(home[bonds[0]][by_system], systems) * 2
    kinds = shown[by_home].tobytes()
    starts, ends = cuts.tolist(), np.append(cuts[1:], len(pairs)).tolist()
    keys = [
        (kinds[a : a + n], pairs[b:c]) for a, n, b, c in zip(first.tolist(), size.tolist(), starts, ends, strict=True)
    ]
    is_sound = np.array([_systems[key] if key in _systems else _remember(key) for key in keys], np.bool_)
    sound[small[by_home]] = np.repeat(is_sound, size)
    return sound


def _remember(key: tuple[bytes, bytes]) -> bool:
    if len(_systems) >= REMEMBERED:
        _systems.clear()
    kinds, pairs = key
    _systems[key] = 0 not in kinds and len(kinds) <= _MOST_ATOMS and _reads(kinds, pairs)
    return _systems[key]


def _reads(kinds: bytes, pairs: bytes) -> bool:
    """Ask RDKit whether it can give a system double bonds: each atom is written apart, each bond as a closure."""
    if len(pairs) > 2 * _MOST_BONDS:
        return False
    labels = [""] * len(kinds)
    for number, place in enumerate(pairs):
        labels[place] += f"%{10 + number // 2}"
    written = []
    for kind, label in zip(kinds, labels, strict=True):
        shown, borne = _SAMPLE.fullmatch(_SAMPLES[kind]).groups()  # type: ignore[union-attr]  # every sample has its shape
        written.append(shown + label + (borne if label.count("%") < _FULL else ""))
    return chem().MolFromSmiles(".".join(written)) is not None
