"""A file of authorisations: CSV, JSON or YAML, read whole or refused, with what to do about each line of it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from penstock.batch.frames import digest_of
from penstock.batch.plain_file import text_of, values_of
from penstock.cases.authorisations import ANY, COLUMNS, UNLIMITED, read_authorisation
from penstock.cases.cover import Ledger
from penstock.kernel.errors import InputError, OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from penstock.cases.authorisations import Authorisation
    from penstock.law.register import Register

WHAT = "authorisations"
SHOWN = 5
"""Lines that a refusal names one by one."""


@dataclass(frozen=True, slots=True)
class AuthorisationFile:
    """A file of authorisations as it was read: its name, the SHA-256 of its bytes, what it holds, in its order."""

    file: str
    sha256: str
    authorisations: tuple[Authorisation, ...]

    @property
    def digest(self) -> str:
        """What tells what it holds from what another holds, however it is written."""
        return hashlib.sha256(msgspec.json.encode(self.authorisations)).hexdigest()

    def ledger(self, register: Register) -> Ledger:
        """Return its authorisations, ready to be drawn down."""
        return Ledger(register, self.authorisations)

    def told(self, ledger: Ledger) -> dict[str, Any]:
        """Return what ``run.json`` says of it, after the rows have drawn it down."""
        return {"file": self.file, "sha256": self.sha256, "balance": ledger.balance()}


def read_authorisations(path: Path | str, register: Register) -> AuthorisationFile:
    """Read a file of authorisations; its ending says what it is: ``.csv``, ``.json``, ``.yaml`` or ``.yml``.

    Raises:
        InputError: It cannot be read, or a line of it cannot: nothing of it is used then.
    """
    path = Path(path)
    text = text_of(path, WHAT)
    found: dict[str, Authorisation] = {}
    refused: list[str] = []
    for line, cells in _records(path, text):
        try:
            one = read_authorisation(cells, register)
        except UsageError as error:
            refused.append(f"{line}: {error}")
            continue
        if one.key in found:
            refused.append(f"{line}: {one.said} stands there twice. Keep one of the two.")
        found[one.key] = one
    if refused:
        rest = f" And {len(refused) - SHOWN} more." if len(refused) > SHOWN else ""
        message = f"{path} is refused: {' '.join(refused[:SHOWN])}{rest}"
        raise InputError(message, remedy="Correct the file; none of it was used.")
    return AuthorisationFile(str(path), digest_of(path), tuple(found.values()))


def _records(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each record of a file, with where it stands."""
    if path.suffix.lower() == ".csv":
        yield from _csv_records(path, text)
        return
    told = values_of(path, text, WHAT)
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        message = f"{path} holds no list of authorisations."
        raise InputError(message, remedy="Write a list of authorisations, each with its columns.")
    for place, one in enumerate(told, 1):
        yield f"authorisation {place}", {str(name): value for name, value in one.items()}


def _csv_records(path: Path, text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        message = f"{path} is no CSV: {error}."
        raise InputError(message, remedy="Save it as CSV with commas and quotation marks.") from None
    if not rows:
        message = f"{path} is empty."
        raise InputError(message, remedy=f"Its first line names the columns: {', '.join(COLUMNS)}.")
    head = [cell.strip() for cell in rows[0]]
    _refuse_head(path, head)
    for line, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(head):
            message = f"{path}, row {line}, has {len(row)} cells under {len(head)} columns."
            raise InputError(message, remedy="Put a cell that holds a comma in quotation marks.")
        yield f"row {line}", dict(zip(head, row, strict=True))


def _refuse_head(path: Path, head: Sequence[str]) -> None:
    twice = [name for place, name in enumerate(head) if name in head[:place]]
    if twice:
        message = f"{path} has the column {twice[0]!r} twice."
        raise InputError(message, remedy="Keep one of the two.")
    stray = [name for name in head if name not in COLUMNS]
    if stray:
        message = f"{path} has a column {stray[0]!r}."
        raise InputError(message, remedy=f"The columns are {', '.join(COLUMNS)}.")


def write_authorisations(path: Path, authorisations: Sequence[Authorisation]) -> None:
    """Write authorisations into a JSON file that `read_authorisations` reads.

    Raises:
        OutputError: It cannot be written.
    """
    told = [_cells(one) for one in authorisations]
    try:
        path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        message = f"{path} cannot be written ({error.strerror or error})."
        raise OutputError(message, remedy="Name a file you may write to.") from None


def _cells(one: Authorisation) -> dict[str, Any]:
    """Return the cells of an authorisation, by the names of the columns."""
    plain: dict[str, Any] = msgspec.to_builtins(one)
    named = ANY if one.counterparties is None else [f"{to.name or ''}|{to.country}" for to in one.counterparties]
    said = {
        "salts": "yes" if one.salts else "no",
        "counterparties": named,
        "quantity": UNLIMITED if one.quantity is None else str(one.quantity),
    }
    return {name: said.get(name, plain[name]) for name in COLUMNS}
