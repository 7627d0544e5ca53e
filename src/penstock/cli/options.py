"""Options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from penstock.kernel.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

on_day = click.option("--on", metavar="YYYY-MM-DD", help="The day of law; today by default.")
places = click.option(
    "--in", "places", metavar="PLACES", help="Jurisdictions, comma-separated: UN,CN,US,MX,CA,CA-BC,EU,HK,GB."
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")


def chosen(text: str | None, allowed: Sequence[str]) -> tuple[str, ...]:
    """Split the words of ``--fail-on`` and refuse those that are not allowed.

    Raises:
        UsageError: A word is none of them.
    """
    words = tuple(word.strip() for word in text.split(",")) if text is not None else ()
    for word in words:
        if word not in allowed:
            message = f"{word!r} is nothing --fail-on knows."
            raise UsageError(message, remedy=f"Use {', '.join(allowed)}.")
    return words
