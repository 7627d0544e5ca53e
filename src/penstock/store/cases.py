"""Cases: leads, notifications, authorisations and what else has states; one table for all, a shape for each kind.

What may be done in a case, by whom and what has to be said for it stands in the tables of ``penstock.cases``; here it
is kept: who did it, when, and what the case was before.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import msgspec
from sqlalchemy import insert, select, tuple_, update

from penstock.cases.kinds import checked
from penstock.cases.states import Step, allowed, check_actor, merged, steps_from, table_of
from penstock.kernel.errors import Conflict, NotAllowed, UnknownId, UsageError
from penstock.kernel.roles import ROLES
from penstock.store.accounts import account_in, row_of
from penstock.store.tables import case_links, case_steps, cases, decisions, matters
from penstock.store.texts import canonical, plain, plain_json, stamp_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from typing import Any

    from sqlalchemy.engine import Connection, Row

    from penstock.kernel.roles import Role
    from penstock.store.accounts import Account
    from penstock.store.store import Store

LONGEST = 400_000
"""The most characters the body of a case, or what is said with one step, may have as JSON."""

_PAGE = 500

LinkKind = Literal["decision", "matter", "case", "party"]
_LINKED = {"decision": decisions, "matter": matters, "case": cases}


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """What a case belongs to: the id of a decision, a matter or another case, or the key of a party's name."""

    kind: LinkKind
    to: str


@dataclass(frozen=True, slots=True)
class Case:
    """One case. Times are UTC, ISO 8601; ``version`` goes up by one with every step.

    ``body`` is plain JSON of the kind's shape; ``due`` is the body's own ``due``, a day or a moment; ``key`` what
    tells it from all others of its kind. ``is_new`` is true only of what ``open`` has just opened.
    """

    id: str
    kind: str
    state: str
    version: int
    body: dict[str, Any]
    key: str | None
    opened_at: str
    opened_by: str
    changed_at: str
    changed_by: str
    due: str | None
    is_new: bool = False


_COLUMNS = tuple(name for name in Case.__slots__ if name != "is_new")


