"""Find the substances, machines and customs codes that goods texts mention.

Three ways a name can stand in a text:

* ``whole``: the text is the name, perhaps with its salt ("4-piperidone hydrochloride");
* ``word``: the name stands between boundaries ("drum of 4-piperidone, 25 kg");
* ``part``: it is joined to more of a chemical name ("1-benzyl-4-piperidone", "xylofentanyl", 二甲苯), so it may name
  another substance: never enough to convict or to clear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from penstock.goods.disguise import replaced, undisguised
from penstock.goods.elements import NO_BASE
from penstock.goods.folding import HAN
from penstock.goods.joining import AFTER_AN_ACID, is_inside, is_joined, is_tested, plain, with_optical
from penstock.goods.matching import Names
from penstock.goods.mention import Mention
from penstock.goods.numbers import cas_numbers, customs_codes
from penstock.goods.salts import Dressed, Salts
from penstock.goods.slips import Slips, cut_at, glued
from penstock.goods.spelled import NOTHING, Beside, undone_in
from penstock.goods.survey import survey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from penstock.goods.folding import Folded, Folder
    from penstock.goods.matching import Match
    from penstock.goods.mention import Found, Stand
    from penstock.goods.sieve import Sieve
    from penstock.goods.survey import Survey
    from penstock.goods.vocabulary import Term, Vocabulary

_OPENING = "([{"


@dataclass(frozen=True, slots=True)
class _Named:
    """A name as it stands in a text: where, how, and with which terms."""

    dressed: Dressed
    start: int
    end: int
    stand: Stand
    terms: tuple[Term, ...]
    is_spaced: bool
    is_test: bool = False


@dataclass(frozen=True, slots=True)
class _Ways:
    """What is looked for in a text; names begin at ``starts`` alone, places in the folded text, if given.

    ``folded`` is the folded text, where it is at hand.
    """

    starts: tuple[int, ...] | None = None
    folded: Folded | None = None
    is_slipped: bool = True
    is_disguised: bool = True
    has_cas: bool = True
    has_codes: bool = True


_EVERYTHING = _Ways()


class Scanner:
    """Finds the terms of a vocabulary in texts."""

    def __init__(  # noqa: PLR0913  # the parts of a vocabulary
        self,
        terms: Sequence[Term],
        folder: Folder,
        salts: Mapping[str, str],
        codes: Iterable[str],
        *,
        numbers: Mapping[str, tuple[str | None, bool]] | None = None,
        keys: Sequence[str] | None = None,
        known: Survey | None = None,
    ) -> None:
        """Make ready.

        Args:
            terms: The vocabulary.
            folder: The folding of the register the vocabulary comes from.
            salts: Folded salt word to the form it names, e.g. ``{"hcl": "hydrochloride"}``.
            codes: Customs codes known to the register, digits only.
            numbers: ``{CAS number: (id of its record or None, whether it is ordinary)}``.
            keys: The folded form of each term, where that is known already.
            known: What a survey of the terms finds, where that is known already.
        """
        self._folder = folder
        self._codes = tuple(sorted(set(codes)))
        self._numbers = numbers or {}
        known = known or survey(terms, folder)
        self._names = Names(terms, keys or [folder.key(term.name) for term in terms], folder, known)
        self._salts = Salts(salts, self._names.__contains__)
        self._slips = Slips(terms, folder, known)

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Scanner:
        """Return the scanner of a packed vocabulary."""
        return cls(
            vocabulary.terms,
            vocabulary.folder(),
            vocabulary.salts,
            vocabulary.codes,
            numbers=vocabulary.numbers,
            keys=vocabulary.keys,
            known=vocabulary.survey,
        )

    def knows(self, number: str) -> bool:
        """Tell whether the vocabulary holds a CAS number, in the register or among ordinary chemicals."""
        return number in self._numbers

    @cached_property
    def _held(self) -> frozenset[str]:
        return frozenset(number for number, (record, _) in self._numbers.items() if record is not None)

    def scan(self, text: str) -> list[Mention]:
        """Return the mentions in order of appearance; two terms of one spelling give two mentions.

        Names that are only part of a longer one are among them where the register holds them (``stand`` is ``part``).
        """
        return self._read(text, _EVERYTHING)

    def scan_many(self, texts: Sequence[str]) -> list[list[Mention]]:
        """Return the mentions of each text, as ``scan`` gives them; what cannot hold any is not read."""
        flags = self._sieve.flag(texts)
        hidden = [(place, reading) for place in flags.disguised for reading in undisguised(texts[place])]
        names = self._sieve.flag([reading for _, reading in hidden]).names
        flags.hidden.update(hidden[place][0] for place in names)
        found: list[list[Mention]] = [[] for _ in texts]
        for place in flags.any:
            ways = _Ways(
                starts=tuple(flags.names.get(place, ())),
                folded=flags.folded.get(place),
                is_slipped=place in flags.slips,
                is_disguised=place in flags.hidden,
                has_cas=place in flags.cas,
                has_codes=place in flags.codes,
            )
            found[place] = self._read(texts[place], _EVERYTHING if place in flags.all else ways)
        return found

    def _read(self, text: str, ways: _Ways) -> list[Mention]:
        """Return the mentions of a text, looked for in some ways."""
        numbers = self._counted(text, cas=ways.has_cas, codes=ways.has_codes) if ways.has_cas or ways.has_codes else []
        spans = [(number.start, number.end) for number in numbers if number.by == "cas"]
        edges = {edge for span in spans for edge in span}
        has_number = bool(edges)
        starts = None if has_number else ways.starts
        if starts == () and not (ways.is_slipped or ways.is_disguised):
            return numbers
        folded = self._folder.fold(text) if ways.folded is None else self._folder.keep(text, ways.folded)
        if has_number:
            folded = cut_at(folded, edges, spans)
        named = self._named(text, folded, starts, has_number=has_number)
        found = [mention for one in named for mention in _mentions(text, one)]
        if ways.is_disguised:
            for reading in undisguised(text):
                found = _with(found, self._disguised(text, reading))
        if ways.is_slipped:
            found = _with(found, self._slipped(text, folded))
            found = _with(found, self._ending(text, folded))
        return sorted((*found, *numbers), key=_order)

    @cached_property
    def _sieve(self) -> Sieve:
        from penstock.goods.sieve import Sieve  # noqa: PLC0415  # numpy is slow to import, and one text needs none

        slips = self._slips
        return Sieve(self._names, self._folder, slips.words, slips.is_near, self._numbers, self._codes)

    def _counted(self, text: str, *, cas: bool = True, codes: bool = True) -> list[Mention]:
        """Return the numbers of a text: those of CAS, and the customs codes that are none of them."""
        numbers = list(cas_numbers(text, self._numbers, self._held)) if cas else []
        for code in customs_codes(text, self._codes) if codes else ():
            if not any(number.start < code.end and code.start < number.end for number in numbers):
                numbers.append(code)
        return sorted(numbers, key=_order)

    def _disguised(self, text: str, reading: str) -> Iterator[Mention]:
        """Yield the names of a text that show only where disguised letters are undone."""
        for named in self._named(reading, self._folder.fold(reading)):
            span = slice(named.start, named.end)
            undone = replaced(text[span], reading[span])
            if undone and named.stand != "part":
                for mention in _mentions(text, named):
                    yield replace(mention, undone=(*undone, *(kind for kind in mention.undone if kind not in undone)))

    def _slipped(self, text: str, folded: Folded) -> Iterator[Mention]:
        """Yield the controlled names of a text that one slip or a glued amount hides."""
        readings = [(right, {begin}, end) for right, begin, end in self._slips.corrected(folded)]
        if (apart := glued(text, folded)) is not None:
            readings.append((*apart, 0))
        for right, begins, end in readings:
            for named in self._named(text, right):
                first, last = named.dressed.first, named.dressed.last
                holds = any(first <= begin and end <= last and begin <= last for begin in begins)
                if holds and named.stand != "part":
                    terms = tuple(term for term in named.terms if not (term.ordinary or term.as_written))
                    for mention in _mentions(text, replace(named, terms=terms)):
                        yield replace(mention, by="slip")

    def _ending(self, text: str, folded: Folded) -> Iterator[Mention]:
        """Yield the controlled names that end a longer word nobody knows: part of the name of another substance."""
        for first, name in self._slips.endings(folded):
            start, end = folded.places[first], folded.places[first + len(name) - 1] + 1
            terms = tuple(term for term in self._names.terms_of(name) if not (term.ordinary or term.as_written))
            dressed = Dressed(first, first + len(name), None)
            yield from _mentions(text, _Named(dressed, start, end, "part", terms, is_spaced=False))

    def _named(
        self, text: str, folded: Folded, starts: tuple[int, ...] | None = None, *, has_number: bool = False
    ) -> list[_Named]:
        """Return the names of a text; those that need company have it in a machine, a substance or a number beside.

        ``starts`` are the places in the folded text where names may begin; every bound where it is ``None``.
        """
        lonely: list[str] = []
        found = self._named_once(text, folded, starts, NOTHING, lonely)
        if not lonely:
            return found
        terms = [term for named in found if named.stand != "part" for term in named.terms]
        beside = Beside(
            any(term.kind == "equipment" and term.company is None for term in terms),
            has_number or any(term.kind == "substance" and not term.as_written for term in terms),
        )
        return found if beside == NOTHING else self._named_once(text, folded, starts, beside, [])

    def _named_once(
        self, text: str, folded: Folded, starts: tuple[int, ...] | None, beside: Beside, lonely: list[str]
    ) -> list[_Named]:
        found: list[_Named] = []
        done = 0
        for first in folded.bounds[:-1] if starts is None else starts:
            if first < done:
                continue
            match = self._names.at(text, folded, first, beside, lonely)
            if match is None:
                continue
            if self._is_salt_of_next(text, folded, match):
                done = match.last
                continue
            named = self._standing(text, folded, match, found[-1] if found else None)
            done = named.dressed.last
            found.append(named)
        return found

    def _is_salt_of_next(self, text: str, folded: Folded, match: Match) -> bool:
        """Tell whether an acid's name is the salt word of the name it touches, as in 盐酸麻黄碱."""
        last, places = match.last, folded.places
        if match.key not in self._salts or last == len(places) or places[last] != places[last - 1] + 1:
            return False
        following = self._names.at(text, folded, last, NOTHING, [])
        return following is not None and following.key not in self._salts

    def _standing(self, text: str, folded: Folded, match: Match, previous: _Named | None) -> _Named:
        is_machine = all(term.kind == "equipment" for term in match.terms)
        takes_salt = not is_machine and (not match.terms[0].ordinary or not match.key.endswith(NO_BASE))
        plainly = Dressed(match.first, match.last, None)
        dressed = (
            plainly
            if not takes_salt
            else self._salts.dress(text, folded, match, previous.dressed.last if previous is not None else 0)
        )
        start, end = folded.places[dressed.first], folded.places[dressed.last - 1] + 1
        start, end = _with_brackets(text, start, end)
        start = start if is_machine else with_optical(text, start)
        stand: Stand = "word"
        if dressed.first == 0 and dressed.last == len(folded.text):
            stand = "whole"
        elif not is_machine and self._is_part(text, match, start, end, previous):
            stand = "part"
        is_test = stand != "whole" and not is_machine and is_tested(text, start, end)
        return _Named(dressed, start, end, "part" if is_test else stand, match.terms, match.is_spaced, is_test)

    def _is_part(self, text: str, match: Match, start: int, end: int, previous: _Named | None) -> bool:
        """Tell whether more of a chemical name hangs on the match, before or behind."""
        is_gloss = (
            previous is not None
            and previous.stand != "part"
            and previous.end == start - 1
            and plain(text[previous.end]) in _OPENING
        )
        behind = text[end : end + 1]
        if match.key in self._salts and behind and ord(behind) >= HAN:
            return behind.isalpha() and behind not in AFTER_AN_ACID
        if len(match.key) == 1 and is_inside(text, start, end):
            return True
        return is_joined(text, start, end, is_gloss=is_gloss)


