"""Pre-export notifications: the fields of article 12(10)(a) of the 1988 Convention, and what is wrong with one."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # msgspec reads the annotations
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from penstock.cases.clocks import Pause
from penstock.cases.fitness import refuse_unfit
from penstock.kernel.errors import UsageError
from penstock.law.identify import identify

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from penstock.law.register import Register

Country = Annotated[str, Meta(pattern="^[A-Z]{2}$")]
Text = Annotated[str, Meta(max_length=2000)]
Basis = Literal["art12_10a", "voluntary", "national"]
Result = Literal["more_info", "no_objection", "objected", "suspended"]
Reason = Literal[
    "importer_licensed",
    "permit_issued",
    "legitimate_use",
    "importer_unknown",
    "importer_not_licensed",
    "permit_missing",
    "quantity_excessive",
    "end_use_doubtful",
    "details_wrong",
    "details_missing",
    "diversion_suspected",
    "other",
]

REASONS: dict[Reason, str] = {
    "importer_licensed": "the importer is licensed or registered for the substance",
    "permit_issued": "the importing authority has issued a permit or certificate",
    "legitimate_use": "the end use was verified",
    "importer_unknown": "the importer is not known to the authority",
    "importer_not_licensed": "the importer has no licence or registration for the substance",
    "permit_missing": "no import permit was issued, or it has ended",
    "quantity_excessive": "the quantity is more than the importer's need",
    "end_use_doubtful": "the end use could not be verified",
    "details_wrong": "details of the notice are wrong or do not agree",
    "details_missing": "details are missing",
    "diversion_suspected": "there are grounds to suspect diversion",
    "other": "another reason, in the note",
}
"""Why an importing authority answers as it does."""

REPLIES: dict[str, tuple[str, Result]] = {
    "more_info": ("ask", "more_info"),
    "no_objection": ("clear", "no_objection"),
    "objected": ("object", "objected"),
    "suspended": ("suspend", "suspended"),
}
"""The step that a reply leads to, by its result."""


class Trader(Struct, frozen=True, forbid_unknown_fields=True):
    """An exporter, importer or consignee: its name, address and country."""

    name: Text = ""
    address: Text = ""
    country: str = ""


class Reply(Struct, frozen=True, forbid_unknown_fields=True):
    """What the importing authority answered: the day, the result, why, in which words."""

    on: date
    result: Result
    reason: Reason
    note: Text = ""


class Given(Struct, frozen=True, forbid_unknown_fields=True):
    """What was told the importing authority on its question, and on which day."""

    on: date
    note: Text


class Silent(Struct, frozen=True):
    """How a clock stood when goods left without a reply: its id, state, rule and text."""

    id: str
    state: str
    silence: str
    citation: str
    due: date | None = None


class Notification(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A pre-export notification, as complete as it was written; what is missing is told by `problems`.

    Args:
        exporting_country: Where it leaves, an ISO 3166 code.
        importing_country: Where it goes.
        exporter: Item (i) of the article, with address.
        importer: The same.
        consignee: The same, "when available".
        substance: Item (ii), as it was written.
        subject: The register's id of it, where the register knows it.
        quantity: Item (iii), in ``unit``.
        unit: A unit of quantity.
        point_of_entry: Item (iv): where it is expected to enter.
        dispatch_on: Item (iv): the day on which it is expected to leave.
        concentration_percent: Per cent by mass, where it is a mixture.
        legal_basis: ``art12_10a``, ``voluntary`` (substances in no Table) or ``national``.
        exporting_authority: Who sends it.
        importing_authority: Whom it is sent to.
        end_use: What the importer says it is for.
        authorisation: The number of the export authorisation, once the exporting authority has given it.
        consignment: The consignment it is of.
        agreed: Anything else that the Parties agreed on, item (v).
        sent_on: The day on which it was sent.
        received_on: The day on which its receipt was confirmed.
        replies: What the importing authority answered, in order.
        answers: What was told it on its questions.
        silence: How the clocks stood when goods left without a reply.
        shipped_on: The day on which they left.
        arrived_on: The day on which their arrival was confirmed.
        due: The last day of the clock that runs longest.
    """

    exporting_country: str = ""
    importing_country: str = ""
    exporter: Trader = Trader()
    importer: Trader = Trader()
    consignee: Trader | None = None
    substance: Text = ""
    subject: str | None = None
    quantity: Decimal | None = None
    unit: Text = ""
    point_of_entry: Text = ""
    dispatch_on: date | None = None
    concentration_percent: Decimal | None = None
    legal_basis: Basis = "art12_10a"
    exporting_authority: Text = ""
    importing_authority: Text = ""
    end_use: Text = ""
    authorisation: Text = ""
    consignment: Text = ""
    agreed: Text = ""
    sent_on: date | None = None
    received_on: date | None = None
    replies: tuple[Reply, ...] = ()
    answers: tuple[Given, ...] = ()
    silence: tuple[Silent, ...] = ()
    shipped_on: date | None = None
    arrived_on: date | None = None
    due: date | None = None

    @property
    def pauses(self) -> tuple[Pause, ...]:
        """The days on which more information was waited for."""
        asked = [reply.on for reply in self.replies if reply.result == "more_info"]
        given = [one.on for one in self.answers]
        return tuple(Pause(on, given[place] if place < len(given) else None) for place, on in enumerate(asked))


