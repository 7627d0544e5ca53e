from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from penstock.batch import text
from penstock.batch.readers import read_file
from penstock.kernel.errors import InputError

if TYPE_CHECKING:
    import io
    from collections.abc import Callable
    from pathlib import Path

    from penstock.batch.readers import FileReading

HEADER = "consignment_id,goods_description,cas_number\n"


# --- CSV


@pytest.mark.parametrize(("delimiter", "word"), [(",", None), (";", "semicolon"), ("\t", "tab"), ("|", "bar")])
def test_delimiters(read: Callable[..., FileReading], delimiter: str, word: str | None) -> None:
    reading = read(HEADER.replace(",", delimiter) + delimiter.join(["A1", "2,4-lutidine; 1|2", "108-47-4"]))
    good = read(HEADER.replace(",", delimiter) + delimiter.join(["A1", '"2,4; 1|2\t3"', "108-47-4"]))
    assert good.delimiter == delimiter
    assert good.rows[0].goods_description == "2,4; 1|2\t3"
    assert good.notices == ([] if word is None else [f"delimiter read as {word} (detected)"])
    assert reading.delimiter == delimiter


def test_blank_lines_are_no_rows_and_lines_are_counted_as_in_an_editor(read: Callable[..., FileReading]) -> None:
    reading = read(f'\n{HEADER}\nA1,"two\nlines",\r\n\nA2\n')
    assert reading.row_count == 2
    assert reading.rows[0].goods_description == "two\nlines"
    [reject] = reading.rejects
    assert reject.row == 2
    assert reject.remedy.startswith("Line 7: ")


@pytest.mark.parametrize("behind", ["A2,b,\nA3,c,\n", 'A2,"b",\nA3,c,\n', 'A2,b,\nA3,"c, d",'])
def test_a_quote_that_stays_open_costs_its_row_and_no_other(read: Callable[..., FileReading], behind: str) -> None:
    reading = read(f'{HEADER}A0,a,\nA1,"open,\n{behind}')
    [reject] = reading.rejects
    assert (reject.code, reject.row, reject.seen) == ("bad_quote", 2, 'A1,"open,')
    assert reject.remedy.startswith("Line 3: ")
    assert [item.consignment_id for item in reading.rows] == ["A0", "A2", "A3"]


def test_a_cell_whose_every_line_counts_as_a_row_is_a_reject(read: Callable[..., FileReading]) -> None:
    text = 'consignment_id,goods_description,cas_number,note\nA1,"4 inch pipe,,x\nA2,pipe 4",,y\nA3,c,,z\n'
    reading = read(text)
    [reject] = reading.rejects
    assert reject.code == "bad_quote"
    assert [item.consignment_id for item in reading.rows] == ["A3"]


@pytest.mark.parametrize("row", ['A1,"a"b,', 'A1,c,"open'])
def test_a_stray_quote_on_one_line_is_a_reject(read: Callable[..., FileReading], row: str) -> None:
    reading = read(f"{HEADER}A0,a,\n{row}")
    [reject] = reading.rejects
    assert (reject.code, reject.row) == ("bad_quote", 2)
    assert len(reading.rows) == 1


def test_inches_inside_a_cell_are_no_quotes(read: Callable[..., FileReading]) -> None:
    assert read(f'{HEADER}A1,pipe 4" wide,\n').rows[0].goods_description == 'pipe 4" wide'


def test_a_nul_byte_is_a_reject(read: Callable[..., FileReading]) -> None:
    reading = read(f"{HEADER}A1,a\0b,\nA2,piperidine,\n")
    [reject] = reading.rejects
    assert (reject.code, reject.row) == ("nul_byte", 1)
    assert len(reading.rows) == 1


def test_control_characters_stay(read: Callable[..., FileReading]) -> None:
    assert read(f"{HEADER}A1,4\u200b-AN\x07PP ,\n").rows[0].goods_description == "4\u200b-AN\x07PP "


# --- JSON Lines


def test_json_lines(read: Callable[..., FileReading]) -> None:
    lines = [
        {"id": 1, "goods": "a", "transit": ["PA", "MX"], "qty": 5, "hs": 2933.39},
        {"id": "2", "cas": "50-00-0", "note": {"a": [1]}, "date": "2025-04-03", "qty": 0},
    ]
    reading = read("\r\n".join(map(json.dumps, lines)) + "\n\n", "f.jsonl")
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
def test_bad_json_lines_are_rejects(read: Callable[..., FileReading], line: str, code: str) -> None:
    good = '{"id": "A", "goods": "a \\u2028 b", "qty": 1}'
    reading = read(f"{good}\n\n{line}\n", "f.ndjson")
    [reject] = reading.rejects
    assert (reject.row, reject.code) == (2, code)
    assert reject.remedy.startswith("Line 3: ")
    assert len(reject.seen) <= 200
    assert reading.rows[0].goods_description == "a \u2028 b"


