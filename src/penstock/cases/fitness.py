"""What keeps a pre-export notification from being sent, and goods from leaving: each with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from penstock.kernel.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from penstock.cases.clocks import Answer
    from penstock.cases.notifications import Notification

LONGEST = 366
"""Days that the dispatch may lie after the notice: further off it is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a notification from being sent: the field, what is wrong with it, and what to do."""

    field: str
    code: str
    message: str
    remedy: str

    def as_dict(self) -> dict[str, str]:
        """Return it as plain values for JSON."""
        return {"field": self.field, "code": self.code, "message": self.message, "remedy": self.remedy}


def problems(one: Notification, on: date) -> list[Problem]:
    """Return everything that keeps a notification from being sent on a day, in the order of its fields."""
    return [*_parties(one), *_goods(one), *_way(one, on)]


def refuse_unfit(one: Notification, on: date) -> None:
    """Refuse to send what is not fit to be sent.

    Raises:
        UsageError: It names every field that is wrong and what to do.
    """
    if found := problems(one, on):
        message = " ".join(problem.message for problem in found)
        raise UsageError(message, remedy=" ".join(dict.fromkeys(problem.remedy for problem in found)))


def may_ship(state: str, answers: Sequence[Answer], authorisation: str = "") -> str | None:
    """Return why a shipment may not leave yet; ``None`` where it may.

    A notice that has lapsed carries nothing. A reply without objection carries it. Without a reply every clock must be
    over, and the text of each must say that silence lets it go, or that the exporting authority may let it go, and then
    its authorisation is there.
    """
    if state not in {"sent", "received", "no_objection"}:
        return f"The notification is {state.replace('_', ' ')}."
    lapsed = next((answer for answer in answers if answer.state == "lapsed"), None)
    if lapsed is not None:
        return f"By {lapsed.id} the notice carries nothing since {lapsed.lapses_on}: a new one is needed."
    if state == "no_objection":
        return None
    if not answers:
        return "No clock of the register concerns it, so silence means nothing: wait for the reply."
    return next((why for answer in answers if (why := _holds_back(answer, authorisation)) is not None), None)


def _holds_back(answer: Answer, authorisation: str) -> str | None:
    """Return why a clock does not let goods go without a reply."""
    is_authorised = answer.silence == "may_be_authorised" and authorisation.strip()
    if answer.state == "over" and (answer.silence == "may_ship" or is_authorised):
        return None
    if answer.state in {"running", "not_started", "stopped"}:
        until = f", until {answer.due}" if answer.due else ""
        return f"The time of {answer.id} is {answer.state.replace('_', ' ')}{until} ({answer.citation})."
    return f"Silence does not let it go by {answer.id}: {answer.silence_said} ({answer.citation})"


def _parties(one: Notification) -> Iterator[Problem]:
    for name, trader in (("exporter", one.exporter), ("importer", one.importer), ("consignee", one.consignee)):
        if trader is None:
            continue
        if not trader.name.strip():
            said = f"The notification names no {name}." if name != "consignee" else "The consignee has no name."
            yield Problem(f"{name}.name", f"no_{name}", said, f"Name the {name}.")
        elif not trader.address.strip():
            yield Problem(
                f"{name}.address", "no_address", f"The {name} has no address.", f"Give the address of the {name}."
            )
    for field, code in (("exporting_country", one.exporting_country), ("importing_country", one.importing_country)):
        if len(code) != 2 or not code.isalpha():  # noqa: PLR2004  # ISO 3166-1 alpha-2
            message = (
                f"{code!r} is no {field.replace('_', ' ')}." if code else f"No {field.replace('_', ' ')} is given."
            )
            yield Problem(field, "bad_country", message, "Write ISO 3166 codes, for example CN.")
    if one.exporting_country and one.exporting_country == one.importing_country:
        message = f"It leaves and enters {one.exporting_country}: that is no export."
        yield Problem("importing_country", "no_export", message, "Give the country it goes to.")


def _goods(one: Notification) -> Iterator[Problem]:
    if not one.substance.strip():
        yield Problem("substance", "no_substance", "The notification names no substance.", "Name the substance.")
    elif one.subject is None:
        message = f"{one.substance!r} is no one substance that the register knows."
        yield Problem(
            "substance", "unknown_substance", message, "Give its CAS number, or its name as the Table has it."
        )
    if one.quantity is None or one.quantity <= 0:
        found = "No quantity is given." if one.quantity is None else f"The quantity is {one.quantity}."
        yield Problem("quantity", "no_quantity", found, "Give a quantity above 0.")
    if not one.unit.strip():
        yield Problem("unit", "no_unit", "The quantity has no unit.", "Give the unit, for example kg.")
    if one.concentration_percent is not None and not 0 < one.concentration_percent <= 100:  # noqa: PLR2004  # per cent
        message = f"The concentration is {one.concentration_percent} per cent."
        yield Problem(
            "concentration_percent", "bad_concentration", message, "Give per cent by mass, above 0 up to 100."
        )


def _way(one: Notification, on: date) -> Iterator[Problem]:
    if not one.point_of_entry.strip():
        yield Problem(
            "point_of_entry", "no_point_of_entry", "No point of entry is given.", "Name the port or border post."
        )
    if one.dispatch_on is None:
        yield Problem(
            "dispatch_on", "no_dispatch", "No day of dispatch is given.", "Give the expected day of dispatch."
        )
    elif one.dispatch_on <= on:
        message = f"It leaves on {one.dispatch_on}, and the notice is of {on}: a notice comes before."
        yield Problem("dispatch_on", "dispatch_before_notice", message, "Give a later day of dispatch.")
    elif (one.dispatch_on - on).days > LONGEST:
        message = f"It leaves on {one.dispatch_on}, more than a year after the notice of {on}."
        yield Problem("dispatch_on", "dispatch_too_far", message, "Correct the day of dispatch.")
