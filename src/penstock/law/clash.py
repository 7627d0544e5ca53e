"""The shape of a contradiction: two places that cannot both be true, why, and the source that says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.law.hits import Place
    from penstock.law.records import Source
    from penstock.law.register import Register


class Cited(NamedTuple):
    """Where a fact stands: what is cited and its address."""

    citation: str | None
    url: str | None


NOWHERE = Cited(None, None)
"""Of a contradiction between two fields: they are all there is to cite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """One contradiction, or a description that says nothing.

    ``code`` is its case in the decision table; ``one`` and ``other`` are the places, ``other`` being ``None`` where one
    field is enough; ``subject`` is what ``one`` says the goods are.
    """

    code: str
    message: str
    one: Place
    other: Place | None = None
    subject: str | None = None
    source: Cited = NOWHERE

    def as_dict(self) -> dict[str, Any]:
        """Return the object of an answer."""
        places = [place for place in (self.one, self.other) if place is not None]
        return {
            "code": self.code,
            "message": self.message,
            "places": [{"matched": place.matched, "start": place.start, "end": place.end} for place in places],
            "citation": self.source.citation,
            "url": self.source.url,
        }


def cited(register: Register, title: str, sources: Sequence[Source]) -> Cited:
    """Return the citation and address of a fact by the best of its sources; ``title`` names what an address is of."""
    best = min(sources, key=lambda source: ("official", "copy", "secondary", None).index(source.kind))
    if best.text is not None:
        text = register.text(best.text)
        return Cited(text.citation, text.url or text.seen[0].url)
    return Cited(title, best.url)
