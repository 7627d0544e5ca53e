"""Duties that ask for a licence, held against the authorisations at hand, in the order of the rows.

A row is covered whole or not at all: where every duty of it is met, each authorisation it rests on is drawn down once
by what the row ships; otherwise nothing is drawn, and each duty that is not met says what is missing. Rows that are
held or forbidden for another reason are left as they are and draw nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import ROUND_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from penstock.cases.authorisations import COVERS
from penstock.cases.drawing import Drawing
from penstock.law.routes import DESTINATION_STAGES, ORIGIN_STAGES
from penstock.screening.hits import is_confirmed, strongest
from penstock.screening.linked import Party, name_key
from penstock.screening.mass import exact, kilograms, net_kilograms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from penstock.cases.authorisations import Authorisation, Counterparty
    from penstock.cases.drawing import Taken
    from penstock.law.register import Register
    from penstock.screening.consignment import GoodsItem
    from penstock.screening.decide import Decision, Finding, Table
    from penstock.screening.judge import Judge
    from penstock.screening.linked import Key

MOST_HOLDERS = 20_000
"""Names of which is remembered what tells them from others."""

EXACT = 15
"""The power of ten from which on a quantity has no room for nine decimals."""

OF_PARTIES = "An authorisation for goods is none for dealing with a listed party."
AUTHORISED, MISSING, LICENCE = "authorised", "not_authorised", "licence"


class Shipment(NamedTuple):
    """What a row ships: when, how much, from whom to whom, and which of its subjects are there as a salt or so."""

    consignment_id: str
    item_no: int
    day: date
    kilograms: Decimal | None
    quantity: Decimal | None
    unit: str
    consignor: Party
    consignee: Party
    forms: tuple[tuple[str, str], ...] = ()


def shipment_of(judge: Judge, item: GoodsItem, on: date) -> Shipment:
    """Return what an item ships; ``on`` is the day of items without a date."""
    hits, _ = judge.recognise(item)
    weak = [hit for hit in hits if hit.is_near or (hit.is_unconfirmed and not is_confirmed(hit, hits))]
    sure = strongest([hit for hit in hits if hit not in weak])
    return Shipment(
        item.consignment_id,
        item.item_no,
        item.date or on,
        net_kilograms(item),
        exact(item.quantity) if item.quantity else None,
        (item.quantity_unit or "").strip(),
        Party(item.consignor_name, item.consignor_address, item.consignor_country or item.export_country),
        Party(item.consignee_name, item.consignee_address, item.consignee_country or item.destination_country),
        tuple((hit.one.subject, hit.one.form) for hit in sure if hit.one.subject and hit.one.form),
    )


Item = tuple[str, int]
"""A consignment and the number of an item in it."""


@dataclass(slots=True)
class Account:
    """An authorisation and what is drawn of it, before and by the rows so far.

    ``own`` is what items drew before that may come again: it is drawn already, and none of them draws it twice.
    """

    one: Authorisation
    drawn: Decimal
    nth: int = 0
    items: int = 0
    own: dict[Item, Decimal] = field(default_factory=dict)

    @property
    def left(self) -> Decimal | None:
        """What is left, in its unit; ``None`` where it has no limit."""
        return None if self.one.quantity is None else self.one.quantity - self.drawn

    def as_dict(self) -> dict[str, Any]:
        """Return the balance for ``run.json``."""
        one = self.one
        return {
            "number": one.number,
            "issuer": one.issuer,
            "kind": one.kind,
            "granted": None if one.quantity is None else plain(one.quantity),
            "drawn_before": plain(one.drawn),
            "drawn": plain(self.drawn - one.drawn),
            "left": None if self.left is None else plain(self.left),
            "unit": one.unit,
            "items": self.items,
        }


class Ledger:
    """The authorisations at hand, drawn down row after row.

    ``draws`` is what the rows so far draw, in their order; ``cited`` are the authorisations that findings name, by key.
    """

    def __init__(
        self, register: Register, authorisations: Sequence[Authorisation], taken: Sequence[Taken] = ()
    ) -> None:
        """Begin with what was drawn before; ``taken`` is what of it items drew that may come again."""
        self._register = register
        self.accounts = [Account(one, one.drawn, nth) for nth, one in enumerate(authorisations)]
        self.draws: list[Drawing] = []
        self.cited: dict[str, Authorisation] = {}
        by_key = {account.one.key: account for account in self.accounts}
        for one in taken:
            by_key[one.of].own[one.consignment, one.item] = one.quantity
        self._by_subject: dict[str, list[Account]] = {}
        self._held: dict[tuple[str, str, Key], list[Account]] = {}
        for account in self.accounts:
            holder = (account.one.holder_country, holder_key(account.one.holder))
            for subject in dict.fromkeys(one.subject for one in account.one.covers):
                self._by_subject.setdefault(subject, []).append(account)
                self._held.setdefault((subject, *holder), []).append(account)

    def apply(self, table: Table, decision: Decision, shipment: Shipment) -> Decision | None:
        """Hold a decision against the authorisations and draw them down.

        Returns:
            The decision with what covers it, or with what is missing; ``None`` where it is no matter of a licence.
        """
        if decision.outcome != LICENCE:
            return None
        found = [
            (one, self._account_for(one, shipment) if one.code == "obligation" else OF_PARTIES)
            for one in decision.findings
            if table.outcome(one) == LICENCE
        ]
        missing = [_missing(one, account) for one, account in found if isinstance(account, str)]
        if missing:
            return _decided(table, decision, [*decision.findings, *missing])
        met = {id(one): account for one, account in found if isinstance(account, Account)}
        said = {key: self._draw(account, shipment) for key, account in {id(one): one for one in met.values()}.items()}
        new = [
            _authorised(one, met[id(one)].one, said[id(met[id(one)])]) if id(one) in met else one
            for one in decision.findings
        ]
        return _decided(table, decision, new)

    def balance(self) -> list[dict[str, Any]]:
        """Return what was drawn of each authorisation and what is left."""
        return [account.as_dict() for account in self.accounts]

    def _account_for(self, finding: Finding, shipment: Shipment) -> Account | str:
        """Return the first authorisation that meets a duty, or what the nearest one lacks."""
        own = [one for one in self._own(finding.subject or "", shipment) if self._is_for(one.one, finding)]
        if own:
            return self._among(own, finding, shipment)
        name = self._register.name_of(finding.subject) if finding.subject else "these goods"
        words = " or ".join(COVERS.words[kind] for kind in COVERS.duties.get(finding.duty or "", ()))
        some = [one for one in self._by_subject.get(finding.subject or "", ()) if self._is_for(one.one, finding)]
        if not some:
            return f"No {words} at hand is for {name} under the law of {finding.jurisdiction}."
        if len(some) == 1:
            return self._among(some, finding, shipment)
        held = f"{_said(shipment.consignor)} or {_said(shipment.consignee)}"
        return f"No {words} at hand for {name} under the law of {finding.jurisdiction} is held by {held}."

    def _own(self, subject: str, shipment: Shipment) -> list[Account]:
        """Return the accounts for a subject that one of the parties holds: no other can meet its duties."""
        found: dict[int, Account] = {}
        for side in dict.fromkeys((shipment.consignor, shipment.consignee)):
            if side.name is not None:
                key = (subject, (side.country or "").upper(), holder_key(side.name))
                found |= {one.nth: one for one in self._held.get(key, ())}
        return [found[nth] for nth in sorted(found)]

    def _among(self, some: Sequence[Account], finding: Finding, shipment: Shipment) -> Account | str:
        """Return the first of some accounts that meets a duty, or what the nearest of them lacks."""
        nearest: list[str] | None = None
        which = some[0]
        for account in some:
            lacks = list(
                _lacks(account, finding, shipment, is_importers=self._is_importers(account.one, finding, shipment))
            )
            if not lacks:
                self.cited[account.one.key] = account.one
                return account
            if nearest is None or len(lacks) < len(nearest):
                nearest, which = lacks, account
        self.cited[which.one.key] = which.one
        return f"The {which.one.said} does not cover it: {'; '.join(nearest or ())}."

    def _draw(self, account: Account, shipment: Shipment) -> str:
        """Draw an authorisation down by a shipment, and return how it is cited."""
        one, item = account.one, (shipment.consignment_id, shipment.item_no)
        account.items += 1
        said = f"Authorised by {one.said}, held by {one.holder}, from {one.valid_from} to {one.valid_until}"
        wanted = drawn_of(one, shipment)
        if wanted is None:
            return f"{said}."
        much = Decimal(plain(wanted.quantity))
        self.draws.append(Drawing(one.number, one.issuer, one.terms, *item, much, wanted.unit, shipment.day))
        is_drawn = item in account.own
        if account.left is None:
            return f"{said}."
        account.drawn += Decimal() if is_drawn else wanted.quantity
        how = "drawn before" if is_drawn else "drawn"
        return f"{said}: {plain(wanted.quantity)} {one.unit} {how}, {plain(account.left)} {one.unit} left."

    def _is_importers(self, one: Authorisation, finding: Finding, shipment: Shipment) -> bool:
        """Tell whether the consignee has to hold it: it is the importer's, or its law is the destination's alone."""
        if COVERS.kinds[one.kind] == "importer" or finding.stage in DESTINATION_STAGES - ORIGIN_STAGES:
            return True
        if finding.stage in ORIGIN_STAGES - DESTINATION_STAGES:
            return False
        ends = (self._register.binding(side.country or "") for side in (shipment.consignor, shipment.consignee))
        at_origin, at_destination = ((finding.jurisdiction or "") in places for places in ends)
        return at_destination and not at_origin

    def _is_for(self, one: Authorisation, finding: Finding) -> bool:
        """Tell whether an authorisation is of a kind that meets a duty, under the law that asks for it."""
        if one.kind not in COVERS.duties.get(finding.duty or "", ()):
            return False
        place = finding.jurisdiction or ""
        return one.jurisdiction == place or place in self._register.binding(one.jurisdiction)


@lru_cache(maxsize=MOST_HOLDERS)
def holder_key(name: str) -> Key:
    """Return what tells a holder's name from others; remembered, for the same ones hold many and ship often."""
    return name_key(name)


