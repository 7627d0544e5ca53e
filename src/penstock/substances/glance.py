"""A glance at many SMILES at once: proof, without RDKit, that RDKit reads them, and their atoms and connections.

Most lines of a batch are ordinary molecules. Here they are not parsed one by one: all their tokens are laid out in
arrays, and each step is taken for every text together. What takes RDKit most of its time, giving aromatic rings
double bonds, is asked once for each system of rings and remembered.

The proof is one-sided: a text that is not shown to be readable may still be, and goes to RDKit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from penstock.substances.connections import MOST_NEAR, Atoms, Bonds, Molecules
from penstock.substances.rings import are_sound
from penstock.substances.tokens import ATOM, BOND, CLOSE, DOT, END, LABEL, OPEN, SINGLE, alphabet, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from penstock.substances.tokens import Tokens

MOST_CLOSURES = 63
"""Ring closures of one text: each is one bit of a number."""

_VALENCE = 4  # of carbon
_IS_LEVELLED = np.isin(np.arange(8), (ATOM, OPEN, CLOSE, DOT, END))
_CLOSES = np.isin(np.arange(8), (CLOSE, DOT, END))
_LEVEL = np.array([{OPEN: -1, CLOSE: 1}.get(kind, 0) for kind in range(8)], np.int32)


class _Tree(NamedTuple):
    """How the atoms of a text hang together but for ring closures: each on its ``parent``, none on -1.

    ``end`` is the place after the last atom that hangs on each, however far.
    """

    parent: NDArray[np.int64]
    end: NDArray[np.int64]


class Written(NamedTuple):
    """Bonds as a text has them: two ends, the order that is written, zero where none is, whether they lie in a ring."""

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    order: NDArray[np.int32]
    in_ring: NDArray[np.bool_]


class _Closures(NamedTuple):
    """Ring closures: the earlier atom, the later one, the order that is written, zero where none is."""

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    order: NDArray[np.int32]
    number: NDArray[np.int64]  # of each in its text


def glance(texts: Sequence[str]) -> Molecules:
    """Return the atoms and connections of some texts, and which of these are shown to be readable."""
    cut = tokens(texts)
    known = alphabet()
    is_atom = cut.kind == ATOM
    at = np.flatnonzero(is_atom)
    code, text = cut.code[at], cut.text[at]
    is_read = np.zeros(len(texts), np.bool_)
    is_read[text] = True
    so_far = np.cumsum(is_atom)
    tree = _tree(cut, at, so_far)
    closures, unclosed = _closures(cut, so_far - 1)
    is_read[unclosed] = False
    is_read[text[_doubled(tree, closures)]] = False
    child = np.flatnonzero(tree.parent >= 0)
    stem = at[child] - 1
    written = np.where(cut.kind[stem] == BOND, known.order[cut.code[stem]], 0)
    bonds = Written(
        one=np.concatenate((tree.parent[child], closures.one)),
        other=np.concatenate((child, closures.other)),
        order=np.concatenate((written, closures.order)),
        in_ring=np.concatenate((_are_in_ring(tree, child, closures), np.ones(len(closures.one), np.bool_))),
    )
    borne = _borne(len(code), bonds)
    near = np.bincount(np.concatenate((bonds.one, bonds.other)), minlength=len(code))
    spare = _spare(code, np.where(known.is_small[code], near, borne // SINGLE))
    atoms = Atoms(known.number[code], known.is_small[code], spare, text, np.cumsum(tree.parent < 0) - 1)
    apart = atoms.component[closures.one] != atoms.component[closures.other]
    is_read[text[closures.one[apart]]] = False
    is_read[text[(borne > known.room[code]) & ~atoms.is_small]] = False
    is_read[text[~are_sound(known.ring_kind[code], bonds)]] = False
    found = Bonds(bonds.one, bonds.other, bonds.order > SINGLE, bonds.in_ring)
    is_read[text[near > MOST_NEAR]] = False
    is_read[text[known.is_bare[code] & (borne // SINGLE + spare != _VALENCE)]] = False
    ions = known.is_ion[code]
    ions[np.concatenate((found.one, found.other))[np.tile(found.is_multiple, 2)]] = False
    is_read[text[ions]] = False
    return Molecules(atoms, found, is_read)


def _tree(cut: Tokens, at: NDArray[np.int64], so_far: NDArray[np.int64]) -> _Tree:
    """Return what each atom hangs on: the last atom before it on the same level, or where its branch opens."""
    levelled = np.flatnonzero(_IS_LEVELLED[cut.kind])
    level = (cut.depth + _LEVEL[cut.kind])[levelled].astype(np.uint16)
    order = levelled[np.argsort(level, kind="stable")]
    kind = cut.kind[order]
    places = np.arange(len(order))
    last = np.maximum.accumulate(np.where(kind == ATOM, places, -1))
    closer = np.where(_CLOSES[kind], places, len(order))
    following = np.minimum.accumulate(closer[::-1])[::-1]
    found = np.zeros(len(cut.kind), np.int64)  # for each atom and each opening: the last atom before it on its level
    found[order[1:]] = so_far[order[last[:-1]]] - 1
    end = np.empty(len(cut.kind), np.int64)
    end[order] = so_far[order[following]]
    before = at - 1
    before -= cut.kind[before] == BOND
    kind_before = cut.kind[before]
    parent = np.where(kind_before == OPEN, found[before], found[at])
    parent[(kind_before == DOT) | (kind_before == END)] = -1
    return _Tree(parent, end[at])


def _closures(cut: Tokens, atom: NDArray[np.int64]) -> tuple[_Closures, NDArray[np.int32]]:
    """Return the ring closures, and the texts in which one is left open or said in two ways.

    Args:
        cut: The tokens.
        atom: The last atom up to each token.
    """
    labels = np.flatnonzero(cut.kind == LABEL)
    key = cut.text[labels].astype(np.int64) * 100 + alphabet().label[cut.code[labels]]
    by_label = np.argsort(key, kind="stable")
    labels, key = labels[by_label], key[by_label]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    times = np.diff(first, append=len(key))
    odd = np.repeat(times % 2 == 1, times)
    wrong = [cut.text[labels[odd]]]
    labels = labels[~odd]
    opening, closing = labels[::2], labels[1::2]
    orders = [_written(cut, side) for side in (opening, closing)]
    text = cut.text[opening]
    wrong.append(text[(orders[0] != orders[1]) & (orders[0] > 0) & (orders[1] > 0)])
    number = np.arange(len(text)) - np.searchsorted(text, text)
    wrong.append(text[number >= MOST_CLOSURES])
    found = _Closures(atom[opening], atom[closing], np.maximum(*orders), number)
    return found, np.concatenate(wrong)


def _written(cut: Tokens, labels: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return the order written before each label, zero where none is."""
    before = labels - 1
    return np.where(cut.kind[before] == BOND, alphabet().order[cut.code[before]], 0)


