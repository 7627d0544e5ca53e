"""A file of authorisations: CSV, JSON or YAML, read whole or refused, with what to do about each line of it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from penstock.batch.frames import digest_of
from penstock.batch.plain_file import text_of, values_of
from penstock.cases.authorisations import ANY, COLUMNS, UNLIMITED, read_authorisation
from penstock.cases.cover import Ledger
from penstock.cases.drawing import AtHand
from penstock.kernel.errors import InputError, OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from penstock.cases.authorisations import Authorisation
    from penstock.law.register import Register

WHAT = "authorisations"
STORE = "store"
"""Where authorisations are from that no file holds."""

SHOWN = 5
"""Lines that a refusal names one by one."""


def at_hand(asked: Path | str | AtHand | None, register: Register) -> AtHand | None:
    """Return the authorisations of a run: those that were handed in, or those of a file.

    Raises:
        InputError: The file cannot be read, or a line of it cannot.
    """
    return read_authorisations(asked, register) if isinstance(asked, Path | str) else asked


def ledger_of(authorised: AtHand, register: Register) -> Ledger:
    """Return authorisations ready to be drawn down."""
    return Ledger(register, authorised.authorisations, authorised.taken)


def told_of(authorised: AtHand, ledger: Ledger) -> dict[str, Any]:
    """Return what ``run.json`` says of authorisations, after the rows have drawn them down."""
    read = {"from": STORE} if authorised.file is None else {"from": "file", "file": authorised.file}
    digest = {} if authorised.sha256 is None else {"sha256": authorised.sha256}
    return {**read, **digest, "draws": len(ledger.draws), "balance": ledger.balance()}


def read_authorisations(path: Path | str, register: Register) -> AtHand:
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
    return AtHand(tuple(found.values()), file=str(path), sha256=digest_of(path))


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
