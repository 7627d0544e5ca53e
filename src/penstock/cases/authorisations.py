"""Licences, registrations, certificates and guarantees: what each is for, for whom, how much of it, and when."""

from __future__ import annotations

import hashlib
import re
from datetime import date  # noqa: TC003  # msgspec reads the annotations
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec
from msgspec import Struct

from penstock.kernel.days import parse_day
from penstock.kernel.errors import BadDay, UsageError
from penstock.law.identify import identify
from penstock.law.records import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from penstock.law.register import Register

Kind = Literal[
    "licence",
    "registration",
    "import_certificate",
    "end_use_certificate",
    "importer_guarantee",
    "customer_declaration",
    "quota",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
STAGES: tuple[str, ...] = get_args(Stage)
ANY, UNLIMITED = "any", "unlimited"
"""What is written where every counterparty is meant, and where there is no limit of quantity: nothing is guessed."""

COLUMNS = (
    "number", "kind", "jurisdiction", "issuer", "holder", "holder_country", "stages", "substances", "salts",
    "counterparties", "quantity", "unit", "drawn", "valid_from", "valid_until", "conditions",
)  # fmt: skip
"""The columns of a file of authorisations, in the order of the documentation."""

OPTIONAL = frozenset({"salts", "unit", "drawn", "conditions"})
TERMS = 16
"""Characters that tell the terms of one authorisation from those of another."""

_PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_YES, _NO = frozenset({"yes", "true", "1"}), frozenset({"", "no", "false", "0"})


class Covers(Struct, frozen=True, forbid_unknown_fields=True):
    """The table ``covers.toml``: kinds by duty, who holds a kind, and what it is called."""

    duties: dict[str, tuple[Kind, ...]]
    kinds: dict[Kind, Literal["stage", "importer"]]
    words: dict[Kind, str]


COVERS = msgspec.toml.decode(files("penstock.cases").joinpath("covers.toml").read_bytes(), type=Covers)


class Counterparty(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody the holder may deal with; without a name, anybody in the country."""

    country: str
    name: str | None = None


class Covered(Struct, frozen=True, forbid_unknown_fields=True):
    """A substance an authorisation names: its id in the register, and the salt or other form where it names that."""

    subject: str
    form: str | None = None


class Authorisation(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One authorisation.

    Args:
        number: Its number, unique among those of its issuer.
        kind: What it is.
        jurisdiction: Whose law it meets, e.g. ``CN`` for a Chinese export licence and for the guarantee China asks for.
        issuer: The authority, or the importer who gave a guarantee.
        holder: Who may rely on it.
        holder_country: Where the holder is.
        stages: The stages of trade it is for.
        substances: The substances as it names them.
        covers: The same by the register's ids.
        counterparties: Whom the holder may deal with under it; ``None`` for anybody.
        quantity: How much in all, in ``unit``; ``None`` for no limit.
        unit: A unit of quantity.
        valid_from: The first day on which it holds.
        valid_until: The last day on which it holds.
        salts: Whether it says that salts of what it names are covered too.
        drawn: What was drawn down before, in ``unit``.
        conditions: What else it asks for, in its own words.
    """

    number: str
    kind: Kind
    jurisdiction: str
    issuer: str
    holder: str
    holder_country: str
    stages: tuple[Stage, ...]
    substances: tuple[str, ...]
    covers: tuple[Covered, ...]
    counterparties: tuple[Counterparty, ...] | None
    quantity: Decimal | None
    valid_from: date
    valid_until: date
    unit: str = ""
    salts: bool = False
    drawn: Decimal = Decimal()
    conditions: str = ""

    @property
    def key(self) -> str:
        """What tells it from others: its issuer and number."""
        return key_of(self.issuer, self.number)

    @property
    def said(self) -> str:
        """How it is cited."""
        return f"{COVERS.words[self.kind]} {self.number} of {self.issuer}"

    @property
    def terms(self) -> str:
        """What tells what it grants from what another grants, whatever is drawn of it."""
        plain = msgspec.structs.replace(self, drawn=Decimal(), covers=())
        return hashlib.sha256(msgspec.json.encode(plain)).hexdigest()[:TERMS]


def key_of(issuer: str, number: str) -> str:
    """Return what tells an authorisation from others."""
    return f"{issuer.strip().casefold()} {number.strip()}"


def read_authorisation(told: Mapping[str, Any], register: Register) -> Authorisation:
    """Read an authorisation from the cells of a row, and find its substances in the register.

    Args:
        told: By the names of `COLUMNS`; lists as lists, or as text with ``;`` between their parts.
        register: The register.

    Raises:
        UsageError: A field is missing, unknown or says what cannot be.
    """
    if stray := [name for name in told if name not in COLUMNS]:
        message = f"There is no column {stray[0]!r}."
        raise UsageError(message, remedy=f"The columns are {', '.join(COLUMNS)}.")
    cells = {name: _plain(told.get(name)) for name in COLUMNS}
    if empty := [name for name in COLUMNS if name not in OPTIONAL and not cells[name]]:
        message = f"{empty[0]} is empty."
        raise UsageError(message, remedy=_REMEDIES.get(empty[0], "Fill it in."))
    substances = _parts(cells["substances"])
    quantity = None if cells["quantity"].lower() == UNLIMITED else _number(cells["quantity"], "quantity")
    first, last = _day(cells["valid_from"], "valid_from"), _day(cells["valid_until"], "valid_until")
    if last < first:
        message = f"It ends on {last}, before it begins on {first}."
        raise UsageError(message, remedy="valid_until is the last day on which it holds.")
    if quantity is not None and not cells["unit"]:
        message = "The quantity has no unit."
        raise UsageError(message, remedy="Give the unit, for example kg.")
    return Authorisation(
        number=cells["number"],
        kind=_one_of(cells["kind"], KINDS, "kind"),
        jurisdiction=_place(cells["jurisdiction"], "jurisdiction"),
        issuer=cells["issuer"],
        holder=cells["holder"],
        holder_country=_place(cells["holder_country"], "holder_country"),
        stages=tuple(_one_of(stage, STAGES, "stages") for stage in _parts(cells["stages"])),
        substances=substances,
        covers=tuple(dict.fromkeys(_covered(register, text) for text in substances)),
        counterparties=_counterparties(cells["counterparties"]),
        quantity=quantity,
        valid_from=first,
        valid_until=last,
        unit=cells["unit"],
        salts=_yes(cells["salts"]),
        drawn=_number(cells["drawn"] or "0", "drawn"),
        conditions=cells["conditions"],
    )


def check(_: str, one: Authorisation, __: datetime) -> None:
    """Refuse an authorisation that cannot be, whatever step led to it.

    Raises:
        UsageError: It is for no stage or substance, ends before it begins, or has a quantity without a unit.
    """
    if one.valid_until < one.valid_from:
        message = f"It ends on {one.valid_until}, before it begins on {one.valid_from}."
        raise UsageError(message, remedy="valid_until is the last day on which it holds.")
    if not (one.number.strip() and one.issuer.strip() and one.holder.strip() and one.stages and one.covers):
        message = "It lacks its number, issuer, holder, stages or substances."
        raise UsageError(message, remedy="Give all of them.")
    numbers = (one.drawn, Decimal() if one.quantity is None else one.quantity)
    if any(not number.is_finite() or number < 0 for number in numbers) or one.quantity == 0:
        message = f"Its quantity is {one.quantity}, and {one.drawn} are drawn."
        raise UsageError(message, remedy="Give a quantity above 0, and nothing below it.")
    if one.quantity is not None and not one.unit.strip():
        message = "The quantity has no unit."
        raise UsageError(message, remedy="Give the unit, for example kg.")


_REMEDIES = {
    "counterparties": f"Write NAME|COUNTRY or |COUNTRY, ';' between several, or {ANY!r}.",
    "quantity": f"Write how much in all it allows, or {UNLIMITED!r}.",
    "substances": "Name its substances by CAS number, name or the register's id, ';' between several.",
}


def _plain(value: Any) -> str:  # noqa: ANN401  # a cell of any sort of file
    if isinstance(value, list | tuple):
        return ";".join(_plain(one) for one in value)
    return "" if value is None else str(value).strip()


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _one_of(text: str, words: tuple[Any, ...], name: str) -> Any:  # noqa: ANN401  # a word of a literal type
    if text.lower() not in words:
        message = f"{name} says {text!r}."
        raise UsageError(message, remedy=f"Use one of {', '.join(words)}.")
    return text.lower()


def _place(text: str, name: str) -> str:
    if _PLACE.fullmatch(text.upper()) is None:
        message = f"{name} says {text!r}, which is no code of a country."
        raise UsageError(message, remedy="Write ISO 3166 codes, for example CN.")
    return text.upper()


def _number(text: str, name: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0 or (name == "quantity" and number == 0):
        message = f"{name} is {text!r}."
        raise UsageError(message, remedy="Write digits and a point, for example 12.5.")
    return number


def _day(text: str, name: str) -> date:
    try:
        return parse_day(text)
    except BadDay as error:
        message = f"{name}: {error.message}"
        raise UsageError(message, remedy=error.remedy) from None


def _yes(text: str) -> bool:
    if text.lower() not in _YES | _NO:
        message = f"salts says {text!r}."
        raise UsageError(message, remedy="Write yes where it says that salts are covered, else no.")
    return text.lower() in _YES


def _covered(register: Register, text: str) -> Covered:
    packed = register.packed
    if text in packed.substances or text in packed.equipment or text in packed.classes:
        return Covered(text)
    found = {(one.subject, one.form) for one in identify(register, text).identified if one.subject and not one.is_near}
    if len(found) != 1:
        what = "more than one substance" if found else "no substance that the register knows"
        message = f"{text!r} is {what}."
        raise UsageError(message, remedy="Name it by its CAS number or the register's id.")
    subject, form = found.pop()
    return Covered(subject or "", form)


def _counterparties(text: str) -> tuple[Counterparty, ...] | None:
    if text.lower() == ANY:
        return None
    found = []
    for part in _parts(text):
        name, bar, country = part.rpartition("|")
        if not bar:
            message = f"The counterparty {part!r} has no country: a name alone tells nobody from another."
            raise UsageError(message, remedy=_REMEDIES["counterparties"])
        found.append(Counterparty(_place(country.strip(), "counterparties"), name.strip() or None))
    return tuple(found)
