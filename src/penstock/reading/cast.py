"""The people of an article: their full names and roles, and whom a surname, a pronoun or a title means at a place."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from penstock.reading.named import tokens
from penstock.reading.speakers import named_at_end
from penstock.reading.speech import family_names_first, genders_of_first_names, place_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from penstock.reading.speech import Gender, Speech

_WORD = r"(?:[A-ZÀ-Ý]\.(?:[A-ZÀ-Ý]\.)*|(?:Jr|Sr|St)\.|[A-ZÀ-Ý](?:[^\W\d_]|[’'-](?=\w))*)"
_RUN = re.compile(rf"{_WORD}(?:\s+(?:(?:de|del|la|van|von|bin|al|der|da|dos)\s+){{0,2}}{_WORD}){{1,8}}")
_IN_A_PLACE = re.compile(r"\b(?:of|in|at|near|from)\s+$")
_LETTERS = re.compile(r"\w+")
_MOST = 64
"""People of one surname or title that are looked at on either side of a place; no real article has more."""


@dataclass(slots=True)
class Person:
    """A person of the article, by the fullest name it gives."""

    name: str
    roles: list[str] = field(default_factory=list)
    gender: Gender | None = None
    places: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    @property
    def parts(self) -> list[str]:
        """The words of the name."""
        return self.name.split()

    @property
    def surname(self) -> str:
        """The word by which news refers to the person again."""
        return self.parts[0] if self.is_family_first else self.parts[-1]

    @property
    def is_family_first(self) -> bool:
        """Whether the family name stands first."""
        first = self.parts[0].lower()
        return first in family_names_first() and first not in genders_of_first_names() and len(self.parts) < 4  # noqa: PLR2004

    def last_end(self, at: int) -> int | None:
        """Return where the last mention in full before a place ends; ``None`` where none is."""
        count = bisect_right(self.ends, at)
        return self.ends[count - 1] if count else None


class Cast:
    """Everybody whom an article names in full, with the places at which it does."""

    def __init__(self, speech: Speech, masked: str) -> None:
        """Find the people of a masked text."""
        self._speech = speech
        self._masked = masked
        self.people: dict[str, Person] = {}
        self._rank: dict[int, int] = {}
        self._alike: dict[tuple[str, str], list[Person]] = {}
        for start, end, name, role, gender in self._names():
            self._add(start, end, name, role, gender)
        people = sorted(self.people.values(), key=lambda person: person.ends[0])
        self._by_part = _indexed((part, one) for one in people for part in set(one.parts))
        self._by_surname = _indexed((one.surname, one) for one in people)
        self._by_letters = _indexed((m[0], one) for one in people if (m := _LETTERS.search(one.surname)))
        self._by_head = _indexed(
            (head, one) for one in people for head in {head for own in one.roles for head in _heads(speech, own)}
        )

    def _names(self) -> Iterator[tuple[int, int, str, str | None, Gender | None]]:
        for m in _RUN.finditer(self._masked):
            begin = max(self._masked.rfind("\n", 0, m.start()) + 1, m.start() - 120)
            run = re.sub(r"[’']s?$", "", m[0])
            named = named_at_end(self._speech, self._masked[begin : m.start() + len(run)], alone=True)
            if named is None or named.kind != "person" or named.name is None or len(named.name.split()) < 2:  # noqa: PLR2004
                continue
            if any(word.low in self._speech.small and word.text != "He" for word in tokens(named.name)[:1]):
                continue
            role = named.role or self._aside(m.end())
            first = named.name.split()[0].lower()
            is_given = first in family_names_first() or first in genders_of_first_names()
            if role is None and not is_given and _IN_A_PLACE.search(self._masked, begin, m.start()):
                continue
            yield m.start(), m.end(), named.name, role, named.gender

    def _aside(self, end: int) -> str | None:
        """Return the role that an aside behind a name gives."""
        m = re.match(
            r",\s+((?:(?:the|a|an|la|el|un|una)\s+)?(?:[^,.;:\n]|(?<=\b[A-Z])\.){3,90})(?=[,.;\n]|$)",
            self._masked[end : end + 120],
        )
        if m is None:
            return None
        named = named_at_end(self._speech, m[1])
        covers = named is not None and not m[1][: named.start].strip()
        return m[1] if covers and named is not None and named.kind == "role" and named.name is None else None

    def _add(self, start: int, end: int, name: str, role: str | None, gender: Gender | None) -> None:
        name = re.sub(r"[’']s?$", "", name)
        person = self.people.get(name)
        if person is None:
            person = self._same(name) or Person(name)
            is_new = person.name not in self.people
            if not is_new and len(name) > len(person.name):
                del self.people[person.name]
                person.name, is_new = name, True
            if is_new:
                self._enter(person, start)
        person.places.append(start)
        person.ends.append(end)
        if role is not None and role not in person.roles:
            person.roles.append(role)
        person.gender = person.gender or gender or self._by_first_name(person)

    def _enter(self, person: Person, start: int) -> None:
        self.people[person.name] = person
        self._rank[id(person)] = start
        for key in _keys(person.name):
            self._alike.setdefault(key, []).append(person)

    def _same(self, name: str) -> Person | None:
        """Return who is called by a name that is much the same; the first where there are several."""
        alike = (person for key in _keys(name) for person in self._alike.get(key, ()))
        return min((person for person in alike if _same(person.name, name)), key=self._ranked, default=None)

    @staticmethod
    def _by_first_name(person: Person) -> Gender | None:
        return None if person.is_family_first else genders_of_first_names().get(person.parts[0].lower())

    def called(self, word: str, at: int, gender: Gender | None = None) -> list[Person]:
        """Return whom a single name means at a place; two or more where the text leaves it open."""
        word = re.sub(r"[’']s?$", "", word)
        people = self._near(self._by_surname.get(word, ()), at, gender) or self._near(
            self._by_part.get(word, ()), at, gender
        )
        before = [(end, p) for p in people if (end := p.last_end(at)) is not None]
        if not before:
            return people
        ordered = [p for _, p in sorted(before, key=lambda pair: -pair[0])]
        if len(ordered) > 1 and self._is_open(word, ordered, at):
            return ordered
        return ordered[:1]

    def _is_open(self, word: str, people: list[Person], at: int) -> bool:
        """Tell whether two people of one name stand in the same sentence just before, so that either may be meant."""
        one, other = (p.last_end(at) or 0 for p in people[:2])
        between = self._masked[min(one, other) : max(one, other)]
        again = re.search(rf"\b{re.escape(word)}\b", self._masked[max(one, other) : at])
        return not re.search(r"[.!?]\s|\n", between) and again is None

    def of_role(self, role: str, at: int, gender: Gender | None) -> list[Person]:
        """Return who was given a role before a place, the latest first."""
        head = _head(self._speech, role)
        if head is None:
            return []
        people = self._near(self._by_head.get(head, ()), at, gender)
        found = [(end, p) for p in people if (end := p.last_end(at)) is not None]
        return [p for _, p in sorted(found, key=lambda pair: -pair[0])]

    def mentioned(self, start: int, end: int) -> list[tuple[int, Person]]:
        """Return the people named in a stretch, by full name or by the name news calls them again, in order."""
        piece = self._masked[start:end]
        found: list[tuple[int, Person]] = []
        letters = dict.fromkeys(_LETTERS.findall(piece))
        near = chain.from_iterable(self._near(self._by_letters.get(one, ()), end) for one in letters)
        for person in sorted(near, key=self._ranked):
            m = re.search(rf"\b{re.escape(person.surname)}\b(?![’']s)", piece)
            full = re.search(rf"\b{re.escape(person.name)}\b(?![’']s)", piece)
            if full is None and m is not None and (person.surname in place_names()):
                continue
            hit = full or m
            if hit is not None and (full is not None or person in self.called(person.surname, start + hit.start())):
                found.append((start + hit.start(), person))
        return sorted(found, key=lambda pair: pair[0])

    def whole(self, parts: Sequence[str]) -> Person | None:
        """Return the person in whose name all of some words stand."""
        rarest = min((self._by_part.get(part, []) for part in parts), key=len)
        return min((p for p in rarest if set(parts) <= set(p.parts)), key=self._ranked, default=None)

    def _near(self, people: Sequence[Person], at: int, gender: Gender | None = None) -> list[Person]:
        """Return those of some people who are first named near a place and may be of a gender, in their order."""
        count = bisect_right(people, at, key=lambda person: person.ends[0])
        near = people[max(0, count - _MOST) : count + _MOST]
        fits = [p for p in near if not (gender and p.gender and gender != p.gender)]
        return sorted(fits, key=self._ranked)

    def _ranked(self, person: Person) -> int:
        return self._rank[id(person)]


def _indexed(pairs: Iterable[tuple[str, Person]]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {}
    for key, person in pairs:
        found.setdefault(key, []).append(person)
    return found


def _keys(name: str) -> list[tuple[str, str]]:
    """Return of what a name has one in common with any that is `_same`: its first word with each of the others."""
    first, *rest = name.split()
    is_short = all(len(word.rstrip(".")) <= 1 for word in rest)
    return [(first, word) for word in rest] + ([(first, "")] if is_short else [])


def _same(one: str, other: str) -> bool:
    a, b = one.split(), other.split()
    if a[0] != b[0]:
        return False
    short, long = sorted((a, b), key=len)
    middle = [word for word in long if len(word.rstrip(".")) > 1]
    return all(word in long for word in short) or [w for w in short if len(w.rstrip(".")) > 1] == middle


def _head(speech: Speech, role: str) -> str | None:
    heads = _heads(speech, role)
    return next(iter(heads), None) if heads else None


def _heads(speech: Speech, role: str) -> list[str]:
    """Return the nouns of a role that tell what it is: ``ambassador`` of *the US ambassador to China*."""
    before = re.split(r"\s(?:for|of|to|at|from|in|de|del)\s", role, maxsplit=1)[0]
    words = [word.low.removeprefix("ex-") for word in tokens(before) if word.low in speech.roles]
    words = ["spokesperson" if word in {"spokesman", "spokeswoman"} else word for word in words]
    return words[-1:] + [word for word in words[:-1] if word in {"secretary", "minister"}]
