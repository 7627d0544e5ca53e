"""Company names on a page that match a party of the register's notices."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from penstock.kernel.errors import UnreadableName
from penstock.reading.goods import quoted
from penstock.reading.referral import PartyName, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from penstock.law.register import Register
    from penstock.parties import Kind
    from penstock.parties.index import PartyIndex
    from penstock.reading.page import Page
    from penstock.reading.passages import Part

_PARTS: tuple[Part, ...] = ("title", "body", "hidden", "description", "data")
_WORD = r"[A-Z][\w&'’.-]{0,40}"
_ENGLISH = re.compile(
    rf"(?:{_WORD}[ ,]{{1,2}}(?:(?:and|of|&)[ ])?){{1,8}}?"
    r"(?:Co\.?,?[ ]?Ltd|Company[ ]Limited|Co\.?,?[ ]Limited|Ltd|Limited|Inc|LLC|Corp(?:oration)?|GmbH"
    r"|S\.?A\.?[ ]de[ ]C\.?V)(?![A-Za-z])\.?"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff（）()]{2,30}?(?:有限责任公司|股份有限公司|有限公司|药业|化工厂|制药厂|机械厂)")
_KINDS: dict[str, Kind] = {"company": "company", "group": "company", "body": "company"}
_MOST = 3


class CompanyBook:
    """The companies of a register's notices, searched by name; the index is made when a page first names a company."""

    def __init__(self, register: Register) -> None:
        """Take the register."""
        self._register = register
        self._found: dict[str, list[tuple[str, float]]] = {}

    @cached_property
    def _named(self) -> list[tuple[str, str]]:
        parties = self._register.packed.parties.items()
        return [(key, name.name) for key, party in parties if party.kind in _KINDS for name in party.names]

    @cached_property
    def _index(self) -> PartyIndex:
        from penstock.parties.index import PartyIndex  # noqa: PLC0415  # few pages name a company

        return PartyIndex.build([name for _, name in self._named], ["company"] * len(self._named))

    def on(self, page: Page) -> list[PartyName]:
        """Return the parties whose names match a company name on the page, best first."""
        spans: dict[str, list[Span]] = {}
        scores: dict[str, float] = {}
        for name, span in _companies(page):
            for party, score in self._matches(name):
                spans.setdefault(party, []).append(span)
                scores[party] = max(score, scores.get(party, 0.0))
        found = [
            PartyName(party=key, name=self._register.packed.parties[key].names[0].name, score=scores[key], spans=own)
            for key, own in spans.items()
        ]
        return sorted(found, key=lambda one: (-one.score, one.party))

    def _matches(self, name: str) -> list[tuple[str, float]]:
        if name not in self._found:
            try:
                matches = self._index.search(name, "company", limit=_MOST)
            except UnreadableName:
                matches = []
            best: dict[str, float] = {}
            for match in matches:
                party = self._named[match.place][0]
                best[party] = max(round(match.comparison.score, 3), best.get(party, 0.0))
            self._found[name] = list(best.items())
        return self._found[name]


def _companies(page: Page) -> Iterator[tuple[str, Span]]:
    """Yield what looks like the name of a company, told by its legal form or what it calls itself."""
    for part in _PARTS:
        passage = page.passage(part)
        for pattern in (_ENGLISH, _CHINESE):
            for match in pattern.finditer(passage.text):
                yield " ".join(match[0].split()), quoted(passage, *match.span())