def _mentions(text: str, named: _Named) -> Iterator[Mention]:
    start, end = named.start, named.end
    undone = undone_in(text[start:end], is_spaced=named.is_spaced)
    told: set[tuple[str, str | None, str | None]] = set()
    for term in named.terms:
        same = (term.subject, term.record, term.salt)
        is_unsure = named.stand == "part" and (term.is_regular or (term.ordinary and term.record is None))
        if is_unsure or same in told:
            continue
        told.add(same)
        by: Found = "abbreviation" if term.as_written else "name"
        yield Mention(
            start=start,
            end=end,
            kind=term.kind,
            subject=term.subject,
            text=text[start:end],
            stand=named.stand,
            by=by,
            ordinary=term.ordinary,
            salt=named.dressed.salt or term.salt,
            undone=undone,
            record=term.record,
            is_test=named.is_test,
        )


_BRACKETS = re.compile(r"[()\[\]{}（）［］｛｝.]")
_POINTED = re.compile(r"(?:[A-Za-z]\.){3,}")
"""An abbreviation with a point behind each letter; the last one is its own."""


def _with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in the bracket that opens before a name, or closes behind it, where the name holds the other one."""
    if _BRACKETS.search(text, start, end + 1) is None:
        return start, end
    depth = lowest = 0
    for char in plain(text[start:end]):
        depth += (char in "([{") - (char in ")]}")
        lowest = min(lowest, depth)
    if lowest < 0 and plain(text[start - 1 : start]) in ("(", "[", "{"):
        return start - 1, end
    if (depth > 0 and plain(text[end : end + 1]) in (")", "]", "}")) or _POINTED.fullmatch(text, start, end + 1):
        return start, end + 1
    return start, end


def _order(mention: Mention) -> tuple[int, int, str]:
    return mention.start, mention.end, mention.subject or ""


def _with(found: list[Mention], more: Iterator[Mention]) -> list[Mention]:
    """Add the mentions that stand where nothing was found yet; a part of a longer name gives way to it."""
    new: list[Mention] = []
    for one in more:
        hidden = [other for other in found if other.start < one.end and one.start < other.end]
        if all(other.stand == "part" or _is_within(other, one) for other in hidden):
            new.append(one)
    kept = [other for other in found if not any(one.start < other.end and other.start < one.end for one in new)]
    return kept + new if new else found


def _is_within(inner: Mention, outer: Mention) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and outer.end - outer.start > inner.end - inner.start
