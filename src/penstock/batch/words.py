"""Rows of several kinds, put in the words by which all rows of a kind are judged: what counts of them, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from penstock.batch.sorted_values import Said

    Flags = NDArray[np.bool_]

AMOUNTS = ("quantity", "net_mass_kg", "declared_value")
BUSINESSES = ("consignor_name", "consignee_name")
ENDS, BEYOND = ("export_country", "destination_country"), ("consignor_country", "consignee_country")
"""Where a route begins and ends, and what stands for these where they are left out."""

GOODS = ("goods_description", "cas_number", "smiles")
OTHERS = ("consignor_address", "consignee_address", "currency")
WHOLE, HALF = 100.0, 50.0
"""Per cent by mass of a substance that is nothing else, and of one that is not alone."""

_SAYS = "-"
"""Stands for a cell of which it counts only that it says something."""


class Told(NamedTuple):
    """What is told of rows.

    Args:
        is_quiet: Whether the description names goods that no list ever named.
        is_loud: Whether law or flags may speak of the goods, so that all the row says of them counts.
        speaks: Whether its goods are named at all, or drawn.
        says_code: Whether its customs code counts.
        names: Of each column of names, whether some list has such a name or it cannot be read.
        asked: Whether the business of its parties counts.
    """

    is_quiet: Flags
    is_loud: Flags
    speaks: Flags
    says_code: Flags
    names: dict[str, Flags]
    asked: Flags

    @property
    def is_known(self) -> Flags:
        """Tell which rows have a name that some list has."""
        one, other, third = self.names.values()
        return one | other | third

    @property
    def is_own(self) -> Flags:
        """Tell which rows are judged in all places of their own route."""
        return self.is_loud | self.is_known

    def of(self, rows: NDArray[np.int64]) -> Told:
        """Return what is told of some of the rows."""
        names = {column: is_known[rows] for column, is_known in self.names.items()}
        return Told(
            is_quiet=self.is_quiet[rows],
            is_loud=self.is_loud[rows],
            speaks=self.speaks[rows],
            says_code=self.says_code[rows],
            names=names,
            asked=self.asked[rows],
        )


class Same(NamedTuple):
    """What stands for cells of which not all that they say counts.

    Args:
        columns: The columns of which it counts whether they say anything.
        silent: Of columns, a value that says nothing.
        texts: Which descriptions say the same.
        trades: Which names tell of the same business.
    """

    columns: Container[str]
    silent: Mapping[str, str | None]
    texts: Said
    trades: Said

    def says(self, column: str, value: float | str = _SAYS) -> pl.Expr:
        """Return what stands for a cell of which it counts at most whether it says something."""
        if column not in self.columns and column != "commodity_code":
            return pl.lit(None)
        says = pl.col(column).is_not_null() if isinstance(value, str) else pl.col(column) != 0
        return pl.when(says).then(pl.lit(value))

    def example(self, column: str) -> pl.Expr:
        """Return a value that says nothing for every cell that is filled in."""
        return pl.when(pl.col(column).is_not_null()).then(pl.lit(self.silent[column]))


def put_in_words(table: pl.DataFrame, told: Told, same: Same) -> pl.DataFrame:
    """Put rows, of which ``told`` tells, in the words by which they are judged."""
    is_loud, speaks, is_own = pl.Series(told.is_loud), pl.Series(told.speaks), pl.Series(told.is_own)
    quiet = same.texts.tell(table["goods_description"].set(pl.Series(~told.is_quiet | told.is_loud), None))
    is_dilute = speaks & table["concentration_percent"].lt(WHOLE)
    return table.with_columns(
        pl.when(pl.Series(told.says_code)).then("commodity_code").otherwise(same.says("commodity_code")),
        pl.when(speaks)
        .then(quiet.fill_null(table["goods_description"]))
        .otherwise(same.example("goods_description"))
        .alias("goods_description"),
        pl.when(speaks).then("cas_number").otherwise(same.example("cas_number")),
        pl.when(speaks).then("quantity_unit").otherwise(same.says("quantity_unit")),
        pl.when(is_loud)
        .then("concentration_percent")
        .when(is_dilute)
        .then(pl.lit(HALF))
        .otherwise(same.says("concentration_percent", WHOLE)),
        *(pl.when(is_loud).then(column).otherwise(same.says(column, 1.0)) for column in AMOUNTS),
        *(pl.when(is_loud).then(column).otherwise(same.says(column)) for column in OTHERS),
        *(
            pl.when(pl.Series(told.is_loud | is_known))
            .then(column)
            .when(pl.Series(told.asked & (column in BUSINESSES)))
            .then(same.trades.tell(table[column].set(pl.Series(~told.asked | is_known), None)))
            .otherwise(same.example(column))
            .alias(column)
            for column, is_known in told.names.items()
        ),
        *(
            pl.when(is_own).then(column).otherwise(pl.col(column).fill_null(pl.col(other))).alias(column)
            for column, other in zip(ENDS, BEYOND, strict=True)
        ),
        *(pl.when(is_own).then(column) for column in BEYOND),
    )
