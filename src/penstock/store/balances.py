"""Authorisations that are kept, with all that was drawn of each and given back: what is left is counted, never kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import and_, select

from penstock.cases.authorisations import Authorisation
from penstock.cases.cover import plain as written
from penstock.cases.drawing import AtHand, Taken
from penstock.store.tables import cases, draws, returns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

KIND, ACTIVE = "authorisation", "active"

_KEY = ("authorisation", "consignment", "item", "nth")
_GIVEN_BACK = (
    returns.c.at.label("returned_at"),
    returns.c.by.label("returned_by"),
    returns.c.reason.label("reason"),
)
_DRAWN = (
    select(draws, *_GIVEN_BACK)
    .join(cases, cases.c.id == draws.c.authorisation)
    .outerjoin(returns, and_(*(draws.c[name] == returns.c[name] for name in _KEY)))
    .order_by(draws.c.at, draws.c.consignment, draws.c.item, draws.c.nth)
)

Item = tuple[str, int]
"""A consignment and the number of an item in it."""


@dataclass(frozen=True, slots=True)
class Draw:
    """What one item of a consignment drew, in the authorisation's unit, and when and why that was given back.

    ``nth`` counts the draws of the item from 1: it draws again once what it drew was given back.
    """

    authorisation: str
    consignment: str
    item: int
    nth: int
    quantity: Decimal
    unit: str
    at: str
    by: str
    returned_at: str | None = None
    returned_by: str | None = None
    reason: str | None = None

    @property
    def stands(self) -> bool:
        """Whether nobody gave it back."""
        return self.returned_at is None

    @property
    def of(self) -> Item:
        """The item that drew it."""
        return self.consignment, self.item


@dataclass(frozen=True, slots=True)
class Balance:
    """An authorisation, all that was drawn of it, the first first, and what of that was given back.

    ``left`` is what is granted, less ``drawn``, with ``returned``; ``None`` where it has no limit. ``is_new`` is false
    where the item had drawn the same before and nothing was drawn again.
    """

    id: str
    authorisation: Authorisation
    state: str
    drawn: Decimal
    returned: Decimal
    rows: tuple[Draw, ...] = ()
    is_new: bool = True

    @property
    def net(self) -> Decimal:
        """What is drawn of it and was not given back, in its unit."""
        return self.drawn - self.returned

    @property
    def left(self) -> Decimal | None:
        """What is left, in its unit."""
        granted = self.authorisation.quantity
        return None if granted is None else granted - self.net

    @property
    def standing(self) -> dict[Item, Draw]:
        """What items drew of it and was not given back."""
        return {one.of: one for one in self.rows if one.stands}

    @property
    def draws(self) -> int:
        """How many draws stand."""
        return sum(one.stands for one in self.rows)

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
            "returned": written(self.returned),
            "left": None if self.left is None else written(self.left),
            "unit": one.unit,
            "draws": self.draws,
        }


def balances(connection: Connection, which: ColumnElement[bool]) -> list[Balance]:
    """Return authorisations with what is drawn of each, the longest open first, in two statements however many.

    Args:
        connection: Where to read.
        which: Those of the cases that are meant.
    """
    chosen = (cases.c.kind == KIND) & which
    found: dict[str, _Counted] = {}
    for row in connection.execute(select(cases).where(chosen).order_by(cases.c.opened_at, cases.c.id)):
        found[row.id] = _Counted(msgspec.json.decode(row.body, type=Authorisation), row.state)
    for one in _drawn(connection, chosen):
        found[one.authorisation].add(one)
    return [one.balance(key) for key, one in found.items()]


def _drawn(connection: Connection, chosen: ColumnElement[bool]) -> Iterator[Draw]:
    for row in connection.execute(_DRAWN.where(chosen)):
        authorisation, consignment, item, nth, quantity, *rest = row
        yield Draw(authorisation, consignment, item, nth, Decimal(quantity), *rest)


@dataclass(slots=True)
class _Counted:
    """An authorisation while what is drawn of it is added up."""

    one: Authorisation
    state: str
    drawn: Decimal = Decimal()
    returned: Decimal = Decimal()
    rows: list[Draw] = field(default_factory=list)

    def add(self, draw: Draw) -> None:
        self.rows.append(draw)
        self.drawn += draw.quantity
        if not draw.stands:
            self.returned += draw.quantity

    def balance(self, key: str) -> Balance:
        drawn = self.one.drawn + self.drawn
        return Balance(key, self.one, self.state, drawn, self.returned, tuple(self.rows))


def at_hand_of(found: Sequence[Balance]) -> AtHand:
    """Return authorisations as duties are held against them: with what is left of each, and what items drew of it."""
    drawn = [msgspec.structs.replace(one.authorisation, drawn=one.net) for one in found]
    taken = [Taken(one.authorisation.key, *of, draw.quantity) for one in found for of, draw in one.standing.items()]
    return AtHand(tuple(drawn), tuple(taken))