def plain(number: Decimal) -> str:
    """Write a number without an exponent and without zeros at its end."""
    return f"{number.normalize():f}"


def asked_of(one: Authorisation, shipment: Shipment) -> Decimal | None:
    """Return what a shipment draws, in the unit of an authorisation; ``None`` where the row does not say it."""
    whole = kilograms(1, one.unit)
    if whole is not None:
        return None if shipment.kilograms is None else _rounded(shipment.kilograms / whole)
    same = one.unit.strip().rstrip(".").casefold() == shipment.unit.rstrip(".").casefold()
    return _rounded(shipment.quantity) if same and shipment.quantity is not None else None


class Wanted(NamedTuple):
    """How much a shipment draws, of which unit."""

    quantity: Decimal
    unit: str


def drawn_of(one: Authorisation, shipment: Shipment) -> Wanted | None:
    """Return what a shipment draws; of one without limit and unit as the row says it, by mass where it says that."""
    wanted = asked_of(one, shipment)
    if wanted is not None:
        return Wanted(wanted, one.unit)
    if one.quantity is not None or one.unit:
        return None
    if shipment.kilograms is not None:
        return Wanted(_rounded(shipment.kilograms), "kg")
    return None if shipment.quantity is None else Wanted(_rounded(shipment.quantity), shipment.unit)


