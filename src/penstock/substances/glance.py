"""A glance at a SMILES text: proof, without RDKit, that RDKit reads it, and what each component is made of.

Most lines of a batch are ordinary molecules. Parsing one with RDKit takes five times as long as this, chiefly
because aromatic rings are given double bonds anew each time. Here a text is cut into short runs of atoms, each
run is understood once and remembered, and each system of aromatic rings is put to RDKit once and remembered.

The proof is one-sided: ``None`` means "not shown here", never "wrong", and sends the text to RDKit.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import count
from typing import NamedTuple

from penstock.substances.rings import (
    BOTH_ENDS,
    DOUBLE,
    END_BITS,
    KINDS,
    NEIGHBOUR,
    REMEMBERED,
    RING_KIND,
    SINGLE,
    SLACK,
    START,
    TRIPLE,
    fused_atoms,
)
from penstock.substances.structure import BARE_SALT_METAL, MAX_LENGTH, chem

ELEMENTS = ("C", "N", "O", "S", "P", "F", "Cl", "Br", "I")
"""Elements that are counted one by one; all others share one count."""

FIELD = 12
"""Bits of one count in the sum that describes a component."""

ONE = {element: 1 << (FIELD * place) for place, element in enumerate(ELEMENTS)}
OTHER = 1 << (FIELD * len(ELEMENTS))
RING = 1 << (FIELD * (len(ELEMENTS) + 1))
WRITTEN = FIELD * (len(ELEMENTS) + 2)
"""Where the fields begin that depend on how a component is written."""

SMALL = {"c": 1 << WRITTEN, "n": 1 << (WRITTEN + FIELD)}
"""Atoms written with a small letter."""

CAPITAL_RING = 1 << (WRITTEN + FIELD * len(SMALL))
"""Ring closures between two capital letters."""

FUSED = 1 << (WRITTEN + FIELD * (len(SMALL) + 1))
"""Aromatic atoms with three aromatic neighbours, counted over all components."""

ALL_SMALL = 1 << (WRITTEN + FIELD * (len(SMALL) + 2))
"""Set where every aromatic ring is written with small letters: there are too few double bonds for one in capitals."""

_LENGTH = WRITTEN + FIELD * (len(SMALL) + 3)
_MADE_OF = (1 << _LENGTH) - 1

NEIGHBOURS = ("C", "N", "O", "")
"""Elements that an atom's neighbours are told apart by; the last stands for all others."""

NEAR = 4
"""Bits of the number of neighbours of one sort."""

KIND = NEAR * len(NEIGHBOURS)
"""Where the kind of an atom stands above the numbers of its neighbours: its element, and whether it is small."""

_ATOM = r"(?:\[[^\[\]]{1,12}\]|Br|Cl|[BCNOPSFIcnos])"
_CLOSURES = r"(?:[-=/\\]?(?:\d|%\d\d))*"
_RUNS = re.compile(rf"\.?\)*\(?(?:[-=#/\\]?{_ATOM})+{_CLOSURES}")
_HEAD = re.compile(r"(\.?)(\)*)(\(?)")
_STEP = re.compile(rf"([-=#/\\]?)({_ATOM})")
_CLOSURE = re.compile(r"([-=/\\]?)(\d|%\d\d)")
_BRACKET = re.compile(r"\[([A-Z][a-z]?|[cnos])@{0,2}(?:H\d?)?(?:[+-]\d?)?\]")

_TAKES = {"-": SINGLE, "/": SINGLE, "\\": SINGLE, "=": DOUBLE, "#": TRIPLE}
_KEKULE = 2  # double bonds that the smallest aromatic ring in capitals needs


class _Run(NamedTuple):
    """A run of atoms: how it hangs on what stands before it, what it leaves open, what it is made of."""

    closed: int
    opens: bool
    is_new: bool
    bond: int | None
    first_aromatic: bool
    room: int | None  # of the last atom; None when it is aromatic
    aromatic: tuple[int, ...]
    bonds: tuple[int, ...]
    closures: tuple[tuple[int | None, str], ...]
    made_of: int
    near: tuple[int, ...]
    ends: tuple[int, int]  # what the first and the last atom are to their neighbours


