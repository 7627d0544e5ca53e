"""Matters: what is held, until somebody decides; a release takes two people, and a late decision is told so."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, insert, select, tuple_, update

from penstock.kernel.errors import Conflict, NotAllowed, UnknownId, UsageError
from penstock.store.accounts import account_in, row_of
from penstock.store.steps import FIRST, REASONS, STATES, STEPS, Step
from penstock.store.tables import decisions, matters, run_rows, steps
from penstock.store.texts import canonical, plain, stamp_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any

    from sqlalchemy.engine import Connection, Row

    from penstock.store.accounts import Account
    from penstock.store.store import Store

_PART = 500


@dataclass(frozen=True, slots=True)
class Matter:
    """One held group of findings. Times are UTC, ISO 8601; ``version`` goes up by one with every step."""

    id: str
    decision: str
    consignment: str
    item: str
    about: str
    outcome: str
    state: str
    version: int
    opened_at: str
    opened_by: str
    changed_at: str
    changed_by: str
    asked_by: str | None


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken, and the state it led to."""

    version: int
    at: str
    by: str
    step: str
    state: str
    reason: str
    note: str


class Opening(NamedTuple):
    """What a matter is opened about.

    Args:
        decision: The id of the decision that holds it.
        consignment: Its id.
        item: The number of the item in it, or an empty text.
        about: The group of findings, e.g. ``party: consignee``.
        outcome: The outcome of the decision, e.g. ``hold``.
    """

    decision: str
    consignment: str
    item: str
    about: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Matters:
    """The queue of a store."""

    store: Store

    def open(self, actor: str, decision: str, about: str, *, consignment: str, item: str, outcome: str) -> Matter:  # noqa: PLR0913  # the parts of one matter
        """Open one matter, as ``open_many`` does.

        Raises:
            UnknownId: There is no such decision.
            UsageError: A text cannot be kept.
        """
        return self.open_many(actor, [Opening(decision, consignment, item, about, outcome)])[0]

    def open_many(self, actor: str, held: Sequence[Opening]) -> list[Matter]:
        """Open many matters in one commit, all or none, and return them in order.

        Args:
            actor: Who opens them.
            held: What each is about; where there is a matter about the same, that one is returned as it is.

        Raises:
            UnknownId: There is no such decision.
            UsageError: A text cannot be kept.
        """
        wanted = {_key(one): one for one in held}
        with self.store.reading() as connection:
            found = _known(connection, wanted)
        if found.keys() != wanted.keys():
            with self.store.writing() as connection:
                found |= _known(connection, [key for key in wanted if key not in found])
                for key, one in wanted.items():
                    if key not in found:
                        found[key] = self._open(connection, actor, key, one)
        return [found[_key(one)] for one in held]

    def _open(self, connection: Connection, actor: str, key: str, held: Opening) -> Matter:
        if connection.execute(select(decisions.c.id).where(decisions.c.id == held.decision)).first() is None:
            message = f"There is no decision {held.decision!r}."
            raise UnknownId(message, remedy="Keep the decision first.")
        now, detail = stamp_of(self.store.clock()), held._asdict()
        moment = {"opened_at": now, "opened_by": actor, "changed_at": now, "changed_by": actor}
        opened = Matter(key, **detail, state=FIRST, version=1, **moment, asked_by=None)
        connection.execute(insert(matters).values({name: getattr(opened, name) for name in Matter.__slots__}))
        _write(connection, opened, "open", "", "")
        self.store.note(connection, plain(actor, "name", 2_000), "matter.opened", key, detail)
        return opened

    def get(self, matter: str) -> Matter:
        """Return a matter. It is sensitive: the caller says who saw it, with ``store.saw``.

        Raises:
            UnknownId: There is none of that id.
        """
        with self.store.reading() as connection:
            return _matter(_row(connection, matter))

    def queue(
        self,
        *,
        states: Collection[str] | None = None,
        limit: int = 50,
        after: tuple[str, str] | None = None,
    ) -> list[Matter]:
        """Return matters, the longest open first.

        Args:
            states: Only those in one of these states; every state when ``None``.
            limit: At most so many.
            after: ``(opened_at, id)`` of the last one of the page before.
        """
        key = (matters.c.opened_at, matters.c.id)
        asked = select(matters).order_by(*key).limit(limit)
        if states is not None:
            asked = asked.where(matters.c.state.in_(list(states)))
        if after is not None:
            asked = asked.where(tuple_(*key) > after)
        with self.store.reading() as connection:
            return [_matter(row) for row in connection.execute(asked)]

    def of_run(
        self,
        run: str,
        *,
        states: Collection[str] | None = None,
        limit: int = 50,
        after: tuple[int, str] | None = None,
    ) -> list[tuple[int, Matter]]:
        """Return the matters of the rows of a run's file, each with the number of its row, in the order of the rows.

        Args:
            run: The id of the run.
            states: Only those in one of these states; every state when ``None``.
            limit: At most so many.
            after: ``(row, id)`` of the last one of the page before.
        """
        key = (run_rows.c.row, matters.c.id)
        asked = select(matters, run_rows.c.row).join(run_rows, run_rows.c.decision == matters.c.decision)
        asked = asked.where(run_rows.c.run == plain(run, "id", 200)).order_by(*key).limit(limit)
        if states is not None:
            asked = asked.where(matters.c.state.in_(list(states)))
        if after is not None:
            asked = asked.where(run_rows.c.row >= after[0]).where(tuple_(*key) > after)
        with self.store.reading() as connection:
            return [(row.row, _matter(row)) for row in connection.execute(asked)]

    def of_decision(self, decision: str) -> list[Matter]:
        """Return the matters of a decision, in the order they were opened."""
        asked = select(matters).where(matters.c.decision == plain(decision, "id", 200))
        with self.store.reading() as connection:
            return [_matter(row) for row in connection.execute(asked.order_by(matters.c.opened_at, matters.c.id))]

    def counts(self, run: str | None = None) -> dict[str, int]:
        """Return how many matters are in each state, of all or of those of a run."""
        asked = select(matters.c.state, func.count().label("number")).group_by(matters.c.state)
        if run is not None:
            asked = asked.join(run_rows, run_rows.c.decision == matters.c.decision)
            asked = asked.where(run_rows.c.run == plain(run, "id", 200))
        with self.store.reading() as connection:
            found = {row.state: row.number for row in connection.execute(asked)}
        return {state: found.get(state, 0) for state in STATES}

    def history(self, matter: str) -> list[Taken]:
        """Return what was done in a matter, from its opening on.

        Raises:
            UnknownId: There is none of that id.
        """
        with self.store.reading() as connection:
            _row(connection, matter)
            asked = select(steps).where(steps.c.matter == matter).order_by(steps.c.version)
            return [
                Taken(**{name: getattr(row, name) for name in Taken.__slots__}) for row in connection.execute(asked)
            ]

    def take(  # noqa: PLR0913  # the parts of one step
        self, account: str, matter: str, step: str, *, version: int, reason: str = "", note: str = ""
    ) -> Matter:
        """Take a step in a matter, as it stood when the account looked at it.

        Args:
            account: Who takes it; what it may do is looked up in the same transaction.
            matter: The id.
            step: One of ``STEPS``.
            version: The version that was looked at.
            reason: One of ``REASONS``.
            note: In one's own words.

        Returns:
            The matter afterwards.

        Raises:
            UnknownId: There is no such matter or account.
            UsageError: The step is none of this state, or says too little.
            NotAllowed: The account's role is too low, or another person has to; the attempt stands in the trail.
            Conflict: Somebody else took a step since.
        """
        wanted = _checked(step, reason, plain(note, "note"))
        detail = {"step": step, "reason": reason, "note": note, "version": version}
        try:
            with self.store.act(account, f"matter.{step}", plain(matter, "id", 200), detail) as connection:
                return self._take(connection, account_in(row_of(connection, account)), matter, wanted, detail)
        except NotAllowed as error:
            with self.store.act(account, "matter.not_allowed", matter, {"step": step, "why": error.message}):
                pass
            raise

    def _take(self, connection: Connection, account: Account, matter: str, step: Step, said: dict[str, Any]) -> Matter:
        before = _matter(_row(connection, matter))
        _check_role(account, step)
        if before.version != said["version"]:
            raise _late(before)
        if before.state not in step.sources:
            message = f"{step.name!r} cannot be done in a matter that is {before.state}."
            allowed = [one.name for one in STEPS.values() if before.state in one.sources]
            raise UsageError(message, remedy=f"It may be one of {', '.join(allowed)}.")
        _check_asker(account, before, step)
        asked_by = _asker(account.name, before, step)
        now, state = stamp_of(self.store.clock()), step.to or before.state
        values = {"state": state, "version": before.version + 1, "changed_at": now, "changed_by": account.name}
        connection.execute(update(matters).where(matters.c.id == matter).values(values | {"asked_by": asked_by}))
        after = _matter(_row(connection, matter))
        _write(connection, after, step.name, said["reason"], said["note"])
        return after


