"""What may be drawn of an authorisation, by what is left of it: anything else is refused before a row is written."""

from __future__ import annotations

from decimal import ROUND_UP, Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from penstock.cases.cover import plain as written
from penstock.cases.drawing import LAST_ITEM
from penstock.cases.states import table_of
from penstock.kernel.errors import Conflict, Overdrawn, UnknownId, UsageError
from penstock.screening.mass import in_kilograms
from penstock.store.balances import ACTIVE, KIND
from penstock.store.texts import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from penstock.cases.authorisations import Authorisation
    from penstock.cases.drawing import Drawing
    from penstock.store.balances import Balance, Draw, Item

DIGITS, MOST = 9, Decimal(10) ** 12
"""Decimals of a quantity that is drawn, and what it stays below: sums of such are exact."""


class Asked(NamedTuple):
    """What is to be drawn: the item, how much of which unit, and the day of the shipment."""

    consignment: str
    item: int
    quantity: Decimal
    unit: str
    on: date


def asked_by(balance: Balance, drawing: Drawing) -> Asked:
    """Return what an item draws of an authorisation.

    Raises:
        UsageError: The authorisation is of other terms than those it was held against.
    """
    one = balance.authorisation
    if drawing.terms != one.terms:
        message = f"{one.said} is of other terms than those the goods were held against."
        raise UsageError(message, remedy="Screen them again with the authorisations kept here.")
    return Asked(drawing.consignment_id, drawing.item_no, drawing.quantity, drawing.unit, drawing.on)


def new_of(balance: Balance, wanted: Iterable[Asked]) -> dict[Item, Asked]:
    """Return what is to be drawn that was not drawn before, in the unit of the authorisation.

    Raises:
        UsageError: It does not hold on the day or is not active, a quantity is none, or an item drew another.
    """
    drawn = balance.standing
    quantities = {of: draw.quantity for of, draw in drawn.items()}
    new: dict[Item, Asked] = {}
    for one in wanted:
        asked = one._replace(
            quantity=_in_its_unit(balance.authorisation, one), consignment=plain(one.consignment, "consignment", 500)
        )
        of = (asked.consignment, asked.item)
        before = quantities.setdefault(of, asked.quantity)
        if before != asked.quantity:
            _refuse_other(balance.authorisation, of, before, drawn.get(of))
        elif of not in drawn and of not in new:
            _refuse_unfit(balance, asked.on)
            new[of] = asked
    return new


def refuse_over(wanted: Iterable[tuple[Balance, Collection[Asked]]]) -> None:
    """Refuse what is more than is left, and say of which authorisations and by how much.

    Raises:
        Overdrawn: It is; ``left`` and ``asked`` are of the first that it is of.
    """
    over = []
    for balance, some in wanted:
        asked = sum((one.quantity for one in some), Decimal())
        if balance.left is not None and asked > balance.left:
            over.append((balance, balance.left, asked, len(some)))
    if not over:
        return
    said, more = [], []
    for balance, left, asked, items in over:
        one = balance.authorisation
        of = f" by {items} items" if items > 1 else ""
        much = f"{written(asked)} {one.unit} were to be drawn{of}"
        said.append(f"{one.said} has {written(left)} {one.unit} left, and {much}")
        more.append(f"{written(asked - left)} {one.unit} over{f' on {one.number}' if len(over) > 1 else ''}")
    _, left, asked, _ = over[0]
    message, remedy = f"{'; '.join(said)}.", f"That is {', '.join(more)}: ship less, or have more granted."
    raise Overdrawn(message, remedy=remedy, left=written(left), asked=written(asked))


def last_of(balance: Balance, of: Item) -> Draw:
    """Return what an item drew and nobody gave back.

    Raises:
        UnknownId: It drew nothing.
        Conflict: It was given back already.
    """
    found = [one for one in balance.rows if one.of == of]
    named = f"{of[0]}/{of[1]}"
    if not found:
        message = f"{named} drew nothing of {balance.authorisation.said}."
        raise UnknownId(message, remedy="Take the consignment and its item from what has drawn on it.")
    last = max(found, key=attrgetter("nth"))
    at, by = last.returned_at, last.returned_by
    if at is not None and by is not None:
        message = f"What {named} drew was given back by {by} at {at}."
        remedy = "There is no more of it to give back."
        raise Conflict(message, remedy=remedy, by=by, at=at, state="returned", version=last.nth)
    return last


def _in_its_unit(one: Authorisation, asked: Asked) -> Decimal:
    """Return what is asked in the unit of an authorisation; one without a limit is counted in the unit asked.

    Raises:
        UsageError: It is no quantity, or in no unit that can be turned into that one.
    """
    if not _is_exact(asked.quantity) or not 1 <= asked.item <= LAST_ITEM:
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


def _refuse_other(one: Authorisation, of: Item, before: Decimal, draw: Draw | None) -> None:
    """Refuse what an item draws beside another quantity that it drew, or is to draw, of the same."""
    when = "" if draw is None else f", at {draw.at}"
    message = f"{of[0]}/{of[1]} drew {written(before)} {one.unit} already{when}."
    remedy = "A draw is never changed: have it given back, or give another item its own number."
    raise UsageError(message, remedy=remedy)


def _refuse_unfit(balance: Balance, on: date) -> None:
    one = balance.authorisation
    if balance.state != ACTIVE:
        message = f"{one.said} is {balance.state}: {table_of(KIND).states[balance.state]}."
        raise UsageError(message, remedy="Draw on another authorisation.")
    if not one.valid_from <= on <= one.valid_until:
        message = f"{one.said} holds from {one.valid_from} to {one.valid_until}, and the shipment is of {on}."
        raise UsageError(message, remedy="Draw on an authorisation that holds on that day.")