def _rounded(quantity: Decimal) -> Decimal:
    """Round a quantity up to a millionth of a gram or so: what is drawn is never less than what is shipped."""
    return quantity if quantity.adjusted() > EXACT else quantity.quantize(Decimal(10) ** -9, ROUND_UP)


def _lacks(account: Account, finding: Finding, shipment: Shipment, *, is_importers: bool) -> Iterator[str]:
    """Yield what keeps an authorisation from meeting a duty, each as a person would say it."""
    one = account.one
    if finding.stage not in one.stages:
        yield f"it is for {', '.join(one.stages)} and not for {finding.stage}"
    form = dict(shipment.forms).get(finding.subject or "")
    forms = [covered.form for covered in one.covers if covered.subject == finding.subject]
    if form is not None and form not in forms and not (one.salts and None in forms):
        yield f"the goods are {form}, and it does not say that salts are covered"
    if form is None and None not in forms:
        yield f"it is for {', '.join(filter(None, forms))} alone"
    if shipment.day < one.valid_from:
        yield f"it begins on {one.valid_from}"
    if shipment.day > one.valid_until:
        yield f"it expired on {one.valid_until}"
    yield from _strangers(one, shipment, is_importers=is_importers)
    yield from _short(account, shipment)


def _strangers(one: Authorisation, shipment: Shipment, *, is_importers: bool) -> Iterator[str]:
    sides = [("consignor", shipment.consignor), ("consignee", shipment.consignee)]
    (role, holder), (other_role, other) = reversed(sides) if is_importers else sides
    if not _is(holder, one.holder, one.holder_country):
        yield f"it is held by {one.holder} ({one.holder_country}), and the {role} is {_said(holder)}"
    if one.counterparties is not None and not any(_is(other, to.name, to.country) for to in one.counterparties):
        named = ", ".join(map(_named, one.counterparties))
        yield f"it names {named}, and the {other_role} is {_said(other)}"


