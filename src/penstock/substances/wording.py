"""What a law says of a class of substances, as data, and the reading of a structure by it, clause by clause.

A definition compares a molecule with a parent: a skeleton that every member has, with numbered atoms, and sites
where the law lets it differ. Everything outside the skeleton hangs on a site, and every group at a site must be
as in the parent, or be what a clause names, or leave open which of the two: else the molecule is no member.

Three readings come out: ``meets``, ``open`` (with the clause and the word that can be read both ways) and
``outside`` (it has the skeleton and no clause covers all that differs, so it is a close relative).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta, Struct, field

from penstock.substances.patterns import compile_smarts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Verdict = Literal["meets", "open", "outside"]
NonEmpty = Annotated[str, Meta(min_length=1)]

ANY_GROUP = "any"
"""The word that takes every group, and alone takes one that comes back to the skeleton."""

MOST_MATCHES = 500
"""How many ways of laying one skeleton on a molecule are tried; symmetry alone gives a few dozen."""


class Record(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, gc=False):
    """Base of the records below: frozen, and no key is taken that is not named here."""


class Shape(Record, frozen=True):
    """What a group of atoms looks like; all that is given must hold.

    ``smarts`` are matched from the group's first atom; ``whole`` asks that such a match takes in all of the group;
    ``every`` is a SMARTS of one atom that each atom of the group must be; ``has`` and ``lacks`` look anywhere in it.
    """

    smarts: list[str] = []
    whole: bool = False
    every: str | None = None
    has: str | None = None
    lacks: str | None = None


class Word(Record, frozen=True):
    """A word of chemistry as laws use it: what it surely means, and what it may also mean."""

    narrow: list[Shape]
    wide: list[Shape] = []
    note: str | None = None


class SiteRule(Record, frozen=True):
    """What a group at a site may be.

    Without ``clause`` it is as in the parent. ``open`` names the word of the clause that can be read both ways.
    """

    is_: Annotated[list[str], Meta(min_length=1)] = field(name="is")
    clause: str | None = None
    open: NonEmpty | None = None


class Site(Record, frozen=True):
    """Numbered atoms of the skeleton where something hangs.

    With ``group`` the atom itself is the first of the group; with ``atoms`` each branch that hangs on one of the atoms
    is a group. A group that no rule takes puts the molecule outside. ``bare`` is the clause that is met where nothing
    hangs on the site, though something does in the parent.
    """

    name: str
    rules: list[SiteRule]
    group: int | None = None
    atoms: list[int] = []
    bare: str | None = None


class Skeleton(Record, frozen=True):
    """A SMARTS whose mapped atoms are the numbers of the sites.

    ``clause`` says that the skeleton itself is a change the law names; ``open`` which word leaves that open;
    ``alone: false`` that it is open only beside another change, and no member by itself.
    """

    smarts: str
    clause: str | None = None
    open: NonEmpty | None = None
    alone: bool = True


class Frame(Record, frozen=True):
    """Skeletons that share their sites."""

    skeletons: Annotated[list[Skeleton], Meta(min_length=1)]
    sites: list[Site] = []


class Reading(Record, frozen=True):
    """How a molecule stands to one class.

    ``clauses`` are those it meets, in the order of the law; ``open`` pairs of clause and open word; ``atoms`` the
    matched atoms by clause, under ``""`` those of the skeleton, as positions of heavy atoms in the order drawn;
    ``scope`` the scope words that lead from a member to this molecule (an ester of a member).
    """

    subject: str
    verdict: Verdict
    clauses: tuple[str, ...] = ()
    open: tuple[tuple[str, str], ...] = ()
    atoms: tuple[tuple[str, tuple[int, ...]], ...] = ()
    scope: tuple[str, ...] = ()


class Glossary:
    """The words of chemistry, ready to be asked whether a group of atoms is one of them."""

    def __init__(self, words: Mapping[str, Word]) -> None:
        """Take ``{word: record}``; the patterns are compiled when they are first needed."""
        self._words = words
        self._queries: dict[str, Any] = {}

    def query(self, smarts: str) -> Any:  # noqa: ANN401  # RDKit ships no types
        """Return a compiled pattern; ``Unreadable`` when it is no SMARTS."""
        if smarts not in self._queries:
            self._queries[smarts] = compile_smarts(smarts)
        return self._queries[smarts]

    def reads(self, word: str, group: Group) -> Literal["narrow", "wide"] | None:
        """Tell whether a group surely is what a word says, may be, or is not."""
        record = self._words[word]
        if any(self._fits(shape, group) for shape in record.narrow):
            return "narrow"
        return "wide" if any(self._fits(shape, group) for shape in record.wide) else None

    def _fits(self, shape: Shape, group: Group) -> bool:
        return (
            (not shape.smarts or any(self._starts(smarts, group, whole=shape.whole) for smarts in shape.smarts))
            and (shape.every is None or group.atoms <= self._within(shape.every, group, atoms=True))
            and (shape.has is None or bool(self._within(shape.has, group)))
            and (shape.lacks is None or not self._within(shape.lacks, group))
        )

    def _matches(self, smarts: str, group: Group) -> Iterator[tuple[int, ...]]:
        found = group.mol.GetSubstructMatches(self.query(smarts), uniquify=False, maxMatches=MOST_MATCHES)
        return (match for match in found if group.atoms.issuperset(match))

    def _starts(self, smarts: str, group: Group, *, whole: bool) -> bool:
        size = len(group.atoms)
        return any(
            match[0] == group.first and (not whole or len(match) == size) for match in self._matches(smarts, group)
        )

    def _within(self, smarts: str, group: Group, *, atoms: bool = False) -> set[int]:
        found = self._matches(smarts, group)
        return {match[0] for match in found} if atoms else {place for match in found for place in match}


@dataclass(frozen=True, slots=True)
class Group:
    """Atoms that hang on a skeleton: the molecule, the first atom, all of them, and whether they come back to it."""

    mol: Any
    first: int
    atoms: frozenset[int]
    is_bridge: bool


@dataclass(slots=True)
class _Found:
    """What was seen while one laying of a skeleton was read."""

    clauses: dict[str, set[int]]
    open: dict[tuple[str, str], set[int]]
    is_outside: bool = False


class Definition:
    """The definition of one class, ready to read molecules by."""

    def __init__(self, subject: str, frames: Iterable[Frame], order: Iterable[str], glossary: Glossary) -> None:
        """Take the class id, its frames, its clauses in the order of the law, and the words."""
        self.subject = subject
        self._frames = tuple(frames)
        self._order = {clause: place for place, clause in enumerate(order)}
        self._glossary = glossary

    @cached_property
    def skeletons(self) -> tuple[Any, ...]:
        """The skeletons as RDKit queries; a molecule that matches none of them has no reading."""
        return tuple(self._glossary.query(s.smarts) for frame in self._frames for s in frame.skeletons)

    def read(self, mol: Any) -> Reading | None:  # noqa: ANN401  # RDKit ships no types
        """Read one standardised component; ``None`` when it does not have the skeleton.

        Of all ways to lay the skeletons on it, the one that meets most surely counts.
        """
        best: tuple[tuple[int, int, int], Reading] | None = None
        for frame in self._frames:
            for skeleton in frame.skeletons:
                query = self._glossary.query(skeleton.smarts)
                for match in mol.GetSubstructMatches(query, uniquify=False, maxMatches=MOST_MATCHES):
                    reading = self._conclude(self._lay(mol, frame, skeleton, match), skeleton, match)
                    rank = (
                        ("outside", "open", "meets").index(reading.verdict),
                        -len(reading.open),
                        -len(reading.clauses),
                    )
                    if best is None or rank > best[0]:
                        best = (rank, reading)
        return best[1] if best else None

    def _labels(self, skeleton: Skeleton) -> dict[int, int]:
        """Return ``{number of a site: place in the skeleton's pattern}``."""
        atoms = self._glossary.query(skeleton.smarts).GetAtoms()
        return {atom.GetAtomMapNum(): atom.GetIdx() for atom in atoms if atom.GetAtomMapNum()}

    def _lay(self, mol: Any, frame: Frame, skeleton: Skeleton, match: tuple[int, ...]) -> _Found:  # noqa: ANN401  # RDKit ships no types
        places = {label: match[place] for label, place in self._labels(skeleton).items()}
        found = _Found({}, {})
        own = set(match)
        if skeleton.clause is not None and skeleton.open is None:
            found.clauses[skeleton.clause] = own
        elif skeleton.clause is not None and skeleton.open is not None and skeleton.alone:
            found.open[skeleton.clause, skeleton.open] = own
        covered: set[int] = set()
        for site in frame.sites:
            groups = list(_groups(mol, site, own, places))
            for group in groups:
                covered |= group.atoms
                self._judge(site, group, found)
            if not groups and site.bare is not None:
                found.clauses.setdefault(site.bare, set()).update(places[label] for label in site.atoms)
        everything = range(mol.GetNumAtoms())
        if not all(place in covered or place in own for place in everything) and not _is_free(frame):
            found.is_outside = True
        return found

    def _judge(self, site: Site, group: Group, found: _Found) -> None:
        """Put a group under the first rule that surely takes it, else leave open the first that may."""
        maybe: tuple[str, str] | None = None
        for rule, word in _tries(site):
            reads = None if group.is_bridge and word != ANY_GROUP else self._glossary.reads(word, group)
            if reads == "narrow" and rule.clause is None:
                return
            if reads == "narrow" and rule.clause is not None and rule.open is None:
                found.clauses.setdefault(rule.clause, set()).update(group.atoms)
                return
            if reads is not None and rule.clause is not None:
                maybe = maybe or (rule.clause, rule.open or word)
            if reads == "narrow":
                break
        if maybe is None:
            found.is_outside = True
        else:
            found.open.setdefault(maybe, set()).update(group.atoms)

    def _conclude(self, found: _Found, skeleton: Skeleton, match: tuple[int, ...]) -> Reading:
        if skeleton.open is not None and skeleton.clause is not None and not skeleton.alone and found.clauses:
            found.open.setdefault((skeleton.clause, skeleton.open), set(match))
        is_member = not found.is_outside and bool(found.clauses or found.open)
        held = skeleton.open is not None and not skeleton.alone and not found.clauses
        verdict: Verdict = "outside" if not is_member or held else "open" if found.open else "meets"
        clauses = sorted(found.clauses, key=self._order.__getitem__) if verdict != "outside" else []
        opened = sorted(found.open, key=lambda pair: self._order[pair[0]]) if verdict == "open" else []
        parts: dict[str, set[int]] = {"": set(match)}
        for clause in clauses:
            parts.setdefault(clause, set()).update(found.clauses[clause])
        for pair in opened:
            parts.setdefault(pair[0], set()).update(found.open[pair])
        return Reading(
            subject=self.subject,
            verdict=verdict,
            clauses=tuple(clauses),
            open=tuple(opened),
            atoms=tuple((clause, tuple(sorted(atoms))) for clause, atoms in parts.items()),
        )


def _tries(site: Site) -> Iterator[tuple[SiteRule, str]]:
    return ((rule, word) for rule in site.rules for word in rule.is_)


def _is_free(frame: Frame) -> bool:
    """Tell whether a frame has no sites: a law that says "whether or not substituted" to any extent."""
    return not frame.sites


def _groups(mol: Any, site: Site, own: set[int], places: Mapping[int, int]) -> Iterator[Group]:  # noqa: ANN401  # RDKit ships no types
    """Yield the groups of atoms that hang on a site of a laid skeleton."""
    if site.group is not None:
        if site.group in places:
            first = places[site.group]
            yield _gather(mol, first, own - {first})
        return
    for label in site.atoms:
        if label not in places:
            continue
        anchor = mol.GetAtomWithIdx(places[label])
        seen: set[int] = set()
        for near in anchor.GetNeighbors():
            if near.GetIdx() not in own and near.GetIdx() not in seen:
                group = _gather(mol, near.GetIdx(), own)
                seen |= group.atoms
                yield group


def _gather(mol: Any, first: int, own: set[int]) -> Group:  # noqa: ANN401  # RDKit ships no types
    atoms = {first}
    edge = [first]
    back = 0
    while edge:
        for near in mol.GetAtomWithIdx(edge.pop()).GetNeighbors():
            place = near.GetIdx()
            if place in own:
                back += 1
            elif place not in atoms:
                atoms.add(place)
                edge.append(place)
    return Group(mol, first, frozenset(atoms), is_bridge=back > 1)
