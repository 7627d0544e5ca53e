"""Authorisations drawn down by consignments: never beyond what they grant, whoever draws at the same time.

The sum is taken and the row is written in one transaction, and writers take turns (``Store.writing``): between the two
nobody else draws. A draw is never changed or removed; what was drawn for a shipment that did not go is given back by a
row of its own, once.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from sqlalchemy import func, insert, select

from penstock.cases.cover import plain as written
from penstock.kernel.errors import Conflict, NotAllowed, UnknownId, UsageError
from penstock.store.accounts import account_in
from penstock.store.accounts import row_of as account_row
from penstock.store.balances import ACTIVE, KIND, at_hand_of, balances
from penstock.store.drawable import Asked, asked_by, last_of, new_of, refuse_over
from penstock.store.tables import cases, draws, returns
from penstock.store.texts import plain, stamp_of
from penstock.store.trail import Entry, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal
    from typing import Any

    from sqlalchemy.engine import Connection

    from penstock.cases.drawing import AtHand, Drawing
    from penstock.kernel.roles import Role
    from penstock.store.balances import Balance, Draw, Item
    from penstock.store.store import Store

ROLE: Role = "officer"
"""The least role that may draw."""

RETURN_ROLE: Role = "approver"
"""The least role that may give back: what is given back may be shipped again, as after ``resume``."""

DRAWN_FOR = "authorisation.drawn_for"
"""The act in the trail that says that all of a run or decision was drawn."""

MOST_SHOWN = 100
"""Acts of a run or decision that are looked through."""

LONGEST_REASON, LONGEST_KEY = 1_000, 1_100
"""Characters of a reason, and of what tells an authorisation from others."""


class Drawn(NamedTuple):
    """What came of drawing many: how many draws were written, how many stood before, what is left of each."""

    new: int
    before: int
    balances: list[Balance]

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values for JSON."""
        return {"new": self.new, "before": self.before, "balances": [one.as_dict() for one in self.balances]}


