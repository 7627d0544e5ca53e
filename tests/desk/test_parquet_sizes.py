from __future__ import annotations

import random
import struct
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penstock.batch.demo_data import demo_data
from penstock.desk import parquet_sizes
from penstock.desk.parquet_sizes import Unreadable, sizes_of

if TYPE_CHECKING:
    from pathlib import Path


def written(file: Path, **told: Any) -> pl.DataFrame:  # noqa: ANN401  # how it is written
    rng = random.Random(5)  # noqa: S311  # rows, no secrets
    rows = [
        {"goods_description": f"{rng.random()}", "quantity": rng.random(), "note": "x", "n": n} for n in range(5000)
    ]
    table = pl.DataFrame(rows)
    table.write_parquet(file, **told)
    return table


@pytest.mark.parametrize("compression", ["zstd", "snappy", "gzip", "lz4", "brotli", "uncompressed"])
@pytest.mark.parametrize("group", [None, 700])
def test_a_file_holds_what_its_columns_hold(tmp_path: Path, compression: str, group: int | None) -> None:
    table = written(tmp_path / "a.parquet", compression=compression, row_group_size=group, data_page_size=4096)
    sizes = sizes_of(tmp_path / "a.parquet")
    texts = int(table["goods_description"].str.len_bytes().sum())
    assert sizes.rows == len(table)
    assert texts + 8 * len(table) < sizes.unpacked < 2 * (texts + 16 * len(table)) + 300_000


def test_the_demo_data_are_within_what_is_taken(tmp_path: Path) -> None:
    made = demo_data(tmp_path / "demo.parquet", rows=20_000, distinct=1)
    sizes = sizes_of(made.files[0])
    assert sizes.rows == 20_000
    assert made.files[0].stat().st_size < sizes.unpacked < 20_000 * 2_000


def test_pages_are_believed_before_the_footer(tmp_path: Path) -> None:
    file = tmp_path / "liar.parquet"
    text = "x" * 3_000_000
    pl.DataFrame({"a": [text]}).write_parquet(file, compression="zstd", statistics=False)
    honest = sizes_of(file)
    data = file.read_bytes()
    (length,) = struct.unpack("<I", data[-8:-4])
    begins = len(data) - 8 - length
    for said in range(honest.unpacked - 200, honest.unpacked + 200):
        low = varint(said * 2)
        if (at := data.find(low, begins)) >= 0:
            data = data[:at] + varint(6, len(low)) + data[at + len(low) :]
    file.write_bytes(data)
    assert sizes_of(file).unpacked >= 3_000_000


def varint(number: int, width: int = 0) -> bytes:
    found = bytearray()
    while number > 127 or len(found) + 1 < width:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_file_is_refused_or_read_and_fails_no_other_way(
    tmp_path: Path, changes: list[tuple[int, int]]
) -> None:
    file = tmp_path / "a.parquet"
    pl.DataFrame({"a": ["x", "y"], "b": [1, 2]}).write_parquet(file)
    data = bytearray(file.read_bytes())
    for place, byte in changes:
        data[place % len(data)] = byte
    file.write_bytes(data)
    try:
        sizes = sizes_of(file)
    except Unreadable:
        return
    assert sizes.rows >= 0


def test_too_many_pages_and_too_long_a_footer_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "a.parquet", data_page_size=512)
    monkeypatch.setattr(parquet_sizes, "MOST_PAGES", 10)
    with pytest.raises(Unreadable, match="more than 10 pages"):
        sizes_of(tmp_path / "a.parquet")
    monkeypatch.setattr(parquet_sizes, "MOST_PAGES", 100_000)
    monkeypatch.setattr(parquet_sizes, "MOST_HEADERS", 100)
    with pytest.raises(Unreadable, match="too long headers"):
        sizes_of(tmp_path / "a.parquet")
    monkeypatch.setattr(parquet_sizes, "LARGEST_FOOTER", 10)
    with pytest.raises(Unreadable, match="a footer of more than 10 bytes"):
        sizes_of(tmp_path / "a.parquet")
