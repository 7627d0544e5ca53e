"""From files to stored rosters: find the feed, read strictly, hold the counts against what they should be, keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from penstock.kernel.errors import InputError, RosterError, UsageError
from penstock.lists.feeds import (
    eu_csv,
    eu_xml,
    gb_csv,
    ofac_advanced,
    ofac_csv,
    opensanctions,
    un_xml,
    us_csl,
    us_csl_json,
)
from penstock.lists.files import digest_of
from penstock.lists.records import Roster, SourceFile, counts_of
from penstock.lists.sources import source_of
from penstock.lists.vintages import vintage_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from pathlib import Path

    from penstock.lists.feeds.drafts import Draft
    from penstock.lists.packed import Head
    from penstock.lists.store import ListStore, Saved
    from penstock.lists.vintages import Vintage


_LOOKS = {".csv", ".xml", ".json", ".jsonl"}
_UNLESS = "(or --accept-fewer, if the list has really become shorter)"


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed module gives: which files are its own, and reading one into a draft a list.

    ``read`` also takes the list asked for, which only a file that does not name its own needs.
    """

    claims: Callable[[Path], bool]
    read: Callable[[Path, str | None], list[Draft]]


def _naming(read: Callable[[Path], list[Draft]]) -> Callable[[Path, str | None], list[Draft]]:
    """Wrap the reading of files that name their own lists."""
    return lambda path, _: read(path)


FEEDS = (
    *(Feed(one.claims, _naming(one.read)) for one in (ofac_csv, ofac_advanced, un_xml)),
    *(Feed(one.claims, _naming(one.read)) for one in (us_csl, us_csl_json, eu_csv, eu_xml, gb_csv)),
    Feed(opensanctions.claims, opensanctions.read),
)
"""Every feed, in the order in which they are asked whether a file is theirs."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file, or the first of a family of files, that a feed reads."""

    path: Path
    feed: Feed


@dataclass(frozen=True, slots=True)
class Imported:
    """A roster that was read and kept."""

    roster: Roster
    saved: Saved

    def as_dict(self) -> dict[str, Any]:
        """Return what was imported as plain values."""
        roster = self.roster
        return {
            "list": roster.list,
            "vintage": roster.vintage.isoformat(),
            "earliest": roster.earliest.isoformat(),
            "saved": self.saved,
            "counts": roster.counts,
            "files": [{"name": file.name, "sha256": file.sha256, "size": file.size} for file in roster.files],
            "warnings": list(roster.warnings),
        }


def deliveries(path: Path) -> list[Delivery]:
    """Return what a file or folder delivers, folders below it included.

    Raises:
        UsageError: Nothing there is a list in a format Penstock reads.
    """
    found = [Delivery(file, feed) for file in _files(path) for feed in FEEDS if _claims(feed, file)]
    if not found:
        message = f"{path} is no party list in a format Penstock reads."
        if ofac_csv.belongs(path):
            raise UsageError(message, remedy="Name sdn.csv or cons_prim.csv: the files beside it are read with it.")
        raise UsageError(message, remedy="Name a file as its publisher lays it out; docs/lists.md has the formats.")
    return found


def passed_over(path: Path) -> list[Path]:
    """Return the files below a folder that look like lists and are in no format Penstock reads."""
    looking = [file for file in _files(path) if file.suffix.lower() in _LOOKS and not ofac_csv.belongs(file)]
    return [file for file in looking if not any(_claims(feed, file) for feed in FEEDS)]


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))


def _claims(feed: Feed, file: Path) -> bool:
    try:
        return feed.claims(file)
    except OSError as error:
        message = f"{file} cannot be read ({error.strerror})."
        raise InputError(message, remedy="Check the path and its permissions.") from None


