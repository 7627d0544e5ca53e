"""All that is planted: chemicals, machines, parties, vague words, and what only looks like them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING

from penstock.batch import demo_chemicals
from penstock.batch.demo_cases import Case, Source, counted, weighed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from penstock.batch.demo_listed import Listed
    from penstock.law.party_records import Party, PartyListing

TOYS = "950300"
_PRESSES = "847989"
_PLAIN, _PLAIN_CODE = "cotton towels", "630260"
"""Goods of the rows that are about a party."""

_LONG_WORD = 8
"""Letters of a word that is still itself with two of them swapped."""

_SHORTEST_TERM = 4
_OF_A_LANGUAGE = 15


def cases(source: Source, listed: Sequence[Listed]) -> list[Case]:
    """Return every case, one of each kind first, then the next of each, and so on.

    Args:
        source: What cases are made from.
        listed: Companies that imported lists hold.
    """
    found: dict[str, list[list[Case]]] = {}
    for case in chain(*(make(source) for make in _MAKERS), *_at_most(source, listed)):
        kind = found.setdefault(case.kind, [])
        if case.part:
            kind[-1].append(case)
        else:
            kind.append([case])
    turns = zip_longest(*found.values())
    return [case for turn in turns for unit in turn if unit is not None for case in unit]


def _at_most(source: Source, listed: Sequence[Listed]) -> Iterator[Iterator[Case]]:
    for made in (_vague(source), _neighbours(source), _from_lists(source, listed)):
        yield source.some(made)


def kinds_first(found: Sequence[Case]) -> int:
    """Return how many of the first cases it takes to have one of each kind, whole."""
    kinds = {case.kind for case in found}
    seen: set[str] = set()
    for place, case in enumerate(found):
        if seen == kinds and not case.part:
            return place
        seen.add(case.kind)
    return len(found)


def _machines(source: Source) -> Iterator[Case]:
    """Name presses, dies and other machines; put some of them under toys."""
    for language in demo_chemicals.LANGUAGES:
        known = [(s, name) for s, names in source.names(language, "equipment").items() for name in names]
        named = source.some(_machine(source, language, *one) for one in source.drawn(known))
        toys = source.some(_machine(source, language, *one) for one in source.drawn(known))
        yield from islice(named, _OF_A_LANGUAGE)
        for case in islice(toys, _OF_A_LANGUAGE):
            yield replace(case, kind="machine_as_toy", expects=("equipment_heading",), fields=_as_toy(case))


def _machine(source: Source, language: str, subject: str, name: str) -> Case | None:
    due = source.due(subject)
    if due is None:
        return None
    fields = counted(source, goods_description=name, commodity_code=_PRESSES)
    return Case(f"machine_{language}", due[0], fields, (due[1],), subject)


def _as_toy(case: Case) -> dict[str, str | float]:
    return case.fields | {"commodity_code": TOYS}


def _parties(source: Source) -> Iterator[Case]:
    """Name companies that a list of the register has on all days of the data, exactly and with a slip of the pen."""
    known = [
        (key, party)
        for key, party in source.register.packed.parties.items()
        if party.kind == "company" and any(_stands(source, listing) for listing in party.listings)
    ]
    exact, slipped = source.drawn(known), source.drawn(known)
    yield from source.some(
        _party(source, "party_exact", _own_name(source, one), one.country, key) for key, one in exact
    )
    wrong = ((key, one, swapped(_own_name(source, one))) for key, one in slipped)
    yield from source.some(
        _party(source, "party_slip", name, one.country, key) for key, one, name in wrong if name is not None
    )


def _own_name(source: Source, party: Party) -> str:
    return source.one_of([told.name for told in party.names if told.type in {"primary", "original"}])


def _stands(source: Source, listing: PartyListing) -> bool:
    first, last = source.words.days
    return any(s.since and s.since <= first and (s.until is None or s.until > last) for s in listing.spans)


def swapped(name: str) -> str | None:
    """Return a name with two letters inside its longest word swapped; ``None`` where no word is long enough."""
    word = max(re.findall(r"[A-Za-z]+", name), key=len, default="")
    places = [at for at in range(2, len(word) - 2) if word[at] != word[at + 1]]
    if len(word) < _LONG_WORD or not places:
        return None
    at = places[len(places) // 2]
    return name.replace(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :], 1)


def _party(source: Source, kind: str, name: str, country: str, subject: str | None) -> Case | None:
    lane = next((lane for lane in source.lanes() if country in lane), None)
    if lane is None:
        return None
    side = "consignor" if lane[0] == country else "consignee"
    fields = counted(source, goods_description=_PLAIN, commodity_code=_PLAIN_CODE) | {f"{side}_name": name}
    return Case(kind, lane, fields, ("party_listed",), subject)


def _from_lists(source: Source, listed: Sequence[Listed]) -> Iterator[Case]:
    """Name companies of imported lists, on the day of the list."""
    for name, country, day in source.drawn(listed):
        case = _party(source, "party_imported", name, country, None)
        if case is not None:
            yield replace(case, fields=case.fields | {"date": day.isoformat()})


def _vague(source: Source) -> Iterator[Case]:
    """Describe goods by nothing but a word that a customs authority calls too vague."""
    for term in source.drawn(source.register.packed.word_lists["vague_terms"].terms):
        if len(term.term) >= _SHORTEST_TERM and not source.register.scanner.scan(term.term):
            fields = counted(source, goods_description=term.term)
            yield Case("vague", source.lanes()[0], fields, ("vague_description",))


def _look_alikes(source: Source) -> Iterator[Case]:
    """Send goods that resemble controlled ones and are not."""
    never = tuple(source.words.never["goods"])
    for kind, goods in source.words.negatives.items():
        for one in goods:
            make = counted if kind in {"machine", "medicine"} else weighed
            fields = make(source, goods_description=one.text, commodity_code=one.code)
            told = fields | ({"cas_number": one.cas} if one.cas is not None else {})
            yield Case(f"negative_{kind}", source.lanes()[0], told, never=never)


def _neighbours(source: Source) -> Iterator[Case]:
    """Name companies of a listed company's town that share nothing else with it."""
    never = tuple(source.words.never["party"])
    known = source.register.packed.parties.values()
    places = (_first_word(party) for party in known if party.kind == "company" and party.country == "CN")
    for place in source.drawn(dict.fromkeys(place for place in places if place is not None)):
        name = f"{place} {source.one_of(source.words.neighbours)}"
        fields = counted(source, goods_description=_PLAIN, commodity_code=_PLAIN_CODE, consignor_name=name)
        lane = next(lane for lane in source.lanes() if lane[0] == "CN")
        yield Case("negative_neighbour", lane, fields, never=never)


def _first_word(party: Party) -> str | None:
    word = party.name.split()[0]
    return word.title() if word.isascii() and word.isalpha() else None


_MAKERS = (
    demo_chemicals.by_name,
    demo_chemicals.by_salt,
    demo_chemicals.disguised,
    demo_chemicals.by_cas,
    demo_chemicals.by_structure,
    demo_chemicals.contradicting,
    demo_chemicals.split,
    _machines,
    _parties,
    _look_alikes,
)