def _doubled(tree: _Tree, closures: _Closures) -> NDArray[np.int64]:
    """Return atoms that a ring closure binds to themselves or a second time to another."""
    one, other = closures.one, closures.other
    pair = one * len(tree.parent) + other
    pairs, times = np.unique(pair, return_counts=True)
    again = pairs[times > 1] // max(1, len(tree.parent))
    return np.concatenate((one[(one == other) | (tree.parent[other] == one)], again))


def _are_in_ring(tree: _Tree, child: NDArray[np.int64], closures: _Closures) -> NDArray[np.bool_]:
    """Tell of each bond between an atom and its parent whether it lies in a ring.

    It does when some ring closure has one end among the atoms that hang on the bond and one elsewhere.
    """
    marks = np.zeros(len(tree.parent) + 1, np.int64)
    bit = np.left_shift(1, np.minimum(closures.number, MOST_CLOSURES - 1))
    np.add.at(marks, closures.one + 1, bit)
    np.add.at(marks, closures.other + 1, bit)
    crossed = np.bitwise_xor.accumulate(marks)
    in_ring: NDArray[np.bool_] = crossed[tree.end[child]] != crossed[child]
    return in_ring


def _borne(count: int, bonds: Written) -> NDArray[np.int64]:
    """Return the orders of all bonds of each atom together, one of no written order taken for single."""
    order = np.where(bonds.order, bonds.order, SINGLE)
    ends = np.concatenate((bonds.one, bonds.other))
    return np.bincount(ends, weights=np.concatenate((order, order)), minlength=count).astype(np.int64)


def _spare(code: NDArray[np.uint16], orders: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return the hydrogens of each atom less its charge.

    Args:
        code: The atoms.
        orders: The orders of all bonds of each together; of an aromatic one how many bonds it has.
    """
    known = alphabet()
    filled = np.zeros(len(code), np.int64)
    for valences in known.valences[::-1]:
        left = valences[code] - orders
        filled = np.where(left >= 0, left, filled)
    return (known.spare[code] + filled).astype(np.int32)
