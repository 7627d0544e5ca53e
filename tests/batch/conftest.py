"""What the tests of reading share: a file put into the test's folder and read, or refused; a workbook."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from penstock.batch.readers import FileReading, read_file
from penstock.kernel.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., FileReading]:
    """Return ``read(content, name)``, which reads a file of this content and sees that no row is lost."""

    def reading_of(content: str | bytes, name: str = "f.csv") -> FileReading:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        reading = read_file(path)
        assert reading.row_count == len(reading.rows) + len(reading.rejects)
        assert len(reading.rows) == len(reading.carried) == len(reading.row_numbers)
        assert reading.file == str(path)
        return reading

    return reading_of


@pytest.fixture
def refused(tmp_path: Path, read: Callable[..., FileReading]) -> Callable[..., str]:
    """Return ``refused(content, name)``, which gives the sentence a file is refused with, less the file's name."""

    def refusal_of(content: str | bytes, name: str = "f.csv") -> str:
        with pytest.raises(InputError) as caught:
            read(content, name)
        assert str(tmp_path / name) in caught.value.message
        assert caught.value.remedy.endswith(".")
        return caught.value.message.removeprefix(str(tmp_path / name)).strip()

    return refusal_of


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Return ``workbook(rows, *more_sheets)``, which writes ``f.xlsx`` and gives its path."""

    def written(rows: Sequence[Sequence[Any]], *more_sheets: str) -> Path:
        path = tmp_path / "f.xlsx"
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

    return written