@dataclass(frozen=True, slots=True)
class Draws:
    """The draws of a store. None is ever removed."""

    store: Store

    def draw(  # noqa: PLR0913  # what is drawn, by what, and when
        self, actor: str, authorisation: str, *, consignment: str, item: int, quantity: Decimal, unit: str, on: date
    ) -> Balance:
        """Draw an authorisation down by one item of a consignment; the same again draws nothing more.

        What is refused stands in the trail with what was asked.

        Args:
            actor: Who draws.
            authorisation: The id of its case.
            consignment: The consignment.
            item: The number of the item in it.
            quantity: How much, in ``unit``.
            unit: A unit of mass where the authorisation has one, else the authorisation's own.
            on: The day of the shipment.

        Returns:
            The authorisation afterwards.

        Raises:
            UnknownId: There is no such authorisation.
            NotAllowed: The account is none of an officer.
            Overdrawn: More is asked than is left.
            UsageError: It does not hold on that day or is not active, the quantity is none, or the item drew another.
        """
        asked = {
            "consignment": consignment,
            "item": item,
            "quantity": str(quantity),
            "unit": unit,
            "on": on.isoformat(),
        }
        with self._telling(actor, authorisation, asked), self.store.writing() as connection:
            _check_role(connection, actor, ROLE, "draw on an authorisation")
            balance = _balance(connection, authorisation)
            new = new_of(balance, [Asked(consignment, item, quantity, unit, on)])
            refuse_over([(balance, new.values())])
            self._write(connection, actor, balance, new)
            return replace(_balance(connection, balance.id), is_new=bool(new))

    def draw_all(self, actor: str, drawings: Sequence[Drawing], of: str) -> Drawn:
        """Draw all that items draw, of whichever authorisations, in one transaction: all of it or nothing.

        What an item drew before and was not given back is drawn no more.

        Args:
            actor: Who draws.
            drawings: What is drawn, each of the authorisation its issuer and number name.
            of: What it is drawn for: a run, a decision.

        Raises:
            UnknownId: An authorisation is not kept here.
            NotAllowed: The account is none of an officer.
            Overdrawn: More is asked of one or several than is left; it says of which, and how much more.
            UsageError: One does not hold on the day or is not active, is of other terms than it was, a quantity is
                none, or an item drew another.
        """
        by_key: dict[str, list[Drawing]] = {}
        for one in drawings:
            by_key.setdefault(one.key, []).append(one)
        with self._telling(actor, of, {"draws": len(drawings)}), self.store.writing() as connection:
            _check_role(connection, actor, ROLE, "draw on an authorisation")
            found = _by_key(connection, by_key)
            new = {key: new_of(found[key], [asked_by(found[key], one) for one in some]) for key, some in by_key.items()}
            refuse_over([(found[key], some.values()) for key, some in new.items()])
            for key, some in new.items():
                self._write(connection, actor, found[key], some)
            number = sum(map(len, new.values()))
            told = {"draws": number, "before": len(drawings) - number}
            self.store.note(connection, actor, DRAWN_FOR, of, told)
            after = _by_key(connection, by_key) if number else found
            return Drawn(number, len(drawings) - number, [after[key] for key in by_key])

    def give_back(self, actor: str, authorisation: str, *, consignment: str, item: int, reason: str) -> Balance:
        """Give back what an item drew, since its shipment did not go; it may draw again afterwards.

        Args:
            actor: Who gives it back.
            authorisation: The id of its case, whatever its state.
            consignment: The consignment.
            item: The number of the item in it.
            reason: Why.

        Returns:
            The authorisation afterwards.

        Raises:
            UnknownId: There is no such authorisation, or the item drew nothing of it.
            NotAllowed: The account is none of an approver.
            Conflict: What it drew was given back already.
            UsageError: There is no reason, or one that cannot be kept.
        """
        why = plain(reason.strip(), "reason", LONGEST_REASON)
        asked = {"consignment": consignment, "item": item, "reason": why}
        with self._telling(actor, authorisation, asked), self.store.writing() as connection:
            _check_role(connection, actor, RETURN_ROLE, "give back what was drawn")
            if not why:
                message = "Nothing says why it is given back."
                raise UsageError(message, remedy="Write why the shipment did not go.")
            balance = _balance(connection, authorisation)
            draw = last_of(balance, (consignment, item))
            key = {"authorisation": balance.id, "consignment": consignment, "item": item, "nth": draw.nth}
            told = {"at": stamp_of(self.store.clock()), "by": actor, "reason": why}
            connection.execute(insert(returns).values(key | told))
            detail = key | told | {"quantity": written(draw.quantity), "unit": draw.unit}
            self.store.note(connection, actor, "authorisation.returned", balance.id, detail)
            return _balance(connection, balance.id)

    def _write(self, connection: Connection, actor: str, balance: Balance, new: Mapping[Item, Asked]) -> None:
        """Write the draws of an authorisation, and a row of the trail for each."""
        if not new:
            return
        times: dict[Item, int] = {}
        for one in balance.rows:
            times[one.of] = max(times.get(one.of, 0), one.nth)
        now, unit = stamp_of(self.store.clock()), balance.authorisation.unit
        rows, entries = [], []
        for (consignment, item), asked in new.items():
            key = {"authorisation": balance.id, "consignment": consignment, "item": item}
            told = {"quantity": written(asked.quantity), "unit": unit, "at": now, "by": actor}
            rows.append(key | told | {"nth": times.get((consignment, item), 0) + 1})
            detail = rows[-1] | {"on": asked.on.isoformat()}
            entries.append(Entry.of_act(actor, "authorisation.drawn", balance.id, detail))
        connection.execute(insert(draws), rows)
        self.store.note_many(connection, entries)

    @contextmanager
    def _telling(self, actor: str, of: str, asked: Mapping[str, Any]) -> Iterator[None]:
        """Have what is refused stand in the trail with what was asked."""
        try:
            yield
        except UnknownId:
            raise
        except (NotAllowed, UsageError, Conflict) as error:
            with self.store.act(actor, "authorisation.refused", of, {**asked, "why": error.message}):
                pass
            raise

    def balance(self, authorisation: str) -> Balance:
        """Return an authorisation and what is left of it.

        Raises:
            UnknownId: There is none of that id.
        """
        with self.store.reading(isolated=True) as connection:
            return _balance(connection, authorisation)

    def of(self, authorisation: str) -> list[Draw]:
        """Return what was drawn of an authorisation, the first first, and what of it was given back.

        Raises:
            UnknownId: There is none of that id.
        """
        return list(self.balance(authorisation).rows)

    def mark(self) -> tuple[int, ...]:
        """Return what is another one after every draw, every return, and every authorisation that is opened or changed.

        No row of the three is ever removed: their numbers only grow.
        """
        kept = select(func.count(), func.coalesce(func.sum(cases.c.version), 0)).where(cases.c.kind == KIND)
        with self.store.reading(isolated=True) as connection:
            numbers = [
                connection.execute(select(func.count()).select_from(one)).scalar_one() for one in (draws, returns)
            ]
            return (*numbers, *map(int, connection.execute(kept).one()))

    def active(self) -> list[Balance]:
        """Return every authorisation that is active, the longest open first, with what is left of it."""
        with self.store.reading(isolated=True) as connection:
            return balances(connection, cases.c.state == ACTIVE)

    def at_hand(self) -> AtHand:
        """Return the authorisations that are active, the longest open first, for duties to be held against them."""
        return at_hand_of(self.active())