def test_keys_of_lines_that_are_no_rows_are_no_columns(read: Callable[..., FileReading]) -> None:
    lines = [
        '{"a": 1, "a": 2}',
        '{"b": NaN}',
        '{"goods": "x", "note": 1}',
        '{"c": "\\ud800"}',
        "[",
        '{"goods": "y", "d": 2}',
    ]
    reading = read("\n".join(lines), "f.jsonl")
    assert reading.carried == [{"note": "1", "d": ""}, {"note": "", "d": "2"}]
    assert [reject.row for reject in reading.rejects] == [1, 2, 4, 5]


def test_a_file_may_be_longer_than_its_longest_row(
    read: Callable[..., FileReading], refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "LONGEST_ROW", 100)
    monkeypatch.setattr(text, "BLOCK", 64)
    assert read(HEADER + "A,urea,\n" * 50).row_count == 50
    assert read('{"goods": "urea"}\n' * 50, "f.jsonl").row_count == 50
    too_long = "has a row of more than 0 MiB that ends on line 4 or later."
    assert refused(HEADER + "A,urea,\n" * 2 + "A," + "x" * 100 + ",\n") == too_long
    assert refused('{"goods": "urea"}\n' * 3 + f'{{"goods": "{"x" * 100}"}}\n', "f.jsonl") == too_long


# --- Parquet


def test_parquet(tmp_path: Path, read: Callable[..., FileReading]) -> None:
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
    reading = read(path.read_bytes(), "f.parquet")
    assert (reading.format, reading.encoding) == ("parquet", None)
    assert reading.rows[0].consignment_id == "7"
    assert reading.rows[0].date == date(2025, 4, 3)
    assert reading.rows[0].transit_countries == ("PA",)
    assert reading.rows[1].net_mass_kg == 0.0
    assert reading.carried == [{"flag": "true"}, {"flag": ""}]
    [reject] = reading.rejects
    assert (reject.row, reject.column, reject.code, reject.seen) == (3, "net_mass_kg", "bad_number", "nan")
    assert reject.remedy.startswith("The cell holds no number")


def test_parquet_with_dates_for_cas_numbers(tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    pl.DataFrame({"id": ["A"], "cas": [date(1960, 6, 1)]}).write_parquet(path)
    [reject] = read_file(path).rejects
    assert reject.code == "cas_as_date"


def test_parquet_without_rows_is_refused(tmp_path: Path, refused: Callable[..., str]) -> None:
    path = tmp_path / "f.parquet"
    pl.DataFrame({"cas": []}, schema={"cas": pl.String}).write_parquet(path)
    assert refused(path.read_bytes(), "f.parquet") == "holds no rows."


def test_parquet_whose_damage_stops_the_reader_is_refused(
    refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_: io.BytesIO) -> pl.DataFrame:
        message = "range end index 9 out of range"
        raise pl.exceptions.PanicException(message)

    monkeypatch.setattr(pl, "read_parquet", stop)
    assert refused(b"PAR1", "f.parquet") == "is damaged, or no Parquet file."


# --- Excel


def test_excel(workbook: Callable[..., Path]) -> None:
    rows: list[list[Any]] = [
        ["Consignment ID", "CAS", "goods", "date", "HS", "qty", "note"],
        ["A1", "50-00-0", "甲醛", datetime(2025, 4, 3), 2933399090, 25.5, 1],  # noqa: DTZ001  # cells have no zone
        [],
        [123, datetime(1960, 6, 1), "press", "2025-04-03", 2933.39, 1, None],  # noqa: DTZ001  # as above
        ["A3", "64-17-5", "ethanol", None, 8.47989e7, "1,5", "b"],
    ]
    reading = read_file(workbook(rows, "more"))
    assert (reading.format, reading.encoding, reading.row_count) == ("excel", None, 3)
    assert reading.notices == ["only the first sheet, 'goods', was read; not read: 'more'"]
    first, last = reading.rows
    assert (first.date, first.commodity_code, first.quantity) == (date(2025, 4, 3), "2933399090", 25.5)
    assert (last.commodity_code, last.quantity) == ("84798900", 1.5)
    assert reading.carried == [{"note": "1"}, {"note": "b"}]
    [reject] = reading.rejects
    assert (reject.row, reject.column, reject.code) == (2, "CAS", "cas_as_date")
    assert reject.seen == "1960-06-01 00:00:00"
    assert reject.remedy == "Sheet row 4: Format the column as text and type the CAS number again."


def test_a_numeric_id_of_a_sheet_has_no_decimals(workbook: Callable[..., Path]) -> None:
    reading = read_file(workbook([["id", "goods"], [123, "a"], [124.0, "b"]]))
    assert [item.consignment_id for item in reading.rows] == ["123", "124"]


@pytest.mark.parametrize("rows", [[], [["cas", "id"]], [[None], [None]]])
def test_a_sheet_without_rows_is_refused(workbook: Callable[..., Path], rows: list[list[Any]]) -> None:
    with pytest.raises(InputError, match="holds no rows"):
        read_file(workbook(rows))
