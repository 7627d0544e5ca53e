"""Authorisations drawn down by consignments: never beyond what they grant, whoever draws at the same time.

The sum is taken and the row is written in one transaction, and writers take turns (``Store.writing``): between the two
nobody else draws.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_UP, Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from sqlalchemy import insert, select

from penstock.cases.authorisations import Authorisation
from penstock.cases.cover import plain as written
from penstock.cases.states import table_of
from penstock.kernel.errors import NotAllowed, Overdrawn, UnknownId, UsageError
from penstock.screening.mass import in_kilograms
from penstock.store.accounts import account_in, row_of
from penstock.store.tables import cases, draws
from penstock.store.texts import plain, stamp_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.engine import Connection

    from penstock.kernel.roles import Role
    from penstock.store.store import Store

KIND, ACTIVE = "authorisation", "active"
ROLE: Role = "officer"
"""The least role that may draw."""


DIGITS, MOST = 9, Decimal(10) ** 12
"""Decimals of a quantity that is drawn, and what it stays below: sums of such are exact."""


class Asked(NamedTuple):
    """What is to be drawn: the item, how much of which unit, and the day of the shipment."""

    consignment: str
    item: int
    quantity: Decimal
    unit: str
    on: date


@dataclass(frozen=True, slots=True)
class Draw:
    """What one item of a consignment drew, in the authorisation's unit."""

    authorisation: str
    consignment: str
    item: int
    quantity: Decimal
    unit: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class Balance:
    """An authorisation and what is drawn of it; ``left`` is ``None`` where it has no limit.

    ``is_new`` is false where the item had drawn the same before and nothing was drawn again.
    """

    id: str
    authorisation: Authorisation
    state: str
    drawn: Decimal
    draws: int
    is_new: bool = True

    @property
    def left(self) -> Decimal | None:
        """What is left, in its unit."""
        granted = self.authorisation.quantity
        return None if granted is None else granted - self.drawn

    def as_dict(self) -> dict[str, Any]:
        """Return the balance as plain values for JSON."""
        one = self.authorisation
        return {
            "id": self.id,
            "number": one.number,
            "kind": one.kind,
            "issuer": one.issuer,
            "holder": one.holder,
            "state": self.state,
            "valid_from": one.valid_from.isoformat(),
            "valid_until": one.valid_until.isoformat(),
            "granted": None if one.quantity is None else written(one.quantity),
            "drawn": written(self.drawn),
            "left": None if self.left is None else written(self.left),
            "unit": one.unit,
            "draws": self.draws,
        }


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
        try:
            with self.store.writing() as connection:
                _check_role(connection, actor)
                return self._draw(connection, actor, authorisation, Asked(consignment, item, quantity, unit, on))
        except UnknownId:
            raise
        except (NotAllowed, UsageError) as error:
            with self.store.act(actor, "authorisation.refused", authorisation, asked | {"why": error.message}):
                pass
            raise

    def _draw(self, connection: Connection, actor: str, authorisation: str, asked: Asked) -> Balance:
        balance = _balance(connection, authorisation)
        wanted = _in_its_unit(balance.authorisation, asked)
        key = {
            "authorisation": balance.id,
            "consignment": plain(asked.consignment, "consignment", 500),
            "item": asked.item,
        }
        if _drew_before(connection, key, wanted):
            return replace(balance, is_new=False)
        _refuse(balance, wanted, asked.on)
        now = stamp_of(self.store.clock())
        told = {"quantity": written(wanted), "unit": balance.authorisation.unit, "at": now, "by": actor}
        connection.execute(insert(draws).values(key | told))
        self.store.note(connection, actor, "authorisation.drawn", balance.id, key | told | {"on": asked.on.isoformat()})
        return _balance(connection, balance.id)

    def balance(self, authorisation: str) -> Balance:
        """Return an authorisation and what is left of it.

        Raises:
            UnknownId: There is none of that id.
        """
        with self.store.reading() as connection:
            return _balance(connection, authorisation)

    def of(self, authorisation: str) -> list[Draw]:
        """Return what was drawn of an authorisation, the first first.

        Raises:
            UnknownId: There is none of that id.
        """
        with self.store.reading() as connection:
            _balance(connection, authorisation)
            asked = select(draws).where(draws.c.authorisation == authorisation)
            rows = connection.execute(asked.order_by(draws.c.at, draws.c.consignment, draws.c.item))
            return [Draw(**{**row._asdict(), "quantity": Decimal(row.quantity)}) for row in rows]

    def at_hand(self) -> list[Balance]:
        """Return every authorisation that is active, the longest open first, with what is left of it."""
        asked = select(cases.c.id).where((cases.c.kind == KIND) & (cases.c.state == ACTIVE))
        with self.store.reading(isolated=True) as connection:
            found = connection.execute(asked.order_by(cases.c.opened_at, cases.c.id)).scalars().all()
            return [_balance(connection, one) for one in found]


