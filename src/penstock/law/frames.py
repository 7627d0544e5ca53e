"""What must be true of the frames of a class beside its wording, so that no structure is misread by them.

``penstock.substances.wording`` lays the skeletons and asks the rules of each site in turn. Refused is what it would
stop at, what it would never ask, and what it would silently pick one of two of.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from penstock.kernel.errors import RegisterError
from penstock.law.source import dotted
from penstock.law.words import bad_smarts
from penstock.substances.patterns import compile_smarts
from penstock.substances.wording import ANY_GROUP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from penstock.law.records import SubstanceClass
    from penstock.law.shapes import Steps
    from penstock.law.sources import Sources, Where
    from penstock.substances.wording import Frame, Site, SiteRule, Word

Refusals = Iterator[RegisterError]
Numbers = dict[int, bool]
"""The numbers of a skeleton's atoms, and whether each stands at an end, with one neighbour at most."""


def bad_frames(sources: Sources) -> Refusals:
    """Refuse frames that the wording does not bear, or that cannot be read by as they are written."""
    for key, record in sources.classes.items():
        where = sources.where[key]
        yield from _clauses_twice(where, record)
        yield from _not_in_the_law(where, record)
        seen: dict[str, Steps] = {}
        for i, frame in enumerate(record.frames):
            here = where.below("frames", i)
            refused = list(_bad_patterns(here, frame, seen))
            yield from refused
            yield from _bad_skeletons(here, frame)
            yield from _bad_rules(here, frame, sources.words)
            if not refused:
                drawn = [dict(_numbered(skeleton.smarts)) for skeleton in frame.skeletons]
                yield from _numbers_twice(here, frame)
                for j, site in enumerate(frame.sites):
                    yield from _bad_site(here.below("sites", j), site, drawn)


def _clauses_twice(where: Where, record: SubstanceClass) -> Refusals:
    names = [clause.clause for clause in record.wording]
    for i, name in enumerate(names):
        if name in names[:i]:
            found = f"the clause {name!r} a second time"
            expected = "each clause once, because a frame names it"
            yield where.refuse("wording", i, "clause", found=found, expected=expected, code="duplicate_clause")


def _not_in_the_law(where: Where, record: SubstanceClass) -> Refusals:
    """Refuse a clause the wording does not hold, and an open word without a clause or not of the law's words."""
    names = [clause.clause for clause in record.wording]
    said = " ".join(f"{clause.text} {clause.en or ''}" for clause in record.wording)
    for path, key, clause, word in _claims(record):
        if clause is not None and clause not in names:
            expected = f"a clause of the wording: {', '.join(names)}"
            yield where.refuse(*path, key, found=repr(clause), expected=expected, code="unknown_clause")
        if word is not None and clause is None:
            expected = "the clause beside it whose word is open"
            yield where.refuse(*path, "open", found=f"{word!r} without a clause", expected=expected, code="uncited")
        elif word is not None and not all(part in said for part in word.split()):
            expected = "words that stand in the wording, because it names what the law leaves open"
            yield where.refuse(*path, "open", found=repr(word), expected=expected, code="uncited")


def _claims(record: SubstanceClass) -> Iterator[tuple[Steps, str, str | None, str | None]]:
    """Yield whatever names a clause: its place, the key of the clause, the clause, the open word."""
    for i, frame in enumerate(record.frames):
        for j, skeleton in enumerate(frame.skeletons):
            yield ("frames", i, "skeletons", j), "clause", skeleton.clause, skeleton.open
        for j, site in enumerate(frame.sites):
            yield ("frames", i, "sites", j), "bare", site.bare, None
            for k, rule in enumerate(site.rules):
                yield ("frames", i, "sites", j, "rules", k), "clause", rule.clause, rule.open


def _numbered(smarts: str) -> Iterator[tuple[int, bool]]:
    for atom in compile_smarts(smarts).GetAtoms():
        if number := atom.GetAtomMapNum():
            yield number, atom.GetDegree() < 2  # noqa: PLR2004  # more than one neighbour is inside


def _bad_patterns(where: Where, frame: Frame, seen: dict[str, Steps]) -> Refusals:
    """Refuse a skeleton that does not parse, stands twice in the class, or has two atoms of one number."""
    for i, skeleton in enumerate(frame.skeletons):
        path: Steps = ("skeletons", i, "smarts")
        if skeleton.smarts in seen:
            found = f"the skeleton of {dotted(seen[skeleton.smarts])} a second time"
            expected = "each skeleton once in a class"
            yield where.refuse(*path, found=found, expected=expected, code="duplicate_pattern")
        seen.setdefault(skeleton.smarts, (*where.path[1:], "skeletons", i))
        refused = list(bad_smarts(where, path, skeleton.smarts))
        yield from refused
        numbers = [] if refused else sorted(number for number, _ in _numbered(skeleton.smarts))
        for number in dict.fromkeys(one for one, other in pairwise(numbers) if one == other):
            found = f"the number {number} on two atoms"
            yield where.refuse(*path, found=found, expected="each number on one atom", code="duplicate_number")


