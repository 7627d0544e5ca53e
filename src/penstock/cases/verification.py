"""The answer to a lead: what looking into it came to, what that rests on, and what the sender is told."""

from __future__ import annotations

from datetime import date  # noqa: TC003  # msgspec reads the annotations
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from penstock.kernel.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

Result = Literal[
    "confirmed",
    "partly_confirmed",
    "not_confirmed",
    "wrong_entity",
    "entity_defunct",
    "lawful_trade",
    "insufficient_information",
    "declined",
]
"""What looking into a lead came to."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something an answer or a lead rests on: what it is, and where it is kept."""

    what: str
    where: str | None = None
    dated: date | None = None


class Verification(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What looking into a lead came to.

    ``explanation`` is the office's own; ``for_sender`` is what the sender is told; ``by`` who looked into it;
    ``answered_on`` the day it was said.
    """

    result: Result
    explanation: str
    for_sender: str
    by: str
    answered_on: date
    evidence: tuple[Evidence, ...] = ()


class Meaning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a result means, how it counts in scores, and whether it has to name evidence."""

    means: str
    counts: Literal["confirmed", "not", "left_out"]
    needs_evidence: bool


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    results: dict[Result, Meaning]


@cache
def results() -> dict[Result, Meaning]:
    """Return the meaning of every result, in the order of ``verification.toml``."""
    data = files("penstock.cases").joinpath("verification.toml").read_bytes()
    return msgspec.toml.decode(data, type=_Table).results


def read_answer(fields: Mapping[str, Any]) -> Verification:
    """Return the answer that fields say; texts become days where a field is one.

    Raises:
        UsageError: They are no answer.
    """
    try:
        return msgspec.convert(fields, type=Verification, strict=False)
    except msgspec.ValidationError as error:
        message = f"This is no answer to a lead: {error}."
        raise UsageError(message, remedy="See the fields of an answer on the page of leads.") from None


def check_answer(answer: Verification) -> None:
    """Refuse an answer that says nothing, or rests on nothing where it has to rest on something.

    Raises:
        UsageError: A text is empty, or evidence is missing.
    """
    for name in ("explanation", "for_sender", "by"):
        if not getattr(answer, name).strip():
            message = f"The answer's {name} is empty."
            raise UsageError(message, remedy="Say what was found, what the sender is told, and who looked into it.")
    if results()[answer.result].needs_evidence and not answer.evidence:
        message = f"The answer {answer.result!r} names no evidence."
        raise UsageError(message, remedy="Name what it rests on, e.g. an extract, a licence, a record of inspection.")


def told_to_sender(reference: str, answer: Verification) -> dict[str, Any]:
    """Return what is fed back to the sender: the result with its meaning, the day, the text meant for them."""
    return {
        "reference": reference,
        "result": answer.result,
        "means": results()[answer.result].means,
        "answered_on": answer.answered_on.isoformat(),
        "text": answer.for_sender,
        "evidence": [one.what for one in answer.evidence],
    }
