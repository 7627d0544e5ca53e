"""What the tests of reading share: a file put into the test's folder and read, or refused; a workbook."""

from __future__ import annotations

import hashlib
import os
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from penstock.batch.demo_cases import Case, Source
from penstock.batch.demo_lots import generator
from penstock.batch.demo_planted import cases
from penstock.batch.demo_words import demo_words
from penstock.batch.readers import FileReading, read_file
from penstock.goods import Vocabulary, read_vocabulary
from penstock.kernel.errors import InputError
from penstock.law import register as register_module
from penstock.lists.records import Entry, ListedName, Roster, counts_of, sealed
from penstock.lists.store import ListStore

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from penstock.law.register import Register


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
def save_list(tmp_path: Path) -> Callable[..., ListStore]:
    """Return ``save(day, **entries)``, which keeps a vintage of ``us-ofac-sdn`` and gives the store.

    An entry is its uid and either its name or a dict of the fields of a record, with ``names`` as texts.
    """
    store = ListStore.open(tmp_path / "lists")

    def save(day: str, entries: dict[str, Any], **head: Any) -> ListStore:  # noqa: ANN401  # fields of a record
        kept = tuple(_entry(uid, told) for uid, told in entries.items())
        vintage = date.fromisoformat(day)
        told = {"earliest": vintage, "publisher": "p", "files": (), **head}
        store.save(Roster(list="us-ofac-sdn", vintage=vintage, entries=kept, counts=counts_of(kept), **told))
        return store

    return save


def _entry(uid: str, told: str | dict[str, Any]) -> Entry:
    fields = {"kind": "company", **({"names": (told,)} if isinstance(told, str) else told)}
    names = [
        name if isinstance(name, ListedName) else ListedName(text=name, kind="alias" if place else "primary")
        for place, name in enumerate(fields.pop("names"))
    ]
    return sealed(Entry(list="us-ofac-sdn", uid=uid, names=tuple(names), **fields))


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


@pytest.fixture(scope="session")
def planting(register: Register) -> Source:
    """Return what cases are made from, by the shipped register and words."""
    return Source(register, demo_words(), generator(7, 0))


@pytest.fixture(scope="session")
def planted_cases(register: Register) -> list[Case]:
    """Return every case of one seed."""
    return cases(Source(register, demo_words(), generator(8, 0)), [])


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep tests from waiting for a disk to keep what is removed at once."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


_READ: dict[bytes, Vocabulary] = {}


@pytest.fixture(autouse=True)
def equal_vocabularies_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep tests from taking apart the vocabulary of goods texts anew for each run that opens the register."""

    def read(path: Path) -> Vocabulary:
        digest = hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b""
        if digest not in _READ:
            _READ[digest] = read_vocabulary(path)
        return _READ[digest]

    monkeypatch.setattr(register_module, "read_vocabulary", read)