def import_path(  # noqa: PLR0913  # the parts of one import
    store: ListStore,
    path: Path,
    *,
    today: date,
    vintage: str | None = None,
    only: str | None = None,
    accepts_fewer: bool = False,
) -> list[Imported]:
    """Read every delivery of a file or folder and keep its rosters; all are read before the first is kept.

    Args:
        store: Where to keep them.
        path: A file, or a folder of files.
        today: The day of the reader; no vintage lies after it.
        vintage: The day of the list, ``YYYY-MM-DD``, or ``YYYY-MM``; found out when ``None``.
        only: Keep this list alone.
        accepts_fewer: Keep a roster that has fewer entries than it should.

    Raises:
        UsageError: Nothing to import, or no telling of which day it is.
        RosterError: A file was refused; nothing is kept.
    """
    drafts = [(delivery, draft) for delivery in deliveries(path) for draft in delivery.feed.read(delivery.path, only)]
    if only is not None:
        drafts = [(delivery, draft) for delivery, draft in drafts if draft.list_id == only]
        if not drafts:
            source_of(only)
            message = f"{path} holds no entry of {only}."
            raise UsageError(message, remedy="Leave --list out to import what is there.")
    rosters = [roster_of(draft, vintage_of(delivery.path, draft.vintage, vintage, today)) for delivery, draft in drafts]
    _check_apart(rosters)
    return keep(store, rosters, [draft.stated for _, draft in drafts], accepts_fewer=accepts_fewer)


def _check_apart(rosters: list[Roster]) -> None:
    """Refuse two deliveries of one list and one day: the one would take the place of the other."""
    seen: dict[tuple[str, date], Roster] = {}
    for roster in rosters:
        other = seen.setdefault((roster.list, roster.vintage), roster)
        if other is not roster:
            names = f"{other.files[0].name} and {roster.files[0].name}"
            message = f"{names} are both {roster.list} of {roster.vintage}."
            raise UsageError(message, remedy="Import one of them.")


def roster_of(draft: Draft, vintage: Vintage) -> Roster:
    """Return the roster of a draft."""
    source = source_of(draft.list_id)
    entries = tuple(draft.entries)
    return Roster(
        list=draft.list_id,
        vintage=vintage.latest,
        earliest=vintage.earliest,
        publisher=source.publisher,
        files=tuple(SourceFile(name=f.name, sha256=digest_of(f), size=f.stat().st_size) for f in draft.files),
        entries=entries,
        counts=counts_of(entries),
        warnings=(*draft.warnings, *_too_many(draft.list_id, len(entries))),
        lacks=tuple(draft.lacks),
    )


def keep(
    store: ListStore, rosters: list[Roster], stated: Iterable[int | None], *, accepts_fewer: bool
) -> list[Imported]:
    """Hold the counts of rosters against what they should be, then keep them, the oldest first.

    Raises:
        RosterError: One has too few entries, or another number than its file states; none is kept.
    """
    before: dict[str, Roster | Head] = {}
    checked = sorted(zip(rosters, stated, strict=True), key=lambda pair: (pair[0].list, pair[0].vintage))
    for roster, said in checked:
        check_counts(roster, said, before.get(roster.list) or _before(store, roster), is_lax=accepts_fewer)
        before[roster.list] = roster
    return [Imported(roster, store.save(roster)) for roster, _ in checked]


def check_counts(roster: Roster, stated: int | None, before: Roster | Head | None, *, is_lax: bool) -> None:
    """Refuse a roster with another number of entries than its file states, or with too few entries or names.

    Args:
        roster: What was read.
        stated: The number of entries its file gives, if it does.
        before: The vintage before it, if there is one.
        is_lax: Too few is accepted.
    """
    source, found = source_of(roster.list), roster.counts["entries"]
    if stated is not None and stated != found:
        raise _refusal(roster, f"{found} entries", f"{stated}, as the file says")
    if is_lax:
        return
    if found < source.least:
        raise _refusal(roster, f"{found} entries", f"at least {source.least} on {roster.list} {_UNLESS}")
    if before is not None:
        _check_shrinking(roster, before, source.keeps)


def _check_shrinking(roster: Roster, before: Roster | Head, keeps: float) -> None:
    for what in ("entries", "names"):
        had, has = before.counts[what], roster.counts[what]
        is_known = what == "entries" or not {"aliases"} & {*roster.lacks, *before.lacks}
        if is_known and has < keeps * had:
            expected = f"at least {keeps:.0%} of the {had} of {before.vintage} {_UNLESS}"
            raise _refusal(roster, f"{has} {what}", expected)


def _refusal(roster: Roster, found: str, expected: str) -> RosterError:
    return RosterError(file=roster.files[0].name, where="", found=found, expected=expected)


def _before(store: ListStore, roster: Roster) -> Head | None:
    earlier = [day for day in store.vintages(roster.list) if day < roster.vintage]
    return store.opened(roster.list, earlier[-1]).head if earlier else None


def _too_many(list_id: str, found: int) -> tuple[str, ...]:
    most = source_of(list_id).most
    return (f"{found} entries, more than the {most} expected",) if found > most else ()