def _short(account: Account, shipment: Shipment) -> Iterator[str]:
    one, left = account.one, account.left
    wanted = drawn_of(one, shipment)
    own = account.own.get((shipment.consignment_id, shipment.item_no))
    if own is not None:
        yield from _drawn_otherwise(own, wanted, one.unit)
    elif left is None:
        return
    elif wanted is None:
        yield f"the row does not say how much it ships in {one.unit}"
    elif wanted.quantity > left:
        yield (
            f"{plain(wanted.quantity - left)} {one.unit} over: {plain(left)} of {plain(one.quantity or Decimal())} "
            f"{one.unit} are left, and {plain(wanted.quantity)} {one.unit} are shipped"
        )


def _drawn_otherwise(own: Decimal, wanted: Wanted | None, unit: str) -> Iterator[str]:
    """Yield that an item drew another quantity before than it ships now."""
    if wanted is None or wanted.quantity != own:
        now = "does not say how much it ships" if wanted is None else f"ships {plain(wanted.quantity)}"
        yield f"{f'this item drew {plain(own)} {unit}'.rstrip()} before, and now {now}: have that given back first"


def _is(party: Party, name: str | None, country: str) -> bool:
    """Tell whether a party of a row is the one an authorisation names: its country, and its name where it has one."""
    if (party.country or "").upper() != country:
        return False
    return name is None or (party.name is not None and holder_key(party.name) == holder_key(name))


def _said(party: Party) -> str:
    return f"{party.name or 'not named'} ({party.country or 'country not given'})"


def _named(to: Counterparty) -> str:
    return f"{to.name or 'anybody'} ({to.country})"


def _missing(finding: Finding, lacks: str) -> Finding:
    return replace(_plainly(finding), code=MISSING, message=f"{finding.message} {lacks}")


def _authorised(finding: Finding, one: Authorisation, said: str) -> Finding:
    return replace(
        _plainly(finding),
        code=AUTHORISED,
        message=f"{finding.message} {said}",
        other_field="authorisation",
        other_matched=one.number,
    )


def _plainly(finding: Finding) -> Finding:
    """Return a finding without the duty it answers: neither asks for it any more nor counts against a threshold."""
    return replace(finding, duty=None, limited=None)


def _decided(table: Table, decision: Decision, findings: Sequence[Finding]) -> Decision:
    outcome, ordered = table.decide(findings)
    return replace(decision, outcome=outcome, findings=ordered)
