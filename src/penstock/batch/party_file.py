"""Read a file of parties: every row becomes a party or a reject, none is lost.

Which columns mean what stands in ``HEADERS``; other columns are passed over. A name that cannot be read is a reject,
for it can neither be found on a list nor cleared of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from penstock.batch.columns import vocabulary
from penstock.batch.fields import BadCell, read_country, read_id, read_text
from penstock.batch.readers import Reject, no_rows, rejected, whole_row
from penstock.batch.rows import RejectedError
from penstock.kernel.errors import InputError, UnreadableName
from penstock.parties.names import take_apart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from penstock.batch.sources import Source
    from penstock.parties import Kind

HEADERS: dict[str, tuple[str, ...]] = {
    "id": ("party_id", "customer_id", "client_id", "account", "reference", "编号"),
    "name": ("party_name", "full_name", "company", "company_name", "customer", "customer_name", "名称", "nombre"),
    "kind": ("type", "party_type", "entity_type"),
    "country": ("country_code", "nationality", "国家", "país"),
}
"""The columns of a file of parties, each with the headers that mean it beside its own name."""

KINDS: dict[str, Kind] = {
    **dict.fromkeys(("person", "individual", "natural person"), "person"),
    **dict.fromkeys(("company", "entity", "organization", "organisation", "legal person"), "company"),
    **dict.fromkeys(("vessel", "ship"), "vessel"),
}
"""The words for each kind of party."""


class Party(NamedTuple):
    """What is known of a party: equal parties are asked about once."""

    name: str
    kind: Kind | None = None
    country: str | None = None


@dataclass(slots=True)
class PartyRows:
    """What a file held: ``row_count == len(parties) + len(rejects)``; ``ids`` and ``rows`` are parallel to them."""

    parties: list[Party] = field(default_factory=list)
    ids: list[str | None] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notices: tuple[str, ...] = ()
    row_count: int = 0


def read_parties(file: str, source: Source) -> PartyRows:
    """Read the parties of a file that was opened.

    Raises:
        InputError: No column holds names, two columns mean one thing, or there are no rows.
    """
    places = _places(file, source.headers)
    read = PartyRows(notices=source.notices)
    for row, (place, cells) in enumerate(source.records(), start=1):
        read.row_count = row
        try:
            own_id, party = _party(source.headers, places, whole_row(cells))
        except RejectedError as why:
            read.rejects.append(rejected(file, row, source, place, why))
        else:
            read.parties.append(party)
            read.ids.append(own_id)
            read.rows.append(row)
    if read.row_count == 0:
        raise no_rows(file)
    return read


def _places(file: str, headers: Sequence[str]) -> dict[str, int]:
    """Return where each column stands."""
    fold = vocabulary().folder.key
    words = {fold(word): column for column, others in HEADERS.items() for word in (column, *others)}
    found: dict[str, int] = {}
    for place, header in enumerate(headers):
        column = words.get(fold(header[:100]))
        if column in found:
            message = f"{file}: the headers {headers[found[column]]!r} and {header!r} both mean {column}."
            raise InputError(message, remedy="Rename or remove one of the two columns.")
        if column is not None:
            found[column] = place
    if "name" not in found:
        seen = ", ".join(repr(header) for header in headers)
        message = f"{file}: no column holds the names of parties; its headers are {seen[:300]}."
        raise InputError(message, remedy="Put a line of headers first, with a column 'name'.")
    return found


def _party(headers: Sequence[str], places: Mapping[str, int], cells: Sequence[Any]) -> tuple[str | None, Party]:
    if len(cells) != len(headers):
        why = f"Expected {len(headers)} fields, saw {len(cells)}; quote fields that hold the delimiter."
        raise _reject(None, "ragged_row", " | ".join(map(str, cells)), why)
    told: dict[str, Any] = {}
    for column, read in (("id", read_id), ("name", read_text), ("kind", _kind), ("country", read_country)):
        cell = cells[places[column]] if column in places else None
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            continue
        try:
            told[column] = read(cell)
        except BadCell as bad:
            raise _reject(headers[places[column]], bad.code, cell, bad.remedy) from None
    header = headers[places["name"]]
    name = told.get("name", "").strip()
    if not name:
        raise _reject(header, "missing_name", told.get("id", ""), "Give the name of the party.")
    try:
        take_apart(name, told.get("kind"))
    except UnreadableName as error:
        raise _reject(header, error.code, name, str(error)) from None
    return told.get("id"), Party(name, told.get("kind"), told.get("country"))


def _kind(cell: object) -> Kind:
    found = KINDS.get(" ".join(read_text(cell).casefold().split()))
    if found is None:
        raise BadCell(**_BAD_KIND)
    return found


_BAD_KIND = {"code": "bad_kind", "remedy": "Write person, company or vessel, or leave the cell empty."}


def _reject(column: str | None, code: str, seen: object, remedy: str) -> RejectedError:
    return RejectedError(column or "", code=code, seen=seen, remedy=remedy)
