"""The record in the store: readings and what they propose are kept as cases, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from penstock.store.cases import Case, Cases, Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penstock.cases.record import ActEntry, StatementEntry
    from penstock.reading.article import Article
    from penstock.store.store import Store


class Reads(Protocol):
    """What was read from one file."""

    @property
    def article(self) -> Article:
        """The reading."""

    @property
    def statements(self) -> tuple[StatementEntry, ...]:
        """The statements it proposes."""

    @property
    def acts(self) -> tuple[ActEntry, ...]:
        """The acts it proposes."""


def keep_run(store: Store, actor: str, reads: Sequence[Reads]) -> dict[str, int]:
    """Keep readings and what they propose; what is there already is kept once.

    Returns:
        ``{"readings", "statements", "acts", "known"}``: how many are new, and how many were there before.
    """
    counts = {"readings": 0, "statements": 0, "acts": 0, "known": 0}
    for one in reads:
        for case in keep_reading(store, actor, one):
            _count(counts, f"{case.kind}s", case)
    return counts


def keep_reading(store: Store, actor: str, one: Reads) -> list[Case]:
    """Keep a reading and what it proposes, and return the case of the reading, then those of the proposals."""
    reading = Cases(store).open(actor, "reading", _reading(one), key=f"{one.article.sha256}")
    links = (Link("case", reading.id),)
    proposed = [("statement", msgspec.to_builtins(entry)) for entry in one.statements]
    proposed += [("act", msgspec.to_builtins(entry)) for entry in one.acts]
    return [reading, *(keep_entry(store, actor, kind, body, links=links) for kind, body in proposed)]


def keep_entry(store: Store, actor: str, kind: str, body: dict[str, Any], *, links: Sequence[Link] = ()) -> Case:
    """Keep one proposed entry; the same from the same stretch of the same file, or the same words and day, is one.

    Raises:
        UsageError: It is of the wrong shape or cannot be.
    """
    return Cases(store).open(actor, kind, body, key=_key(kind, body), links=links)


def _key(kind: str, body: dict[str, Any]) -> str:
    origin = body.get("origin") or {}
    if isinstance(origin, dict) and origin.get("sha256"):
        what = body.get("kind") if kind == "act" else ""
        return f"{origin['sha256']}:{origin.get('start')}-{origin.get('end')}:{what}"
    said = body.get("what") if kind == "act" else body.get("quote") or body.get("says")
    return f"{body.get('day')}:{body.get('by') or body.get('speaker')}:{said}"[:500]


def _count(counts: dict[str, int], name: str, case: Case) -> None:
    counts[name if case.is_new else "known"] += 1


def _reading(one: Reads) -> dict[str, Any]:
    article = one.article
    return {
        "file": article.file,
        "sha256": article.sha256,
        "status": article.status,
        "language": article.language,
        "published": article.published,
        "quotations": len(article.quotations),
        "title": article.title,
        "twin": article.twin.file if article.twin else None,
        "reasons": article.reasons,
    }
