"""What must be true of parties: every fact cited, every link and list there, no name in a wrong script, no party twice.

A wrong word here calls a person or a firm sanctioned, so nothing is taken on trust.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from penstock.kernel.errors import RegisterError
from penstock.law.collisions import Days, ends_before_it_begins, one_span, shared_days

if TYPE_CHECKING:
    from penstock.law.party_records import Charge, Party, PartyList, PartyListing
    from penstock.law.shapes import Steps
    from penstock.law.sources import Sources, Where

Refusals = Iterator[RegisterError]

_SCRIPTS = {
    "Latn": ("LATIN", "Latin letters"),
    "Hans": ("CJK", "Chinese characters"),
    "Hant": ("CJK", "Chinese characters"),
    "Cyrl": ("CYRILLIC", "Cyrillic letters"),
    "Arab": ("ARABIC", "Arabic letters"),
}
_CITING = frozenset({"by", "ended_by", "born_by"})
_CITING_SEVERAL = frozenset({"vintages", "absent_from"})
_USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_USCC = re.compile(rf"[{_USCC_SIGNS}]{{18}}")
_WHOLE = 100


def party_citations(sources: Sources) -> Iterator[tuple[Where, Steps, str]]:
    """Yield every text that a party or a party list cites, with where it does."""
    for key in chain(sources.parties, sources.party_lists):
        where = sources.where[key]
        record: Any = where.file.data
        for step in where.path:
            record = record[step]
        for path, text_id in _cited(record):
            yield where, path, text_id


def _cited(value: Any) -> Iterator[tuple[Steps, str]]:  # noqa: ANN401  # YAML holds any value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in pairs:
        if step in _CITING:
            yield (step,), inner
        elif step in _CITING_SEVERAL:
            yield from (((step, i), one) for i, one in enumerate(inner) if isinstance(one, str))
        yield from ((((step, *path)), text_id) for path, text_id in _cited(inner))


def bad_party_lists(sources: Sources) -> Refusals:
    """Refuse a party list of a place that is not there, and vintages without order."""
    for key, head in sources.party_lists.items():
        where = sources.where[key]
        if head.jurisdiction not in sources.jurisdictions:
            found, expected = repr(head.jurisdiction), "a place of jurisdictions.yaml"
            yield where.refuse("jurisdiction", found=found, expected=expected, code="unknown_place")
        last = None
        for i, vintage in enumerate(head.vintages):
            if vintage.latest < vintage.earliest or (last is not None and vintage.earliest <= last):
                expected = "vintages in the order of their days"
                found = f"a vintage from {vintage.earliest} to {vintage.latest}"
                yield where.refuse("vintages", i, found=found, expected=expected, code="bad_span")
            last = vintage.latest


def bad_parties(sources: Sources) -> Refusals:
    """Refuse a party that no notice speaks of, or whose names, numbers, addresses or links cannot be right."""
    numbers: dict[tuple[str, str], str] = {}
    for key, party in sources.parties.items():
        where = sources.where[key]
        if not (party.listings or party.charged or party.reported):
            expected = "listings, charged or reported: the register names nobody without a notice"
            yield where.refuse(found="a party that no notice speaks of", expected=expected, code="missing_key")
        if bool(party.born) != (party.born_by is not None):
            yield where.refuse("born", found="born or born_by alone", expected="both or neither", code="uncited")
        yield from _bad_names(where, party)
        yield from _bad_numbers(where, key, party, numbers)
        yield from _bad_addresses(where, party)
        yield from _bad_links(sources, where, key, party)


def _bad_names(where: Where, party: Party) -> Refusals:
    seen: set[str] = set()
    for i, name in enumerate(party.names):
        prefix, words = _SCRIPTS[name.script]
        scripts = {unicodedata.name(sign, "").split()[0] for sign in name.name if sign.isalpha()}
        if scripts != {prefix}:
            found, expected = f"{name.name!r} as {name.script}", f"a name in {words}"
            yield where.refuse("names", i, "name", found=found, expected=expected, code="wrong_script")
        if name.name in seen:
            found = f"the name {name.name!r} a second time"
            yield where.refuse("names", i, "name", found=found, expected="each name once", code="duplicate_name")
        seen.add(name.name)


def _bad_numbers(where: Where, key: str, party: Party, seen: dict[tuple[str, str], str]) -> Refusals:
    for i, number in enumerate(party.identifiers):
        path = ("identifiers", i)
        if party.kind == "person" and number.scheme != "ofac-uid":
            expected = "of a person the list's own number only"
            yield where.refuse(*path, found=f"a {number.scheme}", expected=expected, code="too_personal")
        if number.scheme == "ofac-uid" and not number.value.isdecimal():
            yield where.refuse(*path, found=repr(number.value), expected="digits", code="bad_value")
        if number.scheme == "uscc" and not is_uscc(number.value):
            expected = "18 signs of a unified social credit code with its check sign"
            yield where.refuse(*path, found=repr(number.value), expected=expected, code="bad_value")
        other = seen.setdefault((number.scheme, number.value), key)
        if other != key:
            found = f"{number.scheme} {number.value}, which {other!r} has already"
            yield where.refuse(*path, found=found, expected="one record for one party", code="duplicate_uid")


def is_uscc(code: str) -> bool:
    """Tell whether a Chinese unified social credit code has the right length, signs and check sign (GB 32100)."""
    if not _USCC.fullmatch(code):
        return False
    total = sum(_USCC_SIGNS.index(sign) * weight for sign, weight in zip(code, _USCC_WEIGHTS, strict=False))
    return _USCC_SIGNS[-total % 31] == code[-1]


def _bad_addresses(where: Where, party: Party) -> Refusals:
    for i, address in enumerate(party.addresses):
        if party.kind == "person" and any(sign.isdigit() for sign in address.text):
            found, expected = repr(address.text), "of a person the town and province only"
            yield where.refuse("addresses", i, "text", found=found, expected=expected, code="too_personal")


def _bad_links(sources: Sources, where: Where, key: str, party: Party) -> Refusals:
    for i, link in enumerate(party.links):
        if link.party not in sources.parties or link.party == key:
            found, expected = repr(link.party), "the id of another party"
            yield where.refuse("links", i, "party", found=found, expected=expected, code="unknown_party")
        if link.percent is not None and link.role != "owner":
            found, expected = f"a percent of role {link.role!r}", "one of role 'owner' only"
            yield where.refuse("links", i, "percent", found=found, expected=expected, code="bad_link")
    if sum(link.percent or 0 for link in party.links) > _WHOLE:
        yield where.refuse("links", found="owners of more than 100 percent", expected="the whole", code="bad_link")


def bad_listings(sources: Sources) -> Refusals:
    """Refuse a listing on a list that is not there, days without order, and a vintage or programme it lacks."""
    for key, party in sources.parties.items():
        where = sources.where[key]
        seen: set[str] = set()
        for i, listing in enumerate(party.listings):
            head = sources.party_lists.get(listing.of)
            if head is None or head.kind == "allegation":
                found, expected = repr(listing.of), "a list of party_lists.yaml that is no record of allegations"
                yield where.refuse("listings", i, "list", found=found, expected=expected, code="unknown_list")
                continue
            if listing.of in seen:
                found = f"the list {listing.of!r} a second time"
                yield where.refuse("listings", i, found=found, expected="one listing a list", code="duplicate_id")
            seen.add(listing.of)
            yield from _bad_listing(where.below("listings", i), listing, head)
        observed = [("reported", "absent_from", i, one.of, one.absent_from) for i, one in enumerate(party.reported)]
        observed += [("absent", "vintages", i, one.of, one.vintages) for i, one in enumerate(party.absent)]
        for part, cited, i, list_id, vintages in observed:
            if (head := sources.party_lists.get(list_id)) is None:
                found, expected = repr(list_id), "a list of party_lists.yaml"
                yield where.refuse(part, i, "list", found=found, expected=expected, code="unknown_list")
            else:
                yield from _unknown_vintages(where.below(part, i), cited, vintages, head)
        listed = {listing.of for listing in party.listings}
        for i, one in enumerate(party.absent):
            if one.of in listed:
                expected = "absent_from of the listing"
                yield where.refuse("absent", i, found="a list it is on as well", expected=expected, code="bad_span")


def _bad_listing(where: Where, listing: PartyListing, head: PartyList) -> Refusals:
    days: list[Days] = []
    for i, span in enumerate(listing.spans):
        yield from one_span(where, ("spans", i), span)
        if (since := span.since or span.known_by or span.not_before) is not None:
            days.append((("spans", i), since, span.until))
        for programme in span.programmes:
            if programme not in head.programmes:
                found, expected = repr(programme), f"a programme of {listing.of}"
                yield where.refuse("spans", i, "programmes", found=found, expected=expected, code="unknown_programme")
    yield from ends_before_it_begins(where, days)
    yield from shared_days(where, days)
    yield from _unknown_vintages(where, "vintages", listing.vintages, head)
    yield from _unknown_vintages(where, "absent_from", listing.absent_from, head)
    if set(listing.vintages) & set(listing.absent_from):
        expected = "each vintage once"
        yield where.refuse("absent_from", found="a vintage that holds it", expected=expected, code="bad_span")


def _unknown_vintages(where: Where, key: str, cited: tuple[str, ...], head: PartyList) -> Refusals:
    for i, text_id in enumerate(cited):
        if text_id not in {vintage.by for vintage in head.vintages}:
            found, expected = repr(text_id), f"a vintage of {head.name}"
            yield where.refuse(key, i, found=found, expected=expected, code="unknown_vintage")


def bad_charges(sources: Sources) -> Refusals:
    """Refuse a charge of which no source says when it was public, or whose days stand in a wrong order."""
    for key, party in sources.parties.items():
        for i, charge in enumerate(party.charged):
            where = sources.where[key].below("charged", i)
            if charge.public is None:
                expected = "one of them: before that day nobody could know of it"
                found = "no unsealed, announced or known_by"
                yield where.refuse(found=found, expected=expected, code="missing_key")
            elif _is_disordered(charge):
                expected = "returned, then unsealed or announced, then what became of it"
                yield where.refuse(found="days in a wrong order", expected=expected, code="bad_span")


def _is_disordered(charge: Charge) -> bool:
    days = [day for day in (charge.returned, charge.public) if day is not None]
    days += sorted(outcome.on or outcome.known_by for outcome in charge.outcomes)
    return days != sorted(days)