class Glimpse(NamedTuple):
    """What a text shows.

    ``sums`` are what each component is made of: in fields of ``FIELD`` bits its atoms of each of ``ELEMENTS``, its
    other heavy atoms and its ring closures; equal components have equal ones, however they are drawn. From
    ``WRITTEN`` on a sum tells how the text is written. ``near`` are the atoms with their neighbours, each kind once.
    """

    sums: list[int]
    near: set[int]


_runs: dict[str, _Run | None] = {}


def glance(text: str) -> Glimpse | None:  # noqa: C901, PLR0911, PLR0912, PLR0915  # one loop over a text, run without end
    """Return what a text shows, or ``None`` where this cannot show that RDKit reads it."""
    if len(text) > MAX_LENGTH:
        return None
    rooms: list[int] = []
    aromatic: list[int] = []
    bonds: list[int] = []
    near: list[int] = []
    stack: list[tuple[int, int, int]] = []
    opened: dict[str, tuple[int, int, int, int | None]] = {}
    sums: list[int] = []
    known = _runs
    total = prev = at = own = 0
    text = "." + text
    for said in _RUNS.findall(text):
        run = known[said] if said in known else _remember(said)
        if run is None:
            return None
        closed, opens, is_new, bond, first_aromatic, room, atoms, inner, closures, made_of, around, ends = run
        base = len(aromatic)
        first = len(near)
        aromatic += atoms
        near += around
        if is_new:
            if stack:
                return None
            if total:
                sums.append(total)
                total = 0
        elif not first:
            return None
        else:
            if closed:
                if closed > len(stack):
                    return None
                prev, at, own = stack[-closed]
                del stack[len(stack) - closed + opens :]
            elif opens:
                stack.append((prev, at, own))
            near[at] += ends[0]
            near[first] += own
            if bond is not None:
                if prev < 0:
                    aromatic[~prev] -= bond
                else:
                    rooms[prev] -= bond
            elif not first_aromatic:
                if prev < 0:
                    aromatic[~prev] -= SINGLE
                else:
                    rooms[prev] -= SINGLE
            elif prev < 0:
                bonds.append((~prev << END_BITS) + base)
                aromatic[~prev] += NEIGHBOUR
                aromatic[base] += NEIGHBOUR
            else:
                rooms[prev] -= SINGLE
                aromatic[base] -= SINGLE
        total += made_of
        if inner:
            shift = base * BOTH_ENDS
            bonds += [one + shift for one in inner]
        bound = [at] if len(around) == 1 and not is_new else []
        at = len(near) - 1
        own = ends[1]
        if room is None:
            prev = ~(len(aromatic) - 1)
        else:
            prev = len(rooms)
            rooms.append(room)
        for order, label in closures:
            if label not in opened:
                opened[label] = (prev, at, own, order)
                continue
            other, there, far, wanted = opened.pop(label)
            if order is None:
                order = wanted  # noqa: PLW2901  # either end may say it
            elif wanted is not None and wanted != order:
                return None
            if there == at or there in bound:
                return None
            bound.append(there)
            near[at] += far
            near[there] += own
            total += RING if prev < 0 or other < 0 else RING + CAPITAL_RING
            if order is None:
                if prev < 0 and other < 0:
                    bonds.append((~other << END_BITS) + ~prev)
                    aromatic[~other] += NEIGHBOUR
                    aromatic[~prev] += NEIGHBOUR
                    continue
                order = SINGLE  # noqa: PLW2901  # as above
            for end in (prev, other):
                if end < 0:
                    aromatic[~end] -= order
                else:
                    rooms[end] -= order
    sums.append(total)
    size = sum(sums) >> _LENGTH
    if opened or len(text) - size != len(stack) or text.count(")", size) != len(stack):
        return None
    if rooms and min(rooms) < 0:
        return None
    written = ALL_SMALL if text.count("=") - text.count("=O") - text.count("O=") < _KEKULE else 0
    if aromatic:
        fused = fused_atoms(aromatic, bonds)
        if fused is None:
            return None
        written += fused * FUSED
    return Glimpse([(one & _MADE_OF) + written for one in sums], set(near))


