"""A statement beside the register, for people and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping


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