def steps_for(matter: Matter, account: Account) -> list[str]:
    """Return the steps an account may take in a matter as it is, in the order of the table."""
    return [step.name for step in STEPS.values() if matter.state in step.sources and _may(account, matter, step)]


def _may(account: Account, matter: Matter, step: Step) -> bool:
    if not account.may(step.role):
        return False
    return step.asker is None or (step.asker == "same") == (account.name == matter.asked_by)


def _check_role(account: Account, step: Step) -> None:
    if not account.may(step.role):
        message = f"{account.name!r} may not {step.name.replace('_', ' ')}: that takes the role {step.role!r}."
        raise NotAllowed(message, remedy="Ask somebody who has that role.")


def _check_asker(account: Account, matter: Matter, step: Step) -> None:
    if not _may(account, matter, step):
        other = step.asker == "other"
        message = f"{account.name!r} {'asked' if other else 'did not ask'} for this release."
        raise NotAllowed(message, remedy="Another person has to decide." if other else f"{matter.asked_by!r} did.")


def _asker(name: str, before: Matter, step: Step) -> str | None:
    if step.to is None or step.name == "approve":
        return before.asked_by
    return name if step.to == "release_asked" else None


def _checked(step: str, reason: str, note: str) -> Step:
    if step not in STEPS:
        message = f"{step!r} is nothing that can be done in a matter."
        raise UsageError(message, remedy=f"Use one of {', '.join(STEPS)}.")
    wanted = STEPS[step]
    if reason not in REASONS and (reason or "reason" in wanted.needs):
        message = f"{reason!r} is no reason."
        raise UsageError(message, remedy=f"Use one of {', '.join(REASONS)}.")
    if not note.strip() and ("note" in wanted.needs or reason == "other"):
        message = "The note is empty."
        raise UsageError(message, remedy="Say in your own words what was looked at and found.")
    return wanted


