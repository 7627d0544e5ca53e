"""Cases of every kind as plain values: lists, one case, its history and what may be done in it.

Whoever is shown a case stands in the trail before it is shown. A lead marked TLP:RED is there for officers and up; to
anybody else it is as if it were not there.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from penstock.cases.states import TABLES, allowed, table_of
from penstock.cases.told import WAITING
from penstock.desk.problems import Problem
from penstock.kernel.errors import UnknownId
from penstock.store.accounts import Account
from penstock.store.case_counts import counts, late
from penstock.store.cases import Case, Cases, Link, steps_for

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import date

    from penstock.desk.actors import Actor
    from penstock.store.store import Store

PAGE = 50
"""Lines of a list of cases."""

MOST_AFTER = 1_000_000
"""Lines that may stand before a page."""

ORDER = (
    "lead", "notification", "authorisation", "enterprise", "inspection", "referral", "statement", "act", "reading",
)  # fmt: skip
"""The kinds, in the order in which they are shown."""

_MARK = "red"


class CaseDesk:
    """The cases of a store, for whoever may see them."""

    def __init__(self, store: Store, today: Callable[[], date]) -> None:
        """Take the store, and what tells which day it is."""
        self.store = store
        self.cases = Cases(store)
        self.today = today

    def kinds(self) -> dict[str, Any]:
        """Return how many cases of each kind are in each state, and how many are overdue."""
        overdue = late(self.store, self.today().isoformat(), WAITING)
        kinds = []
        for kind in ORDER:
            told = counts(self.store, kind)
            open_now = sum(number for state, number in told.items() if state not in TABLES[kind].closed)
            kinds.append({"kind": kind, "open": open_now, "overdue": overdue.get(kind), "counts": told})
        return {"kinds": kinds, "on": self.today().isoformat()}

    def queue(  # noqa: PLR0913  # what a page of them is asked for
        self,
        actor: Actor,
        kind: str,
        states: Sequence[str] | None,
        after: str | None,
        *,
        is_late: bool = False,
        most: int = PAGE,
    ) -> dict[str, Any]:
        """Return cases of a kind, the longest open first, or those that are overdue, the longest overdue first.

        Args:
            actor: Who is shown them.
            kind: The kind.
            states: Only those in one of these states.
            after: What ``next`` of the lines before says.
            is_late: Only those that are overdue.
            most: At most so many.

        Raises:
            UnknownId: There is no such kind.
            Problem: There is no such state, or ``after`` is none.
        """
        known = table_of(kind).states
        if unknown := [state for state in states or () if state not in known]:
            raise Problem.of(code="invalid", detail=f"{unknown[0]!r} is no state; use one of {', '.join(known)}.")
        begun = None if after is None else place_of(after)
        found = self._some(actor, kind, states, begun, is_late=is_late)
        shown = found[:most]
        self.store.saw(actor.name, *(one.id for one in shown))
        last = shown[-1] if len(found) > most else None
        return {
            "kind": kind,
            "on": self.today().isoformat(),
            "cases": shown,
            "counts": counts(self.store, kind),
            "overdue": late(self.store, self.today().isoformat(), WAITING).get(kind),
            "next": None if last is None else f"{last.due if is_late else last.opened_at},{last.id}",
        }

    def _some(
        self, actor: Actor, kind: str, states: Sequence[str] | None, after: tuple[str, str] | None, *, is_late: bool
    ) -> list[Case]:
        """Return a page of cases and one more, where there is one, without those that are not for this one."""
        found: list[Case] = []
        while len(found) <= PAGE:
            some = self._next(kind, states, after, is_late=is_late)
            found += [one for one in some if may_see(actor, one)]
            if len(some) <= PAGE:
                break
            after = (str(some[-1].due) if is_late else some[-1].opened_at, some[-1].id)
        return found[: PAGE + 1]

    def _next(
        self, kind: str, states: Sequence[str] | None, after: tuple[str, str] | None, *, is_late: bool
    ) -> list[Case]:
        if not is_late:
            return self.cases.queue(kind, states=states, limit=PAGE + 1, after=after)
        wanted = [one for one in WAITING.get(kind, ()) if states is None or one in states]
        on = self.today().isoformat()
        return self.cases.due_before(kind, on, states=wanted, limit=PAGE + 1, after=after)

    def found(self, actor: Actor, kind: str, case: str) -> Case:
        """Return a case of a kind, and write that this one was shown it.

        Raises:
            UnknownId: There is none of that kind and id that this one may see.
        """
        table_of(kind)
        found = self.cases.get(case)
        if found.kind != kind or not may_see(actor, found):
            message = f"There is no {kind} {case!r}."
            raise UnknownId(message, remedy="Take the id from the list of cases.")
        self.store.saw(actor.name, found.id)
        return found

    def case(self, actor: Actor, kind: str, case: str) -> dict[str, Any]:
        """Return a case with its history, what it belongs to, and the steps this one may take.

        Raises:
            UnknownId: There is none of that kind and id that this one may see.
        """
        found = self.found(actor, kind, case)
        links = self.cases.links(case)
        return {
            "case": found,
            "means": table_of(kind).states[found.state],
            "history": [asdict(one) for one in self.cases.history(case)],
            "links": [self._link(actor, one) for one in links],
            "linked": list(self._linked(actor, Link("case", case))),
            "steps": self.steps(actor, found),
        }

    def steps(self, actor: Actor, case: Case) -> list[dict[str, Any]]:
        """Return the steps this one may take in a case: what each needs and may say, and where it leads."""
        return [
            {"step": one.name, "role": one.role, "to": one.to or case.state, "needs": one.needs, "says": one.may_say}
            for one in steps_for(case, Account(actor.name, actor.role, ""))
        ]

    def linked(self, actor: Actor, link: Link, kinds: Collection[str] | None = None) -> list[dict[str, Any]]:
        """Return the cases that belong to something, a line each, and write that this one was shown them."""
        found = [one for one in self._linked(actor, link) if kinds is None or one["kind"] in kinds]
        self.store.saw(actor.name, *(one["id"] for one in found))
        return found

    def _linked(self, actor: Actor, link: Link) -> Iterator[dict[str, Any]]:
        yield from (line_of(one) for one in self.cases.linked(link) if may_see(actor, one))

    def _link(self, actor: Actor, link: Link) -> dict[str, Any]:
        told: dict[str, Any] = {"kind": link.kind, "to": link.to}
        if link.kind != "case":
            return told
        of = self.cases.get(link.to)
        return told | {"case": line_of(of) if may_see(actor, of) else None}

    def take(self, actor: Actor, case: Case, step: str, version: int, said: dict[str, Any]) -> Case:
        """Take a step in a case.

        Raises:
            Problem: The key it is asked with may do less than the account.
            UsageError, NotAllowed, Conflict: As ``Cases.take``.
        """
        self.refuse_role(actor, case, step)
        return self.cases.take(actor.name, case.id, step, version=version, detail=said)

    def refuse_role(self, actor: Actor, case: Case, step: str) -> None:
        """Refuse whoever came with a role that may not take a step, whatever the account may.

        Raises:
            Problem: The role is too low.
            UsageError: The step is none of this state.
        """
        row = allowed(case.kind, case.state, step)
        if not actor.may(row.role):
            raise Problem.of(code="not_allowed", detail=f"This needs the role {row.role}; yours is {actor.role}.")

    def refuse_late(self, actor: Actor, case: Case, step: str, version: int) -> None:
        """Refuse a step by an older version, as ``Cases.take`` does, before anything else is done.

        Raises:
            Conflict: Somebody else took a step since.
        """
        if case.version != version:
            self.cases.take(actor.name, case.id, step, version=version)


def may_see(actor: Actor, case: Case) -> bool:
    """Tell whether a case is for this one: a lead marked TLP:RED takes the role of an officer."""
    handling = case.body.get("handling")
    is_red = isinstance(handling, dict) and handling.get("tlp") == _MARK
    return not is_red or actor.may("officer")


def line_of(case: Case) -> dict[str, Any]:
    """Return a case in one line."""
    told = {name: getattr(case, name) for name in ("id", "kind", "state", "version", "opened_at", "changed_at", "due")}
    return told | {"title": title_of(case)}


def shown(case: Case) -> dict[str, Any]:
    """Return a case as plain values, with its title."""
    return asdict(case) | {"title": title_of(case)}


def title_of(case: Case) -> str:
    """Return what a case is called: by its own words, else by its id."""
    parts = [_said(case.body, path) for path in _TITLES[case.kind]]
    return " – ".join(one for one in parts if one) or case.id


_TITLES = {
    "lead": ("reference", "subject.name"),
    "notification": ("substance", "exporter.name", "importer.name"),
    "authorisation": ("number", "issuer"),
    "enterprise": ("name",),
    "inspection": ("name", "due"),
    "referral": ("title|where",),
    "statement": ("speaker", "day"),
    "act": ("by", "day"),
    "reading": ("title|file",),
}
"""The fields that a case of each kind is called by; one of another field, and the first that is there of two."""


def _said(body: dict[str, Any], path: str) -> str:
    """Return what a field says, as text; nothing where nobody knows it."""
    name, _, inner = path.partition(".")
    value = next((body[one] for one in name.split("|") if body.get(one)), None)
    text = str((value.get(inner) if isinstance(value, dict) else value) or "")
    return "" if text == "unknown" else text


def place_of(after: str) -> tuple[str, str]:
    """Return where a page of a list begins.

    Raises:
        Problem: It is no such place.
    """
    moment, comma, case = after.partition(",")
    if not comma or not moment or not case or len(after) > 200:  # noqa: PLR2004  # an id and a moment are shorter
        raise Problem.of(code="invalid", detail="after: use what 'next' of the lines before says.")
    return moment, case


def after_of(text: str) -> int:
    """Return how many events stand before a page.

    Raises:
        Problem: It is no such number.
    """
    if not text:
        return 0
    if not text.isascii() or not text.isdecimal() or len(text) > len(str(MOST_AFTER)):
        raise Problem.of(code="invalid", detail="after: use what 'next' of the page before says.")
    return int(text)
