"""What the rows of a run draw of authorisations: written beside its results, and read again to draw it in the store."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from penstock.batch.results import DRAWS, read_summary
from penstock.cases.drawing import Drawing
from penstock.kernel.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SCHEMA = pl.Schema(
    {
        "number": pl.String,
        "issuer": pl.String,
        "terms": pl.String,
        "consignment_id": pl.String,
        "item_no": pl.Int64,
        "quantity": pl.String,
        "unit": pl.String,
        "on": pl.Date,
    }
)


def write_draws(draws: Sequence[Drawing], folder: Path) -> None:
    """Write ``draws.parquet`` into the folder of a run, a row a draw, in the order in which the rows drew.

    Raises:
        OSError: It cannot be written.
    """
    rows = [
        (one.number, one.issuer, one.terms, one.consignment_id, one.item_no, str(one.quantity), one.unit, one.on)
        for one in draws
    ]
    try:
        pl.DataFrame(rows, schema=_SCHEMA, orient="row").write_parquet(folder / DRAWS)
    except pl.exceptions.PolarsError as error:
        raise OSError(str(error)) from None


def read_draws(folder: Path) -> list[Drawing]:
    """Return what the rows of a finished run draw.

    Args:
        folder: The folder that was given with ``--out``.

    Raises:
        UsageError: It holds no run, or one that had no authorisations.
        InputError: What it drew is gone or damaged.
    """
    given = read_summary(folder).get("authorisations")
    if given is None:
        message = f"The run of {folder} had no authorisations: none of its rows draws anything."
        raise UsageError(message, remedy="Screen its files with --authorisations store.")
    try:
        table = pl.read_parquet(folder / DRAWS)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _damaged(folder, f"cannot be read ({type(error).__name__})") from None
    if table.schema != _SCHEMA:
        raise _damaged(folder, "has other columns than draws have")
    if len(table) != given.get("draws"):
        raise _damaged(folder, f"holds {len(table)} draws, and the run had {given.get('draws')}")
    return [Drawing(**one | {"quantity": Decimal(one["quantity"])}) for one in table.iter_rows(named=True)]


def _damaged(folder: Path, how: str) -> InputError:
    return InputError(f"{folder / DRAWS} {how}.", remedy="Screen the files of the run again.")
