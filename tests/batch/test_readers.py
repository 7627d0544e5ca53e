from __future__ import annotations

import csv
import io
import subprocess
import sys
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penstock.batch.readers import read_file
from penstock.kernel.errors import InputError
from penstock.screening.consignment import GoodsItem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from penstock.batch.readers import FileReading

HEADER = "consignment_id,goods_description,cas_number\n"
CHINESE = "托运单号,品名,CAS号\nA1,4-哌啶酮盐酸盐,41979-39-9\nA2,压片机模具,\n"
SPANISH = "id envío,descripción,número cas\nA1,ácido fenilacético,103-82-2\nA2,máquina tableteadora,\n"


@pytest.mark.parametrize(
    ("content", "encoding", "seen", "notice"),
    [
        (CHINESE, "utf-8", "utf-8", None),
        (
            CHINESE,
            "utf-8-sig",
            "utf-8-sig",
            "encoding read as UTF-8 with a byte order mark (byte order mark)",
        ),
        (CHINESE, "utf-16", "utf-16", "encoding read as UTF-16 (byte order mark)"),
        (CHINESE, "utf-32", "utf-32", "encoding read as UTF-32 (byte order mark)"),
        (CHINESE, "gb18030", "gb18030", "encoding read as GB18030 (detected)"),
        (SPANISH, "utf-8", "utf-8", None),
        (SPANISH, "latin-1", "latin-1", "encoding read as Latin-1 (detected)"),
        (SPANISH + "A3,“éter”,\n", "cp1252", "cp1252", "encoding read as Windows-1252 (Latin-1) (detected)"),
    ],
)
def test_encodings(
    read: Callable[..., FileReading], content: str, encoding: str, seen: str, notice: str | None
) -> None:
    reading = read(content.encode(encoding))
    assert reading.encoding == seen
    assert reading.notices == ([] if notice is None else [notice])
    rows = [line.split(",") for line in content.splitlines()[1:]]
    assert [item.goods_description for item in reading.rows] == [row[1] for row in rows]
    assert reading.rows[0].cas_number == rows[0][2]
    assert list(reading.columns) == ["consignment_id", "goods_description", "cas_number"]


def test_the_good_file(read: Callable[..., FileReading]) -> None:
    text = (
        "Shipment ID,item_no,date,goods,from,to,via,qty,net weight,note\n"
        'A1,1,2025-04-03,"piperidone, 4-",China,MEX,PA;US,25 kg,"1,000.5",keep me\n'
        "A1,2,2025-04-03,press,cn,mx,,2,,\n"
    )
    reading = read(text)
    first = GoodsItem(
        consignment_id="A1",
        item_no=1,
        date=date(2025, 4, 3),
        goods_description="piperidone, 4-",
        export_country="CN",
        destination_country="MX",
        transit_countries=("PA", "US"),
        quantity=25.0,
        quantity_unit="kg",
        net_mass_kg=1000.5,
    )
    assert reading.rows[0] == first
    assert reading.rows[1].transit_countries == ()
    assert reading.carried == [{"note": "keep me"}, {"note": ""}]
    assert reading.unknown_columns == ["note"]
    assert reading.columns["export_country"] == "from"
    assert reading.row_numbers == [1, 2]
    assert reading.rejects == []


# --- files that cannot be read at all


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("f.csv", "", "is empty."),
        ("f.csv", " \r\n\n", "is empty."),
        ("f.csv", b"\xef\xbb\xbf\n", "holds no rows."),
        ("f.csv", HEADER, "holds no rows."),
        ("f.csv", '"a\nb', "has a line of headers with a stray quote."),
        ("f.csv", 'cas,"open', "has a line of headers with a stray quote."),
        ("f.parquet", "", "is empty."),
        ("f.parquet", "PAR1 and no more PAR1", "is damaged, or no Parquet file."),
        ("f.xlsx", "PK\x03\x04 and no more", "is damaged, locked by a password or no Excel file."),
        ("f.xls", "nothing", "is damaged, locked by a password or no Excel file."),
        ("f.jsonl", "[1]\nnull\n", "holds no JSON object."),
        ("f.jsonl", "{}\n", "holds no JSON object."),
        ("f.docx", "x", "has the unknown ending '.docx'."),
        ("f", "x", "has no ending."),
    ],
)
def test_files_that_are_refused(refused: Callable[..., str], name: str, content: str | bytes, message: str) -> None:
    assert refused(content, name) == message


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is a folder\. Name the files in it"):
        read_file(tmp_path)
    with pytest.raises(InputError, match=r"does not exist\. Check the name"):
        read_file(tmp_path / "missing.csv")


def test_a_file_that_may_not_be_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "f.csv"
    path.write_text(HEADER)

    def forbid(_: Path, mode: str) -> object:
        raise PermissionError(13, f"Permission denied, opened {mode}")

    monkeypatch.setattr(type(path), "open", forbid)
    with pytest.raises(InputError, match=r"cannot be opened \(Permission denied, opened rb\)"):
        read_file(path)


def test_columns_that_clash_or_say_nothing_are_refused(refused: Callable[..., str]) -> None:
    assert "'cas' and 'CAS No.' both mean cas_number" in refused("cas,CAS No.\n1,2\n")
    assert "no column says what the goods are" in refused("id,colour\n1,red\n")


# --- what always holds


def test_every_format_gives_the_same_items(tmp_path: Path, workbook: Callable[..., Path]) -> None:
    table = {"consignment_id": ["A", "A"], "goods": ["甲醛", "b"], "qty": ["1.5", "2"], "note": ["x", "y"]}
    frame = pl.DataFrame(table)
    frame.write_csv(tmp_path / "f.csv")
    frame.write_parquet(tmp_path / "f.parquet")
    frame.write_ndjson(tmp_path / "f.jsonl")
    workbook([frame.columns, *frame.rows()])
    readings = [read_file(tmp_path / f"f.{ending}") for ending in ("csv", "parquet", "jsonl", "xlsx")]
    for reading in readings:
        assert [asdict(item) for item in reading.rows] == [asdict(item) for item in readings[0].rows]
        assert reading.carried == readings[0].carried


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=20))
def test_no_row_is_lost_and_values_round_trip(read: Callable[..., FileReading], rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["consignment_id", "goods_description", "consignee_name", "note"])
    writer.writerows(rows)
    reading = read(stream.getvalue())
    assert reading.row_count == len(rows)
    assert {reject.code for reject in reading.rejects} <= {"missing_id", "nothing_to_screen", "bad_quote"}
    for number, item, carried in zip(reading.row_numbers, reading.rows, reading.carried, strict=True):
        consignment, goods, consignee, note = rows[number - 1]
        assert item.consignment_id == consignment.strip()
        assert item.goods_description == (goods if goods.strip() else None)
        assert item.consignee_name == (consignee if consignee.strip() else None)
        assert carried == {"note": note}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200), name=st.sampled_from(["f.csv", "f.jsonl", "f.parquet", "f.xlsx"]))
def test_no_bytes_end_in_another_error(read: Callable[..., FileReading], content: bytes, name: str) -> None:
    try:
        read(content, name)
    except InputError as error:
        assert error.remedy  # noqa: PT017  # any outcome but another error is right


def test_csv_does_without_polars(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(f"{HEADER}A1,a,\n")
    code = (
        "import sys, pathlib; from penstock.batch.readers import read_file;"
        "read_file(pathlib.Path(sys.argv[1])); sys.exit('polars' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "f.csv")]
    assert subprocess.run(command, check=False).returncode == 0  # this interpreter
