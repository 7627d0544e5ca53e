"""What the store knew at a moment, handed to those that make documents of it."""

from __future__ import annotations

from typing import Any, NamedTuple

from penstock.cases.figures import digest


class KnownCase(NamedTuple):
    """A case as it stood at a moment: its state, its body, when it was opened and last changed, in UTC.

    ``drawn`` is what consignments had drawn of it and not given back, where it is an authorisation.
    """

    id: str
    kind: str
    state: str
    version: int
    body: dict[str, Any]
    opened_at: str
    changed_at: str
    due: str | None = None
    drawn: str | None = None

    @property
    def opened_on(self) -> str:
        """The day it was opened."""
        return self.opened_at[:10]

    @property
    def changed_on(self) -> str:
        """The day of its last step."""
        return self.changed_at[:10]

    def digest(self) -> str:
        """Return what tells it from any other state of it."""
        return digest(
            [self.id, self.kind, self.state, self.version, self.body, self.opened_at, self.changed_at, self.drawn]
        )


class KnownDecision(NamedTuple):
    """A decision that is kept: what was asked, by the law of which day."""

    id: str
    kept_at: str
    as_of: str
    question: dict[str, Any]

    @property
    def kept_on(self) -> str:
        """The day it was kept."""
        return self.kept_at[:10]

    def digest(self) -> str:
        """Return what tells it from any other: its id is the hash of all of it."""
        return self.id[:16]


class Store(NamedTuple):
    """Everything the store knew at a moment that documents are made of."""

    at: str
    cases: tuple[KnownCase, ...] = ()
    decisions: tuple[KnownDecision, ...] = ()

    def of_kind(self, kind: str) -> list[KnownCase]:
        """Return the cases of a kind, in the order in which they were opened."""
        return [case for case in self.cases if case.kind == kind]
