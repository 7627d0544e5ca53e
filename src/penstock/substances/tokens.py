"""SMILES texts as tokens, many texts at once: every atom, bond, bracket and ring label is one number.

A text is cut up without a loop over its letters: what is spelt with several letters is replaced by one letter of its
own, and each letter is looked up. A text that is not spelt as OpenSMILES asks, or holds what only RDKit can tell, is
left out; it is never called wrong here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from penstock.substances.structure import BARE_SALT_METAL, MAX_LENGTH, chem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

OTHER, ATOM, BOND, OPEN, CLOSE, LABEL, DOT, END = range(8)
"""What a token is."""

SINGLE, DOUBLE, TRIPLE, SLACK = 16, 33, 50, 8
"""Room for bonds, in sixteenths of a bond. A double bond takes a little more than two single ones, so that sums tell
which bonds they are made of; every atom has half a bond of slack for that."""

RING_KINDS = ("c", "n", "[nH]", "o", "s", "[n+]", "[nH+]", "[n-]")
"""Atoms that RDKit knows in aromatic rings; an atom's kind is its place here, from 1."""

_SPELT = re.compile(r"\[[^\[\]\n]{1,12}\]|Cl|Br|%[1-9]\d")
_BRACKET = re.compile(r"\[([A-Z][a-z]?|[cnos])@{0,2}(?P<hydrogens>H\d?)?(?P<charge>[+-]\d?)?\]")
_HALOGENS = ("F", "Cl", "Br", "I")
_VALENCES = {
    "B": (3, 3, 3),
    "C": (4, 4, 4),
    "N": (3, 5, 5),
    "O": (2, 2, 2),
    "P": (3, 5, 5),
    "S": (2, 4, 6),
    "c": (3, 3, 3),  # it has so many neighbours
} | dict.fromkeys(_HALOGENS, (1, 1, 1))
_FIRST_SPELT = 128
_MOST_SPELT = 1024
_MOST_REFUSED = 10_000
_UNREADABLE = "?"
_BONDS = {"-": SINGLE, "/": 0, "\\": 0, "=": DOUBLE, "#": TRIPLE}  # a slash says nothing of the order
_LABELS = {str(number): number for number in range(10)} | {f"%{number}": number for number in range(10, 100)}
_FOLLOWS = {
    ATOM: (ATOM, BOND, OPEN, CLOSE, LABEL, DOT, END),
    LABEL: (ATOM, BOND, OPEN, CLOSE, LABEL, DOT, END),
    BOND: (ATOM, LABEL),
    OPEN: (ATOM, BOND),
    CLOSE: (ATOM, BOND, OPEN, CLOSE, DOT, END),
    DOT: (ATOM,),
    END: (ATOM,),
}


class Tokens(NamedTuple):
    """The tokens of those of some texts that are well spelt, one after another; an ``END`` closes each text.

    ``text`` is the place of a token's text among those asked about; ``depth`` how many branches are open around a
    token, its own included.
    """

    code: NDArray[np.uint16]
    kind: NDArray[np.uint8]
    text: NDArray[np.int32]
    depth: NDArray[np.int32]


class Alphabet:
    """What each token says, looked up by its code; spellings in brackets are learnt as they are met."""

    def __init__(self) -> None:
        """Know the letters that stand for themselves."""
        self._codes: dict[str, str] = {}
        self._refused: set[str] = set()
        self._free = _FIRST_SPELT
        self.kind = np.zeros(_MOST_SPELT, np.uint8)
        self.number = np.zeros(_MOST_SPELT, np.uint8)
        """Atomic number of an atom."""
        self.is_small = np.zeros(_MOST_SPELT, np.bool_)
        """Whether an atom is written as an aromatic one."""
        self.is_bare = np.zeros(_MOST_SPELT, np.bool_)
        """Whether it is a carbon atom in brackets, which no hydrogens fill up."""
        self.is_ion = np.zeros(_MOST_SPELT, np.bool_)
        """Whether it is a carbon atom with a charge, which may stand for a bond."""
        self.ring_kind = np.zeros(_MOST_SPELT, np.uint8)
        self.room = np.zeros(_MOST_SPELT, np.int32)
        """How many bonds an atom that is written with a capital takes."""
        self.valences = np.zeros((3, _MOST_SPELT), np.int32)
        """Valences to which hydrogens fill an atom up, the least that its bonds allow; 0 where nothing is filled up."""
        self.spare = np.zeros(_MOST_SPELT, np.int32)
        """Hydrogens less charge, as written in brackets."""
        self.order = np.zeros(_MOST_SPELT, np.int32)
        self.label = np.zeros(_MOST_SPELT, np.int32)
        self.step = np.zeros(_MOST_SPELT, np.int32)
        for letter, kind in (("(", OPEN), (")", CLOSE), (".", DOT), ("\n", END)):
            self.kind[ord(letter)] = kind
        self.step[ord("(")], self.step[ord(")")] = 1, -1
        for letter, order in _BONDS.items():
            self.kind[ord(letter)], self.order[ord(letter)] = BOND, order
        for spelling in (*"BCNOPSFIcnos", "Cl", "Br", *_LABELS):
            self._learn(spelling)

    def spelt(self, spelling: str) -> str:
        """Return the one letter that stands for a spelling."""
        known = self._codes.get(spelling)
        if known is not None:
            return known
        return _UNREADABLE if spelling in self._refused else self._learn(spelling)

    def _learn(self, spelling: str) -> str:
        place = ord(spelling) if len(spelling) == 1 else self._free
        if spelling in _LABELS:
            self.kind[place], self.label[place] = LABEL, _LABELS[spelling]
        elif place >= _MOST_SPELT or not self._is_atom(spelling, place):
            if len(self._refused) >= _MOST_REFUSED:
                self._refused.clear()
            self._refused.add(spelling)
            return _UNREADABLE
        self._free += place == self._free
        self._codes[spelling] = chr(place)
        return chr(place)

    def _is_atom(self, spelling: str, place: int) -> bool:
        """Note an atom, if this may tell what RDKit makes of it."""
        bracket = _BRACKET.fullmatch(spelling)
        if spelling[0] == "[" and (bracket is None or bracket[1] == "H" or BARE_SALT_METAL.search(spelling)):
            return False
        element = bracket[1] if bracket else spelling
        if bracket and element in _HALOGENS and _count(bracket["hydrogens"]) > 1:
            return False  # InChI counts no hydrogens beyond the first
        plain = spelling.replace("@", "")
        room = None if element.islower() else _most_bonds(spelling)
        if (element.islower() and plain not in RING_KINDS) or (element[0].isupper() and room is None):
            return False
        self.kind[place] = ATOM
        self.number[place] = chem().GetPeriodicTable().GetAtomicNumber(element.capitalize())
        self.is_small[place] = element.islower()
        self.is_bare[place] = bracket is not None and element == "C"
        self.is_ion[place] = bracket is not None and element == "C" and bracket["charge"] is not None
        self.ring_kind[place] = RING_KINDS.index(plain) + 1 if element.islower() else 0
        self.room[place] = 0 if room is None else (1 if element in _HALOGENS else room) * SINGLE + SLACK
        if bracket:
            self.spare[place] = _count(bracket["hydrogens"]) - _count(bracket["charge"])
        else:
            self.valences[:, place] = _VALENCES.get(element, (0, 0, 0))
        return True


