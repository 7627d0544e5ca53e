"""Options that several commands share."""

from __future__ import annotations

import click

places = click.option(
    "--in", "places", metavar="PLACES", help="Jurisdictions, comma-separated: CN,US,UN,MX,CA,CA-BC,EU,HK."
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
