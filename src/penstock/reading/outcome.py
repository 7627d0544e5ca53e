"""What should become of a page: refer it, have somebody look at it, or neither; with the reasons in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from penstock.reading.referral import Goods, Identifier, Outcome, PartyName, Phrase, Price, Span

_MOST_NAMED = 5
_TOGETHER = 2
"""Phrases that ordinary sellers use too count where so many different ones stand on one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that was found on a page; ``ordinary`` counts mentions of goods that no list names."""

    goods: list[Goods]
    phrases: list[Phrase]
    prices: list[Price]
    contacts: list[Identifier]
    parties: list[PartyName]
    unknown_numbers: list[Span]
    ordinary: int
    has_product: bool
    is_empty: bool


def judged(found: Findings) -> tuple[Outcome, list[str]]:
    """Return the outcome of a page and its reasons, the weightiest first.

    A page is referred when it offers what is controlled or watched, or names a machine beside evasive phrases. It is
    for review when it only names such goods, or is near them, or says evasive phrases, or names a party of the
    register. ``nothing_found`` is said only of a page whose goods are all known.
    """
    phrases = counted(found.phrases)
    refer = [*_offered(found, phrases), *_machines(found, phrases)]
    review = [*_named(found, phrases), *_phrased(phrases), *_near(found), *_parties(found)]
    if refer:
        return "refer", [*refer, *_phrased(phrases), *_near(found), *_parties(found)]
    if review:
        return "review", review
    unknown = list(_unknown(found))
    if unknown:
        return "unknown", unknown
    return "nothing_found", ["It names goods, and none of them is controlled or watched in the places asked about."]


def counted(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return the phrases that count: those that do so alone, and the others where several stand together."""
    weak = {one.phrase for one in phrases if not one.alone}
    is_enough = len(weak) >= _TOGETHER or len(weak) < len({one.phrase for one in phrases})
    return [one for one in phrases if one.alone or is_enough]


def signs(found: Findings) -> list[str]:
    """Return what speaks for an offer: a price, a way to reach the seller, product data."""
    ways = [one.kind for one in found.contacts if one.kind != "url"]
    kinds = ["a price"] if found.prices else []
    kinds += [f"a contact ({', '.join(dict.fromkeys(ways))})"] if ways else []
    return kinds + (["product data"] if found.has_product else [])


def _spoken_of(found: Findings) -> list[Goods]:
    return [one for one in found.goods if one.standing in {"controlled", "watched"} and not one.near]


def _offered(found: Findings, phrases: Sequence[Phrase]) -> Iterator[str]:
    speaks = signs(found) or (["evasive phrases"] if phrases else [])
    for one in _spoken_of(found)[:_MOST_NAMED] if speaks else ():
        yield f"It offers {_described(one)}; beside it {', '.join(speaks)}."
    more = len(_spoken_of(found)) - _MOST_NAMED
    if speaks and more > 0:
        yield f"It offers {more} more that are controlled or watched."


def _machines(found: Findings, phrases: Sequence[Phrase]) -> Iterator[str]:
    """Yield machines beside evasive phrases, also where no law asked about speaks of them."""
    spoken = _spoken_of(found)
    for one in found.goods if phrases else ():
        if one.kind == "equipment" and not one.near and one not in spoken:
            yield f"It names a machine, {one.name}, beside evasive phrases."


def _named(found: Findings, phrases: Sequence[Phrase]) -> Iterator[str]:
    if not signs(found) and not phrases:
        for one in _spoken_of(found)[:_MOST_NAMED]:
            yield f"It names {_described(one)}, without a price, a contact or product data."


def _phrased(phrases: Sequence[Phrase]) -> Iterator[str]:
    for one in phrases:
        yield f"It says {one.spans[0].quote!r}: {one.means[0].lower()}{one.means[1:]}"


def _near(found: Findings) -> Iterator[str]:
    for one in found.goods:
        if one.standing == "open" and not one.near:
            yield f"It names {one.name}, and whether that is controlled is open."
        elif one.near and one.standing in {"controlled", "watched", "open"}:
            yield f"{one.spans[0].quote!r} is near {_described(one)}, and may be something else."


def _parties(found: Findings) -> Iterator[str]:
    for one in found.parties:
        yield f"{one.spans[0].quote!r} matches the name of {one.party} ({one.score:.2f}); a name alone never convicts."


def _unknown(found: Findings) -> Iterator[str]:
    if found.is_empty:
        yield "The page has no text."
    elif found.unknown_numbers:
        yield f"It names {found.unknown_numbers[0].quote!r}, a CAS number that nobody knows."
    elif not found.ordinary and not found.goods:
        yield "It names nothing that the register or the dictionary of chemicals knows."
    elif all(one.standing == "unknown" for one in found.goods) and found.goods:
        yield f"It names {found.goods[0].name}, and no list of the places asked about settles it."


def _described(one: Goods) -> str:
    how = "controlled" if one.standing == "controlled" else "watched" if one.standing == "watched" else "open"
    where = [law.jurisdiction for law in one.law if law.verdict == "controlled" or (how == "watched" and law.watch)]
    hidden = " in hidden text" if one.hidden else ""
    return f"{one.name}{hidden}, {how} in {', '.join(where)}" if where else f"{one.name}{hidden}"