def _balance(connection: Connection, authorisation: str) -> Balance:
    of = plain(authorisation, "id", 200)
    row = connection.execute(select(cases).where((cases.c.id == of) & (cases.c.kind == KIND))).one_or_none()
    if row is None:
        message = f"There is no authorisation {authorisation!r}."
        raise UnknownId(message, remedy="Take the id from 'penstock authorisation list'.")
    one = msgspec.json.decode(row.body, type=Authorisation)
    taken = connection.execute(select(draws.c.quantity).where(draws.c.authorisation == of)).scalars().all()
    return Balance(of, one, row.state, one.drawn + sum(map(Decimal, taken), Decimal()), len(taken))


def _in_its_unit(one: Authorisation, asked: Asked) -> Decimal:
    """Return what is asked in the unit of an authorisation; one without a limit is counted in the unit asked.

    Raises:
        UsageError: It is no quantity, or in no unit that can be turned into that one.
    """
    if not _is_exact(asked.quantity) or asked.item < 1:
        message = f"{asked.quantity} {asked.unit} of item {asked.item} is nothing that can be drawn."
        remedy = f"Give a quantity above 0 with at most {DIGITS} decimals, and the number of the item from 1."
        raise UsageError(message, remedy=remedy)
    same = one.unit.strip().rstrip(".").casefold() == asked.unit.strip().rstrip(".").casefold()
    if same or not one.unit:
        return asked.quantity
    mass, whole = in_kilograms(asked.quantity, asked.unit), in_kilograms(Decimal(1), one.unit)
    if mass is None or whole is None:
        message = f"{one.said} counts in {one.unit}, and {asked.unit!r} cannot be turned into that."
        raise UsageError(message, remedy=f"Give the quantity in {one.unit}.")
    return (mass / whole).quantize(Decimal(10) ** -DIGITS, ROUND_UP)


def _is_exact(quantity: Decimal) -> bool:
    return quantity.is_finite() and 0 < quantity < MOST and quantity == round(quantity, DIGITS)


def _drew_before(connection: Connection, key: Mapping[str, Any], wanted: Decimal) -> bool:
    """Tell whether an item drew the same before.

    Raises:
        UsageError: It drew another quantity.
    """
    same = [draws.c[name] == value for name, value in key.items()]
    row = connection.execute(select(draws).where(*same)).one_or_none()
    if row is None:
        return False
    if Decimal(row.quantity) != wanted:
        message = f"{row.consignment}/{row.item} drew {row.quantity} {row.unit} already, at {row.at}."
        raise UsageError(message, remedy="A draw is never changed: give another item its own number.")
    return True


def _refuse(balance: Balance, wanted: Decimal, on: date) -> None:
    one = balance.authorisation
    if balance.state != ACTIVE:
        message = f"{one.said} is {balance.state}: {table_of(KIND).states[balance.state]}."
        raise UsageError(message, remedy="Draw on another authorisation.")
    if not one.valid_from <= on <= one.valid_until:
        message = f"{one.said} holds from {one.valid_from} to {one.valid_until}, and the shipment is of {on}."
        raise UsageError(message, remedy="Draw on an authorisation that holds on that day.")
    if balance.left is not None and wanted > balance.left:
        asked, left = written(wanted), written(balance.left)
        message = f"{one.said} has {left} {one.unit} left, and {asked} {one.unit} were to be drawn."
        remedy = f"That is {written(wanted - balance.left)} {one.unit} over: ship less, or have more granted."
        raise Overdrawn(message, remedy=remedy, left=left, asked=asked)


def _check_role(connection: Connection, actor: str) -> None:
    if ":" in actor:  # a shell or the program holds the database and may do all
        return
    account = account_in(row_of(connection, actor))
    if account.disabled_at is not None or not account.may(ROLE):
        message = f"{account.name!r} may not draw on an authorisation: that takes the role {ROLE!r}."
        raise NotAllowed(message, remedy="Ask somebody who has that role.")