def _late(matter: Matter) -> Conflict:
    return Conflict(
        f"{matter.changed_by!r} changed this matter at {matter.changed_at}: it is {matter.state} now.",
        remedy="Look at it again, then decide.",
        by=matter.changed_by,
        at=matter.changed_at,
        state=matter.state,
        version=matter.version,
    )


def _key(held: Opening) -> str:
    texts = [plain(one, "matter", 2_000) for one in (held.decision, held.consignment, held.item, held.about)]
    plain(held.outcome, "outcome", 50)
    return hashlib.sha256(canonical(texts).encode()).hexdigest()[:20]


def _known(connection: Connection, keys: Collection[str]) -> dict[str, Matter]:
    listed = list(keys)
    parts = (listed[start : start + _PART] for start in range(0, len(listed), _PART))
    rows = (row for part in parts for row in connection.execute(select(matters).where(matters.c.id.in_(part))))
    return {row.id: _matter(row) for row in rows}


def _row(connection: Connection, matter: str) -> Row[Any]:
    row = connection.execute(select(matters).where(matters.c.id == plain(matter, "id", 200))).one_or_none()
    if row is None:
        message = f"There is no matter {matter!r}."
        raise UnknownId(message, remedy="Take the id from the queue.")
    return row


def _matter(row: Row[Any]) -> Matter:
    return Matter(**{name: getattr(row, name) for name in Matter.__slots__})


def _write(connection: Connection, matter: Matter, step: str, reason: str, note: str) -> None:
    taken = Taken(matter.version, matter.changed_at, matter.changed_by, step, matter.state, reason, note)
    values = {name: getattr(taken, name) for name in Taken.__slots__}
    connection.execute(insert(steps).values(values | {"matter": matter.id}))
