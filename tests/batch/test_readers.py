from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penstock.batch.readers import LONGEST_CELL, FileReading, Reject, make_item, read_file
from penstock.kernel.errors import InputError
from penstock.screening.consignment import GoodsItem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEADER = "consignment_id,goods_description,cas_number\n"
CHINESE = "托运单号,品名,CAS号\nA1,4-哌啶酮盐酸盐,41979-39-9\nA2,压片机模具,\n"
SPANISH = "id envío,descripción,número cas\nA1,ácido fenilacético,103-82-2\nA2,máquina tableteadora,\n"


def read(tmp_path: Path, content: str | bytes, name: str = "f.csv") -> FileReading:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    reading = read_file(path)
    assert reading.row_count == len(reading.rows) + len(reading.rejects)
    assert len(reading.rows) == len(reading.carried) == len(reading.row_numbers)
    assert reading.file == str(path)
    return reading


def refusal(tmp_path: Path, content: str | bytes, name: str = "f.csv") -> str:
    with pytest.raises(InputError) as caught:
        read(tmp_path, content, name)
    assert str(tmp_path / name) in caught.value.message
    assert caught.value.remedy.endswith(".")
    return caught.value.message.removeprefix(str(tmp_path / name)).strip()


def only_reject(reading: FileReading) -> Reject:
    assert len(reading.rejects) == 1
    return reading.rejects[0]


def workbook(path: Path, rows: Sequence[Sequence[Any]], *more_sheets: str) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("goods")
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, place, cell, day)
                elif cell is not None:
                    sheet.write(number, place, cell)
        for name in more_sheets:
            book.add_worksheet(name).write(0, 0, "cas")
    return path


# --- CSV: encodings


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
def test_encodings(tmp_path: Path, content: str, encoding: str, seen: str, notice: str | None) -> None:
    reading = read(tmp_path, content.encode(encoding))
    assert reading.encoding == seen
    assert reading.notices == ([] if notice is None else [notice])
    rows = [line.split(",") for line in content.splitlines()[1:]]
    assert [item.goods_description for item in reading.rows] == [row[1] for row in rows]
    assert reading.rows[0].cas_number == rows[0][2]
    assert list(reading.columns) == ["consignment_id", "goods_description", "cas_number"]


@pytest.mark.parametrize("text", ["4-哌啶酮", "哌啶", "压片机", "去甲基芬太尼，纯度99％"])
def test_one_chinese_cell_is_enough_to_tell_gb18030(tmp_path: Path, text: str) -> None:
    reading = read(tmp_path, f"{HEADER}A1,{text},\n".encode("gb18030"))
    assert (reading.encoding, reading.rows[0].goods_description) == ("gb18030", text)


@pytest.mark.parametrize(
    "text", ["piperidine 4°C", "ácido", "Säure für Übung", "méthylamine à 40 %", "año", "Conceição São"]
)
def test_one_western_cell_is_enough_to_tell_latin_1(tmp_path: Path, text: str) -> None:
    reading = read(tmp_path, f"{HEADER}A1,{text},\n".encode("latin-1"))
    assert (reading.encoding, reading.rows[0].goods_description) == ("latin-1", text)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            HEADER.encode() + "A1,Conceição,\n".encode("latin-1"),
            "is not UTF-8, and its encoding cannot be told.",
        ),
        (HEADER.encode() + b"A1,\x81 \xff \x90,\n", "breaks off being cp1252 at byte 48."),
        (HEADER.encode("utf-16-le"), "is no text, or UTF-16 without a byte order mark."),
        (b"\xff\xfeabc", "breaks off being utf-16 at byte 5."),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "is no text, or UTF-16 without a byte order mark."),
    ],
)
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, content: bytes, message: str) -> None:
    assert refusal(tmp_path, content) == message


# --- CSV: shape


@pytest.mark.parametrize(("delimiter", "word"), [(",", None), (";", "semicolon"), ("\t", "tab"), ("|", "bar")])
def test_delimiters(tmp_path: Path, delimiter: str, word: str | None) -> None:
    reading = read(tmp_path, HEADER.replace(",", delimiter) + delimiter.join(["A1", "2,4-lutidine; 1|2", "108-47-4"]))
    good = read(tmp_path, HEADER.replace(",", delimiter) + delimiter.join(["A1", '"2,4; 1|2\t3"', "108-47-4"]))
    assert good.delimiter == delimiter
    assert good.rows[0].goods_description == "2,4; 1|2\t3"
    assert good.notices == ([] if word is None else [f"delimiter read as {word} (detected)"])
    assert reading.delimiter == delimiter


