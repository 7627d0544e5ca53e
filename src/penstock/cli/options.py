"""Options that several commands share."""

from __future__ import annotations

import click

places = click.option(
    "--in", "places", metavar="PLACES", help="Jurisdictions, comma-separated: UN,CN,US,MX,CA,CA-BC,EU,HK,GB."
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