def _most_bonds(atom: str) -> int | None:
    """Ask RDKit how many single bonds to carbon an atom takes; ``None`` where it does not stand alone."""
    takes = [chem().MolFromSmiles(atom + "(C)" * bonds) is not None for bonds in range(9)]
    return takes.index(False) - 1 if takes[0] and False in takes else None


def _count(said: str | None) -> int:
    """Return the number in ``H``, ``H3``, ``+`` or ``-2``; zero where nothing is said."""
    if not said:
        return 0
    return int(said[1:] or 1) * (-1 if said[0] == "-" else 1)


@cache
def alphabet() -> Alphabet:
    """Return the alphabet of this process."""
    return Alphabet()


@cache
def _may_follow() -> NDArray[np.bool_]:
    """Return whether a token may follow another, at ``8 * first + second``."""
    table = np.zeros(64, np.bool_)
    for first, seconds in _FOLLOWS.items():
        table[[8 * first + second for second in seconds]] = True
    return table


def tokens(texts: Sequence[str]) -> Tokens:
    """Cut texts into tokens; those that are not well spelt are left out."""
    known = alphabet()
    joined = "\n".join(texts) + "\n"
    if not joined.isascii() or joined.count("\n") != len(texts) or max(map(len, texts), default=0) > MAX_LENGTH:
        joined = "".join(_line(text) for text in texts)
    spelt = _SPELT.sub(lambda found: known.spelt(found[0]), joined)
    code = np.frombuffer(spelt.encode("utf-16-le"), np.uint16)
    cut = _cut(code, np.arange(len(texts), dtype=np.int32))
    is_good = _are_good(cut, len(texts))
    if is_good.all():
        return cut
    return _cut(code[is_good[cut.text]], np.flatnonzero(is_good).astype(np.int32))


def _line(text: str) -> str:
    is_plain = text.isascii() and "\n" not in text and len(text) <= MAX_LENGTH
    return (text if is_plain else _UNREADABLE) + "\n"


def _cut(code: NDArray[np.uint16], places: NDArray[np.int32]) -> Tokens:
    kind = alphabet().kind[code]
    ends = np.flatnonzero(kind == END)
    text = np.repeat(places, np.diff(ends, prepend=-1))
    return Tokens(code, kind, text, np.cumsum(alphabet().step[code], dtype=np.int32))


def _are_good(cut: Tokens, count: int) -> NDArray[np.bool_]:
    """Tell of each text whether its tokens may follow one another and its branches are closed."""
    good = np.ones(count, np.bool_)
    before = np.concatenate(([np.uint8(END)], cut.kind[:-1]))[: len(cut.kind)]
    good[cut.text[~_may_follow()[8 * before + cut.kind]]] = False
    labels = np.flatnonzero((cut.kind == LABEL) & (before == BOND))
    good[cut.text[labels[~np.isin(before[labels - 1], (ATOM, LABEL))]]] = False
    ends = np.flatnonzero(cut.kind == END)
    base = np.concatenate(([np.int32(0)], cut.depth[ends[:-1]]))[:count]
    good &= cut.depth[ends] == base
    good[cut.text[cut.depth < base[cut.text]]] = False
    good[cut.text[(cut.kind == DOT) & (cut.depth > base[cut.text])]] = False
    return good
