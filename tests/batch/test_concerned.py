from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from penstock.batch import concerned
from penstock.batch.concerned import NamesConcerned, concerned_rows
from penstock.batch.frames import open_sheet
from penstock.batch.kept_keys import KeptKeys
from penstock.batch.pool import NamePool
from penstock.parties.asked import Asked, keys_of_names
from penstock.parties.index import PartyIndex

if TYPE_CHECKING:
    from pathlib import Path

    from penstock.screening.rescreening import Name

CHANGED: list[Name] = [("KESTREL BAY SHIPPING CO LTD", "company"), ("WANG, Tianmin", "person"), ("CO LTD", "company")]
NAMES = ["Kestrel Bay Shipping", "Cedar Works", "Tianmin Wang", "", "Ltd", "Kestral Bay Shiping", "Bay Traders"]
FOUND = ["Kestrel Bay Shipping", "Tianmin Wang", "Kestral Bay Shiping"]
ROWS = pl.DataFrame(
    {
        "goods": ["urea", "urea", None, "steel", "lamps"],
        "consignor": ["Cedar Works", "Kestrel Bay Shipping", None, " ", "Tianmin Wang"],
        "consignee": [None, "Cedar Works", "Tianmin Wang", "Bay Traders", "Cedar Works"],
        "date": ["2026-01-01", "2026-01-02", None, "2026-01-04", "no day"],
        "transit": ["US", "HK; US", None, None, None],
        "destination": ["MX", "China", "MX", "MX", "MX"],
        "quantity": ["5 kg", "a lot", "5", "5", "5"],
    }
)


@pytest.fixture
def pool() -> NamePool:
    """Return what reads names in this process."""
    return NamePool(("", "", None, False), 1)


def found_in(names: NamesConcerned, *cells: str | None) -> list[str | None]:
    asked = pl.Series(cells, dtype=pl.String)
    return asked.filter(names.of(asked)).to_list()


def test_names_are_concerned_that_match_a_changed_one(pool: NamePool) -> None:
    names = NamesConcerned(CHANGED, 3, pool, None)
    assert found_in(names, *NAMES, None, NAMES[0]) == [*FOUND, NAMES[0]]
    assert found_in(names, "Tianmin  WANG", *NAMES[1:3], None) == ["Tianmin  WANG", "Tianmin Wang"]
    assert names.count == len(FOUND) + 1
    assert found_in(NamesConcerned([], 3, pool, None), *NAMES) == []


def test_names_whose_keys_are_kept_are_not_read_unless_they_share_one(
    pool: NamePool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = KeptKeys(tmp_path, 3)
    kept.keep(NAMES[:-1], keys_of_names(NAMES[:-1]))
    read: list[str] = []
    search = PartyIndex.search_asked

    def spying(index: PartyIndex, asked: Asked, *, limit: int, near: bool) -> object:
        read.extend(asked.names)
        return search(index, asked, limit=limit, near=near)

    monkeypatch.setattr(PartyIndex, "search_asked", spying)
    names = NamesConcerned(CHANGED, 3, pool, kept)
    monkeypatch.setattr(NamePool, "keys", None)
    assert found_in(names, *NAMES[:-1]) == FOUND
    assert "Cedar Works" not in read


@pytest.mark.parametrize("kind", ["csv", "parquet", "ndjson"])
def test_rows_are_read_as_far_as_their_parties_and_their_route_go(pool: NamePool, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"rows.{kind}"
    {"csv": ROWS.write_csv, "parquet": ROWS.write_parquet, "ndjson": ROWS.write_ndjson}[kind](path)  # type: ignore[operator]  # each takes a path
    ((count, found),) = concerned_rows(open_sheet(path), NamesConcerned(CHANGED, 3, pool, None))
    assert count == len(ROWS)
    assert [one.row for one in found] == [2, 3]  # the run refused the fifth, whose day cannot be read
    first, second = (one.item for one in found)
    assert (first.goods_description, first.consignor_name, first.destination_country) == ("urea", ROWS[1, 1], "CN")
    assert (str(first.date), first.transit_countries, first.quantity) == ("2026-01-02", ("HK", "US"), None)
    assert (second.goods_description, second.consignee_name, second.date) == (None, "Tianmin Wang", None)


def test_the_parts_of_a_file_are_read_one_after_another(
    pool: NamePool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concerned, "ROWS", 2)
    ROWS.write_parquet(tmp_path / "rows.parquet")
    parts = list(concerned_rows(open_sheet(tmp_path / "rows.parquet"), NamesConcerned(CHANGED, 3, pool, None)))
    assert [(count, [one.row for one in found]) for count, found in parts] == [(2, [2]), (2, [3]), (1, [])]


def test_a_parquet_file_may_have_a_column_called_row(pool: NamePool, tmp_path: Path) -> None:
    ROWS.with_columns(row=1, carried_row=2).write_parquet(tmp_path / "rows.parquet")
    ((_, found),) = concerned_rows(open_sheet(tmp_path / "rows.parquet"), NamesConcerned(CHANGED, 3, pool, None))
    assert [one.row for one in found] == [2, 3]


def test_a_file_that_names_no_parties_has_no_parts(pool: NamePool, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("goods\nurea\n", encoding="utf-8")
    assert not list(concerned_rows(open_sheet(tmp_path / "rows.csv"), NamesConcerned(CHANGED, 3, pool, None)))