def _remember(said: str) -> _Run | None:
    if len(_runs) >= REMEMBERED:
        _runs.clear()
    _runs[said] = run = _understand(said)
    return run


def _understand(said: str) -> _Run | None:
    """Read one run of atoms; ``None`` for what the glance does not take."""
    head = _HEAD.match(said)
    dot, closed, opens = head.groups() if head else ("", "", "")
    steps = [step.groups() for step in _STEP.finditer(said, len(dot + closed + opens))]
    first_bond = steps[0][0]
    made_of = len(said) << _LENGTH
    rooms: list[int] = []
    places: list[int | None] = []  # among the aromatic atoms of the run
    bonds: list[int] = []
    near: list[int] = []
    first_element = before = ""
    seen = count()
    for bond, atom in steps:
        known = _atom(atom)
        if known is None:
            return None
        element, room = known
        made_of += ONE.get(element.capitalize(), OTHER) + SMALL.get(element, 0)
        place = next(seen) if element.islower() else None
        if near:
            near[-1] += to_neighbours(element)
            near.append(kind(element) + to_neighbours(before))
        else:
            first_element = element
            near.append(kind(element))
        before = element
        if rooms and not bond and place is not None and places[-1] is not None:
            bonds.append((places[-1] << END_BITS) + place)
            rooms[-1] += NEIGHBOUR
            room += NEIGHBOUR
        elif rooms:
            rooms[-1] -= _TAKES.get(bond, SINGLE)
            room -= _TAKES.get(bond, SINGLE)
        elif bond or (place is None and not dot):
            room -= _TAKES.get(bond, SINGLE)
        rooms.append(room)
        places.append(place)
    if (dot and (closed or opens or first_bond)) or any(room < 0 for room in rooms[:-1]):
        return None
    closures = _CLOSURE.findall(said[said.rindex(steps[-1][1]) + len(steps[-1][1]) :])
    return _Run(
        closed=len(closed),
        opens=bool(opens),
        is_new=bool(dot),
        bond=_TAKES.get(first_bond),
        first_aromatic=places[0] is not None,
        room=rooms[-1] if places[-1] is None else None,
        aromatic=tuple(room for room, place in zip(rooms, places, strict=True) if place is not None),
        bonds=tuple(bonds),
        closures=tuple((_TAKES.get(order), label) for order, label in closures),
        made_of=made_of,
        near=tuple(near),
        ends=(to_neighbours(first_element), to_neighbours(before)),
    )


@cache
def to_neighbours(element: str) -> int:
    """Return what an atom, its element as written, adds to the count of its neighbours' neighbours."""
    name = element.capitalize()
    return 1 << (NEAR * (NEIGHBOURS.index(name) if name in NEIGHBOURS else len(NEIGHBOURS) - 1))


@cache
def kind(element: str) -> int:
    """Return the kind of an atom, its element as written, shifted to its place: twice the element, one if small."""
    name = element.capitalize()
    place = ELEMENTS.index(name) if name in ELEMENTS else len(ELEMENTS)
    return (2 * place + element.islower()) << KIND


def _atom(atom: str) -> tuple[str, int] | None:
    """Return the element of an atom as written, lower case where aromatic, and the room it has for bonds."""
    bracket = _BRACKET.fullmatch(atom)
    if atom[0] == "[" and (bracket is None or bracket[1] == "H" or BARE_SALT_METAL.search(atom)):
        return None
    element = bracket[1] if bracket else atom
    if element.islower():
        plain = atom.replace("@", "")
        return (element, (KINDS.index(plain) + 1) * RING_KIND + START) if plain in KINDS else None
    room = _most_bonds(atom)
    return None if room is None else (element, room * SINGLE + SLACK)


@cache
def _most_bonds(atom: str) -> int | None:
    """Ask RDKit how many single bonds to carbon an atom takes; ``None`` where it does not stand alone."""
    takes = [chem().MolFromSmiles(atom + "(C)" * bonds) is not None for bonds in range(9)]
    return takes.index(False) - 1 if takes[0] and False in takes else None
