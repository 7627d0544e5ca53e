from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

import polars as pl
import pytest

from penstock.desk import uploads
from penstock.desk.problems import Problem
from penstock.desk.uploads import ENDINGS, ending_of, keep_upload, refuse_bomb, refuse_swollen, shown_name

if TYPE_CHECKING:
    from pathlib import Path


def sheet_of(file: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, data in parts.items():
            whole.writestr(name, data)
    return file


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/cron.d/x.csv", "x.csv"),
        ("C:\\Users\\ito\\parts.XLSX", "parts.XLSX"),
        ("/abs.parquet", "abs.parquet"),
        ("a\x00b\n.csv", "a?b?.csv"),
        ("货物.jsonl", "货物.jsonl"),
    ],
)
def test_a_name_is_shown_and_leads_nowhere(name: str, shown: str) -> None:
    assert shown_name(name) == shown
    assert ending_of(name) in ENDINGS


@pytest.mark.parametrize("name", ["x", "x.exe", "x.csv.exe", ".csv", "x.xls", "x.xlsm", "x.csv/", "x.csv\x00"])
def test_what_is_not_taken_is_refused_by_its_ending(name: str) -> None:
    with pytest.raises(Problem, match="ends with none of"):
        ending_of(name)


def test_a_file_is_kept_under_a_name_of_ours(tmp_path: Path) -> None:
    kept = keep_upload(io.BytesIO(b"a,b\n"), tmp_path / "one", ".csv")
    assert kept == tmp_path / "one" / "upload.csv"
    assert kept.read_bytes() == b"a,b\n"
    assert (tmp_path / "one").stat().st_mode & 0o077 == 0


def test_of_a_file_that_is_too_large_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 3)
    with pytest.raises(Problem, match="larger than 3 bytes"):
        keep_upload(io.BytesIO(b"1234"), tmp_path / "one", ".csv")
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = sheet_of(tmp_path / "bomb.xlsx", {"xl/sheet1.xml": b" " * 5_000_000})
    assert bomb.stat().st_size < 10_000
    refuse_bomb(bomb, most=5_000_000)
    with pytest.raises(Problem, match="unpacks to more than"):
        refuse_bomb(bomb, most=4_999_999)
    with pytest.raises(Problem, match="unpacks to more than"):
        refuse_bomb(sheet_of(tmp_path / "many.xlsx", {f"{n}": b"" for n in range(1_001)}))


def test_a_sheet_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    bomb = sheet_of(tmp_path / "liar.xlsx", {"xl/sheet1.xml": b" " * 5_000_000})
    told = struct.pack("<I", 5_000_000)
    bomb.write_bytes(bomb.read_bytes().replace(told, struct.pack("<I", 10)))
    with pytest.raises(Problem, match="damaged"):
        refuse_bomb(bomb, most=1_000_000)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a sheet", b"PK\x05\x06" + b"\0" * 17])
def test_what_is_no_sheet_is_refused_and_nothing_is_left(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Problem, match="damaged, encrypted or no Excel file"):
        keep_upload(io.BytesIO(data), tmp_path / "one", ".xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_parquet_file_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.parquet"
    text = pl.select(pl.lit("x" * 1_000).repeat_by(8_000).list.join("")).item()
    pl.DataFrame({"goods_description": [text, text + "y"]}).write_parquet(bomb, compression="zstd")
    assert bomb.stat().st_size < 100_000
    with pytest.raises(Problem, match="unpacks to more than 10000000 bytes") as caught:
        refuse_swollen(bomb, most=10_000_000)
    assert (caught.value.status_code, caught.value.code) == (413, "too_large")
    refuse_swollen(bomb, most=20_000_000)


def test_a_parquet_file_of_too_many_rows_is_refused_however_small_it_is(tmp_path: Path) -> None:
    bomb = tmp_path / "rows.parquet"
    pl.select(pl.repeat("acetone", 3_000_000).alias("goods_description")).write_parquet(bomb)
    assert bomb.stat().st_size < 100_000
    with pytest.raises(Problem, match="has 3000000 rows; 2999999 are the most"):
        refuse_swollen(bomb, rows=2_999_999)
    refuse_swollen(bomb, rows=3_000_000)


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" * 4, b"PAR1" + b"\xff" * 99 + b"PAR1", b"no table"])
def test_what_is_no_parquet_file_is_refused_and_nothing_is_left(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Problem, match="damaged, encrypted or no Parquet file"):
        keep_upload(io.BytesIO(data), tmp_path / "one", ".parquet")
    assert list(tmp_path.iterdir()) == []


def test_a_parquet_file_is_kept(tmp_path: Path) -> None:
    data = io.BytesIO()
    pl.DataFrame({"goods_description": ["acetone"]}).write_parquet(data)
    data.seek(0)
    assert pl.read_parquet(keep_upload(data, tmp_path / "one", ".parquet")).item() == "acetone"