def test_the_good_file(tmp_path: Path) -> None:
    text = (
        "Shipment ID,item_no,date,goods,from,to,via,qty,net weight,note\n"
        'A1,1,2025-04-03,"piperidone, 4-",China,MEX,PA;US,25 kg,"1,000.5",keep me\n'
        "A1,2,2025-04-03,press,cn,mx,,2,,\n"
    )
    reading = read(tmp_path, text)
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


@pytest.mark.parametrize(("row", "seen"), [("A2,only", 2), ("A2,one,50-00-0,more", 4)])
def test_a_ragged_row_is_a_reject(tmp_path: Path, row: str, seen: int) -> None:
    reading = read(tmp_path, f"{HEADER}A1,a,\n{row}\nA3,b,\n")
    assert [item.consignment_id for item in reading.rows] == ["A1", "A3"]
    assert reading.row_numbers == [1, 3]
    assert only_reject(reading) == Reject(
        file=str(tmp_path / "f.csv"),
        row=2,
        column="",
        code="ragged_row",
        seen=row.replace(",", " | "),
        remedy=f"Line 3: Expected 3 fields, saw {seen}; quote fields that hold the delimiter.",
    )


def test_blank_lines_are_no_rows_and_lines_are_counted_as_in_an_editor(tmp_path: Path) -> None:
    reading = read(tmp_path, f'\n{HEADER}\nA1,"two\nlines",\r\n\nA2\n')
    assert reading.row_count == 2
    assert reading.rows[0].goods_description == "two\nlines"
    assert only_reject(reading).row == 2
    assert only_reject(reading).remedy.startswith("Line 7: ")


def test_a_quote_that_swallows_the_rest_of_the_file_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, f'{HEADER}A1,"open,\nA2,b,\nA3,c,\n')
    assert message == "has a quote opened on line 2 that does not close there."


def test_a_quote_that_swallows_rows_up_to_the_next_quote_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, f'{HEADER}A0,a,\nA1,"open,\nA2,"b",\nA3,c,\n')
    assert message == "has a quote opened on line 3 that does not close there."


def test_a_cell_whose_every_line_counts_as_a_row_is_a_reject(tmp_path: Path) -> None:
    text = 'consignment_id,goods_description,cas_number,note\nA1,"4 inch pipe,,x\nA2,pipe 4",,y\nA3,c,,z\n'
    reading = read(tmp_path, text)
    assert only_reject(reading).code == "bad_quote"
    assert [item.consignment_id for item in reading.rows] == ["A3"]


@pytest.mark.parametrize("row", ['A1,"a"b,', 'A1,c,"open'])
def test_a_stray_quote_on_one_line_is_a_reject(tmp_path: Path, row: str) -> None:
    reading = read(tmp_path, f"{HEADER}A0,a,\n{row}")
    assert (only_reject(reading).code, only_reject(reading).row) == ("bad_quote", 2)
    assert len(reading.rows) == 1


def test_inches_inside_a_cell_are_no_quotes(tmp_path: Path) -> None:
    assert read(tmp_path, f'{HEADER}A1,pipe 4" wide,\n').rows[0].goods_description == 'pipe 4" wide'


def test_a_nul_byte_is_a_reject(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{HEADER}A1,a\0b,\nA2,piperidine,\n")
    assert (only_reject(reading).code, only_reject(reading).row) == ("nul_byte", 1)
    assert len(reading.rows) == 1


@pytest.mark.parametrize("column", ["goods_description", "note"])
def test_a_cell_of_ten_megabytes_is_a_reject(tmp_path: Path, column: str) -> None:
    big = "x" * 10_000_000
    reading = read(tmp_path, f"consignment_id,{column},cas_number\nA1,{big},\nA2,fine,50-00-0\n")
    reject = only_reject(reading)
    assert (reject.row, reject.column, reject.code) == (1, column, "cell_too_long")
    assert len(reject.seen) == 200
    assert reject.remedy == "Line 2: The cell has 10000000 characters; 100000 is the most that is read."
    assert reading.rows[0].consignment_id == "A2"


def test_the_longest_cell_is_read(tmp_path: Path) -> None:
    assert len(read(tmp_path, f"{HEADER}A1,{'x' * LONGEST_CELL},\n").rows) == 1


def test_control_characters_stay(tmp_path: Path) -> None:
    assert read(tmp_path, f"{HEADER}A1,4\u200b-AN\x07PP ,\n").rows[0].goods_description == "4\u200b-AN\x07PP "


# --- rows


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("date", "03/04/2025", "ambiguous_date"),
        ("date", "2025-02-30", "bad_date"),
        ("CAS", "5-Oct-12", "cas_as_date"),
        ("CAS", "2012-10-05", "cas_as_date"),
        ("HS code", "8.47989E+07", "code_as_number"),
        ("destination", "Atlantis", "bad_country"),
        ("transit", "PA Atlantis", "bad_country"),
        ("quantity", "-5", "negative_number"),
        ("quantity", "nan", "bad_number"),
        ("net_mass_kg", '"1,000"', "ambiguous_number"),
        ("net_mass_kg", "25 g", "bad_unit"),
        ("purity", "120%", "bad_percent"),
        ("value", "ten", "bad_number"),
        ("line", "0", "bad_item_no"),
    ],
)
def test_a_bad_cell_rejects_its_row_only(tmp_path: Path, column: str, cell: str, code: str) -> None:
    reading = read(tmp_path, f"consignment_id,goods,{column}\nA1,a,{cell}\nA2,b,\n")
    reject = only_reject(reading)
    assert (reject.row, reject.column, reject.code, reject.seen) == (1, column, code, cell.strip('"'))
    assert reject.remedy.startswith("Line 2: ")
    assert [item.consignment_id for item in reading.rows] == ["A2"]


