"""What the register says of a structure: the plain way, every rule in turn, and the fast way to the same answer.

The plain way parses and standardises, looks every component up by its InChIKey, and puts it to every class, every
scope word and every scaffold. The fast way proves from the text and from bare connections that most of those cannot
match, and leaves them out. A test holds the two equal over whole corpora.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import structs

from penstock.law.identified import CONFIDENCE, UNLISTED, Identified, on_record
from penstock.substances.patterns import weakened
from penstock.substances.structure import (
    WATER_BLOCK,
    Component,
    Unreadable,
    components,
    differences,
    formula_of,
    key_of_inchi,
    parse,
    standardised,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from penstock.law.records import StructureKey
    from penstock.law.register import Register
    from penstock.substances.derivation import Derivations, Derived
    from penstock.substances.patterns import Scaffolds
    from penstock.substances.sieve import Mesh, Sieve, Sifted
    from penstock.substances.wording import Definition, Reading


AT_ONCE = 250_000
"""Characters of texts that are looked at together: enough to spread what each step costs, few enough for the cache."""


@dataclass(frozen=True)
class Chemistry:
    """Everything of a register that speaks of structures it does not name."""

    scaffolds: Scaffolds
    definitions: Mapping[str, Definition]
    derivations: Derivations
    class_words: Mapping[str, tuple[str, ...]]

    @cached_property
    def meshes(self) -> tuple[Mesh, ...]:
        """Every pattern, weakened for the sieve."""
        from penstock.substances.sieve import Mesh  # noqa: PLC0415  # NumPy is heavy, and most questions never need it

        found = [Mesh(("scaffold", key), weakened(query)) for key, query in self.scaffolds.patterns.items()]
        for key, definition in self.definitions.items():
            found += [Mesh(("class", key), weakened(query)) for query in definition.skeletons]
        for place, parent in enumerate(self.derivations.parents):
            if parent.words:
                found.append(Mesh(("parent", place), self.derivations.outlines[place]))
            if parent.pieces:
                found.append(Mesh(("parent", place), exactly=int(parent.made_of, 16)))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which scaffolds, classes and parents a component is put to; ``None`` is all."""

    scaffolds: frozenset[str] | None = None
    classes: frozenset[str] | None = None
    parents: frozenset[int] | None = None

    @classmethod
    def of(cls, owners: Iterable[tuple[str, Any]]) -> Asked:
        """Ask only what the sieve has left."""
        chosen = {
            kind: frozenset(key for own, key in owners if own == kind) for kind in ("scaffold", "class", "parent")
        }
        return cls(chosen["scaffold"], chosen["class"], chosen["parent"])


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the register says of one component beside its name."""

    relatives: tuple[str, ...] = ()
    classes: tuple[Reading, ...] = ()
    derived: tuple[Derived, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether it says anything."""
        return bool(self.relatives or self.classes or self.derived)


def by_structure(register: Register, text: str) -> tuple[Identified, ...]:
    """Identify one SMILES or InChI: parse it, and put it to every rule in turn.

    Raises:
        Unreadable: When the text is no readable structure.
    """
    return by_molecule(register, parse(text), text.strip())


def by_structures(register: Register, texts: Sequence[str]) -> list[tuple[Identified, ...] | Unreadable]:
    """Identify many SMILES or InChI, each as :func:`by_structure` does but far faster: only what the sieve has left.

    Making the sieve ready takes as long as a hundred structures one by one. What cannot be read stands in its place.
    """
    found: list[tuple[Identified, ...] | Unreadable] = []
    part: list[str] = []
    size = 0
    for text in texts:
        part.append(text.strip())
        size += len(text)
        if size >= AT_ONCE:
            found += _at_once(register, part)
            part, size = [], 0
    return found + _at_once(register, part)


def _at_once(register: Register, texts: list[str]) -> list[tuple[Identified, ...] | Unreadable]:
    from penstock.substances.connections import of_molecules  # noqa: PLC0415  # as above
    from penstock.substances.glance import glance  # noqa: PLC0415  # as above

    found: list[tuple[Identified, ...] | Unreadable] = [(UNLISTED,)] * len(texts)
    seen = glance(texts)
    for place, left in register.sieve.sift(seen).items():
        found[place] = _assembled(register, parse(texts[place]), texts[place], left)
    parsed: list[tuple[int, Any]] = []
    for place in (~seen.is_read).nonzero()[0].tolist():
        try:
            parsed.append((place, parse(texts[place])))
        except Unreadable as error:
            found[place] = error.with_traceback(None)  # which would keep every array of this part
    drawn = of_molecules([mol for _, mol in parsed])
    sifted = register.sieve.sift(drawn)
    for number, (place, mol) in enumerate(parsed):
        is_told = drawn.is_read[number] and not texts[place].startswith("InChI=")
        if not is_told:
            found[place] = _assembled(register, mol, texts[place], None)
        elif number in sifted:
            found[place] = _assembled(register, mol, texts[place], sifted[number])
    return found


def by_molecule(register: Register, mol: Any, text: str = "") -> tuple[Identified, ...]:  # noqa: ANN401  # RDKit ships no types
    """Identify a fully parsed molecule component by component, by every rule in turn; any component counts.

    Args:
        register: The register to look in.
        mol: The molecule.
        text: What it was read from, where that was an InChI.
    """
    return _assembled(register, mol, text, None)