def read_notification(told: Mapping[str, Any], register: Register) -> Notification:
    """Read a notification from plain values, and look its substance up in the register.

    Raises:
        UsageError: An unknown field, a day or quantity that is none.
    """
    plain = {key: value for key, value in told.items() if value is not None}
    for name in ("quantity", "concentration_percent"):
        if name in plain:
            plain[name] = read_number(str(plain[name]), name)
    try:
        read = msgspec.convert(plain, Notification, strict=False)
    except msgspec.ValidationError as error:
        message = f"The notification cannot be read: {error}."
        raise UsageError(message, remedy="Write its fields as docs/notice.md names them.") from None
    found = subject_of(register, read.substance) if read.substance.strip() else None
    return msgspec.structs.replace(
        read,
        subject=found,
        exporting_country=read.exporting_country.strip().upper(),
        importing_country=read.importing_country.strip().upper(),
    )


def read_number(text: str, name: str) -> Decimal:
    """Read a number as it is written.

    Raises:
        UsageError: It is none, or no finite one.
    """
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        message = f"{name} is {text!r}, which is no number."
        raise UsageError(message, remedy="Write digits and a point, for example 12.5.")
    return number


def subject_of(register: Register, text: str) -> str | None:
    """Return the register's id of a substance by its name, CAS number or id; ``None`` where that is not one alone."""
    if text in register.packed.substances:
        return text
    found = {one.subject for one in identify(register, text).identified if one.subject and not one.is_near}
    return found.pop() if len(found) == 1 else None


def check(step: str, one: Notification, moment: datetime) -> None:
    """Refuse a notification that cannot be what a step makes of it.

    Raises:
        UsageError: It is sent unfit, on a day to come, answered before it was sent, or shipped on a silence that
            carries nothing.
    """
    if step == "send" and one.sent_on is not None:
        refuse_unfit(one, one.sent_on)
    told = {"sent_on": one.sent_on, "received_on": one.received_on, "shipped_on": one.shipped_on}
    told |= {"arrived_on": one.arrived_on, "replies": max((reply.on for reply in one.replies), default=None)}
    told["answers"] = max((given.on for given in one.answers), default=None)
    today = moment.date()
    for name, day in told.items():
        if day is not None and day > today:
            message = f"{name} says {day}, and today is {today}."
            raise UsageError(message, remedy="Give the day on which it happened.")
        if day is not None and one.sent_on is not None and day < one.sent_on:
            message = f"{name} says {day}, before the notice of {one.sent_on}."
            raise UsageError(message, remedy="Give the day on which it happened.")
    if step == "ship_on_silence":
        _refuse_silence(one)


def _refuse_silence(one: Notification) -> None:
    for clock in one.silence:
        is_authorised = clock.silence == "may_be_authorised" and one.authorisation.strip()
        if clock.state != "over" or not (clock.silence == "may_ship" or is_authorised):
            message = f"Silence does not let it go by {clock.id} ({clock.citation}): {clock.state}, {clock.silence}."
            raise UsageError(message, remedy="Wait for the reply, or for the authority that may release it.")
