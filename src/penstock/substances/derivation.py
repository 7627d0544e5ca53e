"""Scope words by structure: the ester, ether, amide, carbamate, acetal or halide of a named substance.

A law that names a substance with "its amides, its carbamates, its halides" catches structures it does not name.
Each word is a rule of the register: which atoms of the parent may bear more, and how what they bear is taken off
again. A structure is a derivative when taking off leaves a parent; the words on the way say how.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, field

from penstock.substances.patterns import Spot, compile_reaction, compile_smarts, outline_of, weakened
from penstock.substances.structure import chem, key_of
from penstock.substances.wording import NonEmpty, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from penstock.substances.patterns import Outline

DERIVED_WORDS = frozenset({"ester", "ether", "amide", "carbamate", "acetal", "halide"})
"""Scope words that a structure settles by a rule that takes a group off."""

MOST_STEPS = 4
"""How many groups are taken off one structure at most."""

MOST_STATES = 400
"""How many structures are looked at on the way; beyond it the search ends without an answer."""


class Undo(Record, frozen=True):
    """A reaction SMARTS that takes one group off; ``open`` says what leaves the word open."""

    reaction: str
    open: NonEmpty | None = None


class ScopeRule(Record, frozen=True):
    """A scope word: what it says, the atoms of the parent that may bear more (SMARTS), and how it is undone."""

    says: NonEmpty
    bears: Annotated[list[str], Meta(min_length=1)]
    undo: Annotated[list[Undo], Meta(min_length=1)]


class Parent(Record, frozen=True):
    """A named substance whose derivatives some law catches; ``block`` is the first block of its InChIKey.

    ``words`` are the scope words of all its entries; ``pieces`` its rings and groups, where an entry takes in
    positional isomers; ``made_of`` what it is made of (``Molecules.sums``), in hexadecimal.
    """

    subject: str
    smiles: str
    block: str
    words: list[str]
    made_of: str
    pieces: list[str] = field(default_factory=list)


class Derived(Record, frozen=True):
    """A structure is this parent with groups that scope words name; ``open`` says which word may not reach so far.

    ``atoms`` are the heavy atoms of the structure that were taken off, in the order drawn.
    """

    parent: str
    words: tuple[str, ...]
    open: tuple[str, ...] = ()
    atoms: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _State:
    mol: Any
    words: tuple[str, ...]
    open: tuple[str, ...]


class Derivations:
    """The scope rules, ready to name the parents of a structure."""

    def __init__(self, rules: Mapping[str, ScopeRule], parents: Iterable[Parent]) -> None:
        """Take the rules by word and the parents; patterns are compiled when they are first needed."""
        self._rules = rules
        self.parents = tuple(parents)

    @cached_property
    def _undo(self) -> dict[str, list[tuple[Any, str | None]]]:
        return {
            word: [(compile_reaction(step.reaction), step.open) for step in rule.undo]
            for word, rule in self._rules.items()
        }

    @cached_property
    def _cores(self) -> tuple[Any, ...]:
        """Each parent as drawn, as a query its derivatives contain; an acetal may have taken a double bond."""
        return tuple(_core(parent, drawn) for parent, drawn in zip(self.parents, self.drawings, strict=True))

    @cached_property
    def drawings(self) -> tuple[Any, ...]:
        """Each parent as an RDKit molecule without stereo marks."""
        return tuple(_plain(parent.smiles) for parent in self.parents)

    @cached_property
    def outlines(self) -> tuple[Outline, ...]:
        """What all derivatives of each parent show: see :func:`outline`."""
        pairs = zip(self.parents, self.drawings, strict=True)
        return tuple(outline(parent, drawn, self._rules) for parent, drawn in pairs)

    def read(self, mol: Any, among: Iterable[int] | None = None) -> tuple[Derived, ...]:  # noqa: ANN401  # RDKit ships no types
        """Return the parents of one standardised component, in the order of ``parents``.

        Args:
            mol: The component.
            among: Places in ``parents`` that are possible; all when ``None``.
        """
        places = range(len(self.parents)) if among is None else sorted(among)
        wanted = [self.parents[place] for place in places]
        usable = [place for place in places if self.parents[place].words and mol.HasSubstructMatch(self._cores[place])]
        found = [one for place in usable if (one := self._undone(mol, place)) is not None]
        found += _rearranged(mol, [parent for parent in wanted if parent.pieces])
        return tuple(found)

    def undo_once(self, mol: Any, words: Iterable[str]) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  # RDKit ships no types
        """Yield what is left when one group that one of some words surely names is taken off a component."""
        for word in words:
            for reaction, why in self._undo[word]:
                if why is None:
                    yield from ((word, product) for product in _products(reaction, mol))

    def _undone(self, mol: Any, place: int) -> Derived | None:  # noqa: ANN401  # RDKit ships no types
        """Take groups off a component until one parent is left, each search by itself."""
        parent, core, size = self.parents[place], self._cores[place], self.drawings[place].GetNumHeavyAtoms()
        for atom in mol.GetAtoms():
            atom.SetIntProp(_PLACE, atom.GetIdx())
        edge = deque([_State(mol, (), ())])
        seen = {chem().MolToSmiles(mol)}
        while edge:
            state = edge.popleft()
            _protect(state.mol, core)
            for step in self._steps(state, parent.words, seen):
                if not step.mol.HasSubstructMatch(core):
                    continue
                if step.mol.GetNumHeavyAtoms() == size and key_of(step.mol)[:14] == parent.block:
                    return _derived(parent, step, mol)
                if len(step.words) < MOST_STEPS:
                    edge.append(step)
        return None

    def _steps(self, state: _State, words: list[str], seen: set[str]) -> Iterator[_State]:
        """Yield what is left when one group is taken off, each molecule once."""
        for word in words:
            for reaction, why in self._undo[word]:
                for product in _products(reaction, state.mol):
                    text = chem().MolToSmiles(product)
                    if text in seen or len(seen) >= MOST_STATES:
                        continue
                    seen.add(text)
                    opened = (*state.open, why) if why else state.open
                    yield _State(product, (*state.words, word), tuple(dict.fromkeys(opened)))


_REACH = 2  # bonds from an atom that bears a group to the farthest that a reaction looks at
_PROTECTED = "_protected"  # RDKit runs no reaction on such atoms
_PLACE = "_place"
_BEFORE = "react_atom_idx"  # set by RDKit on the atoms of a product


def _protect(mol: Any, core: Any) -> None:  # noqa: ANN401  # RDKit ships no types
    """Let reactions take off only what hangs on a parent as it stands in a molecule, not what hangs on that."""
    near = {atom for match in mol.GetSubstructMatches(core) for atom in match}
    for _ in range(_REACH):
        near |= {other.GetIdx() for place in near for other in mol.GetAtomWithIdx(place).GetNeighbors()}
    for atom in mol.GetAtoms():
        if atom.GetIdx() in near:
            atom.ClearProp(_PROTECTED)
        else:
            atom.SetProp(_PROTECTED, "1")


def _derived(parent: Parent, step: _State, mol: Any) -> Derived:  # noqa: ANN401  # RDKit ships no types
    left = {atom.GetIntProp(_PLACE) for atom in step.mol.GetAtoms() if atom.HasProp(_PLACE)}
    off = tuple(place for place in range(mol.GetNumAtoms()) if place not in left)
    return Derived(parent=parent.subject, words=tuple(sorted(set(step.words))), open=step.open, atoms=off)


def _products(reaction: Any, mol: Any) -> Iterator[Any]:  # noqa: ANN401  # RDKit ships no types
    """Yield what is left when one group is taken off, in every way; what is no sound molecule is left out."""
    for (product,) in reaction.RunReactants((mol,), 200):
        for atom in product.GetAtoms():
            before = mol.GetAtomWithIdx(atom.GetIntProp(_BEFORE)) if atom.HasProp(_BEFORE) else None
            if before is not None and before.HasProp(_PLACE):
                atom.SetIntProp(_PLACE, before.GetIntProp(_PLACE))
        flags = chem().SanitizeFlags
        if (
            chem().SanitizeMol(product, catchErrors=True) == flags.SANITIZE_NONE
            and len(chem().GetMolFrags(product)) == 1
        ):
            yield product


def _core(parent: Parent, drawn: Any) -> Any:  # noqa: ANN401  # RDKit ships no types
    core = chem().MolFromSmarts(chem().MolToSmarts(drawn))
    if "acetal" in parent.words:
        core = chem().RWMol(core)
        for one, other in core.GetSubstructMatches(compile_smarts("[#6]=[#8]")):
            core.ReplaceBond(core.GetBondBetweenAtoms(one, other).GetIdx(), chem().BondFromSmarts("~"))
    return core


def _plain(smiles: str) -> Any:  # noqa: ANN401  # RDKit ships no types
    mol = chem().MolFromSmiles(smiles)
    chem().RemoveStereochemistry(mol)
    return mol


def outline(parent: Parent, mol: Any, rules: Mapping[str, ScopeRule]) -> Outline:  # noqa: ANN401  # RDKit ships no types
    """Return what the text of every derivative of a parent shows, blind to bond orders.

    An atom that no word lets bear more keeps its number of neighbours.
    """
    free = {
        place
        for smarts in chain.from_iterable(rules[word].bears for word in parent.words)
        for match in mol.GetSubstructMatches(compile_smarts(smarts))
        for place in match
    }
    saturated = {place for (place,) in mol.GetSubstructMatches(compile_smarts("[CX4]"))}
    aromatic = {place for (place,) in mol.GetSubstructMatches(compile_smarts("c"))}
    carbonyl = set(mol.GetSubstructMatches(compile_smarts("[#6;$([#6]=[#8])]"))) if "acetal" in parent.words else set()
    spots = [
        Spot(
            numbers=frozenset({atom.GetAtomicNum()}),
            is_capital=atom.GetIdx() not in free and atom.GetDegree() == 1,
            is_saturated=True if atom.GetIdx() in saturated else False if atom.GetIdx() in aromatic else None,
            most=None if atom.GetIdx() in free else atom.GetDegree(),
            around=_carbonyl_or_acetal() if (atom.GetIdx(),) in carbonyl else (),
        )
        for atom in mol.GetAtoms()
    ]
    return outline_of(mol, spots)


@cache
def _carbonyl_or_acetal() -> tuple[Outline, ...]:
    return tuple(weakened(compile_smarts(one)) for one in ("[#6]=[#8]", "[#6](~[#8])~[#8]", "[#6](~[#8])~[#16]"))


def pieces(mol: Any) -> list[str]:  # noqa: ANN401  # RDKit ships no types
    """Return the rings and groups of a molecule, each written alone, in order: what a positional isomer keeps.

    Every single bond between a ring and something outside that ring is cut.
    """
    cut = [
        bond.GetIdx()
        for bond in mol.GetBonds()
        if not bond.IsInRing()
        and bond.GetBondType() == chem().BondType.SINGLE
        and (bond.GetBeginAtom().IsInRing() or bond.GetEndAtom().IsInRing())
    ]
    if not cut:
        return [str(chem().MolToSmiles(mol, isomericSmiles=False))]
    parts = chem().FragmentOnBonds(mol, cut, addDummies=False)
    return sorted(
        str(chem().MolToSmiles(mol_, isomericSmiles=False)) for mol_ in chem().GetMolFrags(parts, asMols=True)
    )


def _rearranged(mol: Any, parents: Iterable[Parent]) -> Iterator[Derived]:  # noqa: ANN401  # RDKit ships no types
    """Yield the parents of which this is a positional isomer: the same rings and groups at other positions."""
    own: Counter[str] | None = None
    for parent in parents:
        own = Counter(pieces(mol)) if own is None else own
        if own == Counter(parent.pieces) and key_of(mol)[:14] != parent.block:
            yield Derived(parent=parent.subject, words=("positional-isomer",), atoms=tuple(range(mol.GetNumAtoms())))