def _assembled(
    register: Register,
    mol: Any,  # noqa: ANN401  # RDKit ships no types
    text: str,
    left: Sifted | None,
) -> tuple[Identified, ...]:
    """Put a molecule to all that the sieve has left, to everything where ``None``."""
    is_named = left is None or left.is_named
    asked = Asked() if left is None else Asked.of(left.owners)
    parts = components(mol, is_keyed=is_named)
    found = list(_listed(register, parts)) if is_named else []
    named = {place for one, places in found for place in places}
    listed = tuple(one for one, _ in found) or (_by_own_key(register, text) if is_named else ())
    if listed and not found:
        return listed
    rest = (part for place, part in enumerate(parts) if place not in named)
    spoken = (_described(register.chemistry, part, asked, is_alone=len(parts) == 1) for part in rest)
    return (*listed, *(one for one in spoken if one is not None)) or (UNLISTED,)


def _by_own_key(register: Register, text: str) -> tuple[Identified, ...]:
    """Look an InChI up by its own key, because what is drawn from it may have another."""
    key = key_of_inchi(text)
    return by_key(register, key) if key else ()


def by_key(register: Register, key: str) -> tuple[Identified, ...]:
    """Return the substances of the register that have this InChIKey, or this first block of one."""
    same = register.by_whole_block.get(key[:14], [])
    return tuple(on_record(register, one.substance, "structure", CONFIDENCE["structure"]) for one in same)


def _listed(register: Register, parts: list[Component]) -> Iterator[tuple[Identified, tuple[int, ...]]]:
    """Yield the substances that components of a molecule are, with the places of those components."""
    found: set[str] = set()
    solutes = [place for place, part in enumerate(parts) if part.block != WATER_BLOCK] or list(range(len(parts)))
    is_alone = len(solutes) == 1
    for place in solutes:
        part = parts[place]
        for same in register.by_block.get(part.block, []):
            if (is_alone or not same.alone) and same.substance not in found:
                found.add(same.substance)
                differs = differences(part, same.key, is_alone=len(parts) == 1)
                form = "salt or mixture" if "salt or mixture" in differs else None
                one = on_record(register, same.substance, "structure", CONFIDENCE["structure"], form=form)
                yield (
                    replace(_redrawn(register, one, part), differs=differs),
                    tuple(p for p in solutes if parts[p].block == part.block),
                )
    if not is_alone:
        for same in register.by_block.get(whole(parts[place].block for place in solutes), []):
            if same.substance not in found:
                found.add(same.substance)
                yield on_record(register, same.substance, "structure", CONFIDENCE["structure"]), tuple(solutes)


def _redrawn(register: Register, one: Identified, part: Component) -> Identified:
    """Cite the atoms of the structure asked about, not those of the register's own drawing."""
    if not one.classes and not one.derived:
        return one
    spoken = speak(register.chemistry, part)
    derived = tuple(other for other in spoken.derived if other.parent != one.subject)
    return replace(one, classes=spoken.classes, derived=derived)


def _described(chemistry: Chemistry, part: Component, asked: Asked, *, is_alone: bool) -> Identified | None:
    """Describe a component that no record holds, where the register speaks of it."""
    spoken = speak(chemistry, part, asked)
    if not spoken:
        return None
    return Identified(
        subject=None,
        name=f"structure {formula_of(part.part)}",
        cas=None,
        by="structure",
        confidence=CONFIDENCE["structure"],
        form=None if is_alone else "salt or mixture",
        relatives=spoken.relatives,
        classes=spoken.classes,
        derived=spoken.derived,
    )


def speak(chemistry: Chemistry, part: Component, asked: Asked | None = None) -> Spoken:
    """Return the scaffolds a component contains, the classes it stands to and the parents it is derived from."""
    asked = asked or Asked()
    mol = standardised(part.part)
    readings = [
        reading
        for key, definition in chemistry.definitions.items()
        if asked.classes is None or key in asked.classes
        if (reading := _read(chemistry, definition, mol)) is not None
    ]
    derived = chemistry.derivations.read(mol, asked.parents)
    heavy = [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetAtomicNum() > 1]
    place = dict(zip(heavy, part.places, strict=True))
    return Spoken(
        relatives=chemistry.scaffolds.matches(mol, asked.scaffolds),
        classes=tuple(_moved(reading, place) for reading in readings),
        derived=tuple(_replaced(one, place) for one in derived),
    )


def _read(chemistry: Chemistry, definition: Definition, mol: Any) -> Reading | None:  # noqa: ANN401  # RDKit ships no types
    """Read a component by one class; an ester or ether of a member counts where the class's own words say so."""
    reading = definition.read(mol)
    words = chemistry.class_words.get(definition.subject, ())
    if reading is None or reading.verdict != "outside" or not words:
        return reading
    for word, product in chemistry.derivations.undo_once(mol, words):
        inner = definition.read(product)
        if inner is not None and inner.verdict != "outside":
            return structs.replace(inner, atoms=reading.atoms, scope=(word,))
    return reading


def _moved(reading: Reading, place: Mapping[int, int]) -> Reading:
    return structs.replace(reading, atoms=tuple((clause, _placed(own, place)) for clause, own in reading.atoms))


def _replaced(one: Derived, place: Mapping[int, int]) -> Derived:
    return structs.replace(one, atoms=_placed(one.atoms, place))


def _placed(atoms: tuple[int, ...], place: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(place[atom] for atom in atoms if atom in place)


def sieve_of(chemistry: Chemistry, structures: Iterable[StructureKey]) -> Sieve:
    """Return the sieve of a register: its patterns, and the skeletons of its named structures."""
    from penstock.substances.sieve import Sieve  # noqa: PLC0415  # as above

    named: dict[bool, list[int]] = {True: [], False: []}
    metals: set[int] = set()
    for structure in structures:
        metals |= set(structure.metals)
        is_one = len(structure.skeletons) == 1  # several together are found together
        named[structure.alone and is_one] += (int(one, 16) for one in structure.skeletons)
    return Sieve(chemistry.meshes, named[False], named[True], metals)