def test_a_unit_in_both_places_is_a_reject(tmp_path: Path) -> None:
    reading = read(tmp_path, "id,goods,qty,unit\nA1,a,25 kg,kg\nA2,a,25 kg,\nA3,a,25,kg\n")
    reject = only_reject(reading)
    assert (reject.row, reject.column, reject.code, reject.seen) == (1, "qty", "unit_twice", "25.0 kg")
    assert [(item.quantity, item.quantity_unit) for item in reading.rows] == [(25.0, "kg")] * 2


def test_a_row_without_an_id_is_a_reject(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{HEADER}A1,a,\n  ,b,\n")
    reject = only_reject(reading)
    assert (reject.row, reject.column, reject.code, reject.seen) == (2, "consignment_id", "missing_id", "")


def test_rows_without_an_id_column_are_numbered(tmp_path: Path) -> None:
    reading = read(tmp_path, "name,cas\na,\nb,5-Oct-12\nc,\n")
    assert [(item.consignment_id, item.item_no) for item in reading.rows] == [("row-1", 1), ("row-3", 1)]
    notice = "no consignment_id column: each row is a consignment of its own, row-1, row-2, ..."
    assert reading.notices == [notice]


def test_items_are_counted_for_each_consignment_and_rejects_keep_their_number(tmp_path: Path) -> None:
    reading = read(tmp_path, f"{HEADER}A,a,\nB,b,\nA,c,5-Oct-12\nA,d,\n A ,e,\n")
    numbers = [(item.consignment_id, item.item_no) for item in reading.rows]
    assert numbers == [("A", 1), ("B", 1), ("A", 3), ("A", 4)]


def test_an_item_number_used_twice_is_a_reject(tmp_path: Path) -> None:
    reading = read(tmp_path, "id,item_no,goods\nA,1,a\nB,1,b\nA,01,c\nA,,d\nA,7,e\nA,,f\n")
    reject = only_reject(reading)
    assert (reject.row, reject.column, reject.code, reject.seen) == (
        3,
        "item_no",
        "duplicate_item",
        "A item 1",
    )
    numbers = [(item.consignment_id, item.item_no) for item in reading.rows]
    assert numbers == [("A", 1), ("B", 1), ("A", 2), ("A", 7), ("A", 8)]


def test_a_row_that_says_nothing_is_a_reject(tmp_path: Path) -> None:
    reading = read(tmp_path, "id,goods,consignee,to\nA,,,MX\nB,,ACME,MX\nC,press,,\n")
    reject = only_reject(reading)
    assert (reject.row, reject.code, reject.seen) == (1, "nothing_to_screen", "A")
    assert [item.consignment_id for item in reading.rows] == ["B", "C"]


# --- files that cannot be read at all


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("f.csv", "", "is empty."),
        ("f.csv", " \r\n\n", "is empty."),
        ("f.csv", b"\xef\xbb\xbf\n", "holds no rows."),
        ("f.csv", HEADER, "holds no rows."),
        ("f.csv", '"a\nb', "has a quote opened on line 1 that does not close there."),
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
def test_files_that_are_refused(tmp_path: Path, name: str, content: str | bytes, message: str) -> None:
    assert refusal(tmp_path, content, name) == message


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is a folder\. Name the files in it"):
        read_file(tmp_path)
    with pytest.raises(InputError, match=r"does not exist\. Check the name"):
        read_file(tmp_path / "missing.csv")


def test_a_file_that_may_not_be_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "f.csv"
    path.write_text(HEADER)

    def forbid(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", forbid)
    with pytest.raises(InputError, match=r"cannot be opened \(Permission denied\)"):
        read_file(path)


def test_columns_that_clash_or_say_nothing_are_refused(tmp_path: Path) -> None:
    assert "'cas' and 'CAS No.' both mean cas_number" in refusal(tmp_path, "cas,CAS No.\n1,2\n")
    assert "no column says what the goods are" in refusal(tmp_path, "id,colour\n1,red\n")


# --- JSON Lines


def test_json_lines(tmp_path: Path) -> None:
    lines = [
        {"id": 1, "goods": "a", "transit": ["PA", "MX"], "qty": 5, "hs": 2933.39},
        {"id": "2", "cas": "50-00-0", "note": {"a": [1]}, "date": "2025-04-03", "qty": 0},
    ]
    reading = read(tmp_path, "\r\n".join(map(json.dumps, lines)) + "\n\n", "f.jsonl")
    assert (reading.format, reading.encoding, reading.delimiter) == ("jsonl", "utf-8", None)
    assert reading.rows[0].transit_countries == ("PA", "MX")
    assert (reading.rows[0].consignment_id, reading.rows[0].commodity_code) == ("1", "2933.39")
    assert (reading.rows[1].quantity, reading.rows[1].goods_description) == (0.0, None)
    assert reading.carried == [{"note": ""}, {"note": "{'a': [1]}"}]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{'id': 1}", "bad_json"),
        ('{"id": "B"', "bad_json"),
        ('["B"]', "bad_json"),
        ("7", "bad_json"),
        ('{"id": "B", "id": "C", "goods": "x"}', "bad_json"),
        ('{"id": "B", "goods": "x", "qty": NaN}', "bad_json"),
        ('{"id": "B", "goods": "\\ud800"}', "bad_json"),
        ("[" * 100_000, "bad_json"),
        ('{"id": "B", "goods": ["x"]}', "nested_value"),
        ('{"id": ["B"], "goods": "x"}', "nested_value"),
        ('{"goods": "x"}', "missing_id"),
        ('{"id": "B", "goods": "x", "qty": true}', "bad_number"),
        ('{"id": "B", "goods": "' + "x" * 100_001 + '"}', "cell_too_long"),
    ],
)
def test_bad_json_lines_are_rejects(tmp_path: Path, line: str, code: str) -> None:
    good = '{"id": "A", "goods": "a \\u2028 b", "qty": 1}'
    reading = read(tmp_path, f"{good}\n\n{line}\n", "f.ndjson")
    reject = only_reject(reading)
    assert (reject.row, reject.code) == (2, code)
    assert reject.remedy.startswith("Line 3: ")
    assert len(reject.seen) <= 200
    assert reading.rows[0].goods_description == "a \u2028 b"


