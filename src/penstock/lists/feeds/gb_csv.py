"""The UK Sanctions List in CSV, and OFSI's older consolidated list: one row a name, with all that is known beside it.

Both begin with a line that gives their day, then the header. The older list has ids of its own (``Group ID``) and so
is a list of its own: the two cannot be one history.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from penstock.lists.feeds.drafts import Draft, Place, birth_date, day_of, distinct, named, plain, refusal
from penstock.lists.feeds.gathering import Gathered, entries_of
from penstock.lists.feeds.tabular import check_header, rows_of, text_of
from penstock.lists.records import Address, Identifier, Link

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from penstock.lists.records import Kind, NameKind

_KINDS: dict[str, Kind] = {"individual": "person", "entity": "company", "ship": "vessel"}
_NAME_KINDS: dict[str, NameKind] = {
    "primary name": "primary",
    "primary name variation": "alias",
    "alias": "alias",
    "aka": "alias",
    "fka": "former",
}
_NAMES = tuple(f"name {n}" for n in (1, 2, 3, 4, 5, 6))
_NUMBERED = re.compile(r"\(\d+\)")
_FIRST = re.compile(r"(Report Date|Last Updated)[:,]?\s*(\S.*)?$")


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which column holds what, in lower case; columns that are not read are ignored by name."""

    list_id: str
    uid: str
    kind: str
    name_kind: str
    strength: str
    regime: str
    listed_on: str
    birth: str
    nationality: str
    original: tuple[str, str, str]
    address: tuple[str, ...]
    country: str
    identifiers: Mapping[str, str]
    remarks: tuple[str, ...]
    titles: tuple[str, ...]
    gender: str | None
    owner: str | None
    ignored: tuple[str, ...]

    def read(self) -> list[str]:
        """Return every column that is read."""
        one = (self.uid, self.kind, self.name_kind, self.strength, self.regime, self.listed_on, self.birth)
        more = (self.nationality, self.country, *self.original, *self.address, *self.identifiers)
        maybe = filter(None, (self.gender, self.owner))
        return [*one, *more, *self.remarks, *self.titles, *maybe, *_NAMES]


UKSL = _Layout(
    list_id="gb-sanctions",
    uid="unique id",
    kind="designation type",
    name_kind="name type",
    strength="alias strength",
    regime="regime name",
    listed_on="date designated",
    birth="d.o.b",
    nationality="nationality(/ies)",
    original=("name non-latin script", "non-latin script type", "non-latin script language"),
    address=(*(f"address line {n}" for n in range(1, 7)), "address postal code"),
    country="address country",
    identifiers={
        "ofsi group id": "OFSI Group ID",
        "un reference number": "UN reference",
        "national identifier number": "National identifier",
        "passport number": "Passport",
        "business registration number (s)": "Business registration",
        "imo number": "IMO",
        "phone number": "Phone",
        "website": "Website",
        "email address": "Email",
    },
    remarks=("sanctions imposed", "other information", "uk statement of reasons"),
    titles=("title", "position"),
    gender="gender",
    owner="current owner/operator (s)",
    ignored=(
        "last updated",
        "designation source",
        "national identifier additional information",
        "passport additional information",
        "town of birth",
        "country of birth",
        "type of entity",
        "subsidiaries",
        "parent company",
        "previous owner/operator (s)",
        "current believed flag of ship",
        "previous flags",
        "type of ship",
        "tonnage of ship",
        "length of ship",
        "year built",
        "hull identification number (hin)",
    ),
)
OFSI = _Layout(
    list_id="gb-ofsi",
    uid="group id",
    kind="group type",
    name_kind="alias type",
    strength="alias quality",
    regime="regime",
    listed_on="listed on",
    birth="dob",
    nationality="nationality",
    original=("name non-latin script", "non-latin script type", "non-latin script language"),
    address=(*(f"address {n}" for n in range(1, 7)), "post/zip code"),
    country="country",
    identifiers={"passport number": "Passport", "national identification number": "National identifier"},
    remarks=("other information",),
    titles=("title", "position"),
    gender=None,
    owner=None,
    ignored=(
        "last updated",
        "uk sanctions list date designated",
        "town of birth",
        "country of birth",
        "passport details",
        "national identification details",
    ),
)
_RENAMED = {"individual, entity, ship": "designation type"}


