"""What a feed hands on: the entries of one list as a file gives them, not yet a roster."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from penstock.kernel.errors import RosterError
from penstock.lists.records import Entry, ListedName, sealed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from penstock.lists.records import Kind, NameKind

LONGEST_NAME = 1_000
"""Characters of the longest name a list may hold; a longer one is no name but a broken file."""

_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_FORMS = {
    "%d %b %Y": "%Y-%m-%d",
    "%d %B %Y": "%Y-%m-%d",
    "%b %Y": "%Y-%m",
    "%d/%m/%Y": "%Y-%m-%d",
    "%Y-%m-%d": "%Y-%m-%d",
}


@dataclass(slots=True)
class Draft:
    """The entries of one list out of one delivery.

    ``vintage`` is the day the delivery itself gives, if it does; ``stated`` the number of entries it says it has;
    ``lacks`` what the list publishes and this delivery comes without, e.g. ``aliases``.
    """

    list_id: str
    entries: list[Entry]
    files: list[Path]
    vintage: date | None = None
    stated: int | None = None
    lacks: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands, for refusals."""

    file: str
    where: str


def refusal(place: Place, found: str, expected: str) -> RosterError:
    """Return the refusal of what stands at a place."""
    return RosterError(file=place.file, where=place.where, found=found, expected=expected)


def plain(text: str | None) -> str:
    """Return a text without spaces around it or runs of them inside."""
    return " ".join(text.split()) if text else ""


def named(place: Place, text: str | None, kind: NameKind, **published: str | None) -> ListedName | None:
    """Return a name, or ``None`` where the cell is empty; refuse one that is too long to be a name."""
    name = plain(text)
    if not name:
        return None
    if len(name) > LONGEST_NAME:
        raise refusal(place, f"a name of {len(name)} characters", f"at most {LONGEST_NAME}")
    return ListedName(text=name, kind=kind, **published)


def made(  # an entry has as many parts as its publisher gives
    place: Place,
    *,
    list_id: str,
    uid: str,
    kind: Kind | None,
    names: Iterable[ListedName | None],
    **parts: Any,  # noqa: ANN401  # fields of Entry
) -> Entry:
    """Return a sealed entry without repeated or empty parts; refuse one without an id or a name."""
    told: dict[tuple[str, str], ListedName] = {}
    for name in names:
        if name is not None:
            told.setdefault((name.text, name.kind), name)
    if not uid:
        raise refusal(place, "no id", "one in every entry")
    if not told:
        raise refusal(place, f"no name in entry {uid}", "at least one")
    fields: dict[str, Any] = {
        key: tuple(dict.fromkeys(filter(None, part))) if isinstance(part, list) else part for key, part in parts.items()
    }
    return sealed(Entry(list=list_id, uid=uid, kind=kind, names=tuple(told.values()), **fields))


def distinct(draft: Draft) -> Draft:
    """Return the draft; refuse one in which two entries share an id."""
    seen: set[str] = set()
    for entry in draft.entries:
        if entry.uid in seen:
            place = Place(draft.files[0].name, f"entry {entry.uid}")
            raise refusal(place, "the id a second time", "one entry an id")
        seen.add(entry.uid)
    return draft


def day_of(place: Place, text: str | None, form: str = "%Y-%m-%d") -> date | None:
    """Read a day as the publisher writes it; ``None`` for an empty cell; refuse anything else."""
    cell = plain(text)
    if not cell:
        return None
    with suppress(ValueError):
        return datetime.strptime(cell, form).date()  # noqa: DTZ007  # a day of a list has no hour
    raise refusal(place, repr(cell), f"a day written {form}")


def birth_date(text: str) -> str:
    """Return a day, month or year of birth as ISO 8601 writes it, or as published where it is none of these."""
    cell = plain(text)
    if _ISO.fullmatch(cell):
        return cell
    for form, iso in _FORMS.items():
        with suppress(ValueError):
            return datetime.strptime(cell, form).strftime(iso)  # noqa: DTZ007  # as above
    return cell