# --- Parquet


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    table = {
        "consignment_id": [7, 8, 9],
        "CAS号": ["50-00-0", None, "64-17-5"],
        "品名": ["甲醛", "x", "y"],
        "date": [date(2025, 4, 3), None, None],
        "transit": [["PA"], [], None],
        "net_mass_kg": [1.5, 0.0, float("nan")],
        "flag": [True, None, False],
    }
    pl.DataFrame(table).write_parquet(path)
    reading = read(tmp_path, path.read_bytes(), "f.parquet")
    assert (reading.format, reading.encoding) == ("parquet", None)
    assert reading.rows[0].consignment_id == "7"
    assert reading.rows[0].date == date(2025, 4, 3)
    assert reading.rows[0].transit_countries == ("PA",)
    assert reading.rows[1].net_mass_kg == 0.0
    assert reading.carried == [{"flag": "true"}, {"flag": ""}]
    reject = only_reject(reading)
    assert (reject.row, reject.column, reject.code, reject.seen) == (3, "net_mass_kg", "bad_number", "nan")
    assert reject.remedy.startswith("The cell holds no number")


def test_parquet_with_dates_for_cas_numbers(tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    pl.DataFrame({"id": ["A"], "cas": [date(1960, 6, 1)]}).write_parquet(path)
    assert only_reject(read_file(path)).code == "cas_as_date"


def test_parquet_without_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    pl.DataFrame({"cas": []}, schema={"cas": pl.String}).write_parquet(path)
    assert refusal(tmp_path, path.read_bytes(), "f.parquet") == "holds no rows."


def test_parquet_whose_damage_stops_the_reader_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: io.BytesIO) -> pl.DataFrame:
        message = "range end index 9 out of range"
        raise pl.exceptions.PanicException(message)

    monkeypatch.setattr(pl, "read_parquet", stop)
    assert refusal(tmp_path, b"PAR1", "f.parquet") == "is damaged, or no Parquet file."


