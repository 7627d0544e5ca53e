"""Small lists in the published shapes, and the real ones beside the checkout."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from penstock.lists.records import Entry, ListedName, Roster, counts_of, sealed
from penstock.lists.store import ListStore

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


@pytest.fixture(scope="session")
def real_lists(shared: Path) -> Path:
    """Return the folder of real lists, or skip where there is none."""
    folder = shared / "lists"
    if not folder.is_dir():
        pytest.skip("the real lists, ../shared/lists, are absent")
    return folder


@pytest.fixture
def store(tmp_path: Path) -> ListStore:
    """Return a store that holds nothing yet."""
    return ListStore.open(tmp_path / "lists")


def ofac_row(cells: Sequence[object], columns: int) -> str:
    """Return a row as OFAC writes it: numbers bare, texts quoted, ``-0-`` with a space for empty."""
    padded = [*cells, *[""] * (columns - len(cells))]
    return ",".join(str(c) if isinstance(c, int) else f'"{c}"' if c else "-0- " for c in padded) + "\r\n"


@pytest.fixture
def ofac(tmp_path: Path) -> Callable[..., Path]:
    """Return ``write(sdn, alt, add, comments, prefix)``, which lays the files out in a folder of July 2021."""

    def write(
        sdn: Sequence[Sequence[object]],
        alt: Sequence[Sequence[object]] = (),
        add: Sequence[Sequence[object]] = (),
        comments: Sequence[Sequence[object]] = (),
        folder: str = "2021-07",
    ) -> Path:
        where = tmp_path / folder
        where.mkdir(exist_ok=True)
        parts = (("sdn.csv", sdn, 12), ("alt.csv", alt, 5), ("add.csv", add, 6), ("sdn_comments.csv", comments, 2))
        for name, rows, columns in parts:
            text = "".join(ofac_row(row, columns) for row in rows) + "\x1a"
            (where / name).write_bytes(text.encode())
        return where / "sdn.csv"

    return write


def entry(uid: str, *names: str, list_id: str = "us-ofac-sdn", **fields: object) -> Entry:
    """Return a sealed entry; its first name is the primary one."""
    told = tuple(ListedName(text=name, kind="alias" if place else "primary") for place, name in enumerate(names))
    return sealed(Entry(list=list_id, uid=uid, kind="company", names=told or (_named(uid),), **fields))  # type: ignore[arg-type]


def _named(uid: str) -> ListedName:
    return ListedName(text=f"NAME {uid}", kind="primary")


@pytest.fixture
def make_entry() -> Callable[..., Entry]:
    """Return ``entry(uid, *names, **fields)``."""
    return entry


@pytest.fixture
def make_roster() -> Callable[..., Roster]:
    """Return ``roster(vintage, *entries, earliest=None, list_id=...)``."""

    def make(
        vintage: date | str, *entries: Entry | str, earliest: date | str | None = None, list_id: str = "us-ofac-sdn"
    ) -> Roster:
        listed = tuple(entry(one, list_id=list_id) if isinstance(one, str) else one for one in entries)
        day = date.fromisoformat(vintage) if isinstance(vintage, str) else vintage
        first = date.fromisoformat(earliest) if isinstance(earliest, str) else earliest or day
        return Roster(
            list=list_id,
            vintage=day,
            earliest=first,
            publisher="a publisher",
            files=(),
            entries=listed,
            counts=counts_of(listed),
        )

    return make