def claims(path: Path) -> bool:
    """Tell whether a file is one of the two lists, by its first line."""
    if path.suffix.lower() != ".csv":
        return False
    with path.open("rb") as stream:
        return _FIRST.match(_first(stream.readline(200).decode("utf-8-sig", errors="replace"))) is not None


def read(path: Path) -> list[Draft]:
    """Read either list.

    Raises:
        RosterError: The file is not laid out as published.
    """
    rows = rows_of(path.name, text_of(path))
    line, first = next(rows, (1, []))
    stated = _FIRST.match(_first(",".join(first)))
    if stated is None:
        raise refusal(Place(path.name, f"line {line}"), f"{first!r}", "a line with the day of the list")
    draft = Draft("", [], [path], vintage=_day(Place(path.name, f"line {line}"), stated[2] or ""))
    line, header = next(rows, (line + 1, []))
    columns = [_RENAMED.get(plain(column).lower(), plain(column).lower()) for column in header]
    layout = OFSI if "group id" in columns else UKSL
    check_header(path.name, line, columns, layout.read(), layout.ignored)
    gathered: dict[str, Gathered] = {}
    for at, cells in rows:
        place = Place(path.name, f"line {at}")
        if len(cells) != len(columns):
            raise refusal(place, f"{len(cells)} cells", str(len(columns)))
        _take(layout, gathered, place, dict(zip(columns, map(plain, cells), strict=True)))
    draft.list_id = layout.list_id
    draft.entries = entries_of(gathered.values(), layout.list_id)
    return [distinct(draft)]


def _first(line: str) -> str:
    return line.strip().strip('"').rstrip(",").replace('"', "")


def _day(place: Place, text: str) -> date | None:
    return day_of(place, text, "%d/%m/%Y" if "/" in text else "%d-%b-%Y" if "-" in text[:3] else "%Y-%m-%d")


def _take(layout: _Layout, gathered: dict[str, Gathered], place: Place, row: Mapping[str, str]) -> None:
    kind, name_kind = row[layout.kind].lower(), row[layout.name_kind].lower()
    if kind not in _KINDS:
        raise refusal(place, f"the type {row[layout.kind]!r}", "Individual, Entity or Ship")
    if name_kind not in _NAME_KINDS:
        raise refusal(place, f"the name type {row[layout.name_kind]!r}", ", ".join(_NAME_KINDS))
    one = gathered.setdefault(row[layout.uid], Gathered(place, row[layout.uid], _KINDS[kind]))
    is_weak = "low" in row[layout.strength].lower() and name_kind != "primary name"
    name = " ".join(row[column] for column in _NAMES)
    one.names.append(named(place, name, "weak" if is_weak else _NAME_KINDS[name_kind]))
    text, script, language = (row[column] or None for column in layout.original)
    one.names.append(named(place, text, "original", script=script, language=language))
    one.programmes.append(row[layout.regime])
    one.listed_on.append(_day(place, row[layout.listed_on]))
    one.birth_dates += map(birth_date, _several(row[layout.birth]))
    one.countries += _several(row[layout.nationality])
    address = ", ".join(filter(None, (row[column] for column in layout.address)))
    if address or row[layout.country]:
        one.addresses.append(Address(text=address, country=row[layout.country] or None))
    for column, label in layout.identifiers.items():
        one.identifiers += [Identifier(kind=label, value=value) for value in _several(row[column])]
    one.remarks += [row[column] for column in layout.remarks]
    one.titles += [value for column in layout.titles for value in _several(row[column])]
    one.genders.append(row[layout.gender] if layout.gender is not None else "")
    if layout.owner is not None and row[layout.owner]:
        one.links.append(Link(kind="Owner/operator", name=row[layout.owner]))


def _several(cell: str) -> list[str]:
    """Return the values of a cell that numbers them ``(1) ... (2) ...`` or has one."""
    return [value.strip(" .;") if "(1)" in cell else value.strip() for value in _NUMBERED.split(cell) if value.strip()]
