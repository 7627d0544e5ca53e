"""Names of parties that can be searched, each with whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from penstock.kernel.errors import UnreadableName
from penstock.parties import ALERT, Comparison, compare
from penstock.parties.index import PartyIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from penstock.law.party_records import Party
    from penstock.law.register import Register
    from penstock.parties import Kind
    from penstock.parties.asked import Asked

COMPARED_AS: dict[str, Kind] = {
    "person": "person",
    "company": "company",
    "group": "company",
    "body": "company",
    "vessel": "vessel",
}
"""How the names of each kind of party are compared."""


MOST = 50
"""Names that are looked at for one question: what follows fifty better ones is nobody's match."""


Found = Sequence[tuple[int, Comparison]]
"""Places of names, each with its comparison."""


class Search(Protocol):
    """Finds the names that match one or are near it, by their likeness; chance counts in their order alone."""

    def matches(self, name: str, kind: Kind | None) -> Sequence[tuple[int, Comparison]]:
        """Return the places of the names that match, with the comparison, best first."""

    def many(self, asked: Asked) -> Mapping[int, Found]:
        """Return what ``matches`` returns for each name that some match, by its place."""


class Everyone:
    """The plain search: every name is compared. What a faster one finds must be what this one finds."""

    def __init__(self, names: Sequence[str], kinds: Sequence[Kind | None]) -> None:
        """Take the names and what each belongs to."""
        self._names = list(zip(names, kinds, strict=True))

    def many(self, asked: Asked) -> dict[int, Found]:
        """Return what ``matches`` returns for each name that some match, by its place."""
        readable = [place for place in range(len(asked.names)) if place not in asked.errors]
        found = {place: self.matches(asked.names[place], asked.kinds[place]) for place in readable}
        return {place: matches for place, matches in found.items() if matches}

    def matches(self, name: str, kind: Kind | None) -> Found:
        """Return the places of the names that match, with the comparison, best first."""
        found = []
        for place, (other, of) in enumerate(self._names):
            if kind is None or of is None or kind == of:
                comparison = compare(name, other, kind or of)
                if comparison.likeness >= ALERT:
                    found.append((place, comparison))
        return sorted(found, key=lambda match: (-match[1].score, match[0]))


class Indexed:
    """The fast search, over an index."""

    def __init__(self, index: PartyIndex, *, lossless: bool = False) -> None:
        """Take the index, and whether names are compared too that share no key with it but nearly all letters."""
        self._index = index
        self._lossless = lossless

    @classmethod
    def over(cls, names: list[str], kinds: list[Kind | None], *, lossless: bool = False) -> Indexed:
        """Index names, and what each belongs to."""
        return cls(PartyIndex.build(names, kinds), lossless=lossless)

    def matches(self, name: str, kind: Kind | None) -> Sequence[tuple[int, Comparison]]:
        """Return the places of the names that match, with the comparison, best first."""
        (found,) = self._index.search_many([name], [kind], limit=MOST, lossless=self._lossless, near=True)
        if isinstance(found, UnreadableName):
            raise found
        return found

    def many(self, asked: Asked) -> Mapping[int, Found]:
        """Return what ``matches`` returns for each name that some match, by its place."""
        return self._index.search_asked(asked, limit=MOST, lossless=self._lossless, near=True)


@dataclass(frozen=True, slots=True)
class Hit:
    """A name that matches, and whose it is: a party of the register, or an entry of a list."""

    input: str
    name: str
    type: str
    comparison: Comparison
    party: str | None = None
    uid: str | None = None

    @property
    def is_weak(self) -> bool:
        """Tell whether the name settles nothing by itself."""
        return self.type == "weak"

    @property
    def is_near(self) -> bool:
        """Tell whether the likeness may be chance, so that the name is no match."""
        return self.comparison.is_near


def best(hits: Sequence[Hit]) -> Hit:
    """Return the best of the hits on one party: a match, one on no weak name if there is one, then the same text."""
    return min(hits, key=lambda hit: (hit.is_near, hit.is_weak, -round(hit.comparison.score, 2), hit.name != hit.input))


class RegisterBook:
    """The names of the register's parties."""

    def __init__(self, register: Register, search: Callable[[list[str], list[Kind | None]], Search]) -> None:
        """Take the names of every party of a register, and what makes a search over names."""
        self._named = [
            (key, name.name, name.type, COMPARED_AS[party.kind])
            for key, party in register.packed.parties.items()
            for name in party.names
        ]
        self._search = search([row[1] for row in self._named], [row[3] for row in self._named])

    def hits(self, name: str, kind: Kind | None) -> list[Hit]:
        """Return the best hit on each party that matches, best first."""
        return self._best(name, self._search.matches(name, kind))

    def many(self, asked: Asked) -> dict[int, list[Hit]]:
        """Return what ``hits`` returns for each name that has some, by its place."""
        found = self._search.many(asked)
        return {place: self._best(asked.names[place], matches) for place, matches in found.items()}

    def _best(self, name: str, matches: Found) -> list[Hit]:
        found: dict[str, list[Hit]] = {}
        for place, comparison in matches:
            key, listed, how, _ = self._named[place]
            found.setdefault(key, []).append(Hit(name, listed, how, comparison, party=key))
        return sorted(map(best, found.values()), key=lambda hit: (-hit.comparison.score, hit.party or ""))


def uid_of(party: Party) -> str | None:
    """Return the number that OFAC's list gives a party."""
    return next((number.value for number in party.identifiers if number.scheme == "ofac-uid"), None)
