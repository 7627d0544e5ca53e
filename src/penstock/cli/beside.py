"""A statement beside the register, for people and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import msgspec

from penstock.cases.beside import beside, counted
from penstock.cases.record import ClaimSaid
from penstock.kernel.days import parse_day
from penstock.kernel.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from penstock.law.register import Register

_FIELDS = ("predicate", "subjects", "places", "named", "note")
_DAY = 10


def rows_of(register: Register, entry: str, said: Mapping[str, Any], on: date | None) -> dict[str, Any]:
    """Return ``{"id", "speaker", "day", "claims": [{..., "rows", "counts"}], "register"}`` of a statement.

    Raises:
        UsageError: Its day is not settled and no other was given.
    """
    day = str(said["day"])
    if on is None and len(day) != _DAY:
        message = f"The day of {entry!r} is {day}: the register cannot be asked about it."
        raise UsageError(message, remedy="Give the day of law with --on.")
    asked = on or parse_day(day)
    claims = []
    for one in said.get("claims", ()):
        claim = msgspec.convert({name: one[name] for name in _FIELDS if name in one}, ClaimSaid)
        rows = beside(register, claim, asked)
        shown = msgspec.to_builtins(claim)
        claims.append(shown | {"rows": [row.as_dict() for row in rows], "counts": counted(rows)})
    return {
        "id": entry,
        "speaker": said["speaker"],
        "day": asked.isoformat(),
        "claims": claims,
        "register": register.digest,
    }


def print_beside(found: Mapping[str, Any]) -> None:
    """Print each claim, then how each subject and place stands to it."""
    click.echo(f"{found['speaker']}, {found['day']}: what is claimed beside what the register shows for that day")
    if not found["claims"]:
        click.echo("  It makes no claim that the register can be asked about.")
    for claim in found["claims"]:
        counts = ", ".join(
            f"{number} {status.replace('_', ' ')}" for status, number in claim["counts"].items() if number
        )
        click.echo(f"claim: {claim['predicate'].replace('_', ' ')} ({counts})")
        if claim["note"]:
            click.echo(f"  {claim['note']}")
        for row in claim["rows"]:
            click.echo(
                f"  {row['name']}, {row['place']}: {_said(row['status'])}; the register shows {_said(row['register'])}"
            )
            for text in row["texts"]:
                watch = "watched " if text["watch"] else ""
                until = f" until {text['until']}" if text["until"] else ""
                click.echo(f"    {watch}since {text['since']}{until}: {text['citation']}")


def _said(word: str) -> str:
    return word.replace("_", " ")