def drawn_for(store: Store, of: str) -> list[dict[str, Any]]:
    """Return when all that a run or decision draws was drawn, the first first: by whom, how many were new."""
    rows = [row for row in rows_of(store, of=of, limit=MOST_SHOWN) if row.act == DRAWN_FOR]
    return [{"at": row.at, "by": row.actor, **json.loads(row.detail)} for row in reversed(rows)]


def name_of(drawings: Sequence[Drawing]) -> str:
    """Return what a run is called in the trail that has no other name here: the hash of all it draws."""
    return hashlib.sha256(msgspec.json.encode(drawings)).hexdigest()


def _balance(connection: Connection, authorisation: str) -> Balance:
    """Return an authorisation and what is drawn of it.

    Raises:
        UnknownId: There is none of that id.
    """
    found = balances(connection, cases.c.id == plain(authorisation, "id", 200))
    if not found:
        message = f"There is no authorisation {authorisation!r}."
        raise UnknownId(message, remedy="Take the id from 'penstock authorisation list'.")
    return found[0]


def _by_key(connection: Connection, wanted: Mapping[str, Sequence[Drawing]]) -> dict[str, Balance]:
    """Return authorisations by what tells them from others.

    Raises:
        UnknownId: One is not kept here.
    """
    keys = [plain(key, "number", LONGEST_KEY) for key in wanted]
    found = {one.authorisation.key: one for one in balances(connection, cases.c.key.in_(keys))}
    if absent := [some[0] for key, some in wanted.items() if key not in found]:
        message = f"There is no authorisation {absent[0].number!r} of {absent[0].issuer} here."
        raise UnknownId(message, remedy="Keep it with 'penstock authorisation add', and draw again.")
    return found


def _check_role(connection: Connection, actor: str, role: Role, what: str) -> None:
    """Refuse whoever may not do a thing.

    Raises:
        NotAllowed: The account is disabled, or its role is too low.
    """
    if ":" in actor:  # a shell or the program holds the database and may do all
        return
    account = account_in(account_row(connection, actor))
    if account.disabled_at is not None or not account.may(role):
        message = f"{account.name!r} may not {what}: that takes the role {role!r}."
        raise NotAllowed(message, remedy="Ask somebody who has that role.")