@dataclass(frozen=True, slots=True)
class CaseStep:
    """A step that was taken, the state it led to and what was said with it."""

    version: int
    at: str
    by: str
    step: str
    state: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of a store. None is ever removed."""

    store: Store

    def open(
        self, actor: str, kind: str, body: Mapping[str, Any], *, key: str | None = None, links: Sequence[Link] = ()
    ) -> Case:
        """Open a case; where there is one of this kind and key, return that one as it is, ``is_new`` false.

        What is said of a case that is there already is not lost: where it differs it stands in the trail, as
        ``KIND.again``, and links that are new are added.

        Args:
            actor: Who opens it.
            kind: One of ``penstock.cases.kinds.KINDS``.
            body: Plain JSON of the kind's shape.
            key: What tells it from all others of its kind, e.g. its reference; ``None`` when nothing does.
            links: What it belongs to.

        Raises:
            UnknownId: There is no such kind, decision, matter or case.
            UsageError: The body is of the wrong shape or says what cannot be.
        """
        first, whole = table_of(kind).first, checked(kind, "open", body, self.store.clock())
        text, by = _json(whole), plain(actor, "actor", 200)
        told = None if key is None else plain(key, "key", 500)
        name = secrets.token_hex(10) if told is None else _digest(kind, told)
        with self.store.writing() as connection:
            row = connection.execute(select(cases).where(cases.c.id == name)).one_or_none()
            if row is not None:
                return self._again(connection, by, _case(row), whole, links)
            now = stamp_of(self.store.clock())
            stood = {"opened_at": now, "opened_by": by, "changed_at": now, "changed_by": by}
            values = {"id": name, "kind": kind, "state": first, "version": 1, "key": told, "due": whole.get("due")}
            connection.execute(insert(cases).values(values | stood | {"body": text}))
            _write(connection, name, CaseStep(1, now, by, "open", first, whole))
            added = _link(connection, name, links)
            self.store.note(connection, by, f"{kind}.opened", name, {"body": whole, "links": added})
            return _case(_row(connection, name), is_new=True)

    def _again(
        self, connection: Connection, actor: str, case: Case, body: dict[str, Any], links: Sequence[Link]
    ) -> Case:
        added = _link(connection, case.id, links)
        opened = connection.execute(
            select(case_steps.c.detail).where((case_steps.c.case == case.id) & (case_steps.c.version == 1))
        ).scalar_one()
        differs = opened != canonical(body)
        if differs or added:
            said = {"body": body} if differs else {}
            self.store.note(connection, actor, f"{case.kind}.again", case.id, said | {"links": added})
        return case

    def get(self, case: str) -> Case:
        """Return a case. It is sensitive: the caller says who saw it, with ``store.saw``.

        Raises:
            UnknownId: There is none of that id.
        """
        with self.store.reading() as connection:
            return _case(_row(connection, case))

    def queue(
        self,
        kind: str,
        *,
        states: Collection[str] | None = None,
        limit: int = 50,
        after: tuple[str, str] | None = None,
    ) -> list[Case]:
        """Return cases of a kind, the longest open first.

        Args:
            kind: One of ``penstock.cases.kinds.KINDS``.
            states: Only those in one of these states; every state when ``None``.
            limit: At most so many.
            after: ``(opened_at, id)`` of the last one of the page before.

        Raises:
            UnknownId: There is no such kind.
        """
        table_of(kind)
        key = (cases.c.opened_at, cases.c.id)
        asked = select(cases).where(cases.c.kind == kind).order_by(*key).limit(limit)
        if states is not None:
            asked = asked.where(cases.c.state.in_(list(states)))
        if after is not None:
            asked = asked.where(tuple_(*key) > after)
        with self.store.reading() as connection:
            return [_case(row) for row in connection.execute(asked)]

    def every(self, kind: str, *, states: Collection[str] | None = None) -> Iterator[Case]:
        """Yield every case of a kind, or those in one of some states, the longest open first.

        Raises:
            UnknownId: There is no such kind.
        """
        after: tuple[str, str] | None = None
        while page := self.queue(kind, states=states, limit=_PAGE, after=after):
            yield from page
            after = (page[-1].opened_at, page[-1].id)

    def due_before(
        self,
        kind: str,
        moment: str,
        *,
        states: Collection[str] | None = None,
        limit: int | None = None,
        after: tuple[str, str] | None = None,
    ) -> list[Case]:
        """Return the open cases of a kind that were due before a moment, the longest overdue first.

        Args:
            kind: One of ``penstock.cases.kinds.KINDS``.
            moment: A day or a moment, written as the kind writes ``due``: what is due that day is not overdue yet.
            states: Only those in one of these states; all that are open when ``None``.
            limit: At most so many; all when ``None``.
            after: ``(due, id)`` of the last one of the page before.

        Raises:
            UnknownId: There is no such kind.
        """
        closed, key = table_of(kind).closed, (cases.c.due, cases.c.id)
        asked = select(cases).where(
            (cases.c.kind == kind) & (cases.c.due < plain(moment, "moment", 50)) & cases.c.state.not_in(closed)
        )
        if states is not None:
            asked = asked.where(cases.c.state.in_(list(states)))
        if after is not None:
            asked = asked.where(tuple_(*key) > after)
        with self.store.reading() as connection:
            return [_case(row) for row in connection.execute(asked.order_by(*key).limit(limit))]

    def history(self, case: str) -> list[CaseStep]:
        """Return what was done in a case, from its opening on.

        Raises:
            UnknownId: There is none of that id.
        """
        with self.store.reading() as connection:
            _row(connection, case)
            asked = select(case_steps).where(case_steps.c.case == case).order_by(case_steps.c.version)
            return [_step(row) for row in connection.execute(asked)]

    def links(self, case: str) -> list[Link]:
        """Return what a case belongs to, in order.

        Raises:
            UnknownId: There is none of that id.
        """
        with self.store.reading() as connection:
            _row(connection, case)
            asked = select(case_links.c.kind, case_links.c.to).where(case_links.c.case == case)
            return sorted(Link(row.kind, row.to) for row in connection.execute(asked))

    def linked(self, link: Link, kind: str | None = None) -> list[Case]:
        """Return the cases that belong to something, of one kind or of all, the longest open first."""
        asked = select(cases).join(case_links, case_links.c.case == cases.c.id)
        asked = asked.where((case_links.c.kind == link.kind) & (case_links.c.to == plain(link.to, "id", 500)))
        if kind is not None:
            asked = asked.where(cases.c.kind == kind)
        with self.store.reading() as connection:
            return [_case(row) for row in connection.execute(asked.order_by(cases.c.opened_at, cases.c.id))]

    def link(self, actor: str, case: str, links: Sequence[Link]) -> list[Link]:
        """Say that a case belongs to more, and return all it belongs to.

        Raises:
            UnknownId: There is no such case, or nothing of such an id to belong to.
        """
        with self.store.writing() as connection:
            kind = _row(connection, case).kind
            added = _link(connection, case, links)
            if added:
                self.store.note(connection, actor, f"{kind}.linked", case, {"links": added})
        return self.links(case)

    def take(self, actor: str, case: str, step: str, *, version: int, detail: Mapping[str, Any] | None = None) -> Case:
        """Take a step in a case, as it stood when the actor looked at it.

        What is refused because of the state of the case, or of who asks, stands in the trail with all that was said.

        Args:
            actor: Who takes it: an account, whose role is looked up in the same transaction, or ``shell:NAME`` or
                ``penstock:``, which may do what an administrator may.
            case: The id.
            step: One of the table of the kind.
            version: The version that was looked at.
            detail: What is said with it, plain JSON.

        Returns:
            The case afterwards.

        Raises:
            UnknownId: There is no such case or account.
            UsageError: The step is none of this state, says too little or too much, or what cannot be.
            NotAllowed: The actor's role is too low, or another person has to.
            Conflict: Somebody else took a step since.
        """
        said, of = dict(detail or {}), plain(case, "id", 200)
        _json(said)
        try:
            with self.store.writing() as connection:
                before = _case(_row(connection, of))
                if before.version != version:
                    raise _late(before)
                return self._take(connection, plain(actor, "actor", 200), before, plain(step, "step", 50), said)
        except UnknownId:
            raise
        except (NotAllowed, UsageError) as error:
            told = {"step": step, "why": error.message, "said": said}
            with self.store.act(actor, "case.refused", of, told):
                pass
            raise

    def _take(self, connection: Connection, actor: str, before: Case, step: str, said: dict[str, Any]) -> Case:
        row = allowed(before.kind, before.state, step)
        check_actor(row, actor, _role(connection, actor), opened_by=before.opened_by)
        body = checked(before.kind, step, merged(row, before.body, said), self.store.clock())
        now, state, version = stamp_of(self.store.clock()), row.to or before.state, before.version + 1
        values = {"state": state, "version": version, "changed_at": now, "changed_by": actor}
        written = {"body": _json(body), "due": body.get("due")}
        connection.execute(update(cases).where(cases.c.id == before.id).values(values | written))
        _write(connection, before.id, CaseStep(version, now, actor, step, state, said))
        self.store.note(connection, actor, f"{before.kind}.{step}", before.id, {"version": version, "said": said})
        return _case(_row(connection, before.id))


def steps_for(case: Case, account: Account) -> list[Step]:
    """Return the steps an account may take in a case as it is, in the order of the table."""
    if account.disabled_at is not None:
        return []
    wanted = {"other": account.name != case.opened_by, "same": account.name == case.opened_by, None: True}
    return [step for step in steps_from(case.kind, case.state, role=account.role) if wanted[step.by]]


def _role(connection: Connection, actor: str) -> Role:
    """Return what an actor may do; whoever holds the database, as a shell or the program does, may do all."""
    if ":" in actor:
        return ROLES[-1]
    account = account_in(row_of(connection, actor))
    if account.disabled_at is not None:
        message = f"{account.name!r} is disabled."
        raise NotAllowed(message, remedy="Ask an administrator to enable the account.")
    return account.role


def _late(case: Case) -> Conflict:
    return Conflict(
        f"{case.changed_by!r} changed this {case.kind} at {case.changed_at}: it is {case.state} now.",
        remedy="Look at it again, then decide.",
        by=case.changed_by,
        at=case.changed_at,
        state=case.state,
        version=case.version,
    )


def _digest(kind: str, key: str) -> str:
    return hashlib.sha256(canonical([kind, key]).encode()).hexdigest()[:20]


def _json(value: Mapping[str, Any]) -> str:
    return plain_json(value, "record", LONGEST)


def _link(connection: Connection, case: str, links: Sequence[Link]) -> list[list[str]]:
    """Write what a case belongs to, and return what was new."""
    added = []
    for link in sorted(set(links)):
        table = _LINKED.get(link.kind)
        to = plain(link.to, "id", 500)
        if table is not None and connection.execute(select(table.c.id).where(table.c.id == to)).first() is None:
            message = f"There is no {link.kind} {to!r} for a case to belong to."
            raise UnknownId(message, remedy=f"Give the id of a {link.kind} that is kept.")
        values = {"case": case, "kind": link.kind, "to": to}
        same = (case_links.c.case == case) & (case_links.c.kind == link.kind) & (case_links.c.to == to)
        if connection.execute(select(case_links).where(same)).first() is None:
            connection.execute(insert(case_links).values(values))
            added.append([link.kind, to])
    return added


def _row(connection: Connection, case: str) -> Row[Any]:
    row = connection.execute(select(cases).where(cases.c.id == plain(case, "id", 200))).one_or_none()
    if row is None:
        message = f"There is no case {case!r}."
        raise UnknownId(message, remedy="Take the id from the list of cases.")
    return row


def _case(row: Row[Any], *, is_new: bool = False) -> Case:
    values = {name: getattr(row, name) for name in _COLUMNS}
    return Case(**(values | {"body": msgspec.json.decode(row.body)}), is_new=is_new)


def _step(row: Row[Any]) -> CaseStep:
    values = {name: getattr(row, name) for name in CaseStep.__slots__}
    return CaseStep(**(values | {"detail": msgspec.json.decode(row.detail)}))


def _write(connection: Connection, case: str, step: CaseStep) -> None:
    values = {name: getattr(step, name) for name in CaseStep.__slots__}
    connection.execute(insert(case_steps).values(values | {"case": case, "detail": _json(step.detail)}))
