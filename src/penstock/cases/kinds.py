"""The kinds of cases: the shape of the body of each, and what has to hold in it besides its shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from penstock.cases import authorisations, inspections, leads, notifications, record, referrals
from penstock.kernel.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of case.

    Args:
        shape: What its body is read as.
        check: Refuses, with a ``UsageError``, a body that cannot be: called with the step that led to it
            (``open`` for a new case), the body and the moment, which carries its zone.
    """

    shape: type[msgspec.Struct]
    check: Callable[[str, Any, datetime], None]


KINDS: dict[str, Kind] = {
    "act": Kind(record.ActEntry, record.check_act),
    "authorisation": Kind(authorisations.Authorisation, authorisations.check),
    "enterprise": Kind(inspections.Enterprise, inspections.check_enterprise),
    "inspection": Kind(inspections.Inspection, inspections.check_inspection),
    "lead": Kind(leads.Lead, leads.check),
    "notification": Kind(notifications.Notification, notifications.check),
    "reading": Kind(record.ReadingEntry, record.check_reading),
    "referral": Kind(referrals.ListingReferral, referrals.check),
    "statement": Kind(record.StatementEntry, record.check_statement),
}
"""By name; each has a table of steps under that name."""


def read_body(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields that somebody wrote as the body of a case: texts become days and numbers where a field is one.

    Raises:
        UsageError: They are of the wrong shape.
    """
    plain: dict[str, Any] = msgspec.to_builtins(_record(kind, fields))
    return plain


def checked(kind: str, step: str, body: Mapping[str, Any], moment: datetime) -> dict[str, Any]:
    """Return the body of a case as plain JSON values, every field there, when it can stand after a step.

    Args:
        kind: One of ``KINDS``.
        step: The step that leads to it, ``open`` for a new case.
        body: Plain JSON values, or texts for days and numbers.
        moment: Now, with its zone.

    Raises:
        UsageError: It is of the wrong shape, or says what cannot be.
    """
    record = _record(kind, body)
    KINDS[kind].check(step, record, moment)
    plain: dict[str, Any] = msgspec.to_builtins(record)
    return plain


def _record(kind: str, fields: Mapping[str, Any]) -> msgspec.Struct:
    try:
        return msgspec.convert(fields, type=KINDS[kind].shape, strict=False)
    except msgspec.ValidationError as error:
        message = f"This is no {kind}: {error}."
        raise UsageError(message, remedy="See the fields on its page of the documentation.") from None