# --- Excel


def test_excel(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Consignment ID", "CAS", "goods", "date", "HS", "qty", "note"],
        ["A1", "50-00-0", "甲醛", datetime(2025, 4, 3), 2933399090, 25.5, 1],  # noqa: DTZ001  # cells have no zone
        [],
        [123, datetime(1960, 6, 1), "press", "2025-04-03", 2933.39, 1, None],  # noqa: DTZ001  # as above
        ["A3", "64-17-5", "ethanol", None, 8.47989e7, "1,5", "b"],
    ]
    reading = read_file(workbook(tmp_path / "f.xlsx", rows, "more"))
    assert (reading.format, reading.encoding, reading.row_count) == ("excel", None, 3)
    assert reading.notices == ["only the first sheet, 'goods', was read; not read: 'more'"]
    first, last = reading.rows
    assert (first.date, first.commodity_code, first.quantity) == (date(2025, 4, 3), "2933399090", 25.5)
    assert (last.commodity_code, last.quantity) == ("84798900", 1.5)
    assert reading.carried == [{"note": "1"}, {"note": "b"}]
    reject = only_reject(reading)
    assert (reject.row, reject.column, reject.code) == (2, "CAS", "cas_as_date")
    assert reject.seen == "1960-06-01 00:00:00"
    assert reject.remedy == "Sheet row 4: Format the column as text and type the CAS number again."


def test_a_numeric_id_of_a_sheet_has_no_decimals(tmp_path: Path) -> None:
    reading = read_file(workbook(tmp_path / "f.xlsx", [["id", "goods"], [123, "a"], [124.0, "b"]]))
    assert [item.consignment_id for item in reading.rows] == ["123", "124"]


@pytest.mark.parametrize("rows", [[], [["cas", "id"]], [[None], [None]]])
def test_a_sheet_without_rows_is_refused(tmp_path: Path, rows: list[list[Any]]) -> None:
    with pytest.raises(InputError, match="holds no rows"):
        read_file(workbook(tmp_path / "f.xlsx", rows))


# --- what always holds


def test_every_format_gives_the_same_items(tmp_path: Path) -> None:
    table = {"consignment_id": ["A", "A"], "goods": ["甲醛", "b"], "qty": ["1.5", "2"], "note": ["x", "y"]}
    frame = pl.DataFrame(table)
    frame.write_csv(tmp_path / "f.csv")
    frame.write_parquet(tmp_path / "f.parquet")
    frame.write_ndjson(tmp_path / "f.jsonl")
    workbook(tmp_path / "f.xlsx", [frame.columns, *frame.rows()])
    readings = [read_file(tmp_path / f"f.{ending}") for ending in ("csv", "parquet", "jsonl", "xlsx")]
    for reading in readings:
        assert [asdict(item) for item in reading.rows] == [asdict(item) for item in readings[0].rows]
        assert reading.carried == readings[0].carried


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=1, max_size=20))
def test_no_row_is_lost_and_values_round_trip(tmp_path: Path, rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["consignment_id", "goods_description", "consignee_name", "note"])
    writer.writerows(rows)
    reading = read(tmp_path, stream.getvalue())
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
def test_no_bytes_end_in_another_error(tmp_path: Path, content: bytes, name: str) -> None:
    try:
        read(tmp_path, content, name)
    except InputError as error:
        assert error.remedy  # noqa: PT017  # any outcome but another error is right


@given(
    goods=st.text(),
    item_no=st.integers(1),
    transit=st.tuples(st.text()),
    mass=st.none() | st.floats(0, allow_infinity=False),
)
def test_items_are_filled_as_their_constructor_fills_them(
    goods: str, item_no: int, transit: tuple[str, ...], mass: float | None
) -> None:
    values = {"goods_description": goods, "transit_countries": transit, "net_mass_kg": mass}
    values |= {"consignment_id": "A", "item_no": item_no}
    assert not hasattr(GoodsItem, "__post_init__")
    plain = GoodsItem(**values)  # type: ignore[arg-type]  # values of several types
    assert make_item(values) == plain
    assert hash(make_item(values)) == hash(plain)


def test_csv_does_without_polars(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text(f"{HEADER}A1,a,\n")
    code = (
        "import sys, pathlib; from penstock.batch.readers import read_file;"
        "read_file(pathlib.Path(sys.argv[1])); sys.exit('polars' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "f.csv")]
    assert subprocess.run(command, check=False).returncode == 0  # this interpreter
