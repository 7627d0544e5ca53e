"""What the recipient of a lead is given: enough to verify it, and nothing of who told or what is alleged.

The form is made of the fields ``disclosure.toml`` names and of no others, so that nobody is tipped off and no source is
shown. Where a field that is given repeats the source, or the allegation, the form is refused.
"""

from __future__ import annotations

import re
from datetime import date  # noqa: TC003  # msgspec reads the annotations
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from penstock.cases.leads import Goods, Lead, Period, Subject, Tlp  # noqa: TC001  # msgspec reads the annotations
from penstock.kernel.errors import NotAllowed, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOT_YET = ("draft", "stopped", "withdrawn")
_LEAST = 4
"""Letters from which a text that is repeated gives itself away."""

_GAP = re.compile(r"[\W_]+")


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    audience: Literal["addressee", "authorities", "anyone"]
    says: str


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``disclosure.toml`` says."""

    fields: tuple[str, ...]
    caution: str
    requests: dict[str, str]
    tlp: dict[Tlp, _Rule]


@cache
def rules() -> Rules:
    """Return what may be disclosed, and to whom."""
    return msgspec.toml.decode(files("penstock.cases").joinpath("disclosure.toml").read_bytes(), type=Rules)


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """The form: the fields of ``disclosure.toml``, how it may be passed on, and a word of caution."""

    reference: str
    from_authority: str
    to_authority: str
    place: str
    subject: Subject
    goods: tuple[Goods, ...]
    period: Period | None
    request: str
    due: date | None
    tlp: Tlp
    handling: str
    purpose: str
    caution: str

    def as_dict(self) -> dict[str, Any]:
        """Return the form as plain values: the fields of ``disclosure.toml``, in its order."""
        shown: dict[str, Any] = msgspec.to_builtins(self)
        return {name: shown[name] for name in rules().fields}


def disclosed(lead: Lead, state: str, recipient: str) -> Form:
    """Return the form of a lead for a recipient.

    Args:
        lead: The lead.
        state: The state it is in: one that was not passed by the tests is given to nobody.
        recipient: The authority the form is for, or ``public``.

    Raises:
        UsageError: It is not ready, or what the form would show repeats the source or the allegation.
        NotAllowed: Its label keeps it from this recipient.
    """
    if state in _NOT_YET:
        message = f"The lead is {state} and is given to nobody."
        raise UsageError(message, remedy="Put it to the tests first; a withdrawn one stays withdrawn.")
    known = rules()
    _check_audience(lead, recipient)
    form = Form(
        reference=lead.reference,
        from_authority=lead.from_authority,
        to_authority=lead.to_authority,
        place=lead.place,
        subject=lead.subject,
        goods=lead.goods,
        period=lead.period,
        request=lead.request or known.requests[lead.subject.kind],
        due=lead.due,
        tlp=lead.handling.tlp,
        handling=known.tlp[lead.handling.tlp].says,
        purpose=lead.handling.purpose,
        caution=known.caution,
    )
    _check_silence(lead, form)
    return form


def _check_audience(lead: Lead, recipient: str) -> None:
    rule = rules().tlp[lead.handling.tlp]
    is_addressee = recipient.strip().casefold() == lead.to_authority.strip().casefold()
    is_public = recipient.strip().casefold() == "public"
    if rule.audience == "anyone" or is_addressee or (rule.audience == "authorities" and not is_public):
        return
    message = f"{recipient!r} may not be given this lead: {rule.says}"
    raise NotAllowed(message, remedy=f"It is for {lead.to_authority!r}; ask whoever made it for another label.")


def _check_silence(lead: Lead, form: Form) -> None:
    shown = [(name, _bare(text)) for name, text in _texts(form.as_dict())]
    for what, told in (("source", lead.source), ("allegation", lead.allegation)):
        kept = _bare(told)
        where = next((name for name, text in shown if len(kept) >= _LEAST and kept in text), None)
        if where is not None:
            message = f"The lead's {where} repeats its {what}, which the recipient is not told."
            raise UsageError(message, remedy=f"Write the {where} anew, without it.")


def _texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401  # any JSON value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{name}.{key}" if name else key)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner, name)
    elif isinstance(value, str) and name not in {"caution", "handling", "from_authority", "to_authority"}:
        yield name, value


def _bare(text: str) -> str:
    return _GAP.sub(" ", text).strip().casefold()