def _bad_skeletons(where: Where, frame: Frame) -> Refusals:
    """Refuse a skeleton that nothing can make a member, and ``alone`` where nothing is open."""
    site_clauses = [rule.clause for site in frame.sites for rule in site.rules] + [site.bare for site in frame.sites]
    has_site_clause = any(clause is not None for clause in site_clauses)
    for i, skeleton in enumerate(frame.skeletons):
        if skeleton.clause is None and not has_site_clause:
            found, expected = "no clause here or at a site", "a clause that a structure of this skeleton can meet"
            yield where.refuse("skeletons", i, found=found, expected=expected, code="bad_skeleton")
        if not skeleton.alone and skeleton.open is None:
            found, expected = "alone: false without open", "open beside it, with the word that leaves it open"
            yield where.refuse("skeletons", i, "alone", found=found, expected=expected, code="bad_skeleton")


def _bad_rules(where: Where, frame: Frame, words: Mapping[str, Word]) -> Refusals:
    """Refuse a word that words.yaml does not hold, and one by which its rule can never take a group."""
    for i, site in enumerate(frame.sites):
        left: dict[str, set[str]] = {}
        for path, rule, word in _tries(site):
            here = where.below("sites", i, *path)
            if word not in words:
                yield here.refuse(found=repr(word), expected="a word of words.yaml", code="unknown_word")
                continue
            ways = left.get(word, _ways(words[word]))
            taken = ways if rule.clause is not None else ways & {"narrow"}
            if ANY_GROUP in left:
                found, expected = f"{word!r} behind {ANY_GROUP!r}", "that word last, because it takes every group"
                yield here.refuse(found=found, expected=expected, code="bad_rule")
            elif not taken:
                found = f"{word!r}, by which this rule takes no group"
                expected = "a word that no rule before it takes; one that is only wide needs a clause"
                yield here.refuse(found=found, expected=expected, code="bad_rule")
            left[word] = ways - taken


def _tries(site: Site) -> Iterator[tuple[Steps, SiteRule, str]]:
    for i, rule in enumerate(site.rules):
        for j, word in enumerate(rule.is_):
            yield ("rules", i, "is", j), rule, word


def _ways(word: Word) -> set[str]:
    """Return the ways in which a word takes groups; a rule without a clause uses the narrow one alone."""
    return {name for name, shapes in (("narrow", word.narrow), ("wide", word.wide)) if shapes}


def _numbers_twice(where: Where, frame: Frame) -> Refusals:
    seen: dict[int, Steps] = {}
    for i, site in enumerate(frame.sites):
        for path, number in _numbers_of(site):
            if number in seen:
                found = f"the number {number}, which {dotted(seen[number])} has already"
                expected = "each number at one site, because a group is judged once"
                yield where.refuse("sites", i, *path, found=found, expected=expected, code="duplicate_number")
            seen.setdefault(number, ("sites", i, *path))


def _numbers_of(site: Site) -> Iterator[tuple[Steps, int]]:
    if site.group is not None:
        yield ("group",), site.group
    yield from ((("atoms", i), number) for i, number in enumerate(site.atoms))


def _bad_site(where: Where, site: Site, drawn: list[Numbers]) -> Refusals:
    """Refuse a number that no skeleton has, and a site at which what is written could never be read."""
    if (site.group is None) == (not site.atoms):
        found = "neither group nor atoms" if site.group is None else "both group and atoms"
        yield where.refuse(found=found, expected="one of the two", code="bad_site")
    for path, number in _numbers_of(site):
        if not any(number in numbers for numbers in drawn):
            found, expected = f"the number {number}", "the number of an atom of the frame's skeletons"
            yield where.refuse(*path, found=found, expected=expected, code="unknown_number")
    if site.group is not None:
        yield from _bad_group(where, site, site.group, drawn)
    elif site.bare is not None:
        yield from _bad_bare(where, site, drawn)


def _bad_group(where: Where, site: Site, number: int, drawn: list[Numbers]) -> Refusals:
    if not all(numbers.get(number, True) for numbers in drawn):
        found, expected = f"{number}, an atom inside a skeleton", "an atom at an end of it: the group's first"
        yield where.refuse("group", found=found, expected=expected, code="bad_site")
    if not site.rules:
        expected = "a rule, because a group always stands there"
        yield where.refuse("rules", found="an empty list", expected=expected, code="bad_site")
    if site.bare is not None:
        expected = "bare only with atoms, because a group always stands there"
        yield where.refuse("bare", found="bare beside group", expected=expected, code="bad_site")


def _bad_bare(where: Where, site: Site, drawn: list[Numbers]) -> Refusals:
    """Refuse a clause met where nothing hangs if some skeleton of the frame does not have all those atoms."""
    for number in site.atoms:
        if {number in numbers for numbers in drawn} == {True, False}:
            found, expected = f"bare, and a skeleton without the number {number}", "numbers that every skeleton has"
            yield where.refuse("bare", found=found, expected=expected, code="bad_site")
