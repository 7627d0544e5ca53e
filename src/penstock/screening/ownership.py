"""Who owns or runs a party, and whether shares of listed owners make it count as listed itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from penstock.law.check import address_of
from penstock.screening.stands import stands_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from penstock.law.register import Register


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Another party, what it is to this one, and whether it is on the same list on the day.

    ``percent`` is a share that a source gives in figures; ``words`` are the source's own.
    """

    party: str
    name: str
    role: str
    percent: int | None
    is_listed: bool
    words: str
    citation: str
    url: str

    def as_dict(self) -> dict[str, Any]:
        """Return the link as plain values."""
        return {
            "party": self.party,
            "name": self.name,
            "role": self.role,
            "percent": self.percent,
            "is_listed": self.is_listed,
            "words": self.words,
            "citation": self.citation,
            "url": self.url,
        }


def owners(register: Register, party_id: str, list_id: str, day: date) -> Iterator[Owner]:
    """Yield the links of a party, owners first, the greatest share before the others."""
    parties = register.packed.parties
    links = sorted(parties[party_id].links, key=lambda link: (not link.role.startswith("owner"), -(link.percent or 0)))
    for link in links:
        text = register.text(link.by)
        stand = stands_of(register, parties[link.party], day).get(list_id)
        yield Owner(
            party=link.party,
            name=parties[link.party].name,
            role=link.role,
            percent=link.percent,
            is_listed=stand is not None and stand.verdict == "listed",
            words=link.words,
            citation=text.citation,
            url=address_of(text)["url"],
        )


def ruled_by(register: Register, owned: Sequence[Owner], list_id: str, day: date) -> str | None:
    """Say that a party counts as listed because listed owners hold enough of it together; ``None`` if they do not."""
    head = register.packed.party_lists.get(list_id)
    listed = [owner for owner in owned if owner.percent is not None and owner.is_listed]
    share = sum(owner.percent or 0 for owner in listed)
    for rule in head.ownership if head else ():
        if share >= rule.percent and (rule.since is None or rule.since <= day):
            names = ", ".join(f"{owner.name} ({owner.percent} percent)" for owner in listed)
            return f"Owned by listed parties: {names}. It counts as listed itself ({register.text(rule.by).citation})."
    return None
