"""OFAC's comma-separated family: SDN (``sdn.csv``) and the non-SDN lists (``cons_prim.csv``).

The files have no header row, write ``-0-`` for an empty cell, may end in the byte 0x1A, and let remarks of more
than 1,000 characters run on in the file of comments. Columns are told by their place, so each is checked by what
may stand in it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from penstock.lists.feeds.drafts import Draft, Place, distinct, made, named, plain, refusal
from penstock.lists.feeds.ofac_remarks import read_remarks
from penstock.lists.feeds.tabular import rows_of, text_of
from penstock.lists.records import Address, Identifier, Link

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from penstock.lists.records import Entry, Kind, ListedName, NameKind

FAMILIES = {
    "sdn.csv": ("us-ofac-sdn", "alt.csv", "add.csv", "sdn_comments.csv"),
    "cons_prim.csv": ("us-ofac-consolidated", "cons_alt.csv", "cons_add.csv", "cons_comments.csv"),
}
"""First file of a family: its list, then the files of aliases, addresses and overflowing remarks."""

_KINDS: dict[str, Kind | None] = {"individual": "person", "": "company", "vessel": "vessel", "aircraft": None}
_ALIASES: dict[str, NameKind] = {"aka": "alias", "fka": "former", "nka": "alias"}
_COLUMNS = 12  # number, name, type, programme, title, call sign, vessel type, tonnage, GRT, flag, owner, remarks
_ALIAS_COLUMNS = 5  # entry, number, type, name, remarks
_ADDRESS_COLUMNS = 6  # entry, number, address, city and so on, country, remarks
_COMMENT_COLUMNS = 2  # entry, more remarks
_NUMBER = re.compile(r"[0-9]{1,9}")
_URL = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id="


@dataclass(slots=True)
class _Sides:
    """What the files beside the first say, by entry."""

    names: dict[str, list[ListedName | None]] = field(default_factory=lambda: defaultdict(list))
    addresses: dict[str, list[Address]] = field(default_factory=lambda: defaultdict(list))
    remarks: dict[str, str] = field(default_factory=dict)


def claims(path: Path) -> bool:
    """Tell whether a file is the first of an OFAC family."""
    return path.name.lower() in FAMILIES


def belongs(path: Path) -> bool:
    """Tell whether a file is one of a family that is not its first."""
    return any(path.name.lower() in family[1:] for family in FAMILIES.values())


def read(path: Path) -> list[Draft]:
    """Read the family of a first file.

    Raises:
        InputError: A file cannot be read.
        RosterError: A file is not laid out as OFAC publishes it.
    """
    list_id, *others = FAMILIES[path.name.lower()]
    beside = {file.name.lower(): file for file in path.parent.iterdir()}
    draft = Draft(list_id, [], [path])
    sides = _Sides()
    for name, reader, what in zip(others, (_aliases, _addresses, _comments), ("aliases", "addresses", ""), strict=True):
        if name in beside:
            draft.files.append(beside[name])
            reader(beside[name], sides)
        elif what:
            draft.lacks.append(what)
            draft.warnings.append(f"{name} is absent: {what} of this vintage are not known")
    draft.entries = [_entry(list_id, place, cells, sides) for place, cells in _rows(path, _COLUMNS)]
    _warn_of_strays(draft, sides)
    return [distinct(draft)]


def _rows(path: Path, columns: int) -> Iterator[tuple[Place, list[str]]]:
    """Yield the cells of each row, empty where OFAC writes ``-0-``; the first is always an entry's number."""
    for line, cells in rows_of(path.name, text_of(path, "cp1252")):
        place = Place(path.name, f"line {line}")
        if len(cells) != columns:
            raise refusal(place, f"{len(cells)} columns", str(columns))
        told = ["" if cell.strip() == "-0-" else plain(cell) for cell in cells]
        if not _NUMBER.fullmatch(told[0]):
            raise refusal(place, f"{told[0]!r} in column 1", "the number of an entry")
        yield place, told


def _aliases(path: Path, sides: _Sides) -> None:
    for place, (uid, number, kind, name, _) in _rows(path, _ALIAS_COLUMNS):
        if kind not in _ALIASES or not _NUMBER.fullmatch(number):
            raise refusal(place, f"{number!r}, {kind!r} in columns 2 and 3", f"a number, {' or '.join(_ALIASES)}")
        sides.names[uid].append(named(place, name, _ALIASES[kind]))


def _addresses(path: Path, sides: _Sides) -> None:
    for place, (uid, number, street, city, country, _) in _rows(path, _ADDRESS_COLUMNS):
        if not _NUMBER.fullmatch(number):
            raise refusal(place, f"{number!r} in column 2", "the number of an address")
        if street or city or country:
            sides.addresses[uid].append(Address(text=", ".join(filter(None, (street, city))), country=country or None))


def _comments(path: Path, sides: _Sides) -> None:
    for _, (uid, more) in _rows(path, _COMMENT_COLUMNS):
        sides.remarks[uid] = sides.remarks.get(uid, "") + more


def _entry(list_id: str, place: Place, cells: list[str], sides: _Sides) -> Entry:
    uid, name, kind, programmes, title, call_sign, _type, _tonnage, _grt, flag, owner, remarks = cells
    if kind not in _KINDS:
        raise refusal(place, f"{kind!r} in column 3", "individual, vessel, aircraft or -0-")
    text = remarks + sides.remarks.get(uid, "")
    told = read_remarks(text)
    identifiers = [Identifier(kind="Call Sign", value=call_sign)] if call_sign else []
    return made(
        place,
        list_id=list_id,
        uid=uid,
        kind=_KINDS[kind],
        names=[
            named(place, name, "primary"),
            *sides.names.get(uid, []),
            *(named(place, weak, "weak") for weak in told.weak_names),
        ],
        programmes=[one.strip("[] ") for one in programmes.split("] [")],
        addresses=sides.addresses.get(uid, []),
        countries=[flag, *told.countries],
        birth_dates=told.birth_dates,
        identifiers=[*identifiers, *told.identifiers],
        links=[*([Link(kind="Vessel Owner", name=owner)] if owner else []), *told.links],
        titles=[title],
        gender=told.gender,
        remarks=text or None,
        url=_URL + uid,
    )


def _warn_of_strays(draft: Draft, sides: _Sides) -> None:
    known = {entry.uid for entry in draft.entries}
    strays = Counter(
        {
            "aliases": len(sides.names.keys() - known),
            "addresses": len(sides.addresses.keys() - known),
            "comments": len(sides.remarks.keys() - known),
        }
    )
    draft.warnings += [f"{what} of {count} entries that are not on the list" for what, count in (+strays).items()]
