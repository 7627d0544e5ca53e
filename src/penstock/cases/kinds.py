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
    "authorisation": Kind(authorisations.Authorisation, authorisations.check),
    "enterprise": Kind(inspections.Enterprise, inspections.check_enterprise),
    "inspection": Kind(inspections.Inspection, inspections.check_inspection),
    "lead": Kind(leads.Lead, leads.check),
    "notification": Kind(notifications.Notification, notifications.check),
    "referral": Kind(referrals.ListingReferral, referrals.check),
    "statement": Kind(record.StatementEntry, record.check_statement),
    "act": Kind(record.ActEntry, record.check_act),
    "reading": Kind(record.ReadingEntry, record.check_reading),
}
"""By name; each has a table of steps under that name."""


def read_body(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields that somebody wrote as the body of a case: texts become days and numbers where a field is one.

    Raises:
        UsageError: They are of the wrong shape.
    """
    return _plain(kind, fields, is_strict=False)


def checked(kind: str, step: str, body: Mapping[str, Any], moment: datetime) -> dict[str, Any]:
    """Return the body of a case as plain JSON values, every field there, when it can stand after a step.

    Args:
        kind: One of ``KINDS``.
        step: The step that leads to it, ``open`` for a new case.
        body: Plain JSON values.
        moment: Now, with its zone.

    Raises:
        UsageError: It is of the wrong shape, or says what cannot be.
    """
    plain = _plain(kind, body, is_strict=True)
    KINDS[kind].check(step, msgspec.convert(plain, type=KINDS[kind].shape), moment)
    return plain


def _plain(kind: str, fields: Mapping[str, Any], *, is_strict: bool) -> dict[str, Any]:
    try:
        record = msgspec.convert(fields, type=KINDS[kind].shape, strict=is_strict)
    except msgspec.ValidationError as error:
        message = f"This is no {kind}: {error}."
        raise UsageError(message, remedy="See the fields on its page of the documentation.") from None
    plain: dict[str, Any] = msgspec.to_builtins(record)
    return plain
